"""A value against a profile: cardinality, types, values, bindings, slices, and whatever else the profile adds."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from tabellion.diagnostics import rule
from tabellion.diagnostics.words import shown
from tabellion.elements.items import Item, is_resource, listed
from tabellion.elements.matching import matches, same
from tabellion.elements.membership import belongs
from tabellion.elements.primitives import read_primitive
from tabellion.fhir.json import Json
from tabellion.fhirpath import quantities
from tabellion.fhirpath.nodes import quantity_of
from tabellion.fhirpath.temporal import compare, temporal
from tabellion.terminology import ucum
from tabellion.validation.checks import bindings, constraints, references
from tabellion.validation.checks.structure_rules import MISSING_ELEMENT, TEXT_TOO_LONG, TOO_MANY_ELEMENTS
from tabellion.validation.definitions.profiles import UNSTATED, CompiledElement, Profile, Slice
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

UNKNOWN_PROFILE = rule(
    "VA030",
    "unknown-profile",
    "warning",
    "not-found",
    fr="le profil {unknown} n'est pas connu ici : rien n'a été vérifié selon lui",
    en="the profile {unknown} is not known here: nothing was checked by it",
    help_fr="ajoutez le paquet qui le définit (--package), ou vérifiez son adresse",
    help_en="add the package that defines it (--package), or check its address",
)
ASKED_PROFILE_OF_ANOTHER_TYPE = rule(
    "VA031",
    "asked-profile-of-another-type",
    "error",
    "structure",
    fr="le profil {profile} porte sur « {wanted} », la valeur est de type « {type} »",
    en="the profile {profile} is about `{wanted}`, the value is of type `{type}`",
    help_fr="demandez un profil du type de la valeur",
    help_en="ask for a profile of the value's type",
)
NOT_THE_FIXED_VALUE = rule(
    "VA032",
    "not-the-fixed-value",
    "error",
    "value",
    fr="la valeur n'est pas celle que le profil fixe",
    en="the value is not the one that the profile fixes",
    help_fr="donnez exactement la valeur fixée",
    help_en="give exactly the fixed value",
)
NOT_AS_THE_PATTERN = rule(
    "VA033",
    "not-as-the-pattern",
    "error",
    "value",
    fr="{element} n'a pas tout ce que le profil demande : attendu {asked}, trouvé {value}",
    en="{element} does not have all that the profile asks for: expected {asked}, found {value}",
    help_fr="donnez au moins ce que le motif contient",
    help_en="give at least what the pattern holds",
)
TYPE_NOT_IN_PROFILE = rule(
    "VA034",
    "type-not-in-profile",
    "error",
    "structure",
    fr="le type « {type} » n'est pas permis par le profil, permis : {allowed}",
    en="the type `{type}` is not allowed by the profile, allowed: {allowed}",
    help_fr="donnez la valeur dans un des types permis",
    help_en="give the value in one of the allowed types",
)
OUTSIDE_CLOSED_SLICES = rule(
    "VA035",
    "outside-closed-slices",
    "error",
    "structure",
    fr="cet élément n'entre dans aucune tranche ({slices}) et le profil n'en permet pas d'autre",
    en="this element belongs to no slice ({slices}) and the profile allows no other",
    help_fr="retirez l'élément, ou accordez-le avec une des tranches",
    help_en="take the element away, or make it fit one of the slices",
)
SLICE_OUT_OF_ORDER = rule(
    "VA036",
    "slice-out-of-order",
    "error",
    "structure",
    fr="la tranche « {slice} » vient après une autre qu'elle doit précéder",
    en="the slice `{slice}` comes after another that it must precede",
    help_fr="rangez les éléments dans l'ordre des tranches du profil",
    help_en="put the elements in the order of the profile's slices",
)
VALUE_OUT_OF_RANGE = rule(
    "VA037",
    "value-out-of-range",
    "error",
    "value",
    fr="la valeur {value} sort des bornes du profil",
    en="the value {value} is outside the bounds of the profile",
    help_fr="vérifiez la valeur et son unité",
    help_en="check the value and its unit",
)
NO_PROFILE_FITS = rule(
    "VA038",
    "no-profile-fits",
    "error",
    "structure",
    fr="la valeur n'est conforme à aucun des profils permis ici",
    en="the value conforms to none of the profiles allowed here",
    help_fr="validez-la selon chacun des profils pour voir ce qui manque",
    help_en="validate it by each of the profiles to see what is missing",
)


def check_profile(walk: WalkState, canonical: str, value: Json, type_: str, at: Location) -> None:
    """A resource or a complex value against the profile of an address."""
    profile = walk.support.profiles.get(canonical)
    if profile is None:
        walk.add(UNKNOWN_PROFILE, at, unknown=canonical, suggestion=walk.support.profiles.addresses.nearest(canonical))
        return
    if type_ != profile.type and profile.type not in walk.support.shapes.ancestors(type_):
        walk.add(ASKED_PROFILE_OF_ANOTHER_TYPE, at, profile=canonical, wanted=profile.type, type=type_)
        return
    _root(walk, profile, value, type_, at)


def _root(walk: WalkState, profile: Profile, value: Json, type_: str, at: Location) -> None:
    compiled = profile.root
    if compiled.constraints:
        constraints.check(walk, compiled.constraints, value, type_, None, at, profile.url)
    _values(walk, compiled, Item(value, None, type_), at, profile.url)
    for child in compiled.children:
        _element(walk, child, value, None, at, profile.url)


def _element(walk: WalkState, compiled: CompiledElement, value: Any, sibling: Any, at: Location, profile: str) -> None:
    """All values of one element below its parent."""
    holder = value if isinstance(value, dict) else sibling if isinstance(sibling, dict) else {}
    stands = holder.keys() & compiled.present
    if not stands and not compiled.minimum and not compiled.slices:
        return
    if compiled.of_number and len(stands) == 1:
        child = holder.get(compiled.keys[0][0])
        if child is not None and compiled.minimum <= (len(child) if type(child) is list else 1) <= compiled.maximum:
            return
    places = _places(walk, compiled.keys_of(stands), value, holder, at) if stands else []
    count = len(places)
    if count < compiled.minimum:
        walk.add(MISSING_ELEMENT, at, element=compiled.path, count=count, minimum=compiled.minimum, profile=profile)
    if count > compiled.maximum:
        place = places[compiled.maximum][1]
        walk.add(
            TOO_MANY_ELEMENTS, place, element=compiled.path, count=count, maximum=compiled.maximum, profile=profile
        )
    for item, place in places:
        _item(walk, compiled, item, place, profile)
    if compiled.slices or compiled.closed:
        _slices(walk, compiled, compiled.slices, places, at, profile)


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
    if compiled.types is not None and not _type_allowed(walk, compiled.types, item):
        walk.add(TYPE_NOT_IN_PROFILE, at, type=item.type, allowed=", ".join(sorted(compiled.types)), profile=profile)
        return
    if compiled.of_value:
        _values(walk, compiled, item, at, profile)
    if compiled.constraints:
        path = item.type
        if at.property is not None and at.property.shape is not None:
            path = at.property.shape.path
        constraints.check(walk, compiled.constraints, item.value, path, item.sibling, at, profile)
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
        walk.add(NOT_THE_FIXED_VALUE, at, value=value, expected=_written(compiled.fixed), profile=profile)
    if compiled.pattern is not UNSTATED and not matches(compiled.pattern, value):
        asked = _written(compiled.pattern)
        walk.add(
            NOT_AS_THE_PATTERN,
            at,
            value=_written(value),
            expected=asked,
            profile=profile,
            element=at.expression,
            asked=asked,
        )
    if compiled.binding is not None:
        bindings.check(walk, compiled.binding, value, item.type, at, profile, chosen=compiled.states_code)
    if compiled.max_length is not None and isinstance(value, str) and len(value) > compiled.max_length:
        walk.add(TEXT_TOO_LONG, at, length=len(value), limit=compiled.max_length, profile=profile)
    for bound, lower in ((compiled.min_value, True), (compiled.max_value, False)):
        if bound is not None and _beyond(bound, value, lower):
            sign = "≥" if lower else "≤"
            walk.add(
                VALUE_OUT_OF_RANGE, at, value=_written(value), expected=f"{sign} {_written(bound)}", profile=profile
            )


def _type_profiles(walk: WalkState, compiled: CompiledElement, item: Item, at: Location, profile: str) -> None:
    profiles = compiled.profiles.get(item.type)
    if profiles is None and isinstance(item.value, dict) and "resourceType" in item.value:
        profiles = next(
            (some for code, some in compiled.profiles.items() if code in walk.support.shapes.ancestors(item.type)),
            None,
        )
    if not profiles or not isinstance(item.value, dict):
        return
    if item.type == "Extension":
        # The walk checks an extension by the definition of its url.
        url = item.value.get("url")
        profiles = tuple(entry for entry in profiles if entry.partition("|")[0] != url)
        if not profiles or len(compiled.profiles["Extension"]) > 1:
            return
    if len(profiles) == 1:
        walk.at_resource(item.value, at, lambda: walk.profile(profiles[0], item.value, item.type, at))
        return
    answers = [walk.conforms(item.value, entry) for entry in profiles]
    if all(answer is False for answer in answers):
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
    members: dict[str, list[tuple[Item, Location]]] = {entry.name: [] for entry in slices}
    position, left = 0, False
    order = {entry.name: place for place, entry in enumerate(slices)}
    for item, place in places:
        found = next((entry for entry in slices if belongs(entry.tests, item, walk)), None)
        if found is None:
            left = True
            if compiled.closed:
                names = ", ".join(members)
                walk.add(OUTSIDE_CLOSED_SLICES, place, slices=names, value=_written(item.value), profile=profile)
            continue
        if (compiled.ordered and order[found.name] < position) or (compiled.at_end and left):
            walk.add(SLICE_OUT_OF_ORDER, place, slice=found.name, profile=profile)
        position = max(position, order[found.name])
        members[found.name].append((item, place))
    for entry in slices:
        inside = members[entry.name]
        label = f"{compiled.path}:{entry.name}"
        if len(inside) < entry.minimum:
            walk.add(MISSING_ELEMENT, at, element=label, count=len(inside), minimum=entry.minimum, profile=profile)
        if len(inside) > entry.maximum:
            place = inside[entry.maximum][1]
            walk.add(TOO_MANY_ELEMENTS, place, element=label, count=len(inside), maximum=entry.maximum, profile=profile)
        for item, place in inside:
            _item(walk, entry.compiled, item, place, profile)
        if entry.reslices:
            _slices(walk, entry.compiled, entry.reslices, inside, at, profile)


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


def _written(value: Any) -> str:
    if isinstance(value, dict | list):
        from tabellion.fhir import json

        return shown(" ".join(json.dumps(value).split()))
    return shown(value)


def _beyond(bound: Any, value: Any, lower: bool) -> bool:
    if isinstance(bound, dict) and isinstance(value, dict):
        pair = quantity_of(value), quantity_of(bound)
        order = None if pair[0] is None or pair[1] is None else quantities.compare(pair[0], pair[1])
        if order is None:
            # what cannot be compared in UCUM is another kind of quantity
            return value.get("system") == bound.get("system") == ucum.SYSTEM and "code" in value and "value" in value
        return order == (-1 if lower else 1)
    if isinstance(bound, int) and isinstance(value, str):  # of 64 bits
        value = int(value) if read_primitive(value, "integer64") is not None else bound
    if isinstance(bound, int | Decimal) and isinstance(value, int | Decimal):
        return value < bound if lower else value > bound
    if isinstance(bound, str) and isinstance(value, str):
        return _order_of_times(value, bound) == (-1 if lower else 1)
    return False


def _order_of_times(value: str, bound: str) -> int | None:
    """The order of two dates, or of two times of day; `None` where it cannot be told."""
    for kind in ("DateTime", "Time"):
        first, second = temporal(value, kind), temporal(bound, kind)
        if first is not None and second is not None:
            return compare(first, second)
    return None
