"""Conversions between the types of FHIRPath (N1, 5.5), and the clock (5.9.3)."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tabellion.fhirpath.evaluation import Evaluation, single, text
from tabellion.fhirpath.functions.registry import Function
from tabellion.fhirpath.nodes import Items, system_value
from tabellion.fhirpath.quantities import CALENDAR, Quantity, of_text
from tabellion.fhirpath.temporal import Temporal, temporal

_TRUE = frozenset({"true", "t", "yes", "y", "1", "1.0"})
_FALSE = frozenset({"false", "f", "no", "n", "0", "0.0"})
_INTEGER = re.compile(r"[+-]?\d{1,19}", re.ASCII)
INTEGERS = range(-(2**31), 2**31)
"""The whole numbers that an Integer may be (N1, 4.1.3)."""
_DECIMAL = re.compile(r"[+-]?\d{1,100}(?:\.\d{1,100})?", re.ASCII)


def to_boolean(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        lower = value.lower()
        return True if lower in _TRUE else False if lower in _FALSE else None
    if isinstance(value, int | Decimal):
        return True if value == 1 else False if value == 0 else None
    return None


def to_integer(value: Any) -> int | None:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        found = int(value)
        return found if found in INTEGERS else None
    return None


def to_decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool):
        return Decimal(int(value)).quantize(Decimal("1.0"))
    if isinstance(value, int | Decimal):
        return Decimal(value)
    if isinstance(value, str):
        return Decimal(value) if _DECIMAL.fullmatch(value) else None
    return None


def to_text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, Temporal):
        return value.text
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _to_quantity(value: Any) -> Quantity | None:
    if isinstance(value, Quantity):
        return value
    if isinstance(value, bool):
        return Quantity(Decimal("1.0" if value else "0.0"), "1")
    if isinstance(value, int | Decimal):
        return Quantity(Decimal(value), "1")
    return of_text(value) if isinstance(value, str) else None


def _to_temporal(kind: str) -> Callable[[Any], Temporal | None]:
    def convert(value: Any) -> Temporal | None:
        if isinstance(value, Temporal):
            if value.kind == kind:
                return value
            if value.clock or kind == "Time":
                return None
            return temporal(value.text.partition("T")[0], kind)
        return temporal(value, kind) if isinstance(value, str) else None

    return convert


def _to(name: str, convert: Callable[[Any], Any]) -> dict[str, Function]:
    """`toX()` and `convertsToX()`: both on one item, both empty on none."""

    def converted(focus: Items, function: str) -> Any:
        item = single(focus, function)
        value = system_value(item)
        return convert(value) if value is not None else None

    def to(_evaluation: Evaluation, focus: Items) -> Items:
        found = converted(focus, f"to{name}()")
        return [] if found is None else [found]

    def converts(_evaluation: Evaluation, focus: Items) -> Items:
        return [converted(focus, f"convertsTo{name}()") is not None] if focus else []

    return {f"to{name}": Function(to), f"convertsTo{name}": Function(converts)}


def _to_quantity_of(_evaluation: Evaluation, focus: Items, unit: Items | None = None) -> Items:
    """A quantity, in a unit that it can be converted to."""
    from tabellion.fhirpath.quantities import aligned

    value = system_value(single(focus, "toQuantity()"))
    found = _to_quantity(value) if value is not None else None
    if found is None or unit is None:
        return [] if found is None else [found]
    into = text(unit, "toQuantity()")
    if into is None:
        return []
    wanted = Quantity(Decimal(1), into, calendar=into in CALENDAR)
    pair = aligned(found, wanted)
    return [] if pair is None else [Quantity(pair[0], into, calendar=wanted.calendar)]


def _converts_to_quantity(evaluation: Evaluation, focus: Items, unit: Items | None = None) -> Items:
    return [bool(_to_quantity_of(evaluation, focus, unit))] if focus else []


def _now(evaluation: Evaluation, _focus: Items) -> Items:
    return [temporal(evaluation.now.isoformat(timespec="milliseconds"), "DateTime")]


def _today(evaluation: Evaluation, _focus: Items) -> Items:
    return [temporal(evaluation.now.date().isoformat(), "Date")]


def _time_of_day(evaluation: Evaluation, _focus: Items) -> Items:
    return [temporal(evaluation.now.time().isoformat(timespec="milliseconds"), "Time")]


FUNCTIONS = {
    **_to("Boolean", to_boolean),
    **_to("Integer", to_integer),
    **_to("Decimal", to_decimal),
    **_to("String", to_text),
    **_to("Date", _to_temporal("Date")),
    **_to("DateTime", _to_temporal("DateTime")),
    **_to("Time", _to_temporal("Time")),
    "toQuantity": Function(_to_quantity_of, 0, 1),
    "convertsToQuantity": Function(_converts_to_quantity, 0, 1),
    "now": Function(_now),
    "today": Function(_today),
    "timeOfDay": Function(_time_of_day),
}
