"""An example from rows of paths and values."""

from __future__ import annotations

from tabellion.artifacts.example.instance import Instance
from tabellion.artifacts.example.labels import Labels
from tabellion.artifacts.example.stated_paths import set_values
from tabellion.artifacts.example.structures import profiles_of, structures_of
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule
from tabellion.fhir.definitions import type_definition
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.snapshot.element_index import SnapshotIndex
from tabellion.tables.table import Row

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
    origins = set_values(instance, values, (url, type_name), workspace)
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
    _put_first(resource)
    labels.complete(resource)
    return Artifact("example", resource, row, origins)


def _put_first(resource: Json) -> None:
    """Put the entry first that FHIR wants there in a document and in a message, as the order of slices is that of their
    names (R4 Bundle, bdl-11 and bdl-12)."""
    first = FIRST.get(resource.get("type", "")) if resource["resourceType"] == "Bundle" else None
    if first and isinstance(resource.get("entry"), list):
        resource["entry"].sort(key=lambda entry: entry.get("resource", {}).get("resourceType") != first)


def _is_resource(code: str, workspace: Workspace) -> bool:
    """Whether a type is one of resources that instances have: not `Resource` itself."""
    definition = type_definition(workspace.packages, code)
    return definition is not None and definition["kind"] == "resource" and not definition["abstract"]
