"""The page of an extension."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.diagnostics import Term
from tabellion.fhir.definitions import type_definition
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.addresses import anchor
from tabellion.publish.pages.elements import ElementView, elements_of
from tabellion.publish.pages.examples import ExampleView, example_view, is_refused
from tabellion.publish.pages.expected import Expected, TypeWords, expected_of, types_of
from tabellion.publish.pages.frame import Frame, frame_of
from tabellion.publish.pages.kind import PageKind
from tabellion.publish.pages.reading import NO_TEXT, Link, Reading, Text


@dataclass(frozen=True, slots=True)
class Value:
    """What an extension, or a sub-extension of it (`name`), holds."""

    name: str
    cardinality: str
    types: Sequence[TypeWords]
    expected: Sequence[Expected]


@dataclass(frozen=True, slots=True)
class ExtensionPage:
    """The page of an extension."""

    frame: Frame
    name: str
    url: str
    description: Text
    contexts: Sequence[Link]
    values: Sequence[Value]
    uses: Sequence[Link]
    example: ExampleView | None
    elements: Sequence[ElementView]
    status: str


def extension_page(artifact: Artifact, reading: Reading) -> ExtensionPage:
    """The page of an extension."""
    page = reading.addresses.of(artifact)
    example = _example(artifact, reading)
    return ExtensionPage(
        frame=frame_of(page, reading.title(artifact), reading, artifact=artifact),
        name=str(artifact.resource.get("name", "")),
        url=artifact.url,
        description=reading.text(artifact.row.text("description")) if artifact.row else NO_TEXT,
        contexts=[_context(one, reading, page) for one in artifact.resource.get("context", ())],
        values=_values(artifact.resource, reading, page),
        uses=uses_of(artifact, reading, page),
        example=example_view(example, reading, page) if example else None,
        elements=elements_of(artifact, reading, page),
        status=artifact.status if artifact.status in ("proposed", "to-validate") else "",
    )


def _context(context: Json, reading: Reading, page: str) -> Link:
    expression = str(context["expression"])
    if context["type"] == "extension":
        return reading.url_link(expression, page)
    if context["type"] == "element":
        name = expression.partition(".")[0]
        if type_definition(reading.edition.definitions, name) is not None:
            return Link(expression, reading.type_link(name).href)
    return Link(expression)


def _values(structure: Json, reading: Reading, page: str) -> list[Value]:
    elements = {one["id"]: one for one in structure.get("snapshot", {}).get("element", ())}
    found = []
    for element_id, element in elements.items():
        head, _, last = element_id.rpartition(".")
        if last != "value[x]" or element.get("max") == "0":
            continue
        if head == "Extension" or (head.startswith("Extension.extension:") and "." not in head[10:]):
            holder = elements[head]
            cardinality = f"{holder.get('min', 0)}..{holder.get('max', '*')}" if head != "Extension" else ""
            types, expected = types_of(element, reading, page), expected_of(element, reading, page)
            found.append(Value(head.rpartition(":")[2] if ":" in head else "", cardinality, types, expected))
    return found


def uses_of(artifact: Artifact, reading: Reading, page: str) -> list[Link]:
    """The elements of the guide's profiles that are this extension."""
    found = []
    for structure, element in reading.uses_of(artifact.url):
        target = f"{reading.addresses.of(structure)}#{anchor(element['id'])}"
        title = reading.title(structure)
        found.append(Link(title.text, reading.here(target, page), lang=title.lang))
    return found


def _example(artifact: Artifact, reading: Reading) -> Artifact | None:
    """The smallest valid example that uses the extension."""
    using = [
        one for one in reading.edition.of("example") if not is_refused(one) and _mentions(one.resource, artifact.url)
    ]
    return min(using, key=lambda one: (len(str(one.resource)), one.id), default=None)


def _mentions(value: object, url: str) -> bool:
    if isinstance(value, dict):
        return value.get("url") == url or any(_mentions(one, url) for one in value.values())
    return isinstance(value, list) and any(_mentions(one, url) for one in value)


PAGES = (
    PageKind(
        name="extension",
        order=20,
        folder=Term("extensions", "extensions"),
        one=Term("Extension", "Extension"),
        many=Term("Extensions", "Extensions"),
        template="extension.j2",
        page=extension_page,
    ),
)
