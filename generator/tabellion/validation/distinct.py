"""One fault, one finding: what only says again what another finding says is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from tabellion.validation.checks.extensions import (
    EXTENSION_URL_NOT_ABSOLUTE,
    EXTENSION_WITH_VALUE_AND_EXTENSIONS,
    EXTENSION_WITHOUT_URL,
)
from tabellion.validation.checks.profile_rules import NOT_AS_THE_PATTERN, NOT_THE_FIXED_VALUE, TYPE_NOT_IN_PROFILE
from tabellion.validation.checks.quantities import NOT_A_UCUM_UNIT
from tabellion.validation.checks.structure_rules import (
    BAD_PRIMITIVE_VALUE,
    EMPTY_LIST,
    EMPTY_OBJECT,
    MISSING_ELEMENT,
    NULL_VALUE,
    TEXT_TOO_LONG,
    TOO_MANY_ELEMENTS,
    WRONG_JSON_KIND,
)
from tabellion.validation.checks.systems import SYSTEM_NOT_OF_HL7

_STATED = frozenset({NOT_THE_FIXED_VALUE, NOT_AS_THE_PATTERN})
_NO_CODE = frozenset({CODE_NOT_IN_ITS_SYSTEM, FALSE_CHECK_DIGIT, NOT_A_UCUM_UNIT})
_OUTSIDE = frozenset(
    {CODE_OUTSIDE_REQUIRED_VALUE_SET, CODE_OUTSIDE_EXTENSIBLE_VALUE_SET, CODE_OUTSIDE_PREFERRED_VALUE_SET}
)
_BOUND = _OUTSIDE | {CODE_MISSING_FOR_BINDING, CODE_NOT_CHECKABLE}
_ASKED_TWICE = _BOUND | {
    MISSING_ELEMENT, TOO_MANY_ELEMENTS, TEXT_TOO_LONG, BROKEN_INVARIANT, BROKEN_INVARIANT_WARNING,
}  # fmt: skip
"""What a type asks and its profile asks again, or two profiles that one resource is held to."""
_NOT_READ = frozenset({EMPTY_LIST, EMPTY_OBJECT, NULL_VALUE, WRONG_JSON_KIND, BAD_PRIMITIVE_VALUE})
"""What has no right form: what it says is not known."""
_OF_EMPTY = frozenset(
    {EXTENSION_WITHOUT_URL, EXTENSION_WITH_VALUE_AND_EXTENSIONS, BROKEN_INVARIANT, BROKEN_INVARIANT_WARNING}
)
"""What an element without content is asked for beside its children."""
_DEEPEST_CODE = 3
"""Steps from a concept to its code: `coding`, a position, `code`."""


def distinct(findings: Iterable[Finding], stated: Iterable[Pointer] = ()) -> list[Finding]:
    """The findings without those that follow from others at the same value, in their order.

    Of what is empty or has no right form nothing is asked; a list that is not there is told by the slices it lacks.
    A code that is none is outside of every value set; one that is not the fixed one need not be judged by a binding;
    what a type and its profile ask alike is told once. `stated` are the places of codes that a profile itself states:
    whoever wrote it has judged that no code of an extensible or preferred value set fits.
    """
    listed = list(findings)
    known = _Known(listed, stated)
    expected = {item.pointer: item for item in listed if item.rule is CODE_OUTSIDE_REQUIRED_VALUE_SET}
    told: set[tuple[object, ...]] = set()
    left = []
    for item in listed:
        if known.tells(item):
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


class _Known:
    """The places of what is wrong in a way that other findings only say again."""

    def __init__(self, listed: Sequence[Finding], stated: Iterable[Pointer]) -> None:
        self.stated_otherwise = {item.pointer for item in listed if item.rule in _STATED}
        self.no_code = {place for item in listed if item.rule in _NO_CODE for place in _around(item.pointer)}
        self.chosen = {place for pointer in stated for place in _around(pointer)}
        self.not_read = {item.pointer for item in listed if item.rule in _NOT_READ}
        self.no_coding = {place for pointer in self.not_read for place in _around(pointer)}
        self.lists = {pointer[:-1] for pointer in self.not_read if pointer and isinstance(pointer[-1], int)}
        self.empty = {item.pointer for item in listed if item.rule is EMPTY_OBJECT}
        self.other_type = {item.pointer for item in listed if item.rule is TYPE_NOT_IN_PROFILE}
        lacking = [(item.pointer, *_name(item)) for item in listed if item.rule is MISSING_ELEMENT]
        self.lacks_slices = {(pointer, name) for pointer, name, slice_name in lacking if slice_name}

    def tells(self, item: Finding) -> bool:
        """Whether a finding only says again what another says."""
        place, rule = item.pointer, item.rule
        if rule is MISSING_ELEMENT:
            return self._tells_of_missing(item)
        return (
            (rule in _BOUND | _NO_CODE and _is_stated(place, self.stated_otherwise))
            or (rule in _OUTSIDE and place in self.no_code)
            or (rule in _OUTSIDE and item.severity != "error" and place in self.chosen)
            or (rule in _BOUND and place in self.no_coding)
            or (rule in _OF_EMPTY and place in self.empty)
            or (rule is SYSTEM_NOT_OF_HL7 and place in self.stated_otherwise)
            or (rule is WRONG_JSON_KIND and place in self.other_type)
            or (rule is EXTENSION_URL_NOT_ABSOLUTE and place in self.not_read)
        )

    def _tells_of_missing(self, item: Finding) -> bool:
        name, slice_name = _name(item)
        missing = (*item.pointer, name)
        if item.pointer in self.not_read or missing in self.not_read:
            return True
        return missing in self.lists if slice_name else (item.pointer, name) in self.lacks_slices


def _around(pointer: Pointer) -> list[Pointer]:
    """A place and those of what may hold it as its code."""
    return [pointer[: len(pointer) - up] for up in range(min(len(pointer), _DEEPEST_CODE) + 1)]


def _is_stated(pointer: Pointer, wrong: set[Pointer]) -> bool:
    """Whether the value at a place, or the code in it or around it, is not the one that a profile states."""
    if not wrong.isdisjoint(_around(pointer)[:_DEEPEST_CODE]):
        return True
    return any(place[: len(pointer)] == pointer and len(place) - len(pointer) <= _DEEPEST_CODE for place in wrong)


def _name(item: Finding) -> tuple[str, str]:
    """The name of the element that a finding is about, and that of its slice."""
    name, _, slice_name = str(item.parameters.get("element", "")).rpartition(".")[2].partition(":")
    return name, slice_name


def _asked(item: Finding) -> tuple[object, ...]:
    """What is asked, of which value: the same for a type and its profile."""
    value_set = str(item.parameters.get("value_set", item.parameters.get("missing", ""))).partition("|")[0]
    # the pointer says where, and two profiles come to the same element by other slices
    element = _name(item)
    invariant = str(item.expected) if item.key is not None else ""
    return item.rule.code, item.pointer, item.key, invariant, value_set, element
