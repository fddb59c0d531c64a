"""From the cell of a file to a typed value: French and English habits, and no code ever changed silently."""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from tabellion.diagnostics import Place, Report, rule
from tabellion.tables.columns import NO, YES, Column, Type
from tabellion.tables.grid import RawCell
from tabellion.tables.headings import fold, nearest
from tabellion.tables.table import NOTHING

ERROR_VALUE = rule(
    "TB007",
    "error-value",
    "error",
    fr="la formule donne une erreur : « {value} »",
    en="the formula gives an error: `{value}`",
    help_fr="corrigez la formule, ou remplacez-la par sa valeur",
    help_en="mend the formula, or replace it with its value",
)
UNCALCULATED = rule(
    "TB008",
    "uncalculated-formula",
    "error",
    fr="la formule « {value} » n'a pas de résultat enregistré",
    en="the formula `{value}` has no stored result",
    help_fr="ouvrez le classeur dans le tableur, laissez-le calculer, enregistrez",
    help_en="open the workbook in the spreadsheet program, let it calculate, save it",
)
NOT_IN_LIST = rule(
    "TB010",
    "value-not-in-list",
    "error",
    fr="« {value} » n'est pas une valeur permise",
    en="`{value}` is not an allowed value",
    help_fr="valeurs permises : {allowed}",
    help_en="allowed values: {allowed}",
)
DATE_IN_CODE = rule(
    "TB011",
    "date-in-code",
    "error",
    fr="une date (« {value} ») là où un code est attendu : le tableur a transformé ce qui a été saisi",
    en="a date (`{value}`) where a code is expected: the spreadsheet program changed what was typed",
    help_fr="mettez la colonne au format Texte, puis saisissez de nouveau le code",
    help_en="give the column the format Text, then type the code again",
)
NUMBER_IN_CODE = rule(
    "TB012",
    "number-in-code",
    "error",
    fr="un nombre (« {value} ») là où un texte est attendu : des zéros ou des chiffres ont pu se perdre",
    en="a number (`{value}`) where text is expected: zeros or digits may have been lost",
    help_fr="mettez la colonne au format Texte, puis saisissez de nouveau la valeur",
    help_en="give the column the format Text, then type the value again",
)
BLANK_IN_CODE = rule(
    "TB013",
    "blank-in-code",
    "warning",
    fr="des espaces ou des caractères invisibles se mêlent à la valeur ; lu : « {trimmed} »",
    en="blanks or invisible characters are mixed with the value; read as `{trimmed}`",
    help_fr="retirez-les de la cellule",
    help_en="remove them from the cell",
)
BAD_NUMBER = rule(
    "TB014",
    "not-a-number",
    "error",
    fr="« {value} » n'est pas un nombre",
    en="`{value}` is not a number",
    help_fr="écrivez par exemple 36,5 ou 36.5",
    help_en="write for instance 36.5 or 36,5",
)
BAD_INTEGER = rule(
    "TB015",
    "not-an-integer",
    "error",
    fr="« {value} » n'est pas un nombre entier positif",
    en="`{value}` is not a whole number from 0",
    help_fr="écrivez par exemple 2",
    help_en="write for instance 2",
)
BAD_DATE = rule(
    "TB016",
    "not-a-date",
    "error",
    fr="« {value} » n'est pas une date",
    en="`{value}` is not a date",
    help_fr="écrivez AAAA-MM-JJ ou JJ/MM/AAAA",
    help_en="write YYYY-MM-DD or DD/MM/YYYY",
)
BAD_CARDINALITY = rule(
    "TB017",
    "bad-cardinality",
    "error",
    fr="« {value} » n'est pas une cardinalité",
    en="`{value}` is not a cardinality",
    help_fr="attendu : min..max, ex. 1..1, 0..*",
    help_en="expected: min..max, for instance 1..1, 0..*",
)
MIN_OVER_MAX = rule(
    "TB018",
    "min-over-max",
    "error",
    fr="le minimum de « {value} » dépasse son maximum",
    en="the minimum of `{value}` is over its maximum",
    help_fr="échangez les deux nombres, ou corrigez-en un",
    help_en="swap the two numbers, or mend one",
)
BAD_ID = rule(
    "TB019",
    "bad-id",
    "error",
    fr="« {value} » n'est pas un identifiant FHIR",
    en="`{value}` is not a FHIR id",
    help_fr="1 à 64 lettres sans accent, chiffres, tirets ou points",
    help_en="1 to 64 letters without accents, digits, hyphens or dots",
)
BAD_URL = rule(
    "TB020",
    "bad-url",
    "error",
    fr="« {value} » n'est pas une adresse absolue",
    en="`{value}` is not an absolute address",
    help_fr="écrivez une adresse qui commence par http://, https:// ou urn:",
    help_en="write an address that begins with http://, https:// or urn:",
)
BAD_OID = rule(
    "TB021",
    "bad-oid",
    "error",
    fr="« {value} » n'est pas un OID",
    en="`{value}` is not an OID",
    help_fr="des nombres sans zéro de tête séparés par des points, ex. 2.16.840.1",
    help_en="numbers without leading zeros separated by dots, for instance 2.16.840.1",
)
CONTROL_CHARACTER = rule(
    "TB022",
    "control-character",
    "error",
    fr="la cellule contient un caractère de contrôle (U+{code})",
    en="the cell holds a control character (U+{code})",
    help_fr="effacez la cellule et saisissez-la de nouveau",
    help_en="clear the cell and type it again",
)

ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
URL = re.compile(r"(https?://[^\s<>\"]+|urn:[a-z0-9][a-z0-9-]{0,31}:\S+)")
OID = re.compile(r"[0-2](\.(0|[1-9][0-9]*))+")
CARDINALITY = re.compile(r"(\d+)\s*(?:\.\.|…|:|-)\s*(\d+|\*|n)", re.IGNORECASE)
NOT_APPLICABLE = {"sansobjet", "notapplicable"}
EDGES = " \t\r\n\u00a0\u202f\u2007\u200b\u200c\u200d\u2060\ufeff\u00ad"
WIDE_BLANKS = re.compile("[\u00a0\u202f\u2007]")
INVISIBLE = re.compile("[\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad]")
EXACT = 1e15  # spreadsheet programs keep fifteen digits of a number
MONTHS = {
    "janv": 1, "jan": 1, "févr": 2, "fevr": 2, "feb": 2, "mars": 3, "mar": 3, "avr": 4, "apr": 4, "mai": 5, "may": 5,
    "juin": 6, "jun": 6, "juil": 7, "jul": 7, "août": 8, "aout": 8, "aug": 8, "sept": 9, "sep": 9, "oct": 10,
    "nov": 11, "déc": 12, "dec": 12,
}  # fmt: skip
MONTH_TEXT = re.compile(r"(\d{1,4}|[a-zéûA-ZÉÛ]{3,5})\.?[-/ ](\d{1,4}|[a-zéûA-ZÉÛ]{3,5})\.?")
DATE_TEXT = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
SCIENTIFIC = re.compile(r"\d+[.,]?\d*E[+-]?\d+", re.IGNORECASE)
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")

LITERAL = {Type.CODE, Type.ID, Type.URL, Type.OID, Type.PATH}


def convert(raw: RawCell, column: Column, place: Place, report: Report) -> Any:
    """The typed value of a cell for its column: `None` where a fault was reported.

    Text is `str`, numbers `Decimal` and `int`, dates `datetime.date`, yes/no `bool`, a choice its `value`, a
    cardinality `(min, max)` as strings; several values a tuple. An explicit "not applicable" is `NOTHING`.
    """
    if raw.fault == "error":
        report.add(ERROR_VALUE, place, value=raw.value)
        return None
    if raw.fault == "uncalculated":
        report.add(UNCALCULATED, place, value=raw.value)
        return None
    text = raw.value if isinstance(raw.value, str) else None
    if text is not None:
        if (control := _control(text)) is not None:
            report.add(CONTROL_CHARACTER, place, code=f"{ord(control):04X}")
            return None
        if column.type is not Type.TEXT and not column.required and _is_not_applicable(text):
            return NOTHING
        if column.many:
            parts = [part for part in _split(text, column) if part.strip(EDGES)]
            values = tuple(_one(RawCell(part), column, place, report) for part in parts)
            return tuple(value for value in values if value is not None) or None
    value = _one(raw, column, place, report)
    return (value,) if column.many and value is not None else value


def _is_not_applicable(text: str) -> bool:
    """`sans objet`, `not applicable` or `n/a`; without its stroke the latter is a code of many systems."""
    return fold(text) in NOT_APPLICABLE or text.strip(EDGES).casefold() == "n/a"


def _split(text: str, column: Column) -> list[str]:
    # a canonical address may itself end in |version
    return re.split(r"\r?\n|\s\|\s" if column.type is Type.URL else r"\r?\n|\|", text)


def _control(text: str) -> str | None:
    return next((c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\r\n"), None)


def _one(raw: RawCell, column: Column, place: Place, report: Report) -> Any:
    if column.type in LITERAL:
        return _literal(raw, column.type, place, report)
    if column.type in (Type.TEXT, Type.VALUE):
        return plain_text(raw.value)
    reader = {
        Type.YES_NO: _yes_no,
        Type.INTEGER: _integer,
        Type.DECIMAL: _decimal,
        Type.DATE: _date,
        Type.CARDINALITY: _cardinality,
    }.get(column.type)
    if reader is not None:
        return reader(raw.value, place, report)
    return _choice(raw.value, column, place, report)


def plain_text(value: object) -> str:
    """A value as text: line ends as LF, no blanks around, Unicode composed; numbers in their shortest spelling."""
    if isinstance(value, str):
        return _composed(value).strip(EDGES)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    return str(value)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _literal(raw: RawCell, kind: Type, place: Place, report: Report) -> str | None:
    value = raw.value
    if isinstance(value, datetime.date | datetime.time):
        report.add(DATE_IN_CODE, place, value=plain_text(value), suggestion=_code_of_date(value, raw.format))
        return None
    if isinstance(value, bool):
        report.add(NUMBER_IN_CODE, place, value=plain_text(value))
        return None
    if isinstance(value, int | float | Decimal):
        # a version or an id of whole digits would survive, but nobody can tell whether zeros were lost
        report.add(NUMBER_IN_CODE, place, value=plain_text(value), suggestion=_code_of_number(value, raw.format))
        return None
    text = _composed(str(value))
    trimmed = _visible(text)
    if DATE_TEXT.fullmatch(trimmed) or _month_text(trimmed):
        report.add(DATE_IN_CODE, place, value=trimmed, suggestion=_month_text(trimmed))
        return None
    if kind is Type.CODE and SCIENTIFIC.fullmatch(trimmed) and ("," in trimmed or "+" in trimmed):
        report.add(NUMBER_IN_CODE, place, value=trimmed)
        return None
    if trimmed != text:
        report.add(BLANK_IN_CODE, place, value=text, trimmed=trimmed)
    pattern, bad = {
        Type.ID: (ID, BAD_ID),
        Type.URL: (URL, BAD_URL),
        Type.OID: (OID, BAD_OID),
    }.get(kind, (None, None))
    if kind is Type.OID:
        trimmed = trimmed.removeprefix("urn:oid:")
    if pattern is not None and bad is not None and not pattern.fullmatch(trimmed):
        report.add(bad, place, value=trimmed)
        return None
    return trimmed


def _visible(text: str) -> str:
    """A code without blanks around it and without characters that nobody sees; blanks inside as plain spaces."""
    return WIDE_BLANKS.sub(" ", INVISIBLE.sub("", text)).strip(EDGES)


def _code_of_number(value: object, number_format: str) -> str | None:
    if isinstance(value, float) and (not value.is_integer() or abs(value) >= EXACT):
        return None
    digits = str(int(value))  # type: ignore[call-overload]
    if re.fullmatch(r"0{2,}", number_format):
        return digits.zfill(len(number_format))
    return digits


def _code_of_date(value: datetime.date | datetime.time, number_format: str) -> str | None:
    """What was probably typed: `2708-6` became June 2708, `1-8` the first of August."""
    if isinstance(value, datetime.time):
        return None
    shown = number_format.lower()
    if "d" not in shown.replace("[$-", "") and "y" in shown:
        return f"{value.year}-{value.month}"
    if "y" not in shown and "d" in shown:
        return f"{value.day}-{value.month}"
    return f"{value.year}-{value.month}" if value.day == 1 and value.year > 2100 else None


def _month_text(text: str) -> str | None:
    """The same for a CSV file, where the damage is text: `août-02`, `1-août`. `None` when it is not such a text."""
    match = MONTH_TEXT.fullmatch(text)
    if not match:
        return None
    first, second = (part.lower() for part in match.groups())
    if first in MONTHS and second.isdigit():
        return f"{second}-{MONTHS[first]}"
    if second in MONTHS and first.isdigit():
        return f"{first}-{MONTHS[second]}"
    return None


def _yes_no(value: object, place: Place, report: Report) -> bool | None:
    if isinstance(value, bool):
        return value
    folded = fold(plain_text(value))
    if folded in YES:
        return True
    if folded in NO:
        return False
    report.add(NOT_IN_LIST, place, value=plain_text(value), allowed="oui, non, yes, no")
    return None


def _decimal(value: object, place: Place, report: Report) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (
            Decimal(repr(value)).normalize()
            if isinstance(value, float) and value.is_integer()
            else Decimal(repr(value))
        )
    text = plain_text(value)
    compact = re.sub(r"[\s\u00a0\u202f]", "", text)
    if NUMBER.fullmatch(compact):
        try:
            return Decimal(compact.replace(",", "."))
        except InvalidOperation:
            pass
    report.add(BAD_NUMBER, place, value=text)
    return None


def _integer(value: object, place: Place, report: Report) -> int | None:
    text = re.sub(r"[\s\u00a0\u202f]", "", plain_text(value))
    if text.isascii() and text.isdigit():
        return int(text)
    report.add(BAD_INTEGER, place, value=plain_text(value))
    return None


def _date(value: object, place: Place, report: Report) -> datetime.date | None:
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
    report.add(BAD_DATE, place, value=text)
    return None


def _cardinality(value: object, place: Place, report: Report) -> tuple[str, str] | None:
    text = plain_text(value)
    match = CARDINALITY.fullmatch(text)
    if not match:
        report.add(BAD_CARDINALITY, place, value=text)
        return None
    low, high = str(int(match[1])), match[2].replace("n", "*").replace("N", "*")
    if high != "*":
        high = str(int(high))
        if int(low) > int(high):
            report.add(MIN_OVER_MAX, place, value=text)
            return None
    return low, high


def _choice(value: object, column: Column, place: Place, report: Report) -> str | None:
    text = plain_text(value)
    folded = fold(text)
    for choice in column.choices:
        if any(folded == fold(word) for word in choice.words):
            return choice.value
    words = [word for choice in column.choices for word in (choice.fr, choice.en)]
    allowed = ", ".join(dict.fromkeys(words))
    report.add(NOT_IN_LIST, place, value=text, allowed=allowed, suggestion=nearest(text, words))
    return None
