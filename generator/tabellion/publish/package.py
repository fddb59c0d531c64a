"""The FHIR NPM package of an edition (https://hl7.org/fhir/packages.html)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from tabellion.artifacts.edition import Edition
from tabellion.artifacts.guide_resource import is_published
from tabellion.fhir.json import Json, dumps
from tabellion.fhir.versions import VERSIONS
from tabellion.publish.archive import tgz

INDEXED = ("resourceType", "id", "url", "version", "kind", "type", "derivation", "supplements", "content")


def package_name(edition: Edition) -> str:
    """The file name of the package."""
    return f"{edition.info.package_id}-{edition.info.version}.tgz"


def output_files(edition: Edition) -> dict[str, bytes]:
    """The JSON artifacts by their name in `output/`; refused examples stand apart, being no part of the guide."""
    files = {file_name(edition.guide_resource): dumps(edition.guide_resource).encode("utf-8")}
    for artifact in edition.artifacts:
        folder = "" if is_published(artifact) else "refused/"
        files[folder + file_name(artifact.resource)] = artifact.encoded()
    return files


def package_archive(edition: Edition, written: Mapping[str, bytes]) -> bytes:
    """The bytes of the package: definitions in `package/`, examples in `package/example/`, an index for each.

    `written` are the artifacts as `output_files` gives them.
    """
    definitions = [
        edition.guide_resource,
        *(artifact.resource for artifact in edition.artifacts if not artifact.is_example),
    ]
    examples = [artifact.resource for artifact in edition.artifacts if artifact.is_example and is_published(artifact)]
    files = {"package/package.json": _json(package_json(edition))}
    for folder, resources in (("package/", definitions), ("package/example/", examples)):
        for resource in resources:
            files[f"{folder}{file_name(resource)}"] = written[file_name(resource)]
        if resources:
            files[f"{folder}.index.json"] = _json(index(resources))
    return tgz(files)


def file_name(resource: Json) -> str:
    """`Type-id.json`: no id of FHIR makes a name that Windows refuses, since the type stands before it."""
    return f"{resource['resourceType']}-{resource['id']}.json"


def package_json(edition: Edition) -> Json:
    """The manifest of the package."""
    info = edition.info
    core = VERSIONS[edition.definitions.fhir_version].core
    manifest: Json = {
        "name": info.package_id,
        "version": info.version,
        "type": "IG",
        "canonical": info.canonical,
        "url": info.site or info.canonical,
        "title": str(info.title),
        "description": str(info.description) or str(info.title),
        "fhirVersions": [edition.definitions.fhir_version],
        "dependencies": {core.name: core.version}
        | {
            dependency.name: dependency.version
            for dependency in sorted(info.dependencies, key=lambda dependency: dependency.name)
        },
        "author": info.publisher,
        "date": info.date.strftime("%Y%m%d000000"),
        "directories": {"lib": "package", "example": "package/example"},
    }
    if info.license:
        manifest["license"] = info.license
    if info.jurisdiction and not info.jurisdiction.isdigit():
        manifest["jurisdiction"] = f"urn:iso:std:iso:3166#{info.jurisdiction}"
    return manifest


def index(resources: Iterable[Json]) -> Json:
    """`.index.json`, version 2: what a tool needs to find a resource without opening every file."""
    files = []
    for resource in sorted(resources, key=file_name):
        entry = {"filename": file_name(resource)}
        entry |= {key: resource[key] for key in INDEXED if isinstance(resource.get(key), str)}
        files.append(entry)
    return {"index-version": 2, "files": files}


def _json(value: Json) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
