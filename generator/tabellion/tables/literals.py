"""Cells that a spreadsheet program must not touch: codes, ids, addresses, paths. None is ever changed silently."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from tabellion.diagnostics import Place, Report, Term, rule
from tabellion.tables.columns import Type
from tabellion.tables.grid import RawCell
from tabellion.tables.table import Unread
from tabellion.tables.texts import EXACT, composed, plain_text, visible

DATE_IN_CODE = rule(
    "TB011",
    "date-in-code",
    "error",
    "value",
    fr="une date (« {value} ») là où un code est attendu : le tableur a transformé ce qui a été saisi",
    en="a date (`{value}`) where a code is expected: the spreadsheet program changed what was typed",
    help_fr="mettez la colonne au format Texte, puis saisissez de nouveau le code",
    help_en="give the column the format Text, then type the code again",
)
NUMBER_IN_CODE = rule(
    "TB012",
    "number-in-code",
    "error",
    "value",
    fr="{kind} (« {value} ») là où un texte est attendu : {loss}",
    en="{kind} (`{value}`) where text is expected: {loss}",
    help_fr="mettez la colonne au format Texte, puis saisissez de nouveau la valeur",
    help_en="give the column the format Text, then type the value again",
)
BLANK_IN_CODE = rule(
    "TB013",
    "blank-in-code",
    "warning",
    "value",
    fr="des espaces ou des caractères invisibles se mêlent à la valeur ; lu : « {trimmed} »",
    en="blanks or invisible characters are mixed with the value; read as `{trimmed}`",
    help_fr="retirez-les de la cellule",
    help_en="remove them from the cell",
)
BAD_ID = rule(
    "TB019",
    "bad-id",
    "error",
    "value",
    fr="« {value} » n'est pas un identifiant FHIR",
    en="`{value}` is not a FHIR id",
    help_fr="1 à 64 lettres sans accent, chiffres, tirets ou points ; une lettre ou un chiffre d'abord",
    help_en="1 to 64 letters without accents, digits, hyphens or dots; a letter or a digit first",
)
BAD_URL = rule(
    "TB020",
    "bad-url",
    "error",
    "value",
    fr="« {value} » n'est pas une adresse absolue",
    en="`{value}` is not an absolute address",
    help_fr="écrivez une adresse qui commence par http://, https:// ou urn:",
    help_en="write an address that begins with http://, https:// or urn:",
)
BAD_OID = rule(
    "TB021",
    "bad-oid",
    "error",
    "value",
    fr="« {value} » n'est pas un OID",
    en="`{value}` is not an OID",
    help_fr="des nombres sans zéro de tête séparés par des points, ex. 2.16.840.1",
    help_en="numbers without leading zeros separated by dots, for instance 2.16.840.1",
)

ID_RESERVED_BY_WINDOWS = rule(
    "TB031",
    "id-reserved-by-windows",
    "error",
    "value",
    fr="« {value} » ne peut pas nommer un fichier sous Windows : {word} y désigne un périphérique",
    en="`{value}` cannot name a file on Windows: {word} means a device there",
    help_fr="choisissez un autre identifiant ; un mot de plus suffit, ex. « {value}-1 »",
    help_en="choose another id; a word more is enough, for instance `{value}-1`",
)

NUMBER = Term("un nombre", "a number")
TRUTH = Term("une valeur logique", "a truth value")
DIGITS = Term("des zéros ou des chiffres ont pu se perdre", "zeros or digits may have been lost")
AS_TYPED = Term("le tableur a transformé ce qui a été saisi", "the spreadsheet program changed what was typed")
# the type `id` (R4 Datatypes, 2.24.0.1)
ID_FORM = r"[A-Za-z0-9\-.]{1,64}"
ID = re.compile(ID_FORM)
# Win32 names of devices: whatever their case, and with any extension
DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE | re.ASCII)
URL = re.compile(r"(https?://[^\s<>\"]+|urn:[a-z0-9][a-z0-9-]{0,31}:\S+)")
OID = re.compile(r"[0-2](\.(0|[1-9][0-9]*))+")
MONTHS = {
    "janv": 1, "jan": 1, "févr": 2, "fevr": 2, "feb": 2, "mars": 3, "mar": 3, "avr": 4, "apr": 4, "mai": 5, "may": 5,
    "juin": 6, "jun": 6, "juil": 7, "jul": 7, "août": 8, "aout": 8, "aug": 8, "sept": 9, "sep": 9, "oct": 10,
    "nov": 11, "déc": 12, "dec": 12,
}  # fmt: skip
MONTH_TEXT = re.compile(r"(\d{1,4}|[a-zéûA-ZÉÛ]{3,5})\.?[-/ ](\d{1,4}|[a-zéûA-ZÉÛ]{3,5})\.?")
DATE_TEXT = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
SCIENTIFIC = re.compile(r"\d+[.,]?\d*E[+-]?\d+", re.IGNORECASE)
LITERAL = {Type.CODE, Type.ID, Type.URL, Type.OID, Type.PATH}


def read_literal(raw: RawCell, kind: Type, place: Place, report: Report) -> str | Unread:
    """The text of a code, an id or an address as it stands."""
    value = raw.value
    if isinstance(value, datetime.date | datetime.time):
        return Unread(
            report.add(DATE_IN_CODE, place, value=plain_text(value), suggestion=_code_of_date(value, raw.format))
        )
    if isinstance(value, bool):
        return Unread(report.add(NUMBER_IN_CODE, place, value=plain_text(value), kind=TRUTH, loss=AS_TYPED))
    if isinstance(value, int | float | Decimal):
        # a version or an id of whole digits would survive, but nobody can tell whether zeros were lost
        near = _code_of_number(value, raw.format)
        return Unread(
            report.add(NUMBER_IN_CODE, place, value=plain_text(value), kind=NUMBER, loss=DIGITS, suggestion=near)
        )
    text = composed(str(value))
    trimmed = visible(text)
    if DATE_TEXT.fullmatch(trimmed) or _month_text(trimmed):
        return Unread(report.add(DATE_IN_CODE, place, value=trimmed, suggestion=_month_text(trimmed)))
    if kind is Type.CODE and SCIENTIFIC.fullmatch(trimmed) and ("," in trimmed or "+" in trimmed):
        return Unread(report.add(NUMBER_IN_CODE, place, value=trimmed, kind=NUMBER, loss=DIGITS))
    if trimmed != text:
        report.add(BLANK_IN_CODE, place, value=text, trimmed=trimmed)
    pattern, bad = {
        Type.ID: (ID, BAD_ID),
        Type.URL: (URL, BAD_URL),
        Type.OID: (OID, BAD_OID),
    }.get(kind, (None, None))
    if kind is Type.OID:
        trimmed = trimmed.removeprefix("urn:oid:")
    starts_badly = kind is Type.ID and not trimmed[:1].isalnum()  # `-0`: an id of FHIR, and what no author means
    if pattern is not None and bad is not None and (starts_badly or not pattern.fullmatch(trimmed)):
        return Unread(report.add(bad, place, value=trimmed))
    if kind is Type.ID and (device := DEVICE.fullmatch(trimmed)):
        return Unread(report.add(ID_RESERVED_BY_WINDOWS, place, value=trimmed, word=device[1].upper()))
    return trimmed


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
