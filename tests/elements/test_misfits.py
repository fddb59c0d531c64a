"""Values of complex types beside what in them is not as their type describes it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tabellion.elements.misfits import misfits
from tabellion.fhir.element_model import ElementModel
from tabellion.fhir.packages import PackageDefinitions

Definitions = Callable[[str], PackageDefinitions]
EXTENSION = {"url": "https://souffle.example/fhir/StructureDefinition/essai", "valueString": "x"}


@pytest.mark.parametrize(
    ("type_code", "value", "paths"),
    [
        # forms of primitives
        ("Period", {"start": "2023-02-30", "end": "2023-03-01"}, ["start"]),
        ("Period", {"start": "2023-02", "end": "2023-03-01T08:30:00Z"}, []),
        ("Timing", {"repeat": {"count": 99999999999, "period": Decimal("1.5")}}, ["repeat.count"]),
        ("Timing", {"event": ["2023-02-28", "2023-02-30"]}, ["event[1]"]),
        ("CodeableConcept", {"coding": [{"code": "a  b"}], "text": "x"}, ["coding[0].code"]),
        ("Quantity", {"value": "5"}, ["value"]),
        ("CodeableConcept", {"text": 5}, ["text"]),
        ("Coding", {"userSelected": "true"}, ["userSelected"]),
        # names
        ("CodeableConcept", {"codng": []}, ["codng"]),
        ("CodeableConcept", {"coding": [{"kode": "a"}]}, ["coding[0].kode"]),
        ("Coding", {"resourceType": "Coding", "code": "a"}, ["resourceType"]),
        # lists and objects
        ("CodeableConcept", {"coding": "x"}, ["coding"]),
        ("CodeableConcept", {"coding": {"code": "x"}}, ["coding"]),
        ("CodeableConcept", {"coding": ["x"]}, ["coding[0]"]),
        ("CodeableConcept", {"coding": []}, ["coding"]),
        ("CodeableConcept", {"text": ["x"]}, ["text"]),
        ("CodeableConcept", {}, [""]),
        ("CodeableConcept", {"coding": [{}]}, ["coding[0]"]),
        ("CodeableConcept", {"coding": [None]}, ["coding[0]"]),
        ("CodeableConcept", {"text": None}, ["text"]),
        ("CodeableConcept", 5, [""]),
        # beside the value of a primitive
        ("HumanName", {"given": ["a", None], "_given": [None, {"id": "b"}]}, []),
        ("HumanName", {"given": ["a", None]}, ["given[1]"]),
        ("HumanName", {"given": ["a"], "_given": [None, {"id": "b"}]}, ["given", "_given"]),
        ("HumanName", {"_family": {"extension": [EXTENSION]}}, []),
        ("HumanName", {"_family": {"extension": EXTENSION}}, ["_family.extension"]),
        ("HumanName", {"_period": {"id": "a"}}, ["_period"]),
        # choices
        ("Extension", EXTENSION, []),
        ("Extension", EXTENSION | {"valueCode": "x"}, ["valueCode"]),
        ("Extension", {"url": "a b"}, ["url"]),
        # addresses that mean something by themselves
        ("Coding", {"system": "LOINC", "code": "8302-2"}, ["system"]),
        ("Coding", {"system": "http://loinc.org|2.77", "code": "8302-2"}, ["system"]),
        ("Identifier", {"system": "numéro : le nôtre", "value": "1"}, ["system"]),
        ("ContactPoint", {"system": "phone"}, []),
        ("Coding", {"extension": [{"url": "essai", "valueCode": "a"}]}, ["extension[0].url"]),
        ("Coding", {"extension": [{**EXTENSION, "extension": [{"url": "essai"}]}]}, []),
        # elements with children of their own, and resources
        ("Observation.component", {"code": {"text": "a"}, "valueString": "b"}, []),
        ("Observation.component", {"kode": {"text": "a"}}, ["kode"]),
        ("Resource", {"resourceType": "Patient", "active": True}, []),
        ("Resource", {"resourceType": "Patient", "aktive": True}, ["aktive"]),
        ("Resource", {"active": True}, [""]),
        ("Patient", {"resourceType": "Group", "active": True}, [""]),
    ],
)
def test_places_of_what_does_not_fit(type_code: str, value: Any, paths: list[str], definitions: Definitions) -> None:
    """The paths of misfits, in the order of the value."""
    assert paths == [item.path for item in misfits(value, type_code, ElementModel(definitions("4.0.1")))]
