"""An .xlsx or .xlsm file whose cells say something else: only those are written, all other parts stay as they are.

ECMA-376-1, 18.3.1 (worksheets and their cells) and 18.5.1 (tables of a worksheet).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from tabellion.diagnostics.model import column_letters
from tabellion.tables.annotation.book import Book
from tabellion.tables.annotation.cells import cells_at, formats_of_row
from tabellion.tables.annotation.fills import Fills
from tabellion.tables.annotation.parts import Parts
from tabellion.tables.mirror.cell_values import CellValues
from tabellion.tables.mirror.sheet_text import Rows


def patched_workbook(former: Path, known: Mapping[str, Rows], wanted: Mapping[str, Rows]) -> bytes:
    """The bytes of `former` with the cells `wanted` in place of those `known`, sheet by sheet in their order.

    New rows look as the last one that was there. Formulas have no value until a program computes them again. Raises
    what `zipfile` and `lxml` raise for a file that is no workbook, and `KeyError` for one without its parts.
    """
    parts = Parts(former)
    try:
        book = Book(parts)
        values = CellValues(Fills(book.styles) if book.styles is not None else None, book)
        for name in wanted:
            if name not in known:
                root = etree.Element(f"{{{book.namespace}}}worksheet", nsmap={None: book.namespace})
                etree.SubElement(root, f"{{{book.namespace}}}sheetData")
                book.add(name, root)
        book.arrange(list(wanted))
        sheets = book.worksheets()
        for name, rows in wanted.items():
            _write(parts, sheets[name], known.get(name, {}), rows, values)
        if sum(values.forget_results(parts.tree(part)) for part in sheets.values()):
            book.compute_when_opened()
        return parts.archive()
    finally:
        parts.close()


def _write(parts: Parts, part: str, known: Rows, wanted: Rows, values: CellValues) -> None:
    changes = {
        (row, column): new
        for row in sorted({*known, *wanted})
        for column in sorted({*known.get(row, {}), *wanted.get(row, {})})
        if not _is(known.get(row, {}).get(column), new := wanted.get(row, {}).get(column))
    }
    if not changes:
        return
    worksheet = parts.tree(part)
    last = max(known, default=0)
    looks = formats_of_row(worksheet, last) if max(changes)[0] > last else {}
    values.take_apart(worksheet, changes, known)
    for (row, column), cell, style in cells_at(worksheet, changes):
        values.write(cell, changes[row, column], looks.get(column, style) if row > last else style)
    if max(changes)[0] > last and (dimension := worksheet.find(_tag(worksheet, "dimension"))) is not None:
        worksheet.remove(dimension)  # it may be left out, and says where cells end
    for kind, path in parts.targets(part).values():
        if kind == "table" and path in parts:
            _follow(parts.tree(path), wanted, last)


def _follow(table: etree._Element, wanted: Rows, last: int) -> None:
    """A table of Excel has the rows that were added below it, and its columns are called as their headings."""
    first, _, end = table.get("ref", "").partition(":")
    (left, top), (right, bottom) = _place(first), _place(end or first)
    columns = table.find(_tag(table, "tableColumns"))
    if table.get("headerRowCount", "1") != "0" and columns is not None:
        for number, column in enumerate(columns, left):
            if (heading := wanted.get(top, {}).get(number)) not in (None, ""):
                column.set("name", str(heading).replace("\n", "_x000a_"))
    if bottom == last and table.get("totalsRowCount", "0") == "0" and (now := max(wanted, default=0)) > last:
        area = f"{column_letters(left)}{top}:{column_letters(right)}{now}"
        table.set("ref", area)
        if (filtered := table.find(_tag(table, "autoFilter"))) is not None:
            filtered.set("ref", area)


def _place(address: str) -> tuple[int, int]:
    from openpyxl.utils.cell import coordinate_to_tuple

    row, column = coordinate_to_tuple(address.replace("$", ""))
    return column, row


def _is(value: object, other: object) -> bool:
    return type(value) is type(other) and value == other


def _tag(root: etree._Element, name: str) -> str:
    return f"{{{etree.QName(root).namespace}}}{name}"
