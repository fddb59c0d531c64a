"""Every point of an edition that a comment may be about, with its page and its cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tabellion.artifacts.kinds import kind_named, shown_kinds
from tabellion.diagnostics import Place
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.narrative import Narrative
from tabellion.publish.pages.addresses import anchor
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.registry import guide_pages
from tabellion.review.anchors.facets import FACET_OF_ORIGIN, facets_of
from tabellion.review.anchors.index import MOST_CONCEPTS, AnchorIndex, Point
from tabellion.review.anchors.resolution import Renamed
from tabellion.review.results.published import PublishedReview, published_reviews

ROW_TYPES = {"flow": "flow", "error": "error"}


def anchor_index(reading: Reading, narrative: Sequence[Narrative] = ()) -> AnchorIndex:
    """The points of an edition, by the order of its artifacts; addresses are relative to the root of the site."""
    points = [Point("guide", label=reading.text(reading.edition.info.title).text, url="index.html")]
    for artifact in reading.edition.artifacts:
        points += _of_artifact(artifact, reading)
    points += _of_rows(reading)
    points += _of_pages(reading, narrative)
    unique = {point.key: point for point in reversed(points)}
    return AnchorIndex(reading.edition.info.version, reversed(unique.values()))


def reviews_of_edition(reading: Reading, narrative: Sequence[Narrative], root: Path) -> list[PublishedReview]:
    """The reviews of a project as the public sees them, the points of their comments looked for in this edition."""
    rows = reading.edition.rows("renamings")
    renamed = [
        Renamed(row["old_artifact"] or "", row["old_path"] or "", row["new_artifact"] or "", row["new_path"] or "")
        for row in rows
    ]
    return published_reviews(root, anchor_index(reading, narrative), renamed)


def _of_artifact(artifact: Artifact, reading: Reading) -> Iterator[Point]:
    url = reading.addresses.of(artifact)
    name = artifact.url or artifact.reference
    cells = {"existence": _cell(artifact.place)} if artifact.row is not None else {}
    kind = "example" if artifact.is_example else "artifact"
    description = str(artifact.resource.get("description", ""))
    said = {"definition": description} if description else {}
    yield Point(kind, name, artifact.reference, "", "", reading.title(artifact).text, said, cells, url)
    if artifact.type == "StructureDefinition" and not artifact.is_example:
        yield from _of_elements(artifact, name, url, reading)
    elif artifact.type in ("ValueSet", "CodeSystem") and not artifact.is_example:
        yield from _of_codes(artifact, name, url)


def _of_elements(artifact: Artifact, name: str, url: str, reading: Reading) -> Iterator[Point]:
    stated: dict[str, dict[str, str]] = {}
    for (owner, facet), places in artifact.origins.items():
        if places:
            key = FACET_OF_ORIGIN.get(facet.partition(".")[0].split("[")[0], "other")
            stated.setdefault(owner, {}).setdefault(key, ", ".join(_cell(place) for place in places))
    keys: set[str] = set()
    for element_id, element in reading.elements(artifact).items():
        label = reading.element_text(element, "short", artifact.resource.get("language", "en")).text
        cells = stated.get(element_id, {})
        where = f"{url}#{anchor(element_id)}"
        facets = facets_of(element)
        if element_id not in stated:
            # what is inherited is told by the specification: the index stays small
            facets = {key: text for key, text in facets.items() if key not in ("definition", "invariant")}
        yield Point(
            "element", name, artifact.reference, element_id, "", label, facets, cells, where, element_id in stated
        )
        for rule in element.get("constraint", ()):
            if rule.get("source") == artifact.url and rule.get("key") not in keys:
                keys.add(rule["key"])
                words = {"invariant": f"{rule.get('human', '')} {rule.get('expression', '')}".strip()}
                yield Point("rule", name, artifact.reference, rule["key"], "", str(rule["key"]), words, cells, where)


def _of_codes(artifact: Artifact, name: str, url: str) -> Iterator[Point]:
    kind = "concept" if artifact.type == "CodeSystem" else "code"
    for concept in _concepts(artifact.resource):
        code = str(concept.get("code", ""))
        label = str(concept.get("display", ""))
        said = {"label": label} | ({"definition": str(concept["definition"])} if "definition" in concept else {})
        yield Point(kind, name, artifact.reference, code, "", label or code, said, {}, url)


def _concepts(resource: Json) -> list[Json]:
    if resource["resourceType"] == "CodeSystem":
        return list(_flat(resource.get("concept", ())))[:MOST_CONCEPTS]
    included: Iterable[Json] = resource.get("compose", {}).get("include", ())
    return [concept for part in included for concept in part.get("concept", ())][:MOST_CONCEPTS]


def _flat(concepts: Iterable[Json]) -> Iterator[Json]:
    for concept in concepts:
        yield concept
        yield from _flat(concept.get("concept", ()))


def _of_rows(reading: Reading) -> Iterator[Point]:
    """Flows, errors and questions, which are rows and no resources."""
    edition = reading.edition
    for kind in shown_kinds():
        if kind in ROW_TYPES:
            for row in edition.rows(kind_named(kind).declaring.key):
                url = reading.addresses.find(kind, row["id"]) or ""
                label = reading.text(row.title).text
                cells = {"existence": _cell(row.place)}
                yield Point(ROW_TYPES[kind], "", "", row["id"], "", label, _texts(row.title, reading), cells, url)
    for row in edition.rows("questions"):
        label = reading.text(row.text("question")).text
        yield Point(
            "question", "", "", row["id"], "", label, {"label": label}, {}, f"{_review_page(reading)}#{row['id']}"
        )


def _review_page(reading: Reading) -> str:
    return reading.addresses.singles.get("review", "")


def _texts(text: object, reading: Reading) -> Mapping[str, str]:
    return {"label": str(text)} if text else {}


def _of_pages(reading: Reading, narrative: Sequence[Narrative]) -> Iterator[Point]:
    for page in (page for page in narrative if not page.former):
        yield Point("page", section=page.path, label=page.title, facets={"definition": page.text}, url=page.path)
    for declared in guide_pages().values():
        if declared.is_there(reading):
            path = reading.addresses.single(declared.name)
            yield Point("page", section=path, label=reading.say(declared.label), url=path)


def _cell(place: Place) -> str:
    return f"{place.file}{' › ' + place.sheet if place.sheet else ''}!{place.cell}" if place.cell else place.file
