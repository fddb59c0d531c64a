"""What definitions say of searches: the expression of a SearchParameter, the parameters of a CapabilityStatement."""

from __future__ import annotations

from tabellion.diagnostics import rule
from tabellion.fhir.json import Json
from tabellion.fhirpath.errors import FHIRPathSyntaxError
from tabellion.fhirpath.parser import parse
from tabellion.validation.checks.question_facets import listed
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

SEARCH_EXPRESSION_NOT_FHIRPATH = rule(
    "VA112",
    "search-expression-not-fhirpath",
    "error",
    "invalid",
    fr="l'expression n'est pas du FHIRPath : arrêt à la ligne {line}, caractère {column} ({reason})",
    en="the expression is not FHIRPath: stopped at line {line}, character {column} ({reason})",
    help_fr="corrigez l'expression à cet endroit : parenthèses, guillemets simples, points",
    help_en="fix the expression at that place: brackets, single quotes, dots",
)
SEARCHED_BY_ANOTHER_TYPE = rule(
    "VA113",
    "searched-by-another-type",
    "error",
    "value",
    fr="le paramètre est déclaré de type {type}, sa définition dit {defined}",
    en="the parameter is declared as {type}, its definition says {defined}",
    help_fr="donnez le type que la définition {definition:de} donne",
    help_en="give the type that the definition {definition} has",
)


def check_parameter(walk: WalkState, value: Json, at: Location) -> None:
    """The expression of a SearchParameter, and those of its components."""
    _expression(walk, value, at)
    for place, component in enumerate(listed(value, "component")):
        _expression(walk, component, at.child("component", place))


def _expression(walk: WalkState, holder: Json, at: Location) -> None:
    expression = holder.get("expression")
    fault = syntax_fault(expression)
    if fault is not None:
        walk.add(
            SEARCH_EXPRESSION_NOT_FHIRPATH,
            at.child("expression"),
            value=expression,
            line=fault.line,
            column=fault.column,
            reason=fault.reason,
        )


def syntax_fault(expression: object) -> FHIRPathSyntaxError | None:
    """What is wrong with the form of an expression of a definition, as lenient as where it is evaluated."""
    if not isinstance(expression, str):
        return None
    try:
        parse(expression, lenient=True)
    except FHIRPathSyntaxError as fault:
        return fault
    return None


def check_capabilities(walk: WalkState, value: Json, at: Location) -> None:
    """The type of each parameter "SHALL be the same as the type in the search parameter definition" (R4
    CapabilityStatement.rest.resource.searchParam.type)."""
    for place, rest in enumerate(listed(value, "rest")):
        here = at.child("rest", place)
        _parameters(walk, rest, here)
        for index, resource in enumerate(listed(rest, "resource")):
            _parameters(walk, resource, here.child("resource", index))


def _parameters(walk: WalkState, holder: Json, at: Location) -> None:
    for place, parameter in enumerate(listed(holder, "searchParam")):
        address, type_ = parameter.get("definition"), parameter.get("type")
        known = walk.support.definitions.get(address, "SearchParameter") if isinstance(address, str) else None
        if known is not None and isinstance(type_, str) and known.get("type") != type_:
            here = at.child("searchParam", place).child("type")
            defined = str(known.get("type"))
            walk.add(SEARCHED_BY_ANOTHER_TYPE, here, type=type_, defined=defined, definition=address)
