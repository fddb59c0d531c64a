"""Rows of Elements and Common rules, as statements about the elements of one profile."""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.artifacts.faults import FaultyElements
from tabellion.artifacts.profile.statements import COMMON, OWN
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule
from tabellion.elements.paths import id_of_slice, last_of, rooted
from tabellion.fhir.definitions import type_definition
from tabellion.tables.table import Row, State

UNKNOWN_SCOPE_OF_COMMON_RULE = rule(
    "SD021",
    "unknown-scope-of-common-rule",
    "error",
    "not-found",
    fr="« {value} » n'est ni un profil de ce guide, ni un type de FHIR, ni une famille de mesures",
    en="`{value}` is neither a profile of this guide, nor a type of FHIR, nor a family of measurements",
    help_fr="corrigez la colonne « Périmètre », ou écrivez * pour tous les profils",
    help_en="fix the column `Scope`, or write * for all profiles",
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
    "sender": "sender",
    "receiver": "receiver",
}
# the sheets that say which codes elements have
CODED = ("codes", "units", "bindings")
TEXTS = {"short", "definition", "requirements", "comment"}


def element_id(row: Row, type_name: str) -> str | None:
    """The id that a row speaks of, the type put before it where the author left it out; `None` if it is not known."""
    path: str | None = row["path"]
    if path is None or row.state("slice") is State.UNREAD:
        return None
    path, name = rooted(path, type_name), row["slice"]
    return id_of_slice(path, name) if name and last_of(path).slice_name != name else path


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


def rows_about(sheet: str, profile: str, workspace: Workspace, key: str = "target") -> list[Row]:
    """The rows of a sheet about measures, profiles or everything (`*`) that speak of this profile, in their order."""
    named = workspace.rows_naming(sheet, key)
    targets = ("*", profile, *workspace.measures_of.get(profile, ()))
    return [row for _, row in sorted({item[0]: item for target in targets for item in named.get(target, ())}.values())]


def faulty_elements(structure: str, workspace: Workspace) -> FaultyElements:
    """The elements that a row with an error speaks of: rows about a profile or an extension of the guide, and about
    those of its profiles that it rests on; and rows of which nobody knows what they are about."""
    found = [*_rows_about(structure, workspace), *_rows_about_codes(structure, workspace)]
    return workspace.faults.elements([*found, *_rows_of_unknown_scope(structure, workspace)])


def lost_elements(structure: str, workspace: Workspace) -> FaultyElements:
    """The elements that no row brings into a structure because its path, or what it is about, was not read."""
    known = workspace.lost_elements.get(structure)
    if known is None:
        rows = (item for item in _rows_about(structure, workspace) if item[1] is None)
        known = workspace.faults.elements([*rows, *_rows_of_unknown_scope(structure, workspace)])
        workspace.lost_elements[structure] = known
    return known


def _line_of(structure: str, workspace: Workspace) -> Iterator[tuple[str, str, Row | None]]:
    """A structure and the profiles of the guide that it rests on, each with its type and the row of a profile."""
    profiles = workspace.by_id("profiles")
    name, seen = structure, set[str]()
    while name and name not in seen:
        seen.add(name)
        row = profiles.get(name)
        yield name, (row["type"] or "") if row is not None else "Extension", row
        name = (workspace.own_structure(row["parent"] or "") or "") if row is not None else ""


def _rows_about(structure: str, workspace: Workspace) -> Iterator[tuple[Row, str | None]]:
    for name, type_name, _ in _line_of(structure, workspace):
        for row, _ in rows_of(name, workspace):
            yield row, element_id(row, type_name)


def _rows_about_codes(structure: str, workspace: Workspace) -> Iterator[tuple[Row, str | None]]:
    for name, type_name, _ in _line_of(structure, workspace):
        for sheet in CODED:
            about = rows_about(sheet, name, workspace)
            if not workspace.faults.is_whole(sheet, "target"):
                about += [row for row in workspace.rows(sheet) if workspace.faults.is_at(row, "target")]
            for row in about:
                yield row, "" if row.is_empty("path") else element_id(row, type_name)


def _rows_of_unknown_scope(structure: str, workspace: Workspace) -> Iterator[tuple[Row, str | None]]:
    """Rows that may speak of any structure, and those that would say which measures and which parent this one has."""
    is_whole, is_at = workspace.faults.is_whole, workspace.faults.is_at
    for _, type_name, declared in _line_of(structure, workspace):
        for sheet, key in (("elements", "profile"), ("common", "scope")):
            for row in workspace.rows(sheet) if not is_whole(sheet, key) else ():
                if is_at(row, key):
                    yield row, element_id(row, type_name)
        if declared is not None and (is_at(declared, "measure") or is_at(declared, "parent")):
            yield declared, None
    yield from ((row, None) for row in workspace.rows("measures") if is_at(row, "profile") or not row["id"])


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
                workspace.report.add(UNKNOWN_SCOPE_OF_COMMON_RULE, row.at("scope"), value=scope, suggestion=near)
