"""Texts (FHIRPath N1, 5.6; FHIRPath, 5.6.13 to 5.6.18)."""

from __future__ import annotations

import base64
import binascii
import html
import json
from collections.abc import Callable
from typing import Any

from tabellion.fhirpath.arithmetic import CHARACTERS_OF_NODE
from tabellion.fhirpath.errors import TooCostlyError
from tabellion.fhirpath.evaluation import Evaluation, integer, text
from tabellion.fhirpath.functions.patterns import NODES_OF_TIMEOUT, SECONDS_OF_MATCH, compiled, replaced
from tabellion.fhirpath.functions.registry import Function
from tabellion.fhirpath.nodes import Items


def _of_text(name: str, call: Callable[..., Any], least: int = 0, most: int | None = None) -> Function:
    """A function of a text and of other texts; nothing where one of them is empty."""

    def run(evaluation: Evaluation, focus: Items, *arguments: Items) -> Items:
        value = text(focus, f"{name}()")
        given = [text(argument, f"{name}()") for argument in arguments]
        if value is None or None in given:
            return []
        try:
            found = call(value, *given)
        except TimeoutError:
            evaluation.spend(NODES_OF_TIMEOUT)
            raise TooCostlyError from None
        if found is None:
            return []
        size = len(value) + (len(found) if isinstance(found, str) else 0)
        evaluation.spend(1 + size // CHARACTERS_OF_NODE)
        return found if isinstance(found, list) else [found]

    return Function(run, least, least if most is None else most)


def _matches(value: str, expression: str) -> bool:
    return compiled(expression).search(value, timeout=SECONDS_OF_MATCH) is not None


def _matches_full(value: str, expression: str) -> bool:
    return compiled(expression).fullmatch(value, timeout=SECONDS_OF_MATCH) is not None


def _substring(_evaluation: Evaluation, focus: Items, start: Items, length: Items | None = None) -> Items:
    value, first = text(focus, "substring()"), integer(start, "substring()")
    if value is None or first is None or not 0 <= first < len(value):
        return []
    count = integer(length, "substring()") if length else None
    return [value[first:] if count is None else value[first : first + max(count, 0)]]


def _index_of(value: str, part: str) -> int:
    return value.find(part)


def _replaced(value: str, pattern: str, substitution: str) -> str:
    return value.replace(pattern, substitution)


def _join(evaluation: Evaluation, focus: Items, separator: Items | None = None) -> Items:
    between = text(separator, "join()") if separator is not None else ""
    if between is None:
        return []
    parts = [text([item], "join()") for item in focus]
    found = between.join(part for part in parts if part is not None)
    evaluation.spend(len(parts) + len(found) // CHARACTERS_OF_NODE)
    return [found] if focus else []


def _encode(value: str, form: str) -> str | None:
    data = value.encode("utf-8", "surrogatepass")
    if form == "hex":
        return data.hex()
    if form == "base64":
        return base64.b64encode(data).decode("ascii")
    return base64.urlsafe_b64encode(data).decode("ascii") if form == "urlbase64" else None


def _decode(value: str, form: str) -> str | None:
    try:
        if form == "hex":
            return bytes.fromhex(value).decode("utf-8")
        if form in ("base64", "urlbase64"):
            return base64.b64decode(value, altchars=b"-_" if form == "urlbase64" else None, validate=True).decode(
                "utf-8"
            )
    except (ValueError, binascii.Error):
        return None
    return None


def _escape(value: str, form: str) -> str | None:
    if form == "html":
        return html.escape(value, quote=True).replace("&#x27;", "&#39;")
    return json.dumps(value, ensure_ascii=False)[1:-1] if form == "json" else None


def _unescape(value: str, form: str) -> str | None:
    if form == "html":
        return html.unescape(value)
    if form != "json":
        return None
    try:
        found = json.loads(f'"{value}"', strict=False)
    except ValueError:
        return value
    return found if isinstance(found, str) else None


FUNCTIONS = {
    "indexOf": _of_text("indexOf", _index_of, 1),
    "lastIndexOf": _of_text("lastIndexOf", str.rfind, 1),
    "substring": Function(_substring, 1, 2),
    "startsWith": _of_text("startsWith", str.startswith, 1),
    "endsWith": _of_text("endsWith", str.endswith, 1),
    "contains": _of_text("contains", lambda value, part: part in value, 1),
    "upper": _of_text("upper", str.upper),
    "lower": _of_text("lower", str.lower),
    "replace": _of_text("replace", _replaced, 2),
    "matches": _of_text("matches", _matches, 1),
    "matchesFull": _of_text("matchesFull", _matches_full, 1),
    "replaceMatches": _of_text("replaceMatches", replaced, 2),
    "length": _of_text("length", len),
    "toChars": _of_text("toChars", list),
    "trim": _of_text("trim", str.strip),
    "split": _of_text("split", lambda value, separator: value.split(separator) if separator else list(value), 1),
    "join": Function(_join, 0, 1),
    "encode": _of_text("encode", _encode, 1),
    "decode": _of_text("decode", _decode, 1),
    "escape": _of_text("escape", _escape, 1),
    "unescape": _of_text("unescape", _unescape, 1),
}
