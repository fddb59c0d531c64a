"""The ImplementationGuide resource."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from tabellion.artifacts.header import jurisdiction, publisher
from tabellion.artifacts.instances import declared_profiles
from tabellion.artifacts.kinds import shown_kinds
from tabellion.artifacts.texts import put_text
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule
from tabellion.fhir.element_model import Child
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.headings import nearest
from tabellion.tables.table import Localized

UNKNOWN_LICENSE = rule(
    "GU013",
    "unknown-license",
    "error",
    "code-invalid",
    fr="« {value} » n'est pas l'identifiant SPDX d'une licence",
    en="`{value}` is not the SPDX identifier of a license",
    help_fr="écrivez par exemple CC0-1.0, CC-BY-4.0 ou not-open-source",
    help_en="write for instance CC0-1.0, CC-BY-4.0 or not-open-source",
)
PARAMETERS = "http://hl7.org/fhir/guide-parameter-code"
# which formats of resources the site offers (ImplementationGuide.definition.parameter)
FORMATS = {"generate-json": "true", "generate-xml": "true", "generate-turtle": "false"}
# what ImplementationGuide.license is bound to (R4 ImplementationGuide)
INDEX = "index.html"
LICENSES = "http://hl7.org/fhir/ValueSet/spdx-license"


def is_published(artifact: Artifact) -> bool:
    """Whether an artifact belongs to the package: all but refused examples, and examples whose row says no."""
    row = artifact.row
    if not artifact.is_example or row is None:
        return True
    return not artifact.is_refused and row["published"] is not False


def guide_resource(artifacts: Iterable[Artifact], workspace: Workspace) -> Json:
    """The ImplementationGuide, as the version of FHIR has it: dependencies, and every resource of the package with its
    name and description."""
    artifacts, info = list(artifacts), workspace.info
    resource: Json = {"resourceType": "ImplementationGuide", "id": info.package_id, "language": info.lang}
    resource["url"] = workspace.canonical("ImplementationGuide", info.package_id)
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
        _check_license(workspace)
        resource["license"] = info.license
    resource["fhirVersion"] = [workspace.packages.fhir_version]
    depends = [_dependency(dependency.name, dependency.version, workspace) for dependency in info.dependencies]
    if depends:
        resource["dependsOn"] = depends
    entries = [_entry(artifact, workspace) for artifact in artifacts if is_published(artifact)]
    is_named = "name" in _children("page", workspace)  # R5 tells where a page comes from and what it is called
    page: Json = {"sourceUrl": INDEX, "name": INDEX} if is_named else {"nameUrl": INDEX}
    put_text(page, "title", info.title, info.lang)
    page["generation"] = "markdown"
    if entries:
        kinds = {artifact.kind for artifact in artifacts if is_published(artifact)}
        resource["definition"] = {"grouping": _groups(kinds, info.lang), "resource": entries, "page": page}
    elif is_named:  # a definition of R4 (ImplementationGuide) has at least one resource
        resource["definition"] = {"page": page}
    if "definition" in resource:
        resource["definition"]["parameter"] = _parameters(workspace)
    return resource


def _groups(kinds: Collection[str], lang: str) -> list[Json]:
    """ImplementationGuide.definition.grouping: a group for each kind of artifact, in the order of lists."""
    groups = []
    for name, shown in shown_kinds().items():
        if name in kinds:
            words = {"fr": shown.plural.fr, "en": shown.plural.en}
            group: Json = {"id": name}
            put_text(group, "name", Localized(words, {}, lang), lang)
            groups.append(group)
    return groups


def _parameters(workspace: Workspace) -> list[Json]:
    """ImplementationGuide.definition.parameter: the formats in which resources are published. R5 has Codings."""
    kind = _children("parameter", workspace)["code"].type
    codes = [{"system": PARAMETERS, "code": code} if kind == "Coding" else code for code in FORMATS]
    return [{"code": code, "value": value} for code, value in zip(codes, FORMATS.values(), strict=True)]


def _check_license(workspace: Workspace) -> None:
    license_ = workspace.info.license
    if workspace.terminology.contains(LICENSES, None, license_).inside is False:
        known = [concept["code"] for concept in workspace.terminology.expand(LICENSES).contains or ()]
        place = workspace.info.place("license")
        workspace.report.add(UNKNOWN_LICENSE, place, value=license_, suggestion=nearest(license_, known))


def _dependency(name: str, version: str, workspace: Workspace) -> Json:
    """ImplementationGuide.dependsOn: the address is that of the guide in the package, else the usual one."""
    guides = workspace.packages.addresses("ImplementationGuide")
    usual = f"http://fhir.org/packages/{name}/ImplementationGuide/{name}"
    return {
        "id": name.replace(".", "_"),
        "uri": next((url for url in guides if url.endswith(f"/{name}")), usual),
        "packageId": name,
        "version": version,
    }


def _children(name: str, workspace: Workspace) -> Mapping[str, Child]:
    """The children of a part of ImplementationGuide.definition in the version of FHIR that the guide is on."""
    return workspace.element_model.children(f"ImplementationGuide.definition.{name}")


def _entry(artifact: Artifact, workspace: Workspace) -> Json:
    row = artifact.row
    entry: Json = {"reference": {"reference": artifact.reference}}
    entry["name"] = artifact.id
    if row is not None:
        lang = workspace.info.lang
        put_text(entry, "name", row.title, lang)
        put_text(entry, "description", row.description, lang)
    if artifact.is_example:
        own = [url for url in declared_profiles(artifact.resource) if url in workspace.own_urls]
        if "isExample" in _children("resource", workspace):
            entry |= {"isExample": True} | ({"profile": own} if own else {})
        elif own:
            entry["exampleCanonical"] = own[0]
        else:
            entry["exampleBoolean"] = True
    entry["groupingId"] = artifact.kind
    return entry
