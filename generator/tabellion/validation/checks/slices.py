"""Which slice an item of a list belongs to."""

from __future__ import annotations

from typing import Any

from tabellion.fhir.json import Json
from tabellion.fhir.literal_references import parts
from tabellion.validation.definitions.criteria import (
    Criterion,
    Discriminator,
    Item,
    PathStep,
    is_resource,
    items_of,
    matches,
    same,
)
from tabellion.validation.definitions.profiles import Slice
from tabellion.validation.state.walk_state import WalkState


def belongs(walk: WalkState, entry: Slice, item: Item) -> bool:
    """Whether an item passes every test of a slice; a slice without test takes nothing."""
    return bool(entry.tests) and all(_passes(walk, test, item) for test in entry.tests)


def _passes(walk: WalkState, test: Discriminator, item: Item) -> bool:
    found = _at(walk, test.steps, item)
    if test.kind in ("value", "pattern"):
        stating = [criterion for criterion in test.criteria if criterion.states]
        if stating:
            return any(_fits(walk, criterion, match) for criterion in stating for match in found)
        return any(_exists(criterion, bool(found)) for criterion in test.criteria)
    if test.kind == "exists":
        return any(_exists(criterion, bool(found)) for criterion in test.criteria)
    if test.kind == "type":
        return any(_of_type(walk, test, match) for match in found)
    return any(_of_profile(walk, test, match) for match in found)


def _exists(criterion: Criterion, found: bool) -> bool:
    return criterion.exists is not None and criterion.exists is found


def _at(walk: WalkState, steps: tuple[PathStep, ...], item: Item) -> list[Item]:
    """The values that a path leads to from an item."""
    items = [item]
    for step in steps:
        if not step.function:
            items = [found for entry in items for found in items_of(entry.value, entry.sibling, step.name)]
        elif step.name == "extension":
            items = [found for entry in items for found in _extensions(entry, step.argument)]
        elif step.name == "resolve":
            items = [found for entry in items for found in _resolved(walk, entry)]
        elif step.name in ("ofType", "as"):
            items = [entry for entry in items if entry.type in ("", step.argument)]
    return items


def _extensions(item: Item, url: str) -> list[Item]:
    holder = item.value if isinstance(item.value, dict) else item.sibling
    listed = holder.get("extension") if isinstance(holder, dict) else None
    several = listed if isinstance(listed, list) else []
    return [Item(entry, None, "Extension") for entry in several if isinstance(entry, dict) and entry.get("url") == url]


def _resolved(walk: WalkState, item: Item) -> list[Item]:
    """The target of a reference; one that is not at hand is known by its type alone."""
    reference = item.value.get("reference") if isinstance(item.value, dict) else item.value
    if not isinstance(reference, str):
        return []
    target = walk.target(reference)
    if target is not None:
        return [Item(target.resource, None, str(target.resource.get("resourceType", "")))]
    known = parts(reference)
    return [Item({"resourceType": known[1]}, None, known[1])] if known else []


def _fits(walk: WalkState, criterion: Criterion, item: Item) -> bool:
    value: Any = item.value
    if any(not same(entry, value) for entry in criterion.fixed):
        return False
    if any(not matches(entry, value) for entry in criterion.pattern):
        return False
    if criterion.binding is not None and not _member(walk, criterion.binding.value_set, value):
        return False
    for name, needed, below in criterion.children:
        found = items_of(value, item.sibling, name)
        if (needed or found) and not any(_fits(walk, below, match) for match in found):
            return False
    return True


def _member(walk: WalkState, value_set: str, value: Any) -> bool:
    contains = walk.support.terminology.contains
    if isinstance(value, str):
        return contains(value_set, None, value).inside is not False
    codings: list[Json] = []
    if isinstance(value, dict):
        codings = value["coding"] if isinstance(value.get("coding"), list) else [value]
    return any(
        contains(value_set, coding["system"], coding["code"]).inside is not False
        for coding in codings
        if isinstance(coding, dict) and isinstance(coding.get("code"), str) and isinstance(coding.get("system"), str)
    )


def _of_type(walk: WalkState, test: Discriminator, item: Item) -> bool:
    type_ = item.type
    codes = {ref.code for ref in test.types}
    if not type_:
        return False
    if type_ in codes or type_[:1].lower() + type_[1:] in codes:
        return True
    return is_resource(item) and not codes.isdisjoint(walk.support.shapes.ancestors(type_))


def _of_profile(walk: WalkState, test: Discriminator, item: Item) -> bool:
    if not isinstance(item.value, dict):
        return False
    profiles = [profile for ref in test.types for profile in ref.profiles]
    return any(walk.conforms(item.value, profile) is True for profile in profiles)
