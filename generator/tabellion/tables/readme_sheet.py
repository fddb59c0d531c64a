"""The first sheet of a workbook for authors: how to fill the others, and what each of them is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tabellion.diagnostics import Term
from tabellion.tables.columns import Sheet

NAME = Term("Lisez-moi", "Read me")
ADVICE = (
    Term(
        "Chaque feuille est une liste : une ligne par chose. Remplissez celles dont vous avez besoin ; "
        "les autres restent vides.",
        "Each sheet is a list, with one row per item. Fill those that you need; the others stay empty.",
    ),
    Term(
        "La note de chaque titre indique ce que la colonne attend, avec un exemple : passez la souris sur le titre.",
        "The note of each heading says what the column expects, with an example: move the mouse over the heading.",
    ),
    Term(
        "Une étoile et un fond foncé : la colonne est obligatoire. Un fond plus clair : elle est recommandée.",
        "A star on a dark background: the column is required. A lighter background: it is recommended.",
    ),
    Term(
        "Une petite flèche dans la cellule ouvre la liste des valeurs possibles.",
        "A small arrow in the cell opens the list of possible values.",
    ),
    Term(
        "L'ordre des lignes et celui des colonnes ne comptent pas. Vous pouvez en ajouter, trier, filtrer, colorier.",
        "The order of rows and of columns does not matter. You may add some, sort, filter and colour them.",
    ),
    Term(
        "Une colonne dont le titre commence par _ est à vous : elle n'est jamais lue. De même une ligne qui "
        "commence par #.",
        "A column whose heading begins with _ is yours: it is never read. Nor is a row that begins with #.",
    ),
    Term(
        "Enregistrez, fermez, puis lancez « tabellion check » : chaque erreur vous est donnée avec sa cellule.",
        "Save, close, then run `tabellion check`: each error is shown with its cell.",
    ),
)
SHEETS = Term("Les feuilles", "The sheets")


def write_readme(book: Any, shown: Sequence[Sheet], lang: str, title: Any, text: Any) -> None:
    """Add the sheet; `title` and `text` are formats. A click on the name of a sheet leads there."""
    sheet = book.add_worksheet(NAME[lang])
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 30, text)
    sheet.set_column(1, 1, 90, text)
    sheet.write_string(0, 0, NAME[lang], title)
    row = 2
    for advice in ADVICE:
        sheet.write_string(row, 1, advice[lang], text)
        row += 1
    row += 1
    sheet.write_string(row, 0, SHEETS[lang], title)
    for item in shown:
        row += 1
        sheet.write_url(row, 0, f"internal:'{item.term[lang]}'!A1", string=item.term[lang])
        sheet.write_string(row, 1, item.help[lang][:1].upper() + item.help[lang][1:], text)
