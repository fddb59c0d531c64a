"""The codes of value sets and code systems as pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from tabellion.elements.languages import in_language
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.code_rows import CodeRow, rows_of
from tabellion.publish.pages.codes import Code, code_of
from tabellion.publish.pages.days import day
from tabellion.publish.pages.reading import NO_TEXT, Reading, Text, language_of
from tabellion.tables.table import Row


@dataclass(frozen=True, slots=True)
class ConceptView:
    """A code of a value set or code system; `depth` below its parent code, `state` where it is not in plain use,
    `allowed` from when to when, `properties` as `name = value`, `others` what it is called in the languages that no
    page has."""

    code: Code
    definition: Text
    inactive: bool = False
    depth: int = 0
    allowed: str = ""
    state: str = ""
    replaced_by: str = ""
    properties: str = ""
    others: tuple[str, ...] = ()


def concepts_of(artifact: Artifact | None, reading: Reading, most: int | None = None) -> list[ConceptView]:
    """The codes of a value set (its expansion, else its enumeration) or of a code system, the first `most` of them."""
    if artifact is None:
        return []
    return list(islice(_views(artifact, reading), most))


def _views(artifact: Artifact, reading: Reading) -> Iterator[ConceptView]:
    enumerated = _enumerated(artifact.resource)
    own = _own_concepts(artifact.resource) if artifact.type == "CodeSystem" else iter(())
    shown = len(reading.edition.info.langs)
    for row in rows_of(artifact, reading.edition):
        if artifact.type == "CodeSystem":
            concept = next(own)
            code = code_of({"system": row.system, "code": row.code, "display": concept.get("display", "")}, reading)
            code = _called(code, concept, reading)
            definition = reading.element_text(concept, "definition", language_of(artifact.resource))
            allowed = between(row.start, row.end, reading)
        else:
            code = code_of({"system": row.system, "code": row.code, "display": row.stated}, reading)
            code = _called(code, enumerated.get((row.system, row.code), {}), reading)
            said = reading.concept_rows.get((artifact.url, row.system, row.code))
            definition = reading.text(said.text("definition")) if said is not None else NO_TEXT
            allowed = _allowed(said, reading) if said is not None else ""
        yield ConceptView(
            code,
            definition,
            inactive=row.state in ("inactive", "retired"),
            depth=row.depth,
            allowed=allowed,
            state=reading.say(f"state_{row.state}") if row.state else "",
            replaced_by=row.replaced_by,
            properties=properties_of(row),
            others=row.labels[shown:],
        )


def properties_of(row: CodeRow) -> str:
    """The properties of a code that have no column of their own, `name = value; …`."""
    return "; ".join(f"{name} = {text}" for name, text in (row.properties or {}).items())


def _enumerated(resource: Json) -> Mapping[tuple[str, str], Json]:
    return {
        (str(include.get("system", "")), str(concept["code"])): concept
        for include in resource.get("compose", {}).get("include", ())
        for concept in include.get("concept", ())
    }


def _own_concepts(resource: Json) -> Iterator[Json]:
    """The concepts of a code system, each before those below it."""
    waiting = list(reversed(resource.get("concept", ())))
    while waiting:
        concept = waiting.pop()
        yield concept
        waiting.extend(reversed(concept.get("concept", ())))


def _called(code: Code, concept: Json, reading: Reading) -> Code:
    """A code as the value set or code system itself calls it in the language of the page, else as other tables do."""
    said = [(str(item.get("language", "")), str(item["value"])) for item in concept.get("designation", ())]
    if "display" in concept and code.system in reading.edition.by_url and not code.display_lang:
        said.insert(0, (reading.lang, ""))  # the words of a system of ours are labels, before those of a region
    found = in_language(said, reading.lang)
    labels = [found] if found else []
    if "display" in concept and code.system in reading.edition.by_url and not code.display_lang:
        labels.append(str(concept["display"]))  # the words of a system of ours are labels
    label = Text(labels[0]) if labels else code.label
    return replace(code, label=label, display="" if code.display == label.text else code.display)


def _allowed(row: Row, reading: Reading) -> str:
    """From when to when a code is allowed, `""` where its row does not say."""
    start, end = (row[key].isoformat() if row[key] is not None else "" for key in ("start", "end"))
    return between(start, end, reading)


def between(start: str, end: str, reading: Reading) -> str:
    """From which day until which, as far as they are told (`2024-03-15`)."""
    ends = {key: day(date.fromisoformat(text), reading.lang) for key, text in (("start", start), ("end", end)) if text}
    return reading.say(f"allowed_{'_'.join(ends)}", **ends) if ends else ""
