"""What a profile of several codes asks of each: measured on its examples, by changing one thing at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from tabellion.elements.codings import codings_in
from tabellion.fhir.json import Json
from tabellion.validation.validator import Validator

# what every resource has, and what says which code it is of
COMMON = frozenset({"resourceType", "id", "meta", "text", "language", "implicitRules", "contained", "code"})
QUANTITY = "valueQuantity"

Key = tuple[str, str]
"""A property and, for `extension`, the address of the extension."""


@dataclass(frozen=True, slots=True)
class AskedByCode:
    """What is asked of one code and not of all: `units` it takes, what it wants and forbids, and of coded elements the
    codes that it takes, by property. `example` is the number of the example that it was measured on, -1 without one.
    """

    example: int = -1
    units: Sequence[str] = ()
    wanted: Sequence[Key] = ()
    forbidden: Sequence[Key] = ()
    codes: Mapping[str, Sequence[Json]] = field(default_factory=dict)


def asked_by_code(
    codes: Sequence[Key],
    examples: Sequence[Json],
    units: Sequence[str],
    bound: Mapping[str, Sequence[Json]],
    validator: Validator,
    profile: str,
) -> list[AskedByCode]:
    """For each code (system and code) what differs from the others, one item each.

    `examples` are valid instances, the one to be measured on first; `bound` has, by property, the Codings that may be
    given for it. What all codes want, forbid or take alike is left out.
    """

    def is_valid(resource: Json) -> bool:
        return validator.validate(resource, (profile,)).valid

    found = [_of_code(code, examples, units, bound, is_valid) for code in codes]
    measured = [item for item in found if item.example >= 0]
    if len(measured) < 2:
        return found
    wanted = set.intersection(*(set(item.wanted) for item in measured))
    forbidden = set.intersection(*(set(item.forbidden) for item in measured))
    alike = {key for key in bound if len({str(item.codes.get(key)) for item in measured if item.codes.get(key)}) < 2}
    return [
        AskedByCode(
            item.example,
            item.units,
            [key for key in item.wanted if key not in wanted],
            [key for key in item.forbidden if key not in forbidden],
            {key: taken for key, taken in item.codes.items() if key not in alike and taken},
        )
        for item in found
    ]


def _of_code(
    code: Key,
    examples: Sequence[Json],
    units: Sequence[str],
    bound: Mapping[str, Sequence[Json]],
    is_valid: Callable[[Json], bool],
) -> AskedByCode:
    numbers = [number for number, example in enumerate(examples) if code in _codes(example)]
    if not numbers:
        return AskedByCode()
    base = examples[numbers[0]]
    samples: dict[Key, Json] = {}
    for example in examples:
        for key, value in _parts(example).items():
            samples.setdefault(key, value)
    codes = {
        name: [coding for coding in codings if is_valid(base | {name: {"coding": [coding]}})]
        for name, codings in bound.items()
    }
    wanted = [key for key in _parts(base) if not is_valid(_without(base, key))]
    forbidden = [
        key
        for key, value in samples.items()
        if key not in _parts(base)
        and not is_valid(_with(base, key, value))
        and not codes.get(key[0])  # of a coded element another value may be the right one
    ]
    return AskedByCode(numbers[0], _units(base, units, is_valid), sorted(wanted), sorted(forbidden), codes)


def _codes(resource: Json) -> set[Key]:
    """The codes that an instance says it is of."""
    held = codings_in(resource["code"]) if isinstance(resource.get("code"), dict) else ()
    return {(str(coding.get("system", "")), str(coding.get("code", ""))) for coding in held}


def _units(base: Json, units: Sequence[str], is_valid: Callable[[Json], bool]) -> list[str]:
    """The units that an instance may be in, as many as are left valid when they are put in its place."""
    if not isinstance(base.get(QUANTITY), dict):
        return []
    return [unit for unit in units if is_valid(base | {QUANTITY: base[QUANTITY] | {"code": unit}})]


def _parts(resource: Json) -> dict[Key, Json]:
    """What an instance has beyond what all have: its extensions by address, its other properties."""
    extensions = {("extension", str(item.get("url"))): item for item in resource.get("extension", ())}
    others = {
        (key, ""): value
        for key, value in resource.items()
        if key not in COMMON and key != "extension" and not key.startswith(("value", "_"))
    }
    return {**extensions, **others}


def _without(resource: Json, key: Key) -> Json:
    made = deepcopy(resource)
    name, url = key
    if not url:
        del made[name]
        return made
    made[name] = [item for item in made[name] if item.get("url") != url]
    return made if made[name] else {other: value for other, value in made.items() if other != name}


def _with(resource: Json, key: Key, value: Json) -> Json:
    name, url = key
    return resource | {name: [*resource.get(name, ()), value] if url else value}
