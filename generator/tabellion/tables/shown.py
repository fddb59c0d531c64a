"""What the sheet shows against what the file holds: where they differ and no rule says which is meant, a finding."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from tabellion.diagnostics import Place, Report, Term, rule
from tabellion.tables.columns import Column, Type
from tabellion.tables.grid import RawCell
from tabellion.tables.number_formats import shown_as
from tabellion.tables.table import Unread
from tabellion.tables.texts import plain_text

SHOWN_DIFFERS_FROM_STORED = rule(
    "TB040",
    "shown-differs-from-stored",
    "error",
    "value",
    fr="la cellule montre « {shown} » et contient « {value} » : rien n'indique lequel est voulu",
    en="the cell shows `{shown}` and holds `{value}`: it is unclear which one is meant",
    help_fr="mettez la cellule au format Texte et saisissez la valeur voulue, ou donnez-lui un format qui montre tout",
    help_en="give the cell the format Text and type what is to be read, or a format that shows all of it",
)

NUMBERS = {Type.DECIMAL, Type.INTEGER, Type.MAXIMUM}
COMPARED = {Type.TEXT, Type.VALUE, Type.DATE, *NUMBERS}
# a number as any country writes it, between what the format puts around it
NUMBER_SHOWN = re.compile(
    r"(?P<before>[^\d]*?)(?P<number>[-\u2212]?\d(?:[\d\s.,'\u2019]*\d)?)(?P<after>[^\d]*)", re.DOTALL
)
CHANGES_MEANING = re.compile(r"[^\W\d_]|[<>≤≥~≈±]")
GROUPS = re.compile(r"[\s'\u2019]")


def as_shown(raw: RawCell, column: Column, place: Place, report: Report) -> RawCell | Unread:
    """The cell as people read it: a number has the decimals that are seen, percents are percents.

    A value of which the sheet shows something else gives the finding.
    """
    if column.type not in COMPARED or isinstance(raw.value, str):
        return _text_as_shown(raw, column, place, report)
    seen = raw.shown if raw.shown is not None else shown_as(raw.value, raw.format)
    if seen is None:
        return raw
    read = _read_as(raw.value, seen.strip(), column.type, raw.format)
    if read is not None:
        return raw if read is raw.value else replace(raw, value=read, runs=())
    return _differs(raw, seen, place, report)


def _text_as_shown(raw: RawCell, column: Column, place: Place, report: Report) -> RawCell | Unread:
    """A text passes through its format too, which may put words around it or hide it."""
    if not isinstance(raw.value, str) or (raw.shown is None and raw.format in ("", "General", "@")):
        return raw
    seen = raw.shown if raw.shown is not None else shown_as(raw.value, raw.format)
    if seen is None or seen.strip() == raw.value.strip():
        return raw
    return _differs(raw, seen, place, report)


def _differs(raw: RawCell, seen: str, place: Place, report: Report) -> Unread:
    french = seen if raw.shown is not None else shown_as(raw.value, raw.format, "fr") or ""
    shown = Term(french.strip(), seen.strip())
    return Unread(report.add(SHOWN_DIFFERS_FROM_STORED, place, value=plain_text(raw.value), shown=shown))


def _read_as(value: object, seen: str, kind: Type, number_format: str) -> object | None:
    """The value to read where the sheet shows it; `None` where it shows something else."""
    if isinstance(value, bool):
        return value if kind is not Type.TEXT else None
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        if kind in NUMBERS or seen == plain_text(value):
            return value  # of the wrong type, which is told; or just what is seen
        return value if kind is not Type.TEXT and _is_whole_moment(value, seen, kind) else None
    if not isinstance(value, int | float | Decimal):
        return value
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return value
    return _number_as(value, number, seen, kind)


def _number_as(value: object, number: Decimal, seen: str, kind: Type) -> object | None:
    match = NUMBER_SHOWN.fullmatch(seen)
    if match is None:
        return None
    before, after = match["before"].strip(), match["after"].strip()
    if number < 0 and before == "(" and after == ")":
        number, before, after = -number, "", ""
    readings = [] if re.match(r"0\d", match["number"]) else list(_readings(match["number"]))
    if after == "%" and not before and number * 100 in readings:
        return f"{(number * 100).normalize():f} %"
    found = next((read for read in readings if read == number), None)
    if found is None:
        return None
    if kind in NUMBERS:
        # a unit after a number says what it is; words or signs before it change what it means
        return None if CHANGES_MEANING.search(before) else _with_decimals(value, found, kind)
    return None if before or after else _with_decimals(value, found, kind)


def _with_decimals(value: object, found: Decimal, kind: Type) -> object:
    """The number with the zeros at its end that are seen, where its type keeps decimals; else the value itself."""
    _, digits, exponent = found.as_tuple()
    has_zeros = isinstance(exponent, int) and exponent < 0 and digits[-1] == 0
    return found if has_zeros and kind not in (Type.INTEGER, Type.MAXIMUM) else value


def _readings(text: str) -> Iterator[Decimal]:
    """What a number may mean, whichever of comma and point separates its decimals."""
    compact = GROUPS.sub("", text.replace("\u2212", "-"))
    last = max(compact.rfind("."), compact.rfind(","))
    if last >= 0 and not re.search("[.,]", compact[last + 1 :]):
        yield Decimal(f"{re.sub('[.,]', '', compact[:last]) or '0'}.{compact[last + 1 :]}")
    yield Decimal(re.sub("[.,]", "", compact))


def _is_whole_moment(value: datetime.date | datetime.time | datetime.timedelta, seen: str, kind: Type) -> bool:
    """Whether everything that a moment says is seen: day, month and year, hour and minute."""
    digits = Counter(int(part) for part in re.findall(r"\d+", seen))
    needed: Counter[int] = Counter()
    if isinstance(value, datetime.timedelta):
        return False
    if isinstance(value, datetime.date):
        has_name = re.search(r"[^\W\d_]{3}", seen) is not None
        year = value.year if digits[value.year] else value.year % 100
        needed.update([year, value.day] if has_name else [year, value.day, value.month])
    if isinstance(value, datetime.time) or (
        isinstance(value, datetime.datetime) and value.time() != datetime.time() and kind is not Type.DATE
    ):
        hour = value.hour if digits[value.hour] else value.hour % 12
        needed.update([hour, value.minute, *([value.second] if value.second else [])])
    return all(digits[part] >= times for part, times in needed.items())
