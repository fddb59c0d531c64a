"""The rows that say what published capability statements promise."""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.artifacts.flow.expectations import expectation_of
from tabellion.artifacts.flow.rest import COMBINATION, LISTS, OPTIONS, SERVICES, SYSTEM_LISTS
from tabellion.artifacts.flow.sheets.capabilities import CAPABILITIES
from tabellion.artifacts.flow.sheets.capability_rows import CAPABILITY_ROWS
from tabellion.artifacts.flow.sheets.searches import SEARCHES
from tabellion.artifacts.imported_guide import Cells, ImportedGuide
from tabellion.fhir.json import Json

NAMES = {"interaction": "code", "search": "name", "operation": "definition"}
"""What an entry of a list is called by: the element that holds it; of the others the entry is the name itself."""


def capability_rows(statement: Json, guide: ImportedGuide) -> bool:
    """Add the rows of a capability statement, of its first `rest`; `False` for one that has none."""
    rest = next(iter(statement.get("rest", ())), None)
    if statement["resourceType"] != "CapabilityStatement" or rest is None:
        return False
    security = rest.get("security", {})
    services = [coding for service in security.get("service", ()) for coding in service.get("coding", ())]
    cells = guide.header(statement, CAPABILITIES)
    cells |= {"mode": rest["mode"], "formats": "\n".join(statement.get("format", ()))}
    cells |= guide.text(security, "description", "security")
    cells["services"] = "\n".join(item["code"] for item in services if item.get("system") == SERVICES)
    cells["instantiates"] = "\n".join(statement.get("instantiates", ()))
    guide.add(CAPABILITIES, cells)
    for resource in (*rest.get("resource", ()), rest):
        promises = _system_promises(resource) if resource is rest else _promises(resource)
        for item, value, expectation, holder in promises:
            if item == "search" and "definition" not in holder:  # known by this statement alone
                known: Cells = {"resource": resource.get("type", "Resource"), "parameter": value}
                known |= {"type": holder.get("type"), "expectation": expectation or "MAY"}
                guide.add(SEARCHES, known | guide.text(holder, "documentation", "rule"))
            row: Cells = {"capability": statement["id"], "resource": resource.get("type"), "item": item}
            row |= {"value": guide.name_of(value) if item == "profile" else value, "expectation": expectation}
            guide.add(CAPABILITY_ROWS, row | guide.text(holder, "documentation"))
    return True


Promise = tuple[str, str, str | None, Json]
"""What is promised: the item of its row, the value, the expectation, the object that may have a documentation."""


def _system_promises(rest: Json) -> Iterator[Promise]:
    for item, key in SYSTEM_LISTS.items():
        yield from _entries(rest, item, key)


def _promises(resource: Json) -> Iterator[Promise]:
    for item, key in LISTS.items():
        yield from _entries(resource, item, key)
    for name, codes in OPTIONS.items():
        stated = resource.get(name)
        for value in stated if isinstance(stated, list) else [stated]:
            if value is True or (codes and value in codes):
                yield "option", f"{name}={value}" if codes else name, None, {}
    for extension in resource.get("extension", ()):
        if extension["url"] == COMBINATION:
            yield "combination", _combination(extension), expectation_of(extension), {}


def _combination(extension: Json) -> str:
    """Search parameters that work together, as a cell has them: those in brackets are optional."""
    parts = [(part["url"], part.get("valueString")) for part in extension["extension"]]
    shown = [name if url == "required" else f"[{name}]" for url, name in parts if url in ("required", "optional")]
    return " + ".join(shown)


def _entries(holder: Json, item: str, key: str) -> Iterator[Promise]:
    """The entries of a list. The expectation of a primitive stands beside it."""
    name = NAMES.get(item)
    siblings = holder.get(f"_{key}", ())
    for number, entry in enumerate(holder.get(key, ())):
        if name is not None:
            yield item, str(entry[name]), expectation_of(entry), entry
        else:
            sibling = siblings[number] if number < len(siblings) else None
            yield item, str(entry), expectation_of(sibling or {}), {}
