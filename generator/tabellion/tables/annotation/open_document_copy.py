"""A copy of an .ods file with its findings (OpenDocument 1.3, part 3): styles, notes, and a sheet of messages."""

from __future__ import annotations

import zipfile
from copy import deepcopy
from pathlib import Path

from lxml import etree

from tabellion.tables.annotation.fills import COLOURS
from tabellion.tables.annotation.message_sheet import NAME, message_lines
from tabellion.tables.annotation.remarks import Cell, Remarks
from tabellion.tables.open_document import CONTENT
from tabellion.tables.open_document_cells import CELLS, cell_alone, rows_alone, times, with_content

NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
OFFICE, TABLE, TEXT, STYLE, FO, DC = (f"{{{address}}}" for address in NAMESPACES.values())
# what stands after the sheets in a spreadsheet
AFTER_SHEETS = {"named-expressions", "database-ranges", "data-pilot-tables", "consolidation", "dde-links"}


def annotated_open_document(path: Path, remarks: Remarks) -> bytes:
    """The bytes of the copy: faulty cells coloured and noted, a last sheet of messages; other parts as they were.

    Raises what `zipfile` and `lxml` raise, `KeyError` for a file without its content, and `ValueError` for no
    spreadsheet.
    """
    with zipfile.ZipFile(path) as archive:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(archive.read(CONTENT), parser)
    _annotate(root, remarks)
    return with_content(path, root)


def _annotate(root: etree._Element, remarks: Remarks) -> None:
    spreadsheet = root.find(f"{OFFICE}body/{OFFICE}spreadsheet")
    if spreadsheet is None:
        raise ValueError("no spreadsheet")
    styles = root.find(f"{OFFICE}automatic-styles")
    if styles is None:
        styles = etree.Element(f"{OFFICE}automatic-styles")
        root.insert(list(root).index(root.find(f"{OFFICE}body")), styles)
    grounds = _Grounds(styles)
    tables = {table.get(f"{TABLE}name", ""): table for table in spreadsheet.iter(f"{TABLE}table")}
    for name, cells in remarks.cells.items():
        if name in tables:
            _annotate_table(tables[name], name, sorted(cells), remarks, grounds)
    _add_messages(spreadsheet, set(tables), remarks)


class _Grounds:
    """The styles of cells of the file, and their twins on another ground."""

    def __init__(self, styles: etree._Element) -> None:
        self._styles = styles
        self._known = {
            style.get(f"{STYLE}name"): style
            for style in styles.iter(f"{STYLE}style")
            if style.get(f"{STYLE}family") == "table-cell"
        }
        self._twins: dict[tuple[str, str], str] = {}

    def twin(self, style: str, severity: str) -> str:
        """The name of the style that is as another, on the ground of a severity."""
        key = style, severity
        if key not in self._twins:
            name = f"tabellion-{severity}-{len(self._twins) + 1}"
            base = self._known.get(style)
            made = deepcopy(base) if base is not None else etree.Element(f"{STYLE}style")
            made.set(f"{STYLE}name", name)
            made.set(f"{STYLE}family", "table-cell")
            if base is None:
                made.set(f"{STYLE}parent-style-name", style or "Default")
            properties = made.find(f"{STYLE}table-cell-properties")
            if properties is None:
                properties = etree.Element(f"{STYLE}table-cell-properties")
                made.insert(0, properties)
            properties.set(f"{FO}background-color", f"#{COLOURS[severity][2:].lower()}")
            self._styles.append(made)
            self._twins[key] = name
        return self._twins[key]


def _annotate_table(table: etree._Element, name: str, cells: list[Cell], remarks: Remarks, grounds: _Grounds) -> None:
    columns = [
        (times(column, "columns"), column.get(f"{TABLE}default-cell-style-name", ""))
        for column in table.iter(f"{TABLE}table-column")
    ]
    wanted: dict[int, list[int]] = {}
    for line, column in cells:
        wanted.setdefault(line, []).append(column)
    for line, row in rows_alone(table, sorted(wanted)):
        for column in wanted[line]:
            cell = cell_alone(row, column)
            usual = cell.get(f"{TABLE}style-name") or row.get(f"{TABLE}default-cell-style-name")
            style = usual or _style_of(columns, column)
            cell.set(f"{TABLE}style-name", grounds.twin(style, remarks.severity(name, (line, column))))
            _note(cell, remarks.note(name, (line, column)))


def _style_of(columns: list[tuple[int, str]], column: int) -> str:
    for count, style in columns:
        if column <= count:
            return style
        column -= count
    return ""


def _note(cell: etree._Element, text: str) -> None:
    """A note of the cell; one that is there keeps its text, ours below."""
    note = cell.find(f"{OFFICE}annotation")
    if note is None:
        note = etree.Element(f"{OFFICE}annotation")
        etree.SubElement(note, f"{DC}creator").text = "Tabellion"
        cell.insert(0, note)
    for line in text.split("\n"):
        etree.SubElement(note, f"{TEXT}p").text = line


def _add_messages(spreadsheet: etree._Element, names: set[str], remarks: Remarks) -> None:
    title, number = NAME[remarks.lang], 1
    while (name := title if number == 1 else f"{title} {number}") in names:
        number += 1
    table = etree.Element(f"{TABLE}table")
    table.set(f"{TABLE}name", name)
    for texts in message_lines(remarks):
        row = etree.SubElement(table, f"{TABLE}table-row")
        for text in texts:
            cell = etree.SubElement(row, CELLS[0])
            if text:
                cell.set(f"{OFFICE}value-type", "string")
                for line in text.split("\n"):
                    etree.SubElement(cell, f"{TEXT}p").text = line
    after = (place for place, child in enumerate(spreadsheet) if _name(child) in AFTER_SHEETS)
    spreadsheet.insert(next(after, len(spreadsheet)), table)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
