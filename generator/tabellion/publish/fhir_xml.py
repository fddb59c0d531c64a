"""A resource as FHIR XML (https://hl7.org/fhir/R4/xml.html), for readers who ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

from tabellion.fhir.json import Json

NAMESPACE = "http://hl7.org/fhir"
# properties that are attributes of their element in XML
ATTRIBUTES = ("id", "url")


def to_xml(resource: Json) -> str:
    """The XML of a resource whose properties stand in FHIR's order."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', *_resource(resource, 0, f' xmlns="{NAMESPACE}"')]
    return "\n".join(lines) + "\n"


def _resource(resource: Json, depth: int, namespace: str = "") -> Iterator[str]:
    name = resource["resourceType"]
    yield f"{'  ' * depth}<{name}{namespace}>"
    for key, value, extra in _properties(resource):
        yield from _property(key, value, extra, depth + 1)
    yield f"{'  ' * depth}</{name}>"


def _properties(value: Json) -> Iterator[tuple[str, Any, Any]]:
    """Each property with what stands beside it under `_name`: id and extensions of a primitive value."""
    for key, one in value.items():
        if key.startswith("_"):
            if key[1:] not in value:
                yield key[1:], None, one
        elif key not in ("resourceType", "fhir_comments"):
            yield key, one, value.get(f"_{key}")


def _property(key: str, value: Any, extra: Any, depth: int) -> Iterator[str]:
    if isinstance(value, list) or isinstance(extra, list):
        values = value if isinstance(value, list) else [None] * len(extra)
        extras = extra if isinstance(extra, list) else [None] * len(values)
        for number, one in enumerate(values):
            yield from _one(key, one, extras[number] if number < len(extras) else None, depth)
    else:
        yield from _one(key, value, extra, depth)


def _one(key: str, value: Any, extra: Any, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if key == "div" and isinstance(value, str):
        yield pad + value
    elif isinstance(value, dict) and "resourceType" in value:
        yield f"{pad}<{key}>"
        yield from _resource(value, depth + 1)
        yield f"{pad}</{key}>"
    elif isinstance(value, dict):
        attributes = "".join(
            f" {name}={quoteattr(str(value[name]))}" for name in ATTRIBUTES if _is_attribute(key, name, value)
        )
        inner = [
            line
            for name, one, beside in _properties(value)
            if not _is_attribute(key, name, value)
            for line in _property(name, one, beside, depth + 1)
        ]
        yield from _element(key, attributes, inner, pad)
    else:
        shown = "" if value is None else f" value={quoteattr(_text(value))}"
        beside = extra or {}
        identity = f" id={quoteattr(str(beside['id']))}" if "id" in beside else ""
        inner = [
            line
            for name, one, more in _properties(beside)
            if name != "id"
            for line in _property(name, one, more, depth + 1)
        ]
        yield from _element(key, identity + shown, inner, pad)


def _is_attribute(key: str, name: str, value: Json) -> bool:
    """`id` of any element, `url` of an extension alone."""
    return name in value and (name == "id" or (name == "url" and key in ("extension", "modifierExtension")))


def _element(key: str, attributes: str, inner: list[str], pad: str) -> Iterator[str]:
    if inner:
        yield f"{pad}<{key}{attributes}>"
        yield from inner
        yield f"{pad}</{key}>"
    else:
        yield f"{pad}<{key}{attributes}/>"


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
