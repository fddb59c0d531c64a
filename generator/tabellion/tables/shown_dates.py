"""What a spreadsheet program shows of a date, an hour or a duration: the parts that its format names."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

MONTHS = {
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
           "décembre"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"),
}  # fmt: skip
SHORT_MONTHS = {
    "fr": ("janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
# as the first of the built-in formats of dates is shown, which follows the computer of the reader
BUILT_IN = "mm-dd-yy"
Moment = datetime.date | datetime.time | datetime.timedelta
Parts = Sequence[tuple[str, str]]


def shown_moment(value: Moment, parts: Parts, lang: str) -> str | None:
    """What is seen of a moment; `parts` are the kinds and texts of its format, none for ISO 8601."""
    if not any(kind in ("date", "bracket") for kind, _ in parts):
        return _iso(value)
    if "".join(text for _, text in parts).lower() == BUILT_IN and isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}" if lang == "fr" else f"{value.month}/{value.day}/{value.year}"
    return "".join(_written(value, parts, lang)).strip()


def _iso(value: Moment) -> str:
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value) if isinstance(value, datetime.timedelta) else value.isoformat()


def _written(value: Moment, parts: Parts, lang: str) -> Iterator[str]:
    half = any(kind == "half" for kind, _ in parts)
    seconds = _seconds(value)
    units = [(kind, text.lower()) for kind, text in parts]
    for place, (kind, text) in enumerate(units):
        if kind == "date" and text.startswith("m") and _is_minute(units, place):
            yield f"{seconds // 60 % 60:0{len(text)}d}"
        elif kind == "date":
            yield _part(value, text, seconds, half, lang)
        elif kind == "bracket" and re.fullmatch("h+|m+|s+", text):
            yield f"{seconds // {'h': 3600, 'm': 60, 's': 1}[text[0]]:0{len(text)}d}"
        elif kind == "half":
            yield "PM" if seconds // 3600 % 24 >= 12 else "AM"
        elif kind in ("quoted", "escaped", "other"):
            yield parts[place][1]
        elif kind == "space":
            yield " "


def _seconds(value: Moment) -> int:
    if isinstance(value, datetime.timedelta):
        return int(value.total_seconds())
    if isinstance(value, datetime.datetime | datetime.time):
        return value.hour * 3600 + value.minute * 60 + value.second
    return 0


def _is_minute(units: Parts, place: int) -> bool:
    """Whether an `m` stands for minutes: after hours, or before seconds."""
    before = next((text for kind, text in reversed(units[:place]) if kind in ("date", "bracket")), "")
    after = next((text for kind, text in units[place + 1 :] if kind in ("date", "bracket")), "")
    return before.startswith("h") or after.startswith("s")


def _part(value: Moment, text: str, seconds: int, half: bool, lang: str) -> str:
    if text[0] == "h":
        hours = seconds // 3600 % 24
        return f"{(hours % 12 or 12) if half else hours:0{len(text)}d}"
    if text[0] == "s":
        return f"{seconds % 60:0{len(text.partition('.')[0])}d}"
    if not isinstance(value, datetime.date):
        return ""
    if text[0] == "y":
        return f"{value.year:04d}" if len(text) > 2 else f"{value.year % 100:02d}"
    if text[0] == "m":
        names = {3: SHORT_MONTHS[lang], 4: MONTHS[lang]}.get(len(text))
        return names[value.month - 1] if names else f"{value.month:0{min(len(text), 2)}d}"
    if len(text) > 2:
        name = DAYS[lang][value.weekday()]
        return name if len(text) > 3 else name[:3]
    return f"{value.day:0{len(text)}d}"
