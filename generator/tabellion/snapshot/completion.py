"""What can be said of a slicing once all of its slices are there."""

from __future__ import annotations

from tabellion.diagnostics import rule
from tabellion.elements.choices import choice_key
from tabellion.elements.paths import name_of
from tabellion.elements.tree import Tree, Trees, tree_by_ids
from tabellion.elements.types import codes
from tabellion.fhir.json import Json
from tabellion.snapshot import choices, slicing
from tabellion.snapshot.cardinality import limit
from tabellion.snapshot.discriminators import Discriminators
from tabellion.snapshot.problems import Problems
from tabellion.snapshot.sliced import Sliced
from tabellion.snapshot.walk import SnapshotWalk

MINIMA_OF_SLICES_ABOVE_MAXIMUM = rule(
    "SN037",
    "minima-of-slices-above-maximum",
    "error",
    "structure",
    fr="les minimums des tranches font {total}, plus que le maximum de l'élément, {maximum}",
    en="the minima of the slices sum to {total}, more than the maximum of the element, {maximum}",
    help_fr="montez le maximum de l'élément ou baissez le minimum d'une tranche",
    help_en="raise the maximum of the element or lower the minimum of a slice",
)


def complete_slicings(walk: SnapshotWalk, problems: Problems) -> None:
    """Bring minima, types and rules of slicing entries in line with their slices."""
    for sliced in walk.sliced:
        entry = walk.elements[sliced.entry]
        slices = [walk.elements[position] for position in sliced.slices]
        if sliced.choice:
            _check_names(entry, slices, problems)
        if sliced.choice and slicing.is_by_type(entry.get("slicing", {})):
            _complete_choice(walk.elements, sliced, problems)
            continue
        total = sum(item.get("min", 0) for item in slices if "/" not in item.get("sliceName", ""))
        if sliced.implicit or (sliced.untold and "BackboneElement" not in codes(entry)):
            entry["min"] = max(entry.get("min", 0), total)
        if total > limit(entry.get("max", "*")):
            problems.error(MINIMA_OF_SLICES_ABOVE_MAXIMUM, entry["id"], total=total, maximum=entry["max"])
        _check_maxima(entry, slices, sliced, problems)


def _complete_choice(elements: list[Json], sliced: Sliced, problems: Problems) -> None:
    entry, slices = elements[sliced.entry], [elements[position] for position in sliced.slices]
    required = [elements[position] for position in sliced.demanded]
    if required:
        _check_others(required, [elements[position] for position in sliced.stated], problems)
    types = entry.get("type", [])
    if required and entry.get("max") == "1":
        entry["min"] = max(entry.get("min", 0), 1)
        wanted = set(codes(required[0]))
        types = [item for item in types if item.get("code") in wanted]
    named = {code for item in slices for code in codes(item)}
    prohibited = {codes(item)[0] for item in slices if item.get("max") == "0" and len(codes(item)) == 1}
    if len(types) > 1 and any(item.get("code") not in prohibited for item in types):
        types = [item for item in types if item.get("code") not in prohibited]
    is_left_alone = sliced.untold and not named <= prohibited
    if sliced.drop_types and not named <= prohibited:
        types = [item for item in types if item.get("code") in named] or types
    if types != entry.get("type", []):
        entry["type"] = types
    left = set(codes(entry)) - named
    if not sliced.rules_stated:
        # slices by type of a choice of which nothing else is said are all that it may be
        entry["slicing"] = {**entry["slicing"], "rules": "open" if left and not is_left_alone else "closed"}


def _check_others(required: list[Json], stated: list[Json], problems: Problems) -> None:
    """An element has one type at a time, so what is stated beside a slice by type that is required contradicts it."""
    name = required[0]["sliceName"]
    for item in stated:
        if item in required[1:]:
            problems.stop(choices.TWO_REQUIRED_TYPE_SLICES, item["id"], slice=name, other=item["sliceName"])
        elif item is not required[0] and item.get("max") != "0":
            problems.error(choices.TYPE_SLICE_NEVER_THERE, item["id"], slice=item["sliceName"], required=name)


def check_discriminators(walk: SnapshotWalk, url: str, trees: Trees, problems: Problems) -> Tree | None:
    """Check the slicings that the differential states or adds slices to, in the finished snapshot.

    The snapshot's tree is given back when it was needed, so that others need not build it again.
    """
    stated = [sliced for sliced in walk.sliced if not sliced.choice and "slicing" in walk.elements[sliced.entry]]
    if not stated:
        return None
    tree = tree_by_ids(walk.elements, url)
    discriminators = Discriminators(tree, trees, problems)
    for sliced in stated:
        discriminators.check(walk.elements[sliced.entry], [walk.elements[position] for position in sliced.slices])
    return tree


def _check_names(entry: Json, slices: list[Json], problems: Problems) -> None:
    """Slices by type have the name of their type, so that `valueQuantity` is one thing (R4 profiling, Slicing)."""
    name = name_of(entry["path"])
    for item in slices:
        types = codes(item)
        if len(types) == 1 and "/" not in item["sliceName"] and item["sliceName"] != choice_key(name, types[0]):
            expected = choice_key(name, types[0])
            problems.error(
                choices.WRONG_TYPE_SLICE_NAME, item["id"], slice=item["sliceName"], type=types[0], expected=expected
            )


def _check_maxima(entry: Json, slices: list[Json], sliced: Sliced, problems: Problems) -> None:
    """An element that comes once is sliced by type only, or into slices that come once at most in all.

    FHIR slices what repeats in the base (ElementDefinition.slicing); that what does not comes once even so has to be
    said where it is sliced, else the slicing contradicts the element.
    """
    if sliced.inherited_max != "1" or not slices:
        return
    if sliced.opens and not sliced.once and entry.get("base", {}).get("max") == "1":
        problems.stop(slicing.SLICING_OF_ELEMENT_THAT_CANNOT_REPEAT, entry["id"])
    elif sum(limit(item["max"]) for item in slices if "/" not in item["sliceName"]) > 1:
        problems.error(slicing.SLICING_OF_SINGLE_ELEMENT, entry["id"])
