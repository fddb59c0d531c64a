"""The filters of ValueSet.compose (R4 ValueSet, 4.9.8): each becomes a question to a concept of a code system."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tabellion.fhir.json import Json
from tabellion.terminology.code_system import CodeSystem, Concept

Question = Callable[[Concept], bool]


def question(filter_: Json, system: CodeSystem) -> Question | None:
    """Whether a concept passes the filter, `None` for a filter that is not understood."""
    name, operator, value = (str(filter_.get(key, "")) for key in ("property", "op", "value"))
    if name in ("concept", "code"):
        return _by_code(operator, value, system)
    if name in ("parent", "child") and operator in ("=", "in"):
        return _by_neighbour(name, _codes(value) if operator == "in" else [value], system)
    return _by_value(name, operator, value)


def _by_code(operator: str, value: str, system: CodeSystem) -> Question | None:
    known = system.find(value)
    code = known.code if known is not None else value
    if operator == "is-a":
        return lambda concept: system.subsumes(code, concept.code)
    if operator == "descendent-of":
        return lambda concept: code in system.ancestors(concept.code)
    if operator == "is-not-a":
        return lambda concept: not system.subsumes(code, concept.code)
    if operator == "generalizes":
        return lambda concept: system.subsumes(concept.code, code)
    if operator == "child-of":
        return lambda concept: code in concept.parents
    return _by_text(operator, value, lambda concept: [concept.code])


def _by_neighbour(name: str, codes: list[str], system: CodeSystem) -> Question:
    if name == "parent":
        return lambda concept: any(code in concept.parents for code in codes)
    return lambda concept: any(concept.code in known.parents for code in codes if (known := system.find(code)))


def _by_value(name: str, operator: str, value: str) -> Question | None:
    if name == "display":
        return _by_text(operator, value, lambda concept: [concept.display] if concept.display is not None else [])
    if operator == "exists":
        return lambda concept: (name in concept.properties) == (value == "true")
    return _by_text(operator, value, lambda concept: [_text(item) for item in concept.properties.get(name, ())])


def _by_text(operator: str, value: str, texts: Callable[[Concept], list[str]]) -> Question | None:
    if operator == "=":
        return lambda concept: value in texts(concept)
    if operator == "in":
        wanted = set(_codes(value))
        return lambda concept: any(text in wanted for text in texts(concept))
    if operator == "not-in":
        unwanted = set(_codes(value))
        return lambda concept: not any(text in unwanted for text in texts(concept))
    if operator == "regex":
        try:
            pattern = re.compile(value)
        except re.error:
            return None
        return lambda concept: any(pattern.fullmatch(text) for text in texts(concept))
    return None


def _codes(value: str) -> list[str]:
    return [code.strip() for code in value.split(",")]


def _text(value: Any) -> str:
    """A property's value as a filter writes it: the code of a Coding, `true`, a number."""
    if isinstance(value, dict):
        return str(value.get("code", ""))
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
