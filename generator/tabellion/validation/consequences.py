"""What follows from a fault that is told: a value that has not its form is in no value set, breaks rules, is missed by
profiles. It is told once, as what it is; once it is right, the rest is judged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tabellion.diagnostics import Finding, Pointer
from tabellion.elements.choices import stem_of
from tabellion.validation.checks.bindings import (
    CODE_MISSING_FOR_BINDING,
    CODE_NOT_CHECKABLE,
    CODE_OUTSIDE_EXTENSIBLE_VALUE_SET,
    CODE_OUTSIDE_PREFERRED_VALUE_SET,
    CODE_OUTSIDE_REQUIRED_VALUE_SET,
)
from tabellion.validation.checks.bundles import BAD_FULL_URL, FULL_URL_MISMATCH, MISSING_FULL_URL, WRONG_FIRST_ENTRY
from tabellion.validation.checks.codings import (
    CODE_NOT_IN_ITS_SYSTEM,
    CODE_OF_ANOTHER_VERSION,
    DISPLAY_NOT_OF_CODE,
    FALSE_CHECK_DIGIT,
)
from tabellion.validation.checks.constraints import BROKEN_INVARIANT, BROKEN_INVARIANT_WARNING, FAULTY_INVARIANT
from tabellion.validation.checks.extensions import (
    EXTENSION_URL_NOT_ABSOLUTE,
    EXTENSION_WITH_VALUE_AND_EXTENSIONS,
    EXTENSION_WITHOUT_URL,
    UNKNOWN_EXTENSION,
    UNKNOWN_MODIFIER_EXTENSION,
    UNKNOWN_PART_OF_EXTENSION,
)
from tabellion.validation.checks.malformed import is_name, malformed_at, names
from tabellion.validation.checks.profile_rules import (
    NOT_AS_THE_PATTERN,
    NOT_THE_FIXED_VALUE,
    OUTSIDE_CLOSED_SLICES,
    TEXT_OF_ANOTHER_FORM,
    TEXT_TOO_SHORT,
    TYPE_NOT_IN_PROFILE,
    VALUE_NEEDED,
    VALUE_OUT_OF_RANGE,
)
from tabellion.validation.checks.quantities import NOT_A_UCUM_UNIT
from tabellion.validation.checks.references import (
    CANONICAL_NOT_ABSOLUTE,
    IDENTIFIER_NOT_URI,
    MALFORMED_REFERENCE,
    REFERENCE_SAYS_NOTHING,
    REFERENCE_TO_WRONG_TYPE,
)
from tabellion.validation.checks.structure_rules import (
    EMPTY_OBJECT,
    MISSING_ELEMENT,
    SEVERAL_CHOICES,
    TOO_MANY_ELEMENTS,
    UNKNOWN_PROPERTY,
)
from tabellion.validation.checks.systems import CODE_SYSTEM_NOT_ABSOLUTE

_OF_A_VALUE = frozenset(
    {
        BAD_FULL_URL, CANONICAL_NOT_ABSOLUTE, CODE_MISSING_FOR_BINDING, CODE_NOT_CHECKABLE, CODE_NOT_IN_ITS_SYSTEM,
        CODE_OF_ANOTHER_VERSION, CODE_OUTSIDE_EXTENSIBLE_VALUE_SET, CODE_OUTSIDE_PREFERRED_VALUE_SET,
        CODE_OUTSIDE_REQUIRED_VALUE_SET, CODE_SYSTEM_NOT_ABSOLUTE, DISPLAY_NOT_OF_CODE, EXTENSION_URL_NOT_ABSOLUTE,
        EXTENSION_WITHOUT_URL, EXTENSION_WITH_VALUE_AND_EXTENSIONS, FALSE_CHECK_DIGIT, FULL_URL_MISMATCH,
        IDENTIFIER_NOT_URI, MALFORMED_REFERENCE, MISSING_FULL_URL, NOT_AS_THE_PATTERN, NOT_A_UCUM_UNIT,
        NOT_THE_FIXED_VALUE, OUTSIDE_CLOSED_SLICES, REFERENCE_SAYS_NOTHING, TEXT_OF_ANOTHER_FORM, TEXT_TOO_SHORT,
        TYPE_NOT_IN_PROFILE, UNKNOWN_EXTENSION, UNKNOWN_MODIFIER_EXTENSION, UNKNOWN_PART_OF_EXTENSION, VALUE_NEEDED,
        VALUE_OUT_OF_RANGE, WRONG_FIRST_ENTRY,
    }
)  # fmt: skip
"""What is asked of one value and of the parts that it is read by."""
_DEEPEST_PART = 3
"""Steps from a concept to its code: `coding`, a position, `code`."""
_OF_A_CODE = frozenset({CODE_MISSING_FOR_BINDING, CODE_OUTSIDE_REQUIRED_VALUE_SET})
_PARTS_OF_A_CODE = frozenset({"coding", "system", "code"})
_INVARIANTS = frozenset({BROKEN_INVARIANT, BROKEN_INVARIANT_WARNING, FAULTY_INVARIANT})
_TOLD_BY_RULE = {"bdl-11": WRONG_FIRST_ENTRY, "bdl-12": WRONG_FIRST_ENTRY}
"""The invariants that say what a rule of ours says with the place."""
_NEAR = 2
"""Names from what a rule is about to a value in it that the rule does not name."""
_WORD = re.compile(r"\w+")


def without_consequences(findings: Iterable[Finding], malformed: Iterable[Pointer] = ()) -> list[Finding]:
    """The findings without those that follow from other errors among them, in their order.

    An element without content says which ones it lacks. `malformed` are places of which it is told already that they
    have no right form.
    """
    listed = list(findings)
    told = _Told(listed, frozenset(malformed))
    lacking: dict[Pointer, list[str]] = {}
    for item in listed:
        if item.rule is MISSING_ELEMENT:
            lacking.setdefault(item.pointer, []).append(str(item.parameters["element"]))
    left = [_with_what_it_lacks(item, lacking) for item in listed if not told.covers(item)]
    return _without_lists(_without_wider(left))


def _with_what_it_lacks(item: Finding, lacking: Mapping[Pointer, Sequence[str]]) -> Finding:
    elements = lacking.get(item.pointer, ()) if item.rule is EMPTY_OBJECT else ()
    if not elements:
        return item
    return replace(item, expected=", ".join(elements), parameters={**item.parameters, "elements": tuple(elements)})


class _Told:
    """The places of errors that others follow from."""

    def __init__(self, findings: Sequence[Finding], malformed: frozenset[Pointer]) -> None:
        errors = [item for item in findings if item.severity == "error"]
        self._before = malformed
        self._malformed = {*malformed, *(place for item in errors if (place := malformed_at(item)) is not None)}
        self._around = {place[:length] for place in self._malformed for length in range(len(place) + 1)}
        self._several = [item.pointer for item in errors if item.rule is SEVERAL_CHOICES]
        self._doubled = [item.pointer for item in errors if item.rule is TOO_MANY_ELEMENTS]
        self._without = {item.pointer for item in errors if item.rule is MISSING_ELEMENT}
        self._codeless = [item.pointer for item in errors if _element(item) in _PARTS_OF_A_CODE and _is_absent(item)]
        self._unknown = [item.pointer for item in errors if item.rule is UNKNOWN_PROPERTY]
        self._rules = {item.rule for item in errors}

    def covers(self, item: Finding) -> bool:
        """Whether a finding follows from an error at its place, in it or around it."""
        place, rule = item.pointer, item.rule
        if malformed_at(item) is not None:
            return place in self._before
        if self._is_near(place):
            spots = [spot for spot in self._malformed if spot[: len(place)] == place or place[: len(spot)] == spot]
            if _follows(item, spots):
                return True
        if rule is MISSING_ELEMENT:
            # there by a name that is not known, as a choice by a type that it has not
            return any(spot[:-1] == place and is_name(str(spot[-1]), _name(item)) for spot in self._unknown)
        if rule in (TYPE_NOT_IN_PROFILE, TOO_MANY_ELEMENTS):
            return place[:-1] in self._several
        if rule in _OF_A_CODE:
            return any(
                spot[: len(place)] == place and len(spot) - len(place) < _DEEPEST_PART for spot in self._codeless
            )
        if rule is EXTENSION_WITH_VALUE_AND_EXTENSIONS:
            return place in self._without or any(spot[: len(place)] == place for spot in self._doubled)
        if rule is FAULTY_INVARIANT:
            return _is_about(item, [*self._doubled, *self._several])
        return _TOLD_BY_RULE.get(item.key or "") in self._rules

    def _is_near(self, place: Pointer) -> bool:
        return place in self._around or any(place[:length] in self._malformed for length in range(len(place)))


def _follows(item: Finding, wrong: Sequence[Pointer]) -> bool:
    """Whether what is found at a place says again that a value at it, in it or around it is malformed."""
    place = item.pointer
    if item.rule in _INVARIANTS:
        return _is_about(item, wrong)
    if item.rule is MISSING_ELEMENT:
        name = _name(item)
        is_absent = _is_absent(item)
        below = [names(spot[len(place) :]) for spot in wrong if spot[: len(place)] == place]
        return any(not steps or (is_name(steps[0], name) and (len(steps) == 1 or is_absent)) for steps in below)
    if item.rule is TOO_MANY_ELEMENTS:
        return any(place[: len(spot)] == spot for spot in wrong)
    return item.rule in _OF_A_VALUE and any(len(spot) - len(place) <= _DEEPEST_PART for spot in wrong)


def _is_about(item: Finding, wrong: Iterable[Pointer]) -> bool:
    """Whether an invariant on what is around a wrong value names it, or what holds it and is near."""
    expression = str(item.expected or "")
    words = set(_WORD.findall(expression))
    size = len(item.pointer)
    for spot in wrong:
        steps = names(spot[size:])
        if spot[:size] != item.pointer:
            continue
        named = [any(is_name(step, word) for word in words) for step in steps]
        if all(named) or (named[0] and len(named) <= _NEAR) or (named[-1] and "descendants" in words):
            return True
    return False


def _name(item: Finding) -> str:
    """The name of the element that is missing, as FHIRPath has it."""
    return stem_of(_element(item).partition(":")[0])


def _without_lists(findings: list[Finding]) -> list[Finding]:
    """Without what is said of a list as a whole where what its slices lack is as much."""
    lacking: dict[tuple[Pointer, str], int] = {}
    for item in findings:
        element, _, slice_ = _element(item).rpartition(":")
        if slice_:
            lacking[item.pointer, element] = lacking.get((item.pointer, element), 0) + _lack(item)
    return [item for item in findings if not 0 < _lack(item) <= lacking.get((item.pointer, _element(item)), 0)]


def _without_wider(findings: list[Finding]) -> list[Finding]:
    """Without what a type says of the target of a reference where a profile allows fewer types there."""
    allowed: dict[Pointer, list[set[str]]] = {}
    for item in findings:
        if item.rule is REFERENCE_TO_WRONG_TYPE:
            allowed.setdefault(item.pointer, []).append(_allowed(item))
    return [
        item
        for item in findings
        if item.rule is not REFERENCE_TO_WRONG_TYPE
        or not any(narrower < _allowed(item) for narrower in allowed[item.pointer])
    ]


def _allowed(item: Finding) -> set[str]:
    return set(str(item.parameters.get("allowed", "")).split(", "))


def _is_absent(item: Finding) -> bool:
    """Whether an element that is missing is not there at all."""
    return item.parameters.get("count") == 0


def _element(item: Finding) -> str:
    """The last name in the id of the element that is missing, with that of its slice."""
    return str(item.parameters.get("element", "")).rpartition(".")[2] if item.rule is MISSING_ELEMENT else ""


def _lack(item: Finding) -> int:
    """How many of an element are missing."""
    minimum, count = item.parameters.get("minimum"), item.parameters.get("count")
    if item.rule is not MISSING_ELEMENT or not isinstance(minimum, int) or not isinstance(count, int):
        return 0
    return minimum - count
