"""OpenDocument spreadsheets (.ods): every cell that has a value, errors and formulas without result included.

OpenDocument 1.3, part 3, chapters 9 (tables) and 19.3 (values). Repeated rows and cells are written once in the file.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from tabellion.diagnostics import Term
from tabellion.tables.grid import (
    CharacterPosition,
    EncryptedFileError,
    Grid,
    RawCell,
    Run,
    UnreadableWorkbookError,
    text_of_formula,
)
from tabellion.tables.open_document_styles import Styles, read_styles
from tabellion.tables.texts import is_blank

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
MOST_BLANKS = 32_767  # characters of the longest cell of a spreadsheet
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
CONTENT, STYLES, MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
VISIBLE = "visible"
# notes of cells, of texts, and how characters are spoken: no part of the text that they stand in
BESIDE_THE_TEXT = {f"{OFFICE}annotation", f"{TEXT}note", f"{TEXT}ruby-text"}
TRUTHS = {"TRUE", "FALSE", "VRAI", "FAUX"}
NUMBERS = {"float", "percentage", "currency"}
DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|#N/[AD]|Err:\d+")
# cells that a file may write once for many: such repetitions can make millions of one
MOST_REPEATED = 500_000
TOO_MANY_REPEATED = Term(
    "une cellule y est répétée plus de {} fois".format(f"{MOST_REPEATED:,}".replace(",", "\u202f")),
    f"a cell is repeated in it more than {MOST_REPEATED:,} times",
)
NO_SPREADSHEET = Term("ce n'est pas un classeur OpenDocument", "it is not an OpenDocument spreadsheet")


def read_open_document(path: Path, name: str) -> list[Grid]:
    """The sheets of a spreadsheet in their order; `name` is what messages call the file.

    Raises `EncryptedFileError`, `UnreadableWorkbookError` for what is no spreadsheet or too large, and what `zipfile`
    and `lxml` raise.
    """
    root, others = _documents(path)
    body = root.find(f"{OFFICE}body/{OFFICE}spreadsheet")
    if body is None:
        raise UnreadableWorkbookError(NO_SPREADSHEET)
    styles = read_styles([*others, root])
    return [_Sheet(table, name, styles).read() for table in body.iter(f"{TABLE}table")]


def _documents(path: Path) -> tuple[etree._Element, list[etree._Element]]:
    """What holds the cells, and what else holds styles: parts of an archive, or one flat document (.fods)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    if not zipfile.is_zipfile(path):
        return etree.fromstring(path.read_bytes(), parser), []
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if MANIFEST in names and b":encryption-data" in archive.read(MANIFEST):
            raise EncryptedFileError
        others = [etree.fromstring(archive.read(STYLES), parser)] if STYLES in names else []
        return etree.fromstring(archive.read(CONTENT), parser), others


class _Sheet:
    """A sheet that is being read: its styles of columns, and how many cells were written once for many."""

    def __init__(self, table: etree._Element, file: str, styles: Styles) -> None:
        self.table = table
        self.styles = styles
        self.grid = Grid(file, table.get(f"{TABLE}name", ""))
        self.repeated = 0
        self.grid.is_hidden = table.get(f"{TABLE}style-name") in styles.hidden_tables
        self.columns: list[tuple[int, str | None]] = [
            (_number(column, "number-columns-repeated"), column.get(f"{TABLE}default-cell-style-name"))
            for column in table.iter(f"{TABLE}table-column")
        ]

    def read(self) -> Grid:
        row = 1
        hidden: set[int] = set()
        for element in self.table.iter(f"{TABLE}table-row"):
            times = _number(element, "number-rows-repeated")
            cells = dict(self._cells(element, row))
            self._count(len(cells) * (times - 1))
            if cells:
                self.grid.rows |= {row + number: cells for number in range(times)}
                if (visibility := element.get(f"{TABLE}visibility", VISIBLE)) != VISIBLE:
                    hidden.update(range(row, row + times))
                    self.grid.is_filtered = self.grid.is_filtered or visibility == "filter"
            row += times
        self.grid.hidden_rows = frozenset(hidden)
        self.grid.hidden_columns = frozenset(self._hidden_columns(max(map(max, self.grid.rows.values()), default=0)))
        return self.grid

    def _hidden_columns(self, last: int) -> Iterator[int]:
        number = 1
        for column in self.table.iter(f"{TABLE}table-column"):
            times = _number(column, "number-columns-repeated")
            if column.get(f"{TABLE}visibility", VISIBLE) != VISIBLE:
                yield from range(number, min(number + times, last + 1))
            number += times

    def _count(self, cells: int) -> None:
        self.repeated += cells
        if self.repeated > MOST_REPEATED:
            raise UnreadableWorkbookError(TOO_MANY_REPEATED)

    def _cells(self, row: etree._Element, number: int) -> Iterator[tuple[int, RawCell]]:
        column = 1
        for element in row:
            if element.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                continue
            times = _number(element, "number-columns-repeated")
            high, wide = _number(element, "number-rows-spanned"), _number(element, "number-columns-spanned")
            if high > 1 or wide > 1:
                self.grid.merged.append((number, column, number + high - 1, column + wide - 1))
            is_covered = element.tag == f"{TABLE}covered-table-cell"  # what it holds nobody sees
            if not is_covered and (cell := _cell(element)) is not None:
                self._count(times - 1)
                style = element.get(f"{TABLE}style-name") or row.get(f"{TABLE}default-cell-style-name")
                cell = self._with_runs(cell, element, style or self._style_of_column(column))
                for position in range(times):
                    yield column + position, cell
            column += times

    def _style_of_column(self, number: int) -> str | None:
        for times, style in self.columns:
            if number <= times:
                return style
            number -= times
        return None

    def _with_runs(self, cell: RawCell, element: etree._Element, style: str | None) -> RawCell:
        """The cell with what its styles raise, lower or strike out."""
        usual = self.styles.position("table-cell", style)
        runs = [
            Run(text, self.styles.position("text", *names) if any(map(self._says, names)) else usual)
            for paragraph in element.findall(f"{TEXT}p")
            for text, names in _runs(paragraph, ())
        ]
        if all(run.position is None for run in runs):
            return cell
        if all(run.position is CharacterPosition.STRUCK for run in runs if run.text.strip()):
            return replace(cell, struck=True)
        return replace(cell, runs=tuple(runs)) if isinstance(cell.value, str) else cell

    def _says(self, name: str) -> bool:
        return self.styles.position("text", name) is not None or self.styles.states("text", name)


def _number(element: etree._Element, name: str) -> int:
    return max(1, int(element.get(f"{TABLE}{name}", "1")))


def _cell(element: etree._Element) -> RawCell | None:
    kind = element.get(f"{OFFICE}value-type", "")
    shown = "\n".join("".join(_characters(item)) for item in element.findall(f"{TEXT}p"))
    formula = element.get(f"{TABLE}formula", "")
    if element.get(f"{CALC}value-type") == "error" or (formula and ERROR.fullmatch(shown)):
        return RawCell(shown, fault="error")
    if formula and not kind and not shown:
        text = text_of_formula(formula.removeprefix("of:"))
        if text is None:
            return RawCell(formula, fault="uncalculated")
        return None if is_blank(text) else RawCell(text)
    value = _value(element, kind, shown)
    if isinstance(value, str) and is_blank(value):
        return None
    # the number of digits shown tells of zeros that the value no longer has
    number_format = "0" * len(shown) if kind == "float" and re.fullmatch(r"0\d+", shown) else ""
    is_as_seen = isinstance(value, str) and value.strip() == shown.strip()
    number_format = "0%" if kind == "percentage" else number_format
    return RawCell(value, number_format, shown=None if is_as_seen else shown.strip())


def _value(element: etree._Element, kind: str, shown: str) -> object:
    if kind in NUMBERS:
        number = float(element.get(f"{OFFICE}value", "nan"))
        if shown.strip().upper() in TRUTHS and number in (0, 1):
            return bool(number)  # a truth value is a number with a format
        return int(number) if number.is_integer() else number
    if kind == "boolean":
        return element.get(f"{OFFICE}boolean-value") == "true"
    if kind == "date":
        try:
            return datetime.datetime.fromisoformat(element.get(f"{OFFICE}date-value", ""))
        except ValueError:
            return shown  # before the year 1, or after 9999
    if kind == "time" and (match := DURATION.fullmatch(element.get(f"{OFFICE}time-value", ""))):
        hours, minutes, seconds = (int(part) for part in match.groups())
        whole = datetime.timedelta(hours=hours, minutes=minutes, seconds=seconds)
        return datetime.time(hours, minutes, seconds) if hours < 24 else whole
    return element.get(f"{OFFICE}string-value", shown)


def _characters(paragraph: etree._Element) -> Iterator[str]:
    """The characters of a paragraph: blanks, tabs and line breaks are elements of their own, notes stand apart."""
    return (text for text, _ in _runs(paragraph, ()))


def _runs(element: etree._Element, styles: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The parts of a paragraph, each with the names of its styles, the innermost first."""
    yield element.text or "", styles
    for child in element:
        if child.tag == f"{TEXT}s":
            # an attribute of ten bytes may ask for gigabytes of blanks
            yield " " * min(int(child.get(f"{TEXT}c", "1")), MOST_BLANKS), styles
        elif child.tag == f"{TEXT}tab":
            yield "\t", styles
        elif child.tag == f"{TEXT}line-break":
            yield "\n", styles
        elif isinstance(child.tag, str) and child.tag not in BESIDE_THE_TEXT:
            name = child.get(f"{TEXT}style-name")
            yield from _runs(child, (name, *styles) if name else styles)
        yield child.tail or "", styles
