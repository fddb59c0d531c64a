"""The invariants that authors write: well formed, about elements that exist, and able to be broken."""

from __future__ import annotations

from collections.abc import Iterable

from tabellion.diagnostics import Place, Report, rule
from tabellion.diagnostics.words import near
from tabellion.elements.choices import stem_of, type_in
from tabellion.elements.paths import root_of, segments_of
from tabellion.fhir.json import Json
from tabellion.validation.authoring.expression_types import (
    StaticType,
    Typing,
    kind_of,
    unknown_functions,
    unknown_variables,
)
from tabellion.validation.authoring.vacuity import Conditions, outcomes
from tabellion.validation.definitions.shapes import Shapes
from tabellion.validation.fhirpath import engine

NOT_FHIRPATH = rule(
    "IN001",
    "expression-not-fhirpath",
    "error",
    fr="l'expression de la règle {key} n'est pas du FHIRPath : arrêt à la ligne {line}, caractère {column} ({reason})",
    en="the expression of the rule {key} is not FHIRPath: stopped at line {line}, character {column} ({reason})",
    help_fr="corrigez l'expression à cet endroit : parenthèses, guillemets simples, points",
    help_en="mend the expression at that place: brackets, single quotes, dots",
)
NO_FUNCTION = rule(
    "IN002",
    "expression-unknown-function",
    "error",
    "not-found",
    fr="l'expression de la règle {key} appelle « {value}() », qui n'existe pas",
    en="the expression of the rule {key} calls `{value}()`, which does not exist",
    help_fr="prenez une fonction de FHIRPath ou de FHIR",
    help_en="take a function of FHIRPath or of FHIR",
)
NO_ELEMENT = rule(
    "IN003",
    "expression-unknown-element",
    "error",
    "not-found",
    fr="l'expression de la règle {key} nomme « {value} », qui n'est pas un élément de {types}",
    en="the expression of the rule {key} names `{value}`, which is no element of {types}",
    help_fr="corrigez le nom ; d'un choix de types, on écrit « value », puis « ofType(Quantity) »",
    help_en="correct the name; of a choice of types one writes `value`, then `ofType(Quantity)`",
)
NO_VARIABLE = rule(
    "IN004",
    "expression-unknown-variable",
    "error",
    "not-found",
    fr="l'expression de la règle {key} utilise « %{value} », que rien ne définit",
    en="the expression of the rule {key} uses `%{value}`, which nothing defines",
    help_fr="utilisez %resource, %rootResource, %context, %ucum, %sct ou %loinc",
    help_en="use %resource, %rootResource, %context, %ucum, %sct or %loinc",
)
CANNOT_BE_BROKEN = rule(
    "IN005",
    "invariant-cannot-be-broken",
    "warning",
    fr="aucune ressource ne peut enfreindre la règle {key} : elle ne vérifie rien",
    en="no resource can break the rule {key}: it checks nothing",
    help_fr="vérifiez les chemins et les comparaisons : un concept se compare par « coding.code », pas en entier",
    help_en="check the paths and the comparisons: a concept is compared by `coding.code`, not as a whole",
)
ALWAYS_BROKEN = rule(
    "IN006",
    "invariant-always-broken",
    "error",
    fr="toute ressource enfreint la règle {key}",
    en="every resource breaks the rule {key}",
    help_fr="vérifiez les chemins et les comparaisons de l'expression",
    help_en="check the paths and the comparisons of the expression",
)
NO_EXPRESSION = rule(
    "IN007",
    "invariant-without-expression",
    "warning",
    "required",
    fr="la règle {key} n'a pas d'expression : aucun programme ne peut la vérifier",
    en="the rule {key} has no expression: no program can check it",
    help_fr="donnez une expression FHIRPath, ou dites que la règle est vérifiée par des personnes",
    help_en="give a FHIRPath expression, or say that the rule is checked by people",
)

UNLIKE = rule(
    "IN008",
    "comparison-of-unlike-values",
    "warning",
    fr="la règle {key} compare « {value} », qui est une structure ({types}), à la valeur simple {compared}",
    en="the rule {key} compares `{value}`, which is a structure ({types}), with the simple value {compared}",
    help_fr="allez jusqu'à l'élément simple : « code.coding.code », « value.ofType(Quantity).value »",
    help_en="go on to the simple element: `code.coding.code`, `value.ofType(Quantity).value`",
)


def check_constraint(constraint: Json, path: str, shapes: Shapes, report: Report, place: Place) -> None:
    """An ElementDefinition.constraint on the element of a path (`Observation.component`)."""
    key = str(constraint.get("key", ""))
    expression = constraint.get("expression")
    if not isinstance(expression, str) or not expression.strip():
        report.add(NO_EXPRESSION, place, key=key)
        return
    check_expression(expression, path, shapes, report, place, key=key)


def check_expression(
    expression: str,
    path: str,
    shapes: Shapes,
    report: Report,
    place: Place,
    *,
    key: str = "",
    inside: Iterable[str] = (),
) -> None:
    """An expression that is to be true of the element of a path: every fault goes to `report` at `place`.

    Elements are looked up in the types of FHIR, so that what a profile adds by slices and extensions counts as its type
    has it; `inside` are the types of the resources that the resource may hold (entries of a Bundle), when the profile
    limits them. Whether it can be broken is only told of one that is otherwise right.
    """
    try:
        parsed = engine.parse(expression)
    except engine.ExpressionError as fault:
        report.add(
            NOT_FHIRPATH, place, value=expression, key=key, line=fault.line, column=fault.column, reason=fault.reason
        )
        return
    faults = 0
    for name in unknown_functions(parsed):
        suggestion = near(name, engine.known_functions())
        report.add(NO_FUNCTION, place, value=name, suggestion=suggestion, key=key)
        faults += 1
    for name in unknown_variables(parsed):
        report.add(NO_VARIABLE, place, value=name, key=key)
        faults += 1
    context = kind_at(path, shapes)
    if context is None:
        return
    root = shapes.of_type(root_of(path))
    typing = Typing(shapes, context, StaticType(root_of(path), root), inside)
    typing.of(parsed.tree, frozenset({context}))
    for miss in typing.misses:
        suggestion = near(miss.name, miss.known) or _stem(miss.name, miss.known)
        types = ", ".join(miss.types)
        report.add(NO_ELEMENT, place, value=miss.name, suggestion=suggestion, key=key, types=types)
    if faults or typing.misses:
        return
    for unlike in typing.unlike:
        types = ", ".join(unlike.types[:3]) + (", …" if len(unlike.types) > 3 else "")
        report.add(UNLIKE, place, value=unlike.path, key=key, types=types, compared=unlike.value)
    conditions = Conditions(typing)
    found = outcomes(conditions, conditions.of(parsed.tree, "", frozenset({context})))
    if found == {True}:
        report.add(CANNOT_BE_BROKEN, place, value=expression, key=key)
    elif True not in found:
        report.add(ALWAYS_BROKEN, place, value=expression, key=key)


def kind_at(path: str, shapes: Shapes) -> StaticType | None:
    """The type of the element of a path; `None` when there is none, or more than one (a choice)."""
    first, *rest = segments_of(path)
    shape = shapes.of_type(first.name)
    kind = StaticType(first.name, shape) if shape is not None else None
    for part in rest:
        if kind is None or kind.shape is None:
            return None
        name = stem_of(part.name)
        known = [item for item in kind.shape.properties.values() if name in (item.name, item.key)]
        kind = kind_of(known[0]) if len(known) == 1 else None
    return kind


def _stem(name: str, known: tuple[str, ...]) -> str | None:
    """The element meant by one of the names that JSON gives a choice: `valueQuantity` is `value`."""
    return next((candidate for candidate in known if type_in(name, candidate)), None)
