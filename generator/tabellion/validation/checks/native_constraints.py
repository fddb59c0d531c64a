"""Invariants that nearly every resource carries, as functions; a test shows them equal to their expressions.

`ele-1` and `ext-1` are checked by the walk itself, and so are `txt-1` and `txt-2`, with better words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from tabellion.fhir.json import Json
from tabellion.fhirpath.temporal import compare, temporal
from tabellion.validation.state.frame import Frame

Native = Callable[[Any, Frame | None], bool]


def _list(value: Json, key: str) -> list[Json]:
    several = value.get(key)
    return [item for item in several if isinstance(item, dict)] if isinstance(several, list) else []


def _meta(contained: Json) -> Json:
    meta = contained.get("meta")
    return meta if isinstance(meta, dict) else {}


def no_contained_in_contained(value: Json, _frame: Frame | None) -> bool:
    return not any(item.get("contained") for item in _list(value, "contained"))


def contained_is_used(value: Json, _frame: Frame | None) -> bool:
    contained = _list(value, "contained")
    if not contained:
        return True
    used = _fragments(value)
    return all(f"#{item.get('id')}" in used or "#" in _fragments(item) for item in contained if "id" in item)


_PICTURE = re.compile(r"""<img\s[^>]*?\bsrc\s*=\s*["'](#[^"'<>\s]+)["']""")


def _fragments(value: Any) -> set[str]:
    """Every text that starts with `#`, wherever it stands below a value, and the pictures of narratives (R4
    narrative.html, 2.4.0.1: an image may be a contained Binary or Attachment)."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, str):
            if item.startswith("#"):
                found.add(item)
            elif item.startswith("<") and "#" in item:
                found.update(_PICTURE.findall(item))
    return found


def contained_has_no_version(value: Json, _frame: Frame | None) -> bool:
    return not any("versionId" in _meta(item) or "lastUpdated" in _meta(item) for item in _list(value, "contained"))


def contained_has_no_security(value: Json, _frame: Frame | None) -> bool:
    return not any(_meta(item).get("security") for item in _list(value, "contained"))


def has_narrative(value: Json, _frame: Frame | None) -> bool:
    text = value.get("text")
    # one that stands in a list is told as such, and has its narrative all the same
    several = text if isinstance(text, list) else [text]
    return any(isinstance(item, dict) and item.get("div") is not None for item in several)


def fragment_is_contained(value: Json, frame: Frame | None) -> bool:
    reference = value.get("reference")
    if not isinstance(reference, str) or not reference.startswith("#") or frame is None:
        return True
    if reference == "#":
        # it leads from a contained resource to the one around it (R4 references.html, 2.3.0.4)
        return frame.contained
    return reference[1:] in frame.container.contained_ids


def code_has_system(value: Json, _frame: Frame | None) -> bool:
    return _is_there(value, "system") or not _is_there(value, "code")


def _is_there(value: Json, name: str) -> bool:
    return value.get(name) is not None or value.get("_" + name) is not None


def period_is_in_order(value: Json, _frame: Frame | None) -> bool:
    """An end that is a day, a month or a year takes all of it in (R4 datatypes.html, 2.24.0.11).

    An order that cannot be told, as where the start is a day and the end an hour of it, is none.
    """
    start, end = value.get("start"), value.get("end")
    if not isinstance(start, str) or not isinstance(end, str):
        return True
    known = min(len(start), len(end), _DAY)
    if "T" not in start or "T" not in end:
        first, last = start[:known], end[:known]
        return first < last or (first == last and len(end) <= len(start))
    begun, ended = temporal(start, "DateTime"), temporal(end, "DateTime")
    order = compare(begun, ended) if begun is not None and ended is not None else None
    return order != 1


def codes_are_distinct(value: Json, _frame: Frame | None) -> bool:
    """No code twice among the concepts of a code system, at any depth (a large one has hundreds of thousands)."""
    seen: set[Any] = set()
    waiting: list[Any] = [value, *_list(value, "contained")]
    while waiting:
        for concept in _list(waiting.pop(), "concept"):
            code = concept.get("code")
            if isinstance(code, str):
                if code in seen:
                    return False
                seen.add(code)
            if "concept" in concept:
                waiting.append(concept)
    return True


def told_by_the_walk(_value: Any, _frame: Frame | None) -> bool:
    return True


_DOM_3 = (
    "contained.where((('#'+id in (%resource.descendants().reference | %resource.descendants().as(canonical) | "
    "%resource.descendants().as(uri) | %resource.descendants().as(url))) or descendants().where(reference = '#')"
    ".exists() or descendants().where(as(canonical) = '#').exists() or descendants().where(as(canonical) = '#')"
    ".exists()).not()).trace('unmatched', id).empty()"
)
_REF_1 = (
    "reference.startsWith('#').not() or "
    "(reference.substring(1).trace('url') in %rootResource.contained.id.trace('ids'))"
)

_PER_1 = "start.hasValue().not() or end.hasValue().not() or (start <= end)"
_PER_1_OF_R5 = "start.hasValue().not() or end.hasValue().not() or (start.lowBoundary() <= end.highBoundary())"
_DAY = len("2020-01-01")

NATIVE: Mapping[tuple[str, str], Native] = MappingProxyType(
    {
        ("dom-2", "contained.contained.empty()"): no_contained_in_contained,
        ("dom-3", _DOM_3): contained_is_used,
        ("dom-4", "contained.meta.versionId.empty() and contained.meta.lastUpdated.empty()"): contained_has_no_version,
        ("dom-5", "contained.meta.security.empty()"): contained_has_no_security,
        ("dom-6", "text.`div`.exists()"): has_narrative,
        ("ref-1", _REF_1): fragment_is_contained,
        ("qty-3", "code.empty() or system.exists()"): code_has_system,
        ("csd-1", "concept.code.combine($this.descendants().concept.code).isDistinct()"): codes_are_distinct,
        ("txt-1", "htmlChecks()"): told_by_the_walk,
        ("txt-2", "htmlChecks()"): told_by_the_walk,
    }
)
"""By key and expression: an invariant of the same key with another text goes to the engine."""

BY_THEIR_WORDS: Mapping[tuple[str, str], Native] = MappingProxyType(
    {("per-1", _PER_1): period_is_in_order, ("per-1", _PER_1_OF_R5): period_is_in_order}
)
"""Invariants whose expression does not say what their words say, and no other expression does."""
