"""The rows of Profiles and Extensions that say what a published StructureDefinition is."""

from __future__ import annotations

import re

from tabellion.artifacts.imported_guide import Cells, ImportedGuide
from tabellion.artifacts.profile.extension_parts import WITH_PARTS
from tabellion.artifacts.profile.imported_elements import add_elements, element_cells
from tabellion.artifacts.profile.sheets.extensions import EXTENSIONS
from tabellion.artifacts.profile.sheets.profiles import PROFILES
from tabellion.elements.choices import is_choice
from tabellion.elements.primitives import FORMS
from tabellion.fhir.definitions import TYPE_ROOT
from tabellion.fhir.json import Json

SUB_EXTENSION = re.compile(r"Extension\.extension:(?P<name>[A-Za-z][A-Za-z0-9_\-]*)")
VALUE = re.compile(r"value(\[x\](:(?P<slice>value\w+))?|(?P<typed>[A-Z]\w*))")
"""The last segment of the id of a value: of a choice, of the slice of one of its types, of one that names its type."""

NO_VALUE: Cells = {"max": "0", "cardinality": "0..0"}
OF_THE_ROOT = ("cardinality", "short", "modifier")
"""What the row of an extension says of its root, as a row of Elements would."""


def profile_rows(definition: Json, guide: ImportedGuide) -> bool:
    """Add the rows of a profile; `False` for what is none: an extension, a type, a logical model."""
    if not is_constraint(definition) or definition.get("type") == "Extension":
        return False
    cells = guide.header(definition, PROFILES)
    cells |= {"type": definition["type"], "parent": guide.name_of(definition.get("baseDefinition", ""))}
    cells["parent"] = cells["parent"].removeprefix(TYPE_ROOT)
    if definition.get("abstract"):
        cells["abstract"] = True
    guide.add(PROFILES, cells)
    add_elements(definition, guide)
    return True


def is_constraint(definition: Json) -> bool:
    """Whether a resource defines a profile or an extension, and neither a type nor a logical model."""
    return definition["resourceType"] == "StructureDefinition" and definition.get("derivation") == "constraint"


def extension_rows(definition: Json, guide: ImportedGuide) -> bool:
    """Add the rows of an extension, its parts in its own row as far as that can say them; `False` for what is none."""
    if not is_constraint(definition) or definition.get("type") != "Extension":
        return False
    cells = guide.header(definition, EXTENSIONS)
    elements = {str(item.get("id")): item for item in definition.get("differential", {}).get("element", ())}
    root = elements.get("Extension", {})
    cells["context"] = "\n".join(guide.name_of(item["expression"]) for item in definition.get("context", ()))
    if "min" in root and "max" in root:
        cells["cardinality"] = f"{root['min']}..{root['max']}"
    if root.get("isModifier"):
        cells["modifier"] = True
    cells |= guide.text(root, "short")
    stated: dict[str, Cells] = {
        "Extension": {key: value for key, value in cells.items() if key.partition("::")[0] in OF_THE_ROOT},
        "Extension.url": {"fixed": definition["url"]},
    }
    described = {key: value for key, value in cells.items() if key.partition("::")[0] == "description"}
    stated["Extension"] |= {key.replace("description", "definition"): value for key, value in described.items()}
    subs = _sub_extensions(definition, elements, guide)
    if subs:
        cells["type"] = "\n".join(line for line, _ in subs.values())
        stated["Extension.value[x]"] = NO_VALUE
        for head, (_, facets) in subs.items():
            stated |= {head: facets[0], f"{head}.value[x]": facets[1], f"{head}.url": {"fixed": head.partition(":")[2]}}
            stated[f"{head}.extension"] = {} if facets[1] == NO_VALUE else NO_VALUE
    else:
        value = _value_of("Extension", elements)
        said = element_cells(value, guide) if value is not None else {}
        cells["type"] = said.get("type") or _all_types("Extension", definition)
        stated["Extension.extension"] = NO_VALUE
        if value is not None and is_choice(str(value["id"])):
            cells |= {key: said[key] for key in ("valueset", "strength") if said[key]}
            stated["Extension.value[x]"] = {key: said[key] for key in ("type", "valueset", "strength")}
    guide.add(EXTENSIONS, cells)
    add_elements(definition, guide, stated)
    return True


def _sub_extensions(
    definition: Json, elements: dict[str, Json], guide: ImportedGuide
) -> dict[str, tuple[str, tuple[Cells, Cells]]]:
    """The parts of an extension of several: the line `name: type 0..1`, by the id of the slice, and what it states of
    the slice and of its value."""
    found = {}
    for element_id, element in elements.items():
        match = SUB_EXTENSION.fullmatch(element_id)
        if match is None:
            continue
        held = _value_of(element_id, elements)
        has_parts = held is None and any(other.startswith(f"{element_id}.extension:") for other in elements)
        types = str(element_cells(held, guide)["type"]) if held is not None else _all_types(element_id, definition)
        low, high = element.get("min", 0), element.get("max", "*")
        shown, of_value = (WITH_PARTS, NO_VALUE) if has_parts else (types, {"type": types})
        of_slice: Cells = {"slice": match["name"], "cardinality": f"{low}..{high}"}
        found[element_id] = (
            f"{match['name']}: {shown} {low}..{high}",
            (of_slice, of_value),
        )
    return found


def _value_of(holder: str, elements: dict[str, Json]) -> Json | None:
    """The element of an extension's value that says its types; where those of single types do, all of these are its."""
    named = []
    for element_id, element in elements.items():
        before, _, last = element_id.rpartition(".")
        match = VALUE.fullmatch(last) if before == holder else None
        if match is None or element.get("max") == "0":
            continue
        name: str = (match["slice"] or match["typed"] or "").removeprefix("value")
        if not name and element.get("type"):
            return element
        if name:
            primitive = name[:1].lower() + name[1:]
            stated = element.get("type") or [{"code": primitive if primitive in FORMS else name}]
            named.append(element | {"type": stated})
    if len(named) < 2:
        return next(iter(named), None)
    return {"id": f"{holder}.value", "type": [item for element in named for item in element["type"]]}


def _all_types(holder: str, definition: Json) -> str:
    """The types of a value that the extension does not limit, from its snapshot."""
    elements = definition.get("snapshot", {}).get("element", ())
    value: Json = next((item for item in elements if item.get("id") == f"{holder}.value[x]"), {})
    return " | ".join(str(item["code"]) for item in value.get("type", ())) or "string"
