"""The rows that say what published search parameters define."""

from __future__ import annotations

from tabellion.artifacts.flow.expectations import expectation_of
from tabellion.artifacts.flow.sheets.searches import SEARCHES
from tabellion.artifacts.imported_guide import Cells, ImportedGuide
from tabellion.fhir.json import Json


def search_parameter_rows(parameter: Json, guide: ImportedGuide) -> bool:
    """Add the row of a search parameter, for the first resource that it is of; `False` for one that no row can define:
    a composite, or one without an expression."""
    if (
        parameter["resourceType"] != "SearchParameter"
        or parameter["type"] == "composite"
        or not parameter.get("expression")
    ):
        return False
    cells: Cells = {"id": parameter["id"], "resource": parameter["base"][0], "parameter": parameter["code"]}
    cells |= {"type": parameter["type"], "expression": parameter["expression"]}
    cells |= {"target": "\n".join(parameter.get("target", ())), "expectation": _promised(parameter, guide)}
    guide.add(SEARCHES, cells | guide.text(parameter, "description"))
    return True


def _promised(parameter: Json, guide: ImportedGuide) -> str:
    """How strongly the capability statements of the guide promise a parameter; it may be taken where none says."""
    for statement in guide.resources:
        for rest in statement.get("rest", ()) if statement["resourceType"] == "CapabilityStatement" else ():
            for resource in rest.get("resource", ()):
                for entry in resource.get("searchParam", ()):
                    if entry.get("definition") == parameter.get("url"):
                        return expectation_of(entry) or "MAY"
    return "MAY"
