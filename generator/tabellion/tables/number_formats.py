"""What a spreadsheet program shows of a number, a date or a truth value in a cell of a given format.

The formats are those of ECMA-376-1, 18.8.31 (numFmts): sections for positive and negative numbers, zero and text;
placeholders of digits; parts of dates. What depends on the computer of the reader (separators, names of months) is
written in the language asked for.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from tabellion.diagnostics import Term
from tabellion.tables.shown_dates import shown_moment

TRUTH = {True: Term("VRAI", "TRUE"), False: Term("FAUX", "FALSE")}
GENERAL_DIGITS = 10  # what the format General shows of a number, beside its point
GENERAL_LARGEST = Decimal(10) ** 11
FRENCH_SEPARATORS = str.maketrans(",.", "\u202f,")
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]|(?P<general>general)'
    r"|(?P<half>am/pm|a/p)|(?P<exponent>e[+-])|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?)|(?P<digit>[0#?])|(?P<text>@)"
    r"|(?P<between>;)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
TESTS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": Decimal.__lt__, ">": Decimal.__gt__, "<=": Decimal.__le__, ">=": Decimal.__ge__, "=": Decimal.__eq__,
    "<>": Decimal.__ne__,
}  # fmt: skip


class FormatPiece(NamedTuple):
    """A part of a format: its kind (a group of `TOKEN`) and its text."""

    kind: str
    text: str


Section = Sequence[FormatPiece]


@lru_cache(maxsize=1 << 10)
def sections(number_format: str) -> tuple[tuple[FormatPiece, ...], ...]:
    """The sections of a format, each in its parts."""
    found: list[list[FormatPiece]] = [[]]
    for match in TOKEN.finditer(number_format):
        kind = match.lastgroup or "other"
        if kind == "between":
            found.append([])
        else:
            found[-1].append(FormatPiece(kind, match[kind]))
    return tuple(tuple(part) for part in found)


def shown_as(value: object, number_format: str, lang: str = "en") -> str | None:
    """What is seen of a value in a cell of this format; `None` where that is not known.

    Numbers have the separators of `lang`. The format `""` shows numbers as General does, and dates as ISO 8601.
    """
    if isinstance(value, str):
        return _shown_text(value, number_format)
    if isinstance(value, bool):
        return TRUTH[value][lang]
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return shown_moment(value, [(piece.kind, piece.text) for piece in sections(number_format)[0]], lang)
    if not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return None
    text = _shown_number(number, number_format or "General")
    return text.translate(FRENCH_SEPARATORS) if lang == "fr" and text is not None else text


def _shown_text(value: str, number_format: str) -> str:
    """A text passes through its section, the last of four or one with a place for text; else it is what it is."""
    parts = sections(number_format)
    has_place = next((part for part in parts if any(piece.kind == "text" for piece in part)), None)
    section = parts[3] if len(parts) > 3 else has_place
    if section is None:
        return value
    return "".join(value if piece.kind == "text" else _literal(piece) for piece in section)


def _literal(piece: FormatPiece) -> str:
    """What a part of a format shows by itself; a sign of money stands in brackets before its locale."""
    if piece.kind == "space":
        return " "
    if piece.kind == "bracket":
        return piece.text[1:].partition("-")[0] if piece.text.startswith("$") else ""
    return piece.text if piece.kind in ("quoted", "escaped", "other") else ""


def _shown_number(number: Decimal, number_format: str) -> str | None:
    parts = sections(number_format)
    tests = [_condition(part) for part in parts]
    if any(test is not None for test in tests):
        chosen = next((place for place, test in enumerate(tests) if test is None or test(number)), None)
        if chosen is None:
            return None
    else:
        chosen = 1 if number < 0 and len(parts) > 1 else 2 if not number and len(parts) > 2 else 0
        number = abs(number) if chosen == 1 else number
    section = parts[chosen]
    kinds = {piece.kind for piece in section}
    if kinds & {"date", "half"}:
        return None
    if "digit" in kinds:
        text = _in_digits(abs(number), section)
        return f"-{text}" if number < 0 and re.search("[1-9]", text) else text
    general = _general(number)
    return "".join(general if piece.kind in ("general", "text") else _literal(piece) for piece in section)


def _condition(section: Section) -> Callable[[Decimal], bool] | None:
    for piece in section:
        if piece.kind == "bracket" and (match := CONDITION.fullmatch(piece.text)):
            test, limit = TESTS[match[1]], Decimal(match[2])
            return lambda number: test(number, limit)
    return None


def _general(number: Decimal) -> str:
    """As many digits as the format General shows, whatever the width of the column."""
    size = abs(number)
    if size >= GENERAL_LARGEST or 0 < size < Decimal("1e-9"):
        digits, _, power = f"{number:.5E}".partition("E")
        return f"{digits.rstrip('0').rstrip('.')}E{int(power):+03d}"
    decimals = max(0, GENERAL_DIGITS - len(str(int(size))))
    text = f"{_rounded(number, decimals):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) if number.adjusted() + decimals < 27 else number


def _in_digits(number: Decimal, section: Section) -> str:
    """A number not below zero in a section with placeholders of digits."""
    if any(piece.text == "%" and piece.kind == "other" for piece in section):
        number *= 100
    if any(piece.kind == "exponent" for piece in section):
        return _scientific(number, section)
    places = [place for place, piece in enumerate(section) if piece.kind == "digit"]
    slash = next((place for place, piece in enumerate(section) if piece == ("other", "/")), None)
    if slash is not None and places[0] < slash:
        return _fraction(number, section, slash)
    point = next((place for place, piece in enumerate(section) if piece == ("other", ".")), len(section))
    commas = [place for place, piece in enumerate(section) if piece == ("other", ",")]
    last = max((place for place in places if place < point), default=point)
    scale = sum(last < place < point or place > places[-1] for place in commas)
    grouped = any(places[0] < place < places[-1] for place in commas)
    decimals = sum(place > point for place in places)
    whole, _, rest = f"{_rounded(number.scaleb(-3 * scale), decimals):f}".partition(".")
    shown = _whole_digits(whole, section[:point], grouped)
    after = _decimal_digits(rest, section[point:])
    return shown + after


def _whole_digits(digits: str, section: Section, grouped: bool) -> str:
    """The digits before the point, from the right; the first placeholder takes all that are left."""
    left = digits.lstrip("0")
    count = sum(piece.kind == "digit" for piece in section)
    made: list[str] = []
    number = 0
    for piece in reversed(section):
        if piece.kind != "digit":
            made.append("" if piece == ("other", ",") else _literal(piece))
            continue
        count -= 1
        taken = [left[-1:]] if count else list(reversed(left))
        left = left[:-1] if count else ""
        for taken_digit in taken or [""]:
            digit = taken_digit or {"0": "0", "?": " "}.get(piece.text, "")
            if digit and grouped and number and number % 3 == 0:
                made.append(",")
            made.append(digit)
            number += bool(digit)
    return "".join(reversed(made))


def _decimal_digits(digits: str, section: Section) -> str:
    """The point and what follows it; a `#` shows no zero at the end."""
    places = [piece.text for piece in section if piece.kind == "digit"]
    kept = len(digits)
    while kept and digits[kept - 1] == "0" and places[kept - 1] != "0":
        kept -= 1
    rest = iter([*digits[:kept], *[""] * (len(places) - kept)])
    return "".join(
        next(rest, "") if piece.kind == "digit" else "" if piece == ("other", ",") else _literal(piece)
        for piece in section
    )


def _scientific(number: Decimal, section: Section) -> str:
    decimals = 0
    after_point = False
    for piece in section:
        if piece.kind == "exponent":
            break
        after_point = after_point or piece == ("other", ".")
        decimals += after_point and piece.kind == "digit"
    digits, _, power = f"{number:.{decimals}E}".partition("E")
    return f"{digits}E{int(power):+03d}"


def _fraction(number: Decimal, section: Section, slash: int) -> str:
    """A number as a whole and a fraction: `1 1/2`. A denominator that the format states is taken."""
    stated = "".join(piece.text for piece in section[slash + 1 :] if piece.text.isdigit() and piece.text != "0")
    size = sum(piece.kind == "digit" for piece in section[slash + 1 :]) or 1
    value = Fraction(number)
    part = Fraction(round(value * int(stated)), int(stated)) if stated else value.limit_denominator(10**size - 1)
    has_whole = any(piece == ("other", " ") or piece.kind == "space" for piece in section[:slash])
    whole, left = divmod(part.numerator, part.denominator) if has_whole else (0, part.numerator)
    shown = f"{left}/{part.denominator}" if left else ""
    return " ".join(text for text in (str(whole) if whole or not shown else "", shown) if text)
