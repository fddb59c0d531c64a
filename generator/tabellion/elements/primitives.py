"""The forms of primitive values (R4 datatypes.html, 2.24.0.1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from tabellion.diagnostics import Term
from tabellion.tables.literals import ID

MAX_STRING = 1024 * 1024

_YEAR = r"(?!0000)[0-9]{4}"
_DAY = r"(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?"
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_DATE = re.compile(rf"{_YEAR}(?:-(?:0[1-9]|1[0-2])(?:-{_DAY})?)?")
_DATE_TIME = re.compile(rf"{_YEAR}(?:-(?:0[1-9]|1[0-2])(?:-{_DAY}(?:T{_TIME}{_ZONE})?)?)?")
_INSTANT = re.compile(rf"{_YEAR}-(?:0[1-9]|1[0-2])-{_DAY}T{_TIME}{_ZONE}")
_CLOCK = re.compile(_TIME)
# the expression of R4 lets any white space stand between, its words only a space
_CODE = re.compile(r"\S+(?: \S+)*")
_OID = re.compile(r"urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+")
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_URI = re.compile(r"\S*")
_GROUPS = re.compile(r"\s*(?:[0-9A-Za-z+/=]{4}\s*)+")
_BASE64 = re.compile(r"[0-9A-Za-z+/]*={0,2}")
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`«»]+")
"""An address that stands for itself: with a scheme, and without the version that may follow a bar."""
_SPACES = re.compile(r"\s+")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_NATURAL = re.compile(r"0|[1-9][0-9]*")
_LONG = re.compile(r"0|[+-]?[1-9][0-9]*")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
# R4 datatypes.html, string: a text SHOULD not have them
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# halves of characters, and the white space that the expression of the type does not have: [ \r\n\t\S]+
_NO_TEXT = re.compile(r"[\x0b\x0c\ud800-\udfff]")


class Form(NamedTuple):
    """How a primitive type is written: its kind in JSON, a test, and the words for what is expected."""

    json: type | tuple[type, ...]
    fits: Callable[[Any], bool]
    expected: Term
    doubtful: Callable[[Any], bool] | None = None
    """Whether a value that has the form is one that programs may not take as it is meant."""


def _calendar(text: str) -> bool:
    if len(text) < 10:
        return True
    try:
        date(int(text[:4]), int(text[5:7]), int(text[8:10]))
    except ValueError:
        return False
    return True


def _string(text: str) -> bool:
    return bool(text) and len(text) <= MAX_STRING and _NO_TEXT.search(text) is None


def _doubtful_text(text: str) -> bool:
    return text.isspace() or _CONTROL.search(text) is not None


def _beyond_doubles(value: Any) -> bool:
    """Whether a number is too large, or too near to zero, for a floating point number of 64 bits."""
    number = Decimal(value)
    return not number.is_zero() and not -_LARGEST_EXPONENT < number.adjusted() <= _LARGEST_EXPONENT


def _base64(text: str) -> bool:
    """Groups of four, with blanks between them alone (R4 datatypes.html, base64Binary)."""
    return _GROUPS.fullmatch(text) is not None and _BASE64.fullmatch(_SPACES.sub("", text)) is not None


def _between(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: low <= value <= high


def _long(text: str) -> bool:
    return len(text) <= _LONGEST_INTEGER and _LONG.fullmatch(text) is not None and -(2**63) <= int(text) < 2**63


def _dated(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda text: pattern.fullmatch(text) is not None and _calendar(text)


def _uri(text: str) -> bool:
    """An address, of which those that claim to be an OID or a UUID are one."""
    if not text or _URI.fullmatch(text) is None:
        return False
    if text.startswith("urn:oid:"):
        return _OID.fullmatch(text.partition("#")[0]) is not None
    return not text.startswith("urn:uuid:") or _UUID.fullmatch(text.partition("#")[0]) is not None


def _like(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda text: bool(text) and pattern.fullmatch(text) is not None


_INTEGERS = 2**31
_LARGEST_EXPONENT = 307
_LONGEST_INTEGER = 20
_URI_WORDS = Term(
    "une adresse sans blanc ; un OID ou un UUID bien formé, en minuscules",
    "an address without blanks; an OID or a UUID well formed, in lower case",
)
_TEXT_WORDS = Term(
    "un texte non vide, d'un million de caractères au plus",
    "a text that is not empty, of at most one million characters",
)

FORMS: dict[str, Form] = {
    "boolean": Form(bool, lambda _: True, Term("true ou false, sans guillemets", "true or false, without quotes")),
    "integer": Form(int, _between(-_INTEGERS, _INTEGERS - 1), Term("un entier sur 32 bits", "an integer of 32 bits")),
    "positiveInt": Form(int, _between(1, _INTEGERS - 1), Term("un entier d'au moins 1", "an integer of at least 1")),
    "unsignedInt": Form(int, _between(0, _INTEGERS - 1), Term("un entier d'au moins 0", "an integer of at least 0")),
    "integer64": Form(str, _long, Term("un entier sur 64 bits, entre guillemets", "an integer of 64 bits, in quotes")),
    "decimal": Form(
        (int, Decimal, float),
        lambda value: Decimal(value).is_finite(),
        Term("un nombre, sans guillemets", "a number, without quotes"),
        _beyond_doubles,
    ),
    "string": Form(str, _string, _TEXT_WORDS, _doubtful_text),
    "markdown": Form(str, _string, _TEXT_WORDS, _doubtful_text),
    "code": Form(
        str,
        _like(_CODE),
        Term(
            "un code sans blanc au début ni à la fin, une espace au plus entre deux mots",
            "a code without blanks around it, words at most one space apart",
        ),
    ),
    "id": Form(str, _like(ID), Term("1 à 64 lettres, chiffres, - ou .", "1 to 64 letters, digits, - or .")),
    "uri": Form(str, _uri, _URI_WORDS),
    "url": Form(str, _uri, _URI_WORDS),
    "canonical": Form(str, _uri, _URI_WORDS),
    "oid": Form(str, _like(_OID), Term("urn:oid:1.2.3…", "urn:oid:1.2.3…")),
    "uuid": Form(
        str,
        _like(_UUID),
        Term("urn:uuid: et cinq groupes de chiffres hexadécimaux", "urn:uuid: and five groups of hexadecimal digits"),
    ),
    "base64Binary": Form(str, _base64, Term("un contenu en base64", "content in base64")),
    "date": Form(
        str, _dated(_DATE), Term("une date AAAA, AAAA-MM ou AAAA-MM-JJ", "a date YYYY, YYYY-MM or YYYY-MM-DD")
    ),
    "dateTime": Form(
        str,
        _dated(_DATE_TIME),
        Term(
            "une date, avec ou sans heure ; une heure a des secondes et un fuseau (2025-03-01T08:30:00+01:00)",
            "a date, with or without a time; a time has seconds and a zone (2025-03-01T08:30:00+01:00)",
        ),
    ),
    "instant": Form(
        str,
        _dated(_INSTANT),
        Term(
            "une date et une heure à la seconde, avec fuseau (2025-03-01T08:30:00+01:00)",
            "a date and a time to the second, with a zone (2025-03-01T08:30:00+01:00)",
        ),
    ),
    "time": Form(str, _like(_CLOCK), Term("une heure HH:MM:SS", "a time HH:MM:SS")),
    "xhtml": Form(str, lambda _: True, Term("un élément div de XHTML", "a div element of XHTML")),
}
"""For each primitive type its form; `System.String` stands for ids of elements and urls of extensions."""

ELEMENT_ID = Form(
    str,
    lambda text: 0 < len(text) <= MAX_STRING and " " not in text,
    Term("un identifiant sans blanc", "an id without blanks"),
)


def json_kind_fits(form: Form, value: object) -> bool:
    """Whether the JSON kind of a value is the form's; `true` is no number."""
    return isinstance(value, form.json) and (form.json is bool or not isinstance(value, bool))


def read_primitive(text: str, type_code: str) -> Any:
    """The JSON value that a text is for a primitive type, as XML has it in `value`; `None` where it has not its form.

    >>> read_primitive("12", "positiveInt"), read_primitive("99999999999", "positiveInt")
    (12, None)
    """
    form = FORMS.get(type_code)
    value: Any = text
    if form is None:
        return None
    if form.json is bool:
        value = {"true": True, "false": False}.get(text)
    elif form.json is int:
        # int() itself refuses what has thousands of digits
        pattern = _INTEGER if type_code == "integer" else _NATURAL
        value = int(text) if len(text) <= _LONGEST_INTEGER and pattern.fullmatch(text) else None
    elif form.json is not str:
        value = decimal_of(text) if _DECIMAL.fullmatch(text) else None
    return value if value is not None and form.fits(value) else None


def decimal_of(text: str) -> Decimal | None:
    """A number with its digits as they are written; `None` for one whose exponent no program keeps."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
