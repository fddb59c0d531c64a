"""A value against a profile: cardinality, types, values, bindings, slices, and whatever else the profile adds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tabellion.elements.discriminators import DEFAULT
from tabellion.elements.items import Item, is_resource, listed
from tabellion.elements.matching import matches, same
from tabellion.elements.membership import belongs, is_open
from tabellion.fhir.json import Json
from tabellion.validation.checks import bindings, constraints, limits, references
from tabellion.validation.checks.known_profiles import not_known, of_other_version
from tabellion.validation.checks.profile_rules import (
    ASKED_PROFILE_OF_ANOTHER_TYPE,
    IN_SEVERAL_SLICES,
    NO_PROFILE_FITS,
    NOT_AS_THE_PATTERN,
    NOT_THE_FIXED_VALUE,
    OUTSIDE_CLOSED_SLICES,
    SLICE_OUT_OF_ORDER,
    TYPE_NOT_IN_PROFILE,
    UNDECIDABLE_SLICE,
)
from tabellion.validation.checks.slice_words import asked, asked_of, nearest_slice, written
from tabellion.validation.checks.spoiled_items import spoiled
from tabellion.validation.checks.structure_rules import (
    ADD_IT,
    MAKE_IT_FIT,
    MISSING_ELEMENT,
    TOO_MANY_ELEMENTS,
)
from tabellion.validation.definitions.profiles import UNSTATED, CompiledElement, Profile, Slice
from tabellion.validation.definitions.shapes import Constraint
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState


def check_profile(walk: WalkState, canonical: str, value: Any, type_: str, at: Location, sibling: Any = None) -> None:
    """A resource or a value against the profile of an address; of a primitive one, `sibling` is its `_` property."""
    profile = walk.support.profiles.get(canonical)
    if profile is None:
        not_known(walk, canonical, at)
        return
    of_other_version(walk, canonical, at)
    is_element = "#" in canonical and type_ in ("BackboneElement", "Element")
    if type_ != profile.type and not is_element and profile.type not in walk.support.shapes.ancestors(type_):
        walk.add(ASKED_PROFILE_OF_ANOTHER_TYPE, at, profile=canonical, wanted=profile.type, type=type_)
        return
    _root(walk, profile, Item(value, sibling, type_), at)


def _root(walk: WalkState, profile: Profile, item: Item, at: Location) -> None:
    compiled = profile.root
    walk.judging = (profile.url, compiled.path)
    if compiled.constraints:
        path = _path_of(item, at)
        constraints.check(walk, compiled.constraints, item.value, path, item.sibling, at, profile.url)
    _values(walk, compiled, item, at, profile.url)
    for child in compiled.children:
        _element(walk, child, item.value, item.sibling, at, profile.url)


def _element(walk: WalkState, compiled: CompiledElement, value: Any, sibling: Any, at: Location, profile: str) -> None:
    """All values of one element below its parent."""
    if compiled.name == "value" and not isinstance(value, dict):
        _own_value(walk, compiled, value, at, profile)
        return
    holder = value if isinstance(value, dict) else {}
    if holder is not value and isinstance(sibling, dict):
        holder, at = sibling, at.beside
    stands = holder.keys() & compiled.present
    if not stands and not compiled.minimum and not compiled.slices:
        return
    if compiled.of_number and len(stands) == 1:
        child = holder.get(compiled.keys[0][0])
        if child is not None and compiled.minimum <= (len(child) if type(child) is list else 1) <= compiled.maximum:
            return
    places = _places(walk, compiled.keys_of(stands), value, holder, at) if stands else []
    count = len(places)
    walk.judging = (profile, compiled.path)
    if count < compiled.minimum:
        walk.add(
            MISSING_ELEMENT,
            at,
            element=compiled.path,
            count=count,
            minimum=compiled.minimum,
            remedy=ADD_IT,
            profile=profile,
        )
    if count > compiled.maximum:
        place = places[compiled.maximum][1]
        walk.add(
            TOO_MANY_ELEMENTS, place, element=compiled.path, count=count, maximum=compiled.maximum, profile=profile
        )
    for item, place in places:
        _item(walk, compiled, item, place, profile)
    if compiled.slices or compiled.closed:
        _slices(walk, compiled, compiled.slices, places, at, profile)


def _own_value(walk: WalkState, compiled: CompiledElement, value: Any, at: Location, profile: str) -> None:
    """What is asked of the value of a primitive, which definitions write as an element below it (`string.value`)."""
    walk.judging = (profile, compiled.path)
    if value is not None:
        _values(walk, compiled, Item(value, None, ""), at, profile)
    elif compiled.minimum:
        walk.add(MISSING_ELEMENT, at, element=compiled.path, count=0, minimum=1, remedy=ADD_IT, profile=profile)


def _places(
    walk: WalkState, keys: Iterable[tuple[str, str]], value: Any, holder: Json, at: Location
) -> list[tuple[Item, Location]]:
    """The values of an element under its keys, each with its place."""
    found: list[tuple[Item, Location]] = []
    properties = _properties(walk, at, value)
    for key, type_ in keys:
        child, extensions = holder.get(key), holder.get("_" + key)
        if child is None and extensions is None:
            continue
        many = isinstance(child, list) or isinstance(extensions, list)
        known = properties.get(key)
        for index, item in enumerate(listed(child, extensions, type_)):
            found.append((item, Location(at, key, index if many else -1, known)))
    return found


def _item(walk: WalkState, compiled: CompiledElement, item: Item, at: Location, profile: str) -> None:
    """One value against what is asked of it and of what is below."""
    walk.judging = (profile, compiled.path)
    if compiled.types is not None and not _type_allowed(walk, compiled.types, item):
        walk.add(TYPE_NOT_IN_PROFILE, at, type=item.type, allowed=", ".join(sorted(compiled.types)), profile=profile)
        return
    if compiled.of_value:
        _values(walk, compiled, item, at, profile)
    if is_resource(item):
        # What is asked of a resource is asked where it stands: its own are its references and `%resource`. Those of the
        # constraints that the profile of what holds it states are about the holder.
        outer = tuple(stated for stated in compiled.constraints if _is_of_holder(walk, stated, profile))
        inner = tuple(stated for stated in compiled.constraints if stated not in outer)
        constraints.check(walk, outer, item.value, item.type, item.sibling, at, profile)
        walk.at_resource(item.value, at, lambda: _inside(walk, compiled, inner, item, at, profile))
    else:
        _inside(walk, compiled, compiled.constraints, item, at, profile)


def _path_of(item: Item, at: Location) -> str:
    """How the engine calls what stands at a place: by its type, or by its path where it has children of its own."""
    known = at.property
    if known is None or known.shape is None or known.resource:
        return item.type
    return known.shape.path


def _is_of_holder(walk: WalkState, stated: Constraint, profile: str) -> bool:
    """Whether a constraint on a resource inside another is stated by a profile of that other."""
    type_ = walk.support.type_of_profile(stated.source) if stated.source else None
    return stated.source.partition("|")[0] == profile or (
        type_ is not None and type_ == walk.support.type_of_profile(profile)
    )


def _inside(
    walk: WalkState,
    compiled: CompiledElement,
    stated: tuple[Constraint, ...],
    item: Item,
    at: Location,
    profile: str,
) -> None:
    """What is asked of a value in its resource, and what is below."""
    if stated:
        constraints.check(walk, stated, item.value, _path_of(item, at), item.sibling, at, profile)
    if item.type == "Reference" and isinstance(item.value, dict):
        targets = compiled.targets.get("Reference")
        if targets:
            references.check(walk, targets, item.value, at, profile)
        if compiled.aggregation:
            references.check_aggregation(walk, compiled.aggregation, item.value, at, profile)
    if compiled.profiles:
        _type_profiles(walk, compiled, item, at, profile)
    for child in compiled.children:
        _element(walk, child, item.value, item.sibling, at, profile)


def _type_allowed(walk: WalkState, allowed: frozenset[str], item: Item) -> bool:
    """A resource is also of the types above its own; a value is of the one type that its key names."""
    if not item.type or item.type in allowed:
        return True
    return is_resource(item) and not allowed.isdisjoint(walk.support.shapes.ancestors(item.type))


def _values(walk: WalkState, compiled: CompiledElement, item: Item, at: Location, profile: str) -> None:
    value = item.value
    if compiled.fixed is not UNSTATED and not same(compiled.fixed, value):
        asked = written(compiled.fixed)
        walk.add(
            NOT_THE_FIXED_VALUE,
            at,
            value=value,
            expected=asked,
            profile=profile,
            element=at.expression,
            asked=asked,
            found=written(value),
        )
    if compiled.pattern is not UNSTATED and not matches(compiled.pattern, value):
        asked = written(compiled.pattern)
        walk.add(
            NOT_AS_THE_PATTERN,
            at,
            value=written(value),
            expected=asked,
            profile=profile,
            element=at.expression,
            asked=asked,
        )
    if compiled.states_code and (walk.report.left_out or len(walk.report)):
        walk.stated_codes.append(at.pointer)
    if compiled.binding is not None and (value is not None or item.sibling is not None):
        bindings.check(walk, compiled.binding, value, item.type, at, profile, chosen=compiled.states_code)
    limits.check(walk, compiled, value, at, profile)
    if compiled.value_needed or compiled.alternatives:
        limits.check_presence(walk, compiled, item, at, profile)


def _type_profiles(walk: WalkState, compiled: CompiledElement, item: Item, at: Location, profile: str) -> None:
    profiles = compiled.profiles.get(item.type)
    if profiles is None and isinstance(item.value, dict) and "resourceType" in item.value:
        profiles = next(
            (some for code, some in compiled.profiles.items() if code in walk.support.shapes.ancestors(item.type)),
            None,
        )
    if not profiles:
        return
    if item.type == "Extension" and isinstance(item.value, dict):
        # The walk checks an extension by the definition of its url.
        url = item.value.get("url")
        profiles = tuple(entry for entry in profiles if entry.partition("|")[0] != url)
        if not profiles or len(compiled.profiles["Extension"]) > 1:
            return
    if len(profiles) == 1:
        walk.profile(profiles[0], item.value, item.type, at, item.sibling)
        return
    answers = [walk.conforms(item.value, entry, item.sibling) for entry in profiles]
    if all(answer is False for answer in answers):
        nearest = None if walk.is_quiet else walk.nearest_profile(item.value, profiles)
        if nearest is not None:
            walk.profile(nearest, item.value, item.type, at, item.sibling)
        else:
            walk.add(NO_PROFILE_FITS, at, expected=", ".join(profiles), profile=profile)


def _slices(
    walk: WalkState,
    compiled: CompiledElement,
    slices: list[Slice],
    places: list[tuple[Item, Location]],
    at: Location,
    profile: str,
) -> None:
    """Each value into its slice; then the slices by number, order and, when closed, by what is left."""
    decidable = [entry for entry in slices if entry.decidable]
    for entry in slices:
        if not entry.decidable and (places or entry.minimum):
            _undecidable(walk, entry.compiled.path, at, profile)
    members: dict[str, list[tuple[Item, Location]]] = {entry.name: [] for entry in slices}
    position = 0
    left: list[tuple[Item, Location]] = []
    order = {entry.name: place for place, entry in enumerate(slices)}
    default = next((entry for entry in slices if entry.name == DEFAULT), None)
    told_apart = [entry for entry in decidable if entry is not default]
    for index, (item, place) in enumerate(places):
        found = _taking(walk, told_apart, item, index) or default
        if found is not None and found.by_itself:
            _in_several(walk, found, told_apart, item, place, profile)
        if found is None:
            left.append((item, place))
            continue
        if (compiled.ordered and order[found.name] < position) or (compiled.at_end and left):
            walk.judging = (profile, found.compiled.path)
            walk.add(SLICE_OUT_OF_ORDER, place, slice=found.name, profile=profile)
        position = max(position, order[found.name])
        members[found.name].append((item, place))
    if left and compiled.closed and len(decidable) == len(slices):
        _outside(walk, compiled, told_apart, members, left, profile)
    _lacking(walk, decidable, members, left, at, profile)
    for entry in decidable:
        inside = members[entry.name]
        label = entry.compiled.path
        walk.judging = (profile, label)
        if len(inside) > entry.maximum:
            sure = sum(not is_open(entry.tests, item, walk) for item, _ in inside)
            walk.add(
                TOO_MANY_ELEMENTS,
                inside[entry.maximum][1],
                element=label,
                count=len(inside),
                maximum=entry.maximum,
                profile=profile,
                weight=None if sure > entry.maximum else "warning",
            )
        for item, place in inside:
            _item(walk, entry.compiled, item, place, profile)
        if entry.reslices:
            _slices(walk, entry.compiled, entry.reslices, inside, at, profile)


def _outside(
    walk: WalkState,
    compiled: CompiledElement,
    slices: list[Slice],
    members: dict[str, list[tuple[Item, Location]]],
    left: list[tuple[Item, Location]],
    profile: str,
) -> None:
    """The items that no slice takes, where no other is allowed; one slice that lacks an item is what is nearest."""
    lacking = [entry for entry in slices if len(members[entry.name]) < entry.minimum]
    faulty = spoiled(walk, slices, left)
    for item, place in left:
        if place.pointer in faulty:
            continue
        nearest = nearest_slice(walk, [*lacking, *slices], item)
        wanted = f"{nearest.name}: {asked(nearest)}" if nearest is not None and asked(nearest) else None
        names, value = ", ".join(members), written(item.value)
        walk.judging = (profile, compiled.path)
        walk.add(OUTSIDE_CLOSED_SLICES, place, slices=names, value=value, expected=wanted, profile=profile)


def _lacking(
    walk: WalkState,
    slices: list[Slice],
    members: dict[str, list[tuple[Item, Location]]],
    left: list[tuple[Item, Location]],
    at: Location,
    profile: str,
) -> None:
    """The slices that have fewer items than they must have."""
    lacking = [entry for entry in slices if len(members[entry.name]) < entry.minimum]
    lack = sum(entry.minimum - len(members[entry.name]) for entry in lacking)
    if lack and len(spoiled(walk, lacking, left)) >= lack:
        return
    for entry in lacking:
        walk.judging = (profile, entry.compiled.path)
        walk.add(
            MISSING_ELEMENT,
            at,
            element=entry.compiled.path,
            count=len(members[entry.name]),
            minimum=entry.minimum,
            remedy=MAKE_IT_FIT if left else ADD_IT,
            expected=asked_of(walk, entry, left),
            profile=profile,
        )


def _taking(walk: WalkState, slices: list[Slice], item: Item, index: int) -> Slice | None:
    """The first slice that takes an item; where places tell slices apart, each takes as many as it may have."""
    end = 0
    for entry in slices:
        end += entry.maximum
        if (index < end) if entry.by_position else belongs(entry.tests, item, walk):
            return entry
    return None


def _in_several(walk: WalkState, found: Slice, told_apart: list[Slice], item: Item, at: Location, profile: str) -> None:
    """An item is in one slice (R4 profiling.html, 5.1.0.13); as far as is known, where the codes of value sets decide
    or a slice has no value of its own.

    Profiles and targets of references are not asked again: of several that an item conforms to the first has it.
    """
    others = (entry for entry in told_apart if entry is not found and entry.by_itself)
    several = [found, *(entry for entry in others if belongs(entry.tests, item, walk))]
    if len(several) == 1 or found.name == DEFAULT:
        return
    names = ", ".join(entry.name for entry in several)
    told = all(test.is_plain and not test.is_of_presence for entry in several for test in entry.tests)
    walk.judging = (profile, found.compiled.path)
    walk.add(IN_SEVERAL_SLICES, at, slices=names, profile=profile, weight=None if told else "warning")


def _undecidable(walk: WalkState, label: str, at: Location, profile: str) -> None:
    """Say once that nothing tells the items of a slice: they are neither counted nor judged."""
    walk.looked_around += 1
    if (profile, label) not in walk.told:
        walk.told.add((profile, label))
        walk.add(UNDECIDABLE_SLICE, at, slice=label, profile=profile)


def _properties(walk: WalkState, at: Location, value: Any) -> dict[str, Any]:
    """The properties of the value at a place, for the words of what is found below it."""
    known = at.property
    if isinstance(value, dict) and isinstance(value.get("resourceType"), str):
        shape = walk.support.shapes.of_type(value["resourceType"])
    elif known is not None:
        shape = known.shape if known.shape is not None else walk.support.shapes.of_type("Element")
    else:
        shape = None
    return shape.properties if shape is not None else {}  # type: ignore[return-value]
