"""What is said of a compulsory slice that is not there, and of an item that belongs to no slice."""

from __future__ import annotations

import pytest

from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from validation.making import ROOT, element, observation, patient, profile, slicing, validate
from validation.test_bundles_and_references import ONE, TWO, bundle, entry

SYSTEM = f"{ROOT}/codes"
LEFT, RIGHT = ({"coding": [{"system": SYSTEM, "code": code}]} for code in ("left", "right"))


def _by_code(rules: str) -> Json:
    return profile(
        element("Observation.component", slicing=slicing(("value", "code"), rules=rules)),
        element("Observation.component:left", min=1, max="1"),
        element("Observation.component:left.code", patternCodeableConcept=LEFT),
        element("Observation.component:left.value[x]", min=1),
    )


def _component(code: Json, **more: object) -> Json:
    return {"code": code, **more}


@pytest.mark.parametrize(
    ("rules", "components", "code", "words"),
    [
        ("open", [_component(RIGHT, valueBoolean=True)], "VA012",
         ["Observation.component:left", '"code": "left"', "nearest", "Observation.component[0]", '"code": "right"']),
        ("open", [_component(LEFT)], "VA012", ["Observation.component:left.value[x]"]),
        ("closed", [_component(LEFT, valueBoolean=True), _component(RIGHT, valueBoolean=True)], "VA035",
         ["left: code = ", '"code": "left"']),
    ],
    ids=["missing", "inside", "closed"],
)  # fmt: skip
def test_the_slice_is_named_with_what_it_asks_for(
    core: PackageDefinitions, rules: str, components: list[Json], code: str, words: list[str]
) -> None:
    """Everywhere below it too, and with what the nearest item has instead."""
    found = [item for item in validate(core, observation(component=components), _by_code(rules)) if item.code == code]
    assert 1 == len(found)
    told = f"{found[0].message('en')} {found[0].expected_in('en')}"
    assert [] == [word for word in words if word not in told]


def test_a_slice_by_profile_says_what_keeps_an_item_out(core: PackageDefinitions) -> None:
    """The first fault of the nearest item by the profile that the slice asks for."""
    born = profile(element("Patient.birthDate", min=1), type="Patient", url=f"{ROOT}/StructureDefinition/born")
    whole = profile(
        element("Bundle.entry", slicing=slicing(("profile", "resource"))),
        element("Bundle.entry:born", min=1, max="1"),
        element("Bundle.entry:born.resource", min=1, type=[{"code": "Patient", "profile": [born["url"]]}]),
        type="Bundle",
    )
    message = bundle("collection", entry(ONE, patient(gender="male")), entry(TWO, observation()))
    found = next(item for item in validate(core, message, whole, born) if item.code == "VA012")
    assert "Patient.birthDate" in str(found.expected_in("en"))
    assert "le plus proche" in str(found.expected_in("fr"))
