"""From the cell of a file to a typed value: French and English habits, and no code ever changed silently."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tabellion.diagnostics import Finding, Place, Report, Term, rule
from tabellion.tables.character_positions import plain_characters
from tabellion.tables.columns import NO, YES, Column, Type
from tabellion.tables.forms import TextForm
from tabellion.tables.grid import RawCell
from tabellion.tables.headings import fold, nearest
from tabellion.tables.literals import LITERAL, read_literal
from tabellion.tables.lost_characters import lost_characters
from tabellion.tables.shown import as_shown
from tabellion.tables.table import Cell, State, Unread
from tabellion.tables.texts import EDGES, plain_text

ERROR_VALUE = rule(
    "TB007",
    "error-value",
    "error",
    "value",
    fr="la cellule contient une valeur d'erreur : « {value} »",
    en="the cell holds an error value: `{value}`",
    help_fr="corrigez la formule d'où elle vient, ou saisissez la valeur",
    help_en="fix the formula that it comes from, or type the value",
)
UNCALCULATED_FORMULA = rule(
    "TB008",
    "uncalculated-formula",
    "error",
    "value",
    fr="la formule « {value} » n'a pas de résultat enregistré",
    en="the formula `{value}` has no stored result",
    help_fr="ouvrez le classeur dans le tableur, laissez-le calculer, enregistrez",
    help_en="open the workbook in the spreadsheet program, let it calculate, save it",
)
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
CONTROL_CHARACTER = rule(
    "TB022",
    "control-character",
    "error",
    "value",
    fr="la cellule contient un caractère de contrôle (U+{code})",
    en="the cell holds a control character (U+{code})",
    help_fr="effacez la cellule et saisissez-la de nouveau",
    help_en="clear the cell and type it again",
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

VALUE_OF_WRONG_FORM = rule(
    "TB032",
    "value-of-wrong-form",
    "error",
    "value",
    fr="« {value} » n'est pas ce que la colonne attend",
    en="`{value}` is not what the column expects",
    help_fr="attendu : {form}",
    help_en="expected: {form}",
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
NOT_APPLICABLE_WORDS = {"sansobjet", "notapplicable"}
# the error values of spreadsheet programs in English and in French
ERROR_TEXT = re.compile(
    r"#(REF|NAME|NOM|VALUE|VALEUR|DIV/0|NULL|NUL|NUM|NOMBRE|SPILL|PROPAGATION|CALC|FIELD|CHAMP)[!?]|#N/[AD]|Err:\d{3}"
)
VERSIONED = re.compile(r"(https?://[^\s|]+)\|(?=\d)")
QUOTED = re.compile(r"\"[^\"\n]*\"|«[^»\n]*»")
KEPT_BAR = "\x1f"  # no cell holds it: it is a control character
# days of the years 1954 to 2173, counted as Excel and LibreOffice do
SERIAL = re.compile(r"[2-9]\d{4}", re.ASCII)
DAY_ZERO = datetime.date(1899, 12, 30)
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?", re.ASCII)
WORDS = re.compile(r"[\w\s'’.*/()?\-]+")
SIGNED = re.compile(r"[+\-\u2212]\d")


def read_cell(raw: RawCell, column: Column, place: Place, report: Report) -> Cell:
    """The cell of a column, typed; one that does not read is `UNREAD` and has its faults, which are reported.

    Text is `str`, numbers `Decimal` and `int`, dates `datetime.date`, yes/no `bool`, a choice its `value`, a
    cardinality `(min, max)` as strings; several values a tuple, of those that read.
    """
    if raw.fault == "error" or is_error_text(raw.value):
        return _unread(place, report.add(ERROR_VALUE, place, value=plain_text(raw.value)))
    if raw.fault == "uncalculated":
        return _unread(place, report.add(UNCALCULATED_FORMULA, place, value=raw.value))
    plain = plain_characters(raw, column, place, report)
    seen = plain if isinstance(plain, Unread) or column.type in LITERAL else as_shown(plain, column, place, report)
    if isinstance(seen, Unread):
        return _unread(place, seen.fault)
    raw = seen
    text = raw.value if isinstance(raw.value, str) else None
    if text is not None:
        if (control := _control(text)) is not None:
            return _unread(place, report.add(CONTROL_CHARACTER, place, code=f"{ord(control):04X}"))
        if (lost := lost_characters(text, place, report)) is not None:
            return _unread(place, lost)
        if _may_be_not_applicable(column) and _is_not_applicable(text, column):
            return Cell(None, place, State.NOT_APPLICABLE)
        if column.many:
            parts = [part for part in _split(text, column) if part.strip(EDGES)]
            return _several([_value(replace(raw, value=part), column, place, report) for part in parts], place)
    value = _value(raw, column, place, report)
    if isinstance(value, Unread):
        return _unread(place, value.fault)
    return Cell((value,) if column.many else value, place)


def _unread(place: Place, *faults: Finding) -> Cell:
    return Cell(None, place, State.UNREAD, faults)


def _several(found: list[Any], place: Place) -> Cell:
    """A cell of several values: those that read, and the faults of the others; nothing but separators is empty."""
    values = tuple(value for value in found if not isinstance(value, Unread))
    faults = tuple(value.fault for value in found if isinstance(value, Unread))
    if values:
        return Cell(values, place, State.VALUE, faults)
    return _unread(place, *faults) if faults else Cell(None, place, State.EMPTY)


def is_error_text(value: object) -> bool:
    """Whether a cell holds the text of an error value, as pasting values and saving as CSV leave it behind."""
    return isinstance(value, str) and ERROR_TEXT.fullmatch(value.strip(EDGES)) is not None


def _is_not_applicable(text: str, column: Column) -> bool:
    """`sans objet`, `not applicable`; `n/a` where no code can stand, of which it is one in many systems."""
    if fold(text) in NOT_APPLICABLE_WORDS:
        return True
    is_code = column.type is Type.VALUE or (column.type is Type.CODE and not column.refers)
    return text.strip(EDGES).casefold() == "n/a" and not is_code


def _split(text: str, column: Column) -> list[str]:
    # an address may itself end in |version, and a rule of a value set hold a regular expression or, in quotation
    # marks, an expression of SNOMED CT that names its concepts between bars
    if column.type in (Type.URL, Type.TEXT):
        quoted = QUOTED.sub(lambda found: found[0].replace("|", KEPT_BAR), text)
        return [part.replace(KEPT_BAR, "|") for part in re.split(r"\r?\n|\s\|\s", quoted)]
    between = rf"\r?\n|[ \t]*[{column.separators}][ \t]*"
    return [part.replace(KEPT_BAR, "|") for part in re.split(between, VERSIONED.sub(rf"\1{KEPT_BAR}", text))]


def _may_be_not_applicable(column: Column) -> bool:
    if column.type is Type.YES_NO:
        return column.takes_back
    return column.type is not Type.TEXT and not column.required


def _control(text: str) -> str | None:
    return next((c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\r\n"), None)


def _value(raw: RawCell, column: Column, place: Place, report: Report) -> Any:
    if column.type in LITERAL:
        return _of_form(read_literal(raw, column, place, report), column.form, place, report)
    if column.type in (Type.TEXT, Type.VALUE):
        return _of_form(plain_text(raw.value), column.form, place, report)
    reader = {
        Type.YES_NO: _yes_no,
        Type.INTEGER: _integer,
        Type.DECIMAL: _decimal,
        Type.DATE: _date,
        Type.CARDINALITY: _cardinality,
        Type.MAXIMUM: _maximum,
    }.get(column.type)
    if reader is not None:
        return reader(raw.value, place, report)
    return _choice(raw.value, column, place, report)


def _of_form(value: str | Unread, form: TextForm | None, place: Place, report: Report) -> str | Unread:
    if form is None or isinstance(value, Unread) or form.fits(value):
        return value
    return Unread(report.add(VALUE_OF_WRONG_FORM, place, value=value, form=form.expected))


def _yes_no(value: object, place: Place, report: Report) -> bool | Unread:
    if isinstance(value, bool):
        return value
    folded = _folded_word(plain_text(value))
    if folded in YES:
        return True
    if folded in NO:
        return False
    return Unread(report.add(VALUE_NOT_IN_LIST, place, value=plain_text(value), allowed="oui, non, yes, no"))


def _decimal(value: object, place: Place, report: Report) -> Decimal | Unread:
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


def _integer(value: object, place: Place, report: Report) -> int | Unread:
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


def _date(value: object, place: Place, report: Report) -> datetime.date | Unread:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = plain_text(value)
    for pattern, order in ((r"(\d{4})-(\d{1,2})-(\d{1,2})", (1, 2, 3)), (r"(\d{1,2})/(\d{1,2})/(\d{4})", (3, 2, 1))):
        if match := re.fullmatch(pattern, text):
            try:
                return datetime.date(*(int(match[group]) for group in order))
            except ValueError:
                break
    return Unread(report.add(NOT_A_DATE, place, value=text, suggestion=_date_of_number(text)))


def _date_of_number(text: str) -> str | None:
    """The day that a spreadsheet program keeps as this number, when its cell does not have the format of a date."""
    if not SERIAL.fullmatch(text):
        return None
    return (DAY_ZERO + datetime.timedelta(days=int(text))).isoformat()


def _cardinality(value: object, place: Place, report: Report) -> tuple[str, str] | Unread:
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


def _maximum(value: object, place: Place, report: Report) -> str | Unread:
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


def _choice(value: object, column: Column, place: Place, report: Report) -> str | Unread:
    text = plain_text(value)
    folded = _folded_word(text)
    for choice in column.choices:
        if any(folded == fold(word) for word in choice.words):
            return choice.value
    words = [word for choice in column.choices for word in (choice.fr, choice.en)]
    allowed = ", ".join(dict.fromkeys(words))
    return Unread(report.add(VALUE_NOT_IN_LIST, place, value=text, allowed=allowed, suggestion=nearest(text, words)))
