"""Invariants: evaluated by FHIRPath, the few that nearly every element carries by functions proved equal to it."""

from __future__ import annotations

from typing import Any

from tabellion.diagnostics import rule
from tabellion.fhirpath.engine import is_true
from tabellion.fhirpath.errors import FHIRPathError, TooCostlyError, UndecidedError
from tabellion.fhirpath.nodes import ResourceNode
from tabellion.validation.checks.invariant_words import human
from tabellion.validation.checks.native_constraints import BY_THEIR_WORDS, NATIVE
from tabellion.validation.checks.rewritten_constraints import REWRITTEN
from tabellion.validation.definitions.shapes import Constraint
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

BROKEN_INVARIANT = rule(
    "VA070",
    "broken-invariant",
    "error",
    "invariant",
    fr="la règle {key} n'est pas respectée : {human}",
    en="the rule {key} is violated: {human}",
    help_fr="corrigez les valeurs que la règle met en rapport",
    help_en="correct the values that the rule relates",
)
BROKEN_INVARIANT_WARNING = rule(
    "VA071",
    "broken-invariant-warning",
    "warning",
    "invariant",
    fr="la règle {key} n'est pas suivie : {human}",
    en="the rule {key} is not followed: {human}",
    help_fr="suivez la règle, ou sachez pourquoi vous ne le faites pas",
    help_en="follow the rule, or know why you do not",
)
BEST_PRACTICE_NOT_FOLLOWED = rule(
    "VA075",
    "best-practice-not-followed",
    "information",
    "invariant",
    told_once=True,
    fr="la bonne pratique {key} n'est pas suivie : {human}{places}",
    en="the best practice {key} is not followed: {human}{places}",
    help_fr="la ressource est conforme ; suivez la bonne pratique si vos lecteurs en ont besoin",
    help_en="the resource conforms; follow the practice if your readers need it",
)
INVARIANT_NOT_EVALUATED = rule(
    "VA072",
    "invariant-not-evaluated",
    "warning",
    "not-supported",
    fr="la règle {key} n'a pas pu être évaluée : {reason}",
    en="the rule {key} could not be evaluated: {reason}",
    help_fr="vérifiez la valeur à la main, ou fournissez ce qui manque",
    help_en="check the value by hand, or give what is missing",
)
FAULTY_INVARIANT = rule(
    "VA073",
    "faulty-invariant",
    "error",
    "exception",
    fr="la règle {key} est erronée, elle ne peut pas être évaluée : {reason}",
    en="the rule {key} is faulty, it cannot be evaluated: {reason}",
    help_fr="la valeur n'est pas en cause : l'auteur de la règle doit en corriger l'expression",
    help_en="the value is not to blame: the author of the rule has to fix its expression",
)


def check(
    walk: WalkState,
    stated: tuple[Constraint, ...],
    value: Any,
    path: str,
    sibling: Any,
    at: Location,
    profile: str | None = None,
) -> None:
    """Each constraint on one value; `path` and `sibling` are as for the engine."""
    focus: ResourceNode | None = None
    version = walk.support.definitions.fhir_version
    for constraint in stated:
        named = (constraint.key, constraint.expression)
        native = NATIVE.get(named) or BY_THEIR_WORDS.get(named)
        if native is not None:
            kept = native(value, walk.frame)
        else:
            focus = focus or walk.node(value, path, sibling)
            answer = _evaluated(walk, constraint, focus, at)
            if answer is None:
                continue
            kept = answer
        if not kept and constraint.advised and not constraint.error:
            source = profile or constraint.source or None
            walk.advise(BEST_PRACTICE_NOT_FOLLOWED, at, constraint.key, source, human=human(constraint, version))
        elif not kept:
            walk.add(
                BROKEN_INVARIANT if constraint.error else BROKEN_INVARIANT_WARNING,
                at,
                key=constraint.key,
                profile=profile or constraint.source or None,
                expected=constraint.expression,
                human=human(constraint, version),
            )


def _evaluated(walk: WalkState, constraint: Constraint, focus: ResourceNode, at: Location) -> bool | None:
    """Whether a value keeps a constraint; `None` where that cannot be told, which is reported."""
    text = REWRITTEN.get(constraint.expression, constraint.expression)
    try:
        result = walk.evaluate(text, focus)
    except FHIRPathError as fault:
        broken = FAULTY_INVARIANT if not isinstance(fault, UndecidedError | TooCostlyError) else INVARIANT_NOT_EVALUATED
        walk.add(
            broken,
            at,
            key=constraint.key,
            profile=constraint.source or None,
            expected=constraint.expression,
            reason=fault.reason,
        )
        return None
    # several items are an error by N1 (4.5); published rules forget `exists()`, and HL7's validator takes them as kept
    return len(result) > 1 or (not result and constraint.key in EMPTY_IS_KEPT) or is_true(result)


EMPTY_IS_KEPT = frozenset({"ref-1", "bdl-8"})
"""Invariants of the core that say nothing where the element that they are about is missing."""
