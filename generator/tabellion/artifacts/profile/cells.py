"""From the cells of element rows to statements: first what shapes the structure, then the values that need a type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tabellion.artifacts.profile.draft import ROW, Draft
from tabellion.artifacts.profile.element_rows import FACETS, TEXTS, element_id, rows_of
from tabellion.artifacts.profile.invariants import constraint
from tabellion.artifacts.profile.statements import Statement, facet_term
from tabellion.artifacts.profile.types import read_types
from tabellion.artifacts.profile.values import read_value, single_type
from tabellion.artifacts.value_set_names import value_set_url
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, rule
from tabellion.elements.choices import choice_key
from tabellion.elements.discriminators import steps_of
from tabellion.elements.paths import last_of
from tabellion.elements.types import last_part
from tabellion.elements.values import CONSTANTS, key_of
from tabellion.fhir.definitions import SYSTEM_TYPE
from tabellion.fhir.json import Json
from tabellion.snapshot.element_index import SnapshotIndex
from tabellion.snapshot.types import primitive_of
from tabellion.tables.table import Row

UNREADABLE_DISCRIMINATOR = rule(
    "SD009",
    "unreadable-discriminator",
    "error",
    fr="« {value} » n'est pas un discriminant",
    en="`{value}` is not a discriminator",
    help_fr="écrivez type:chemin, avec le type value, exists, pattern, type ou profile, ex. pattern:code",
    help_en="write type:path, with the type value, exists, pattern, type or profile, for instance pattern:code",
)
BINDING_WITHOUT_STRENGTH = rule(
    "SD010",
    "binding-without-strength",
    "error",
    "required",
    fr="la ligne lie un jeu de valeurs sans indiquer avec quelle force",
    en="the row binds a value set without saying how strongly",
    help_fr="remplissez « Force de la liaison » : obligatoire, extensible, préférée, exemple",
    help_en="fill `Binding strength`: required, extensible, preferred, example",
)
STRENGTH_WITHOUT_VALUE_SET = rule(
    "SD011",
    "strength-without-value-set",
    "error",
    fr="la ligne donne une force de liaison sans jeu de valeurs",
    en="the row gives a binding strength without a value set",
    help_fr="remplissez « Jeu de valeurs », ou videz la force",
    help_en="fill `Value set`, or empty the strength",
)

VALUE_OF_TYPE_WITHOUT_VALUES = rule(
    "SD043",
    "value-of-type-without-values",
    "error",
    fr="« {facet} » ne s'applique pas à {element} : une définition ne peut pas tenir de valeur de type {type}",
    en="`{facet}` cannot be said of {element}: a definition can hold no value of type {type}",
    help_fr="écrivez une ligne pour chaque élément au-dessous",
    help_en="write a row for each element below",
)
EXTENSION_WITHOUT_SLICE = rule(
    "SD039",
    "extension-without-slice",
    "error",
    "required",
    fr="la ligne utilise l'extension « {value} » sans nom de tranche",
    en="the row uses the extension `{value}` without the name of a slice",
    help_fr="remplissez « Tranche », ex. « {name} », ou écrivez le chemin {element}:{name}",
    help_en="fill `Slice name`, for instance `{name}`, or write the path {element}:{name}",
)

DISCRIMINATOR = re.compile(r"(value|exists|pattern|type|profile)\s*[:@]\s*([^\s{}]+)\}?")
# the columns that slice an element
SLICING = ("discriminator", "slicing_rules", "slicing_ordered")
TYPED = {"fixed": "fixed", "pattern": "pattern", "example": "example", "min_value": "minValue", "max_value": "maxValue"}


@dataclass(frozen=True, slots=True)
class Pending:
    """A value that can be read once the type of its element is known."""

    element: str
    facet: str
    text: str
    place: Place
    rank: int


def read_rows(draft: Draft, workspace: Workspace) -> list[Pending]:
    """Add the statements of every row that speaks of the structure; what needs a type is returned."""
    pending: list[Pending] = []
    for row, rank in rows_of(draft.id, workspace):
        element = element_id(row, draft.type)
        if element is None:
            continue
        draft.statements.append(Statement(element, ROW, None, row.at("slice" if "slice" in row else "path"), rank))
        _facets(row, element, rank, draft, workspace)
        for key, facet in TYPED.items():
            if row.is_not_applicable(key):
                draft.statements.append(Statement(element, facet, None, row.at(key), rank))
            elif key in row:
                pending.append(Pending(element, facet, row[key], row.at(key), rank))
    return pending


def _facets(row: Row, element: str, rank: int, draft: Draft, workspace: Workspace) -> None:
    def state(facet: str, value: Any, key: str) -> None:
        draft.statements.append(Statement(element, facet, value, row.at(key), rank))

    for key, facet in FACETS.items():
        if row.is_not_applicable(key):
            state(facet, None, key)
        elif key in TEXTS and row.text(key):
            state(facet, row.text(key), key)
        elif key not in TEXTS and key in row:
            state(facet, row[key], key)
    _cardinality(row, state)
    if row.is_not_applicable("type"):
        state("type", None, "type")
    elif "type" in row and (types := read_types(row["type"], row.at("type"), workspace)):
        _check_slice_of_extension(row, element, types, workspace)
        state("type", types, "type")
    _binding(row, state, workspace)
    if (slicing := _slicing(row, workspace)) is not None:
        state("slicing", slicing, next((key for key in SLICING if key in row), "slicing_description"))
        if row.text("slicing_description"):
            state("slicing.description", row.text("slicing_description"), "slicing_description")
    for key in row.many("invariants"):
        if (found := constraint(key, workspace)) is not None:
            state("constraint", found, "invariants")
    for name in row.many("alias"):
        state("alias", name, "alias")
    for name in row.many("data"):
        state("mapping", name, "data")


def _check_slice_of_extension(row: Row, element: str, types: list[Json], workspace: Workspace) -> None:
    """An extension that is used has a slice of its own: without one the row would be about all extensions there."""
    profiles = [url for type_ref in types for url in type_ref.get("profile", ())]
    name, slice_name = last_of(element)
    if name in ("extension", "modifierExtension") and not slice_name and profiles:
        workspace.report.add(
            EXTENSION_WITHOUT_SLICE, row.at("slice"), element=element, name=last_part(profiles[0]), value=row["type"]
        )


def _cardinality(row: Row, state: Any) -> None:
    if "cardinality" in row:
        lowest, highest = row["cardinality"]
        state("min", int(lowest), "cardinality")
        state("max", highest, "cardinality")
    elif row.is_not_applicable("cardinality"):
        state("min", None, "cardinality")
        state("max", None, "cardinality")
    if "min" in row:
        state("min", row["min"], "min")
    if "max" in row:
        state("max", row["max"], "max")


def _binding(row: Row, state: Any, workspace: Workspace) -> None:
    if row.is_not_applicable("valueset"):
        state("binding", None, "valueset")
    elif "valueset" in row and row.is_empty("strength"):
        value_set_url(row["valueset"], row.at("valueset"), workspace)
        workspace.report.add(BINDING_WITHOUT_STRENGTH, row.at("strength"))
    elif "strength" in row and row.is_empty("valueset"):
        workspace.report.add(STRENGTH_WITHOUT_VALUE_SET, row.at("valueset"))
    elif "valueset" in row:
        url = value_set_url(row["valueset"], row.at("valueset"), workspace)
        if url is not None and "strength" in row:
            state("binding", {"strength": row["strength"], "valueSet": url}, "valueset")


def _slicing(row: Row, workspace: Workspace) -> Json | None:
    """ElementDefinition.slicing; a row with a discriminator, rules, an order or a description slices its element."""
    described = row.text("slicing_description")
    if not (any(key in row for key in SLICING) or described) or row.cell("discriminator").faults:
        return None
    slicing: Json = {}
    discriminators = []
    for text in row.many("discriminator"):
        match = DISCRIMINATOR.fullmatch(text.strip())
        if match and steps_of(match[2]) is not None:
            discriminators.append({"type": match[1], "path": match[2]})
        else:
            workspace.report.add(UNREADABLE_DISCRIMINATOR, row.at("discriminator"), value=text)
    if "discriminator" in row and not discriminators:
        return None  # reported: what it says of the slices cannot be told
    if discriminators:
        slicing["discriminator"] = discriminators
    if row["slicing_ordered"] is not None:
        slicing["ordered"] = row["slicing_ordered"]
    slicing["rules"] = row["slicing_rules"] or "open"
    return slicing


def read_pending(pending: list[Pending], draft: Draft, index: SnapshotIndex, workspace: Workspace) -> None:
    """Read the values whose types are known now, and add their statements.

    Ids and urls have types of FHIRPath; the primitive that is said beside one is the type of their values.
    """
    stated: dict[str, list[Json]] = {}
    for item in sorted(draft.statements, key=lambda item: item.rank):
        if item.facet == "type" and item.value:
            stated[index.normalized(item.element) or item.element] = item.value
    for wanted in pending:
        element = index.get(wanted.element)
        if element is None:
            continue
        types = stated.get(element["id"]) or element.get("type", [])
        code = single_type(wanted.element, types, wanted.text, wanted.place, workspace)
        code = (primitive_of(element) or "string") if code and code.startswith(SYSTEM_TYPE) else code
        if code and not _can_be_said(wanted.facet, code, workspace):
            workspace.report.add(
                VALUE_OF_TYPE_WITHOUT_VALUES,
                wanted.place,
                facet=facet_term(wanted.facet),
                element=wanted.element,
                type=code,
            )
            continue
        value = read_value(wanted.text, code, wanted.place, workspace, element) if code else None
        if code and value is not None:
            statement = Statement(wanted.element, wanted.facet, (code, value), wanted.place, wanted.rank)
            draft.statements.append(statement)


def _can_be_said(facet: str, code: str, workspace: Workspace) -> bool:
    """Whether ElementDefinition has a value of this type: none of backbone elements and resources, for instance. Of
    limits the check of their types says more."""
    if facet == "example":
        return choice_key("value[x]", code) in workspace.element_model.children("ElementDefinition.example")
    return facet not in CONSTANTS or key_of(facet, code) in workspace.element_model.children("ElementDefinition")
