"""The bounds that a profile sets to a value: its length, its form as a text, its least and its greatest."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from tabellion.elements.items import Item
from tabellion.elements.primitives import read_primitive
from tabellion.fhir.json import Json
from tabellion.fhirpath import quantities
from tabellion.fhirpath.errors import FHIRPathError, TooCostlyError
from tabellion.fhirpath.functions import patterns
from tabellion.fhirpath.nodes import decimal_of, quantity_of
from tabellion.fhirpath.temporal import compare, moved, temporal
from tabellion.terminology import ucum
from tabellion.validation.checks.constraints import FAULTY_INVARIANT, INVARIANT_NOT_EVALUATED
from tabellion.validation.checks.profile_rules import (
    TEXT_OF_ANOTHER_FORM,
    TEXT_TOO_SHORT,
    VALUE_NEEDED,
    VALUE_OUT_OF_RANGE,
)
from tabellion.validation.checks.slice_words import written
from tabellion.validation.checks.structure_rules import TEXT_TOO_LONG
from tabellion.validation.definitions.profiles import CompiledElement
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

_UNITS_OF_DATES = {"a": "year", "mo": "month", "wk": "week", "d": "day", "h": "hour", "min": "minute", "s": "second"}


def check(walk: WalkState, compiled: CompiledElement, value: Any, at: Location, profile: str) -> None:
    """A value against the bounds of its element."""
    if compiled.max_length is not None and isinstance(value, str) and len(value) > compiled.max_length:
        walk.add(TEXT_TOO_LONG, at, length=len(value), limit=compiled.max_length, profile=profile)
    if compiled.min_length is not None and isinstance(value, str) and len(value) < compiled.min_length:
        walk.add(TEXT_TOO_SHORT, at, length=len(value), limit=compiled.min_length, profile=profile)
    if compiled.regex is not None and isinstance(value, str):
        _against_regex(walk, compiled.regex, value, at, profile)
    for stated, lower in ((compiled.min_value, True), (compiled.max_value, False)):
        bound = _from_now(stated, lower) if isinstance(stated, dict) and isinstance(value, str) else stated
        if bound is not None and is_beyond(bound, value, lower):
            sign = "≥" if lower else "≤"
            walk.add(VALUE_OUT_OF_RANGE, at, value=written(value), expected=f"{sign} {written(bound)}", profile=profile)


def _from_now(stated: Json, lower: bool) -> str | None:
    """The day so long before the current time, or so long after it, where a date is bounded by a duration
    (R4 ElementDefinition.minValue[x]); `None` for what is no duration."""
    number, code = decimal_of(stated.get("value")), str(stated.get("code"))
    unit = _UNITS_OF_DATES.get(code)
    now = temporal(datetime.now().astimezone().isoformat(timespec="seconds"), "DateTime")
    if number is None or unit is None or now is None:
        return None
    found = moved(now, -number if lower else number, unit)
    # a bound in days and more is a day, as dates are
    return None if found is None else found.text if code in ("h", "min", "s") else found.text[: len("2020-01-01")]


def check_presence(walk: WalkState, compiled: CompiledElement, item: Item, at: Location, profile: str) -> None:
    """Whether a primitive has the value that its element asks for, or one of the extensions in its place."""
    if item.value is not None:
        return
    listed = item.sibling.get("extension") if isinstance(item.sibling, dict) else None
    urls = {entry.get("url") for entry in listed if isinstance(entry, dict)} if isinstance(listed, list) else set()
    if compiled.value_needed or urls.isdisjoint(compiled.alternatives):
        walk.add(VALUE_NEEDED, at, expected=", ".join(compiled.alternatives) or None, profile=profile)


def _against_regex(walk: WalkState, expression: str, value: str, at: Location, profile: str) -> None:
    """A text against the expression that its element states, as a whole (extension regex)."""
    try:
        matches_it = is_of_form(walk, expression, value, whole=True)
    except TooCostlyError as fault:
        walk.add(INVARIANT_NOT_EVALUATED, at, key="regex", profile=profile, reason=fault.reason)
    except FHIRPathError as fault:
        walk.add(FAULTY_INVARIANT, at, key="regex", profile=profile, reason=fault.reason)
    else:
        if not matches_it:
            walk.add(TEXT_OF_ANOTHER_FORM, at, value=value, expected=expression, profile=profile)


def is_of_form(walk: WalkState, expression: str, value: str, *, whole: bool) -> bool:
    """Whether a text, or a part of it, has the form of a regular expression.

    Raises `FHIRPathError` for what is none, `TooCostlyError` where a match takes too long.
    """
    pattern = patterns.compiled(f"(?-s:{expression})")  # a dot is no end of line here
    try:
        found = (pattern.fullmatch if whole else pattern.search)(value, timeout=patterns.SECONDS_OF_MATCH)
    except TimeoutError:
        walk.spend(patterns.NODES_OF_TIMEOUT)
        raise TooCostlyError from None
    return found is not None


def is_beyond(bound: Any, value: Any, lower: bool) -> bool:
    """Whether a number, a quantity, a date or a time is below a lower bound, or above an upper one."""
    found = order(value, bound)
    if found is None and isinstance(bound, dict) and isinstance(value, dict):
        # what cannot be compared in UCUM is another kind of quantity
        return value.get("system") == bound.get("system") == ucum.SYSTEM and "code" in value and "value" in value
    return found == (-1 if lower else 1)


def order(value: Any, other: Any) -> int | None:
    """The order of two numbers, quantities, dates or times: -1, 0 or 1; `None` where it cannot be told."""
    if isinstance(other, dict) and isinstance(value, dict):
        pair = quantity_of(value), quantity_of(other)
        return None if pair[0] is None or pair[1] is None else quantities.compare(pair[0], pair[1])
    if isinstance(other, int) and isinstance(value, str):  # of 64 bits
        value = int(value) if read_primitive(value, "integer64") is not None else None
    if isinstance(other, int | Decimal) and isinstance(value, int | Decimal):
        return (value > other) - (value < other)
    if isinstance(other, str) and isinstance(value, str):
        return _order_of_times(value, other)
    return None


def _order_of_times(value: str, bound: str) -> int | None:
    """The order of two dates, or of two times of day; `None` where it cannot be told."""
    for kind in ("DateTime", "Time"):
        first, second = temporal(value, kind), temporal(bound, kind)
        if first is not None and second is not None:
            return compare(first, second)
    return None
