"""OpenDocument spreadsheets (.ods): every cell that has a value, errors and formulas without result included.

OpenDocument 1.3, part 3, chapters 9 (tables) and 19.3 (values). Repeated rows and cells are written once in the file.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from tabellion.tables.grid import EncryptedFileError, Grid, RawCell

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
NUMBERS = {"float", "percentage", "currency"}
DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|#N/[AD]|Err:\d+")
# cells that a file may hold: repetitions can make millions of one
MOST_CELLS = 2_000_000


def read_open_document(path: Path, name: str) -> list[Grid]:
    """The sheets of a spreadsheet in their order; `name` is what messages call the file.

    Raises `EncryptedFile`, `ValueError` for what is no spreadsheet, and what `zipfile` and `lxml` raise.
    """
    with zipfile.ZipFile(path) as archive:
        if MANIFEST in archive.namelist() and b":encryption-data" in archive.read(MANIFEST):
            raise EncryptedFileError
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        root = etree.fromstring(archive.read(CONTENT), parser)
    body = root.find(f"{OFFICE}body/{OFFICE}spreadsheet")
    if body is None:
        raise ValueError("office:spreadsheet")
    return [_sheet(table, name) for table in body.iter(f"{TABLE}table")]


def _sheet(table: etree._Element, file: str) -> Grid:
    grid = Grid(file, table.get(f"{TABLE}name", ""))
    row, count = 1, 0
    for element in table.iter(f"{TABLE}table-row"):
        times = _number(element, "number-rows-repeated")
        cells = dict(_cells(element, row, grid))
        count += len(cells) * times
        if count > MOST_CELLS:
            raise ValueError(f"> {MOST_CELLS} cells")
        if cells:
            grid.rows |= {row + number: cells for number in range(times)}
        row += times
    return grid


def _cells(row: etree._Element, number: int, grid: Grid) -> Iterator[tuple[int, RawCell]]:
    column = 1
    for element in row:
        if element.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        times = _number(element, "number-columns-repeated")
        high, wide = _number(element, "number-rows-spanned"), _number(element, "number-columns-spanned")
        if high > 1 or wide > 1:
            grid.merged.append((number, column, number + high - 1, column + wide - 1))
        if (cell := _cell(element)) is not None:
            for position in range(times):
                yield column + position, cell
        column += times


def _number(element: etree._Element, name: str) -> int:
    return max(1, int(element.get(f"{TABLE}{name}", "1")))


def _cell(element: etree._Element) -> RawCell | None:
    kind = element.get(f"{OFFICE}value-type", "")
    shown = "\n".join("".join(_characters(item)) for item in element.findall(f"{TEXT}p"))
    formula = element.get(f"{TABLE}formula", "")
    if element.get(f"{CALC}value-type") == "error" or (formula and ERROR.fullmatch(shown)):
        return RawCell(shown, fault="error")
    if formula and not kind and not shown:
        return RawCell(formula, fault="uncalculated")
    value = _value(element, kind, shown)
    if isinstance(value, str) and not value.strip():
        return None
    # the number of digits shown tells of zeros that the value no longer has
    number_format = "0" * len(shown) if kind == "float" and re.fullmatch(r"0\d+", shown) else ""
    return RawCell(value, "0%" if kind == "percentage" else number_format)


def _value(element: etree._Element, kind: str, shown: str) -> object:
    if kind in NUMBERS:
        number = float(element.get(f"{OFFICE}value", "nan"))
        return int(number) if number.is_integer() else number
    if kind == "boolean":
        return element.get(f"{OFFICE}boolean-value") == "true"
    if kind == "date":
        return datetime.datetime.fromisoformat(element.get(f"{OFFICE}date-value", ""))
    if kind == "time" and (match := DURATION.fullmatch(element.get(f"{OFFICE}time-value", ""))):
        hours, minutes, seconds = (int(part) for part in match.groups())
        return datetime.time(hours, minutes, seconds) if hours < 24 else shown
    return element.get(f"{OFFICE}string-value", shown)


def _characters(paragraph: etree._Element) -> Iterator[str]:
    """The characters of a paragraph: blanks, tabs and line breaks are elements of their own, notes stand apart."""
    yield paragraph.text or ""
    for element in paragraph:
        if element.tag == f"{TEXT}s":
            yield " " * int(element.get(f"{TEXT}c", "1"))
        elif element.tag == f"{TEXT}tab":
            yield "\t"
        elif element.tag == f"{TEXT}line-break":
            yield "\n"
        elif isinstance(element.tag, str) and element.tag != f"{OFFICE}annotation":
            yield from _characters(element)
        yield element.tail or ""
