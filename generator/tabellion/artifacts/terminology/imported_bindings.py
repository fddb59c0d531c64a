"""The rows of Bindings that say what the reasoned bindings of a published profile say."""

from __future__ import annotations

from tabellion.artifacts.imported_guide import Cells, ImportedGuide
from tabellion.artifacts.profile.imported_elements import is_reasoned
from tabellion.artifacts.profile.imported_structures import is_constraint
from tabellion.artifacts.terminology.sheets.bindings import BINDINGS
from tabellion.fhir.json import Json


def binding_rows(definition: Json, guide: ImportedGuide) -> bool:
    """Add a row for each binding of a profile that says why; the profile itself has its rows elsewhere, so `False`."""
    if is_constraint(definition) and definition["type"] != "Extension":
        for element in definition.get("differential", {}).get("element", ()):
            binding = element.get("binding", {})
            if is_reasoned(binding):
                cells: Cells = {"target": definition["id"], "path": element.get("id") or element["path"]}
                cells |= {"valueset": guide.name_of(binding["valueSet"], "ValueSet"), "strength": binding["strength"]}
                guide.add(BINDINGS, cells | guide.text(binding, "description", "reason"))
    return False
