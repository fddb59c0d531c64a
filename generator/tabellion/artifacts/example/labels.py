"""Labels put into examples: the display of each code in its own system, our label as text, the name of each unit."""

from __future__ import annotations

from typing import Any

from tabellion.artifacts.systems import UCUM
from tabellion.artifacts.texts import put_text
from tabellion.artifacts.workspace import Workspace
from tabellion.fhir.json import Json
from tabellion.tables.table import EMPTY_TEXT, Localized


class Labels:
    """What the tables call codes and units."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._labels: dict[tuple[str, str], Localized] = {}
        self._displays: dict[tuple[str, str], str] = {}
        self._units: dict[str, Localized] = {}
        for sheet in ("codes", "concepts"):
            for row in workspace.rows(sheet):
                key = (workspace.systems.url(row["system"] or "") or "", row["code"] or "")
                if row.text("label"):
                    self._labels.setdefault(key, row.text("label"))
                if row["display"]:
                    self._displays.setdefault(key, row["display"])
        for row in workspace.rows("units"):
            if row["code"]:
                self._units.setdefault(row["code"], row.text("label"))

    def complete(self, value: Any) -> None:
        """Walk a resource and add what is missing: nothing that is stated is changed."""
        if isinstance(value, list):
            for item in value:
                self.complete(item)
        elif isinstance(value, dict):
            self._coding(value)
            self._quantity(value)
            self._concept(value)
            for item in value.values():
                self.complete(item)

    def _coding(self, value: Json) -> None:
        if isinstance(value.get("system"), str) and isinstance(value.get("code"), str) and "display" not in value:
            key = (value["system"], value["code"])
            if key[0] == UCUM or "value" in value or "unit" in value:
                return
            known = self._displays.get(key) or next(iter(self._workspace.terminology.displays(*key)), None)
            if known:
                value["display"] = known

    def _quantity(self, value: Json) -> None:
        if value.get("system") == UCUM and "value" in value and "unit" not in value and value.get("code"):
            system, code = value.pop("system"), value.pop("code")
            value["unit"] = code
            put_text(value, "unit", self._units.get(code, EMPTY_TEXT), self._workspace.info.lang)
            value |= {"system": system, "code": code}

    def _concept(self, value: Json) -> None:
        codings = value.get("coding")
        if not isinstance(codings, list) or "text" in value:
            return
        for coding in codings:
            label = self._labels.get((coding.get("system", ""), coding.get("code", "")))
            if label:
                put_text(value, "text", label, self._workspace.info.lang)
                return
