"""Quantities: units of UCUM and the durations of the calendar (FHIRPath N1, 4.1.8)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from tabellion.terminology import ucum

_SINGULAR = ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")
CALENDAR = MappingProxyType({word: unit for unit in _SINGULAR for word in (unit, unit + "s")})
"""The words for durations of the calendar."""
_DEFINITE = {"week": "wk", "day": "d", "hour": "h", "minute": "min", "second": "s", "millisecond": "ms"}
_NEARLY = {**_DEFINITE, "year": "a", "month": "mo"}
_DURATION = {code: unit for unit, code in _DEFINITE.items()}
_NO_UNIT = "1"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit: a code of `system`, which is UCUM's where nothing else is said, or a word of the calendar;
    `system` is "" for a unit that is a text and no code."""

    value: Decimal
    unit: str
    system: str = ucum.SYSTEM
    calendar: bool = False

    def __str__(self) -> str:
        return f"{self.value:f} {self.unit}" if self.calendar else f"{self.value:f} '{self.unit}'"


def duration(quantity: Quantity) -> str | None:
    """The unit of the calendar by which a date can be moved, `None` when there is none.

    The year and the month of UCUM are so many seconds, which no date is moved by (N1, 6.7).
    """
    return CALENDAR.get(quantity.unit) or _DURATION.get(quantity.unit)


def compare(quantity: Quantity, other: Quantity, *, nearly: bool = False) -> int | None:
    """The order of two quantities, `None` where they do not measure the same.

    A year and a month of the calendar are not as long as those of UCUM, so that only `nearly` compares them.
    """
    pair = aligned(quantity, other, nearly=nearly)
    if pair is None:
        return None
    left, right = pair
    return 0 if left == right else -1 if left < right else 1


def aligned(quantity: Quantity, other: Quantity, *, nearly: bool = False) -> tuple[Decimal, Decimal] | None:
    """The numbers of two quantities in one unit, the second's."""
    if quantity.calendar and other.calendar:
        months = [_months(quantity) for quantity in (quantity, other)]
        if months[0] is not None and months[1] is not None:
            return months[0], months[1]
    first, second = _definite(quantity, nearly), _definite(other, nearly)
    if first is None or second is None:
        return None
    if (quantity.system, first) == (other.system, second):
        return quantity.value, other.value
    if quantity.system != ucum.SYSTEM or other.system != ucum.SYSTEM:
        return None
    value = _converted(quantity.value, first, second)
    return (value, other.value) if value is not None else None


def _months(quantity: Quantity) -> Decimal | None:
    scale = {"year": 12, "month": 1}.get(CALENDAR[quantity.unit])
    return quantity.value * scale if scale is not None else None


def _definite(quantity: Quantity, nearly: bool) -> str | None:
    if not quantity.calendar:
        return quantity.unit
    return (_NEARLY if nearly else _DEFINITE).get(CALENDAR[quantity.unit])


def _converted(value: Decimal, unit: str, into: str) -> Decimal | None:
    # The library of units raises exceptions of several kinds for those that have no scale, such as [pH].
    try:
        return ucum.convert(value, unit, into)
    except (ArithmeticError, InvalidOperation):
        return None


def comparable(quantity: Quantity, other: Quantity) -> bool:
    """Whether two quantities measure the same kind of thing."""
    if quantity.system != other.system:
        return False
    first, second = _definite(quantity, True), _definite(other, True)
    if quantity.system != ucum.SYSTEM or first is None or second is None:
        return first == second
    return ucum.comparable(first, second)


def added(quantity: Quantity, other: Quantity, sign: int) -> Quantity | None:
    """The sum or the difference, in the unit of the first; `None` where they do not measure the same."""
    pair = aligned(other, quantity)
    if pair is None:
        return None
    return Quantity(quantity.value + sign * pair[0], quantity.unit, quantity.system, quantity.calendar)


def multiplied(quantity: Quantity, other: Quantity) -> Quantity | None:
    """The product, whose unit is the product of units; `None` for units that are not UCUM's."""
    units = _units(quantity, other)
    if units is None:
        return None
    kept = [unit for unit in units if unit != _NO_UNIT]
    return Quantity(quantity.value * other.value, ".".join(kept) or _NO_UNIT)


def divided(quantity: Quantity, other: Quantity) -> Quantity | None:
    """The quotient; `None` for units that are not UCUM's, and for a division by zero."""
    units = _units(quantity, other)
    if units is None or other.value == 0:
        return None
    first, second = units
    value = quantity.value / other.value
    if first == second:
        return Quantity(value, _NO_UNIT)
    if second == _NO_UNIT:
        return Quantity(value, first)
    divisor = f"({second})" if "." in second or "/" in second else second
    return Quantity(value, f"/{divisor}" if first == _NO_UNIT else f"{first}/{divisor}")


def _units(quantity: Quantity, other: Quantity) -> tuple[str, str] | None:
    first, second = _definite(quantity, True), _definite(other, True)
    if first is None or second is None or quantity.system != ucum.SYSTEM or other.system != ucum.SYSTEM:
        return None
    return first, second


def of_text(text: str) -> Quantity | None:
    """A quantity as `toQuantity()` reads it: `1`, `1 day`, `1 'wk'` (N1, 5.5.7)."""
    number, _, unit = text.strip().partition(" ")
    unit = unit.strip()
    digits = number.lstrip("+-")
    whole, _, fraction = digits.partition(".")
    if not whole.isdecimal() or not whole.isascii() or ("." in digits and not (fraction.isdecimal())):
        return None
    if len(number) - len(digits) > 1:
        return None
    if not unit:
        return Quantity(Decimal(number), _NO_UNIT)
    if unit in CALENDAR:
        return Quantity(Decimal(number), unit, calendar=True)
    if len(unit) > 2 and unit[0] == unit[-1] == "'":
        return Quantity(Decimal(number), unit[1:-1])
    return None
