"""The cells of a worksheet, found or made at their place (ECMA-376-1, 18.3.1.80: sheetData)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from tabellion.diagnostics.model import column_letters
from tabellion.tables.annotation.remarks import Cell

ADDRESS = re.compile(r"([A-Z]+)(\d+)")


def colour(worksheet: etree._Element, cells: Iterable[Cell], style: Callable[[int, Cell], int]) -> None:
    """Give cells the format that `style` says for the number of the one they have, and make those that are missing."""
    for place, cell, before in cells_at(worksheet, cells):
        cell.set("s", str(style(before, place)))


def cells_at(worksheet: etree._Element, cells: Iterable[Cell]) -> Iterator[tuple[Cell, etree._Element, int]]:
    """Each of these cells, made where it is missing, and the number of the format that it is shown in."""
    namespace = etree.QName(worksheet).namespace
    data = worksheet.find(f"{{{namespace}}}sheetData")
    if data is None:
        return
    usual_styles = _styles_of_columns(worksheet, namespace)
    rows = _numbered(data, _row_number)
    wanted: dict[int, list[int]] = {}
    for line, column in cells:
        wanted.setdefault(line, []).append(column)
    for number, places in sorted(wanted.items()):
        row = rows.get(number)
        if row is None:
            row = _inserted(data, etree.Element(f"{{{namespace}}}row", r=str(number)), number, _row_number)
        known = _numbered(row, _column_number)
        usual = row.get("s") if row.get("customFormat") in ("1", "true") else None
        for place in sorted(places):
            cell = known.get(place)
            before = usual or usual_styles.get(place, "0") if cell is None else cell.get("s", "0")
            if cell is None:
                address = f"{column_letters(place)}{number}"
                cell = _inserted(row, etree.Element(f"{{{namespace}}}c", r=address), place, _column_number)
            yield (number, place), cell, int(before)


def formats_of_row(worksheet: etree._Element, number: int) -> dict[int, int]:
    """The number of the format of each cell that a row has."""
    data = worksheet.find(f"{{{etree.QName(worksheet).namespace}}}sheetData")
    row = _numbered(data, _row_number).get(number) if data is not None else None
    cells = _numbered(row, _column_number) if row is not None else {}
    return {column: int(cell.get("s", "0")) for column, cell in cells.items()}


def _styles_of_columns(worksheet: etree._Element, namespace: str | None) -> dict[int, str]:
    found = {}
    for column in worksheet.iter(f"{{{namespace}}}col"):
        for number in range(int(column.get("min", "1")), min(int(column.get("max", "1")), 1_000) + 1):
            found[number] = column.get("style", "0")
    return found


def _numbered(parent: etree._Element, number: Callable[[etree._Element], int]) -> dict[int, etree._Element]:
    """The children of an element by their number; those that do not tell it follow the one before."""
    found: dict[int, etree._Element] = {}
    last = 0
    for child in parent:
        if isinstance(child.tag, str):
            last = number(child) or last + 1
            found[last] = child
    return found


def _row_number(row: etree._Element) -> int:
    return int(row.get("r", "0"))


def _column_number(cell: etree._Element) -> int:
    match = ADDRESS.fullmatch(cell.get("r", ""))
    number = 0
    for letter in match[1] if match else "":
        number = number * 26 + ord(letter) - 64
    return number


def _inserted(
    parent: etree._Element, child: etree._Element, number: int, of: Callable[[etree._Element], int]
) -> etree._Element:
    """The child, put before the first that has a greater number."""
    last = 0
    for place, other in enumerate(parent):
        last = of(other) or last + 1
        if last > number:
            parent.insert(place, child)
            return child
    parent.append(child)
    return child
