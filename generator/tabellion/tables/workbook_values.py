"""A workbook with its values alone, from the XML of its sheets: what to read where some other part cannot be.

Pivot tables, colours, page set-up, properties of the document and links hold no value; a fault in one of them is no
reason to refuse the values (ECMA-376-1, 18.3: worksheets; 18.8: styles).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import TypeVar

from lxml import etree

from tabellion.tables.workbook_parts import readable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
KEPT_OF_ROW, KEPT_OF_CELL = ("r", "hidden"), ("r", "s", "t")
KEPT_OF_COLUMN = ("min", "max", "hidden")
MARKS = ("strike", "vertAlign")
Read = TypeVar("Read")


def read_somehow(source: Path | io.BytesIO, read: Callable[[Path | io.BytesIO], Read]) -> Read:
    """What `read` makes of a workbook in its usual form, or of its values alone where it does not read that: a part
    without values may be what openpyxl gives up on."""
    usual = readable(source)
    try:
        return read(usual)
    except Exception:  # the library raises many kinds
        return read(values_alone(usual))


def values_alone(source: Path | io.BytesIO) -> io.BytesIO:
    """The workbook made anew from its sheets, texts and the formats that tell how values are shown.

    Raises `KeyError` where a sheet is missing, and what `zipfile` and `lxml` raise.
    """
    with zipfile.ZipFile(source) as archive:
        return _Values(archive).workbook()


class _Values:
    """The parts of an archive that hold values, made anew."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        self.book = self._target("_rels/.rels", "", "officeDocument") or "xl/workbook.xml"
        self.formats = 1

    def workbook(self) -> io.BytesIO:
        styles, texts = self._styles(), self._texts()
        sheets = self._sheets()
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as out:
            out.writestr("[Content_Types].xml", _content_types(len(sheets), texts is not None))
            out.writestr("_rels/.rels", _relations({"book": ("officeDocument", "xl/workbook.xml")}))
            links = {
                f"s{number}": ("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)
            }
            links["styles"] = ("styles", "styles.xml")
            if texts is not None:
                links["texts"] = ("sharedStrings", "sharedStrings.xml")
                out.writestr("xl/sharedStrings.xml", texts)
            out.writestr("xl/_rels/workbook.xml.rels", _relations(links))
            out.writestr("xl/styles.xml", styles)
            out.writestr("xl/workbook.xml", self._book([(name, state) for name, state, _ in sheets]))
            for number, (_, _, part) in enumerate(sheets, 1):
                out.writestr(f"xl/worksheets/sheet{number}.xml", self._worksheet(part))
        made.seek(0)
        return made

    def _root(self, part: str) -> etree._Element:
        return etree.fromstring(self.archive.read(part), self.parser)

    def _links(self, part: str, base: str) -> list[tuple[str, str, str]]:
        """Id, kind and target of the relations that a part holds."""
        if part not in self.archive.namelist():
            return []
        found = []
        for item in self._root(part):
            target = item.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else normpath(join(base, target))
            found.append((item.get("Id", ""), item.get("Type", "").rsplit("/", 1)[-1], path))
        return found

    def _target(self, part: str, base: str, kind: str) -> str | None:
        return next((path for _, found, path in self._links(part, base) if found == kind), None)

    def _of_book(self) -> list[tuple[str, str, str]]:
        folder = dirname(self.book)
        return self._links(f"{folder}/_rels/{self.book.rsplit('/', 1)[-1]}.rels", folder)

    def _sheets(self) -> list[tuple[str, str, str]]:
        """Name, state and part of each worksheet."""
        parts = {link: path for link, kind, path in self._of_book() if kind == "worksheet"}
        sheets = self._root(self.book).iter(f"{{{MAIN}}}sheet")
        found = [
            (item.get("name", ""), item.get("state", "visible"), item.get(f"{{{RELATIONS}}}id")) for item in sheets
        ]
        return [(name, state, parts[link]) for name, state, link in found if link in parts]

    def _book(self, sheets: list[tuple[str, str]]) -> bytes:
        root = etree.Element(f"{{{MAIN}}}workbook", nsmap={None: MAIN, "r": RELATIONS})
        settings = self._root(self.book).find(f"{{{MAIN}}}workbookPr")
        if settings is not None and settings.get("date1904", "0") in ("1", "true"):
            etree.SubElement(root, f"{{{MAIN}}}workbookPr", date1904="1")
        listed = etree.SubElement(root, f"{{{MAIN}}}sheets")
        for number, (name, state) in enumerate(sheets, 1):
            sheet = etree.SubElement(listed, f"{{{MAIN}}}sheet", name=name, sheetId=str(number), state=state)
            sheet.set(f"{{{RELATIONS}}}id", f"s{number}")
        return bytes(etree.tostring(root))

    def _texts(self) -> bytes | None:
        part = next((path for _, kind, path in self._of_book() if kind == "sharedStrings"), None)
        if part is None or part not in self.archive.namelist():
            return None
        root = self._root(part)
        _keep_marks(root)
        return bytes(etree.tostring(root))

    def _styles(self) -> bytes:
        """The formats of numbers, and which of them strike out, raise or lower."""
        made = etree.Element(f"{{{MAIN}}}styleSheet", nsmap={None: MAIN})
        part = next((path for _, kind, path in self._of_book() if kind == "styles"), None)
        root = self._root(part) if part is not None and part in self.archive.namelist() else made
        numbers = etree.SubElement(made, f"{{{MAIN}}}numFmts")
        for item in root.iter(f"{{{MAIN}}}numFmt"):
            if item.get("numFmtId", "").isdigit() and item.getparent().tag == f"{{{MAIN}}}numFmts":
                etree.SubElement(
                    numbers, f"{{{MAIN}}}numFmt", numFmtId=item.get("numFmtId"), formatCode=item.get("formatCode", "")
                )
        if not len(numbers):
            made.remove(numbers)
        fonts = etree.SubElement(made, f"{{{MAIN}}}fonts")
        for font in root.findall(f"{{{MAIN}}}fonts/{{{MAIN}}}font") or [etree.Element("font")]:
            kept = etree.SubElement(fonts, f"{{{MAIN}}}font")
            kept.extend(child for child in list(font) if etree.QName(child).localname in MARKS)
        fill = etree.SubElement(etree.SubElement(made, f"{{{MAIN}}}fills"), f"{{{MAIN}}}fill")
        etree.SubElement(fill, f"{{{MAIN}}}patternFill")
        etree.SubElement(etree.SubElement(made, f"{{{MAIN}}}borders"), f"{{{MAIN}}}border")
        for name in ("cellStyleXfs", "cellXfs"):
            listed = etree.SubElement(made, f"{{{MAIN}}}{name}")
            found = root.findall(f"{{{MAIN}}}cellXfs/{{{MAIN}}}xf") if name == "cellXfs" else []
            for item in found or [etree.Element("xf")]:
                font = item.get("fontId", "0")
                font = font if font.isdigit() and int(font) < len(fonts) else "0"
                number = item.get("numFmtId", "0")
                number = number if number.isdigit() else "0"
                etree.SubElement(
                    listed, f"{{{MAIN}}}xf", numFmtId=number, fontId=font, fillId="0", borderId="0", xfId="0"
                )
            self.formats = len(listed)
        return bytes(etree.tostring(made))

    def _worksheet(self, part: str) -> bytes:
        root = self._root(part)
        made = etree.Element(f"{{{MAIN}}}worksheet", nsmap={None: MAIN})
        for name in ("cols", "sheetData", "autoFilter", "mergeCells"):
            kept = root.find(f"{{{MAIN}}}{name}")
            if kept is None:
                continue
            {"cols": self._columns, "sheetData": self._rows}.get(name, lambda item: None)(kept)
            if name == "autoFilter":
                _keep(kept, ("ref",))
                del kept[:]
            made.append(kept)
        return bytes(etree.tostring(made))

    def _columns(self, columns: etree._Element) -> None:
        for column in list(columns):
            _keep(column, KEPT_OF_COLUMN)

    def _rows(self, rows: etree._Element) -> None:
        for row in rows:
            _keep(row, KEPT_OF_ROW)
            for cell in row:
                _keep(cell, KEPT_OF_CELL)
                style = cell.get("s", "0")
                if not style.isdigit() or int(style) >= self.formats:
                    cell.set("s", "0")
                for formula in cell.findall(f"{{{MAIN}}}f"):
                    if formula.get("t") == "shared" and formula.get("si", "").isdigit():
                        continue
                    formula.attrib.clear()
                    formula.text = formula.text or "0"
        _keep_marks(rows)


def _keep(element: etree._Element, names: tuple[str, ...]) -> None:
    """Leave out the attributes of an element but some, and numbers that are none."""
    for name in list(element.attrib):
        if name not in names or (name in ("min", "max") and not element.get(name, "").isdigit()):
            del element.attrib[name]


def _keep_marks(root: etree._Element) -> None:
    """Of the formats of runs, keep what strikes out, raises or lowers."""
    for properties in root.iter(f"{{{MAIN}}}rPr"):
        for child in list(properties):
            if etree.QName(child).localname not in MARKS:
                properties.remove(child)


def _content_types(sheets: int, has_texts: bool) -> bytes:
    kinds = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    kinds |= {f"/xl/worksheets/sheet{number}.xml": "worksheet" for number in range(1, sheets + 1)}
    if has_texts:
        kinds["/xl/sharedStrings.xml"] = "sharedStrings"
    tag = f"{{{PACKAGE}/content-types}}"
    root = etree.Element(f"{tag}Types")
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    etree.SubElement(root, f"{tag}Default", Extension="rels", ContentType=rels)
    for part, kind in kinds.items():
        etree.SubElement(root, f"{tag}Override", PartName=part, ContentType=f"{TYPES}.{kind}+xml")
    return bytes(etree.tostring(root))


def _relations(links: dict[str, tuple[str, str]]) -> bytes:
    tag = f"{{{PACKAGE}/relationships}}"
    root = etree.Element(f"{tag}Relationships")
    for link, (kind, target) in links.items():
        etree.SubElement(root, f"{tag}Relationship", Id=link, Type=f"{RELATIONS}/{kind}", Target=target)
    return bytes(etree.tostring(root))
