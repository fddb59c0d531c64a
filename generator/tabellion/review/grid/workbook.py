"""The grid as a workbook: lists, notes, frozen headings, no macro, no merged cell, no formula; the same bytes each
time."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tabellion.diagnostics import Term
from tabellion.diagnostics.model import column_letters
from tabellion.review.grid.acts import ACTS
from tabellion.review.grid.acts import HEADINGS as ACT_HEADINGS
from tabellion.review.grid.columns import (
    ATTACHMENTS,
    BY,
    COLUMNS,
    CONTRIBUTOR,
    ORGANIZATION,
    RESULT,
    SHEETS,
    GridColumn,
)
from tabellion.review.record.vocabulary import ORGANIZATION_KINDS, PUBLICATIONS, SYSTEM_ROLES
from tabellion.review.register.frozen import FrozenReview

CREATED = datetime.datetime(2024, 1, 1)  # a constant, so that bytes repeat
LAST_ROW = 20_000
LONGEST_CELL = 32_767
STYLES = {
    True: {"bg_color": "#17375E", "font_color": "#FFFFFF"},
    False: {"bg_color": "#EDF2F9", "font_color": "#17375E"},
}
README = (
    Term("Grille de commentaires", "Comment grid"),
    Term(
        "Une ligne par remarque, un seul point par ligne. Les lignes sans commentaire ne comptent pas ; gardez-les.",
        "One row per comment, one point per row. Rows without a comment do not count; leave them in place.",
    ),
    Term(
        "Remplissez la feuille Organisme une fois, puis, dans Commentaires, les colonnes bleu foncé. Choisissez "
        "l'artefact et l'élément dans la feuille Références ; pour ce qui manque, prenez la cible « il manque ».",
        "Fill in the sheet Organization once, then the dark blue columns of Comments. Choose the artifact and the "
        "element in the sheet References; for something missing, choose the target `missing`.",
    ),
    Term(
        "Un exemple de message peut accompagner une ligne : mettez le fichier à côté de la grille et nommez-le dans la "
        "feuille Pièces jointes. Il doit être inventé ; il n'est publié qu'une fois relu.",
        "A message sample may come with a row: put the file beside the grid and name it in the sheet Attachments. It "
        "has to be invented; it is published only once it was read.",
    ),
    Term(
        "N'écrivez aucune donnée sur un patient. Votre adresse électronique n'est jamais publiée ; votre nom ne l'est "
        "que si vous le choisissez.",
        "Do not write anything about a patient. Your e-mail address is never published; your name is published only "
        "if you choose so.",
    ),
    Term(
        "Vous recevrez une copie qui indique ce qu'est devenue chaque ligne. Pour corriger, repartez de cette copie : "
        "une ligne renvoyée révise la première sans la dupliquer ; une ligne absente n'efface rien.",
        "You will get a copy that says the outcome of each row. To correct, go on from that copy: a row sent again "
        "revises the first one without duplicating it; a missing row deletes nothing.",
    ),
)
OTHER_LISTS = {
    "organization_kind": tuple(word.label for word in ORGANIZATION_KINDS),
    "system_role": tuple(word.label for word in SYSTEM_ROLES),
    "publication": tuple(word.label for word in PUBLICATIONS),
}
REFERENCE_HEADINGS = (
    ("type", Term("Type de cible", "Target type"), 14),
    ("artifact", Term("Artefact", "Artifact"), 44),
    ("element", Term("Élément ou section", "Element or section"), 44),
    ("label", Term("Libellé", "Label"), 34),
    ("quoted", Term("Valeur actuelle", "Present value"), 60),
    ("url", Term("Lien", "Link"), 40),
)


def grid_workbook(
    review: FrozenReview,
    lang: str,
    rows: Iterable[Mapping[str, str]],
    *,
    organization: Mapping[str, str] | None = None,
    with_results: bool = False,
    references: bool = True,
    acts: bool = False,
    files: Sequence[tuple[int, str]] = (),
) -> bytes:
    """The bytes of a grid with these rows, by the keys of columns; `organization` fills the sheet of that name, `files`
    are the numbers of rows with the names of the files that they come with; with `acts` it has the sheet on which a
    secretariat asks for what no column says.

    With `with_results` it is a receipt copy, which says what became of each row.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": f"{review.id} {review.version}", "created": CREATED})
        made = _Book(book, lang)
        made.readme(review)
        made.organization(organization or {})
        made.comments(rows, (*COLUMNS, RESULT) if with_results else COLUMNS)
        if references:
            made.references(review)
        made.attachments(files)
        if acts:
            made.acts()
        made.lists()
    return out.getvalue()


class _Book:
    def __init__(self, book: Any, lang: str) -> None:
        self._book = book
        self._lang = lang
        self._text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self._grey = book.add_format(
            {"num_format": "@", "valign": "top", "font_color": "#595959", "bg_color": "#F2F2F2"}
        )
        self._bold = book.add_format({"bold": True, "font_size": 14})
        self._heads = {
            own: book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1, **STYLES[own]})
            for own in (True, False)
        }
        self._lists: dict[str, Sequence[Term]] = {}

    def _sheet(self, key: str) -> Any:
        return self._book.add_worksheet(SHEETS[key][self._lang])

    def readme(self, review: FrozenReview) -> None:
        sheet = self._sheet("readme")
        sheet.set_column(0, 0, 110)
        title = review.title.get(self._lang) or next(iter(review.title.values()), review.id)
        closes = review.closes.strftime("%Y-%m-%d %H:%M")
        dates = {"fr": f"Clôture : {closes} ({review.zone})", "en": f"Closes: {closes} ({review.zone})"}
        lines = [README[0][self._lang], f"{review.id} · {title} · {review.version}", dates[self._lang]]
        lines += [line[self._lang] for line in README[1:]]
        for number, line in enumerate(lines):
            sheet.write_string(number, 0, line, self._bold if number == 0 else self._text)

    def organization(self, values: Mapping[str, str]) -> None:
        sheet = self._sheet("organization")
        sheet.set_column(0, 0, 28, self._text)
        sheet.set_column(1, 1, 60, self._text)
        for number, (key, heading) in enumerate(ORGANIZATION):
            sheet.write_string(number, 0, heading[self._lang], self._heads[key == "organization"])
            sheet.write_string(number, 1, values.get(key, ""), self._text)
            if key in OTHER_LISTS:
                self._choose(sheet, number, 1, number, key, OTHER_LISTS[key])

    def comments(self, rows: Iterable[Mapping[str, str]], columns: Sequence[GridColumn]) -> None:
        sheet = self._sheet("comments")
        sheet.freeze_panes(1, 2)
        for position, column in enumerate(columns):
            own = column.by == CONTRIBUTOR
            format = self._text if own else self._grey
            sheet.set_column(position, position, column.width, format)
            star = "*" if column.required else ""
            sheet.write_string(0, position, column.heading[self._lang] + star, self._heads[own])
            note = f"{column.note[self._lang]}\n({BY[column.by][self._lang]})"
            sheet.write_comment(0, position, note, {"author": "Tabellion", "x_scale": 2.2})
            if column.words:
                self._choose(sheet, 1, position, LAST_ROW, column.key, column.words, free=column.free)
        count = 0
        for count, row in enumerate(rows, 1):
            for position, column in enumerate(columns):
                value = str(count) if column.key == "line" else row.get(column.key, "")
                if value:
                    format = self._text if column.by == CONTRIBUTOR else self._grey
                    sheet.write_string(count, position, value[:LONGEST_CELL], format)
        sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)

    def references(self, review: FrozenReview) -> None:
        from tabellion.review.record.vocabulary import TARGETS, word_of

        sheet = self._sheet("references")
        sheet.freeze_panes(1, 0)
        for position, (_, heading, width) in enumerate(REFERENCE_HEADINGS):
            sheet.set_column(position, position, width, self._text)
            sheet.write_string(0, position, heading[self._lang], self._heads[False])
        for number, point in enumerate(review.anchors.points, 1):
            kind = word_of(TARGETS, point.type).label[self._lang]
            said = point.said().partition("\ndefinition:")[0]
            texts = (kind, point.reference, point.element or point.section, point.label, said, point.url)
            for position, text in enumerate(texts):
                sheet.write_string(number, position, text[:1000], self._text)
        sheet.autofilter(0, 0, max(len(review.anchors.points), 1), len(REFERENCE_HEADINGS) - 1)

    def attachments(self, files: Sequence[tuple[int, str]]) -> None:
        sheet = self._sheet("attachments")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, 10, self._text)
        sheet.set_column(1, 1, 70, self._text)
        for column, heading in enumerate(ATTACHMENTS):
            sheet.write_string(0, column, heading[self._lang], self._heads[True])
        for row, (number, name) in enumerate(files, 1):
            sheet.write_string(row, 0, str(number), self._text)
            sheet.write_string(row, 1, name, self._text)

    def acts(self) -> None:
        sheet = self._sheet("acts")
        sheet.freeze_panes(1, 0)
        for column, (key, heading, width) in enumerate(ACT_HEADINGS):
            sheet.set_column(column, column, width, self._text)
            sheet.write_string(0, column, heading[self._lang], self._heads[True])
            if key == "act":
                self._choose(sheet, 1, column, LAST_ROW, "acts", [word.label for word in ACTS])
            elif key == "text":
                helps = [f"{word.label[self._lang]} : {word.help[self._lang]}" for word in ACTS if word.help.fr]
                sheet.write_comment(0, column, "\n".join(helps), {"author": "Tabellion", "x_scale": 3, "y_scale": 2})

    def lists(self) -> None:
        sheet = self._sheet("lists")
        for column, (name, words) in enumerate(self._lists.items()):
            letter = column_letters(column + 1)
            for row, word in enumerate(words):
                sheet.write_string(row, column, word[self._lang], self._text)
            sheet.set_column(column, column, 24)
            title = SHEETS["lists"][self._lang]
            self._book.define_name(f"list_{name}", f"={title}!${letter}$1:${letter}${len(words)}")

    def _choose(
        self, sheet: Any, row: int, column: int, last: int, name: str, words: Sequence[Term], *, free: bool = False
    ) -> None:
        self._lists[name] = words
        offered = {"validate": "list", "source": f"=list_{name}", "show_error": not free}
        sheet.data_validation(row, column, last, column, offered)
