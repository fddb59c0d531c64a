"""The text of a resource in JSON: what it lets pass in silence is told, and where in it each value stands."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from typing import Any

from tabellion.diagnostics import Place, Pointer, Report, Term, rule
from tabellion.diagnostics.words import shown
from tabellion.fhir.json import Json, half_surrogate, number
from tabellion.fhir.json_faults import CHECK_ALL, fault_of

NOT_JSON = rule(
    "VA001",
    "not-json",
    "error",
    "invalid",
    fr="ce n'est pas du JSON : {reason}",
    en="this is not JSON: {reason}",
    help_fr="{remedy}",
    help_en="{remedy}",
)
NOT_UTF8 = rule(
    "VA002",
    "not-utf8",
    "error",
    "invalid",
    fr="le texte n'est pas en UTF-8 (octet {byte})",
    en="the text is not in UTF-8 (byte {byte})",
    help_fr="enregistrez le fichier en UTF-8",
    help_en="save the file in UTF-8",
)
DUPLICATE_JSON_KEY = rule(
    "VA003",
    "duplicate-json-key",
    "error",
    "invalid",
    fr="la propriété « {key} » figure deux fois dans le même objet",
    en="the property `{key}` appears twice in the same object",
    help_fr="gardez une seule des deux",
    help_en="keep one of the two",
)
NOT_A_RESOURCE = rule(
    "VA004",
    "not-a-resource",
    "error",
    "structure",
    fr="ce n'est pas une ressource : {reason}",
    en="this is not a resource: {reason}",
    help_fr="une ressource est un objet JSON avec « resourceType »",
    help_en="a resource is a JSON object with `resourceType`",
)
TEXT_NESTED_TOO_DEEPLY = rule(
    "VA005",
    "text-nested-too-deeply",
    "error",
    "too-costly",
    fr="le texte emboîte trop d'objets ou de listes pour être lu",
    en="the text nests too many objects or lists to be read",
    help_fr="vérifiez que l'émetteur n'emboîte pas sans fin",
    help_en="check that the sender does not nest without end",
)
# Possessive, so that nothing is remembered for each character of a text of megabytes.
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:]|[^\s{}\[\],:"]++')
MOST_DOUBLED = 1000
"""Of the doubled keys of one text: a text full of them is not worth the memory of a list."""
HUGE_NUMBER = Term("un nombre est trop long pour être lu", "a number is too long to be read")
NO_RESOURCE_TYPE = Term("« resourceType » manque", "`resourceType` is missing")
NO_NAME = Term("« resourceType » n'est pas un texte", "`resourceType` is not a text")
HALF_CHARACTER = Term("une moitié de caractère (« surrogate ») est seule", "half a surrogate pair is not a character")
WHOLE_CHARACTER = Term("écrivez le caractère entier", "write the whole character")
HOLDS_ITSELF = Term("un objet ou une liste se contient lui-même", "an object or a list holds itself")
NO_OBJECT = Term("ce n'est pas un objet JSON", "it is not a JSON object")


def read_json(text: str | bytes, report: Report, file: str = "") -> Json | None:
    """The resource of a text in JSON, `None` when there is none; numbers keep their spelling.

    What is wrong goes to `report` with its line and column (RFC 8259). A doubled key (the last value counts) and half a
    surrogate pair are told, and the resource is given all the same.
    """
    if isinstance(text, bytes):
        decoded = _decoded(text, report, file)
        if decoded is None:
            return None
        text = decoded
    else:
        text = text.removeprefix("\ufeff")
    doubled = False

    def together(pairs: list[tuple[str, Any]]) -> Json:
        nonlocal doubled
        made = dict(pairs)
        doubled = doubled or len(made) != len(pairs)
        return made

    start = Place(file, line=1, offset=1)
    try:
        value = json.loads(text, parse_float=number, parse_constant=_constant, object_pairs_hook=together)
    except json.JSONDecodeError as fault:
        wrong = fault_of(text, fault)
        report.add(NOT_JSON, _place(text, wrong.offset, file), reason=wrong.reason, remedy=wrong.remedy)
        return None
    except RecursionError:
        report.add(TEXT_NESTED_TOO_DEEPLY, start)
        return None
    except NotANumberError as fault:
        report.add(
            NOT_JSON,
            _place(text, next(token.start() for token in _TOKEN.finditer(text) if token[0] == str(fault)), file),
            reason=Term(f"{fault} n'est pas un nombre", f"{fault} is not a number"),
            remedy=Term("omettez l'élément", "leave the element out"),
        )
        return None
    except ValueError:
        # The number of digits that Python reads, or of an exponent, is beyond its limit.
        report.add(NOT_JSON, start, reason=HUGE_NUMBER, remedy=CHECK_ALL)
        return None
    if not isinstance(value, dict):
        report.add(NOT_A_RESOURCE, start, reason=NO_OBJECT)
        return None
    if not isinstance(value.get("resourceType"), str):
        report.add(
            NOT_A_RESOURCE,
            Place(file, line=1, offset=1),
            reason=NO_NAME if "resourceType" in value else NO_RESOURCE_TYPE,
        )
        return None
    if doubled:
        _tell_doubled(text, report, file)
    half = half_surrogate(text, value)
    if half is not None:
        report.add(NOT_JSON, _place(text, half, file), reason=HALF_CHARACTER, remedy=WHOLE_CHARACTER)
    return value


def _decoded(text: bytes, report: Report, file: str) -> str | None:
    try:
        # UTF-16 or UTF-32 without a mark: every other byte of plain letters is none
        wrong = text.index(0) if b"\0" in text[:4] else None
        if wrong is None:
            return text.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        wrong = fault.start
    start = text.rfind(b"\n", 0, wrong) + 1
    column = len(text[start:wrong].decode("utf-8", "replace")) + 1
    report.add(NOT_UTF8, Place(file, line=text.count(b"\n", 0, wrong) + 1, offset=column), byte=wrong + 1)
    return None


def _place(text: str, offset: int, file: str) -> Place:
    """The line and column of a character of a text."""
    return Place(file, line=text.count("\n", 0, offset) + 1, offset=offset - text.rfind("\n", 0, offset))


class NotANumberError(Exception):
    """What JavaScript calls a number and JSON does not: NaN, Infinity."""


def _constant(name: str) -> Any:
    raise NotANumberError(name)


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


def _tell_doubled(text: str, report: Report, file: str) -> None:
    """Report each property that its object has already, where it stands again; the first `MOST_DOUBLED`."""
    inside: list[set[str] | None] = []  # the keys of each object that is open, `None` for a list
    line, counted, reported = 1, 0, 0
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
                report.add(DUPLICATE_JSON_KEY, Place(file, line=line, offset=column), key=shown(key))
                reported += 1
                if reported == MOST_DOUBLED:
                    return
            keys.add(key)
        key_expected = mark == "{" or (mark == "," and keys is not None)
