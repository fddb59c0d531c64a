"""Codes and value sets, by everyday words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tabellion.fhir.definitions import Definitions
from tabellion.fhir.json import Json
from tabellion.pipeline.lookup.words import asked, score, stems


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code, with the address of its system and what it is called there or in the guide; or a value set, whose `code`
    is `""`, `system` its address and `label` its title."""

    system: str
    code: str
    label: str


def find_codes(question: str, definitions: Definitions) -> list[FoundCode]:
    """The codes and value sets that answer, best first; a code that is asked for by itself comes before all."""
    wanted = asked(question)
    typed = set(stems(question))
    exact = question.strip().casefold()
    found: dict[tuple[str, str], tuple[float, FoundCode]] = {}
    for item, more in _candidates(definitions):
        points = 100.0 if item.code and item.code.casefold() == exact else 0.0
        points += (
            score(wanted, ((item.label, 4.0), (item.code, 3.0), *((text, 2.0) for text in more))) if wanted else 0.0
        )
        if points and typed <= set(stems(item.label)):
            points += 1  # before what a translation finds
        key = (item.system, item.code)
        if points > 0 and points > found.get(key, (0.0, item))[0]:
            found[key] = (points, item)
    ordered = sorted(found.values(), key=lambda each: (-each[0], each[1].system, each[1].code))
    return [item for _, item in ordered]


def _candidates(definitions: Definitions) -> Iterator[tuple[FoundCode, list[str]]]:
    """Every code and value set at hand, with more texts that tell what it is."""
    for system in definitions.all("CodeSystem"):
        yield from _concepts(system["url"], system.get("concept", ()))
    for structure in definitions.all("StructureDefinition"):
        yield from _fixed(structure)
    for value_set in definitions.all("ValueSet"):
        title = str(value_set.get("title") or value_set.get("name", ""))
        yield FoundCode(value_set["url"], "", title), [str(value_set.get("description", ""))]
        for include in value_set.get("compose", {}).get("include", ()):
            yield from _concepts(str(include.get("system", "")), include.get("concept", ()))


def _fixed(structure: Json) -> Iterator[tuple[FoundCode, list[str]]]:
    """The codes that a profile asks for, which tell what it is about."""
    title = str(structure.get("title") or structure.get("name", ""))
    for element in structure.get("differential", {}).get("element", ()):
        pattern = element.get("patternCodeableConcept") or {"coding": [element.get("patternCoding", {})]}
        for coding in pattern.get("coding", ()):
            if "code" in coding:
                label = str(coding.get("display") or pattern.get("text") or element.get("short") or title)
                more = [title] if str(element["path"]).count(".") == 1 else []
                yield FoundCode(str(coding.get("system", "")), str(coding["code"]), label), more


def _concepts(system: str, concepts: list[Json]) -> Iterator[tuple[FoundCode, list[str]]]:
    for concept in concepts:
        names = [str(concept.get("display", ""))]
        names += [str(item.get("value", "")) for item in concept.get("designation", ())]
        label = next((name for name in names if name), "")
        yield FoundCode(system, str(concept["code"]), label), [*names, str(concept.get("definition", ""))[:200]]
        yield from _concepts(system, concept.get("concept", ()))
