"""Notes of cells: their texts, and the drawing that spreadsheet programs want for them (ECMA-376-1, 18.7; -4, 14)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from tabellion.diagnostics.model import column_letters
from tabellion.tables.annotation.parts import Parts
from tabellion.tables.annotation.remarks import Cell

AUTHOR = "Tabellion"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
VML, OFFICE, EXCEL = (
    "urn:schemas-microsoft-com:vml",
    "urn:schemas-microsoft-com:office:office",
    "urn:schemas-microsoft-com:office:excel",
)
# what stands after the drawing of notes in a worksheet (ECMA-376-1, 18.3.1.99)
AFTER_DRAWING = {
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
}
LINE, NARROWEST, SHOWN_WIDTH = 60, 3, 5


def add_notes(parts: Parts, sheet: str, notes: Mapping[Cell, str]) -> None:
    """Give cells of a worksheet notes; one that has a note already keeps it, ours below."""
    targets = parts.targets(sheet)
    comments = next((path for kind, path in targets.values() if kind == "comments" and path in parts), None)
    namespace = etree.QName(parts.tree(sheet)).namespace
    if comments is None:
        comments = parts.free_name("xl/tabellionComments{}.xml")
        parts.add(comments, etree.Element(f"{{{namespace}}}comments", nsmap={None: namespace}))
        parts.declare(comments, COMMENTS_TYPE)
        parts.relate(sheet, "comments", comments)
    new = _write_texts(parts.tree(comments), notes)
    drawing = next((path for kind, path in targets.values() if kind == "vmlDrawing" and path in parts), None)
    if drawing is None or _drawing_of(parts, sheet) is None:
        drawing = parts.free_name("xl/drawings/tabellionDrawing{}.vml")
        parts.add(drawing, etree.fromstring(f'<xml xmlns:v="{VML}" xmlns:o="{OFFICE}" xmlns:x="{EXCEL}"/>'))
        parts.declare_extension("vml", DRAWING_TYPE)
        _show_drawing(parts, sheet, parts.relate(sheet, "vmlDrawing", drawing))
    _draw(parts.tree(drawing), new, notes)


def _write_texts(root: etree._Element, notes: Mapping[Cell, str]) -> list[Cell]:
    """Write the texts of notes, and give the cells that had none."""
    namespace = etree.QName(root).namespace
    authors = root.find(f"{{{namespace}}}authors")
    if authors is None:
        authors = etree.Element(f"{{{namespace}}}authors")
        root.insert(0, authors)
    etree.SubElement(authors, f"{{{namespace}}}author").text = AUTHOR
    listed = root.find(f"{{{namespace}}}commentList")
    if listed is None:
        listed = etree.SubElement(root, f"{{{namespace}}}commentList")
    known = {item.get("ref"): item for item in listed if isinstance(item.tag, str)}
    new = []
    for cell, text in sorted(notes.items()):
        address = f"{column_letters(cell[1])}{cell[0]}"
        comment = known.get(address)
        if comment is None:
            comment = etree.SubElement(listed, f"{{{namespace}}}comment", ref=address, authorId=str(len(authors) - 1))
            etree.SubElement(comment, f"{{{namespace}}}text")
            new.append(cell)
        body = comment.find(f"{{{namespace}}}text")
        if body is None:
            body = etree.SubElement(comment, f"{{{namespace}}}text")
        _as_runs(body, namespace)
        run = etree.SubElement(body, f"{{{namespace}}}r")
        written = etree.SubElement(run, f"{{{namespace}}}t")
        written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        written.text = text if len(body) == 1 else f"\n\n{text}"
    return new


def _as_runs(body: etree._Element, namespace: str | None) -> None:
    """A note that is one plain text becomes a run, so that another can follow it."""
    for plain in body.findall(f"{{{namespace}}}t"):
        run = etree.Element(f"{{{namespace}}}r")
        body.replace(plain, run)
        run.append(plain)


def _drawing_of(parts: Parts, sheet: str) -> etree._Element | None:
    root = parts.tree(sheet)
    found: etree._Element | None = root.find(f"{{{etree.QName(root).namespace}}}legacyDrawing")
    return found


def _show_drawing(parts: Parts, sheet: str, relation: str) -> None:
    root = parts.tree(sheet)
    namespace = etree.QName(root).namespace
    old = _drawing_of(parts, sheet)
    if old is not None:
        root.remove(old)
    element = etree.Element(f"{{{namespace}}}legacyDrawing")
    element.set(f"{{{parts.office}}}id", relation)
    after = (place for place, child in enumerate(root) if _name(child) in AFTER_DRAWING)
    root.insert(next(after, len(root)), element)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _draw(root: etree._Element, cells: Iterable[Cell], notes: Mapping[Cell, str]) -> None:
    """Draw a hidden box for each note, as large as its text."""
    shape_type = "tabellionNote"
    if root.find(f"{{{VML}}}shapetype[@id='{shape_type}']") is None:
        kind = etree.SubElement(
            root, f"{{{VML}}}shapetype", id=shape_type, coordsize="21600,21600", path="m,l,21600r21600,l21600,xe"
        )
        kind.set(f"{{{OFFICE}}}spt", "202")
        etree.SubElement(kind, f"{{{VML}}}stroke", joinstyle="miter")
        etree.SubElement(kind, f"{{{VML}}}path", gradientshapeok="t").set(f"{{{OFFICE}}}connecttype", "rect")
    for row, column in cells:
        lines = sum(1 + len(line) // LINE for line in notes[row, column].split("\n"))
        shape = etree.SubElement(
            root,
            f"{{{VML}}}shape",
            id=f"tabellion_{row}_{column}",
            type=f"#{shape_type}",
            style="position:absolute;visibility:hidden",
            fillcolor="#ffffe1",
        )
        shape.set(f"{{{OFFICE}}}insetmode", "auto")
        etree.SubElement(shape, f"{{{VML}}}fill", color2="#ffffe1")
        etree.SubElement(shape, f"{{{VML}}}path").set(f"{{{OFFICE}}}connecttype", "none")
        box = etree.SubElement(shape, f"{{{VML}}}textbox", style="mso-direction-alt:auto")
        etree.SubElement(box, "div", style="text-align:left")
        data = etree.SubElement(shape, f"{{{EXCEL}}}ClientData", ObjectType="Note")
        for name in ("MoveWithCells", "SizeWithCells"):
            etree.SubElement(data, f"{{{EXCEL}}}{name}")
        anchor = (column, 15, row - 1, 2, column + SHOWN_WIDTH, 15, row + max(NARROWEST, lines), 4)
        etree.SubElement(data, f"{{{EXCEL}}}Anchor").text = ", ".join(map(str, anchor))
        etree.SubElement(data, f"{{{EXCEL}}}AutoFill").text = "False"
        etree.SubElement(data, f"{{{EXCEL}}}Row").text = str(row - 1)
        etree.SubElement(data, f"{{{EXCEL}}}Column").text = str(column - 1)
