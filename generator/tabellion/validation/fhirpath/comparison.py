"""How FHIRPath compares dates, times and quantities (FHIRPath N1, 6.1 and 6.2): by their meaning, never as text.

The engine compares elements as the text that stands in the resource, so that 10:00+02:00 comes after 09:00Z.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from fhirpathpy.engine import nodes

from tabellion.fhir.definitions import QUANTITY_TYPES
from tabellion.fhir.json import Json
from tabellion.terminology import ucum

_Node: Any = nodes.ResourceNode
_Quantity: Any = nodes.FP_Quantity
_Temporal: Any = nodes.FP_TimeBase
_TEMPORAL_TYPES = frozenset({"date", "dateTime", "instant", "time"})
_COMPARED_TYPES = _TEMPORAL_TYPES | QUANTITY_TYPES
_LITERALS = frozenset({nodes.FP_DateTime, nodes.FP_Time, _Quantity})
_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(?:(\d\d)(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?)?(Z|[+-]\d\d:\d\d)?)?)?)?"
)
_TIME = re.compile(r"T?(\d\d)(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?")
_WANTED = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (1, 0), "=": (0,), "!=": (-1, 1), "~": (0,), "!~": (-1, 1)}
# Of a date and of a time: the parts down to the minute, which an offset from UTC can change.
_TO_MINUTE = {True: 5, False: 2}


class Moment(NamedTuple):
    """A date or a time: its parts as far as they are known (seconds with their fraction), its minutes from UTC."""

    parts: tuple[Decimal, ...]
    offset: int | None
    dated: bool


def compare_values(item: Any, other: Any) -> int | None:
    """-1, 0 or 1 for two dates, times or quantities; `None` where the order cannot be told.

    Raises `TypeError` for anything else, and for two values that are not of the same kind.
    """
    moments = _moments(item, other)
    if moments is not None:
        return _compare_moments(*moments)
    if not (_is_quantity(item) and _is_quantity(other)):
        raise TypeError("neither dates, times nor quantities")
    return _compare_measured(_measure(item), _measure(other))


def compare_times(item: str, other: str) -> int | None:
    """The order of two dates, or of two times, as texts; `None` where it cannot be told, or one is neither."""
    first, second = _moment(item), _moment(other)
    if first is None or second is None or first.dated is not second.dated:
        return None
    return _compare_moments(first, second)


def compare_quantities(item: Json, other: Json) -> int | None:
    """The order of two quantities; `None` where it cannot be told."""
    return _compare_measured(_measure(item), _measure(other))


def comparable(item: Any, other: Any) -> bool | None:
    """Whether two quantities measure the same kind of thing; `None` for what is no quantity."""
    if not (_is_quantity(item) and _is_quantity(other)):
        return None
    first, second = _measure(item), _measure(other)
    if first is None or second is None or first.system != second.system:
        return False
    return ucum.comparable(first.unit, second.unit) if first.system == ucum.SYSTEM else first.unit == second.unit


def data_of(item: Any) -> Any:
    """What an item of a collection holds: the value of a node, or the value itself."""
    return item.data if isinstance(item, _Node) else item


def _moments(item: Any, other: Any) -> tuple[Moment, Moment] | None:
    """Both values as moments, when at least one is of such a type; `None` when one has another form."""
    if not (_is_temporal(item) or _is_temporal(other)):
        return None
    first, second = _moment(item), _moment(other)
    return (first, second) if first is not None and second is not None and first.dated is second.dated else None


def _is_temporal(item: Any) -> bool:
    return isinstance(item, _Temporal) or (isinstance(item, _Node) and item.path in _TEMPORAL_TYPES)


def _moment(item: Any) -> Moment | None:
    text = item.asStr if isinstance(item, _Temporal) else data_of(item)
    if not isinstance(text, str):
        return None
    match = _DATE.fullmatch(text)
    if match is not None:
        return Moment(
            tuple(Decimal(group) for group in match.groups()[:6] if group is not None), _offset(match[7]), True
        )
    match = _TIME.fullmatch(text)
    return (
        Moment(tuple(Decimal(group) for group in match.groups() if group is not None), None, False) if match else None
    )


def _offset(zone: str | None) -> int | None:
    if zone is None or zone == "Z":
        return None if zone is None else 0
    minutes = int(zone[1:3]) * 60 + int(zone[4:])
    return minutes if zone[0] == "+" else -minutes


def _compare_moments(item: Moment, other: Moment) -> int | None:
    """Part by part; nothing where one goes on and the other does not. A moment without zone is in the other's."""
    first, second = item.parts, other.parts
    known = _TO_MINUTE[item.dated]
    if item.offset is not None and other.offset is not None and len(first) >= known and len(second) >= known:
        first = (_minutes(first, item.offset), *first[known:])
        second = (_minutes(second, other.offset), *second[known:])
    for left, right in zip(first, second, strict=False):
        if left != right:
            return -1 if left < right else 1
    return 0 if len(first) == len(second) else None


def _minutes(parts: tuple[Decimal, ...], offset: int) -> Decimal:
    """Minutes since the first day there is, in UTC: may be below zero."""
    try:
        days = date(*(int(part) for part in parts[:3])).toordinal()
    except ValueError:
        # A day that does not exist has been told by the form of the value.
        days = int(parts[0] * 372 + parts[1] * 31 + parts[2])
    return Decimal(days * 1440 + int(parts[3]) * 60 + int(parts[4]) - offset)


class _Measure(NamedTuple):
    value: Decimal
    system: str
    unit: str


def _is_quantity(item: Any) -> bool:
    if isinstance(item, _Node):
        return item.path in QUANTITY_TYPES and isinstance(item.data, dict)
    return isinstance(item, _Quantity)


def _measure(item: Any) -> _Measure | None:
    """A quantity, of the resource or written in the expression; `None` for one without a value."""
    if isinstance(item, _Quantity):
        unit = _Quantity.timeUnitsToUCUM.get(item.unit, item.unit).strip("'")
        return _Measure(Decimal(str(item.value)), ucum.SYSTEM, unit)
    value = data_of(item)
    if not isinstance(value.get("value"), int | Decimal):
        return None
    code, system = value.get("code"), value.get("system")
    if isinstance(code, str):
        return _Measure(Decimal(value["value"]), system if isinstance(system, str) else "", code)
    unit = value.get("unit")
    return _Measure(Decimal(value["value"]), "", unit if isinstance(unit, str) else "")


def _compare_measured(item: _Measure | None, other: _Measure | None) -> int | None:
    if item is None or other is None:
        return None
    value: Decimal | None = item.value
    if (item.system, item.unit) != (other.system, other.unit):
        if item.system != ucum.SYSTEM or other.system != ucum.SYSTEM:
            return None
        value = _converted(item, other.unit)
        if value is None:
            return None
    assert value is not None
    return 0 if value == other.value else -1 if value < other.value else 1


def _converted(item: _Measure, unit: str) -> Decimal | None:
    # The library of units raises exceptions of several kinds for those that have no scale, such as [pH].
    try:
        return ucum.convert(item.value, item.unit, unit)
    except (ArithmeticError, InvalidOperation):
        return None


def comparing(text: str, engine: Callable[..., Any]) -> Callable[[Json, list[Any], list[Any]], Any]:
    """A comparing operator: dates, times and quantities by their meaning, everything else as the engine has it."""
    wanted = _WANTED[text]

    def operator(context: Json, item: list[Any], other: list[Any]) -> Any:
        if len(item) != 1 or len(other) != 1:
            return engine(context, item, other)
        # nearly all that is compared is text: it is passed on without a call
        left, right = item[0], other[0]
        if not (
            (left.path in _COMPARED_TYPES if type(left) is _Node else type(left) in _LITERALS)
            or (right.path in _COMPARED_TYPES if type(right) is _Node else type(right) in _LITERALS)
        ):
            return engine(context, item, other)
        try:
            found = compare_values(left, right)
        except TypeError:
            return engine(context, item, other)
        if found is None:
            # what cannot be told to be equal is not equivalent, and never nothing
            return text == "!~" if "~" in text else []
        return found in wanted

    return operator
