"""Values written into the cells of a worksheet's XML (ECMA-376-1, 18.3.1.4: c)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from lxml import etree

from tabellion.tables.annotation.book import Book
from tabellion.tables.annotation.fills import Fills
from tabellion.tables.mirror.sheet_text import Rows
from tabellion.tables.mirror.values import Value

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
GENERAL, DATE, TIME, MOMENT = 0, 14, 21, 22
ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}
# what goes with the value of a cell: its type, and its place in lists of values of other kinds
OF_THE_VALUE = ("t", "cm", "vm", "ph")


class CellValues:
    """Writes values into cells of a workbook; their formats stay, but for dates in cells that show none."""

    def __init__(self, formats: Fills | None, book: Book) -> None:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

        self._formats = formats
        self._tag = f"{{{book.namespace}}}".__add__
        settings = book.root.find(self._tag("workbookPr"))
        is_of_1904 = settings is not None and settings.get("date1904") in ("1", "true")
        self._epoch = CALENDAR_MAC_1904 if is_of_1904 else CALENDAR_WINDOWS_1900

    def write(self, cell: etree._Element, value: Value, style: int) -> None:
        """Put a value into a cell of a format in the place of another, or empty it."""
        for name in ("f", "v", "is"):
            for child in cell.findall(self._tag(name)):
                cell.remove(child)
        for name in OF_THE_VALUE:
            cell.attrib.pop(name, None)
        if (row := cell.getparent()) is not None:
            row.attrib.pop("spans", None)  # it may be left out, and says which columns have cells
        style = self._format(style, value)
        if style or cell.get("s") is not None:
            cell.set("s", str(style))
        if value is None or value == "":
            return
        if isinstance(value, str):
            self._write_text(cell, value)
        elif isinstance(value, bool):
            cell.set("t", "b")
            self._put(cell, "v", str(int(value)))
        elif isinstance(value, int | float):
            self._put(cell, "v", repr(value))
        else:
            self._write_moment(cell, value)

    def take_apart(self, worksheet: etree._Element, changed: Iterable[tuple[int, int]], known: Rows) -> None:
        """Give each cell its own formula where several share one that a changed cell holds."""
        places = set(changed)
        shared: dict[str, list[tuple[etree._Element, tuple[int, int]]]] = {}
        lost = set()
        for cell in worksheet.iter(self._tag("c")):
            formula = cell.find(self._tag("f"))
            if formula is None or formula.get("t") != "shared":
                continue
            place = _place(cell)
            shared.setdefault(formula.get("si", ""), []).append((formula, place))
            if place in places and formula.get("ref"):
                lost.add(formula.get("si", ""))
        for number in lost:
            for formula, (row, column) in shared[number]:
                for name in ("t", "si", "ref"):
                    formula.attrib.pop(name, None)
                formula.text = str(known.get(row, {}).get(column, "")).removeprefix("=")

    def forget_results(self, worksheet: etree._Element) -> int:
        """Take out what formulas gave when they were computed last; how many there are."""
        found = 0
        for cell in worksheet.iter(self._tag("c")):
            if cell.find(self._tag("f")) is not None:
                found += 1
                cell.attrib.pop("t", None)
                for result in cell.findall(self._tag("v")):
                    cell.remove(result)
        return found

    def _format(self, style: int, value: Value) -> int:
        """A date is shown as one, and what is none is not."""
        if self._formats is None or value is None or isinstance(value, str | bool):
            return style
        is_moment = not isinstance(value, int | float)
        if is_moment == self._formats.shows_dates(style):
            return style
        return self._formats.numbered(style, _number_format(value) if is_moment else GENERAL)

    def _write_text(self, cell: etree._Element, text: str) -> None:
        if text.startswith("=") and len(text) > 1:
            self._put(cell, "f", text[1:])
        elif text in ERRORS:
            cell.set("t", "e")
            self._put(cell, "v", text)
        else:
            cell.set("t", "inlineStr")
            self._put(self._put(cell, "is", None), "t", text).set(SPACE, "preserve")

    def _write_moment(self, cell: etree._Element, value: Value) -> None:
        from openpyxl.utils.datetime import to_excel

        number = to_excel(value, self._epoch)
        if number is None or number < 0:
            self._write_text(cell, value.isoformat())  # type: ignore[union-attr]
        else:
            self._put(cell, "v", repr(number))

    def _put(self, parent: etree._Element, name: str, text: str | None) -> etree._Element:
        child = etree.Element(self._tag(name))
        child.text = text
        parent.insert(0, child)
        return child


def _number_format(value: Value) -> int:
    if isinstance(value, datetime.time):
        return TIME
    is_day = not isinstance(value, datetime.datetime) or value.time() == datetime.time()
    return DATE if is_day else MOMENT


def _place(cell: etree._Element) -> tuple[int, int]:
    from openpyxl.utils.cell import coordinate_to_tuple

    row, column = coordinate_to_tuple(cell.get("r", "A1"))
    return row, column
