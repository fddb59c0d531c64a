"""Addresses of systems, of definitions and of data types, and what attachments say of their data: input beside verdict."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from tabellion.validation.validator import Validator
from validation.making import observation, patient

V3 = "http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm"
OLD = "http://hl7.org/fhir/v2/0203"
NEWER = "http://terminology.hl7.org/CodeSystem/of-next-year"
HL7 = {"resourceType": "ImplementationGuide", "url": "http://terminology.hl7.org/ImplementationGuide/hl7.terminology"}
BASE = "https://hearing.example/CodeSystem/tests"
SUPPLEMENT = {
    "resourceType": "CodeSystem", "url": f"{BASE}-fr", "status": "active",
    "content": "supplement", "supplements": BASE, "concept": [{"code": "tone"}],
}  # fmt: skip


def _coded(system: str, code: str = "MR") -> Json:
    return observation(method={"coding": [{"system": system, "code": code}]})


def _quantity(system: str, code: str) -> Json:
    return observation(valueQuantity={"value": 1, "system": system, "code": code})


def _errors(validator: Validator, resource: Json) -> list[str]:
    return validator.validate(resource).codes("error")


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (_coded(OLD), ["TX013"]),
        (patient(identifier=[{"system": OLD, "value": "1"}]), ["TX013"]),
        (_quantity(OLD, "x"), ["TX013"]),
        (_coded("http://hl7.org/fhir/sid/us-ssn"), []),
        (_coded("http://hl7.org/fhir/us/hearing/CodeSystem/x"), []),
        (_coded("http://hl7.org/fhir/of-next-version"), []),
        (_coded("http://hl7.org/fhir/v3/ActCode"), ["TX013"]),
        (_coded("tests"), []),
        (observation(meta={"tag": [{"system": "tests", "code": "a"}]}), ["TX010"]),
        (_coded(NEWER), []),
        (_quantity(V3, "TAB"), []),
        (_quantity(V3, "Tab"), ["TX005"]),
        (_quantity("tablets", "Tab"), ["TX010"]),
        (_quantity("https://hearing.example/forms", "Tab"), []),
    ],
)
def test_the_address_of_a_system(validator: Validator, resource: Json, expected: list[str]) -> None:
    assert _errors(validator, resource) == expected


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ("http://hl7.org/fhir/us/hearing/CodeSystem/x", "TX013"),
        ("http://hl7.org/fhir/of-next-version", "TX013"),
        ("tests", "TX010"),
    ],
)
def test_what_may_be_known_elsewhere_is_a_warning(validator: Validator, system: str, expected: str) -> None:
    assert expected in validator.validate(_coded(system)).codes("warning")


def test_with_the_package_of_its_terminology_all_of_it_is_known(core: PackageDefinitions) -> None:
    assert _errors(Validator(OwnDefinitions([HL7], core)), _coded(NEWER)) == ["TX013"]
    registered = {"resourceType": "NamingSystem", "url": f"{BASE}-named", "uniqueId": [{"type": "uri", "value": NEWER}]}
    assert _errors(Validator(OwnDefinitions([HL7, registered], core)), _coded(NEWER)) == []


def test_a_supplement_has_no_codes_of_its_own(core: PackageDefinitions) -> None:
    validator = Validator(OwnDefinitions([SUPPLEMENT], core))
    assert _errors(validator, _coded(f"{BASE}-fr", "tone")) == ["TX014"]
    assert _errors(validator, _coded(BASE, "tone")) == []


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("http://hl7.org/fhir/ValueSet/observation-status", ["VA050"]),
        ("http://hl7.org/fhir/ValueSet/observation-status|4.0.1", ["VA050"]),
        ("http://hl7.org/fhir/StructureDefinition/Patient", ["VA050"]),
        ("https://hearing.example/Questionnaire/q", []),
    ],
)
def test_the_type_that_a_canonical_address_leads_to(validator: Validator, canonical: str, expected: list[str]) -> None:
    answers: Json = {"resourceType": "QuestionnaireResponse", "status": "completed", "questionnaire": canonical}
    assert _errors(validator, answers) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"resourceType": "Address", "city": "Lyon"}, []),
        ({"resourceType": "Address", "city": "Lyon", "use": "bad"}, ["TX001"]),
        ({"resourceType": "Address", "town": "Lyon"}, ["VA011"]),
        ({"resourceType": "Coding", "system": "tests", "code": "a"}, ["TX010"]),
        ({"resourceType": "Element", "id": "a"}, ["VA010"]),
        ({"resourceType": "DomainResource", "id": "a"}, ["VA010"]),
        ({"resourceType": "string", "id": "a"}, ["VA010"]),
    ],
)
def test_a_data_type_by_itself(validator: Validator, value: Json, expected: list[str]) -> None:
    """It is judged by its type and told to be no resource; abstract and primitive types are none of either."""
    found = validator.validate(value)
    assert found.codes("error") == expected
    assert ("VA100" in found.codes("warning")) is ("VA010" not in expected)


@pytest.mark.parametrize("key", ["contained", "entry"])
def test_a_data_type_is_not_accepted_where_a_resource_stands(validator: Validator, key: str) -> None:
    address: Json = {"resourceType": "Address", "id": "a", "city": "Lyon"}
    bundle: Json = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": address}]}
    inside = bundle if key == "entry" else patient(contained=[address])
    assert "VA010" in _errors(validator, inside)


DATA = base64.b64encode(b"hearing").decode()
HASH = base64.b64encode(hashlib.sha1(b"hearing").digest()).decode()


@pytest.mark.parametrize(
    ("attachment", "expected"),
    [
        ({"data": DATA, "size": 7, "hash": HASH}, []),
        ({"data": DATA, "size": 8}, ["VA101"]),
        ({"data": DATA, "hash": hashlib.sha1(b"hearing").hexdigest()}, ["VA102"]),
        ({"url": "https://hearing.example/a", "size": 8, "hash": HASH}, []),
        ({"size": 8}, []),
        ({"data": "!", "size": 8}, ["VA015"]),
    ],
)
def test_what_an_attachment_says_of_its_data(
    validator: Validator, attachment: dict[str, Any], expected: list[str]
) -> None:
    content = [{"attachment": {"contentType": "text/plain", **attachment}}]
    assert (
        _errors(validator, {"resourceType": "DocumentReference", "status": "current", "content": content}) == expected
    )
