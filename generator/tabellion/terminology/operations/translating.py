"""What a concept map makes of a code (R4 ConceptMap/$translate)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tabellion.diagnostics import Term
from tabellion.elements.versions import targets_of
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.json import Json
from tabellion.terminology.operations.errors import OperationError

NO_MATCH = frozenset({"unmatched", "disjoint"})


@dataclass(frozen=True, slots=True)
class Match:
    """A code that a map sets against the one asked for: how they stand to each other, and which map says so."""

    equivalence: str
    system: str
    code: str
    display: str
    source: str


def translate(
    definitions: Definitions,
    *,
    code: str,
    system: str,
    concept_map: str | Json | None = None,
    target_system: str = "",
    source: str = "",
    target: str = "",
    reverse: bool = False,
) -> list[Match]:
    """The matches of a code in a map, by its address or as a resource, or in every map that leads from the value set
    `source` to `target`, as far as they are given. Raises `OperationError` for a map that is not known."""
    maps: Sequence[Json]
    if isinstance(concept_map, dict):
        maps = [concept_map]
    elif concept_map:
        found = definitions.get(concept_map, "ConceptMap")
        if found is None:
            raise OperationError(
                "not-found",
                Term(
                    f"la table de correspondance « {concept_map} » n'est pas connue ici",
                    f"the concept map `{concept_map}` is not known here",
                ),
            )
        maps = [found]
    else:
        maps = [item for item in definitions.all("ConceptMap") if _leads(item, source, target, reverse)]
    return [match for item in maps for match in _matches(item, code, system, target_system, reverse)]


def _leads(concept_map: Json, source: str, target: str, reverse: bool) -> bool:
    ends = {
        side: next((str(v) for k, v in concept_map.items() if k.startswith(side) and isinstance(v, str)), "")
        for side in ("source", "target")
    }
    if reverse:
        ends = {"source": ends["target"], "target": ends["source"]}
    return (not source or source == ends["source"]) and (not target or target == ends["target"])


def _matches(concept_map: Json, code: str, system: str, target_system: str, reverse: bool) -> Iterator[Match]:
    url = str(concept_map.get("url", ""))
    for group in concept_map.get("group", ()):
        start, end = str(group.get("source", "")), str(group.get("target", ""))
        if reverse:
            start, end = end, start
        if (system and start != system) or (target_system and end != target_system):
            continue
        for element in group.get("element", ()):
            if not reverse and element.get("code") != code:
                continue
            for equivalence, target in targets_of(element):
                if reverse and target.get("code") != code:
                    continue
                found = element if reverse else target
                if "code" in found:
                    yield Match(equivalence, end, str(found["code"]), str(found.get("display", "")), url)
