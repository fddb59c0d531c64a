"""Value sets of a profile that reach beyond those which its base allows: required ones, and the largest ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tabellion.diagnostics import Term, rule
from tabellion.elements.types import last_part
from tabellion.snapshot.bindings import Rebinding
from tabellion.snapshot.problems import Problem
from tabellion.terminology.expansion import Terminology
from tabellion.terminology.subsets import inclusion

VALUE_SET_OUTSIDE_PARENTS = rule(
    "SD044",
    "value-set-outside-parents",
    "error",
    "code-invalid",
    fr="le jeu de valeurs {valueset} a des codes que celui {parent:de}, {bound}, n'a pas : {codes}",
    en="the value set {valueset} has codes that the {bound} one of {parent} does not have: {codes}",
    help_fr="liez un jeu dont tous les codes sont dans {inherited}",
    help_en="bind a value set all of whose codes are in {inherited}",
)
VALUE_SET_NOT_COMPARED_WITH_PARENTS = rule(
    "SD045",
    "value-set-not-compared-with-parents",
    "information",
    "incomplete",
    fr="{parent} lie {inherited} à {element}, {bound} : rien n'indique ici si {valueset} y est inclus",
    en="{parent} binds {inherited} to {element} as {bound}: nothing here tells whether {valueset} lies inside",
    help_fr="vérifiez-le à la main, ou ajoutez le paquet qui contient les codes qui manquent",
    help_en="check it by hand, or add the package that holds the codes that are missing",
)
REQUIRED = Term("obligatoire", "required")
LARGEST = Term("le plus large permis", "largest allowed")
MOST_CODES = 3
"""How many codes a message names."""


def value_set_problems(
    rebindings: Iterable[Rebinding],
    parent: str,
    terminology: Terminology,
    is_certain: Callable[[str, str, str], bool] = lambda value_set, system, code: True,
) -> Iterator[Problem]:
    """A problem for each value set with codes that the base, at the address `parent`, does not allow, and for each of
    which that cannot be told.

    `is_certain` (value set, system, code) says whether a code that a value set lacks may be reported as lacking.
    """
    reported: set[tuple[str, str]] = set()
    for rebinding in rebindings:
        for stated, inherited, bound in _bounds(rebinding):
            if stated.partition("|")[0] == inherited.partition("|")[0] or (rebinding.element, inherited) in reported:
                continue
            found = inclusion(stated, inherited, terminology)
            words: dict[str, object] = {
                "valueset": stated,
                "inherited": inherited,
                "parent": rebinding.of or last_part(parent),
            }
            words |= {"element": rebinding.element, "bound": bound}
            if any(is_certain(inherited, *code) for code in found.outside):
                codes = [code for _, code in found.outside]
                words["codes"] = ", ".join(codes[:MOST_CODES]) + ("…" if len(codes) > MOST_CODES else "")
                yield Problem(VALUE_SET_OUTSIDE_PARENTS, rebinding.element, False, words)
            elif not found.outside and not found.is_known:
                yield Problem(VALUE_SET_NOT_COMPARED_WITH_PARENTS, rebinding.element, False, words)
            else:
                continue
            reported.add((rebinding.element, inherited))


def _bounds(rebinding: Rebinding) -> Iterator[tuple[str, str, Term]]:
    """What has to lie inside what: (value set of the profile, value set of its base, what the latter is).

    An example binds to nothing. A largest value set bounds every binding that says which codes are meant.
    """
    own, above = rebinding.stated, rebinding.inherited
    if above.strength == "required" and own.strength == "required":
        yield own.value_set, above.value_set, REQUIRED
    elif above.max_value_set:
        if own.max_value_set and own.strength != "required":
            yield own.max_value_set, above.max_value_set, LARGEST
        if own.strength != "example":
            yield own.value_set, above.max_value_set, LARGEST
