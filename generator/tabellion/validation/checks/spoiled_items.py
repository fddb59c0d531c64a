"""Items that are in no slice for a fault of their own, which is told where it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tabellion.diagnostics import Finding, Pointer
from tabellion.elements.discriminators import Discriminator
from tabellion.elements.items import Item
from tabellion.elements.membership import belongs
from tabellion.validation.checks.extensions import UNKNOWN_PART_OF_EXTENSION
from tabellion.validation.checks.malformed import is_name, malformed_at, names
from tabellion.validation.definitions.profiles import Slice
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState


def spoiled(walk: WalkState, slices: Sequence[Slice], items: Iterable[tuple[Item, Location]]) -> set[Pointer]:
    """Those of the items that an error was found in, at a place where a discriminator of one of the slices looks.

    Whether such an item belongs to a slice is seen once it is right: neither that it is in none nor that the slice
    lacks one is a fault besides.
    """
    errors = list(walk.report.errors())
    if not errors or not slices:
        return set()
    known = {place.pointer: item for item, place in items}
    found: set[Pointer] = set()
    for error in errors:
        place = malformed_at(error) or error.pointer
        for length in range(len(place) + 1):
            start = place[:length]
            if start in known and start not in found:
                below = names(place[length:])
                if any(_looks_at(walk, entry, below, known[start], error) for entry in slices):
                    found.add(start)
    return found


def _looks_at(walk: WalkState, entry: Slice, below: list[str], item: Item, error: Finding) -> bool:
    if error.rule is UNKNOWN_PART_OF_EXTENSION and not below:
        if error.suggestion is None:
            return False
        meant = Item({**item.value, "url": error.suggestion}, item.sibling, item.type)
        return belongs(entry.tests, meant, walk)
    return any(_on_the_way(test, below) for test in entry.tests)


def _on_the_way(test: Discriminator, below: list[str]) -> bool:
    """Whether a place is on the path of a discriminator, or below its end."""
    for name, step in zip(below, test.steps, strict=False):
        if step.name == "resolve":
            return name == "reference"
        if step.name in ("ofType", "as"):
            continue
        if not is_name(name, step.name):
            return False
    return True
