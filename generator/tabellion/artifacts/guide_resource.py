"""The ImplementationGuide resource."""

from __future__ import annotations

from collections.abc import Iterable

from tabellion.artifacts.bench import Bench
from tabellion.artifacts.header import jurisdiction, publisher
from tabellion.artifacts.instances import declared_profiles
from tabellion.artifacts.texts import put_text
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact


def is_published(artifact: Artifact) -> bool:
    """Whether an artifact belongs to the package: all but refused examples, and examples whose row says no."""
    row = artifact.row
    if artifact.kind != "example" or row is None:
        return True
    return row["expected"] != "refused" and row["published"] is not False


def guide_resource(artifacts: Iterable[Artifact], bench: Bench) -> Json:
    """R4 ImplementationGuide: dependencies, and every resource of the package with its name and description."""
    info = bench.info
    resource: Json = {"resourceType": "ImplementationGuide", "id": info.package_id, "language": info.lang}
    resource["url"] = bench.canonical("ImplementationGuide", info.package_id)
    resource |= {"version": info.version, "name": info.name}
    put_text(resource, "title", info.title, info.lang)
    resource["status"] = info.status
    if info.experimental:
        resource["experimental"] = True
    resource["date"] = info.date.isoformat()
    resource |= publisher(info)
    put_text(resource, "description", info.description, info.lang)
    if info.jurisdiction:
        resource["jurisdiction"] = [jurisdiction(info.jurisdiction)]
    put_text(resource, "copyright", info.copyright, info.lang)
    resource["packageId"] = info.package_id
    if info.license:
        resource["license"] = info.license
    resource["fhirVersion"] = [bench.packages.fhir_version]
    depends = [_dependency(one.name, one.version) for one in info.dependencies]
    if depends:
        resource["dependsOn"] = depends
    entries = [_entry(one, bench) for one in artifacts if is_published(one)]
    page: Json = {"nameUrl": "index.html", "title": str(info.title), "generation": "markdown"}
    resource["definition"] = {"resource": entries, "page": page} if entries else {"page": page}
    return resource


def _dependency(name: str, version: str) -> Json:
    identity = "".join(part for part in name.replace(".", "_"))
    return {
        "id": identity,
        "uri": f"http://fhir.org/packages/{name}/ImplementationGuide/{name}",
        "packageId": name,
        "version": version,
    }


def _entry(artifact: Artifact, bench: Bench) -> Json:
    row = artifact.row
    entry: Json = {"reference": {"reference": artifact.reference}}
    lang = bench.info.lang
    title = row.text("title") or row.text("label") or row.text("message") if row is not None else None
    entry["name"] = title.in_(lang) if title else artifact.id
    description = row.text("description") or row.text("purpose") or row.text("cause") if row is not None else None
    if description:
        entry["description"] = description.in_(lang)
    if artifact.kind == "example":
        own = [url for url in declared_profiles(artifact.resource) if url in bench.own_urls]
        if own:
            entry["exampleCanonical"] = own[0]
        else:
            entry["exampleBoolean"] = True
    return entry
