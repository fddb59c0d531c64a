"""Invariants: evaluated by FHIRPath, the few that nearly every element carries by functions proved equal to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tabellion.diagnostics import Term
from tabellion.fhir.json import Json
from tabellion.fhirpath.engine import is_true
from tabellion.fhirpath.errors import FHIRPathError, TooCostlyError, UndecidedError
from tabellion.validation.checks import narrative
from tabellion.validation.checks.native_constraints import NATIVE, REWRITTEN
from tabellion.validation.definitions.shapes import Constraint
from tabellion.validation.results.issues import finding
from tabellion.validation.walking.location import Location

if TYPE_CHECKING:
    from tabellion.validation.walking.walk import Walk

BROKEN = finding(
    "VA070",
    "broken-invariant",
    "error",
    "invariant",
    fr="la règle {key} n'est pas respectée : {human}",
    en="the rule {key} is not kept: {human}",
    help_fr="corrigez les valeurs que la règle met en rapport",
    help_en="correct the values that the rule relates",
)
BROKEN_WARNING = finding(
    "VA071",
    "broken-invariant-warning",
    "warning",
    "invariant",
    fr="la règle {key} n'est pas suivie : {human}",
    en="the rule {key} is not followed: {human}",
    help_fr="suivez la règle, ou sachez pourquoi vous ne le faites pas",
    help_en="follow the rule, or know why you do not",
)
NOT_EVALUATED = finding(
    "VA072",
    "invariant-not-evaluated",
    "warning",
    "not-supported",
    fr="la règle {key} n'a pas pu être évaluée : {reason}",
    en="the rule {key} could not be evaluated: {reason}",
    help_fr="vérifiez la valeur à la main, ou fournissez ce qui manque",
    help_en="check the value by hand, or give what is missing",
)
FAULTY = finding(
    "VA073",
    "faulty-invariant",
    "error",
    "exception",
    fr="la règle {key} est fautive, elle ne peut pas être évaluée : {reason}",
    en="the rule {key} is faulty, it cannot be evaluated: {reason}",
    help_fr="la valeur n'est pas en cause : l'auteur de la règle doit en corriger l'expression",
    help_en="the value is not to blame: the author of the rule is to mend its expression",
)

_TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"


class Host:
    """What the functions of FHIR ask, answered by the walk that is under way."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self.spend = walk.effort.spend

    def resolve(self, reference: str) -> Json | None:
        found = self._walk.validator.resolve(self._walk.frame, reference)
        return found.resource if found is not None else None

    def member_of(self, system: str | None, code: str, value_set: str) -> bool | None:
        return self._walk.validator.terminology.contains(value_set, system, code).inside

    def conforms(self, value: Json, profile: str) -> bool | None:
        return self._walk.validator.conforms(self._walk, value, profile)

    def is_narrative(self, text: str) -> bool:
        return not narrative.faults(text)


def check(
    walk: Walk,
    stated: tuple[Constraint, ...],
    value: Any,
    path: str,
    sibling: Any,
    at: Location,
    profile: str | None = None,
) -> None:
    """Each constraint on one value; `path` and `sibling` are as for the engine's nodes."""
    asked: _Asked | None = None
    for constraint in stated:
        native = NATIVE.get((constraint.key, constraint.expression))
        if native is not None:
            kept = native(value, walk.frame)
        else:
            asked = asked or _Asked(walk, value, path, sibling)
            answer = asked.keeps(constraint, at)
            if answer is None:
                continue
            kept = answer
        if not kept:
            walk.add(
                BROKEN if constraint.error else BROKEN_WARNING,
                at,
                key=constraint.key,
                profile=profile or constraint.source or None,
                expected=constraint.expression,
                human=human(constraint),
            )


class _Asked:
    """A value that constraints are evaluated on, where the walk is."""

    def __init__(self, walk: Walk, value: Any, path: str, sibling: Any) -> None:
        frame = walk.frame
        assert frame is not None
        self._walk, self._engine, self._host = walk, walk.validator.engine, Host(walk)
        self._node = self._engine.node(value, path, sibling)
        self._variables = {"resource": frame.resource, "rootResource": frame.container.resource}

    def keeps(self, constraint: Constraint, at: Location) -> bool | None:
        """Whether the value keeps a constraint; `None` where that cannot be told, which is reported."""
        text = REWRITTEN.get((constraint.key, constraint.expression), constraint.expression)
        try:
            result = self._engine.evaluate(text, self._node, self._variables, self._host)
        except FHIRPathError as fault:
            undecided = isinstance(fault, UndecidedError | TooCostlyError)
            self._walk.add(
                NOT_EVALUATED if undecided else FAULTY,
                at,
                key=constraint.key,
                profile=constraint.source or None,
                reason=fault.reason,
            )
            return None
        return (not result and constraint.key in EMPTY_IS_KEPT) or is_true(result)


EMPTY_IS_KEPT = frozenset({"ref-1", "bdl-8"})
"""Invariants of the core that say nothing where the element that they are about is missing."""


def human(constraint: Constraint) -> Term:
    """The words of a constraint in each language: its own text, or the translation that it carries."""
    own = str(constraint.human.get("human", ""))
    words = {"fr": own, "en": own}
    sibling = constraint.human.get("_human")
    for extension in sibling.get("extension", ()) if isinstance(sibling, dict) else ():
        if extension.get("url") == _TRANSLATION:
            parts = {
                item.get("url"): item.get("valueCode", item.get("valueString"))
                for item in extension.get("extension", ())
            }
            language = str(parts.get("lang", ""))[:2]
            if language in words and parts.get("content"):
                words[language] = str(parts["content"])
    return Term(words["fr"], words["en"])
