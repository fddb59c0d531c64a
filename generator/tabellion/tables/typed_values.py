"""What a cell holds as a number, a date, a cardinality, yes or no, or a word of a closed list."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from tabellion.diagnostics import Place, Report, Term, rule
from tabellion.tables.columns import NO, YES, Column
from tabellion.tables.headings import fold, nearest
from tabellion.tables.table import Unread
from tabellion.tables.texts import plain_text

VALUE_NOT_IN_LIST = rule(
    "TB010",
    "value-not-in-list",
    "error",
    "value",
    fr="« {value} » n'est pas une valeur permise",
    en="`{value}` is not an allowed value",
    help_fr="valeurs permises : {allowed}",
    help_en="allowed values: {allowed}",
)
NOT_A_NUMBER = rule(
    "TB014",
    "not-a-number",
    "error",
    "value",
    fr="« {value} » n'est pas un nombre",
    en="`{value}` is not a number",
    help_fr="écrivez par exemple 36,5 ou 36.5",
    help_en="write for instance 36.5 or 36,5",
)
NOT_AN_INTEGER = rule(
    "TB015",
    "not-an-integer",
    "error",
    "value",
    fr="« {value} » n'est pas un nombre entier positif",
    en="`{value}` is not a whole number from 0",
    help_fr="écrivez par exemple 2",
    help_en="write for instance 2",
)
NOT_A_DATE = rule(
    "TB016",
    "not-a-date",
    "error",
    "value",
    fr="« {value} » n'est pas une date",
    en="`{value}` is not a date",
    help_fr="écrivez AAAA-MM-JJ ou JJ/MM/AAAA",
    help_en="write YYYY-MM-DD or DD/MM/YYYY",
)
BAD_CARDINALITY = rule(
    "TB017",
    "bad-cardinality",
    "error",
    "value",
    fr="« {value} » n'est pas une cardinalité",
    en="`{value}` is not a cardinality",
    help_fr="attendu : min..max, ex. 1..1, 0..*",
    help_en="expected: min..max, for instance 1..1, 0..*",
)
MIN_OVER_MAX = rule(
    "TB018",
    "min-over-max",
    "error",
    "value",
    fr="le minimum de « {value} » dépasse son maximum",
    en="the minimum of `{value}` is over its maximum",
    help_fr="échangez les deux nombres, ou corrigez-en un",
    help_en="swap the two numbers, or fix one",
)
NOT_A_MAXIMUM = rule(
    "TB029",
    "not-a-maximum",
    "error",
    "value",
    fr="« {value} » n'est pas le maximum d'une cardinalité",
    en="`{value}` is not the maximum of a cardinality",
    help_fr="écrivez un nombre entier, ou *",
    help_en="write a whole number, or *",
)
NUMBER_OUT_OF_RANGE = rule(
    "TB030",
    "number-out-of-range",
    "error",
    "value",
    fr="le nombre « {value} » est hors de ce qui peut être écrit ici",
    en="the number `{value}` is beyond what can be written here",
    help_fr="{limit}",
    help_en="{limit}",
)
LARGEST = 2**31 - 1  # the type integer (R4 Datatypes, 2.24.0.1)
TO_LARGEST = Term("2 147 483 647 au plus", "2,147,483,647 at most")
MOST_DIGITS = 28  # as many as are computed with; spreadsheet programs keep fifteen
TO_MOST_DIGITS = Term(f"{MOST_DIGITS} chiffres au plus", f"{MOST_DIGITS} digits at most")
CARDINALITY = re.compile(r"(\d+)\s*(?:\.\.|…|:|-)\s*(\d+|\*|n)", re.IGNORECASE)
# as people write days, as databases export them, with the hour of a day's beginning, and as HL7 and ISO 8601 write them
DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})([T ]00:00(:00(\.0+)?)?Z?)?", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<year>1[89]\d\d|2[01]\d\d)(?P<month>\d\d)(?P<day>\d\d)", re.ASCII),
)
# days of the years 1954 to 2173, counted as Excel and LibreOffice do
SERIAL = re.compile(r"[2-9]\d{4}", re.ASCII)
DAY_ZERO = datetime.date(1899, 12, 30)
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?", re.ASCII)
WORDS = re.compile(r"[\w\s'’.*/()?\-]+")
SIGNED = re.compile(r"[+\-\u2212]\d")


def yes_no(value: object, place: Place, report: Report) -> bool | Unread:
    """Yes or no, by the words of both languages. What is none is reported."""
    if isinstance(value, bool):
        return value
    folded = _folded_word(plain_text(value))
    if folded in YES:
        return True
    if folded in NO:
        return False
    return Unread(report.add(VALUE_NOT_IN_LIST, place, value=plain_text(value), allowed="oui, non, yes, no"))


def decimal(value: object, place: Place, report: Report) -> Decimal | Unread:
    """A number with a comma or a point, blanks between its digits left out. What is none is reported."""
    if isinstance(value, float) and value.is_integer():
        number = Decimal(repr(value)).normalize()
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    else:
        compact = re.sub(r"[\s\u00a0\u202f]", "", plain_text(value)).replace(",", ".")
        number = Decimal(compact) if NUMBER.fullmatch(compact) else Decimal("NaN")
    if not number.is_finite() or (not number and number.is_signed() and isinstance(value, str)):
        return Unread(report.add(NOT_A_NUMBER, place, value=plain_text(value)))
    if max(len(number.as_tuple().digits), abs(number.adjusted())) > MOST_DIGITS:
        return Unread(report.add(NUMBER_OUT_OF_RANGE, place, value=plain_text(value), limit=TO_MOST_DIGITS))
    return number


def integer(value: object, place: Place, report: Report) -> int | Unread:
    """A whole number that FHIR's integers reach (R4 Datatypes, 2.24.0.1). What is none is reported."""
    text = re.sub(r"[\s\u00a0\u202f]", "", plain_text(value))
    if text.isascii() and text.isdigit():
        return _whole(text, place, report)
    return Unread(report.add(NOT_AN_INTEGER, place, value=plain_text(value)))


def _whole(digits: str, place: Place, report: Report) -> int | Unread:
    """A whole number of any length; one that FHIR's integers do not reach is told."""
    shortest = digits.lstrip("0") or "0"
    if len(shortest) <= len(str(LARGEST)) and int(shortest) <= LARGEST:
        return int(shortest)
    return Unread(report.add(NUMBER_OUT_OF_RANGE, place, value=digits, limit=TO_LARGEST))


def date(value: object, place: Place, report: Report) -> datetime.date | Unread:
    """A day: a date of the file, `2024-03-01`, `1/3/2024` or another way of `DATES`. What is none is reported."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = plain_text(value)
    day = day_of(text)
    return (
        day if day is not None else Unread(report.add(NOT_A_DATE, place, value=text, suggestion=_date_of_number(text)))
    )


def day_of(text: str) -> datetime.date | None:
    """The day that a text says, `None` where it says none."""
    match = next((match for pattern in DATES if (match := pattern.fullmatch(text))), None)
    if match is None:
        return None
    try:
        return datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _date_of_number(text: str) -> str | None:
    """The day that a spreadsheet program keeps as this number, when its cell does not have the format of a date."""
    if not SERIAL.fullmatch(text):
        return None
    return (DAY_ZERO + datetime.timedelta(days=int(text))).isoformat()


def cardinality(value: object, place: Place, report: Report) -> tuple[str, str] | Unread:
    """The least and the most of `0..1`, `1..*` and the ways that people write them. What is none is reported."""
    text = plain_text(value)
    match = CARDINALITY.fullmatch(text)
    if not match:
        return Unread(report.add(BAD_CARDINALITY, place, value=text))
    low = _whole(match[1], place, report)
    if isinstance(low, Unread):
        return low
    if match[2] in "*nN":
        return str(low), "*"
    high = _whole(match[2], place, report)
    if isinstance(high, Unread):
        return high
    if low > high:
        return Unread(report.add(MIN_OVER_MAX, place, value=text))
    return str(low), str(high)


def maximum(value: object, place: Place, report: Report) -> str | Unread:
    """A whole number or `*`. What is none is reported."""
    text = plain_text(value)
    if re.fullmatch(r"\d+", text, re.ASCII):
        whole = _whole(text, place, report)
        return whole if isinstance(whole, Unread) else str(whole)
    if text in ("*", "n", "N"):
        return "*"
    return Unread(report.add(NOT_A_MAXIMUM, place, value=text))


def _folded_word(text: str) -> str:
    """A word as words of lists are compared; `-0` and `x###` are none of them, though `0` and `x` are."""
    return fold(text) if WORDS.fullmatch(text) and not SIGNED.match(text) else ""


def choice_of(value: object, column: Column, place: Place, report: Report) -> str | Unread:
    """The value of a closed list that a word means. What is none is reported."""
    text = plain_text(value)
    folded = _folded_word(text)
    for choice in column.choices:
        if any(folded == fold(word) for word in choice.words):
            return choice.value
    words = [word for choice in column.choices for word in (choice.fr, choice.en)]
    allowed = ", ".join(dict.fromkeys(words))
    proposed = [choice.value for choice in column.choices if folded in map(fold, choice.proposed_for)]
    suggestion = proposed[0] if proposed else nearest(text, words)
    return Unread(report.add(VALUE_NOT_IN_LIST, place, value=text, allowed=allowed, suggestion=suggestion))
