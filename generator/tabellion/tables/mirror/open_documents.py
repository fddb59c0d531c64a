"""The cells of .ods files for their text, and back: what the text does not tell stays in the file as it is.

OpenDocument 1.3, part 3, chapters 9 (tables) and 19.385 (values).
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from tabellion.tables.mirror.sheet_text import Rows
from tabellion.tables.mirror.values import Value
from tabellion.tables.open_document import CALC, CONTENT, OFFICE, TABLE, TEXT, read_open_document
from tabellion.tables.open_document_cells import CELLS, cell_alone, put, repeat, rows_alone, times, with_content

ENDINGS = (".ods", ".fods")
FORMULA = re.compile(r"[a-z]+:=.+", re.DOTALL)
SEVERAL_BLANKS = re.compile("(\t|^ | +$| {2,})")
PERCENTAGE = "percentage"
TYPE = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
EMPTY = (
    f'<o:document-content xmlns:o="{OFFICE[1:-1]}" xmlns:table="{TABLE[1:-1]}" xmlns:text="{TEXT[1:-1]}" '
    'o:version="1.3"><o:body><o:spreadsheet/></o:body></o:document-content>'
)
FLAT = EMPTY.replace("document-content", "document").replace(" o:version", f' o:mimetype="{TYPE}" o:version')


def is_open_document(path: Path) -> bool:
    """Whether a file is called as an .ods, or a flat one, is."""
    return path.suffix.lower() in ENDINGS


def rows_of_open_document(path: Path) -> list[tuple[str, Rows]]:
    """The title and the cells of each sheet, formulas as they are written. Raises what `read_open_document` does."""
    grids = read_open_document(path, path.name)
    found = []
    for grid, table in zip(grids, _spreadsheet(_content(path)).iter(f"{TABLE}table"), strict=True):
        rows: Rows = {row: {c: _plain(cell.value) for c, cell in cells.items()} for row, cells in grid.rows.items()}
        for row, column, formula in _formulas(table):
            rows.setdefault(row, {})[column] = formula
        found.append((grid.name, {row: dict(sorted(rows[row].items())) for row in sorted(rows)}))
    return found


def open_document_of(sheets: Mapping[str, Rows], former: Path) -> bytes:
    """The file that has these cells, sheet by sheet in their order; `former` gives all else, where it is there.

    Only the cells that say something else are changed. Raises what `read_open_document` does.
    """
    known = dict(rows_of_open_document(former)) if former.is_file() else {}
    root = _content(former) if former.is_file() else etree.fromstring(FLAT if former.suffix == ENDINGS[1] else EMPTY)
    spreadsheet = _spreadsheet(root)
    tables = {table.get(f"{TABLE}name", ""): table for table in spreadsheet.findall(f"{TABLE}table")}
    first = min((spreadsheet.index(table) for table in tables.values()), default=len(spreadsheet))
    for table in tables.values():
        spreadsheet.remove(table)
    for place, (name, rows) in enumerate(sheets.items(), first):
        table = tables[name] if name in tables else etree.Element(f"{TABLE}table", {f"{TABLE}name": name})
        spreadsheet.insert(place, table)
        _write(table, known.get(name, {}), rows)
    if former.suffix.lower() == ENDINGS[1]:
        return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8"))
    return with_content(former, root) if former.is_file() else _new(root)


def _new(root: etree._Element) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        put(out, "mimetype", TYPE.encode())
        put(out, CONTENT, etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
        put(out, "META-INF/manifest.xml", MANIFEST.encode())
    return made.getvalue()


def _content(path: Path) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    if not zipfile.is_zipfile(path):
        return etree.fromstring(path.read_bytes(), parser)
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(CONTENT), parser)


def _spreadsheet(root: etree._Element) -> etree._Element:
    found = root.find(f"{OFFICE}body/{OFFICE}spreadsheet")
    if found is None:
        raise ValueError("no spreadsheet")
    return found


def _plain(value: object) -> Any:
    """A duration of more than a day has no value of Python that a text tells: it stays as the file writes it."""
    return duration(value) if isinstance(value, datetime.timedelta) else value


def _formulas(table: etree._Element) -> Iterator[tuple[int, int, str]]:
    row = 1
    for element in table.iter(f"{TABLE}table-row"):
        count, column = times(element, "rows"), 1
        for cell in element:
            if cell.tag not in CELLS:
                continue
            wide = times(cell, "columns")
            if formula := cell.get(f"{TABLE}formula"):
                yield from ((row + down, column + right, formula) for down in range(count) for right in range(wide))
            column += wide
        row += count


def _write(table: etree._Element, known: Rows, wanted: Rows) -> None:
    """Change the cells that say something else; those of new rows look as the last one that was there."""
    changes: Rows = {}
    for row in sorted({*known, *wanted}):
        before, now = known.get(row, {}), wanted.get(row, {})
        for column in sorted({*before, *now}):
            old, new = before.get(column), now.get(column)
            if (type(old), old) != (type(new), new):
                changes.setdefault(row, {})[column] = new
    last = max(known, default=0)
    looks = _looks(table, last) if changes and max(changes) > last else {}
    height = sum(times(row, "rows") for row in table.iter(f"{TABLE}table-row"))
    for number, row in rows_alone(table, sorted(changes)):
        _write_row(row, changes[number], looks if number > last else {})
    for number in sorted(line for line in changes if line > height):
        if number > height + 1:
            gap = etree.SubElement(table, f"{TABLE}table-row")
            repeat(gap, "rows", number - height - 1)
            etree.SubElement(gap, CELLS[0])
        _write_row(etree.SubElement(table, f"{TABLE}table-row"), changes[number], looks)
        height = number


def _looks(table: etree._Element, last: int) -> dict[int, dict[str, str]]:
    """The style and the list to choose from of each cell of a row."""
    found: dict[int, dict[str, str]] = {}
    for _, row in rows_alone(table, [last]):
        column = 1
        for cell in row:
            if cell.tag in CELLS:
                names = (f"{TABLE}style-name", f"{TABLE}content-validation-name")
                found[column] = {name: cell.get(name, "") for name in names if cell.get(name)}
                column += times(cell, "columns")
    return found


def _write_row(row: etree._Element, cells: Mapping[int, Any], looks: Mapping[int, Mapping[str, str]]) -> None:
    for column, value in sorted(cells.items()):
        cell = cell_alone(row, column)
        for name, look in looks.get(column, {}).items():
            cell.set(name, cell.get(name, look))
        _set(cell, value)


def _set(cell: etree._Element, value: Value) -> None:
    """Put a value into a cell in the place of another; its style, its note and its list stay."""
    former = cell.get(f"{OFFICE}value-type", "")
    for name in ("value-type", "value", "currency", "date-value", "time-value", "boolean-value", "string-value"):
        cell.attrib.pop(f"{OFFICE}{name}", None)
    for name in (f"{TABLE}formula", f"{CALC}value-type"):
        cell.attrib.pop(name, None)
    for paragraph in cell.findall(f"{TEXT}p"):
        cell.remove(paragraph)
    if value is None or value == "":
        return
    if isinstance(value, str) and FORMULA.fullmatch(value):
        cell.set(f"{TABLE}formula", value)
        return
    kind, attribute, written, shown = _as_written(value, former)
    cell.set(f"{OFFICE}value-type", kind)
    if attribute:
        cell.set(f"{OFFICE}{attribute}", written)
    for line in shown.split("\n"):
        _paragraph(etree.SubElement(cell, f"{TEXT}p"), line)


def _as_written(value: Value, former: str) -> tuple[str, str, str, str]:
    """The type of a value, the attribute that has it, how it stands there, and what is shown of it."""
    if isinstance(value, bool):
        return "boolean", "boolean-value", str(value).lower(), str(value).upper()
    if isinstance(value, int | float):
        is_share = former == PERCENTAGE
        return (
            (PERCENTAGE if is_share else "float"),
            "value",
            repr(value),
            f"{round(value * 100, 10):g}%" if is_share else repr(value),
        )
    if isinstance(value, datetime.datetime):
        written = value.isoformat().removesuffix("T00:00:00")
        return "date", "date-value", written, written
    if isinstance(value, datetime.date):
        return "date", "date-value", value.isoformat(), value.isoformat()
    if isinstance(value, datetime.time):
        span = datetime.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
        return "time", "time-value", duration(span), value.isoformat()
    return "string", "", "", value or ""


def duration(span: datetime.timedelta) -> str:
    """A time as OpenDocument writes it, whatever its length (xsd:duration)."""
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    return f"PT{minutes // 60:02}H{minutes % 60:02}M{seconds:02}S"


def _paragraph(paragraph: etree._Element, line: str) -> None:
    """A line of text; blanks that would be lost are elements (OpenDocument 1.3, part 3, 6.1.3)."""
    last: etree._Element | None = None
    for part in SEVERAL_BLANKS.split(line):
        if part == "\t":
            last = etree.SubElement(paragraph, f"{TEXT}tab")
        elif part and SEVERAL_BLANKS.fullmatch(part):
            last = etree.SubElement(paragraph, f"{TEXT}s", {f"{TEXT}c": str(len(part))})
        elif last is None:
            paragraph.text = part
        else:
            last.tail = part
