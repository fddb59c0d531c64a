"""The pages of capability statements and search parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.page import KindPage
from tabellion.publish.pages.reading import NO_TEXT, Link, Reading, Text, language_of
from tabellion.tables.table import Row

COMBINATION = "http://hl7.org/fhir/StructureDefinition/capabilitystatement-search-parameter-combination"
EXPECTATION = "http://hl7.org/fhir/StructureDefinition/capabilitystatement-expectation"


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that a system does: with the word for how firmly it is asked."""

    name: Link
    expectation: str
    note: Text
    type: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """What a system does with a type of resource."""

    type: Link
    documentation: Text
    profiles: Sequence[Link]
    interactions: Sequence[Promise]
    searches: Sequence[Promise]
    includes: Sequence[str]
    operations: Sequence[Promise]
    options: Sequence[Promise]
    combinations: Sequence[str]


@dataclass(frozen=True, slots=True)
class CapabilityPage:
    """The page of a capability statement."""

    frame: PageFrame
    name: str
    url: str
    mode: str
    description: Text
    security: Text
    services: Sequence[str]
    instantiates: Sequence[Link]
    formats: Sequence[str]
    interactions: Sequence[Promise]
    resources: Sequence[Resource]


@dataclass(frozen=True, slots=True)
class SearchParameterPage:
    """The page of a search parameter."""

    frame: PageFrame
    name: str
    url: str
    code: str
    type: str
    base: Sequence[Link]
    targets: Sequence[Link]
    expression: str
    description: Text
    purpose: Text
    request: str


def capability_page(artifact: Artifact, reading: Reading) -> CapabilityPage:
    """The page of a capability statement."""
    page, row, resource = reading.addresses.of(artifact), artifact.row, artifact.resource
    rest: Json = next(iter(resource.get("rest", ())), {})
    mode = str(rest.get("mode", "server"))
    return CapabilityPage(
        frame=frame_of(page, reading.title(artifact), reading, artifact=artifact),
        name=str(resource.get("name", "")),
        url=artifact.url,
        mode=reading.say(f"mode_{mode}"),
        description=reading.text(row.text("description")) if row is not None else NO_TEXT,
        security=reading.element_text(rest.get("security", {}), "description", language_of(resource)),
        services=[str(code["code"]) for item in rest.get("security", {}).get("service", ()) for code in item["coding"]],
        instantiates=[reading.url_link(url, page) for url in resource.get("instantiates", ())],
        formats=[str(item) for item in resource.get("format", ())],
        interactions=[_promise(item, "code", artifact, reading) for item in rest.get("interaction", ())],
        resources=[_resource(item, artifact, reading, page) for item in rest.get("resource", ())],
    )


def _expectation(value: Json, reading: Reading) -> str:
    for extension in value.get("extension", ()):
        if extension.get("url") == EXPECTATION:
            return reading.say(f"expectation_{extension.get('valueCode')}")
    return ""


def _promise(value: Json, key: str, artifact: Artifact, reading: Reading) -> Promise:
    name = str(value.get(key, ""))
    note = reading.element_text(value, "documentation", language_of(artifact.resource))
    kind = reading.does(name) if key == "code" else str(value.get("type", ""))
    return Promise(Link(name), _expectation(value, reading), note, kind)


def _resource(value: Json, artifact: Artifact, reading: Reading, page: str) -> Resource:
    kind = str(value["type"])
    searches = []
    for search in value.get("searchParam", ()):
        promise = _promise(search, "name", artifact, reading)
        own = reading.edition.by_url.get(str(search.get("definition", "")))
        link = Link(promise.name.label, reading.here(reading.addresses.of(own), page)) if own else promise.name
        searches.append(replace(promise, name=link))
    return Resource(
        type=reading.type_link(kind),
        documentation=reading.element_text(value, "documentation", language_of(artifact.resource)),
        profiles=[reading.url_link(url, page) for url in value.get("supportedProfile", ())],
        interactions=[_promise(item, "code", artifact, reading) for item in value.get("interaction", ())],
        searches=searches,
        includes=[*value.get("searchInclude", ()), *value.get("searchRevInclude", ())],
        operations=[_promise(item, "name", artifact, reading) for item in value.get("operation", ())],
        options=list(_options(value, reading)),
        combinations=[_combination(item) for item in value.get("extension", ()) if item["url"] == COMBINATION],
    )


def _options(value: Json, reading: Reading) -> Iterator[Promise]:
    """The single elements of what is said of a resource: `conditionalCreate`, `versioning`…"""
    for name, said in value.items():
        codes = ", ".join(said) if isinstance(said, list) and name == "referencePolicy" else said
        if name not in ("type", "documentation", "id") and isinstance(codes, str | bool):
            shown = "" if codes is True else str(codes)
            yield Promise(Link(name), _expectation(value.get(f"_{name}", {}), reading), NO_TEXT, shown)


def _combination(value: Json) -> str:
    """`code + date + [status]`, as the sheet writes a combination."""
    parts = [part for part in value["extension"] if part["url"] in ("required", "optional")]
    names = (f"[{part['valueString']}]" if part["url"] == "optional" else part["valueString"] for part in parts)
    return " + ".join(names)


def search_parameter_page(artifact: Artifact, reading: Reading) -> SearchParameterPage:
    """The page of a search parameter."""
    page, resource = reading.addresses.of(artifact), artifact.resource
    row: Row | None = artifact.row
    title = reading.title(artifact)
    description = (
        reading.text(row.text("description")) or reading.text(row.text("rule")) if row is not None else NO_TEXT
    )
    return SearchParameterPage(
        frame=frame_of(page, title, reading, artifact=artifact),
        name=str(resource.get("name", "")),
        url=artifact.url,
        code=str(resource.get("code", "")),
        type=str(resource.get("type", "")),
        base=[reading.type_link(str(item)) for item in resource.get("base", ())],
        targets=[reading.type_link(str(item)) for item in resource.get("target", ())],
        expression=str(resource.get("expression", "")),
        description=description,
        purpose=reading.text(row.text("purpose")) if row is not None else NO_TEXT,
        request=str((row["request"] if row is not None else None) or ""),
    )


PAGES = (
    KindPage("capability", "capability.j2", capability_page),
    KindPage("searchparameter", "searchparameter.j2", search_parameter_page),
)
