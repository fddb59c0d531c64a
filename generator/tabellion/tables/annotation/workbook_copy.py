"""A copy of an .xlsx or .xlsm file with its findings: only the parts that say them are changed."""

from __future__ import annotations

import io
from pathlib import Path

from lxml import etree

from tabellion.tables.annotation.cells import colour
from tabellion.tables.annotation.fills import Fills
from tabellion.tables.annotation.message_sheet import NAME, message_sheet
from tabellion.tables.annotation.notes import add_notes
from tabellion.tables.annotation.parts import Parts
from tabellion.tables.annotation.remarks import Remarks

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def annotated_workbook(source: Path | io.BytesIO, remarks: Remarks) -> bytes:
    """The bytes of the copy: faulty cells coloured and noted, and a last sheet of messages. The file is only read.

    Raises what `zipfile` and `lxml` raise for a file that is no workbook, and `KeyError` for one without its parts.
    """
    parts = Parts(source)
    try:
        book = next(path for kind, path in parts.targets("").values() if kind == "officeDocument")
        sheets = _sheets(parts, book)
        styles = next((path for kind, path in parts.targets(book).values() if kind == "styles"), None)
        fills = Fills(parts.tree(styles)) if styles is not None and styles in parts else None
        for name, cells in sorted(remarks.cells.items()):
            if (part := sheets.get(name)) is None:
                continue
            if fills is not None:
                colour(
                    parts.tree(part),
                    cells,
                    lambda style, cell, name=name: fills.twin(style, remarks.severity(name, cell)),  # type: ignore[misc]
                )
            add_notes(parts, part, {cell: remarks.note(name, cell) for cell in cells})
        formats = (fills.heading(), fills.wrapped()) if fills is not None else (0, 0)
        _add_sheet(
            parts, book, message_sheet(remarks, _namespace(parts.tree(book)), set(sheets), formats), remarks.lang
        )
        return parts.archive()
    finally:
        parts.close()


def _sheets(parts: Parts, book: str) -> dict[str, str]:
    """The part of each worksheet by its name."""
    targets = parts.targets(book)
    found = {}
    for sheet in parts.tree(book).iter(f"{{{etree.QName(parts.tree(book)).namespace}}}sheet"):
        kind, part = targets.get(sheet.get(f"{{{parts.office}}}id", ""), ("", ""))
        if kind == "worksheet" and part in parts:
            found[sheet.get("name", "")] = part
    return found


def _namespace(root: etree._Element) -> str:
    return etree.QName(root).namespace or ""


def _add_sheet(parts: Parts, book: str, sheet: etree._Element, lang: str) -> None:
    root = parts.tree(book)
    namespace = _namespace(root)
    part = parts.free_name("xl/worksheets/tabellion{}.xml")
    parts.add(part, sheet)
    parts.declare(part, SHEET_TYPE)
    listed = root.find(f"{{{namespace}}}sheets")
    assert listed is not None
    title, number = NAME[lang], 1
    names = {sheet.get("name", "").casefold() for sheet in listed}
    while (shown := title if number == 1 else f"{title} {number}").casefold() in names:
        number += 1
    ids = [int(sheet.get("sheetId", "0")) for sheet in listed]
    added = etree.SubElement(listed, f"{{{namespace}}}sheet", name=shown, sheetId=str(max(ids, default=0) + 1))
    added.set(f"{{{parts.office}}}id", parts.relate(book, "worksheet", part))
