"""The rows of Elements, Invariants and Bindings that say what a published differential says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tabellion.artifacts.imported_guide import Cells, ImportedGuide
from tabellion.artifacts.imported_values import value_cell
from tabellion.artifacts.profile.sheets.elements import ELEMENTS
from tabellion.artifacts.profile.sheets.invariants import INVARIANTS
from tabellion.artifacts.profile.stated_obligations import obligation_words
from tabellion.elements.choices import is_choice, type_in
from tabellion.elements.paths import list_of, short_form
from tabellion.elements.types import codes
from tabellion.elements.values import value_of
from tabellion.fhir.json import Json

TEXTS = ("short", "definition", "comment", "requirements")
NO_KEYS: Mapping[str, Cells] = {}


def add_elements(definition: Json, guide: ImportedGuide, stated: Mapping[str, Cells] = NO_KEYS) -> None:
    """Add a row for each element of the differential that says something beside what `stated` has of it by its id."""
    for choice, cells in _choices_left(definition, guide):
        guide.add(ELEMENTS, {"profile": definition["id"], "path": choice} | cells)
    for element in definition.get("differential", {}).get("element", ()):
        element_id = str(element.get("id") or element["path"])
        cells = element_cells(element, guide)
        cells["invariants"] = "\n".join(_invariants(element, guide))
        if definition["type"] != "Extension" and is_reasoned(element.get("binding", {})):
            cells |= {"valueset": None, "strength": None}  # the sheet Bindings has them, with the reason
        known = stated.get(element_id, {})
        said = {key: value for key, value in cells.items() if value not in ("", None) and known.get(key) != value}
        if said:
            guide.add(ELEMENTS, {"profile": definition["id"], "path": element_id} | said)


def _choices_left(definition: Json, guide: ImportedGuide) -> Iterator[tuple[str, Cells]]:
    """What is left of the choices of which a differential states slices by type and nothing else: these are all that
    they may be then, where a sheet that states slices leaves the others open."""
    said = {
        short_form(str(item.get("id") or item["path"]))
        for item in definition.get("differential", {}).get("element", ())
    }
    elements = {str(item.get("id")): item for item in definition.get("snapshot", {}).get("element", ())}
    by_list: dict[str, list[str]] = {}
    for element_id in elements:
        if is_choice(holder := list_of(element_id)) and short_form(element_id) in said:
            by_list.setdefault(holder, []).append(element_id)
    for choice, slices in by_list.items():
        whole = elements.get(choice, {})
        if choice in said or definition["type"] == "Extension" or "slicing" not in whole:
            continue
        if set(codes(whole)) <= {code for item in slices for code in codes(elements[item])}:
            yield choice, {"type": " | ".join(text for item in whole["type"] for text in _types(item, guide))}
        elif whole["slicing"].get("rules") == "closed":
            yield choice, {"slicing_rules": "closed"}


def element_cells(element: Json, guide: ImportedGuide) -> Cells:
    """What the columns of Elements say of an ElementDefinition, by their keys."""
    slicing, binding = element.get("slicing", {}), element.get("binding", {})
    cells: Cells = {
        "slice": element.get("sliceName"),
        "mustsupport": element.get("mustSupport"),
        "type": " | ".join(text for item in element.get("type", ()) for text in _types(item, guide)),
        "fixed": _value(element, "fixed", guide),
        "pattern": _value(element, "pattern", guide),
        "valueset": guide.name_of(binding["valueSet"], "ValueSet") if "valueSet" in binding else "",
        "strength": binding.get("strength") if "valueSet" in binding else "",
        "discriminator": "\n".join(f"{item['type']}:{item['path']}" for item in slicing.get("discriminator", ())),
        "slicing_rules": slicing.get("rules"),
        "slicing_ordered": slicing.get("ordered"),
        "min_value": _value(element, "minValue", guide),
        "max_value": _value(element, "maxValue", guide),
        "max_length": element.get("maxLength"),
        "modifier": element.get("isModifier"),
        "summary": element.get("isSummary"),
        "alias": "\n".join(element.get("alias", ())),
    }
    cells |= occurrence(element) | obligation_words(element, guide.canonical)
    cells |= guide.text(slicing, "description", "slicing_description")
    for name in TEXTS:
        cells |= guide.text(element, name)
    if len(element.get("example", ())) == 1:
        cells["example"] = value_cell(*_held(element["example"][0]), guide)
    return cells


def is_reasoned(binding: Json) -> bool:
    """Whether a binding to a value set says why, which the sheet Bindings has a column for."""
    return bool(binding.get("description")) and "valueSet" in binding


def occurrence(element: Json) -> Cells:
    """How often an element is there: one cell where both ends are said, else the one of its own."""
    if "min" in element and "max" in element:
        return {"cardinality": f"{element['min']}..{element['max']}"}
    return {"min": element.get("min"), "max": element.get("max")}


def _types(item: Json, guide: ImportedGuide) -> list[str]:
    """A type as the column Type has it: a name, with what a reference or an extension is limited to."""
    targets, profiles = item.get("targetProfile", ()), item.get("profile", ())
    if targets:
        return [f"{item['code']}({', '.join(map(guide.name_of, targets))})"]
    if profiles and item["code"] == "Extension":
        return [f"Extension({', '.join(map(guide.name_of, profiles))})"]
    return [guide.name_of(url) for url in profiles] or [str(item["code"])]


def _value(holder: Json, stem: str, guide: ImportedGuide) -> str:
    stated = value_of(holder, stem)
    return "" if stated is None else value_cell(stated.value, stated.type, guide)


def _held(example: Json) -> tuple[Any, str]:
    """The value of ElementDefinition.example, and its type as its key names it."""
    found = ((value, type_in(key, "value")) for key, value in example.items() if key.startswith("value"))
    return next(found, (None, ""))


def _invariants(element: Json, guide: ImportedGuide) -> list[str]:
    """The keys of the constraints of an element that have an expression; each becomes a row once. One whose key
    another constraint has already is left to it."""
    keys = []
    rows = guide.rows.setdefault(INVARIANTS.key, [])
    for item in element.get("constraint", ()):
        if "expression" not in item:
            continue
        cells = {"id": item["key"], "severity": item["severity"], "expression": item["expression"]}
        cells |= guide.text(item, "human")
        known = next((row for row in rows if row["id"] == item["key"]), None)
        if known is None:
            guide.add(INVARIANTS, cells)
        if known is None or known["expression"] == item["expression"]:
            keys.append(str(item["key"]))
    return keys
