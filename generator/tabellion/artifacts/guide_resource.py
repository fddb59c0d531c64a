"""The ImplementationGuide resource."""

from __future__ import annotations

from collections.abc import Iterable

from tabellion.artifacts.bench import Bench
from tabellion.artifacts.header import jurisdiction, publisher
from tabellion.artifacts.instances import declared_profiles
from tabellion.artifacts.texts import put_text
from tabellion.diagnostics import rule
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.headings import nearest

UNKNOWN_LICENSE = rule(
    "GU013",
    "unknown-license",
    "error",
    fr="« {value} » n'est pas l'identifiant SPDX d'une licence",
    en="`{value}` is not the SPDX identifier of a license",
    help_fr="écrivez par exemple CC0-1.0, CC-BY-4.0 ou not-open-source",
    help_en="write for instance CC0-1.0, CC-BY-4.0 or not-open-source",
)
# what ImplementationGuide.license is bound to (R4 ImplementationGuide)
LICENSES = "http://hl7.org/fhir/ValueSet/spdx-license"


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
        _check_license(bench)
        resource["license"] = info.license
    resource["fhirVersion"] = [bench.packages.fhir_version]
    depends = [_dependency(one.name, one.version, bench) for one in info.dependencies]
    if depends:
        resource["dependsOn"] = depends
    entries = [_entry(one, bench) for one in artifacts if is_published(one)]
    page: Json = {"nameUrl": "index.html", "title": str(info.title), "generation": "markdown"}
    resource["definition"] = {"resource": entries, "page": page} if entries else {"page": page}
    return resource


def _check_license(bench: Bench) -> None:
    license_ = bench.info.license
    if bench.terminology.contains(LICENSES, None, license_).inside is False:
        known = [one["code"] for one in bench.terminology.expand(LICENSES).contains or ()]
        place = bench.info.place("license")
        bench.report.add(UNKNOWN_LICENSE, place, value=license_, suggestion=nearest(license_, known))


def _dependency(name: str, version: str, bench: Bench) -> Json:
    """ImplementationGuide.dependsOn: the address is that of the guide in the package, else the usual one."""
    guides = bench.packages.addresses("ImplementationGuide")
    usual = f"http://fhir.org/packages/{name}/ImplementationGuide/{name}"
    return {
        "id": name.replace(".", "_"),
        "uri": next((url for url in guides if url.endswith(f"/{name}")), usual),
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
