"""What is wrong with a text that is no JSON, told as what it is: a comment, a comma too many, a zero too many."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from tabellion.diagnostics import Term
from tabellion.diagnostics.words import printable

CHECK_ALL = Term(
    "vérifiez que le fichier est entier, et que guillemets, virgules et accolades y sont",
    "check that the file is whole, and that quotes, commas and braces are there",
)
EMPTY_TEXT = Term("le texte est vide", "the text is empty")
_BLANKS = " \t\r\n"
_COMMENT = re.compile(r"//|/\*|#|<!--")
_NUMBER = re.compile(r"[+-]?[0-9.][0-9.eE+-]*")
_WORD = re.compile(r"[A-Za-z_$][\w$.-]{0,60}")
_LITERALS = {"true": "true", "false": "false", "null": "null", "none": "null", "undefined": "null", "nil": "null"}
_QUOTES = "'‘’“”«»`"
# What Python says of JSON, in both languages.
_REASONS = {
    "Expecting value": Term("il manque une valeur", "a value is missing"),
    "Expecting property name enclosed in double quotes": Term(
        "il manque un nom de propriété entre guillemets", "the name of a property in double quotes is missing"
    ),
    "Expecting ':' delimiter": Term("il manque « : »", "`:` is missing"),
    "Expecting ',' delimiter": Term("il manque « , »", "`,` is missing"),
    "Unterminated string starting at": Term("un texte n'est pas fermé", "a text is not closed"),
    "Invalid control character at": Term(
        "un texte contient un caractère de commande", "a text holds a control character"
    ),
    "Invalid \\escape": Term("« \\ » est suivi d'un caractère qui ne va pas", "`\\` is followed by a wrong character"),
    "Invalid \\uXXXX escape": Term(
        "« \\u » n'est pas suivi de quatre chiffres hexadécimaux", "`\\u` is not followed by four hexadecimal digits"
    ),
    "Extra data": Term("il y a autre chose après la fin", "there is something after the end"),
}
_REMEDIES = {
    "Invalid control character at": Term(
        "écrivez une fin de ligne « \\n », une tabulation « \\t »", "write a line end as `\\n`, a tab as `\\t`"
    ),
    "Extra data": Term(
        "gardez une ressource par fichier ; plusieurs vont une par ligne, dans un fichier .ndjson",
        "keep one resource a file; several go one a line, in a file .ndjson",
    ),
}


class JsonFault(NamedTuple):
    """What is wrong, at which character (from 0), and what to do about it."""

    offset: int
    reason: Term
    remedy: Term = CHECK_ALL


def fault_of(text: str, fault: json.JSONDecodeError) -> JsonFault:
    """Why Python's reader stops at a character of a text: what stands there, or just before it (RFC 8259)."""
    if not text.strip():
        return JsonFault(fault.pos, EMPTY_TEXT, Term("donnez une ressource", "give a resource"))
    at = _after_blanks(text, fault.pos)
    message = fault.msg
    if message in ("Expecting value", "Expecting property name enclosed in double quotes", "Extra data") or (
        message.startswith("Expecting")
    ):
        found = _comment(text, at) or _comma(text, at) or _number(text, at) or _quote(text, at) or _word(text, at)
        if found is not None:
            return found
        if at >= len(text.rstrip()):
            return JsonFault(
                len(text.rstrip()),
                Term("le texte s'arrête avant sa fin", "the text stops before its end"),
                Term("le fichier est coupé : reprenez-le entier", "the file is cut off: take the whole of it"),
            )
    reason = _REASONS.get(message, Term(message, message))
    return JsonFault(fault.pos, reason, _REMEDIES.get(message, CHECK_ALL))


def _after_blanks(text: str, offset: int) -> int:
    while offset < len(text) and text[offset] in _BLANKS:
        offset += 1
    return offset


def _before_blanks(text: str, offset: int) -> int:
    """The place of the last character before `offset` that is no blank, -1 where there is none."""
    offset -= 1
    while offset >= 0 and text[offset] in _BLANKS:
        offset -= 1
    return offset


def _comment(text: str, at: int) -> JsonFault | None:
    if _COMMENT.match(text, at) is None:
        return None
    reason = Term("il y a un commentaire, que JSON n'a pas", "there is a comment, which JSON does not have")
    return JsonFault(at, reason, Term("retirez le commentaire", "remove the comment"))


def _comma(text: str, at: int) -> JsonFault | None:
    """A comma with nothing after it, or nothing before it."""
    before = _before_blanks(text, at)
    mark = text[at : at + 1]
    remedy = Term("retirez la virgule", "remove the comma")
    if mark in ("}", "]") and before >= 0 and text[before] == ",":
        whole = Term("d'un objet", "of an object") if mark == "}" else Term("d'une liste", "of a list")
        reason = Term(f"il y a une virgule avant la fin {whole.fr}", f"there is a comma before the end {whole.en}")
        return JsonFault(before, reason, remedy)
    if mark == "," and before >= 0 and text[before] in "{[,":
        return JsonFault(at, Term("il y a une virgule de trop", "there is a comma too many"), remedy)
    return None


def _number(text: str, at: int) -> JsonFault | None:
    """A number that is written as JSON does not write it; the reader stops within it, or at its first sign."""
    start = at
    while start > 0 and text[start - 1] in "0123456789.+-eE" and start > at - 40:
        start -= 1
    found = _NUMBER.match(text, start)
    if found is None or found.end() <= at:
        return None
    number = found[0]
    bare = number.lstrip("+-")
    if bare[:1] == "0" and bare[1:2].isdigit():
        reason = Term("n'a pas de zéro devant", "has no zeros before it")
    elif number.startswith("+"):
        reason = Term("n'a pas de « + » devant", "has no `+` before it")
    elif bare.startswith("."):
        reason = Term("a un chiffre avant le point", "has a digit before its point")
    elif bare.count(".") > 1:
        reason = Term("n'a qu'un point", "has one point only")
    elif re.search(r"\.(?![0-9])", bare):
        reason = Term("a un chiffre après le point", "has a digit after its point")
    else:
        return None
    likely = _likely(number)
    shown = printable(number, 40)
    remedy = Term(f"écrivez {likely}", f"write {likely}") if likely else Term("corrigez-le", "fix it")
    return JsonFault(start, Term(f"{shown} : un nombre {reason.fr}", f"{shown}: a number {reason.en}"), remedy)


def _likely(number: str) -> str | None:
    """The number in the form of JSON, where there is no doubt which is meant."""
    sign = "-" if number.startswith("-") else ""
    whole, point, rest = number.lstrip("+-").partition(".")
    likely = sign + (whole.lstrip("0") or "0") + (point + rest if rest else "")
    return likely if re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", likely) else None


def _quote(text: str, at: int) -> JsonFault | None:
    mark = text[at : at + 1]
    if not mark or mark not in _QUOTES:
        return None
    reason = Term(f"« {mark} » n'est pas un guillemet de JSON", f"{mark} is not a quote of JSON")
    return JsonFault(at, reason, Term('mettez des guillemets droits : "', 'put straight double quotes: "'))


def _word(text: str, at: int) -> JsonFault | None:
    """A word without quotes: the name of a property, a text, or a value of another language."""
    found = _WORD.match(text, at)
    if found is None:
        return None
    word = found[0]
    literal = _LITERALS.get(word.lower())
    if literal == word:
        return None
    if literal is not None:
        likely = Term("omettez l'élément", "leave the element out") if literal == "null" else None
        unknown = Term(f"« {word} » n'est pas une valeur de JSON", f"`{word}` is not a value of JSON")
        return JsonFault(at, unknown, likely or Term(f"écrivez {literal}", f"write {literal}"))
    reason = Term(f"« {word} » est sans guillemets", f"`{word}` is without quotes")
    return JsonFault(at, reason, Term(f'écrivez "{word}"', f'write "{word}"'))
