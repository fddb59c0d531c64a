"""Value sets, code systems and concept maps, with their codes in the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tabellion.artifacts.terminology.expansions import WARNING
from tabellion.elements.versions import targets_of
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.csv_table import csv_bytes
from tabellion.publish.pages.addresses import anchor
from tabellion.publish.pages.codes import Code, System, code_of, system_name, systems_of
from tabellion.publish.pages.days import day
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.page import KindPage
from tabellion.publish.pages.reading import NO_TEXT, Download, Link, Reading, Text, is_in, language_of
from tabellion.tables.table import Row

# codes of a value set by which search finds it: more of them only make the index heavy
MOST_CODES = 300


@dataclass(frozen=True, slots=True)
class ConceptView:
    """A code of a value set or code system; `depth` below its parent code, `allowed` from when to when."""

    code: Code
    definition: Text
    inactive: bool = False
    depth: int = 0
    allowed: str = ""


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
    concepts: Sequence[ConceptView]
    rules: Sequence[str]
    uses: Sequence[Use]
    csv: Download | None
    content: str = ""
    systems: Sequence[System] = ()
    warning: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class MapPage:
    """The page of a concept map: the value sets at its ends, lines of source, equivalence, target, comment."""

    frame: PageFrame
    name: str
    url: str
    description: Text
    ends: Sequence[tuple[str, Link]]
    lines: Sequence[tuple[Code, str, Code | None, Text]]
    systems: Sequence[System] = ()


def concepts_of(artifact: Artifact | None, reading: Reading) -> list[ConceptView]:
    """The codes of a value set (its expansion, else its enumeration) or of a code system."""
    if artifact is None:
        return []
    resource = artifact.resource
    rows = _rows_by_code(artifact, reading)
    if artifact.kind == "codesystem":
        return list(_own_concepts(resource.get("concept", ()), str(resource.get("url")), 0, rows, reading))
    enumerated = {
        (str(include.get("system", "")), str(concept["code"])): concept
        for include in resource.get("compose", {}).get("include", ())
        for concept in include.get("concept", ())
    }
    listed = resource.get("expansion", {}).get("contains")
    if listed is None:
        listed = [{"system": system, **concept} for (system, _), concept in enumerated.items()]
    found = []
    for item in listed:
        if "code" in item:
            code = code_of(item, reading)
            code = _called(code, enumerated.get((code.system, code.code), {}), reading)
            row = rows.get((code.system, code.code))
            allowed = _allowed(row, reading) if row is not None else ""
            found.append(ConceptView(code, _definition(row, reading), bool(item.get("inactive")), allowed=allowed))
    return found


def _called(code: Code, concept: Json, reading: Reading) -> Code:
    """A code as the value set or code system itself calls it in the language of the page, else as other tables do."""
    labels = [str(item["value"]) for item in concept.get("designation", ()) if is_in(item["language"], reading.lang)]
    if "display" in concept and code.system in reading.edition.by_url and not code.display_lang:
        labels.append(str(concept["display"]))  # the words of a system of ours are labels
    label = Text(labels[0]) if labels else code.label
    return replace(code, label=label, display="" if code.display == label.text else code.display)


def _rows_by_code(artifact: Artifact, reading: Reading) -> dict[tuple[str, str], Row]:
    """The rows that say more of the codes of a value set or code system, by system (address) and code."""
    sheet, key = ("system-concepts", "system") if artifact.kind == "codesystem" else ("concepts", "valueset")
    names = {artifact.id, artifact.url, artifact.resource.get("name")}
    if artifact.row is not None:
        names |= {artifact.row["oid"], str(artifact.row.text("title"))}
    return {
        (artifact.url if artifact.kind == "codesystem" else _address(row, reading), str(row["code"])): row
        for row in reading.edition.rows(sheet)
        if row[key] in names
    }


def _address(row: Row, reading: Reading) -> str:
    return reading.systems.url(row["system"] or "") or ""


def _definition(row: Row | None, reading: Reading) -> Text:
    return reading.text(row.text("definition")) if row is not None else NO_TEXT


def _allowed(row: Row, reading: Reading) -> str:
    """From when to when a code is allowed, `""` where its row does not say."""
    ends = {key: day(row[key], reading.lang) for key in ("start", "end") if row[key] is not None}
    return reading.say(f"allowed_{'_'.join(ends)}", **ends) if ends else ""


def _own_concepts(
    concepts: Sequence[Json],
    system: str,
    depth: int,
    rows: Mapping[tuple[str, str], Row],
    reading: Reading,
) -> Iterator[ConceptView]:
    for concept in concepts:
        code = code_of({"system": system, "code": concept["code"], "display": concept.get("display", "")}, reading)
        definition = _definition(rows.get((system, code.code)), reading)
        yield ConceptView(_called(code, concept, reading), definition, depth=depth)
        yield from _own_concepts(concept.get("concept", ()), system, depth + 1, rows, reading)


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
        content=_content(artifact, reading),
        warning=_warning(resource, reading),
    )


def _warning(resource: Json, reading: Reading) -> Text:
    """What a value set says of its use: why its codes are not listed, for instance."""
    for extension in resource.get("extension", ()):
        if extension.get("url") == WARNING:
            return reading.element_text(extension, "valueMarkdown", language_of(resource))
    return NO_TEXT


def _content(artifact: Artifact, reading: Reading) -> str:
    """How much of its codes a code system has; how those of a value set are defined, where its row says so."""
    if artifact.kind == "codesystem":
        return reading.say(f"content_{artifact.resource['content']}")
    kind = artifact.row["kind"] if artifact.row is not None else None
    return reading.say(f"content_{kind}") if kind else ""


def _systems(resource: Json, concepts: Sequence[ConceptView]) -> Iterator[str]:
    """The addresses of the systems that a value set takes codes from; none for a code system."""
    if resource["resourceType"] == "ValueSet":
        yield from (concept.code.system for concept in concepts)
        yield from (str(include.get("system", "")) for include in resource.get("compose", {}).get("include", ()))


def _csv(artifact: Artifact, reading: Reading, page: str) -> Download:
    return Download("CSV", reading.file(_csv_file(artifact, reading), page), f"{artifact.type}-{artifact.id}.csv")


def _csv_file(artifact: Artifact, reading: Reading) -> str:
    return f"{artifact.type}/{artifact.id}.{reading.lang}.csv"


def codes_files(artifact: Artifact, reading: Reading) -> dict[str, bytes]:
    """The codes of a value set or code system as a table for spreadsheets."""
    headings = [reading.say(f"concept_{item}") for item in ("code", "label", "display", "system")]
    codes = [item.code for item in concepts_of(artifact, reading)]
    rows = [(code.code, code.label.text, code.display, code.system) for code in codes]
    return {_csv_file(artifact, reading): csv_bytes([headings, *rows])}


def codes_words(artifact: Artifact, reading: Reading) -> list[str]:
    """Codes and labels by which the search finds a value set or code system."""
    codes = [item.code for item in concepts_of(artifact, reading)[:MOST_CODES]]
    return [word for code in codes for word in (code.code, code.label.text)]


def _copyright(artifact: Artifact, reading: Reading) -> Text:
    row = artifact.row
    if row is not None and row.text("copyright"):
        return reading.text(row.text("copyright"))
    return reading.element_text(artifact.resource, "copyright", language_of(artifact.resource))


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
            if "system" in item and item.get("valueSet"):
                filters.append(reading.say("rule_in", what=", ".join(item["valueSet"])))
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
            source = _mapped(element, str(group.get("source", "")), artifact, reading)
            for equivalence, target in targets_of(element):
                found = _mapped(target, str(group.get("target", "")), artifact, reading) if "code" in target else None
                comment = reading.element_text(target, "comment", language_of(artifact.resource))
                lines.append((source, reading.say(f"equivalence_{equivalence}"), found, comment))
    return MapPage(
        frame=frame_of(page, reading.title(artifact), reading, artifact=artifact),
        name=str(artifact.resource.get("name", "")),
        url=artifact.url,
        description=reading.text(row.text("description")) if row is not None else NO_TEXT,
        ends=[
            (end, reading.url_link(str(value), page))
            for end in ("source", "target")
            for key, value in artifact.resource.items()
            if key.startswith(end)
        ],
        lines=lines,
        systems=systems_of((str(item.get(end, "")) for item in groups for end in ("source", "target")), reading, page),
    )


def _mapped(side: Json, system: str, artifact: Artifact, reading: Reading) -> Code:
    """A code of a concept map, called as the map calls it, else as the other tables do."""
    code = code_of({"system": system, "code": side.get("code", "")}, reading)
    label = reading.element_text(side, "display", language_of(artifact.resource))
    return replace(code, label=label) if label else code


PAGES = (
    KindPage("valueset", "codes.j2", codes_page, codes_files, codes_words),
    KindPage("codesystem", "codes.j2", codes_page, codes_files, codes_words),
    KindPage("conceptmap", "map.j2", map_page),
)
