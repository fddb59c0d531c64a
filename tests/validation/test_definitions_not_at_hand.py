"""Profiles that are faulty, or not here in the version asked for: said, and never taken for passed."""

from __future__ import annotations

import pytest

from tabellion.diagnostics import Finding
from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from validation.making import ROOT, code_system, element, observation, patient, profile, validate

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
        (f"{CLAIMED}|2.0.0", [("VA029", "warning")]),
    ],
)
def test_the_version_of_a_claimed_profile(
    core: PackageDefinitions, asked: str, expected: list[tuple[str, str]]
) -> None:
    """A claim of a version that is not at hand is not judged by another one, and both versions are named."""
    definition = profile(element("Observation.note", min=1), url=CLAIMED, version="0.1.0")
    found = validate(core, _claim(asked), definition)
    assert expected == _told(found, "VA012", "VA029")
    assert all(
        "2.0.0" in item.message("en") and "0.1.0" in item.message("en") for item in found if item.code == "VA029"
    )


@pytest.mark.parametrize(
    ("coding", "expected"),
    [
        ({"code": "tone"}, []),
        ({"code": "tone", "version": "1.0"}, []),
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
