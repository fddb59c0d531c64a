"""An example from a JSON file of the sources."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.example.structures import profiles_of
from tabellion.artifacts.instances import declared_profiles
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, Report, rule
from tabellion.fhir import json
from tabellion.fhir.json import Json
from tabellion.fhir.json_text import TEXT_NESTED_TOO_DEEPLY, read_json
from tabellion.tables.table import Row

# levels of JSON in an example: real resources have a tenth of them
DEEPEST = 200

EXAMPLE_FILE_MISSING = rule(
    "EX002",
    "example-file-missing",
    "error",
    "not-found",
    fr="le fichier « {value} » n'est pas dans le dossier « examples » des sources",
    en="the file `{value}` is not in the folder `examples` of the sources",
    help_fr="déposez-l'y, ou corrigez son nom",
    help_en="put it there, or fix its name",
)

OTHER_ID_IN_EXAMPLE_FILE = rule(
    "EX008",
    "other-id-in-example-file",
    "error",
    "business-rule",
    fr="le fichier donne à la ressource l'identifiant « {found} », la table « {wanted} »",
    en="the file gives the resource the id `{found}`, the table `{wanted}`",
    help_fr="donnez aux deux le même identifiant",
    help_en="give both the same id",
)


def from_file(row: Row, workspace: Workspace) -> Json | None:
    """The resource of the file that a row names, with the id of the row; `None` where it is missing or not read, which
    is reported."""
    name = row["file"]
    content = workspace.files.get(name)
    if content is None:
        near = workspace.nearest(name, "files", lambda: workspace.files)
        workspace.report.add(EXAMPLE_FILE_MISSING, row.at("file"), value=name, suggestion=near)
        return None
    found = Report()
    file = f"examples/{name}"
    resource = read_json(content, found, file)
    if json.nests_beyond(resource, DEEPEST):
        found.add(TEXT_NESTED_TOO_DEEPLY, Place(file, line=1, offset=1))
    if resource is None or found.failed:
        workspace.report.extend(replace(finding, related=(row.at("file"),)) for finding in found)
        return None
    if resource.get("id", row["id"]) != row["id"]:
        workspace.report.add(OTHER_ID_IN_EXAMPLE_FILE, row.at("id"), found=resource["id"], wanted=row["id"])
        return None
    if "id" in resource:
        return resource
    return {"resourceType": resource["resourceType"], "id": row["id"]} | resource


def with_profiles(resource: Json, structures: list[tuple[str, str]]) -> Json:
    """The resource of a file with the profiles that the table gives it: an example is held to what it is shown for."""
    declared = declared_profiles(resource)
    added = [url for url in profiles_of(structures) if url not in declared]
    meta = resource.get("meta", {})
    if not added or not isinstance(meta, dict):  # the fault of a `meta` that is no object is told where it is validated
        return resource
    stated = meta.get("profile", [])
    if not isinstance(stated, list):
        return resource
    return resource | {"meta": {**meta, "profile": [*stated, *added]}}
