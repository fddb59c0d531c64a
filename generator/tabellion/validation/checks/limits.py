"""The bounds that a profile sets to a value: its length, its form as a text, its least and its greatest."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from tabellion.diagnostics import Term
from tabellion.elements.items import Item
from tabellion.elements.primitives import read_primitive
from tabellion.fhirpath import quantities
from tabellion.fhirpath.nodes import quantity_of
from tabellion.fhirpath.temporal import compare, temporal
from tabellion.terminology import ucum
from tabellion.validation.checks.constraints import FAULTY_INVARIANT
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


def check(walk: WalkState, compiled: CompiledElement, value: Any, at: Location, profile: str) -> None:
    """A value against the bounds of its element."""
    if compiled.max_length is not None and isinstance(value, str) and len(value) > compiled.max_length:
        walk.add(TEXT_TOO_LONG, at, length=len(value), limit=compiled.max_length, profile=profile)
    if compiled.min_length is not None and isinstance(value, str) and len(value) < compiled.min_length:
        walk.add(TEXT_TOO_SHORT, at, length=len(value), limit=compiled.min_length, profile=profile)
    if compiled.regex is not None and isinstance(value, str):
        _against_regex(walk, compiled.regex, value, at, profile)
    for bound, lower in ((compiled.min_value, True), (compiled.max_value, False)):
        if bound is not None and is_beyond(bound, value, lower):
            sign = "≥" if lower else "≤"
            walk.add(VALUE_OUT_OF_RANGE, at, value=written(value), expected=f"{sign} {written(bound)}", profile=profile)


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
        matches_it = re.fullmatch(expression, value) is not None
    except re.error as fault:
        reason = Term(
            f"« {expression} » n'est pas une expression régulière", f"`{expression}` is not a regular expression"
        )
        walk.add(FAULTY_INVARIANT, at, key=f"regex {fault.pos or 0}", profile=profile, reason=reason)
        return
    if not matches_it:
        walk.add(TEXT_OF_ANOTHER_FORM, at, value=value, expected=expression, profile=profile)


def is_beyond(bound: Any, value: Any, lower: bool) -> bool:
    """Whether a number, a quantity, a date or a time is below a lower bound, or above an upper one."""
    if isinstance(bound, dict) and isinstance(value, dict):
        pair = quantity_of(value), quantity_of(bound)
        order = None if pair[0] is None or pair[1] is None else quantities.compare(pair[0], pair[1])
        if order is None:
            # what cannot be compared in UCUM is another kind of quantity
            return value.get("system") == bound.get("system") == ucum.SYSTEM and "code" in value and "value" in value
        return order == (-1 if lower else 1)
    if isinstance(bound, int) and isinstance(value, str):  # of 64 bits
        value = int(value) if read_primitive(value, "integer64") is not None else bound
    if isinstance(bound, int | Decimal) and isinstance(value, int | Decimal):
        return value < bound if lower else value > bound
    if isinstance(bound, str) and isinstance(value, str):
        return _order_of_times(value, bound) == (-1 if lower else 1)
    return False


def _order_of_times(value: str, bound: str) -> int | None:
    """The order of two dates, or of two times of day; `None` where it cannot be told."""
    for kind in ("DateTime", "Time"):
        first, second = temporal(value, kind), temporal(bound, kind)
        if first is not None and second is not None:
            return compare(first, second)
    return None
