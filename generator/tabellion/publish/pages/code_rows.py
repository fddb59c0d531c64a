"""The codes of a value set or a code system as plain rows, all of them: for tables and for long lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tabellion.artifacts.edition import Edition
from tabellion.elements.languages import in_language
from tabellion.elements.translations import translations_of
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.reading import language_of
from tabellion.terminology.code_system import NOT_ACTIVE, REPLACED_BY
from tabellion.terminology.filters import text_of

# states of a concept, as pages say them: the first that is true
RETIRED, INACTIVE, DEPRECATED, ABSTRACT = "retired", "inactive", "deprecated", "abstract"
# properties that have columns of their own
TOLD = frozenset({"status", "inactive", "notSelectable", "parent", "child", "effectiveDate", "retirementDate"})

# properties whose text is kept: what many concepts share is among the first
MOST_SHARED = 20_000


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code. `stated` is the display that its list gives it. `labels` and `definitions` are by the languages
    that `langs_of` gives, in their order, `""` where there is none;
    `depth` and `parent` (the number of a row, -1 for none) place it below others. `state` is `""` for a code in use."""

    code: str
    system: str
    labels: tuple[str, ...]
    stated: str = ""
    display: str = ""
    definitions: tuple[str, ...] = ()
    depth: int = 0
    parent: int = -1
    state: str = ""
    replaced_by: str = ""
    start: str = ""
    end: str = ""
    properties: Mapping[str, str] | None = None


def listed(artifact: Artifact, edition: Edition) -> Sequence[Json]:
    """The entries of a value set: its expansion, stored or made, else its enumeration."""
    resource = artifact.resource
    stored = resource.get("expansion", {}).get("contains")
    if stored is not None:
        return [item for item in stored if "code" in item]
    made = edition.terminology.expand(artifact.url).contains
    if made is not None:
        return made
    return [
        {"system": str(include.get("system", "")), **concept}
        for include in resource.get("compose", {}).get("include", ())
        for concept in include.get("concept", ())
    ]


def count_of(artifact: Artifact, edition: Edition) -> int:
    """How many codes a value set or a code system has."""
    if artifact.type == "ValueSet":
        return len(listed(artifact, edition))
    known = edition.terminology.systems.get(artifact.url)
    return len(known.concepts) if known is not None else 0


def rows_of(artifact: Artifact, edition: Edition) -> Iterator[CodeRow]:
    """Every code in order; those of a code system before what stands below them."""
    if artifact.type == "ValueSet":
        yield from _of_value_set(artifact, edition)
    else:
        yield from _of_code_system(artifact.resource, langs_of(artifact, edition))


def _of_code_system(resource: Json, langs: Sequence[str]) -> Iterator[CodeRow]:
    own, url = language_of(resource), str(resource.get("url", ""))
    waiting = [(item, 0, -1) for item in reversed(resource.get("concept", ()))]
    number = 0
    texts: dict[int, tuple[str, str]] = {}  # by object: concepts share the properties that they have alike
    while waiting:
        concept, depth, parent = waiting.pop()
        stated = []
        for item in concept.get("property", ()):
            text = texts.get(id(item))
            if text is None:
                text = (item["code"], text_of(next((item[k] for k in item if k != "code"), "")))
                if len(texts) < MOST_SHARED:
                    texts[id(item)] = text
            stated.append(text)
        said = dict(stated)
        yield CodeRow(
            code=str(concept["code"]),
            system=url,
            labels=tuple(_label(concept, lang, own) for lang in langs),
            definitions=texts_of(concept, "definition", own, langs),
            depth=depth,
            parent=parent,
            state=_state(said),
            replaced_by=_replacement(concept),
            start=said.get("effectiveDate", ""),
            end=said.get("retirementDate", ""),
            properties=_joined(stated),
        )
        if "concept" in concept:
            waiting.extend((below, depth + 1, number) for below in reversed(concept["concept"]))
        number += 1


def _joined(stated: Sequence[tuple[str, str]]) -> Mapping[str, str] | None:
    found: dict[str, str] = {}
    for name, text in stated:
        if name not in TOLD:
            found[name] = f"{found[name]}, {text}" if name in found else text
    return found or None


def _state(said: Mapping[str, str]) -> str:
    if said.get("status") in NOT_ACTIVE:
        return RETIRED
    if said.get("inactive") == "true":
        return INACTIVE
    if said.get("status") == DEPRECATED or "deprecated" in said:
        return DEPRECATED
    return ABSTRACT if said.get("notSelectable") == "true" else ""


def _replacement(concept: Json) -> str:
    for item in concept.get("extension", ()):
        if item.get("url") == REPLACED_BY:
            return str(item.get("valueCoding", {}).get("code", ""))
    return ""


def langs_of(artifact: Artifact, edition: Edition) -> tuple[str, ...]:
    """The languages in which the codes of a value set or code system are called something: those of the guide, then the
    others in their order."""
    concepts = listed(artifact, edition) if artifact.type == "ValueSet" else _every(artifact.resource)
    found = {
        str(item["language"]) for concept in concepts for item in concept.get("designation", ()) if "language" in item
    }
    return (*edition.info.langs, *sorted(found.difference(edition.info.langs)))


def _every(resource: Json) -> Iterator[Json]:
    waiting = [resource]
    while waiting:
        concepts = waiting.pop().get("concept", ())
        yield from concepts
        waiting.extend(concept for concept in concepts if "concept" in concept)


def _label(concept: Json, lang: str, own: str) -> str:
    """What a code is called in a language; in one with a region only what is said for that."""
    said = [(str(item.get("language", "")), str(item.get("value", ""))) for item in concept.get("designation", ())]
    stated = str(concept.get("display", ""))
    if "-" in lang:
        return next((text for language, text in said if language == lang), "")
    # of two names in a language, that which the designations have is the guide's own
    same = next((text for language, text in said if language == lang), None)
    return same or in_language([(own, stated), *said], lang) or ""


def texts_of(element: Json, name: str, own: str, langs: Sequence[str]) -> tuple[str, ...]:
    """A text of a part of a resource in each language, `""` where it has none; `own` is that of the resource."""
    if name not in element:
        return ("",) * len(langs)
    said = [(own, str(element[name])), *translations_of(element, name)]
    return tuple(
        (next((text for other, text in said if other == lang), "") if "-" in lang else in_language(said, lang) or "")
        for lang in langs
    )


def _of_value_set(artifact: Artifact, edition: Edition) -> Iterator[CodeRow]:
    langs, systems = langs_of(artifact, edition), edition.terminology.systems
    nothing = ("",) * len(langs)
    languages: dict[str, str] = {}
    for item in listed(artifact, edition):
        url, code = str(item.get("system", "")), str(item["code"])
        if url not in languages:
            languages[url] = language_of(edition.definitions.get(url, "CodeSystem") or {"language": "en"})
        concept = systems.concept(url, code)
        labels = tuple(_label(item, lang, languages[url]) for lang in langs)
        display = str(item.get("display", ""))
        state = INACTIVE if item.get("inactive") else ABSTRACT if item.get("abstract") else ""
        yield CodeRow(
            code=code,
            system=url,
            labels=labels,
            stated=display,
            definitions=nothing,
            display="" if display in labels else display,
            state=state,
            replaced_by=(concept.replacement or "") if concept is not None and concept.inactive else "",
        )
