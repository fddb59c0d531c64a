"""A ConceptMap as a message: what it maps is there, in its systems and in its value sets (R4 ConceptMap)."""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.diagnostics import rule
from tabellion.fhir.json import Json
from tabellion.validation.checks import systems
from tabellion.validation.checks.codings import CODE_NOT_IN_ITS_SYSTEM
from tabellion.validation.checks.question_facets import listed, option_of
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

MAP_BEYOND_ITS_VALUE_SETS = rule(
    "TX017",
    "map-beyond-its-value-sets",
    "error",
    "business-rule",
    fr="« {code} » n'est pas dans {value_set}, d'où la table prend ses codes",
    en="`{code}` is not in {value_set}, from which the map takes its codes",
    help_fr="corrigez le code, ou le jeu de valeurs que la table nomme",
    help_en="correct the code, or the value set that the map names",
)


def check(walk: WalkState, value: Json, at: Location) -> None:
    """The codes of each group, on both sides."""
    for place, group in enumerate(listed(value, "group")):
        here = at.child("group", place)
        for side in ("source", "target"):
            system = group.get(side)
            if not isinstance(system, str) or not systems.check(walk, system.partition("|")[0], here, key=side):
                continue
            for code, where in _codes(group, side, here):
                _code(walk, system.partition("|")[0], code, _scope(value, side), where)


def _scope(value: Json, side: str) -> str | None:
    """The value set that a map states for one side: R5 calls it a scope."""
    stated = option_of(value, side)[1] or option_of(value, f"{side}Scope")[1]
    return stated if isinstance(stated, str) else None


def _codes(group: Json, side: str, at: Location) -> Iterator[tuple[str, Location]]:
    """The codes of one side of a group, each with its place."""
    for place, element in enumerate(listed(group, "element")):
        here = at.child("element", place)
        targets = [(item, here.child("target", index)) for index, item in enumerate(listed(element, "target"))]
        for holder, where in [(element, here)] if side == "source" else targets:
            if isinstance(holder.get("code"), str):
                yield holder["code"], where.child("code")


def _code(walk: WalkState, system: str, code: str, value_set: str | None, at: Location) -> None:
    terminology = walk.support.terminology
    if terminology.systems.exists(system, code) is False:
        walk.add(CODE_NOT_IN_ITS_SYSTEM, at, code=code, system=system)
    elif value_set is not None and terminology.contains(value_set, system, code).inside is False:
        walk.add(MAP_BEYOND_ITS_VALUE_SETS, at, code=f"{system}|{code}", value_set=value_set)
