"""Mathematics, and the range that a value of a precision stands for (FHIRPath N1, 5.7; FHIRPath, 5.10 and 5.11)."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from tabellion.fhirpath import quantities
from tabellion.fhirpath.arithmetic import bounded
from tabellion.fhirpath.errors import unlike_types, wrong_type
from tabellion.fhirpath.evaluation import Evaluation, integer, single
from tabellion.fhirpath.functions.registry import Function
from tabellion.fhirpath.nodes import Items, decimal_of, system_value, type_of
from tabellion.fhirpath.quantities import Quantity
from tabellion.fhirpath.temporal import Temporal, written

_MOST_DIGITS = 28
_DEFAULT_PLACES = 8
# How many digits are written down to each part, and what the parts are at least and at most.
_DIGITS = {"Date": (4, 6, 8), "DateTime": (4, 6, 8, 10, 12, 17), "Time": (2, 4, 9)}
_TO_SECONDS = {"DateTime": 14, "Time": 6}
_LOW = {"Date": (1, 1, 1), "DateTime": (1, 1, 1, 0, 0, Decimal("0.000")), "Time": (0, 0, Decimal("0.000"))}
_HIGH = {"Date": (0, 12, 31), "DateTime": (0, 12, 31, 23, 59, Decimal("59.999")), "Time": (23, 59, Decimal("59.999"))}
_EARLIEST_ZONE, _LATEST_ZONE = 14 * 60, -12 * 60


def _number(focus: Items, name: str) -> Decimal | None:
    item = single(focus, name)
    value = system_value(item)
    if value is None:
        return None
    number = decimal_of(value)
    if number is None:
        raise wrong_type(name, str(type_of(item)))
    return number


def _of_number(name: str, calculate: Callable[..., Any], most: int = 0, least: int = 0) -> Function:
    """A function of a number, and of others; nothing where there is no result."""

    def call(_evaluation: Evaluation, focus: Items, *arguments: Items) -> Items:
        numbers = [_number(items, f"{name}()") for items in (focus, *arguments)]
        if None in numbers:
            return []
        try:
            return bounded(calculate(*numbers))
        except (ArithmeticError, ValueError):
            return []

    return Function(call, least, most)


def _abs(_evaluation: Evaluation, focus: Items) -> Items:
    item = single(focus, "abs()")
    value = system_value(item)
    if isinstance(value, Quantity):
        return [Quantity(abs(value.value), value.unit, value.system, value.calendar)]
    number = _number(focus, "abs()")
    return [] if number is None else [abs(value)]


def _whole(rounding: str) -> Callable[[Decimal], int]:
    return lambda value: int(value.to_integral_value(rounding))


def _round(value: Decimal, places: Decimal = Decimal(0)) -> Decimal | None:
    if not 0 <= places <= _MOST_DIGITS:
        return None
    return value.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)


def _power(base: Decimal, exponent: Decimal) -> Any:
    if abs(exponent) > 10_000:
        return None
    found = base**exponent
    exact = base == base.to_integral_value() and exponent == exponent.to_integral_value() and exponent >= 0
    return int(found) if exact and abs(found) < 1 << 62 else found


def _sqrt(value: Decimal) -> Decimal | None:
    return value.sqrt() if value >= 0 else None


def _log(value: Decimal, base: Decimal) -> Decimal:
    found = value.ln() / base.ln()
    near = found.to_integral_value()
    return near if abs(found - near) < Decimal("1e-20") else found


def _precision(_evaluation: Evaluation, focus: Items) -> Items:
    item = single(focus, "precision()")
    value = system_value(item)
    if value is None:
        return []
    if isinstance(value, Temporal):
        digits = sum(sign.isdigit() for sign in value.text.partition("+")[0])
        if value.offset is not None:
            digits = _digits(value)
        return [digits]
    number = decimal_of(value)
    if number is None:
        raise wrong_type("precision()", str(type_of(item)))
    exponent = number.as_tuple().exponent
    return [max(-exponent, 0) if isinstance(exponent, int) else 0]


def _digits(value: Temporal) -> int:
    known = _DIGITS[value.kind][len(value.parts) - 1]
    last = value.parts[-1]
    return known if isinstance(last, Decimal) or known not in (17, 9) else _TO_SECONDS[value.kind]


def _boundary(name: str, high: bool) -> Function:
    def call(_evaluation: Evaluation, focus: Items, precision: Items = []) -> Items:  # noqa: B006 - never changed
        item = single(focus, f"{name}()")
        value = system_value(item)
        places = integer(precision, f"{name}()")
        if value is None:
            return []
        found: Any = None
        if isinstance(value, Temporal):
            found = _boundary_of_time(value, places, high)
        elif isinstance(value, Quantity):
            number = _boundary_of_number(value.value, places, high)
            found = Quantity(number, value.unit, value.system, value.calendar) if number is not None else None
        elif decimal_of(value) is None:
            raise wrong_type(f"{name}()", str(type_of(item)))
        else:
            found = _boundary_of_number(Decimal(value), places, high)
        return [] if found is None else [found]

    return Function(call, 0, 1)


def _boundary_of_number(value: Decimal, places: int | None, high: bool) -> Decimal | None:
    """The end of the range that is written as this number, to so many places; nothing beyond what a decimal holds."""
    places = _DEFAULT_PLACES if places is None else places
    if not 0 <= places <= _MOST_DIGITS:
        return None
    exponent = value.as_tuple().exponent
    half = Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)
    least = Decimal(1).scaleb(-places)
    try:
        if value.quantize(least, ROUND_DOWN) == 0 and abs(value) < least / 2:
            # to these places the number is zero, and no other
            return value.quantize(least, ROUND_DOWN)
        return (value + half if high else value - half).quantize(least, ROUND_CEILING if high else ROUND_FLOOR)
    except ArithmeticError:
        return None


def _boundary_of_time(value: Temporal, digits: int | None, high: bool) -> Temporal | None:
    """The first or the last moment that is written so, to so many digits; of an unknown offset the outermost."""
    known = _DIGITS[value.kind]
    digits = known[-1] if digits is None else digits
    if digits == _TO_SECONDS.get(value.kind):
        wanted = len(known)
    elif digits in known:
        wanted = known.index(digits) + 1
    else:
        return None
    parts = value.parts
    if high and value.kind == "DateTime" and len(parts) == 4:
        parts = (*parts, 0)  # in FHIR an hour is written with its minutes (R4 datatypes.html, 2.24.0.1)
    ends = (_HIGH if high else _LOW)[value.kind]
    filled = [*parts, *ends[len(parts) :]][:wanted]
    if high and value.kind != "Time" and len(parts) < 3 <= wanted:
        following = (int(filled[0]) + int(filled[1]) // 12, int(filled[1]) % 12 + 1)
        from datetime import date, timedelta

        filled[2] = 31 if following[0] > 9999 else (date(*following, 1) - timedelta(days=1)).day
    if wanted == len(known) and value.kind != "Date":
        filled[-1] = _second(filled[-1], high, digits == known[-1])
    offset = value.offset
    if offset is None and value.kind == "DateTime":
        offset = _LATEST_ZONE if high else _EARLIEST_ZONE
    return written(value.kind, tuple(filled), offset)


def _second(value: int | Decimal, high: bool, fraction: bool) -> int | Decimal:
    if not fraction:
        return int(value)
    places = -int(value.as_tuple().exponent) if isinstance(value, Decimal) else 0
    missing = max(3 - places, 0)
    end = Decimal(10**missing - 1).scaleb(-3) if high and missing else Decimal(0)
    return (Decimal(value) + end).quantize(Decimal("0.001"), ROUND_FLOOR)


def _comparable(_evaluation: Evaluation, focus: Items, other: Items) -> Items:
    item, measure = single(focus, "comparable()"), single(other, "comparable()")
    if item is None or measure is None:
        return []
    first, second = system_value(item), system_value(measure)
    if not isinstance(first, Quantity) or not isinstance(second, Quantity):
        raise unlike_types("comparable()", str(type_of(item)), str(type_of(measure)))
    return [quantities.comparable(first, second)]


FUNCTIONS = {
    "abs": Function(_abs),
    "ceiling": _of_number("ceiling", _whole(ROUND_CEILING)),
    "floor": _of_number("floor", _whole(ROUND_FLOOR)),
    "truncate": _of_number("truncate", math.trunc),
    "round": _of_number("round", _round, 1),
    "exp": _of_number("exp", lambda value: value.exp() if value < 10_000 else None),
    "ln": _of_number("ln", lambda value: value.ln() if value > 0 else None),
    "log": _of_number("log", _log, 1, 1),
    "power": _of_number("power", _power, 1, 1),
    "sqrt": _of_number("sqrt", _sqrt),
    "precision": Function(_precision),
    "lowBoundary": _boundary("lowBoundary", high=False),
    "highBoundary": _boundary("highBoundary", high=True),
    "comparable": Function(_comparable, 1, 1),
}
