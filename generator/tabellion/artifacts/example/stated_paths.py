"""The rows of an example set into the resource in the making; what contradicts itself is told at its cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tabellion.artifacts.example.instance import Instance, Part
from tabellion.artifacts.faults import FaultyElements
from tabellion.artifacts.profile.element_rows import faulty_elements
from tabellion.artifacts.profile.values import read_value, single_type
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule
from tabellion.elements.choices import is_key_of
from tabellion.elements.paths import holders_of, parent_of, rooted, short_form
from tabellion.fhir.definitions import type_definition
from tabellion.fhir.element_model import is_list
from tabellion.fhir.json import Json
from tabellion.tables.table import Row

UNKNOWN_PATH_OF_EXAMPLE = rule(
    "EX004",
    "unknown-path-of-example",
    "error",
    "not-found",
    fr="le chemin « {value} » ne mène à aucun élément {structure:de}",
    en="the path `{value}` leads to no element of {structure}",
    help_fr="écrivez l'identifiant FHIR de l'élément",
    help_en="write the element's FHIR id",
)
PATH_STATED_TWICE = rule(
    "EX020",
    "path-stated-twice",
    "error",
    "business-rule",
    fr="le chemin « {value} » a déjà une valeur, en {there}",
    en="the path `{value}` has a value already, at {there}",
    help_fr="gardez l'une des deux lignes ; pour un élément qui se répète, écrivez [0], [1]…",
    help_en="keep one of the two rows; for an element that repeats, write [0], [1]…",
)
GAP_IN_POSITIONS = rule(
    "EX021",
    "gap-in-positions",
    "error",
    "business-rule",
    fr="« {value} » a la position {position}, mais la position {missing} manque",
    en="`{value}` has the position {position}, but nothing is said of the position {missing}",
    help_fr="comptez à partir de [0], sans trou ; les éléments de chaque tranche se comptent à part",
    help_en="count from [0] without a gap; the items of each slice are counted apart",
)
POSITION_OF_ELEMENT_THAT_DOES_NOT_REPEAT = rule(
    "EX022",
    "position-of-element-that-does-not-repeat",
    "error",
    "business-rule",
    fr="« {value} » a la position {position}, mais {element} ne se répète pas",
    en="`{value}` has the position {position}, but {element} does not repeat",
    help_fr="retirez la position, ou répétez l'élément qui le contient",
    help_en="remove the position, or repeat the element that holds it",
)
VALUE_AGAINST_VALUE_ABOVE = rule(
    "EX023",
    "value-against-value-above",
    "error",
    "business-rule",
    fr="« {value} » a une autre valeur dans la cellule de l'élément qui le contient, en {there}",
    en="`{value}` has another value in the cell of the element that holds it, at {there}",
    help_fr="gardez l'une des deux cellules",
    help_en="keep one of the two cells",
)

POSITION = re.compile(r"\[\d+\]")


def set_values(
    instance: Instance, values: Sequence[Row], structure: tuple[str, str], workspace: Workspace
) -> dict[int, Row]:
    """Set the values of rows by their paths; returned is the row of each part, by the `id` of the part.

    `structure` is the address and the type of the profile that the example has.
    """
    rows: dict[int, Row] = {}
    placed = [_set(instance, value, structure, rows, workspace) for value in values]
    # a row that has no place, and one of which nobody knows the example, may hold any position
    is_whole = all(placed) and workspace.faults.is_whole("example-values", "example")
    _check_positions(instance.root, instance, rows, workspace, is_whole=is_whole)
    _check_below(instance.root, rows, workspace)
    return rows


def _set(
    instance: Instance, value: Row, structure: tuple[str, str], rows: dict[int, Row], workspace: Workspace
) -> bool:
    """Set one value; whether its path leads to a place."""
    path = value["path"]
    if path is None:
        return False
    url, type_name = structure
    path = rooted(path, type_name)
    element = instance.element_of(path)
    if element is None:
        if not _follows_from_a_fault(path, url, instance, workspace):
            near = next(iter(instance.index.nearest(path, 1)), None)
            workspace.report.add(
                UNKNOWN_PATH_OF_EXAMPLE,
                value.at("path"),
                value=value["path"],
                structure=type_name,
                suggestion=short_form(near) if near is not None else None,
            )
        return False
    try:
        part = instance.part(path)
    except ValueError:
        workspace.report.add(UNKNOWN_PATH_OF_EXAMPLE, value.at("path"), value=value["path"], structure=type_name)
        return False
    first = rows.setdefault(id(part), value)
    if first is not value:
        there = first.at("path")
        workspace.report.add(
            PATH_STATED_TWICE, value.at("path"), value=value["path"], there=str(there), related=(there,)
        )
    elif value.is_not_applicable("value"):
        part.removed = True
    elif "value" in value:
        part.value = _read(value, element, workspace)
    return True


def _check_positions(
    root: Part, instance: Instance, rows: dict[int, Row], workspace: Workspace, *, is_whole: bool
) -> None:
    """Positions are counted from 0 without a gap, on elements that repeat; gaps are looked for in whole examples."""
    for part in root.walk():
        found: dict[tuple[str, str], list[int]] = {}
        for name, slice_name, position in part.children:
            found.setdefault((name, slice_name), []).append(position)
        for key, positions in found.items():
            for before, position in zip([-1, *sorted(positions)], sorted(positions), strict=False):
                if position == before + 1 and (position == 0 or is_list(_element(part, key, position, instance))):
                    continue
                if position != before + 1 and not is_whole:
                    continue
                row = next(rows[id(item)] for item in part.children[*key, position].walk() if id(item) in rows)
                fault = GAP_IN_POSITIONS if position != before + 1 else POSITION_OF_ELEMENT_THAT_DOES_NOT_REPEAT
                workspace.report.add(
                    fault,
                    row.at("path"),
                    value=row["path"],
                    position=position,
                    missing=before + 1,
                    element=part.children[*key, position].element,
                )


def _element(part: Part, key: tuple[str, str], position: int, instance: Instance) -> Json:
    return instance.index.get(part.children[*key, position].element) or {}


def _check_below(root: Part, rows: dict[int, Row], workspace: Workspace) -> None:
    """What a row says of an element is not said otherwise by the value of the element that holds it."""
    for part in root.walk():
        for (name, _, _), child in part.children.items() if isinstance(part.value, dict) else ():
            stated = next((item for key, item in part.value.items() if is_key_of(key, name)), None)
            if stated is not None and child.is_stated and (child.removed or _contradicts(stated, child.value)):
                row, there = rows[id(child)], rows[id(part)].at("value")
                workspace.report.add(
                    VALUE_AGAINST_VALUE_ABOVE, row.at("value"), value=row["path"], there=str(there), related=(there,)
                )


def _contradicts(stated: Any, other: Any) -> bool:
    """Whether two values cannot both hold: items are added to a list, properties to an object."""
    if isinstance(stated, list):
        return False
    if isinstance(stated, dict) and isinstance(other, dict):
        return any(_contradicts(stated[key], other[key]) for key in stated.keys() & other.keys())
    return bool(stated != other)


def _follows_from_a_fault(path: str, url: str, instance: Instance, workspace: Workspace) -> bool:
    """Whether a path leads nowhere only because a row about an element above it has a fault, or the profile that the
    element has."""
    plain = POSITION.sub("", path)
    if _faulty_elements(workspace.own_structure(url) or "", workspace).cover(plain):
        return True
    above = instance.element_of(parent_of(plain)) or {}
    named = [profile for type_ref in above.get("type", ()) for profile in type_ref.get("profile", ())]
    if any(profile in workspace.own_urls and not workspace.snapshots.elements_of(profile) for profile in named):
        return True
    holders = [instance.element_of(holder) or {} for holder in holders_of(parent_of(plain))]
    profiles = {
        profile for holder in holders for type_ in holder.get("type", ()) for profile in type_.get("profile", ())
    }
    rows = [workspace.by_id("extensions").get(workspace.own_structure(profile) or "") for profile in profiles]
    return workspace.faults.are_in(row for row in rows if row is not None)


def _faulty_elements(structure: str, workspace: Workspace) -> FaultyElements:
    """Those of a structure, which was made before examples are: its faults are settled."""
    if structure not in workspace.settled_faults:
        workspace.settled_faults[structure] = faulty_elements(structure, workspace)
    return workspace.settled_faults[structure]


def _read(value: Row, element: Json, workspace: Workspace) -> Any:
    types = element.get("type", [])
    place = value.at("value")
    text = value["value"]
    if any(type_definition(workspace.packages, item.get("code", "")) is None for item in types):
        return text
    code = single_type(element["id"], types, text, place, workspace)
    return read_value(text, code, place, workspace, element) if code else None
