"""What definitions say of searches: the expression of a SearchParameter, the parameters of a CapabilityStatement."""

from __future__ import annotations

from tabellion.diagnostics import Severity, rule
from tabellion.diagnostics.words import nearest_name
from tabellion.fhir.json import Json
from tabellion.fhirpath.errors import FHIRPathSyntaxError
from tabellion.fhirpath.inference import Kinds, Typing
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
SEARCH_EXPRESSION_BESIDE_TYPES = rule(
    "VA118",
    "search-expression-beside-types",
    "error",
    "invalid",
    fr="l'expression nomme « {value} », qui n'est pas un élément {types:de}",
    en="the expression names `{value}`, which is not an element of {types}",
    help_fr="corrigez le nom ; d'un choix de types, on écrit « value », puis « ofType(Quantity) »",
    help_en="correct the name; of a choice of types one writes `value`, then `ofType(Quantity)`",
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
    """The expression of a SearchParameter, asked of its base types, and those of its components, asked of what it gives
    (R4 SearchParameter.expression, SearchParameter.component.expression)."""
    types, named = walk.support.engine.types, value.get("base")
    texts = [base for base in named if isinstance(base, str)] if isinstance(named, list) else []
    bases = frozenset(types[base] for base in texts if base in walk.support.resource_types)
    given = _expression(walk, value, bases or None, at)
    for place, component in enumerate(listed(value, "component")):
        # HL7's own composite parameters name what their main expression does not give, and are published
        _expression(walk, component, given, at.child("component", place), weight="warning")


def _expression(
    walk: WalkState, holder: Json, contexts: Kinds, at: Location, *, weight: Severity | None = None
) -> Kinds:
    """The types of what an expression gives on some types, `None` where that is not known."""
    expression, here = holder.get("expression"), at.child("expression")
    fault = syntax_fault(expression)
    if fault is not None:
        walk.add(
            SEARCH_EXPRESSION_NOT_FHIRPATH,
            here,
            value=expression,
            line=fault.line,
            column=fault.column,
            reason=fault.reason,
        )
        return None
    if contexts is None or not isinstance(expression, str):
        return None
    typing = Typing(walk.support.engine.types, contexts, min(contexts, key=str))
    given = typing.of(parse(expression, lenient=True), contexts)
    for wrong in typing.faults:
        if wrong.kind == "element":
            suggestion, types = nearest_name(wrong.name, wrong.known), ", ".join(wrong.types)
            walk.add(
                SEARCH_EXPRESSION_BESIDE_TYPES,
                here,
                value=wrong.name,
                suggestion=suggestion,
                types=types,
                weight=weight,
            )
    return given


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
