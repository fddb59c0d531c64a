"""Examples, from rows of paths and values or from JSON files of the sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tabellion.artifacts.example.instance import Instance
from tabellion.artifacts.example.labels import Labels
from tabellion.artifacts.example.sheets.examples import EXAMPLES
from tabellion.artifacts.example.sheets.values import VALUES
from tabellion.artifacts.example.stated_paths import set_values
from tabellion.artifacts.instances import declared_profiles
from tabellion.artifacts.kind import ANY_RESOURCE, Kind, Shown
from tabellion.artifacts.profile.types import definition_url, nearest_definition
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, Report, Term, rule
from tabellion.fhir import json
from tabellion.fhir.definitions import TYPE_ROOT, type_definition
from tabellion.fhir.json import Json
from tabellion.fhir.json_text import TEXT_NESTED_TOO_DEEPLY, read_json
from tabellion.guide.artifact import Artifact
from tabellion.snapshot.element_index import SnapshotIndex
from tabellion.tables.table import Row

# levels of JSON in an example: real resources have a tenth of them
DEEPEST = 200

FIRST = {"document": "Composition", "message": "MessageHeader"}

EXAMPLE_WITHOUT_CONTENT = rule(
    "EX001",
    "example-without-content",
    "error",
    "required",
    fr="l'exemple n'a ni fichier JSON, ni valeurs",
    en="the example has neither a JSON file nor values",
    help_fr="nommez un fichier, ou ajoutez des lignes à « Valeurs d'exemple »",
    help_en="name a file, or add rows to `Example values`",
)
EXAMPLE_FILE_MISSING = rule(
    "EX002",
    "example-file-missing",
    "error",
    "not-found",
    fr="le fichier « {value} » n'est pas dans le dossier « examples » des sources",
    en="the file `{value}` is not in the folder `examples` of the sources",
    help_fr="déposez-l'y, ou corrigez son nom",
    help_en="put it there, or mend its name",
)
EXAMPLE_WITHOUT_PROFILE = rule(
    "EX005",
    "example-without-profile",
    "error",
    "required",
    fr="l'exemple est fait de lignes, mais ne dit ni profil ni type de ressource",
    en="the example is made of rows, but says neither a profile nor a type of resource",
    help_fr="remplissez la colonne « Profil »",
    help_en="fill the column `Profile`",
)
REFUSED_EXAMPLE_WITHOUT_FAULT = rule(
    "EX006",
    "refused-example-without-fault",
    "error",
    "required",
    fr="l'exemple est refusé, mais ne dit pas pour quelle erreur",
    en="the example is refused, but does not say for which error",
    help_fr="nommez dans « Erreur attendue » l'invariant ou la règle qu'il enfreint",
    help_en="name in `Expected error` the invariant or rule that it breaks",
)
EXAMPLE_FROM_ROWS_AND_FILE = rule(
    "EX007",
    "example-from-rows-and-file",
    "error",
    "business-rule",
    fr="l'exemple vient d'un fichier et de lignes",
    en="the example comes from a file and from rows",
    help_fr="gardez l'un des deux",
    help_en="keep one of the two",
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
EXAMPLE_OF_UNKNOWN_PROFILE = rule(
    "EX009",
    "example-of-unknown-profile",
    "error",
    "not-found",
    fr="« {value} » n'est ni un profil de ce guide, ni un type de FHIR, ni l'adresse d'un profil connu",
    en="`{value}` is neither a profile of this guide, nor a type of FHIR, nor the address of a known profile",
    help_fr="corrigez la colonne « Profil »",
    help_en="mend the column `Profile`",
)


def check(workspace: Workspace) -> None:
    """A refused example says why."""
    for row in workspace.rows("examples"):
        if row["expected"] == "refused" and row.is_empty("fault"):
            workspace.report.add(REFUSED_EXAMPLE_WITHOUT_FAULT, row.at("fault"), value=row["id"])


def fhir(workspace: Workspace) -> Iterable[Artifact]:
    """Every example, ordered by id."""
    values: dict[str, list[Row]] = {}
    for value in workspace.rows("example-values"):
        if value["example"]:
            values.setdefault(value["example"], []).append(value)
    labels = Labels(workspace)
    for example_id, row in sorted(workspace.by_id("examples").items()):
        rows = values.get(example_id, [])
        if row["file"] and rows:
            workspace.report.add(EXAMPLE_FROM_ROWS_AND_FILE, row.at("file"), value=row["file"])
        elif row["file"]:
            made = _from_file(row, workspace)
            structures = _structures(row, workspace)
            if made is not None and structures is not None:
                yield Artifact("example", _with_profiles(made, structures), row)
        elif rows:
            artifact = _from_rows(row, rows, labels, workspace)
            if artifact is not None:
                yield artifact
        elif row.is_empty("file") and workspace.faults.is_whole("example-values", "example"):
            workspace.report.add(EXAMPLE_WITHOUT_CONTENT, row.place, value=example_id)


def _from_file(row: Row, workspace: Workspace) -> Json | None:
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


def _structures(row: Row, workspace: Workspace) -> list[tuple[str, str]] | None:
    """The (address, type) of each profile of an example; `None` when one is unknown, which is reported."""
    found = []
    for name in row.many("profile"):
        url = definition_url(name, workspace)
        definition = workspace.definitions.get(url, "StructureDefinition") if url else None
        if definition is None:
            if url is None and workspace.faults.is_absent(name, workspace.structure_sheets, row.at("profile")):
                near = nearest_definition(name, workspace)
                workspace.report.add(EXAMPLE_OF_UNKNOWN_PROFILE, row.at("profile"), value=name, suggestion=near)
            return None
        found.append((definition["url"], definition["type"]))
    return found


def _with_profiles(resource: Json, structures: list[tuple[str, str]]) -> Json:
    """The resource of a file with the profiles that the table gives it: an example is held to what it is shown for."""
    declared = declared_profiles(resource)
    added = [url for url in _profiles(structures) if url not in declared]
    meta = resource.get("meta", {})
    if not added or not isinstance(meta, dict):  # the fault of a `meta` that is no object is told where it is validated
        return resource
    stated = meta.get("profile", [])
    if not isinstance(stated, list):
        return resource
    return resource | {"meta": {**meta, "profile": [*stated, *added]}}


def _profiles(structures: list[tuple[str, str]]) -> list[str]:
    """The addresses of the profiles among structures, which may be types as well."""
    return [url for url, name in structures if url != TYPE_ROOT + name]


def _from_rows(row: Row, values: list[Row], labels: Labels, workspace: Workspace) -> Artifact | None:
    structures = _structures(row, workspace)
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
    profiles = _profiles(structures)
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


KIND = Kind(
    "example",
    90,
    (EXAMPLES, VALUES),
    Shown(
        order=80,
        folder=Term("exemples", "examples"),
        singular=Term("Exemple", "Example"),
        plural=Term("Exemples", "Examples"),
    ),
    resource_type=ANY_RESOURCE,
    instances=True,
    check=check,
    fhir=fhir,
)
