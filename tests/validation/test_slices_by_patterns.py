"""Slices whose discriminator is decided by what stands above its end, or by nothing."""

from __future__ import annotations

import pytest

from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from validation.making import element, errors, observation, profile, slicing, validate

SYSTEM = "https://hearing.example/codes"
LEFT = {"coding": [{"system": SYSTEM, "code": "left"}]}
RIGHT = {"coding": [{"system": SYSTEM, "code": "right"}]}


def _components(*codes: Json) -> Json:
    return observation(component=[{"code": code, "valueBoolean": True} for code in codes])


@pytest.mark.parametrize(
    "made",
    [
        profile(
            element("Observation.component", slicing=slicing(("value", "code.coding.code"))),
            element("Observation.component:left", min=1, max="1"),
            element("Observation.component:left.code", patternCodeableConcept=LEFT),
        ),
        profile(
            element("Observation.component", slicing=slicing(("value", "code.coding.system"), ("pattern", "code.coding.code"))),
            element("Observation.component:left", min=1, max="1"),
            element("Observation.component:left.code", patternCodeableConcept=LEFT),
        ),
        profile(
            element("Observation.component", slicing=slicing(("value", "code.coding"))),
            element("Observation.component:left", min=1, max="1"),
            element("Observation.component:left.code", patternCodeableConcept=LEFT),
        ),
    ],
    ids=["code", "system and code", "coding"],
)  # fmt: skip
@pytest.mark.parametrize(
    ("codes", "expected"),
    [([LEFT, RIGHT], []), ([RIGHT], ["VA012"]), ([LEFT, LEFT], ["VA013"])],
)
def test_a_pattern_on_an_ancestor(core: PackageDefinitions, made: Json, codes: list[Json], expected: list[str]) -> None:
    """It states what stands below it, as a value at the discriminator's end does."""
    assert expected == [code for code, _ in errors(core, _components(*codes), made)]


@pytest.mark.parametrize(("categories", "expected"), [([LEFT], []), ([RIGHT, LEFT], []), ([RIGHT], ["VA012"])])
def test_a_pattern_on_the_slice_itself(core: PackageDefinitions, categories: list[Json], expected: list[str]) -> None:
    """A discriminator below the slice is decided by the pattern of the slice."""
    made = profile(
        element("Observation.category", slicing=slicing(("value", "coding.code"))),
        element("Observation.category:left", min=1, max="1", patternCodeableConcept=LEFT),
    )
    assert expected == [code for code, _ in errors(core, observation(category=categories), made)]


def test_what_nothing_decides_is_said(core: PackageDefinitions) -> None:
    """Once, as a warning about the profile; no item is counted as missing."""
    made = profile(
        element("Observation.component", slicing=slicing(("value", "code.coding.code"))),
        element("Observation.component:left", min=1, max="1"),
    )
    found = validate(core, _components(LEFT, RIGHT), made)
    assert [] == [item.code for item in found if item.severity == "error"]
    assert ["VA027"] == [item.code for item in found if item.key is None]


@pytest.mark.parametrize(("stated", "severity"), [({}, "warning"), ({"patternUri": SYSTEM}, "error")])
def test_a_slice_without_a_value_of_its_own_refuses_nothing(
    core: PackageDefinitions, stated: Json, severity: str
) -> None:
    """Passports are any identifiers with a system: the definition does not tell them from the others, the message is not
    to blame."""
    made = profile(
        element("Observation.identifier", slicing=slicing(("value", "system"))),
        element("Observation.identifier:national", max="1"),
        element("Observation.identifier:national.system", min=1, patternUri=SYSTEM),
        element("Observation.identifier:passport"),
        element("Observation.identifier:passport.system", min=1, **stated),
    )
    found = validate(core, observation(identifier=[{"system": SYSTEM, "value": "1"}]), made)
    assert [severity] == [item.severity for item in found if item.code == "VA103"]


@pytest.mark.parametrize(("codes", "expected"), [([LEFT], []), ([LEFT, RIGHT], ["VA012"])])
def test_the_default_slice_takes_what_is_left(core: PackageDefinitions, codes: list[Json], expected: list[str]) -> None:
    """What is asked of `@default` is asked of the items of no other slice (R4 profiling.html, 5.1.0.14)."""
    made = profile(
        element("Observation.component", slicing=slicing(("value", "code"), rules="closed")),
        element("Observation.component:left", min=1, max="1"),
        element("Observation.component:left.code", patternCodeableConcept=LEFT),
        element("Observation.component:@default"),
        element("Observation.component:@default.interpretation", min=1),
    )
    assert expected == [code for code, _ in errors(core, _components(*codes), made)]
