"""Profiles: StructureDefinitions from the rows of Profiles, Elements, Common rules, Codes, Units and Bindings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tabellion.artifacts.header import header
from tabellion.artifacts.kind import Kind, Shown
from tabellion.artifacts.profile.business_data import check_obligations, state_data
from tabellion.artifacts.profile.business_types import check_business_types
from tabellion.artifacts.profile.cells import read_pending, read_rows
from tabellion.artifacts.profile.coded import state_bindings, state_codes, state_units
from tabellion.artifacts.profile.declared import state_declared
from tabellion.artifacts.profile.draft import Draft
from tabellion.artifacts.profile.element_definition import MAPPING
from tabellion.artifacts.profile.element_ids import normalize
from tabellion.artifacts.profile.element_rows import check_scopes, rows_of
from tabellion.artifacts.profile.extension_use import check_extensions
from tabellion.artifacts.profile.imported_structures import profile_rows
from tabellion.artifacts.profile.invariants import statements_for
from tabellion.artifacts.profile.mappings import put_mappings
from tabellion.artifacts.profile.narrative import structure_table
from tabellion.artifacts.profile.obligations_met import check_obligations_against_cardinality
from tabellion.artifacts.profile.parent_elements import parent_index
from tabellion.artifacts.profile.rights import put_rights
from tabellion.artifacts.profile.sheets.common import COMMON
from tabellion.artifacts.profile.sheets.elements import ELEMENTS
from tabellion.artifacts.profile.sheets.profiles import PROFILES
from tabellion.artifacts.profile.stated_values import check_values
from tabellion.artifacts.profile.structure import assemble
from tabellion.artifacts.profile.types import definition_url, is_known_address, nearest_definition
from tabellion.artifacts.resource_types import is_resource
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Term, rule
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.headings import nearest
from tabellion.tables.table import Row

UNKNOWN_PARENT = rule(
    "SD007",
    "unknown-parent",
    "error",
    "not-found",
    fr="la définition de base « {value} » n'est ni un type de FHIR, ni un profil du guide, ni dans un paquet "
    "disponible",
    en="the base definition `{value}` is neither a type of FHIR, nor a profile of this guide, nor in an available "
    "package",
    help_fr="corrigez-la, ou ajoutez le paquet qui la définit : tabellion packages add nom@version",
    help_en="fix it, or add the package that defines it: tabellion packages add name@version",
)
TYPE_OTHER_THAN_PARENTS = rule(
    "SD008",
    "type-other-than-parents",
    "error",
    fr="le profil est de type « {value} », sa définition de base de type « {parent} »",
    en="the profile has the type `{value}`, its base definition the type `{parent}`",
    help_fr="donnez aux deux le même type",
    help_en="give both the same type",
)
PROFILE_OF_ITSELF = rule(
    "SD018",
    "profile-of-itself",
    "error",
    fr="le profil dérive de lui-même : {circle}",
    en="the profile derives from itself: {circle}",
    help_fr="rompez le cycle en corrigeant l'une des définitions de base",
    help_en="break the cycle by fixing one of the base definitions",
)
NAME_NOT_FOR_PROGRAMS = rule(
    "SD019",
    "name-not-for-programs",
    "error",
    fr="« {value} » ne peut pas être le nom d'une définition",
    en="`{value}` cannot be the name of a definition",
    help_fr="une majuscule, puis des lettres sans accent, des chiffres ou _ (255 au plus)",
    help_en="a capital, then letters without accents, digits or _ (255 at most)",
)

BETWEEN_NAMES = re.compile(r"[\s|,;(){}]+")
NAME = re.compile(r"[A-Z][A-Za-z0-9_]{0,254}")
MAPPING_NAME = Term("Données métier", "Business data")


def check(workspace: Workspace) -> None:
    """Names, circles of base definitions, and whom common rules concern."""
    for sheet in workspace.definition_sheets:
        for row in workspace.rows(sheet):
            if row["name"] and not NAME.fullmatch(row["name"]):
                workspace.report.add(NAME_NOT_FOR_PROGRAMS, row.at("name"), value=row["name"])
    check_scopes(workspace)
    _check_circles(workspace)


def _check_circles(workspace: Workspace) -> None:
    """Profiles that rest on each other in a circle are one fault, at the first of them."""
    rows = workspace.by_id("profiles")
    seen: set[str] = set()
    for row in rows.values():
        line: list[str] = []
        name = row["id"]
        while name in rows and name not in line and name not in seen:
            line.append(name)
            name = workspace.own_structure(rows[name]["parent"] or "") or ""
        if name in line:
            circle = line[line.index(name) :]
            start = min(range(len(circle)), key=lambda number: rows[circle[number]].place)
            circle = circle[start:] + circle[:start]
            cells = tuple(rows[member].at("parent") for member in circle)
            shown = " → ".join([*circle, circle[0]])
            workspace.report.add(
                PROFILE_OF_ITSELF, cells[0], value=rows[circle[0]]["parent"], circle=shown, related=cells[1:]
            )
        seen.update(line)


def fhir(workspace: Workspace) -> Iterable[Artifact]:
    """Every profile, those that others rest on first."""
    made = []
    for row in _in_order(workspace):
        artifact = _profile(row, workspace)
        if artifact is not None:
            workspace.definitions.add(artifact.resource)
            made.append(artifact)
    return sorted(made, key=lambda item: item.id)


def _in_order(workspace: Workspace) -> list[Row]:
    """Profiles after the profiles that their parents and the types of their elements name."""
    rows = workspace.by_id("profiles")
    order: dict[str, Row] = {}
    entered: set[str] = set()

    def visit(row_id: str) -> None:
        stack = [(row_id, iter(_needs(row_id)))]
        entered.add(row_id)
        while stack:
            current, needs = stack[-1]
            found = next((need for need in needs if need not in entered), None)
            if found is None:
                order[current] = rows[current]
                stack.pop()
            else:
                entered.add(found)
                stack.append((found, iter(_needs(found))))

    def _needs(row_id: str) -> list[str]:
        cells = [row["type"] or "" for row, _ in rows_of(row_id, workspace) if "Reference" not in (row["type"] or "")]
        named = [rows[row_id]["parent"] or "", *(name for cell in cells for name in BETWEEN_NAMES.split(cell))]
        own = {workspace.own_structure(name) for name in named}
        return sorted(name for name in own if name and name in rows)

    for row_id in sorted(rows):
        if row_id not in entered:
            visit(row_id)
    return list(order.values())


def _parent(row: Row, workspace: Workspace) -> tuple[str, Json] | None:
    """The address of a profile's base definition, and the definition; `None` for one that cannot be used."""
    if not (row["parent"] and row["type"]):
        return None
    parent_url = definition_url(row["parent"], workspace)
    parent = workspace.definitions.get(parent_url, "StructureDefinition") if parent_url else None
    if parent_url is None or (parent is None and parent_url not in workspace.own_urls):
        name, place = row["parent"], row.at("parent")
        if workspace.faults.is_absent(name, workspace.structure_sheets, place):
            workspace.report.add(UNKNOWN_PARENT, place, value=name, suggestion=nearest_definition(name, workspace))
        return None
    if parent is None or (parent_url in workspace.own_urls and not workspace.snapshots.elements_of(parent_url)):
        return None  # a profile of this guide whose own faults are reported
    if parent["type"] != row["type"]:
        said, wanted = row["type"], parent["type"]
        near = wanted if not is_resource(said, workspace) and nearest(said, [wanted]) else None
        workspace.report.add(TYPE_OTHER_THAN_PARENTS, row.at("type"), value=said, parent=wanted, suggestion=near)
        return None
    return parent_url, parent


def _profile(row: Row, workspace: Workspace) -> Artifact | None:
    found = _parent(row, workspace)
    if found is None:
        # what the cells of its elements say of themselves is read all the same, for its faults
        read_rows(Draft(row["id"], "", row["type"] or "", "", row, {}), workspace)
        return None
    parent_url, parent = found
    url = workspace.url_of("StructureDefinition", row)
    elements = {item["id"]: item for item in workspace.snapshots.elements_of(parent_url) or ()}
    draft = Draft(row["id"], url, row["type"], parent_url, row, elements)
    pending = read_rows(draft, workspace)
    state_declared(draft)
    index = parent_index(draft, workspace)
    draft.statements += statements_for(draft.id, draft.type, workspace)
    normalize(draft, index, workspace)
    read_pending(pending, draft, index, workspace)
    normalize(draft, index, workspace)
    state_bindings(draft, index, workspace)
    state_codes(draft, index, workspace)
    state_units(draft, index, workspace)
    state_data(draft, index, workspace)
    resource = _header(row, url, parent_url, parent, draft, workspace)
    made = assemble(draft, resource, index, workspace)
    check_values(made, workspace)
    check_extensions(made, workspace)
    check_obligations(draft, made, workspace)
    check_business_types(draft, made, workspace)
    check_obligations_against_cardinality(draft, made, index, workspace)
    if made.snapshot:
        resource["snapshot"] = {"element": made.snapshot}
    resource["differential"] = {"element": made.differential}
    put_rights(resource, made.snapshot)
    put_mappings(resource, made.snapshot, workspace)
    return Artifact("profile", resource, row, made.origins)


def _header(row: Row, url: str, parent_url: str, parent: Json, draft: Draft, workspace: Workspace) -> Json:
    resource = header("StructureDefinition", row, url, workspace.info)
    resource["fhirVersion"] = workspace.packages.fhir_version
    if any(statement.facet == "mapping" for statement in draft.statements):
        uri = workspace.info.site or workspace.info.canonical
        resource["mapping"] = [{"identity": MAPPING, "uri": uri, "name": MAPPING_NAME[workspace.info.lang]}]
    derived: dict[str, Any] = {
        "kind": parent["kind"],
        "abstract": bool(row["abstract"]),
        "type": row["type"],
        "baseDefinition": parent_url,
        "derivation": "constraint",
    }
    return resource | derived


KIND = Kind(
    "profile",
    50,
    (PROFILES, ELEMENTS, COMMON),
    Shown(
        order=10,
        folder=Term("profils", "profiles"),
        singular=Term("Profil", "Profile"),
        plural=Term("Profils", "Profiles"),
    ),
    resource_type="StructureDefinition",
    check=check,
    fhir=fhir,
    narrative=structure_table,
    is_outside=is_known_address,
    shapes_structures=True,
    rows_of=profile_rows,
)
