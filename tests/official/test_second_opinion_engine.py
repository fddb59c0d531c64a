"""The running engine of HL7's validator beside ours, where it was fetched before or can be."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from needs import needs
from tabellion.diagnostics import Report
from tabellion.fhir.json import dumps
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.packages import PackageDefinitions
from tabellion.fhir.registry import Coordinate
from tabellion.validation.official import installing
from tabellion.validation.official.engine import OfficialEngine, start
from tabellion.validation.official.opinions import second_opinion
from tabellion.validation.validator import Validator
from validation.making import observation, patient


@pytest.fixture(scope="module")
def validator() -> Validator:
    package = PackageResolver(None, Report()).find(Coordinate("hl7.fhir.r4.core", "4.0.1"))
    needs(package, "the core package")
    assert package is not None
    return Validator(PackageDefinitions([package]))


@pytest.fixture(scope="module")
def engine() -> Iterator[OfficialEngine]:
    """The engine, where it was fetched before or can be."""
    needs(all(shutil.which(name) for name in installing.PROGRAMS), "JDK, Maven and npm")
    report = Report()
    running = start([], report)
    needs(running, f"HL7's validator: {[diagnostic.message('en') for diagnostic in report]}")
    assert running is not None
    with running:
        yield running


def test_the_two_agree(engine: OfficialEngine, validator: Validator) -> None:
    """On a right and on a wrong resource; what only lacks a server is one note."""
    vital = observation(
        category=[
            {
                "coding": [
                    {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}
                ]
            }
        ],
        code={"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        subject={"reference": "Patient/1"},
        effectiveDateTime="2025-03-01",
        valueQuantity={"value": 70, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"},
    )
    for resource, valid in ((patient(gender="female"), True), (patient(gender="woman"), False), (vital, True)):
        ours = validator.validate(resource)
        found, theirs = second_opinion(engine, validator.support.terminology, dumps(resource).encode(), (), ours.valid)
        assert (valid, valid) == (ours.valid, theirs)
        assert "VA087" not in [match.rule.code for match in found]
    assert 1 == [match.rule.code for match in found].count("VA088")


def test_verdicts_that_differ_are_told(engine: OfficialEngine, validator: Validator) -> None:
    """With both verdicts."""
    content = dumps(patient(gender="woman")).encode()
    found, _ = second_opinion(engine, validator.support.terminology, content, (), ours_valid=True)
    message = next(match.message("en") for match in found if match.rule.code == "VA087")
    assert "the two verdicts differ: valid here, not valid for HL7's validator" == message
