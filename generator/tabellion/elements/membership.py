"""In which slice an item of a list is (R4 profiling.html, 5.1.0.13): the one answer of validator and pages.

An item is in a slice when every discriminator finds in it what the slice states there: the path is followed from the
item, as it was from the element of the slice, and the values are held against the criteria. The slices are asked in
their order, and the parts of a slice (`lab/blood`) only where the slice has the item.

What cannot be told here does not keep an item out of a slice: a code counts as one of a value set that is not at hand,
and of a reference to what is not at hand the type is known that it names. What can be seen does: another value than
the one that the slice states.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from tabellion.elements.codings import codings_in
from tabellion.elements.discriminators import DEFAULT, Criterion, Discriminator, PathStep
from tabellion.elements.items import Item, is_resource, items_of
from tabellion.elements.matching import matches, same
from tabellion.fhir.json import Json
from tabellion.fhir.literal_references import parts


class Surroundings(Protocol):
    """What is around an item, and what discriminators ask of it."""

    def resolve(self, reference: str) -> Json | None:
        """The resource that a reference leads to, `None` when it is not at hand."""

    def member_of(self, system: str | None, code: str, value_set: str) -> bool | None:
        """Whether a code is in a value set, `None` when that cannot be told."""

    def conforms(self, value: Any, profile: str) -> bool | None:
        """Whether a resource or a value conforms to a profile, `None` when the profile is not known."""

    def ancestors(self, code: str) -> Sequence[str]:
        """A type and all that it specializes."""


def belongs(tests: Sequence[Discriminator], item: Item, around: Surroundings) -> bool:
    """Whether an item passes every test of a slice; a slice without test takes nothing."""
    return bool(tests) and all(passes(test, item, around) for test in tests)


def is_open(tests: Sequence[Discriminator], item: Item, around: Surroundings) -> bool:
    """Whether an item passes the tests of a slice for want of a value set alone, and may be in another."""
    return belongs(tests, item, around) and not belongs(tests, item, _AsFarAsKnown(around))


@dataclass(frozen=True, slots=True)
class _AsFarAsKnown:
    """Surroundings in which a code is in no value set of which that cannot be told."""

    around: Surroundings

    def resolve(self, reference: str) -> Json | None:
        return self.around.resolve(reference)

    def member_of(self, system: str | None, code: str, value_set: str) -> bool:
        return self.around.member_of(system, code, value_set) is True

    def conforms(self, value: Any, profile: str) -> bool | None:
        return self.around.conforms(value, profile)

    def ancestors(self, code: str) -> Sequence[str]:
        return self.around.ancestors(code)


def slice_of(tests: Mapping[str, Sequence[Discriminator]], item: Item, around: Surroundings) -> str:
    """The name of the slice of an item, `""` where it is in none: the first that takes it, and of its parts likewise.

    `tests` are those of each slice by its name, in the order of the slices, as `discriminators.tests_of` gives them.
    """
    found = ""
    for name, asked in tests.items():
        if name != DEFAULT and _is_part(name, found, tests) and belongs(asked, item, around):
            found = name
    return found or (DEFAULT if DEFAULT in tests else "")


def _is_part(name: str, whole: str, tests: Mapping[str, object]) -> bool:
    """Whether a slice is a part of another; one whose whole is not there (`lab/blood` without `lab`) is of the list."""
    above = name.rpartition("/")[0]
    return above == whole if above in tests else not whole


def passes(test: Discriminator, item: Item, around: Surroundings) -> bool:
    """Whether an item passes one test of a slice; of its place in the list (`position`) it knows nothing."""
    if test.kind == "position":
        return False
    found = values_at(test.steps, item, around)
    if test.kind in ("value", "pattern"):
        stating = [criterion for criterion in test.criteria if criterion.states]
        if stating:
            return any(_fits(criterion, match, around) for criterion in stating for match in found)
        return any(_exists(criterion, bool(found)) for criterion in test.criteria)
    if test.kind == "exists":
        return any(_exists(criterion, bool(found)) for criterion in test.criteria)
    if test.kind == "type":
        return any(_of_type(test, match, around) for match in found)
    if not found:
        # where the slice names no profile, nothing is asked of what is not there
        return not any(ref.profiles for ref in test.types)
    return any(_of_profile(test, match, around) for match in found)


def _exists(criterion: Criterion, found: bool) -> bool:
    return criterion.exists is not None and criterion.exists is found


def values_at(steps: tuple[PathStep, ...], item: Item, around: Surroundings) -> list[Item]:
    """The values that a path leads to from an item."""
    items = [item]
    for step in steps:
        if not step.function:
            items = [found for entry in items for found in items_of(entry.value, entry.sibling, step.name)]
        elif step.name == "extension":
            items = [found for entry in items for found in _extensions(entry, step.argument)]
        elif step.name == "resolve":
            items = [found for entry in items for found in _resolved(entry, around)]
        elif step.name in ("ofType", "as"):
            items = [entry for entry in items if entry.type in ("", step.argument)]
    return items


def _extensions(item: Item, url: str) -> list[Item]:
    holder = item.value if isinstance(item.value, dict) else item.sibling
    listed = holder.get("extension") if isinstance(holder, dict) else None
    several = listed if isinstance(listed, list) else []
    return [Item(entry, None, "Extension") for entry in several if isinstance(entry, dict) and entry.get("url") == url]


def _resolved(item: Item, around: Surroundings) -> list[Item]:
    """The target of a reference; one that is not at hand is known by its type alone."""
    reference = item.value.get("reference") if isinstance(item.value, dict) else item.value
    if not isinstance(reference, str):
        return []
    target = around.resolve(reference)
    if target is None and (known := parts(reference)) is not None:
        target = {"resourceType": known[1]}
    return [Item(target, None, str(target.get("resourceType", "")))] if target is not None else []


def _fits(criterion: Criterion, item: Item, around: Surroundings) -> bool:
    value: Any = item.value
    if any(not same(entry, value) for entry in criterion.fixed):
        return False
    if any(not matches(entry, value) for entry in criterion.pattern):
        return False
    if criterion.binding is not None and not _member(criterion.binding.value_set, value, around):
        return False
    for name, needed, below in criterion.children:
        found = items_of(value, item.sibling, name)
        if (needed or found) and not any(_fits(below, match, around) for match in found):
            return False
    return True


def _member(value_set: str, value: Any, around: Surroundings) -> bool:
    if isinstance(value, str):
        return around.member_of(None, value, value_set) is not False
    return any(
        around.member_of(coding["system"], coding["code"], value_set) is not False
        for coding in codings_in(value)
        if isinstance(coding.get("code"), str) and isinstance(coding.get("system"), str)
    )


def _of_type(test: Discriminator, item: Item, around: Surroundings) -> bool:
    type_ = item.type
    codes = {ref.code for ref in test.types}
    if not type_:
        return False
    if type_ in codes or type_[:1].lower() + type_[1:] in codes:
        return True
    return is_resource(item) and not codes.isdisjoint(around.ancestors(type_))


def _of_profile(test: Discriminator, item: Item, around: Surroundings) -> bool:
    """Whether a value conforms to one of the profiles; a type without profile is one by itself."""
    profiles = [profile for ref in test.types for profile in ref.profiles]
    if not profiles:
        return not item.type or _of_type(test, item, around)
    return any(around.conforms(item.value, profile) is True for profile in profiles)
