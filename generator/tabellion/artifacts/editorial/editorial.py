"""Renamings, removals and accepted warnings: what pages and reports take into account, held against what there is."""

from __future__ import annotations

from collections.abc import Iterable

from tabellion.artifacts.editorial.sheets.accepted import ACCEPTED
from tabellion.artifacts.editorial.sheets.arbitrations import ARBITRATIONS
from tabellion.artifacts.editorial.sheets.removals import REMOVALS
from tabellion.artifacts.editorial.sheets.renamings import RENAMINGS
from tabellion.artifacts.kind import ANY_RESOURCE, Kind
from tabellion.artifacts.kinds import resource_kinds
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule
from tabellion.elements.paths import rooted
from tabellion.guide.artifact import Artifact
from tabellion.snapshot.element_index import SnapshotIndex
from tabellion.tables.table import Row

NEW_NAME_OF_NOTHING = rule(
    "ED001",
    "new-name-of-nothing",
    "error",
    "not-found",
    fr="« {value} » n'est l'identifiant d'aucun artefact de ce guide",
    en="`{value}` is the id of no artifact of this guide",
    help_fr="corrigez l'identifiant : l'ancienne adresse doit mener quelque part",
    help_en="fix the id: the old address has to lead somewhere",
)
NEW_PATH_OF_NOTHING = rule(
    "ED002",
    "new-path-of-nothing",
    "error",
    "not-found",
    fr="« {value} » n'est pas un élément {artifact:de}",
    en="`{value}` is not an element of {artifact}",
    help_fr="écrivez l'identifiant FHIR de l'élément, avec ses tranches",
    help_en="write the element's FHIR id, with its slices",
)
OLD_ARTIFACT_STILL_THERE = rule(
    "ED003",
    "old-artifact-still-there",
    "error",
    "business-rule",
    fr="« {value} » est encore dans ce guide, en {place}",
    en="`{value}` is still in this guide, at {place}",
    help_fr="retirez la ligne, ou l'artefact qui porte encore cet identifiant",
    help_en="remove the row, or the artifact that still has this id",
)


def check(workspace: Workspace) -> None:
    """New names are those of something, old ones of nothing."""
    for row in workspace.rows("renamings"):
        _check_new(row, "new_artifact", workspace)
        if not row["old_path"]:
            _check_old(row, "old_artifact", workspace)
    for row in workspace.rows("removals"):
        _check_new(row, "replaced_by", workspace)
        if not row["path"]:
            _check_old(row, "artifact", workspace)


def _check_new(row: Row, key: str, workspace: Workspace) -> None:
    named = row[key] or ""
    if not named or "://" in named or _declared(named, workspace) is not None:
        return
    name = named.rpartition("/")[2]
    sheets = [kind.declaring.key for kind in resource_kinds()]
    if workspace.faults.is_absent(name, sheets, row.at(key)):
        near = workspace.nearest(
            name, "artifacts", lambda: (item for sheet in sheets for item in workspace.by_id(sheet))
        )
        workspace.report.add(NEW_NAME_OF_NOTHING, row.at(key), value=named, suggestion=near)


def _check_old(row: Row, key: str, workspace: Workspace) -> None:
    found = _declared(row[key] or "", workspace)
    if found is not None:
        workspace.report.add(
            OLD_ARTIFACT_STILL_THERE, row.at(key), value=row[key], place=str(found.at("id")), related=(found.at("id"),)
        )


def _declared(named: str, workspace: Workspace) -> Row | None:
    """The row of an artifact named by `id` or `Type/id`."""
    type_name, _, name = named.rpartition("/")
    sheets = [
        kind.declaring.key
        for kind in resource_kinds()
        if type_name in ("", kind.resource_type) or kind.resource_type == ANY_RESOURCE
    ]
    return next((row for sheet in sheets if (row := workspace.by_id(sheet).get(name)) is not None), None)


def fhir(workspace: Workspace) -> Iterable[Artifact]:
    """Nothing of its own; the new paths of renamings lead to elements of what was made."""
    for row in workspace.rows("renamings"):
        name = workspace.own_structure((row["new_artifact"] or "").rpartition("/")[2])
        path = row["new_path"]
        if not (name and path):
            continue
        index = SnapshotIndex(workspace.snapshots, workspace.own_definitions[name])
        full = rooted(path, index.root)
        if index.root and full not in index:
            near = next(iter(index.nearest(full, 1)), None)
            workspace.report.add(NEW_PATH_OF_NOTHING, row.at("new_path"), value=path, artifact=name, suggestion=near)
    return ()


KIND = Kind(
    "editorial",
    95,
    (RENAMINGS, REMOVALS, ACCEPTED, ARBITRATIONS),
    check=check,
    fhir=fhir,
)
