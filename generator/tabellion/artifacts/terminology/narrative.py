"""The narratives of terminology: codes with their labels, and which code maps to which."""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.artifacts.narrative_table import CODE, LABEL, NarrativeTable, code, escape
from tabellion.diagnostics import Term
from tabellion.elements.versions import targets_of
from tabellion.fhir.json import Json

SYSTEM = Term("Système", "System")
ALL_CODES = Term("tous les codes", "all codes")
MAP_HEADINGS = (Term("Source", "Source"), Term("Équivalence", "Equivalence"), Term("Cible", "Target"))


def value_set_table(resource: Json, lang: str) -> NarrativeTable:
    """What a value set includes: codes, filters, whole systems."""
    return (SYSTEM, CODE, LABEL), _included(resource, lang)


def _included(resource: Json, lang: str) -> Iterator[tuple[str, ...]]:
    for include in resource.get("compose", {}).get("include", ()):
        system = escape(include.get("system", ", ".join(include.get("valueSet", ()))))
        for concept in include.get("concept", ()):
            yield system, code(concept["code"]), escape(_label(concept, lang))
        for item in include.get("filter", ()):
            yield system, "", escape(f"{item['property']} {item['op']} {item['value']}")
        if "concept" not in include and "filter" not in include:
            yield system, "", escape(ALL_CODES[lang])


def code_system_table(resource: Json, lang: str) -> NarrativeTable:
    """The concepts of a code system, those below another after it."""
    return (CODE, LABEL), _concepts(resource, lang)


def _concepts(resource: Json, lang: str) -> Iterator[tuple[str, ...]]:
    waiting = list(resource.get("concept", ()))
    while waiting:
        concept = waiting.pop(0)
        yield code(concept["code"]), escape(_label(concept, lang))
        waiting[:0] = concept.get("concept", ())


def _label(concept: Json, lang: str) -> str:
    for item in concept.get("designation", ()):
        if item.get("language") == lang:
            return str(item.get("value", ""))
    return str(concept.get("display", ""))


def concept_map_table(resource: Json, lang: str) -> NarrativeTable:
    """The mappings of a concept map."""
    return MAP_HEADINGS, _mappings(resource)


def _mappings(resource: Json) -> Iterator[tuple[str, ...]]:
    for group in resource.get("group", ()):
        for element in group["element"]:
            for equivalence, target in targets_of(element):
                source = f"{code(element['code'])} {escape(element.get('display', ''))}"
                found = f"{code(target.get('code', ''))} {escape(target.get('display', ''))}"
                yield source.strip(), escape(equivalence), found.strip()
