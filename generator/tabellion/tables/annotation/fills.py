"""Formats of cells with another ground or number format: all else of the format stays.

ECMA-376-1, 18.8.10 (cellXfs).
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

COLOURS = {"error": "FFF8CBAD", "warning": "FFFFE699", "information": "FFDDEBF7"}
BEFORE_FONTS = ("numFmts",)
BEFORE_FILLS = ("numFmts", "fonts")
BEFORE_FORMATS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs")


class Fills:
    """The formats of a workbook, to which coloured twins of those in use are added."""

    def __init__(self, styles: etree._Element) -> None:
        self._root = styles
        self._namespace = etree.QName(styles).namespace
        self._fills = self._list("fills", BEFORE_FILLS)
        self._formats = self._list("cellXfs", BEFORE_FORMATS)
        self._colours: dict[str, int] = {}
        self._twins: dict[tuple[int, str], int] = {}

    def twin(self, style: int, severity: str) -> int:
        """The number of the format that is as `style` is, on the ground of a severity."""
        key = style, severity
        if key not in self._twins:
            known = list(self._formats)
            made = deepcopy(known[style]) if style < len(known) else etree.Element(self._tag("xf"))
            made.set("fillId", str(self._colour(severity)))
            made.set("applyFill", "1")
            self._twins[key] = _added(self._formats, made)
        return self._twins[key]

    def shows_dates(self, style: int) -> bool:
        """Whether a number in a format is shown as a date or a time."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

        known = list(self._formats)
        number = int(known[style].get("numFmtId", "0")) if style < len(known) else 0
        own = {item.get("numFmtId"): item.get("formatCode") for item in self._root.iter(self._tag("numFmt"))}
        return bool(is_date_format(own.get(str(number)) or BUILTIN_FORMATS.get(number)))

    def numbered(self, style: int, number_format: int) -> int:
        """The number of the format that is as `style` is, with a number format of every workbook (18.8.30)."""
        key = style, str(number_format)
        if key not in self._twins:
            known = list(self._formats)
            made = deepcopy(known[style]) if style < len(known) else etree.Element(self._tag("xf"))
            made.set("numFmtId", str(number_format))
            made.set("applyNumberFormat", "1")
            self._twins[key] = _added(self._formats, made)
        return self._twins[key]

    def heading(self) -> int:
        """The number of a format in bold, for the headings of the sheet of messages."""
        font = etree.Element(self._tag("font"))
        etree.SubElement(font, self._tag("b"))
        made = etree.Element(self._tag("xf"), numFmtId="0", fillId="0", borderId="0", applyFont="1")
        made.set("fontId", str(_added(self._list("fonts", BEFORE_FONTS), font)))
        return _added(self._formats, made)

    def wrapped(self) -> int:
        """The number of a format whose long texts go over several lines."""
        made = etree.Element(self._tag("xf"), numFmtId="0", fontId="0", fillId="0", borderId="0", applyAlignment="1")
        etree.SubElement(made, self._tag("alignment"), vertical="top", wrapText="1")
        return _added(self._formats, made)

    def _colour(self, severity: str) -> int:
        if severity not in self._colours:
            fill = etree.Element(self._tag("fill"))
            pattern = etree.SubElement(fill, self._tag("patternFill"), patternType="solid")
            etree.SubElement(pattern, self._tag("fgColor"), rgb=COLOURS[severity])
            etree.SubElement(pattern, self._tag("bgColor"), indexed="64")
            self._colours[severity] = _added(self._fills, fill)
        return self._colours[severity]

    def _tag(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"

    def _list(self, name: str, before: tuple[str, ...]) -> etree._Element:
        """A list of the styles, made at its place where the workbook has none."""
        found = self._root.find(self._tag(name))
        if found is None:
            place = sum(child.tag in {self._tag(other) for other in before} for child in self._root)
            found = etree.Element(self._tag(name))
            self._root.insert(place, found)
        return found


def _added(listed: etree._Element, item: etree._Element) -> int:
    listed.append(item)
    if listed.get("count") is not None:
        listed.set("count", str(len(listed)))
    return len(listed) - 1
