"""Rows of Invariants as ElementDefinition.constraint."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tabellion.artifacts.kind import Kind
from tabellion.artifacts.profile.sheets.invariants import INVARIANTS
from tabellion.artifacts.profile.statements import Statement
from tabellion.artifacts.texts import put_text
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule
from tabellion.elements.paths import root_of, rooted
from tabellion.fhir.json import Json
from tabellion.tables.table import Row

UNKNOWN_PLACE_OF_INVARIANT = rule(
    "SD012",
    "unknown-place-of-invariant",
    "error",
    "not-found",
    fr="« {value} » n'est ni un profil, ni une extension, ni un type que ce guide contraint",
    en="`{value}` is neither a profile, nor an extension, nor a type that this guide constrains",
    help_fr="écrivez « profil › chemin », ou un chemin qui commence par un type, ex. Observation.value[x]",
    help_en="write `profile › path`, or a path that begins with a type, for instance Observation.value[x]",
)
INVARIANT_NOWHERE_USED = rule(
    "SD013",
    "invariant-nowhere-used",
    "warning",
    fr="l'invariant ne s'applique à aucun élément",
    en="the invariant applies to no element",
    help_fr="remplissez « Chemins », ou citez l'invariant dans une ligne d'élément",
    help_en="fill `Paths`, or name the invariant in a row of an element",
)

SCOPED = re.compile(r"(?P<scope>[^›>»]+?)\s*[›>»]\s*(?P<path>\S+)")


def constraint(key: str, workspace: Workspace) -> Json | None:
    """ElementDefinition.constraint of an invariant's row; `None` for an unknown key (references are checked apart)."""
    row = workspace.by_id("invariants").get(key)
    if row is None or not row["expression"] or not row["severity"]:
        return None
    found: Json = {"key": key, "severity": row["severity"]}
    put_text(found, "human", row.text("human"), workspace.info.lang)
    found["expression"] = row["expression"]
    return found


def places_of(row: Row) -> Iterator[tuple[str, str]]:
    """Where an invariant applies: (profile or extension, path), the first empty for all profiles of a type."""
    for text in row.many("paths"):
        match = SCOPED.fullmatch(text.strip())
        yield (match["scope"].strip(), match["path"]) if match else ("", text.strip())


def statements_for(structure: str, type_name: str, workspace: Workspace) -> Iterator[Statement]:
    """The invariants that apply to a profile or an extension by their own column Paths."""
    for row in workspace.rows("invariants"):
        if not row["id"] or (found := constraint(row["id"], workspace)) is None:
            continue
        for scope, path in places_of(row):
            is_here = scope == structure if scope else root_of(path) == type_name
            if is_here:
                yield Statement(rooted(path, type_name), "constraint", found, row.at("paths"))


def check(workspace: Workspace) -> None:
    """Every invariant applies somewhere, to something that there is."""
    types = {row["type"] for row in workspace.rows("profiles")} | (
        {"Extension"} if workspace.rows("extensions") else set()
    )
    used = {key for sheet in ("elements", "common") for row in workspace.rows(sheet) for key in row.many("invariants")}
    is_read = all(workspace.faults.is_whole(sheet, "invariants") for sheet in ("elements", "common"))
    for row in workspace.rows("invariants"):
        for scope, path in places_of(row):
            known = scope in workspace.own_definitions if scope else root_of(path) in types
            if not known and workspace.faults.is_absent(scope, workspace.structure_sheets, row.at("paths")):
                value = scope or path
                near = workspace.nearest(
                    value, "places of invariants", lambda: [*workspace.own_definitions, *filter(None, types)]
                )
                workspace.report.add(UNKNOWN_PLACE_OF_INVARIANT, row.at("paths"), value=value, suggestion=near)
        if row["id"] and row.is_empty("paths") and row["id"] not in used and is_read:
            workspace.report.add(INVARIANT_NOWHERE_USED, row.at("paths"), value=row["id"])


KIND = Kind(
    "invariant",
    10,
    (INVARIANTS,),
    check=check,
    shapes_structures=True,
)
