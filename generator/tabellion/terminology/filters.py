"""The filters of ValueSet.compose (R4 ValueSet, 4.9.8): each becomes a question to a concept of a code system."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

from tabellion.fhir.json import Json
from tabellion.terminology.code_system import CodeSystem, Concept

Question = Callable[[Concept], bool]

OPERATORS = ("=", "is-a", "descendent-of", "is-not-a", "regex", "in", "not-in", "generalizes", "exists")
"""The operators of R4 (http://hl7.org/fhir/filter-operator)."""
PLACES = frozenset({"concept", "code", "parent", "child", "display"})
"""What a filter may ask of every code system, whatever properties it declares (R4 CodeSystem, 4.8.10)."""
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)
DEFAULT_FALSE = ("inactive", "notSelectable")
"""The standard properties that are false where a concept does not state them (R4 CodeSystem, 4.8.12)."""
EVERYWHERE = PLACES | {*DEFAULT_FALSE, "deprecated"}
"""What every system may be asked, beside what it declares."""


def question(filter_: Json, system: CodeSystem) -> Question | None:
    """Whether a concept passes the filter, `None` for a filter that is not understood.

    An operator about the hierarchy is understood of `concept` and `code` alone; `exists` takes `true` or `false`.
    `child-of` and `descendent-leaf` are of R5, and met in packages. A property that a system neither declares nor gives
    any concept is none to be asked.
    """
    name, operator, value = (str(filter_.get(key, "")) for key in ("property", "op", "value"))
    if not is_known(name, system):
        return None
    if operator == "exists":
        return _exists(name, value, system)
    if name in ("concept", "code"):
        return _by_code(operator, value, system)
    return _by_text(operator, value, lambda concept: values_of(concept, name, system))


def is_known(name: str, system: CodeSystem) -> bool:
    """Whether a system can be asked a property: it declares it, or every system has it, or some concept states it."""
    return (
        name in EVERYWHERE
        or name in system.names.values()
        or name in system.declared
        or any(item.get("code") == name for concept in system.concepts.values() for item in concept.stated)
    )


def values_of(concept: Concept, name: str, system: CodeSystem) -> Collection[str]:
    """The values of a property as filters write them. Parents and children are those of the hierarchy, stated as
    properties or by nesting; what is false unless stated is false."""
    if name in ("parent", system.names["parent"]):
        return concept.parents
    if name in ("child", system.names["child"]):
        return concept.children
    if name == "display":
        return [concept.display] if concept.display is not None else []
    found = [text_of(item) for item in concept.values(name)]
    if not found and name in (system.names[each] for each in DEFAULT_FALSE):
        return ["false"]
    return found


def _exists(name: str, value: str, system: CodeSystem) -> Question | None:
    if value not in ("true", "false"):
        return None
    wanted = value == "true"
    if name in ("concept", "code"):
        return lambda concept: wanted
    if name in PLACES or name in (system.names["parent"], system.names["child"]):
        return lambda concept: bool(values_of(concept, name, system)) is wanted
    return lambda concept: bool(concept.values(name)) is wanted


def _by_code(operator: str, value: str, system: CodeSystem) -> Question | None:
    known = system.find(value)
    code = known.code if known is not None else value
    if operator == "is-a":
        return _is_among(system.descendants(code) | {code})
    if operator == "descendent-of":
        return _is_among(system.descendants(code))
    if operator == "is-not-a":
        below = system.descendants(code) | {code}
        return lambda concept: concept.code not in below
    if operator == "generalizes":
        return _is_among(system.ancestors(code) | {code})
    if operator == "child-of":
        return lambda concept: code in concept.parents
    if operator == "descendent-leaf":
        below = system.descendants(code)
        return lambda concept: concept.code in below and not concept.children
    if operator in ("in", "not-in", "=") and not system.case_sensitive:
        listed = [value] if operator == "=" else codes_of(value)
        same = frozenset(found.code for each in listed if (found := system.find(each)) is not None)
        return _is_among(same) if operator != "not-in" else lambda concept: concept.code not in same
    return _by_text(operator, value, lambda concept: [concept.code])


def _is_among(codes: Collection[str]) -> Question:
    return lambda concept: concept.code in codes


def _by_text(operator: str, value: str, texts: Callable[[Concept], Collection[str]]) -> Question | None:
    if operator == "=":
        same = _same(value)
        return lambda concept: any(same(text) for text in texts(concept))
    if operator in ("in", "not-in"):
        several = [_same(item) for item in codes_of(value)]
        wanted = operator == "in"
        return lambda concept: any(same(text) for text in texts(concept) for same in several) is wanted
    if operator == "regex":
        try:
            pattern = re.compile(value)
        except re.error:
            return None
        return lambda concept: any(pattern.fullmatch(text) for text in texts(concept))
    return None


def _same(wanted: str) -> Callable[[str], bool]:
    """Whether a value is the one wanted: the same text, or the same number (`5` is `5.0`)."""
    number = _number(wanted)
    if number is None:
        return lambda text: text == wanted
    return lambda text: text == wanted or ("." in text + wanted and _number(text) == number)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if NUMBER.fullmatch(text) else None


def codes_of(value: str) -> list[str]:
    """The values of an operator that takes several, separated by commas."""
    return [code.strip() for code in value.split(",") if code.strip()]


def text_of(value: Any) -> str:
    """A property's value as a filter writes it: the code of a Coding, `true`, a number."""
    if isinstance(value, dict):
        return str(value.get("code", ""))
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
