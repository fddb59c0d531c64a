"""The rows that say what published capability statements promise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tabellion.artifacts.flow.capability_lists import EXPECTATION, LISTS, SYSTEM_LISTS
from tabellion.artifacts.flow.sheets.capabilities import CAPABILITIES
from tabellion.artifacts.flow.sheets.capability_rows import CAPABILITY_ROWS
from tabellion.artifacts.imported_guide import Cells, ImportedGuide
from tabellion.fhir.json import Json

NAMES = {"interaction": "code", "search": "name", "operation": "definition"}
"""What an entry of a list is called by: the element that holds it; of the others the entry is the name itself."""


def capability_rows(statement: Json, guide: ImportedGuide) -> bool:
    """Add the rows of a capability statement, of its first `rest`; `False` for one that has none."""
    rest = next(iter(statement.get("rest", ())), None)
    if statement["resourceType"] != "CapabilityStatement" or rest is None:
        return False
    cells = guide.header(statement, CAPABILITIES)
    cells |= {"mode": rest["mode"], "formats": "\n".join(statement.get("format", ()))}
    cells |= guide.text(rest.get("security", {}), "description", "security")
    guide.add(CAPABILITIES, cells)
    for resource in (*rest.get("resource", ()), rest):
        lists = SYSTEM_LISTS if resource is rest else LISTS
        for item, key in lists.items():
            for value, expectation, holder in _entries(resource, key, NAMES.get(item, "")):
                row: Cells = {"capability": statement["id"], "resource": resource.get("type"), "item": item}
                row |= {"value": guide.name_of(value) if item == "profile" else value, "expectation": expectation}
                guide.add(CAPABILITY_ROWS, row | guide.text(holder, "documentation"))
    return True


def _entries(holder: Json, key: str, name: str) -> Iterator[tuple[str, str | None, Json]]:
    """The entries of a list: what each names, its expectation, the entry where it is an object."""
    siblings = holder.get(f"_{key}", ())
    for number, entry in enumerate(holder.get(key, ())):
        held = entry if name else (siblings[number] if number < len(siblings) else None) or {}
        yield str(entry[name] if name else entry), expectation_of(held), entry if name else {}


def expectation_of(holder: Json) -> str | None:
    stated: Any = (item.get("valueCode") for item in holder.get("extension", ()) if item["url"] == EXPECTATION)
    return next(stated, None)
