"""One fault gives one finding, in the words of the form that the message has; suggestions keep what is meant."""

from __future__ import annotations

import pytest

from tabellion.diagnostics.words import nearest_code
from tabellion.terminology import ucum
from tabellion.validation.validator import Validator

OPEN = '<Observation xmlns="http://hl7.org/fhir"><status value="final"/><code><text value="t"/></code>'
QUANTITY = '<valueQuantity><value value="{}"/></valueQuantity></Observation>'


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (OPEN + QUANTITY.format("066.9"), ["FR019"]),
        ('<Patient xmlns="http://hl7.org/fhir"><active value="yes"/></Patient>', ["FR019"]),
        ('<Patient xmlns="http://hl7.org/fhir"><name/></Patient>', ["FR020"]),
        ('<Patient xmlns="http://hl7.org/fhir"><name value="x"/></Patient>', ["FR015"]),
        ('<Patient xmlns="http://hl7.org/fhir"><birthDate>2000</birthDate></Patient>', ["FR018"]),
        (OPEN.replace(' value="final"', "") + "</Observation>", ["FR020"]),
        (
            '<Patient xmlns="http://hl7.org/fhir"><contact><name><text value="y"/></name></contact><name><text value="x"/></name>'
            '<gender value="male"/></Patient>',
            ["FR016"],
        ),
    ],
)
def test_what_is_told_of_xml_is_not_told_again(validator: Validator, text: str, codes: list[str]) -> None:
    """Nor in the words of JSON: there are no brackets to check."""
    found = validator.validate(text)
    assert codes == [item.code for item in found if item.severity != "information"]
    assert all("bracket" not in item.help("en") and item.place.line for item in found)


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("cel", "Cel"),
        ("K/µL", "10*3/uL"),
        ("k/uL", "10*3/uL"),
        ("M/µL", "10*6/uL"),
        ("MG/DL", "mg/dL"),
        ("MMOL/L", "mmol/L"),
        ("kPA", "kPa"),
        ("beats/min", "{beats}/min"),
        ("mgs/dL", None),
        ("kgs", None),
    ],
)
def test_a_unit_that_is_suggested_measures_what_was_meant(code: str, meant: str | None) -> None:
    """Thousands are no kelvins, a word that is no unit does not become an annotation, which would count for 1."""
    problem = ucum.problem(code)
    assert meant == (problem.suggestion if problem is not None else code)


@pytest.mark.parametrize(
    ("code", "known", "meant"),
    [
        ("Male", ["male", "female"], "male"),
        ("femal", ["male", "female"], "female"),
        ("fianl", ["final", "amended"], "final"),
        ("entered in error", ["entered-in-error"], "entered-in-error"),
        ("inactive", ["active"], None),
        ("male", ["female"], None),
        ("8302-3", ["8302-2"], None),
        ("A01", ["A02"], None),
        ("mm", ["mg"], None),
        ("final", ["final"], None),
        ("lest", ["left", "lost"], None),
    ],
)
def test_a_code_that_is_suggested_is_the_one_that_was_meant(code: str, known: list[str], meant: str | None) -> None:
    """Never what was given, its opposite, or a neighbour by a digit."""
    assert meant == nearest_code(code, known)
