"""Reading the text of a resource: JSON with what JSON itself lets pass, and where in the text each value stands."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from decimal import Decimal
from typing import Any, NamedTuple

from tabellion.diagnostics import Rule, Term
from tabellion.fhir.json import Json
from tabellion.validation.issues import Issue, Pointer, finding
from tabellion.validation.structure_rules import shown

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

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
NO_RESOURCE_TYPE = Term("« resourceType » manque", "`resourceType` is missing")
NO_OBJECT = Term("ce n'est pas un objet JSON", "it is not a JSON object")


class Read(NamedTuple):
    """A resource read from text, `None` with the issues that say why not."""

    resource: Json | None
    issues: list[Issue]


def read_json(text: str | bytes) -> Read:
    """A resource from JSON text: numbers keep their spelling, doubled keys are told."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            return _refused(NOT_UTF8, byte=fault.start + 1)
    doubled: list[str] = []

    def together(pairs: list[tuple[str, Any]]) -> Json:
        made = dict(pairs)
        if len(made) != len(pairs):
            seen: set[str] = set()
            doubled.extend(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        return made

    try:
        value = json.loads(
            text.removeprefix("\ufeff"), parse_float=Decimal, parse_constant=_constant, object_pairs_hook=together
        )
    except json.JSONDecodeError as fault:
        return Read(None, [Issue(NOT_JSON, "", {"reason": fault.msg}, line=fault.lineno, column=fault.colno)])
    except RecursionError:
        return _refused(NESTED_TEXT)
    except (ValueError, ArithmeticError) as fault:
        return _refused(NOT_JSON, reason=str(fault)[:100])
    issues = []
    for key in dict.fromkeys(doubled):
        line, column = _second(text, key)
        issues.append(Issue(DUPLICATE_KEY, "", {"key": shown(key)}, line=line, column=column))
    if not isinstance(value, dict):
        return _refused(NOT_A_RESOURCE, reason=NO_OBJECT)
    if not isinstance(value.get("resourceType"), str):
        return _refused(NOT_A_RESOURCE, reason=NO_RESOURCE_TYPE)
    return Read(value, issues)


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number of JSON")


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


def _second(text: str, key: str) -> tuple[int, int]:
    """Where a key stands for the second time, roughly: objects apart are not told from each other."""
    places = [match.start() for match in re.finditer(re.escape(json.dumps(key, ensure_ascii=False)) + r"\s*:", text)]
    if len(places) < 2:
        return (0, 0)
    return text.count("\n", 0, places[1]) + 1, places[1] - text.rfind("\n", 0, places[1])
