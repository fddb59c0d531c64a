"""Rows and cells of an .ods file where they are to be changed: those written once for several are taken apart.

OpenDocument 1.3, part 3, 9.1 (rows and cells) and 19.675 to 19.679 (how often they repeat).
"""

from __future__ import annotations

import io
import zipfile
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path

from lxml import etree

from tabellion.tables.open_document import CONTENT, TABLE

CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


def times(element: etree._Element, what: str) -> int:
    """How many `rows` or `columns` an element stands for."""
    return max(1, int(element.get(f"{TABLE}number-{what}-repeated", "1")))


def rows_alone(table: etree._Element, numbers: Sequence[int]) -> Iterator[tuple[int, etree._Element]]:
    """The rows of these sorted numbers that the sheet has, each standing for itself alone, in no order."""
    number = 1
    for row in list(table.iter(f"{TABLE}table-row")):
        count = left = times(row, "rows")
        # from the last on, so that what is written once for the rows before stays where it is
        for line in reversed(numbers[bisect_left(numbers, number) : bisect_left(numbers, number + count)]):
            alone = _split(row, line - number, left, "rows") if left > 1 else row
            left = line - number
            yield line, alone
        number += count


def cell_alone(row: etree._Element, column: int) -> etree._Element:
    """The cell of a column, standing for itself alone, made where the row ends before it."""
    number = 1
    for cell in list(row):
        if cell.tag not in CELLS:
            continue
        count = times(cell, "columns")
        if column < number + count:
            return _split(cell, column - number, count, "columns") if count > 1 else cell
        number += count
    if column > number:
        repeat(etree.SubElement(row, CELLS[0]), "columns", column - number)
    return etree.SubElement(row, CELLS[0])


def repeat(element: etree._Element, what: str, count: int) -> None:
    """Make an element stand for so many rows or columns."""
    attribute = f"{TABLE}number-{what}-repeated"
    element.attrib.pop(attribute, None)
    if count > 1:
        element.set(attribute, str(count))


def with_content(path: Path, root: etree._Element) -> bytes:
    """The file with another content, its other parts as they were. Raises what `zipfile` raises."""
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    made = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(made, "w") as out:
        for item in archive.infolist():
            put(out, item.filename, content if item.filename == CONTENT else archive.read(item))
    return made.getvalue()


def put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a part; the type of the file stands first and as it is (OpenDocument 1.3, part 2, 3.3)."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def _split(element: etree._Element, before: int, count: int, what: str) -> etree._Element:
    """One of the rows or cells that are written once for several, taken out of them: it stands for itself alone."""
    alone = deepcopy(element)
    repeat(alone, what, 1)
    after = deepcopy(element)
    repeat(element, what, before)
    element.addnext(alone)
    if (left := count - before - 1) > 0:
        repeat(after, what, left)
        alone.addnext(after)
    if not before:
        element.getparent().remove(element)
    return alone
