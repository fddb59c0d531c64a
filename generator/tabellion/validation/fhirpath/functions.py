"""The functions that FHIR adds to FHIRPath (R4 fhirpath.html, 2.9.2) and that the engine lacks, in its own form:
each takes the context of the evaluation, the collection, then its parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from fhirpathpy.engine import nodes
from fhirpathpy.engine.invocations import invocation_registry
from fhirpathpy.engine.invocations import types as _engine_types

from tabellion.fhir.json import Json
from tabellion.fhir.narrative import faults
from tabellion.validation.fhirpath.comparison import comparable, comparing, data_of

_Node: Any = nodes.ResourceNode
types: Any = _engine_types
_registry: Any = invocation_registry


def _node(value: Any, path: str | None = None) -> Any:
    return _Node(value, path)


def _has_value(_context: Json, items: list[Any]) -> bool:
    return len(items) == 1 and data_of(items[0]) is not None and not isinstance(data_of(items[0]), dict | list)


def _get_value(context: Json, items: list[Any]) -> list[Any]:
    return [data_of(items[0])] if _has_value(context, items) else []


def _extension(_context: Json, items: list[Any], url: Any) -> list[Any]:
    found = []
    for item in items:
        holder = data_of(item)
        if not isinstance(holder, dict):
            holder = getattr(item, "_data", None)
        if isinstance(holder, dict) and isinstance(holder.get("extension"), list):
            found += [
                extension
                for extension in holder["extension"]
                if isinstance(extension, dict) and extension.get("url") == url
            ]
    return [_node(match, "Extension") for match in found]


def _resolve(context: Json, items: list[Any]) -> list[Any]:
    found = []
    for item in items:
        value = data_of(item)
        reference = value.get("reference") if isinstance(value, dict) else value
        target = context["host"].resolve(reference) if isinstance(reference, str) else None
        if target is not None:
            found.append(_node(target, target.get("resourceType")))
    return found


def _member_of(context: Json, items: list[Any], value_set: Any) -> list[bool]:
    if len(items) != 1 or not isinstance(value_set, str):
        return []
    value = data_of(items[0])
    codings: list[Any] = [value]
    if isinstance(value, dict):
        codings = value["coding"] if isinstance(value.get("coding"), list) else [value]
    answers = []
    for coding in codings:
        system, code = (coding.get("system"), coding.get("code")) if isinstance(coding, dict) else (None, coding)
        if isinstance(code, str) and (system is None or isinstance(system, str)):
            answers.append(context["host"].member_of(system, code, value_set))
    if True in answers:
        return [True]
    return [] if None in answers else [False]


def _conforms_to(context: Json, items: list[Any], profile: Any) -> list[bool]:
    if len(items) != 1 or not isinstance(profile, str) or not isinstance(data_of(items[0]), dict):
        return []
    answer = context["host"].conforms(data_of(items[0]), profile)
    return [] if answer is None else [answer]


def _html_checks(_context: Json, items: list[Any]) -> list[bool]:
    return [all(isinstance(data_of(item), str) and not faults(data_of(item)) for item in items)]


def _comparable(_context: Json, items: list[Any], other: Any) -> list[bool]:
    answer = comparable(items[0], other[0]) if len(items) == 1 and len(other) == 1 else None
    return [] if answer is None else [answer]


def _elements(name: str) -> Callable[[Json, list[Any]], list[Any]]:
    """`children` or `descendants`: of elements alone, where the engine takes the key `resourceType` for one of them."""
    engine = _registry[name]["fn"]
    return lambda context, items: [
        item for item in engine(context, items) if not str(getattr(item, "path", "")).endswith(".resourceType")
    ]


def _is(context: Json, items: list[Any], type_: Any) -> Any:
    """Nothing is of no type: where the engine says nothing, invariants such as `x is decimal implies …` count on it."""
    return types.is_fn(context, items, type_) if items else False


FUNCTIONS: Mapping[str, Json] = MappingProxyType(
    {
        "hasValue": {"fn": _has_value},
        "getValue": {"fn": _get_value},
        "extension": {"fn": _extension, "arity": {1: ["String"]}},
        "resolve": {"fn": _resolve},
        "memberOf": {"fn": _member_of, "arity": {1: ["String"]}},
        "conformsTo": {"fn": _conforms_to, "arity": {1: ["String"]}},
        "htmlChecks": {"fn": _html_checks},
        "is": {"fn": _is, "arity": {1: ["TypeSpecifier"]}},
        "isOp": {"fn": _is, "arity": {2: ["Any", "TypeSpecifier"]}},
        "children": {**_registry["children"], "fn": _elements("children")},
        "descendants": {**_registry["descendants"], "fn": _elements("descendants")},
        "comparable": {"fn": _comparable, "arity": {1: ["Any"]}},
        **{
            text: {**_registry[text], "fn": comparing(text, _registry[text]["fn"])}
            for text in ("=", "!=", "~", "!~", "<", "<=", ">", ">=")
        },
    }
)
