"""What a slice asks for, and why an item is not in it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tabellion.diagnostics import Term
from tabellion.diagnostics.words import shown
from tabellion.elements.discriminators import Criterion, Discriminator
from tabellion.elements.items import Item
from tabellion.elements.membership import passes, values_at
from tabellion.validation.definitions.profiles import Slice
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState


def asked(entry: Slice) -> str | None:
    """What an item has to be for a slice: `code = {"coding": …}`; `None` where that is not a value, type or profile."""
    return "; ".join(found for test in entry.tests if (found := _asked(test))) or None


def nearest_slice(walk: WalkState, slices: Sequence[Slice], item: Item) -> Slice | None:
    """The slice more of whose tests an item passes than of any other; `None` where there is none."""
    return max(slices, key=lambda entry: sum(passes(test, item, walk) for test in entry.tests), default=None)


def asked_of(walk: WalkState, entry: Slice, left: Sequence[tuple[Item, Location]]) -> Term | None:
    """What an item has to be for a slice, and of those that are in none (`left`) the nearest, with what differs."""
    wanted = asked(entry)
    best = max(left, key=lambda pair: sum(passes(test, pair[0], walk) for test in entry.tests), default=None)
    if best is None:
        return Term(wanted, wanted) if wanted is not None else None
    item, place = best
    told = [_found(walk, test, item) for test in entry.tests if not passes(test, item, walk)]
    words = {language: "; ".join(term[language] for term in told) for language in ("fr", "en")}
    start = f"{wanted}; " if wanted is not None else ""
    return Term(
        f"{start}le plus proche est {place.expression} ({words['fr']})",
        f"{start}the nearest is {place.expression} ({words['en']})",
    )


def _asked(test: Discriminator) -> str:
    path = _path(test)
    if test.kind in ("value", "pattern"):
        stated = [value for criterion in test.criteria for value in _stated(criterion)]
        return f"{path} = {stated[0]}" if stated else ""
    if test.kind == "type":
        return f"{path}: {', '.join(dict.fromkeys(ref.code for ref in test.types))}"
    if test.kind == "profile":
        return f"{path}: {', '.join(profile for ref in test.types for profile in ref.profiles or (ref.code,))}"
    return ""


def _stated(criterion: Criterion) -> list[str]:
    """The values that a criterion states itself, else those below it with their names."""
    own = [written(value) for value in (*criterion.fixed, *criterion.pattern)]
    if own or criterion.binding is not None:
        return own or [criterion.binding.value_set if criterion.binding is not None else ""]
    return [f"{name}: {value}" for name, _, below in criterion.children for value in _stated(below)]


def _path(test: Discriminator) -> str:
    names = [f"{step.name}({step.argument})" if step.function else step.name for step in test.steps]
    return ".".join(names) or "$this"


def _found(walk: WalkState, test: Discriminator, item: Item) -> Term:
    """What an item has where a test looks; of a profile, the first fault by it."""
    path, found = _path(test), values_at(test.steps, item, walk)
    if not found:
        return Term(f"{path} n'est pas là", f"{path} is not there")
    if test.kind == "profile":
        faults = [
            fault
            for ref in test.types
            for profile in ref.profiles
            if isinstance(found[0].value, dict) and (fault := walk.first_fault(found[0].value, profile)) is not None
        ]
        if faults:
            first = faults[0]
            unclaimed = _unclaimed(test, found[0].value)
            words = {lang: f"{first.expression}: {first.message(lang)}{unclaimed[lang]}" for lang in ("fr", "en")}
            return Term(**words)
    if test.kind in ("type", "profile"):
        return Term(*[f"{path}: {found[0].type or '?'}"] * 2)
    return Term(*[f"{path} = {written(found[0].value)}"] * 2)


def _unclaimed(test: Discriminator, value: Any) -> Term:
    """That a resource does not say in meta.profile that it follows one of the profiles, where it does not."""
    profiles = [profile for ref in test.types for profile in ref.profiles]
    meta = value.get("meta") if isinstance(value, dict) else None
    claimed = meta.get("profile") if isinstance(meta, dict) else None
    if "resourceType" not in value or (isinstance(claimed, list) and not set(profiles).isdisjoint(claimed)):
        return Term("", "")
    named = ", ".join(profiles)
    return Term(f" ; meta.profile n'annonce pas {named}", f"; meta.profile does not name {named}")


def written(value: Any) -> str:
    """A value on one line, as JSON where it has parts."""
    if isinstance(value, dict | list):
        from tabellion.fhir import json

        return shown(" ".join(json.dumps(value).split()))
    return shown(value)
