"""The worksheets of an .xlsx archive: which part each is, new ones, their order (ECMA-376-1, 18.2.20: sheets)."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from tabellion.tables.annotation.parts import Parts

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
# what stands before the way of computing in a workbook (ECMA-376-1, 18.2.27)
BEFORE_COMPUTING = ("sheets", "functionGroups", "externalReferences", "definedNames")


class Book:
    """The workbook of an archive that is being changed. Raises `KeyError` and `StopIteration` for one without parts."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.part = next(path for kind, path in parts.targets("").values() if kind == "officeDocument")
        self.root = parts.tree(self.part)
        self.namespace = etree.QName(self.root).namespace or ""

    @property
    def styles(self) -> etree._Element | None:
        """The formats of the workbook, `None` where it has none."""
        part = next((path for kind, path in self._parts.targets(self.part).values() if kind == "styles"), None)
        return self._parts.tree(part) if part is not None and part in self._parts else None

    @property
    def names(self) -> list[str]:
        """The names of all sheets, also of those that are charts."""
        return [sheet.get("name", "") for sheet in self._listed()]

    def worksheets(self) -> dict[str, str]:
        """The part of each worksheet by its name."""
        targets = self._parts.targets(self.part)
        found = {}
        for sheet in self._listed():
            kind, part = targets.get(sheet.get(self._relation, ""), ("", ""))
            if kind == "worksheet" and part in self._parts:
                found[sheet.get("name", "")] = part
        return found

    def add(self, name: str, worksheet: etree._Element) -> str:
        """Add a worksheet at the end; its part."""
        part = self._parts.free_name("xl/worksheets/tabellion{}.xml")
        self._parts.add(part, worksheet)
        self._parts.declare(part, SHEET_TYPE)
        listed = self._list("sheets")
        ids = [int(sheet.get("sheetId", "0")) for sheet in self._listed()]
        added = etree.SubElement(listed, self._tag("sheet"), name=name, sheetId=str(max(ids, default=0) + 1))
        added.set(self._relation, self._parts.relate(self.part, "worksheet", part))
        return part

    def arrange(self, names: Sequence[str]) -> None:
        """Put the worksheets into an order, and take out those that it has not; other sheets stay where they are."""
        worksheets, before = self.worksheets(), self._listed()
        numbers = {name: number for number, name in enumerate(names)}
        order = sorted(
            (sheet for sheet in before if sheet.get("name") in worksheets),
            key=lambda sheet: numbers.get(sheet.get("name", ""), len(numbers)),
        )
        kept = [sheet for sheet in order if sheet.get("name") in names]
        for place, sheet in enumerate(before):
            if sheet.get("name") not in worksheets:
                kept.insert(place, sheet)
        if kept == before:
            return
        listed = self._list("sheets")
        for sheet in before:
            listed.remove(sheet)
        listed.extend(kept)
        for sheet in order:
            if sheet not in kept:
                self._parts.remove(worksheets[sheet.get("name", "")], self.part)
        self._renumber({number: kept.index(sheet) for number, sheet in enumerate(before) if sheet in kept})

    def compute_when_opened(self) -> None:
        """Let programs compute all formulas: what they gave before may be of other values."""
        for kind, part in list(self._parts.targets(self.part).values()):
            if kind == "calcChain":
                self._parts.remove(part, self.part)
        found = self.root.find(self._tag("calcPr"))
        if found is None:
            last = max(
                (self.root.index(child) for child in self.root if child.tag in map(self._tag, BEFORE_COMPUTING)),
                default=len(self.root) - 1,
            )
            found = etree.Element(self._tag("calcPr"))
            self.root.insert(last + 1, found)
        found.set("fullCalcOnLoad", "1")

    def _renumber(self, places: dict[int, int]) -> None:
        """What speaks of sheets by their number: names that one sheet alone knows, the sheet that is shown first."""
        for name in list(self.root.iter(self._tag("definedName"))):
            if (number := name.get("localSheetId")) is not None:
                if int(number) in places:
                    name.set("localSheetId", str(places[int(number)]))
                else:
                    name.getparent().remove(name)  # type: ignore[union-attr]
        for view in self.root.iter(self._tag("workbookView")):
            for attribute in ("activeTab", "firstSheet"):
                if (number := view.get(attribute)) is not None:
                    view.set(attribute, str(places.get(int(number), 0)))

    @property
    def _relation(self) -> str:
        return f"{{{self._parts.office}}}id"

    def _tag(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}"

    def _list(self, name: str) -> etree._Element:
        found = self.root.find(self._tag(name))
        if found is None:
            raise KeyError(name)
        return found

    def _listed(self) -> list[etree._Element]:
        return list(self._list("sheets").iter(self._tag("sheet")))
