"""Rules of R4 by their words, where an expression says something else; what it advises is a warning."""

from __future__ import annotations

import pytest

from tabellion.fhir.json import Json
from tabellion.validation.validator import Validator
from validation.making import observation, patient

VITAL = {
    "category": [
        {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}]}
    ],
    "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4"}]},
    "subject": {"reference": "Patient/1"},
    "valueQuantity": {"value": 60, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min"},
}
UNKNOWN = {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}


@pytest.mark.parametrize(
    ("start", "end", "kept"),
    [
        ("2020-01-01T10:00:00Z", "2020-01-01", True),
        ("2020-01-15", "2020-01", True),
        ("2020-05", "2020", True),
        ("2020", "2020-05", False),
        ("2020-01-01", "2020-01-01T10:00:00Z", False),
        ("2020-01-01T12:00:00+02:00", "2020-01-01T10:00:00Z", True),
        ("2020-01-01T12:00:00Z", "2020-01-01T13:00:00+02:00", False),
        ("2020-01-02", "2020-01-01", False),
        ("2020-01-02T00:30:00+02:00", "2020-01-01", False),
        ("2020-02", "2020-01-31", False),
        ("2021", "2020-12-31", False),
    ],
)
def test_the_end_of_a_period_takes_in_all_of_its_day(validator: Validator, start: str, end: str, kept: bool) -> None:
    """And of its month or its year (R4 datatypes.html, Period)."""
    found = validator.validate(patient(name=[{"text": "x", "period": {"start": start, "end": end}}]))
    assert ([] if kept else ["per-1"]) == [error.key for error in found.errors()]


@pytest.mark.parametrize(
    ("effective", "kept"),
    [
        ({"effectiveDateTime": "2020-01-02"}, True),
        ({"effectiveDateTime": "2020-01"}, False),
        ({"effectivePeriod": {"start": "2020"}}, True),
        ({"_effectiveDateTime": {"extension": [UNKNOWN]}}, True),
    ],
)
def test_a_vital_sign_is_precise_to_the_day_where_it_has_a_value(
    validator: Validator, effective: Json, kept: bool
) -> None:
    """vs-1 speaks of a dateTime that has one."""
    found = validator.validate(observation(**{**VITAL, **effective}))
    assert ([] if kept else ["vs-1"]) == [error.key for error in found.errors()]


@pytest.mark.parametrize(
    ("resource", "code"),
    [
        (patient(name=[{"text": "   "}]), "VA077"),
        (observation(note=[{"text": " \n "}]), "VA077"),
        (patient(name=[{"text": "a\u0007b"}]), "VA106"),
        (patient(name=[{"text": "a\u0000b"}]), "VA106"),
        ('{"resourceType": "Observation", "status": "final", "code": {"text": "t"}, "valueQuantity": {"value": 1e400}}',
         "VA078"),
        ('{"resourceType": "Observation", "status": "final", "code": {"text": "t"}, "valueQuantity": {"value": 1e-400}}',
         "VA078"),
        (patient(modifierExtension=[{"url": "http://example.org/not-my-patient", "valueBoolean": True}]), "VA042"),
    ],
)  # fmt: skip
def test_what_is_advised_is_a_warning(validator: Validator, resource: Json | str, code: str) -> None:
    """It is valid all the same."""
    found = validator.validate(resource)
    assert (True, [code]) == (found.valid, found.codes("warning"))


@pytest.mark.parametrize("number", ["0", "0.0", "1e300", "-1e-300", "123456789012345678901234567890"])
def test_numbers_that_programs_keep(validator: Validator, number: str) -> None:
    """Nothing is said of them."""
    text = '{"resourceType": "Observation", "status": "final", "code": {"text": "t"}, "valueQuantity": {"value": %s}}'
    assert [] == validator.validate(text % number).codes("error", "warning")


def test_a_narrative_in_xml_may_have_prefixes(validator: Validator) -> None:
    """It is written without them, as JSON has it."""
    text = (
        '<f:Patient xmlns:f="http://hl7.org/fhir"><f:text><f:status value="generated"/>'
        '<h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>x</h:p></h:div></f:text></f:Patient>'
    )
    assert [] == validator.validate(text).codes()
