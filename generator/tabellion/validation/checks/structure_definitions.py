"""A StructureDefinition as a message: whether its differential can be laid over what it constrains."""

from __future__ import annotations

from typing import Any

from tabellion.diagnostics import Finding, Place
from tabellion.fhir.json import Json
from tabellion.snapshot.generator import MISSING_PARENT, PARENT_WITHOUT_SNAPSHOT
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

_OF_OTHERS = frozenset({MISSING_PARENT, PARENT_WITHOUT_SNAPSHOT})
"""What is wrong with another definition, or with what is at hand: this one is not to blame."""


def check(walk: WalkState, value: Json, at: Location) -> None:
    """The differential of a profile against its base: each problem of its snapshot, at the element that has it.

    One that is no StructureDefinition by its form has been told so, and is not looked at.
    """
    differential = value.get("differential")
    if value.get("derivation") != "constraint" or not isinstance(differential, dict) or walk.has_error_at(at):
        return
    known = walk.support.definitions.get(str(value.get("url")), "StructureDefinition")
    definition = known if known is not None and known.get("differential") == differential else value
    elements: list[Any] = differential.get("element", [])
    places = {element.get("id", element.get("path")): place for place, element in enumerate(elements)}
    for problem in walk.support.shapes.problems(definition):
        place = places.get(problem.element)
        here = at.child("differential") if place is None else at.child("differential").child("element", place)
        found = Finding(
            problem.rule,
            Place(element=here.expression),
            problem.parameters,
            suggestion=problem.suggestion,
            pointer=here.pointer,
            weight="warning" if problem.rule in _OF_OTHERS else None,
        )
        walk.report.keep(found)
