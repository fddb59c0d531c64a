"""An example from rows of paths and values."""

from __future__ import annotations

from collections.abc import Mapping

from tabellion.artifacts.example.instance import Instance
from tabellion.artifacts.example.labels import Labels
from tabellion.artifacts.example.stated_paths import set_values
from tabellion.artifacts.example.structures import profiles_of, structures_of
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, rule
from tabellion.diagnostics.model import json_pointer
from tabellion.elements.paths import rooted
from tabellion.fhir.definitions import type_definition
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.snapshot.element_index import SnapshotIndex
from tabellion.tables.table import Row

Origins = dict[tuple[str, str], tuple[Place, ...]]
FIRST = {"document": "Composition", "message": "MessageHeader"}

EXAMPLE_WITHOUT_PROFILE = rule(
    "EX005",
    "example-without-profile",
    "error",
    "required",
    fr="l'exemple est fait de lignes, mais n'indique ni profil ni type de ressource",
    en="the example is made of rows, but gives neither a profile nor a resource type",
    help_fr="remplissez la colonne « Profil »",
    help_en="fill the column `Profile`",
)


def from_rows(row: Row, values: list[Row], labels: Labels, workspace: Workspace) -> Artifact | None:
    """The example of a row whose values stand in other rows; `None` where no profile says what it is, which is
    reported."""
    structures = structures_of(row, workspace)
    if structures is None:
        return None
    if not structures:
        if row.is_empty("profile"):
            workspace.report.add(EXAMPLE_WITHOUT_PROFILE, row.at("profile"))
        return None
    url, type_name = structures[0]
    instance = Instance(SnapshotIndex(workspace.snapshots, url), lambda code: _is_resource(code, workspace))
    if not instance.index.root:
        return None  # the profile has faults of its own
    stated = set_values(instance, values, (url, type_name), workspace)
    resource: Json = {"resourceType": type_name, "id": row["id"]}
    profiles = profiles_of(structures)
    content = instance.finish()
    meta = content.pop("meta", {})
    if profiles and "profile" not in meta:
        meta = {**meta, "profile": profiles}
    if meta:
        resource["meta"] = meta
    resource["language"] = workspace.info.lang  # of its texts and displays
    resource |= content
    moved = _put_first(resource)
    labels.complete(resource)
    return Artifact("example", resource, row, _origins(instance, stated, type_name, moved))


def _origins(instance: Instance, stated: Mapping[int, Row], type_name: str, moved: Mapping[int, int]) -> Origins:
    """The cells by the paths that rows state, with the JSON pointer (RFC 6901) of what became of each, `""` where it is
    not there; `moved` has the new positions of entries of a Bundle."""
    pointers = {id(part): pointer for part, pointer in instance.pointers()}
    origins: Origins = {}
    parts = {id(part): part for part in instance.root.walk()}
    for key, row in stated.items():
        if not parts[key].is_stated:
            continue
        pointer = pointers.get(key, ())
        if moved and len(pointer) > 1 and pointer[0] == "entry":
            pointer = ("entry", moved[int(pointer[1])], *pointer[2:])
        origins[rooted(row["path"], type_name), json_pointer(pointer)] = (row.at("value"),)
    return origins


def _put_first(resource: Json) -> Mapping[int, int]:
    """Put the entry first that FHIR wants there in a document and in a message, as the order of slices is that of their
    names (R4 Bundle, bdl-11 and bdl-12); the new positions of entries by the former ones, none where nothing moved."""
    first = FIRST.get(resource.get("type", "")) if resource["resourceType"] == "Bundle" else None
    entries = resource.get("entry")
    if not first or not isinstance(entries, list):
        return {}
    order = sorted(
        range(len(entries)), key=lambda number: entries[number].get("resource", {}).get("resourceType") != first
    )
    resource["entry"] = [entries[number] for number in order]
    return {former: new for new, former in enumerate(order)}


def _is_resource(code: str, workspace: Workspace) -> bool:
    """Whether a type is one of resources that instances have: not `Resource` itself."""
    definition = type_definition(workspace.packages, code)
    return definition is not None and definition["kind"] == "resource" and not definition["abstract"]
