"""One fault, one finding: what only says again what another finding says is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tabellion.diagnostics import Finding, Pointer
from tabellion.validation.checks.bindings import (
    CODE_MISSING_FOR_BINDING,
    CODE_NOT_CHECKABLE,
    CODE_OUTSIDE_EXTENSIBLE_VALUE_SET,
    CODE_OUTSIDE_PREFERRED_VALUE_SET,
    CODE_OUTSIDE_REQUIRED_VALUE_SET,
)
from tabellion.validation.checks.codings import CODE_NOT_IN_ITS_SYSTEM, FALSE_CHECK_DIGIT
from tabellion.validation.checks.constraints import BROKEN_INVARIANT, BROKEN_INVARIANT_WARNING
from tabellion.validation.checks.profile_rules import NOT_AS_THE_PATTERN, NOT_THE_FIXED_VALUE
from tabellion.validation.checks.quantities import NOT_A_UCUM_UNIT
from tabellion.validation.checks.structure_rules import MISSING_ELEMENT, TEXT_TOO_LONG, TOO_MANY_ELEMENTS
from tabellion.validation.checks.systems import CODE_SYSTEM_NOT_ABSOLUTE, SYSTEM_NOT_OF_HL7

_STATED = frozenset({NOT_THE_FIXED_VALUE, NOT_AS_THE_PATTERN})
_NO_CODE = frozenset({CODE_NOT_IN_ITS_SYSTEM, FALSE_CHECK_DIGIT, NOT_A_UCUM_UNIT})
_OUTSIDE = frozenset(
    {CODE_OUTSIDE_REQUIRED_VALUE_SET, CODE_OUTSIDE_EXTENSIBLE_VALUE_SET, CODE_OUTSIDE_PREFERRED_VALUE_SET}
)
_OF_SYSTEMS = frozenset({CODE_SYSTEM_NOT_ABSOLUTE, SYSTEM_NOT_OF_HL7})
_BOUND = _OUTSIDE | {CODE_MISSING_FOR_BINDING, CODE_NOT_CHECKABLE}
_ASKED_TWICE = _BOUND | {
    MISSING_ELEMENT, TOO_MANY_ELEMENTS, TEXT_TOO_LONG, BROKEN_INVARIANT, BROKEN_INVARIANT_WARNING,
}  # fmt: skip
"""What a type asks and its profile asks again, or two profiles that one resource is held to."""
_DEEPEST_CODE = 3
"""Steps from a concept to its code: `coding`, a position, `code`."""


def distinct(findings: Iterable[Finding], stated: Iterable[Pointer] = ()) -> list[Finding]:
    """The findings without those that follow from others at the same value, in their order.

    A code that is none is outside of every value set; one that is not the fixed one need not be judged by a binding;
    what a type and its profile ask alike is told once. `stated` are the places of codes that a profile itself states:
    whoever wrote it has judged that no code of an extensible or preferred value set fits.
    """
    listed = list(findings)
    wrong = {item.pointer for item in listed if item.rule in _STATED}
    no_code = {pointer for item in listed if item.rule in _NO_CODE for pointer in _around(item.pointer)}
    chosen = {pointer for place in stated for pointer in _around(place)}
    expected = {item.pointer: item for item in listed if item.rule is CODE_OUTSIDE_REQUIRED_VALUE_SET}
    told: set[tuple[object, ...]] = set()
    left = []
    for item in listed:
        if item.rule in _BOUND | _NO_CODE | _OF_SYSTEMS and _is_stated(item.pointer, wrong):
            continue
        if item.rule in _OUTSIDE and item.pointer in no_code:
            continue
        if item.rule in _OUTSIDE and item.severity != "error" and item.pointer in chosen:
            continue
        if item.rule in _ASKED_TWICE:
            asked = _asked(item)
            if asked in told:
                continue
            told.add(asked)
        if item.rule in _NO_CODE and item.expected is None:
            outside = next((expected[place] for place in _around(item.pointer) if place in expected), None)
            left.append(item if outside is None else replace(item, expected=outside.expected))
        else:
            left.append(item)
    return left


def _around(pointer: Pointer) -> list[Pointer]:
    """A place and those of what may hold it as its code."""
    return [pointer[: len(pointer) - up] for up in range(min(len(pointer), _DEEPEST_CODE) + 1)]


def _is_stated(pointer: Pointer, wrong: set[Pointer]) -> bool:
    """Whether the value at a place, or the code in it or around it, is not the one that a profile states."""
    if not wrong.isdisjoint(_around(pointer)[:_DEEPEST_CODE]):
        return True
    return any(place[: len(pointer)] == pointer and len(place) - len(pointer) <= _DEEPEST_CODE for place in wrong)


def _asked(item: Finding) -> tuple[object, ...]:
    """What is asked, of which value: the same for a type and its profile."""
    value_set = str(item.parameters.get("value_set", item.parameters.get("missing", ""))).partition("|")[0]
    # the pointer says where, and two profiles come to the same element by other slices
    element = str(item.parameters.get("element", "")).rpartition(".")[2]
    invariant = str(item.expected) if item.key is not None else ""
    return item.rule.code, item.pointer, item.key, invariant, value_set, element
