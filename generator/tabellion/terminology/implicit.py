"""Value sets that no resource states: their address says which codes they have (R4 SNOMED CT and LOINC, "implicit value
sets"; R4 CodeSystem.valueSet)."""

from __future__ import annotations

import re
from urllib.parse import unquote

from tabellion.fhir.json import Json
from tabellion.terminology.loinc import SYSTEM as LOINC
from tabellion.terminology.snomed import SYSTEM as SNOMED

_WITH_QUERY = re.compile(r"(?P<system>[^?]+)\?fhir_vs(?:=(?P<kind>isa|refset|ecl)(?:/(?P<what>.+))?)?", re.DOTALL)
_EDITION = re.compile(re.escape(SNOMED) + r"/\d+(?:/version/\d+)?")
_OF_LOINC = re.compile(re.escape(LOINC) + r"/vs(?:/(?P<what>L[A-Z]\d+(?:-\d)?))?")


def implicit_value_set(address: str) -> Json | None:
    """The value set that an address stands for by itself; `None` for an address that has no such meaning."""
    if found := _OF_LOINC.fullmatch(address):
        what = found["what"]
        name = "LIST" if (what or "").startswith("LL") else "ancestor"
        return _made(address, {"system": LOINC}, (name, "=", what) if what else None)
    found = _WITH_QUERY.fullmatch(address)
    if found is None or (found["kind"] is not None) != (found["what"] is not None or found["kind"] == "refset"):
        return None
    include: Json = {"system": found["system"]}
    if _EDITION.fullmatch(found["system"]):
        include = {"system": SNOMED, "version": found["system"]}
    what = unquote(found["what"] or "")
    conditions = {"isa": ("concept", "is-a", what), "refset": ("concept", "in", what), "ecl": ("constraint", "=", what)}
    return _made(address, include, conditions.get(found["kind"] or ""))


def whole_value_set(address: str, system: Json | None) -> Json | None:
    """All codes of a code system, where that says that this is the address for them (CodeSystem.valueSet)."""
    if system is None or str(system.get("valueSet", "")).partition("|")[0] != address:
        return None
    return _made(address, {"system": str(system.get("url", ""))}, None)


def _made(address: str, include: Json, condition: tuple[str, str, str] | None) -> Json:
    if condition is not None:
        name, operator, value = condition
        include = include | {"filter": [{"property": name, "op": operator, "value": value}]}
    return {"resourceType": "ValueSet", "url": address, "status": "active", "compose": {"include": [include]}}
