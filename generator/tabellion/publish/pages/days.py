"""Dates and instants in words."""

from __future__ import annotations

import datetime

MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}


def day(date: datetime.date, lang: str) -> str:
    """A date in words: 1er mars 2024, 1 March 2024."""
    number = "1er" if date.day == 1 and lang == "fr" else str(date.day)
    return f"{number} {MONTHS[lang].split()[date.month - 1]} {date.year}"


def instant(moment: datetime.datetime, lang: str) -> str:
    """An instant in words, by the clock of its own zone: 15 avril 2022 à 23 h 59."""
    if lang == "fr":
        return f"{day(moment.date(), lang)} à {moment.hour} h {moment.minute:02}"
    return f"{day(moment.date(), lang)}, {moment.hour}:{moment.minute:02}"
