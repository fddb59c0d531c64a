"""Text tables (CSV and the like), with the habits of French Excel: semicolons, Windows encoding."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from tabellion.diagnostics import Report, Term, rule
from tabellion.diagnostics.model import Place
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
    help_fr="enregistrez-le depuis le tableur au format CSV UTF-8",
    help_en="save it from the spreadsheet program as CSV UTF-8",
)

QUOTE_LEFT_OPEN = Term("un guillemet n'y est pas refermé", "a quote is left open in it")
QUOTE_INSIDE = Term("un guillemet y est suivi d'autre chose que du séparateur", "something follows a quote in it")
CELL_TOO_LONG = Term("une cellule y dépasse 131 072 caractères", "a cell of it has more than 131,072 characters")
NOT_A_TABLE = Term("ses lignes ne se lisent pas", "its lines cannot be read")
TEXT_TABLES = frozenset({".csv", ".tsv", ".tabs"})
"""The endings of the names of text tables."""
SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
NO_TEXT = Term("ce n'est pas du texte", "it is not a text")
UNREADABLE = {"unexpected end": QUOTE_LEFT_OPEN, "expected after": QUOTE_INSIDE, "larger than": CELL_TOO_LONG}


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
    # strict, since a quote left open would make one cell of all the rows that follow
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        reason = next((reason for words, reason in UNREADABLE.items() if words in str(error)), NOT_A_TABLE)
        report.add(UNREADABLE_TEXT_FILE, Place(name, line=reader.line_num), reason=reason)
        return []
    if len(text) > LARGE and (is_values_only or is_nomenclature(lines[0])):
        return [large_text_grid(name, sheet, lines, any_formula='="' in text)]
    grid = Grid(name, sheet, is_text_file=True)
    if SAID.match(text):
        lines[0] = []  # it speaks of the file
    for row, values in enumerate(lines, 1):
        if cells := text_cells(values):
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
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    begins = [1]
    try:
        begins += [reader.line_num + 1 for _ in reader]
    except csv.Error:
        return begins
    return begins[:-1]


def delimiter(text: str) -> str:
    """The separator that the first line says (`sep=|`, as Excel does), else that of the first line that has one: the
    most frequent of semicolon, tab and comma outside quotes."""
    if said := SAID.match(text):
        return said[1]
    for line in io.StringIO(text):
        outside = "".join(part for index, part in enumerate(line.split('"')) if index % 2 == 0)
        counts = {separator: outside.count(separator) for separator in ";\t,"}
        best = max(counts, key=lambda separator: counts[separator])
        if counts[best] and not line.startswith("#"):
            return best
    return ";"
