"""Text tables (CSV and the like), with the habits of French Excel: semicolons, Windows encoding."""

from __future__ import annotations

from pathlib import Path

from tabellion.diagnostics import Report, Term, rule
from tabellion.diagnostics.model import Place
from tabellion.tables.delimited import TextTableError, read_delimited
from tabellion.tables.encodings import decoded
from tabellion.tables.grid import Grid
from tabellion.tables.large_grid import LARGE, large_text_grid, text_cells
from tabellion.tables.nos import is_nomenclature
from tabellion.tables.workbook import LOCKED_FILE, refusal

UNREADABLE_TEXT_FILE = rule(
    "FI006",
    "unreadable-text-file",
    "error",
    "processing",
    cause=True,
    fr="le fichier n'est pas une table de texte lisible ({reason})",
    en="the file is not a readable text table ({reason})",
    help_fr="corrigez le guillemet à la ligne indiquée, ou enregistrez le fichier au format CSV UTF-8 dans le tableur",
    help_en="fix the quote on the line named, or save the file from the spreadsheet program as CSV UTF-8",
)

TEXT_TABLES = frozenset({".csv", ".tsv", ".tabs"})
"""The endings of the names of text tables."""
ANY_TEXT = frozenset({".txt"})
"""The endings of the names of texts that may be tables: those that somebody says are."""
NO_TEXT = Term("ce n'est pas du texte", "it is not a text")


def read_text_table(path: Path, name: str, sheet: str, report: Report, is_values_only: bool = False) -> list[Grid]:
    """The one sheet of a CSV file, named `sheet`; `name` is what messages call the file. A large one that
    `is_values_only`, or that is a file of the French repository of nomenclatures, comes as a `LargeGrid`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        report.add(LOCKED_FILE, Place(name), reason=refusal(error))
        return []
    text = decoded(data, name, report)
    if text is None:
        report.add(UNREADABLE_TEXT_FILE, Place(name), reason=NO_TEXT)
        return []
    if "\0" in text:
        report.add(UNREADABLE_TEXT_FILE, Place(name), reason=NO_TEXT)
        return []
    try:
        table = read_delimited(text)
    except TextTableError as error:
        report.add(UNREADABLE_TEXT_FILE, Place(name, line=error.line), reason=error.reason)
        return []
    lines = table.rows
    if len(text) > LARGE and (is_values_only or is_nomenclature(lines[0])):
        return [large_text_grid(name, sheet, lines, any_formula='="' in text)]
    grid = Grid(name, sheet, is_text_file=True)
    for row, values in enumerate(lines, 1):
        is_about_file = row == 1 and table.says_separator
        if not is_about_file and (cells := text_cells(values)):
            grid.rows[row] = cells
    return [grid]


def is_text_table(name: str) -> bool:
    """Whether a file is a text table, by the ending of its name."""
    return Path(name).suffix.casefold() in TEXT_TABLES


def lines_of_rows(path: Path) -> list[int]:
    """The line that each row of a text table begins at, counted from 1; none of a file that does not read.

    A cell may hold line breaks, so that rows below it stand further down than their number says.
    """
    try:
        text = decoded(path.read_bytes(), path.name, Report())
    except OSError:
        return []
    if text is None:
        return []
    try:
        return list(read_delimited(text).begins)
    except TextTableError:
        return []
