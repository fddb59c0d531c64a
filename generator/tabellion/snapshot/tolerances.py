"""What may differ between two right snapshots of the same definition, since generators and their versions differ."""

from __future__ import annotations

import re
from typing import Any

from tabellion.elements.choices import is_choice
from tabellion.elements.paths import last_of, list_of, name_of
from tabellion.elements.types import codes
from tabellion.fhir.definitions import SYSTEM_TYPE
from tabellion.fhir.json import Json
from tabellion.snapshot.merge import EXTENSION_NAMES
from tabellion.snapshot.type_facts import TypeFacts

STANDARD_TEXTS = {"short", "definition", "comment", "requirements", "alias", "mapping"}
ID_TYPES = {"id", "string", "uri", f"{SYSTEM_TYPE}String"}
SLICE = re.compile(r":[^.]*")


class Tolerances:
    """Names the rule that covers a difference between two snapshots of one definition.

    `types` answers for types and profiles; `stated` are the ids of the elements of the differential that state a
    slicing.
    """

    def __init__(self, types: TypeFacts, stated: frozenset[str] = frozenset()) -> None:
        self._types = types
        self._stated = stated
        self._expected: dict[str, Json] = {}
        self._actual: dict[str, Json] = {}
        self._minima: list[dict[str, int]] = [{}, {}]

    def take(self, expected: list[Json], actual: list[Json]) -> None:
        """Get to know the two snapshots."""
        self._expected = {item.get("id", ""): item for item in expected}
        self._actual = {item.get("id", ""): item for item in actual}
        self._minima = [_minima(expected), _minima(actual)]

    def rule(self, facet: str, expected: Json, actual: Json, wanted: Any, found: Any) -> str:
        """The rule that covers a difference in a facet, `""` when none does."""
        for name, covers in RULES:
            if covers(self, facet, expected, actual, wanted, found):
                return name
        return ""

    def _ext_doco(self, facet: str, expected: Json, actual: Json, wanted: Any, found: Any) -> bool:
        return facet in STANDARD_TEXTS and _name(expected) in (*EXTENSION_NAMES, "Extension")

    def _ext_slicing(self, facet: str, expected: Json, actual: Json, wanted: Any, found: Any) -> bool:
        by_url = {("value", "url")}
        stated = [item for item in (wanted, found) if item is not None]
        return facet == "slicing" and _name(expected) in EXTENSION_NAMES and len(stated) == 1 and stated[0][0] == by_url

    def _implied_keys(self, facet: str, expected: Json, actual: Json, wanted: Any, found: Any) -> bool:
        if facet not in ("constraint", "constraintText", "condition"):
            return False
        keys = {item[0] if isinstance(item, tuple) else item for item in wanted ^ found}
        return keys <= self._types.implied(expected) | self._types.implied(actual)

    def _summary(self, facet: str, expected: Json, actual: Json, wanted: Any, found: Any) -> bool:
        if facet not in ("isSummary", "isModifier", "isModifierReason"):
            return False
        core = self._types.core(actual.get("base", {}).get("path", "")) or {}
        return bool(core) and (core.get(facet) or False) == (found or False)

    def _choice_rules(self, facet: str, expected: Json, actual: Json, wanted: Any, found: Any) -> bool:
        if not is_choice(_name(expected)) or "slicing" not in expected or "slicing" not in actual:
            return False
        if facet == "slicing":
            return bool(wanted[:2] == found[:2] and wanted[0] == {("type", "$this")})
        return facet == "type" and expected.get("id") not in self._stated

    def _slice_sum(self, facet: str, expected: Json, actual: Json, wanted: Any, found: Any) -> bool:
        if facet != "min" or "slicing" not in expected:
            return False
        element_id = expected.get("id", "")
        sums = [minima.get(element_id) for minima in self._minima]
        return max(wanted, found) in sums

    def _content_reference(self, facet: str, expected: Json, actual: Json, wanted: Any, found: Any) -> bool:
        if facet != "contentReference" or not wanted or not found:
            return False
        return SLICE.sub("", wanted.rpartition("#")[2]) == SLICE.sub("", found.rpartition("#")[2])

    def _r5_types(self, facet: str, expected: Json, actual: Json, wanted: Any, found: Any) -> bool:
        differing = {item[0] for item in wanted ^ found} if facet == "type" else set()
        return bool(differing) and all(not self._types.known_type(code) for code in differing)

    def _system_type(self, facet: str, expected: Json, actual: Json, wanted: Any, found: Any) -> bool:
        return facet == "type" and bool(codes(expected)) and {*codes(expected), *codes(actual)} <= ID_TYPES


RULES = (
    ("ext-doco", Tolerances._ext_doco),
    ("ext-slicing", Tolerances._ext_slicing),
    ("implied-keys", Tolerances._implied_keys),
    ("summary", Tolerances._summary),
    ("choice-rules", Tolerances._choice_rules),
    ("slice-sum", Tolerances._slice_sum),
    ("contentref", Tolerances._content_reference),
    ("r5-types", Tolerances._r5_types),
    ("system-type", Tolerances._system_type),
)


def _name(element: Json) -> str:
    return name_of(str(element.get("path", "")))


def _minima(elements: list[Json]) -> dict[str, int]:
    """The sum of the minima of the slices of each list, by the id of the list."""
    sums: dict[str, int] = {}
    for element in elements:
        key, slice_name = list_of(element.get("id", "")), last_of(element.get("id", "")).slice_name
        if slice_name and "/" not in slice_name:
            sums[key] = sums.get(key, 0) + element.get("min", 0)
    return sums
