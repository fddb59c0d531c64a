"""Text tables (CSV and the like), with the habits of French Excel: semicolons, Windows encoding."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tabellion.diagnostics import Report, rule
from tabellion.diagnostics.model import Place
from tabellion.tables.grid import Grid, RawCell
from tabellion.tables.large_grid import LARGE, large_text_grid
from tabellion.tables.nos import is_nomenclature
from tabellion.tables.texts import is_blank
from tabellion.tables.workbook import LOCKED_FILE

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

UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes) -> str:
    """Text of a file: a byte-order mark decides, else strict UTF-8, else Windows-1252.

    Raises `UnicodeDecodeError` for what is none of them.
    """
    if data.startswith(UTF_16):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def read_text_table(path: Path, name: str, sheet: str, report: Report, is_values_only: bool = False) -> list[Grid]:
    """The one sheet of a CSV file, named `sheet`; `name` is what messages call the file. A large one that
    `is_values_only`, or that is a file of the French repository of nomenclatures, comes as a `LargeGrid`."""
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        report.add(LOCKED_FILE, Place(name), reason=error.strerror or type(error).__name__)
        return []
    except UnicodeDecodeError:
        report.add(UNREADABLE_TEXT_FILE, Place(name), reason="UTF-8, Windows-1252")
        return []
    if "\0" in text:
        report.add(UNREADABLE_TEXT_FILE, Place(name), reason="NUL")
        return []
    # strict, since a quote left open would make one cell of all the rows that follow
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        report.add(UNREADABLE_TEXT_FILE, Place(name, line=reader.line_num), reason=str(error))
        return []
    if len(text) > LARGE and (is_values_only or is_nomenclature(lines[0])):
        return [large_text_grid(name, sheet, lines)]
    grid = Grid(name, sheet, is_text_file=True)
    for row, values in enumerate(lines, 1):
        cells = {column: RawCell(value) for column, value in enumerate(values, 1) if not is_blank(value)}
        if cells:
            grid.rows[row] = cells
    return [grid]


def delimiter(text: str) -> str:
    """The separator of the first line that has one: the most frequent of semicolon, tab and comma outside quotes."""
    for line in text.splitlines():
        outside = "".join(part for index, part in enumerate(line.split('"')) if index % 2 == 0)
        counts = {separator: outside.count(separator) for separator in ";\t,"}
        best = max(counts, key=lambda separator: counts[separator])
        if counts[best] and not line.startswith("#"):
            return best
    return ";"
