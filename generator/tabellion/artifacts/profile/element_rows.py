"""Rows of Elements and Common rules, as statements about the elements of one profile."""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.artifacts.faults import FaultyElements
from tabellion.artifacts.profile.statements import COMMON, OWN
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule
from tabellion.fhir.definitions import type_definition
from tabellion.tables.table import Row

UNKNOWN_SCOPE = rule(
    "SD021",
    "unknown-scope-of-common-rule",
    "error",
    fr="« {value} » n'est ni un profil de ce guide, ni un type de FHIR, ni une famille de mesures",
    en="`{value}` is neither a profile of this guide, nor a type of FHIR, nor a family of measures",
    help_fr="corrigez la colonne « Périmètre », ou écrivez * pour tous les profils",
    help_en="mend the column `Scope`, or write * for all profiles",
)

# the columns that state something of the element, by the facet that each states
FACETS = {
    "mustsupport": "mustSupport",
    "short": "short",
    "definition": "definition",
    "requirements": "requirements",
    "comment": "comment",
    "max_length": "maxLength",
    "modifier": "isModifier",
    "summary": "isSummary",
}
TEXTS = {"short", "definition", "requirements", "comment"}


def element_id(row: Row, type_name: str) -> str | None:
    """The id that a row speaks of, the type put before it where the author left it out."""
    path: str | None = row["path"]
    if path is None:
        return None
    if path.split(".")[0].split(":")[0] != type_name and not path[:1].isupper():
        path = f"{type_name}.{path}"
    name = row["slice"]
    if name and not path.endswith(f":{name}"):
        path = f"{path}:{name}"
    return path


def rows_of(row_id: str, workspace: Workspace) -> Iterator[tuple[Row, int]]:
    """The rows that speak of a profile or an extension, each with its rank."""
    is_profile = row_id in workspace.by_id("profiles")
    for row in workspace.element_rows.get(row_id, ()):
        yield row, OWN
    if not is_profile:
        return
    for row in workspace.element_rows.get("*", ()):
        if row_id not in row.many("profile"):
            yield row, COMMON
    scopes = _scopes(row_id, workspace)
    for row in workspace.rows("common"):
        if scopes & set(row.many("scope")) and row_id not in row.many("exceptions"):
            yield row, COMMON


def _scopes(profile: str, workspace: Workspace) -> set[str]:
    """What a common rule may call this profile: its id, its type, the families of its measures, or `*`."""
    row = workspace.by_id("profiles")[profile]
    scopes = {"*", profile, row["type"] or ""}
    for name in workspace.measures_of.get(profile, ()):
        measure = workspace.by_id("measures").get(name)
        if measure is not None and "family" in measure:
            scopes.add(measure["family"])
            scopes.update(measure.choice("family").words)
    return scopes


def faulty_elements(structure: str, workspace: Workspace) -> FaultyElements:
    """The elements that a row with an error speaks of: rows about a profile or an extension of the guide, and about
    those of its profiles that it rests on."""
    return workspace.faults.elements(_rows_with_elements(structure, workspace))


def _rows_with_elements(structure: str, workspace: Workspace) -> Iterator[tuple[Row, str | None]]:
    profiles = workspace.by_id("profiles")
    name, seen = structure, set[str]()
    while name and name not in seen:
        seen.add(name)
        row = profiles.get(name)
        type_name = (row["type"] or "") if row is not None else "Extension"
        for about, _ in rows_of(name, workspace):
            yield about, element_id(about, type_name)
        name = (workspace.own_structure(row["parent"] or "") or "") if row is not None else ""


def check_scopes(workspace: Workspace) -> None:
    """A common rule concerns profiles that there are: by id, by type, by the family of their measures, or all."""
    measures = workspace.tables.get("measures")
    choices = measures.sheet.column("family").choices if measures is not None else ()
    families = [word for family in choices for word in family.words]
    types = [row["type"] for row in workspace.rows("profiles") if row["type"]]
    known = {"*", *workspace.by_id("profiles"), *types, *families}
    for row in workspace.rows("common"):
        for scope in row.many("scope"):
            if scope in known or type_definition(workspace.packages, scope) is not None:
                continue
            if workspace.faults.is_absent(scope, ("profiles",), row.at("scope")):
                near = workspace.nearest(scope, "scopes", lambda: [*workspace.by_id("profiles"), *types, *families])
                workspace.report.add(UNKNOWN_SCOPE, row.at("scope"), value=scope, suggestion=near)
