"""Reading the text of a resource: JSON with what JSON itself lets pass, and where in the text each value stands."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from tabellion.diagnostics import Rule, Term
from tabellion.fhir.json import Json
from tabellion.validation.checks.structure_rules import shown
from tabellion.validation.results.issues import MOST_FINDINGS, Issue, Pointer, finding

NOT_JSON = finding(
    "VA001",
    "not-json",
    "error",
    "invalid",
    fr="ce n'est pas du JSON : {reason}",
    en="this is not JSON: {reason}",
    help_fr="vérifiez que le fichier est entier, et que guillemets, virgules et accolades y sont",
    help_en="check that the file is whole, and that quotes, commas and braces are there",
)
NOT_UTF8 = finding(
    "VA002",
    "not-utf8",
    "error",
    "invalid",
    fr="le texte n'est pas en UTF-8 (octet {byte})",
    en="the text is not in UTF-8 (byte {byte})",
    help_fr="enregistrez le fichier en UTF-8",
    help_en="save the file in UTF-8",
)
DUPLICATE_KEY = finding(
    "VA003",
    "duplicate-json-key",
    "error",
    "invalid",
    fr="la propriété « {key} » est là deux fois dans le même objet",
    en="the property `{key}` is there twice in the same object",
    help_fr="gardez une seule des deux",
    help_en="keep one of the two",
)
NOT_A_RESOURCE = finding(
    "VA004",
    "not-a-resource",
    "error",
    "structure",
    fr="ce n'est pas une ressource : {reason}",
    en="this is not a resource: {reason}",
    help_fr="une ressource est un objet JSON avec « resourceType »",
    help_en="a resource is a JSON object with `resourceType`",
)
NESTED_TEXT = finding(
    "VA005",
    "text-nested-too-deeply",
    "error",
    "too-costly",
    fr="le texte emboîte trop d'objets ou de listes pour être lu",
    en="the text nests too many objects or lists to be read",
    help_fr="vérifiez que l'émetteur n'emboîte pas sans fin",
    help_en="check that the sender does not nest without end",
)
TOO_BIG = finding(
    "VA006",
    "text-too-big",
    "error",
    "too-long",
    fr="le texte dépasse {limit} Mo et n'est pas lu",
    en="the text is over {limit} MB and is not read",
    help_fr="partagez-le, une ressource par ligne",
    help_en="split it, one resource a line",
)

# Possessive, so that nothing is remembered for each character of a text of megabytes.
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:]|[^\s{}\[\],:"]++')
EMPTY_TEXT = Term("le texte est vide", "the text is empty")
HUGE_NUMBER = Term("un nombre est trop long pour être lu", "a number is too long to be read")
# What Python says of JSON, in both languages.
_REASONS = {
    "Expecting value": Term("il manque une valeur", "a value is missing"),
    "Expecting property name enclosed in double quotes": Term(
        "il manque un nom de propriété entre guillemets", "the name of a property in double quotes is missing"
    ),
    "Expecting ':' delimiter": Term("il manque « : »", "`:` is missing"),
    "Expecting ',' delimiter": Term("il manque « , »", "`,` is missing"),
    "Illegal trailing comma before end of object": Term(
        "il y a une virgule avant la fin d'un objet", "there is a comma before the end of an object"
    ),
    "Illegal trailing comma before end of array": Term(
        "il y a une virgule avant la fin d'une liste", "there is a comma before the end of a list"
    ),
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
NO_RESOURCE_TYPE = Term("« resourceType » manque", "`resourceType` is missing")
NO_NAME = Term("« resourceType » n'est pas un texte", "`resourceType` is not a text")
NO_OBJECT = Term("ce n'est pas un objet JSON", "it is not a JSON object")


class Read(NamedTuple):
    """A resource read from text, `None` with the issues that say why not."""

    resource: Json | None
    issues: list[Issue]


def read_json(text: str | bytes) -> Read:
    """A resource from JSON text: numbers keep their spelling, doubled keys are told."""
    if isinstance(text, bytes):
        try:
            if b"\0" in text[:4]:  # UTF-16 or UTF-32 without a mark: every other byte of plain letters is none
                return _refused(NOT_UTF8, byte=text.index(0) + 1)
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            return _refused(NOT_UTF8, byte=fault.start + 1)
    else:
        text = text.removeprefix("\ufeff")
    doubled = False

    def together(pairs: list[tuple[str, Any]]) -> Json:
        nonlocal doubled
        made = dict(pairs)
        doubled = doubled or len(made) != len(pairs)
        return made

    try:
        value = json.loads(text, parse_float=Decimal, parse_constant=_constant, object_pairs_hook=together)
    except json.JSONDecodeError as fault:
        reason = EMPTY_TEXT if not text.strip() else _REASONS.get(fault.msg, fault.msg)
        return Read(None, [Issue(NOT_JSON, "", {"reason": reason}, line=fault.lineno, column=fault.colno)])
    except RecursionError:
        return _refused(NESTED_TEXT)
    except NotANumberError as fault:
        return _refused(NOT_JSON, reason=Term(f"{fault} n'est pas un nombre", f"{fault} is not a number"))
    except (ValueError, ArithmeticError):
        # The number of digits that Python reads, or of an exponent, is beyond its limit.
        return _refused(NOT_JSON, reason=HUGE_NUMBER)
    issues = list(_doubled(text)) if doubled else []
    if not isinstance(value, dict):
        return _refused(NOT_A_RESOURCE, reason=NO_OBJECT)
    if not isinstance(value.get("resourceType"), str):
        return _refused(NOT_A_RESOURCE, reason=NO_NAME if "resourceType" in value else NO_RESOURCE_TYPE)
    return Read(value, issues)


class NotANumberError(Exception):
    """What JavaScript calls a number and JSON does not: NaN, Infinity."""


def _constant(name: str) -> Any:
    raise NotANumberError(name)


def _refused(rule: Rule, **parameters: object) -> Read:
    return Read(None, [Issue(rule, "", parameters, line=1, column=1)])


def positions(text: str, wanted: set[Pointer]) -> dict[Pointer, tuple[int, int]]:
    """Line and column, from 1, of each wanted value: of its key in an object, of itself in a list.

    Read once from the start to the last one wanted; a text that is no JSON gives what it can.
    """
    offsets = _offsets(text, wanted)
    ends = [match.start() for match in re.finditer("\n", text)]
    found = {}
    for pointer, start in offsets.items():
        line = bisect_left(ends, start)
        found[pointer] = (line + 1, start - (ends[line - 1] if line else -1))
    return found


def _offsets(text: str, wanted: set[Pointer]) -> dict[Pointer, int]:
    """Where each wanted value begins; the whole begins at its first character."""
    found: dict[Pointer, int] = {(): len(text) - len(text.lstrip())}
    path: list[str | int] = []
    lists: list[bool] = []
    left = len(wanted - {()})
    key_expected = False
    for token in _TOKEN.finditer(text):
        if not left:
            break
        mark = token[0]
        if mark == ",":
            key_expected = bool(lists) and not lists[-1]
            if lists and lists[-1] and isinstance(path[-1], int):
                path[-1] += 1
        elif mark in "}]":
            if lists:
                lists.pop()
                path.pop()
            key_expected = False
        elif mark != ":":
            if key_expected:
                path[-1] = mark[1:-1] if "\\" not in mark else _unescaped(mark)
            if key_expected or (lists and lists[-1]):
                pointer = tuple(path)
                if pointer in wanted and pointer not in found:
                    found[pointer] = token.start()
                    left -= 1
            if mark in "{[" and not key_expected:
                lists.append(mark == "[")
                path.append(0 if mark == "[" else "")
            key_expected = mark == "{" and not key_expected
    return found


def _unescaped(mark: str) -> str:
    try:
        return str(json.loads(mark))
    except ValueError:
        return mark


def _doubled(text: str) -> Iterator[Issue]:
    """An issue for each property that its object has already, where it stands again; the first `MOST_FINDINGS`."""
    inside: list[set[str] | None] = []  # the keys of each object that is open, `None` for a list
    line, counted, told = 1, 0, 0
    key_expected = False
    for token in _TOKEN.finditer(text):
        mark = token[0]
        keys = inside[-1] if inside else None
        if mark in "{[":
            inside.append(set() if mark == "{" else None)
        elif mark in "}]":
            inside.pop()
        elif key_expected and keys is not None:
            key = mark[1:-1] if "\\" not in mark else _unescaped(mark)
            if key in keys:
                line += text.count("\n", counted, token.start())
                counted = token.start()
                column = counted - text.rfind("\n", 0, counted)
                yield Issue(DUPLICATE_KEY, "", {"key": shown(key)}, line=line, column=column)
                told += 1
                if told == MOST_FINDINGS:
                    return
            keys.add(key)
        key_expected = mark == "{" or (mark == "," and keys is not None)
