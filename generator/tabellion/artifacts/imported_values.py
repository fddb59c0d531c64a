"""A value of FHIR as a cell says it: fixed values, patterns, examples."""

from __future__ import annotations

from typing import Any

from tabellion.artifacts.imported_guide import ImportedGuide
from tabellion.fhir.json import dumps

CODED = ("Coding", "CodeableConcept")


def value_cell(value: Any, type_name: str, guide: ImportedGuide) -> str:
    """The text of a cell that is read as this value of a type again: a primitive as it is written, `system#code` for a
    coding or a concept of one that says no more, JSON for what is longer; `""` for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, dict | list):
        return str(value)
    coding = value
    if isinstance(value, dict) and value.keys() == {"coding"} and len(value["coding"]) == 1:
        coding = value["coding"][0]
    if type_name in CODED and isinstance(coding, dict) and coding.keys() == {"system", "code"}:
        return f"{guide.system(coding['system'])}#{coding['code']}"
    return dumps(value, is_long=True).strip()
