"""The page of an extension."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tabellion.elements.paths import Segment, is_slice_of, last_of, parent_of, root_of
from tabellion.fhir.definitions import type_definition
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.addresses import anchor
from tabellion.publish.pages.elements import ElementView, elements_of
from tabellion.publish.pages.examples import ExampleView, example_view
from tabellion.publish.pages.expected import Expected, TypeWords, expected_of, types_of
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.instances import JsonListing
from tabellion.publish.pages.page import KindPage
from tabellion.publish.pages.reading import NO_TEXT, Link, Reading, Text

VALUE = Segment("value[x]")


@dataclass(frozen=True, slots=True)
class ValueView:
    """What an extension, or a sub-extension of it (`name`), holds."""

    name: str
    cardinality: str
    types: Sequence[TypeWords]
    expected: Sequence[Expected]


@dataclass(frozen=True, slots=True)
class ExtensionPage:
    """The page of an extension."""

    frame: PageFrame
    name: str
    url: str
    description: Text
    contexts: Sequence[Link]
    values: Sequence[ValueView]
    uses: Sequence[Link]
    example: ExampleView | None
    elements: Sequence[ElementView]
    status: str


def extension_page(artifact: Artifact, reading: Reading) -> ExtensionPage:
    """The page of an extension."""
    page = reading.addresses.of(artifact)
    return ExtensionPage(
        frame=frame_of(page, reading.title(artifact), reading, artifact=artifact),
        name=str(artifact.resource.get("name", "")),
        url=artifact.url,
        description=reading.text(artifact.row.text("description")) if artifact.row else NO_TEXT,
        contexts=[_context(item, reading, page) for item in artifact.resource.get("context", ())],
        values=_values(artifact.resource, reading, page),
        uses=uses_of(artifact, reading, page),
        example=_example(artifact, reading, page),
        elements=elements_of(artifact, reading, page),
        status=artifact.status if artifact.status in ("proposed", "to-validate") else "",
    )


def _context(context: Json, reading: Reading, page: str) -> Link:
    expression = str(context["expression"])
    if context["type"] == "extension":
        return reading.url_link(expression, page)
    if context["type"] == "element":
        name = root_of(expression)
        if type_definition(reading.edition.definitions, name) is not None:
            return Link(expression, reading.type_link(name).href)
    return Link(expression)


def _values(structure: Json, reading: Reading, page: str) -> list[ValueView]:
    elements = {item["id"]: item for item in structure.get("snapshot", {}).get("element", ())}
    found = []
    for element_id, element in elements.items():
        head, last = parent_of(element_id), last_of(element_id)
        if last != VALUE or element.get("max") == "0":
            continue
        if head == "Extension" or is_slice_of(head, "Extension.extension"):
            holder = elements[head]
            cardinality = f"{holder.get('min', 0)}..{holder.get('max', '*')}" if head != "Extension" else ""
            types, expected = types_of(element, reading, page), expected_of(element, elements, reading, page)
            found.append(ValueView(last_of(head).slice_name, cardinality, types, expected))
    return found


def uses_of(artifact: Artifact, reading: Reading, page: str) -> list[Link]:
    """The elements of the guide's profiles that are this extension."""
    found = []
    for structure, element in reading.uses_of(artifact.url):
        target = f"{reading.addresses.of(structure)}#{anchor(element['id'])}"
        title = reading.title(structure)
        found.append(Link(title.text, reading.here(target, page), lang=title.lang))
    return found


def _example(artifact: Artifact, reading: Reading, page: str) -> ExampleView | None:
    """The extension as the smallest valid example of it has it, that is, the extension alone."""
    found = []
    for example in reading.edition.of("example"):
        value = None if example.is_refused else _first(example.resource, artifact.url)
        if value is not None:
            found.append((len(str(value)), len(str(example.resource)), example.id, example, value))
    if not found:
        return None
    *_, example, value = min(found, key=lambda item: item[:3])
    pieces = JsonListing(reading, page).extension(value, artifact)
    return replace(example_view(example, reading, page), pieces=pieces, files=())


def _first(value: object, url: str) -> Json | None:
    """The first extension of a definition anywhere in a resource."""
    if isinstance(value, dict):
        if value.get("url") == url:
            return value
        value = list(value.values())
    found = (_first(item, url) for item in value) if isinstance(value, list) else iter(())
    return next((match for match in found if match is not None), None)


PAGES = (KindPage("extension", "extension.j2", extension_page),)
