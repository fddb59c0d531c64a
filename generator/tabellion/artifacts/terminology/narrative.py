"""The narratives of terminology: codes with their labels, and which code maps to which."""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.artifacts.narrative_table import CODE, LABEL, NarrativeTable, code, escape
from tabellion.artifacts.terminology.expansions import WARNING
from tabellion.diagnostics import Term
from tabellion.elements.versions import targets_of
from tabellion.fhir.json import Json

SYSTEM = Term("Système", "System")
ALL_CODES = Term("tous les codes", "all codes")
AND = Term("et", "and")
EXCEPT = Term("sauf", "except")
MAP_HEADINGS = (Term("Source", "Source"), Term("Équivalence", "Equivalence"), Term("Cible", "Target"))


def value_set_table(resource: Json, lang: str) -> NarrativeTable:
    """What a value set includes: codes, filters, whole systems."""
    return NarrativeTable((SYSTEM, CODE, LABEL), _included(resource, lang))


def _included(resource: Json, lang: str) -> Iterator[tuple[str, ...]]:
    compose = resource.get("compose", {})
    for key in ("include", "exclude"):
        for part in compose.get(key, ()):
            system = escape(part.get("system", ", ".join(part.get("valueSet", ()))))
            for concept in part.get("concept", ()):
                yield system, code(concept["code"]), escape(_label(concept, lang))
            if "concept" not in part:
                yield system, "", escape(_rule(part, key == "exclude", lang))
    for extension in resource.get("extension", ()):
        if extension.get("url") == WARNING:
            yield "", "", escape(extension["valueMarkdown"])


def _rule(part: Json, excluded: bool, lang: str) -> str:
    """The conditions that codes meet, all of them, in one text; `except` before what is taken away."""
    conditions = [f"{item['property']} {item['op']} {item['value']}" for item in part.get("filter", ())]
    conditions += part.get("valueSet", ()) if "system" in part else ()
    said = f" {AND[lang]} ".join(conditions) or ALL_CODES[lang]
    return f"{EXCEPT[lang]} {said}" if excluded else said


def code_system_table(resource: Json, lang: str) -> NarrativeTable:
    """The concepts of a code system, those below another after it."""

    def cells(concept: Json) -> tuple[str, str]:
        return code(concept["code"]), escape(_label(concept, lang))

    return NarrativeTable((CODE, LABEL), _concepts(resource), cells)


def _concepts(resource: Json) -> Iterator[Json]:
    waiting = list(reversed(resource.get("concept", ())))
    while waiting:
        concept = waiting.pop()
        yield concept
        if "concept" in concept:
            waiting.extend(reversed(concept["concept"]))


def _label(concept: Json, lang: str) -> str:
    for item in concept.get("designation", ()):
        if item.get("language") == lang:
            return str(item.get("value", ""))
    return str(concept.get("display", ""))


def concept_map_table(resource: Json, lang: str) -> NarrativeTable:
    """The mappings of a concept map."""
    return NarrativeTable(MAP_HEADINGS, _mappings(resource), _cells_of_mapping)


def _mappings(resource: Json) -> Iterator[tuple[Json, str, Json]]:
    for group in resource.get("group", ()):
        for element in group["element"]:
            for equivalence, target in targets_of(element):
                yield element, equivalence, target


def _cells_of_mapping(mapping: tuple[Json, str, Json]) -> tuple[str, str, str]:
    element, equivalence, target = mapping
    source = f"{code(element['code'])} {escape(element.get('display', ''))}"
    found = f"{code(target.get('code', ''))} {escape(target.get('display', ''))}"
    return source.strip(), escape(equivalence), found.strip()
