"""Dates, times and both (FHIRPath N1, 4.1.5 to 4.1.7): how they are read, ordered, and moved by a duration."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

_ZONE = r"(Z|[+-]\d\d:\d\d)?"
_TIME = r"(\d\d)(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?"
_DATE = r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?"
_FORMS = {
    "Date": re.compile(_DATE),
    "DateTime": re.compile(rf"{_DATE}(?:T(?:{_TIME}{_ZONE})?)?"),
    "Time": re.compile(_TIME),
}
_LARGEST = {"Date": (9999, 12, 31), "DateTime": (9999, 12, 31, 23, 59, 60), "Time": (23, 59, 60)}
_SMALLEST = {"Date": (1, 1, 1), "DateTime": (1, 1, 1, 0, 0, 0), "Time": (0, 0, 0)}
# Of a date and of a time: the parts down to the minute, which an offset from UTC can change.
_TO_MINUTE = {"DateTime": 5, "Date": 5, "Time": 2}
# No offset from UTC is larger than +14:00.
_FARTHEST = 14 * 60
_STEPS = {"second": ("minute", 60), "minute": ("hour", 60), "hour": ("day", 24), "day": ("month", 30)}
_UNITS = ("year", "month", "day", "hour", "minute", "second")
_SCALE = {"week": ("day", Decimal(7)), "millisecond": ("second", Decimal("0.001"))}


@dataclass(frozen=True, slots=True)
class Temporal:
    """A Date, a DateTime or a Time: its parts as far as they are known (seconds with their fraction), the minutes that
    its place is ahead of UTC, and how it is written, without `@`."""

    kind: str
    parts: tuple[int | Decimal, ...]
    offset: int | None
    text: str

    @property
    def clock(self) -> bool:
        """Whether it is a time of day, of no day."""
        return self.kind == "Time"


@lru_cache(maxsize=4096)
def temporal(text: str, kind: str) -> Temporal | None:
    """A text as a Date, a DateTime or a Time; `None` when it is none, or there is no such day or hour."""
    match = _FORMS[kind].fullmatch(text)
    if match is None:
        return None
    zone = match[7] if kind == "DateTime" else None
    written = [part for part in match.groups()[: len(_LARGEST[kind])] if part is not None]
    parts = tuple(Decimal(part) if "." in part else int(part) for part in written)
    if any(not low <= part <= high for low, part, high in zip(_SMALLEST[kind], parts, _LARGEST[kind], strict=False)):
        return None
    if kind != "Time" and len(parts) > 2 and parts[2] > _days_in(int(parts[0]), int(parts[1])):
        return None
    return Temporal(kind, parts, _offset(zone), text)


def _offset(zone: str | None) -> int | None:
    if zone is None or zone == "Z":
        return None if zone is None else 0
    minutes = int(zone[1:3]) * 60 + int(zone[4:])
    return minutes if zone[0] == "+" else -minutes


def _days_in(year: int, month: int) -> int:
    following = datetime(year + month // 12, month % 12 + 1, 1) if (year, month) != (9999, 12) else None
    return 31 if following is None else (following - timedelta(days=1)).day


def compare(value: Temporal, other: Temporal) -> int | None:
    """The order of two values of the same nature: part by part, `None` where one goes on and the other does not
    (N1, 6.2). Offsets count where both have one; without, a value is of the other's place."""
    first, second = value.parts, other.parts
    known = _TO_MINUTE[value.kind]
    if value.offset is not None and other.offset is not None and len(first) >= known and len(second) >= known:
        first = (_minutes(value), *first[known:])
        second = (_minutes(other), *second[known:])
    for left, right in zip(first, second, strict=False):
        if left != right:
            return -1 if left < right else 1
    return 0 if len(first) == len(second) else None


def equal(value: Temporal, other: Temporal) -> bool | None:
    """Whether two values are the same; `None` where their precision or a missing offset leaves it open (N1, 6.1.1)."""
    if value.clock is not other.clock:
        return False
    known = _TO_MINUTE["DateTime"]
    if (value.offset is None) is not (other.offset is None) and min(len(value.parts), len(other.parts)) >= known:
        return None if abs(_minutes(value) - _minutes(other)) <= _FARTHEST else False
    order = compare(value, other)
    return None if order is None else order == 0


def key(value: Temporal) -> tuple[object, ...]:
    """What two values have in common that are equal, and no others."""
    known = _TO_MINUTE[value.kind]
    if value.offset is not None and len(value.parts) >= known:
        return ("UTC", _minutes(value), *value.parts[known:])
    return (value.clock, *value.parts)


def _minutes(value: Temporal) -> int:
    """Minutes since the first day there is, in UTC where the offset is known; may be below zero."""
    year, month, day, hour, minute = (int(part) for part in value.parts[:5])
    return datetime(year, month, day).toordinal() * 1440 + hour * 60 + minute - (value.offset or 0)


def written(kind: str, parts: tuple[int | Decimal, ...], offset: int | None) -> Temporal:
    """A value from its parts."""
    texts = [f"{parts[0]:04d}"] if kind != "Time" else []
    texts += [_two_digits(part) for part in parts[len(texts) :]]
    if kind == "Time":
        text = ":".join(texts)
    else:
        text = "-".join(texts[:3]) + ("T" + ":".join(texts[3:]) if len(texts) > 3 else "")
    if offset is not None and len(parts) > 3:
        hours, minutes = divmod(abs(offset), 60)
        text += "Z" if offset == 0 else f"{'-' if offset < 0 else '+'}{hours:02d}:{minutes:02d}"
    return Temporal(kind, parts, offset, text)


def _two_digits(part: int | Decimal) -> str:
    text = f"{part:f}" if isinstance(part, Decimal) else str(part)
    return "0" + text if len(text.partition(".")[0]) < 2 else text


def moved(value: Temporal, amount: Decimal, unit: str) -> Temporal | None:
    """A value so many units (`year` to `millisecond`) later or earlier; `None` beyond the years 1 to 9999.

    Above seconds, fractions of the amount do not count; an amount of a unit that the value is not precise to counts as
    far as it fills the value's own unit (N1, 6.7).
    """
    unit, scale = _SCALE.get(unit, (unit, Decimal(1)))
    amount = amount * scale if unit == "second" else int(amount) * scale
    first = 3 if value.clock else 0
    finest = _UNITS[first + len(value.parts) - 1]
    while _UNITS.index(unit) > _UNITS.index(finest):
        if unit == "day" and finest == "year":
            amount, unit = Decimal(int(amount / 365)), "year"
        elif unit == "month":
            amount, unit = Decimal(int(amount / 12)), "year"
        else:
            coarser, many = _STEPS[unit]
            amount, unit = Decimal(int(amount / many)), coarser
    if unit != "second":
        amount = Decimal(int(amount))
    if value.clock:
        return _moved_clock(value, amount, unit) if _UNITS.index(unit) > 2 else None
    if abs(amount) > 10**12:
        return None
    parts = (
        _moved_months(value.parts, int(amount), unit)
        if unit in ("year", "month")
        else (_moved_days(value.parts, amount, unit))
    )
    return written(value.kind, parts, value.offset) if parts is not None else None


def _moved_months(parts: tuple[int | Decimal, ...], amount: int, unit: str) -> tuple[int | Decimal, ...] | None:
    """Months later: a day that the month has not becomes its last one."""
    month = int(parts[1]) if len(parts) > 1 else 1
    count = int(parts[0]) * 12 + month - 1 + (amount * 12 if unit == "year" else amount)
    year, month = count // 12, count % 12 + 1
    if not 1 <= year <= 9999:
        return None
    if len(parts) == 1:
        return (year,)
    days = tuple(min(int(day), _days_in(year, month)) for day in parts[2:3])
    return (year, month, *days, *parts[3:])


def _moved_days(parts: tuple[int | Decimal, ...], amount: Decimal, unit: str) -> tuple[int | Decimal, ...] | None:
    known = [int(part) for part in parts[:5]]
    seconds, carried = (parts[5] if len(parts) > 5 else None), 0
    if unit == "second" and seconds is not None:
        total = Decimal(seconds) + amount
        carried = int(total // 60) - (1 if total % 60 < 0 else 0)
        seconds = total - 60 * carried
        if seconds == seconds.to_integral_value() and isinstance(parts[5], int):
            seconds = int(seconds)
    count = int(amount)
    step = timedelta(minutes=carried) if unit == "second" else timedelta(**{f"{unit}s": count})
    try:
        there = datetime(*known) + step  # type: ignore[arg-type]
    except (OverflowError, ValueError):
        return None
    fields: tuple[int | Decimal, ...] = (there.year, there.month, there.day, there.hour, there.minute)
    return (*fields[: len(known)], *(() if seconds is None else (seconds,)))


def _moved_clock(value: Temporal, amount: Decimal, unit: str) -> Temporal:
    """Later on the clock, past midnight from its start."""
    size = {"hour": 3600, "minute": 60, "second": 1}
    total = sum((part * size[name] for part, name in zip(value.parts, _UNITS[3:], strict=False)), Decimal(0))
    total = (total + amount * size[unit]) % 86400
    total += 86400 if total < 0 else 0
    parts: list[int | Decimal] = [int(total // 3600), int(total % 3600 // 60), total % 60]
    if len(value.parts) == 3 and isinstance(value.parts[2], int) and parts[2] == int(parts[2]):
        parts[2] = int(parts[2])
    return written("Time", tuple(parts[: len(value.parts)]), None)
