"""Profiles that are faulty, or not here in the version asked for: said, and never taken for passed."""

from __future__ import annotations

import pytest

from tabellion.diagnostics import Finding
from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from validation.making import (
    ROOT,
    code_system,
    element,
    invariant,
    observation,
    patient,
    profile,
    validate,
    value_set,
)  # fmt: skip

CLAIMED = f"{ROOT}/StructureDefinition/claimed"


def _told(found: list[Finding], *codes: str) -> list[tuple[str, str]]:
    return [(item.rule.code, item.severity) for item in found if item.rule.code in codes]


def _claim(canonical: str) -> Json:
    return observation(meta={"profile": [canonical]})


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        (profile(element("Observation.nothing", min=1), url=CLAIMED), "Observation.nothing"),
        (profile(url=CLAIMED, base="https://other.org/StructureDefinition/absent"), "absent"),
    ],
    ids=["unknown path", "absent base"],
)
def test_a_claimed_profile_without_snapshot(core: PackageDefinitions, definition: Json, words: str) -> None:
    """An error that says what is wrong with the definition, where nothing could be checked by it."""
    found = validate(core, _claim(CLAIMED), definition)
    assert [("VA039", "error")] == _told(found, "VA030", "VA039")
    told = next(item for item in found if item.rule.code == "VA039")
    assert words in told.message("en")
    assert words in told.message("fr")
    assert told.suggestion is None


def test_a_claimed_profile_with_a_slice_of_nothing(core: PackageDefinitions) -> None:
    """What nothing sorts into the slice is said, and whatever else the profile asks is checked."""
    sliced = element("Observation.category:a", min=1, max="1")
    definition = profile(sliced, element("Observation.note", min=1), url=CLAIMED)
    whole = {**_claim(CLAIMED), "category": [{"text": "x"}]}
    found = _told(validate(core, whole, definition), "VA012", "VA027", "VA039")
    assert [("VA012", "error"), ("VA027", "warning")] == sorted(found)


def test_an_extension_without_snapshot(core: PackageDefinitions) -> None:
    """The definition of an extension is a profile as well."""
    definition = profile(
        element("Extension.nothing", min=1),
        type="Extension",
        url=CLAIMED,
        context=[{"type": "element", "expression": "Patient"}],
    )
    found = validate(core, patient(extension=[{"url": CLAIMED, "valueString": "x"}]), definition)
    assert [("VA039", "error")] == _told(found, "VA039", "VA041")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (CLAIMED, [("VA012", "error")]),
        (f"{CLAIMED}|0.1.0", [("VA012", "error")]),
        (f"{CLAIMED}|0.1", [("VA012", "error")]),
        (f"{CLAIMED}|0.10", [("VA029", "warning")]),
        (f"{CLAIMED}|2.0.0", [("VA029", "warning")]),
    ],
)
def test_the_version_of_a_claimed_profile(
    core: PackageDefinitions, asked: str, expected: list[tuple[str, str]]
) -> None:
    """A claim of a version that is not at hand is not judged by another one, and both versions are named; one of which
    the last parts are left out is any that goes on with the others."""
    definition = profile(element("Observation.note", min=1), url=CLAIMED, version="0.1.0")
    found = validate(core, _claim(asked), definition)
    assert expected == _told(found, "VA012", "VA029")
    assert all(asked in item.message("en") and "0.1.0" in item.message("en") for item in found if item.code == "VA029")


@pytest.mark.parametrize(
    ("coding", "expected"),
    [
        ({"code": "tone"}, []),
        ({"code": "tone", "version": "1.0"}, []),
        ({"code": "tone", "version": "1"}, []),
        ({"code": "tone", "version": "2.0"}, [("TX011", "warning")]),
        ({"code": "speech", "version": "2.0"}, [("TX011", "warning")]),
        ({"code": "speech", "version": "1.0"}, [("TX005", "error")]),
    ],
)
def test_the_version_of_a_coding(core: PackageDefinitions, coding: Json, expected: list[tuple[str, str]]) -> None:
    """A code of a version that is not at hand cannot be refused by another version."""
    system = {**code_system({"code": "tone"}), "version": "1.0"}
    resource = observation(method={"coding": [{"system": f"{ROOT}/codes", **coding}]})
    assert expected == _told(validate(core, resource, system), "TX005", "TX011")


def test_a_contained_resource_without_id(core: PackageDefinitions) -> None:
    """Nothing can refer to it."""
    resource = observation(contained=[patient(gender="male")], subject={"display": "x"})
    assert [("VA026", "error")] == _told(validate(core, resource), "VA026")


def test_a_target_by_a_profile_that_is_not_at_hand(core: PackageDefinitions) -> None:
    """It is there and could not be judged, which is said once."""
    target = {"code": "Reference", "targetProfile": [f"{ROOT}/StructureDefinition/absent"]}
    definition = profile(element("Observation.subject", type=[target]), element("Observation.focus", type=[target]))
    whole = observation(contained=[patient(id="a")], subject={"reference": "#a"}, focus=[{"reference": "#a"}])
    assert [("VA030", "warning")] == _told(validate(core, whole, definition), "VA030", "VA053", "VA050")


SYSTEM_1 = {**code_system({"code": "tone"}), "version": "1.0"}


@pytest.mark.parametrize(
    ("include", "coding", "expected"),
    [
        ({}, {"code": "tone"}, []),
        ({"version": "1.0"}, {"code": "tone"}, []),
        ({"version": "1.0"}, {"code": "tone", "version": "1.0"}, []),
        # a value set over a version that is not here says nothing of a code, whichever the other version has
        ({"version": "2.0"}, {"code": "tone"}, [("TX004", "warning")]),
        # the version of a coding is one that the value set does not take its codes from
        ({"version": "1.0"}, {"code": "tone", "version": "2.0"}, [("TX001", "error")]),
        ({"version": "1.0", "concept": [{"code": "tone"}]}, {"code": "tone", "version": "2.0"}, [("TX001", "error")]),
    ],
)
def test_the_version_of_a_value_set(
    core: PackageDefinitions, include: Json, coding: Json, expected: list[tuple[str, str]]
) -> None:
    """Codes of one version are none of another."""
    bound = {"strength": "required", "valueSet": f"{ROOT}/ValueSet/v"}
    known = (profile(element("Observation.method", binding=bound)), SYSTEM_1)
    own = value_set("v", {"system": f"{ROOT}/codes", **include})
    resource = observation(method={"coding": [{"system": f"{ROOT}/codes", **coding}]})
    assert expected == _told(validate(core, resource, *known, own), "TX001", "TX004")


@pytest.mark.parametrize(
    ("additional", "expected"),
    [
        ({"purpose": "maximum"}, [("TX001", "error")]),
        ({"purpose": "required"}, [("TX001", "error")]),
        ({"purpose": "extensible"}, [("TX002", "warning")]),
        ({"purpose": "current"}, [("TX002", "warning")]),
        ({"purpose": "candidate"}, []),
        ({"purpose": "ui"}, []),
        # what one of several values keeps, the only one keeps
        ({"purpose": "required", "any": True}, [("TX001", "error")]),
        ({"purpose": "required", "usage": [{"code": {"code": "venue"}}]}, []),
    ],
)
def test_additional_bindings(core: PackageDefinitions, additional: Json, expected: list[tuple[str, str]]) -> None:
    """Those that hold whatever the use (R5 ElementDefinition.binding.additional), as elements and as extensions."""
    stated = {"valueSet": f"{ROOT}/ValueSet/v", **additional}
    parts = [
        {"url": "purpose", "valueCode": additional["purpose"]},
        {"url": "valueSet", "valueCanonical": stated["valueSet"]},
    ]
    extended = {"url": "http://hl7.org/fhir/tools/StructureDefinition/additional-binding", "extension": parts}
    forms = [{"additional": [stated]}] + ([{"extension": [extended]}] if len(additional) == 1 else [])
    for form in forms:
        bound = {"strength": "example", "valueSet": f"{ROOT}/ValueSet/other", **form}
        known = (profile(element("Observation.method", binding=bound)), SYSTEM_1)
        resource = observation(method={"coding": [{"system": f"{ROOT}/others", "code": "x"}]})
        own = value_set("v", {"system": f"{ROOT}/codes"})
        assert expected == _told(validate(core, resource, *known, own), "TX001", "TX002")


def test_additional_bindings_of_lists_and_of_texts(core: PackageDefinitions) -> None:
    """One that any of several values keeps says nothing of each; a greatest value set asks for a code of its own."""
    own = value_set("v", {"system": f"{ROOT}/codes"})
    for path, more, value, expected in (
        (
            "category",
            {"purpose": "required", "any": True},
            [{"coding": [{"system": f"{ROOT}/others", "code": "x"}]}],
            [],
        ),
        ("method", {"purpose": "maximum"}, {"text": "x"}, [("TX009", "error")]),
    ):
        stated = {"valueSet": f"{ROOT}/ValueSet/v", **more}
        bound = {"strength": "preferred", "valueSet": f"{ROOT}/ValueSet/other", "additional": [stated]}
        known = (profile(element(f"Observation.{path}", binding=bound)), SYSTEM_1)
        found = validate(core, observation(**{path: value}), *known, own)
        assert expected == _told(found, "TX001", "TX009")


def test_where_an_extension_may_stand_cannot_be_told(core: PackageDefinitions) -> None:
    """Both kinds of expression: it forbids nothing, and is said."""
    definition = profile(
        type="Extension",
        url=CLAIMED,
        context=[{"type": "fhirpath", "expression": "Patient.("}],
        contextInvariant=["1 +"],
    )
    found = validate(core, patient(extension=[{"url": CLAIMED, "valueString": "x"}]), definition)
    assert [("VA079", "warning")] * 2 == _told(found, "VA043", "VA079")


def test_a_regular_expression_that_cannot_be_read(core: PackageDefinitions) -> None:
    """It is an error about the profile."""
    broken = {"url": "http://hl7.org/fhir/StructureDefinition/regex", "valueString": "["}
    definition = profile(element("Observation.identifier.value", extension=[broken]))
    found = validate(core, observation(identifier=[{"system": "urn:a:b", "value": "x"}]), definition)
    assert [("VA073", "error")] == _told(found, "VA028", "VA073")


def test_what_is_kept_of_definitions_does_not_hide_where_they_stand(core: PackageDefinitions) -> None:
    """The same ElementDefinition is judged again where its extension is not allowed."""
    extension = profile(
        type="Extension",
        url=CLAIMED,
        context=[{"type": "element", "expression": "StructureDefinition.differential.element"}],
    )
    row = {"id": "Observation", "path": "Observation", "extension": [{"url": CLAIMED, "valueString": "x"}]}
    base = profile(url=f"{ROOT}/StructureDefinition/q", constraint=[])
    base.pop("constraint")
    both = {**base, "differential": {"element": [row]}, "snapshot": {"element": [row]}}
    places = [item.expression for item in validate(core, both, extension) if item.code == "VA043"]
    assert ["StructureDefinition.snapshot.element[0].extension[0]"] == places


def test_an_invariant_that_cannot_be_evaluated_is_an_error_about_it(core: PackageDefinitions) -> None:
    """In the words of FHIRPath."""
    definition = profile(element("Observation.code", constraint=[invariant("text > 3")]))
    told = [item for item in validate(core, observation(), definition) if item.code == "VA073"]
    assert ["`>` cannot relate string and System.Integer"] == [str(item.parameters["reason"].en) for item in told]
