"""The invariants that authors write: well formed, about elements that exist, and able to be broken."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tabellion.diagnostics import Place, Report, Term, rule
from tabellion.diagnostics.words import nearest_name
from tabellion.elements.choices import type_in
from tabellion.elements.paths import parent_of, root_of
from tabellion.fhirpath.checks import unknown_names
from tabellion.fhirpath.errors import FHIRPathSyntaxError
from tabellion.fhirpath.inference import Fault, Typing
from tabellion.fhirpath.model import Types
from tabellion.fhirpath.parser import parse
from tabellion.validation.authoring.vacuity import Conditions, outcomes

EXPRESSION_NOT_FHIRPATH = rule(
    "IN001",
    "expression-not-fhirpath",
    "error",
    fr="l'expression de la règle {key} n'est pas du FHIRPath : arrêt à la ligne {line}, caractère {column} ({reason})",
    en="the expression of the rule {key} is not FHIRPath: stopped at line {line}, character {column} ({reason})",
    help_fr="corrigez l'expression à cet endroit : parenthèses, guillemets simples, points",
    help_en="fix the expression at that place: brackets, single quotes, dots",
)
EXPRESSION_UNKNOWN_FUNCTION = rule(
    "IN002",
    "expression-unknown-function",
    "error",
    "not-found",
    fr="l'expression de la règle {key} appelle « {value}() », qui n'existe pas",
    en="the expression of the rule {key} calls `{value}()`, which does not exist",
    help_fr="prenez une fonction de FHIRPath ou de FHIR",
    help_en="take a function of FHIRPath or of FHIR",
)
EXPRESSION_UNKNOWN_ELEMENT = rule(
    "IN003",
    "expression-unknown-element",
    "error",
    "not-found",
    fr="l'expression de la règle {key} nomme « {value} », qui n'est pas un élément {types:de}",
    en="the expression of the rule {key} names `{value}`, which is not an element of {types}",
    help_fr="{remedy}",
    help_en="{remedy}",
)
CORRECT = Term(
    "corrigez le nom ; d'un choix de types, on écrit « value », puis « ofType(Quantity) »",
    "correct the name; of a choice of types one writes `value`, then `ofType(Quantity)`",
)
MOVE = Term(
    "« {0} » est un élément de {1} : posez la règle sur {1}, d'où elle voit les deux",
    "`{0}` is an element of {1}: put the rule on {1}, from where it sees both",
)
EXPRESSION_UNKNOWN_VARIABLE = rule(
    "IN004",
    "expression-unknown-variable",
    "error",
    "not-found",
    fr="l'expression de la règle {key} utilise « %{value} », que rien ne définit",
    en="the expression of the rule {key} uses `%{value}`, which nothing defines",
    help_fr="utilisez %resource, %rootResource, %context, %ucum, %sct ou %loinc",
    help_en="use %resource, %rootResource, %context, %ucum, %sct or %loinc",
)
INVARIANT_CANNOT_BE_BROKEN = rule(
    "IN005",
    "invariant-cannot-be-broken",
    "warning",
    fr="aucune ressource ne peut enfreindre la règle {key} : elle ne vérifie rien",
    en="no resource can break the rule {key}: it checks nothing",
    help_fr="vérifiez les chemins et les comparaisons : un concept se compare par « coding.code », pas en entier",
    help_en="check the paths and the comparisons: a concept is compared by `coding.code`, not as a whole",
)
INVARIANT_ALWAYS_BROKEN = rule(
    "IN006",
    "invariant-always-broken",
    "error",
    fr="toute ressource enfreint la règle {key}",
    en="every resource breaks the rule {key}",
    help_fr="vérifiez les chemins et les comparaisons de l'expression",
    help_en="check the paths and the comparisons of the expression",
)
COMPARISON_OF_UNLIKE_VALUES = rule(
    "IN008",
    "comparison-of-unlike-values",
    "warning",
    fr="la règle {key} compare « {value} », qui est une structure ({types}), à la valeur simple {compared}",
    en="the rule {key} compares `{value}`, which is a structure ({types}), with the simple value {compared}",
    help_fr="allez jusqu'à l'élément simple : « code.coding.code », « value.ofType(Quantity).value »",
    help_en="go on to the simple element: `code.coding.code`, `value.ofType(Quantity).value`",
)


EXPRESSION_NEVER_EVALUATES = rule(
    "IN009",
    "expression-never-evaluates",
    "error",
    fr="l'expression de la règle {key} ne peut pas être évaluée : {reason}",
    en="the expression of the rule {key} cannot be evaluated: {reason}",
    help_fr="vérifiez les types : un texte se compare à un texte, une date se déplace d'une durée",
    help_en="check the types: a text is compared with a text, a date is moved by a duration",
)


def check_expression(
    expression: str,
    path: str,
    types: Types,
    report: Report,
    place: Place,
    *,
    key: str = "",
    only: Collection[str] = (),
    inside: Iterable[str] = (),
) -> None:
    """An expression that is to be true of the element of a path: every fault goes to `report` at `place`.

    Elements are looked up in the types of FHIR, so that what a profile adds by slices and extensions counts as its type
    has it. `only` are the types that a profile leaves of a choice, none stands for all; `inside` are the types of the
    resources that the resource may hold (entries of a Bundle), when the profile limits them. Whether it can be broken
    is only told of one that is otherwise right.
    """
    try:
        parsed = parse(expression)
    except FHIRPathSyntaxError as fault:
        report.add(
            EXPRESSION_NOT_FHIRPATH,
            place,
            value=expression,
            key=key,
            line=fault.line,
            column=fault.column,
            reason=fault.reason,
        )
        return
    faults = list(unknown_names(parsed))
    options = types.at(path)
    contexts = frozenset(kind for kind in options if kind.name in only) or options
    typing = None
    if contexts:
        typing = Typing(types, contexts, types[root_of(path)], inside)
        typing.of(parsed, contexts)
        faults += typing.faults
    for wrong in faults:
        _tell(wrong, key, report, place, _holder_with(wrong.name, path, types) if wrong.kind == "element" else "")
    if typing is None or faults:
        return
    for unlike in typing.unlike:
        shown = ", ".join(unlike.types[:3]) + (", …" if len(unlike.types) > 3 else "")
        report.add(COMPARISON_OF_UNLIKE_VALUES, place, value=unlike.path, key=key, types=shown, compared=unlike.value)
    conditions = Conditions(typing)
    found = outcomes(conditions, conditions.of(parsed, "", contexts))
    if found == {True}:
        report.add(INVARIANT_CANNOT_BE_BROKEN, place, value=expression, key=key)
    elif True not in found:
        report.add(INVARIANT_ALWAYS_BROKEN, place, value=expression, key=key)


def _holder_with(name: str, path: str, types: Types) -> str:
    """The nearest element above one that has an element of this name, `""` when none has: an invariant on a leaf that
    speaks of its neighbours belongs there."""
    above = parent_of(path)
    while above:
        contexts = types.at(above)
        if contexts:
            typing = Typing(types, contexts, types[root_of(above)])
            typing.of(parse(name), contexts)
            if not typing.faults:
                return above
        above = parent_of(above)
    return ""


def _tell(fault: Fault, key: str, report: Report, place: Place, holder: str) -> None:
    if fault.kind == "function":
        report.add(
            EXPRESSION_UNKNOWN_FUNCTION,
            place,
            value=fault.name,
            suggestion=nearest_name(fault.name, fault.known),
            key=key,
        )
    elif fault.kind == "variable":
        report.add(EXPRESSION_UNKNOWN_VARIABLE, place, value=fault.name, key=key)
    elif fault.kind == "element":
        suggestion = nearest_name(fault.name, fault.known) or _stem(fault.name, fault.known)
        remedy = Term(MOVE.fr.format(fault.name, holder), MOVE.en.format(fault.name, holder)) if holder else CORRECT
        report.add(
            EXPRESSION_UNKNOWN_ELEMENT,
            place,
            value=fault.name,
            suggestion=None if holder else suggestion,
            key=key,
            types=", ".join(fault.types),
            remedy=remedy,
        )
    else:
        report.add(EXPRESSION_NEVER_EVALUATES, place, value=fault.name, key=key, reason=fault.reason)


def _stem(name: str, known: tuple[str, ...]) -> str | None:
    """The element meant by one of the names that JSON gives a choice: `valueQuantity` is `value`."""
    return next((candidate for candidate in known if type_in(name, candidate)), None)
