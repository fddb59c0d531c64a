"""A StructureDefinition as a message: whether its differential can be laid over its base, and its rules be read."""

from __future__ import annotations

import re
from typing import Any

from tabellion.diagnostics import Finding, Place, rule
from tabellion.fhir.json import Json
from tabellion.snapshot import Problem
from tabellion.snapshot.cardinality import CARDINALITY_WIDER_THAN_PARENT
from tabellion.snapshot.discriminators import SLICE_NOT_TOLD_APART
from tabellion.snapshot.generator import MISSING_PARENT, PARENT_WITHOUT_SNAPSHOT, defines_type
from tabellion.validation.checks import extension_definitions
from tabellion.validation.checks.question_facets import listed
from tabellion.validation.checks.search_definitions import syntax_fault
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

PROFILE_EXPRESSION_NOT_FHIRPATH = rule(
    "VA120",
    "profile-expression-not-fhirpath",
    "error",
    "invalid",
    fr="l'expression de la règle {key} n'est pas du FHIRPath : arrêt à la ligne {line}, caractère {column} ({reason})",
    en="the expression of the rule {key} is not FHIRPath: stopped at line {line}, character {column} ({reason})",
    help_fr="corrigez l'expression à cet endroit : parenthèses, guillemets simples, points",
    help_en="fix the expression at that place: brackets, single quotes, dots",
)

_NO_ERRORS = frozenset({MISSING_PARENT, PARENT_WITHOUT_SNAPSHOT, SLICE_NOT_TOLD_APART})
"""What is wrong with another definition, for which this one is not to blame; and slices that nothing tells apart, of
which messages are warned as well (VA027)."""
_SLICE_OF_EXTENSIONS = re.compile(r".*[.](?:modifierE|e)xtension:[^.]+")


def check(walk: WalkState, value: Json, at: Location) -> None:
    """The differential of a profile against its base: each problem of its snapshot, at the element that has it.

    One that is no StructureDefinition by its form has been told so, and is not looked at.
    """
    differential = value.get("differential")
    if not isinstance(differential, dict) or walk.has_error_at(at):
        return
    _expressions(walk, differential, at.child("differential"))
    if defines_type(value):
        return
    extension_definitions.check(walk, value, at)
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
            weight="warning" if _is_no_error(problem) else None,
        )
        walk.report.keep(found)


def _expressions(walk: WalkState, differential: Json, at: Location) -> None:
    """Each rule is an expression that can be read: one that is not makes every message break it (VA073)."""
    for place, element in enumerate(listed(differential, "element")):
        for index, constraint in enumerate(listed(element, "constraint")):
            fault = syntax_fault(constraint.get("expression"))
            if fault is None:
                continue
            walk.add(
                PROFILE_EXPRESSION_NOT_FHIRPATH,
                at.child("element", place).child("constraint", index).child("expression"),
                key=str(constraint.get("key", "")),
                value=constraint["expression"],
                line=fault.line,
                column=fault.column,
                reason=fault.reason,
            )


def _is_no_error(problem: Problem) -> bool:
    """Whether a problem only deserves a warning. How often an extension stands in a list is the list's to say, whose
    maximum is none; its own root, which a slice may exceed, speaks of the extension."""
    of_extension = _SLICE_OF_EXTENSIONS.fullmatch(problem.element) is not None
    return problem.rule in _NO_ERRORS or (of_extension and problem.rule is CARDINALITY_WIDER_THAN_PARENT)
