"""Which cells of a workbook hold a formula, in Excel's format and in OpenDocument: no library tells it of both."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from lxml import etree

Cells = frozenset[tuple[int, int]]
"""Cells by row and column, from 1."""
FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]|:formula=")
MOST_REPEATED = 20_000
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def formulas_of(path: Path) -> dict[str, Cells]:
    """The cells that hold a formula, by the name of their sheet; none for what does not read."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return {
                    title: frozenset(_of_sheet(archive.open(part)))
                    for title, part in _sheet_parts(archive)
                    if part in names and FORMULA.search(archive.read(part))
                }
            if "content.xml" in names and FORMULA.search(archive.read("content.xml")):
                return _of_document(archive.open("content.xml"))
    except (OSError, zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError):
        pass
    return {}


def column_number(letters: str) -> int:
    """The number of a column by its letters: 1 for A."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _of_sheet(part: IO[bytes]) -> Iterator[tuple[int, int]]:
    """Cells with a formula (ECMA-376-1, 18.3.1.4); one that does not say where it is follows the one before it."""
    row = column = 0
    for event, element in _events(part, ("start", "end")):
        name = _local(element)
        if event == "start" and name == "row":
            said = element.get("r", "")
            row, column = int(said) if said.isdigit() else row + 1, 0
        elif event == "start" and name == "c":
            found = REFERENCE.fullmatch(element.get("r", ""))
            row, column = (int(found[2]), column_number(found[1])) if found else (row, column + 1)
        elif event == "end" and name == "f":
            yield row, column
        elif event == "end" and name == "row":
            element.clear()


def _of_document(part: IO[bytes]) -> dict[str, Cells]:
    """Cells with a formula (OpenDocument 1.3, part 3, 19.642), rows and cells that are repeated counted."""
    found: dict[str, set[tuple[int, int]]] = {}
    cells: set[tuple[int, int]] = set()
    row = column = 0
    for event, element in _events(part, ("start", "end")):
        name = _local(element)
        if event == "start" and name == "table":
            cells, row = found.setdefault(_attribute(element, "name"), set()), 0
        elif event == "start" and name == "table-row":
            row, column = row + 1, 0
        elif event == "end" and name in ("table-cell", "covered-table-cell"):
            if _attribute(element, "formula"):
                cells.add((row, column + 1))
            column += _repeated(element, "number-columns-repeated")
        elif event == "end" and name == "table-row":
            row += _repeated(element, "number-rows-repeated") - 1
            element.clear()
    return {title: frozenset(where) for title, where in found.items() if where}


def _events(part: IO[bytes], events: tuple[str, ...]) -> Iterator[tuple[str, etree._Element]]:
    # entities are not resolved: a document of some bytes may ask for gigabytes, or for a file of this machine
    options = {"resolve_entities": False, "no_network": True, "huge_tree": True}
    for event, element in etree.iterparse(part, events=events, **options):
        if isinstance(element.tag, str):
            yield event, element


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _attribute(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if etree.QName(key).localname == name), "")


def _repeated(element: etree._Element, name: str) -> int:
    text = _attribute(element, name)
    return max(1, min(int(text), MOST_REPEATED)) if text.isdigit() else 1


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The sheets of a workbook of Excel's format, with the parts that hold them."""
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for relation in re.findall(r"<(?:\w+:)?Relationship [^>]*>", relations):
        attributes = _attributes(relation)
        targets[attributes.get("Id", "")] = attributes.get("Target", "").removeprefix("/xl/").removeprefix("xl/")
    for sheet in re.findall(r"<(?:\w+:)?sheet [^>]*>", book):
        attributes = _attributes(sheet)
        part = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        yield html.unescape(attributes.get("name", "")), f"xl/{targets.get(part, '')}"


def _attributes(tag: str) -> Mapping[str, str]:
    return {name: double or single for name, double, single in re.findall(r"""([\w:]+)=(?:"([^"]*)"|'([^']*)')""", tag)}
