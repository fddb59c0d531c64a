"""Value sets, code systems and concept maps, with their codes in the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tabellion.diagnostics import Term
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.addresses import anchor
from tabellion.publish.pages.codes import Code, System, code_of, system_name, systems_of
from tabellion.publish.pages.frame import PageFrame, day, frame_of
from tabellion.publish.pages.kind import PageKind
from tabellion.publish.pages.reading import NO_TEXT, Download, Link, Reading, Text


@dataclass(frozen=True, slots=True)
class Concept:
    """A code of a value set or code system; `depth` below its parent code."""

    code: Code
    definition: Text
    inactive: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """An element that is bound to a value set."""

    structure: Link
    element: Link
    strength: str


@dataclass(frozen=True, slots=True)
class CodesPage:
    """The page of a value set or a code system. `rules` say what codes there are where they are not listed."""

    frame: PageFrame
    name: str
    url: str
    oid: str
    version: str
    description: Text
    source: Text
    copyright: Text
    extracted: str
    replaced_by: Link | None
    concepts: Sequence[Concept]
    rules: Sequence[str]
    uses: Sequence[Use]
    csv: Download | None
    content: str = ""
    systems: Sequence[System] = ()


@dataclass(frozen=True, slots=True)
class MapPage:
    """The page of a concept map: lines of source, equivalence, target, comment."""

    frame: PageFrame
    name: str
    url: str
    description: Text
    lines: Sequence[tuple[Code, str, Code | None, Text]]
    systems: Sequence[System] = ()


def concepts_of(artifact: Artifact | None, reading: Reading) -> list[Concept]:
    """The codes of a value set (its expansion, else its enumeration) or of a code system."""
    if artifact is None:
        return []
    resource = artifact.resource
    definitions = _definitions(artifact, reading)
    if artifact.kind == "codesystem":
        return list(_own_concepts(resource.get("concept", ()), str(resource.get("url")), 0, definitions, reading))
    listed = resource.get("expansion", {}).get("contains")
    if listed is None:
        listed = [
            {"system": include.get("system", ""), **concept}
            for include in resource.get("compose", {}).get("include", ())
            for concept in include.get("concept", ())
        ]
    return [
        Concept(code_of(item, reading), definitions.get(str(item.get("code")), NO_TEXT), bool(item.get("inactive")))
        for item in listed
        if "code" in item
    ]


def _definitions(artifact: Artifact, reading: Reading) -> dict[str, Text]:
    sheet, key = ("system-concepts", "system") if artifact.kind == "codesystem" else ("concepts", "valueset")
    names = {artifact.id, artifact.url, artifact.resource.get("name")}
    if artifact.row is not None:
        names |= {artifact.row["oid"], str(artifact.row.text("title"))}
    return {
        str(row["code"]): reading.text(row.text("definition"))
        for row in reading.edition.rows(sheet)
        if row[key] in names and row.text("definition")
    }


def _own_concepts(
    concepts: Sequence[Json], system: str, depth: int, definitions: dict[str, Text], reading: Reading
) -> Iterator[Concept]:
    for concept in concepts:
        code = code_of({"system": system, "code": concept["code"], "display": concept.get("display", "")}, reading)
        yield Concept(code, definitions.get(str(concept["code"]), NO_TEXT), depth=depth)
        yield from _own_concepts(concept.get("concept", ()), system, depth + 1, definitions, reading)


def codes_page(artifact: Artifact, reading: Reading) -> CodesPage:
    """The page of a value set or a code system."""
    page, row, resource = reading.addresses.of(artifact), artifact.row, artifact.resource
    replaced = row["replaced_by"] if row is not None and "replaced_by" in row else None
    other = reading.edition.by_reference.get(f"{artifact.type}/{replaced}") if replaced else None
    extracted = row["extracted"] if row is not None else None
    concepts = concepts_of(artifact, reading)
    return CodesPage(
        frame=frame_of(page, reading.title(artifact), reading, artifact=artifact),
        name=str(resource.get("name", "")),
        url=artifact.url,
        oid=str((row["oid"] if row is not None else None) or ""),
        version=str(resource.get("version", "")),
        description=reading.text(row.text("description")) if row is not None else NO_TEXT,
        source=reading.text(row.text("source")) if row is not None else NO_TEXT,
        copyright=_copyright(artifact, reading),
        extracted=day(extracted, reading.lang) if extracted else "",
        replaced_by=reading.artifact_link(other, page) if other is not None else None,
        concepts=concepts,
        rules=list(_rules(resource, reading)),
        uses=uses_of(artifact, reading, page),
        systems=systems_of(_systems(resource, concepts), reading, page),
        csv=_csv(artifact, reading, page) if concepts else None,
        content=reading.say(f"content_{resource['content']}") if artifact.kind == "codesystem" else "",
    )


def _systems(resource: Json, concepts: Sequence[Concept]) -> Iterator[str]:
    """The addresses of the systems that a value set takes codes from; none for a code system."""
    if resource["resourceType"] == "ValueSet":
        yield from (concept.code.system for concept in concepts)
        yield from (str(include.get("system", "")) for include in resource.get("compose", {}).get("include", ()))


def _csv(artifact: Artifact, reading: Reading, page: str) -> Download:
    file = f"{artifact.type}/{artifact.id}.{reading.lang}.csv"
    return Download("CSV", reading.file(file, page), f"{artifact.type}-{artifact.id}.csv")


def _copyright(artifact: Artifact, reading: Reading) -> Text:
    row = artifact.row
    if row is not None and row.text("copyright"):
        return reading.text(row.text("copyright"))
    text, lang = str(artifact.resource.get("copyright", "")), reading.edition.info.lang
    return Text(text, "" if lang == reading.lang else lang) if text else NO_TEXT


def _rules(resource: Json, reading: Reading) -> Iterator[str]:
    compose = resource.get("compose", {})
    for key in ("include", "exclude"):
        for item in compose.get(key, ()):
            if item.get("concept"):
                continue
            what = (
                system_name(str(item["system"]), reading) if "system" in item else ", ".join(item.get("valueSet", ()))
            )
            filters = [f"{each['property']} {each['op']} {each['value']}" for each in item.get("filter", ())]
            yield reading.say(f"rule_{key}", what=what) + (f" ({'; '.join(filters)})" if filters else "")


def uses_of(artifact: Artifact, reading: Reading, page: str) -> list[Use]:
    """The elements of profiles and extensions that are bound to a value set."""
    found = []
    for structure, element in reading.uses_of(artifact.url):
        target = f"{reading.addresses.of(structure)}#{anchor(element['id'])}"
        link = Link(element["id"], reading.here(target, page))
        strength = reading.say(f"strength_{element['binding']['strength']}")
        found.append(Use(reading.artifact_link(structure, page), link, strength))
    return found


def map_page(artifact: Artifact, reading: Reading) -> MapPage:
    """The page of a concept map."""
    page, row = reading.addresses.of(artifact), artifact.row
    lines = []
    groups = artifact.resource.get("group", ())
    for group in groups:
        for element in group.get("element", ()):
            source = code_of({"system": group.get("source", ""), **element}, reading)
            for target in element.get("target", ()):
                found = code_of({"system": group.get("target", ""), **target}, reading) if "code" in target else None
                comment = Text(str(target.get("comment", "")))
                lines.append((source, reading.say(f"equivalence_{target['equivalence']}"), found, comment))
    return MapPage(
        frame=frame_of(page, reading.title(artifact), reading, artifact=artifact),
        name=str(artifact.resource.get("name", "")),
        url=artifact.url,
        description=reading.text(row.text("description")) if row is not None else NO_TEXT,
        lines=lines,
        systems=systems_of((str(item.get(end, "")) for item in groups for end in ("source", "target")), reading, page),
    )


PAGES = (
    PageKind(
        name="valueset",
        order=30,
        folder=Term("jeux-de-valeurs", "value-sets"),
        singular=Term("Jeu de valeurs", "Value set"),
        plural=Term("Jeux de valeurs", "Value sets"),
        template="codes.j2",
        page=codes_page,
    ),
    PageKind(
        name="codesystem",
        order=40,
        folder=Term("systemes-de-codes", "code-systems"),
        singular=Term("Système de codes", "Code system"),
        plural=Term("Systèmes de codes", "Code systems"),
        template="codes.j2",
        page=codes_page,
    ),
    PageKind(
        name="conceptmap",
        order=50,
        folder=Term("correspondances", "concept-maps"),
        singular=Term("Table de correspondance", "Concept map"),
        plural=Term("Tables de correspondance", "Concept maps"),
        template="map.j2",
        page=map_page,
    ),
)
