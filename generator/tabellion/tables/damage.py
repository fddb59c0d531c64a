"""What a spreadsheet program did to a code, and what was probably typed: only what arithmetic proves is proposed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal

from tabellion.tables.grid import RawCell
from tabellion.tables.number_formats import shown_as
from tabellion.tables.texts import EXACT

# the short names of months that spreadsheet programs write, in French, English, Spanish, Italian, Portuguese and German
LOWER_MONTHS = {
    "janv": 1, "févr": 2, "fevr": 2, "mars": 3, "avr": 4, "mai": 5, "juin": 6, "juil": 7, "août": 8, "aout": 8,
    "sept": 9, "oct": 10, "nov": 11, "déc": 12, "dec": 12,
    "ene": 1, "feb": 2, "mar": 3, "abr": 4, "may": 5, "jun": 6, "jul": 7, "ago": 8, "sep": 9, "dic": 12,
    "gen": 1, "apr": 4, "mag": 5, "giu": 6, "lug": 7, "set": 9, "ott": 10, "fev": 2, "out": 10, "dez": 12,
}  # fmt: skip
CAPITAL_MONTHS = {
    "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6, "Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11,
    "Dec": 12, "Mrz": 3, "Mai": 5, "Okt": 10, "Dez": 12,
}  # fmt: skip
MONTHS = LOWER_MONTHS | CAPITAL_MONTHS
_MONTH = "|".join(MONTHS)
# as programs write them: a day of one or two digits, a year of two or four
DAY_AND_MONTH = re.compile(rf"(?P<day>\d{{1,2}})[- /]({_MONTH})\.?", re.ASCII)
MONTH_AND_YEAR = re.compile(rf"({_MONTH})\.?[- /](?P<year>\d\d|\d{{4}})", re.ASCII)
DAY_MONTH_YEAR = re.compile(rf"\d{{1,2}}[- /]({_MONTH})\.?[- /](\d\d|\d{{4}})", re.ASCII)
DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)", re.ASCII)
ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
DIGIT = re.compile(r"\d", re.ASCII)
LONGEST_DATE = len("00-.-0000") + max(map(len, MONTHS))
TIME = re.compile(r"\d{1,2}:\d\d(:\d\d)?( [AP]M)?", re.ASCII)
# programs write an exponent of two digits at least, and round before it
SCIENTIFIC = re.compile(r"\d[.,]?\d*E\+?\d{2,}", re.ASCII)
ROUNDED = re.compile(r"(\d)[.,](\d+)E\+?(\d+)", re.IGNORECASE | re.ASCII)
LOINC = re.compile(r"(\d{1,7})-(\d)", re.ASCII)
KEPT_DIGITS = 15  # of a number, by Excel
SHORT_YEARS = range(1930, 2030)  # what programs make of a year of two digits
# the partition of concepts whose identifiers are that long (SNOMED CT Release File Specification, "SCTID")
CONCEPT_WITH_NAMESPACE = "10"


def is_date(text: str, is_text: bool) -> bool:
    """Whether a text is what programs write for a date or an hour.

    Where the file does not say that it is text (`is_text`), as a CSV file does not, more forms are in doubt.
    """
    if len(text) > LONGEST_DATE or not DIGIT.search(text):
        return False
    always = (DAY_AND_MONTH, MONTH_AND_YEAR, DAY_MONTH_YEAR, DATE)
    return any(form.fullmatch(text) for form in (always if is_text else (*always, ISO_DATE, TIME)))


def is_rounded(text: str, is_text: bool) -> bool:
    """Whether a text is what programs write for a number that is too long for its cell: `1,84E+08`."""
    return ROUNDED.fullmatch(text) is not None or (not is_text and SCIENTIFIC.fullmatch(text) is not None)


def code_of_text(text: str) -> str | None:
    """The code that was probably typed where the text of a date stands."""
    if match := DAY_AND_MONTH.fullmatch(text):
        day, month = int(match["day"]), MONTHS[match[2]]
        return _only([f"{day}-{month}", f"{month}-{day}"])
    if (match := MONTH_AND_YEAR.fullmatch(text)) and len(match["year"]) == 4:
        return _only(_of_month(int(match["year"]), MONTHS[match[1]]))
    if (match := ISO_DATE.fullmatch(text)) and match[3] == "01":
        return _only(_of_month(int(match[1]), int(match[2])))
    if (match := DATE.fullmatch(text)) and len(match[3]) == 4:
        first, second, year = (int(part) for part in match.groups())
        months = {month for month, day in ((first, second), (second, first)) if day == 1 and month <= 12}
        return _only(code for month in months for code in _of_month(year, month))
    return None  # a year of two digits stands for that of any century


def code_of_moment(raw: RawCell) -> str | None:
    """The code that was probably typed where a cell holds a date: `1751-7` became July 1751, `1-8` a day of the
    year."""
    value = raw.value
    if not isinstance(value, datetime.date):
        return None
    shown = raw.shown if raw.shown is not None else shown_as(value, raw.format) or ""
    if DAY_AND_MONTH.fullmatch(shown) or re.fullmatch(r"\d{1,2}/\d{1,2}", shown):
        return _only([f"{value.day}-{value.month}", f"{value.month}-{value.day}"])
    return _only(_of_month(value.year, value.month)) if value.day == 1 else None


def code_of_number(raw: RawCell) -> str | None:
    """The code that was probably typed where a cell holds a number: as it is seen, with its zeros; or the SNOMED CT
    identifier of which a program kept the first fifteen digits."""
    number = Decimal(repr(raw.value)) if isinstance(raw.value, float) else Decimal(raw.value)  # type: ignore[arg-type]
    if number < 0 or not number.is_finite():
        return None
    if number >= Decimal(EXACT):
        return concept_of_rounded(f"{number:.0f}") if number == number.to_integral_value() else None
    seen = raw.shown or shown_as(raw.value, raw.format) or ""
    if re.fullmatch(r"\d+(\.\d+)?", seen, re.ASCII) and Decimal(seen) == number:
        return seen
    return f"{number:.0f}" if number == number.to_integral_value() else None


def concept_of_rounded(digits: str) -> str | None:
    """The concept of SNOMED CT of which a program kept fifteen digits: its partition says that it is a concept,
    its check digit is calculated; `None` where this is no such number."""
    from stdnum import verhoeff

    if not digits.isdecimal():
        return None
    known, lost = digits[:KEPT_DIGITS], len(digits) - KEPT_DIGITS
    if not 0 < lost <= 3 or digits[KEPT_DIGITS:].strip("0"):
        return None
    whole = known + CONCEPT_WITH_NAMESPACE[3 - lost :]
    meant = whole + verhoeff.calc_check_digit(whole)
    return meant if whole.endswith(CONCEPT_WITH_NAMESPACE) and meant != digits else None


def _of_month(year: int, month: int) -> list[str]:
    return [f"{year}-{month}", *([f"{year % 100}-{month}"] if year in SHORT_YEARS else [])]


def _only(codes: Iterable[str]) -> str | None:
    """The one of the codes that is a LOINC number with its check digit; `None` where there is none, or several."""
    from stdnum import luhn

    found = {code for code in codes if (match := LOINC.fullmatch(code)) and luhn.calc_check_digit(match[1]) == match[2]}
    return found.pop() if len(found) == 1 else None
