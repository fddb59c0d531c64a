"""Cells that a spreadsheet program must not touch: codes, ids, addresses, paths. None is ever changed silently."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from tabellion.diagnostics import Place, Report, Term, rule
from tabellion.tables.columns import Column, Type
from tabellion.tables.damage import code_of_moment, code_of_number, code_of_text, is_date, is_rounded
from tabellion.tables.forms import CODE
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
    columnwise=True,
)
NUMBER_IN_CODE = rule(
    "TB012",
    "number-in-code",
    "error",
    "value",
    fr="{kind} (« {value} ») là où un texte est attendu : {loss}",
    en="{kind} (`{value}`) where text is expected: {loss}",
    help_fr="mettez la colonne au format Texte, puis saisissez de nouveau la valeur ; si elle n'a que des nombres "
    "entiers, "
    "indiquez-le dans la feuille Guide, « Colonnes de nombres entiers »",
    help_en="give the column the format Text, then type the value again; if it holds whole numbers only, say so in "
    "the sheet Guide, `Whole-number columns`",
    columnwise=True,
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
    columnwise=True,
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

SPREADSHEET_MARK_IN_CODE = rule(
    "TB044",
    "spreadsheet-mark-in-code",
    "error",
    "value",
    fr='« {value} » porte une marque de tableur, apostrophe ou ="…", qui n\'est pas du code',
    en='`{value}` has a mark of spreadsheet programs, an apostrophe or ="…", which is no part of the code',
    help_fr="retirez-la de la cellule",
    help_en="remove it from the cell",
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
MARKED = re.compile(r"""'([^'\s][^']*)|="([^"]*)\"""")
PLAIN_FORMATS = {"", "General", "0"}
LITERAL = {Type.CODE, Type.ID, Type.URL, Type.OID, Type.PATH}


def read_literal(raw: RawCell, column: Column, place: Place, report: Report) -> str | Unread:
    """The text of a code, an id or an address as it stands."""
    value, kind = raw.value, column.type
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        near = code_of_moment(raw)
        return Unread(report.add(DATE_IN_CODE, place, value=plain_text(value), suggestion=near))
    if isinstance(value, bool):
        return Unread(report.add(NUMBER_IN_CODE, place, value=plain_text(value), kind=TRUTH, loss=AS_TYPED))
    if isinstance(value, int | float | Decimal) and not _is_whole(raw, column):
        near = code_of_number(raw)
        return Unread(
            report.add(NUMBER_IN_CODE, place, value=plain_text(value), kind=NUMBER, loss=DIGITS, suggestion=near)
        )
    text = composed(plain_text(value) if not isinstance(value, str) else value)
    trimmed = visible(text)
    if is_date(trimmed, raw.is_text or column.form is not CODE):
        return Unread(report.add(DATE_IN_CODE, place, value=trimmed, suggestion=code_of_text(trimmed)))
    if kind is Type.CODE and is_rounded(trimmed, raw.is_text):
        return Unread(report.add(NUMBER_IN_CODE, place, value=trimmed, kind=NUMBER, loss=DIGITS))
    if (mark := MARKED.fullmatch(trimmed)) and column.form in (None, CODE):
        return Unread(report.add(SPREADSHEET_MARK_IN_CODE, place, value=trimmed, suggestion=mark[1] or mark[2]))
    if trimmed != text:
        report.add(BLANK_IN_CODE, place, value=text, trimmed=trimmed)
    return _of_kind(trimmed, kind, place, report)


def _is_whole(raw: RawCell, column: Column) -> bool:
    """Whether a number is the code that was typed: zero, which cannot have lost any; or a whole number of a column that
    the guide says to hold nothing else, as long as its format adds none."""
    if column.type is not Type.CODE or raw.format not in PLAIN_FORMATS or isinstance(raw.value, bool):
        return False
    number = Decimal(repr(raw.value)) if isinstance(raw.value, float) else Decimal(raw.value)  # type: ignore[arg-type]
    if not number.is_finite() or number.is_signed() or number != number.to_integral_value():
        return False
    return not number or (column.whole_numbers and number < Decimal(EXACT))


def _of_kind(trimmed: str, kind: Type, place: Place, report: Report) -> str | Unread:
    """A text that has the form of an id, an address or an OID where its column wants one."""
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
