"""Where extensions may stand: the context beside the resources that it allows and does not allow."""

from __future__ import annotations

from typing import Any

import pytest

from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from validation.making import ROOT, element, errors, observation, patient, profile

URL = f"{ROOT}/StructureDefinition/side"
EXTENSION = {"url": URL, "valueString": "left"}
CODING = {"system": "https://hearing.example/other", "code": "a", "extension": [EXTENSION]}


def _side(expression: str, kind: str = "element") -> Json:
    """An extension that may stand at one context."""
    return profile(
        element("Extension.url", fixedUri=URL),
        element("Extension.value[x]", min=1, type=[{"code": "string"}]),
        type="Extension",
        url=URL,
        context=[{"type": kind, "expression": expression}],
    )


def _condition(coding: Json) -> Json:
    return {"resourceType": "Condition", "subject": {"display": "x"}, "code": {"coding": [coding]}}


_AMOUNT = {"numerator": {"value": 1, "extension": [EXTENSION]}, "denominator": {"value": 1}}
MEDICATION = {"resourceType": "Medication", "amount": _AMOUNT}
DIV = '<div xmlns="http://www.w3.org/1999/xhtml">x</div>'
COMPONENT = observation(component=[{"code": {"text": "x"}, "valueString": "x", "extension": [EXTENSION]}])
BIRTH = patient(birthDate="1978-01-01", _birthDate={"extension": [EXTENSION]})
DISPLAY = {**CODING, "display": "x", "_display": {"extension": [EXTENSION]}}
del DISPLAY["extension"]
NESTED = {"resourceType": "Questionnaire", "status": "draft", "item": [
    {"linkId": "1", "type": "group", "item": [{"linkId": "2", "type": "display", "extension": [EXTENSION]}]}
]}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "expression", "resource", "allowed"),
    [
        ("element", "Condition.code.coding", _condition(CODING), True),
        ("element", "CodeableConcept.coding", _condition(CODING), True),
        ("element", "Coding", _condition(CODING), True),
        ("element", "Element", _condition(CODING), True),
        ("element", "Condition.code", _condition(CODING), False),
        ("element", "Condition.category.coding", _condition(CODING), False),
        ("element", "CodeableConcept.coding.display", _condition(DISPLAY), True),
        ("element", "Coding.display", _condition(DISPLAY), True),
        ("element", "Coding.code", _condition(DISPLAY), False),
        ("element", "string", _condition(DISPLAY), True),
        ("element", "http://hl7.org/fhir/StructureDefinition/Coding", _condition(CODING), True),
        ("element", "http://hl7.org/fhir/StructureDefinition/Quantity", _condition(CODING), False),
        ("element", "Medication.amount.numerator", MEDICATION, True),
        ("element", "Ratio.numerator", MEDICATION, True),
        ("element", "Quantity", MEDICATION, True),
        ("element", "Medication.amount.denominator", MEDICATION, False),
        ("element", "Patient.text", patient(text={"status": "generated", "div": DIV, "extension": [EXTENSION]}), True),
        ("element", "DomainResource.text", patient(text={"status": "empty", "div": DIV, "extension": [EXTENSION]}), True),
        ("element", "Patient.birthDate", BIRTH, True),
        ("element", "date", BIRTH, True),
        ("element", "Patient.deceased[x]", patient(deceasedBoolean=True, _deceasedBoolean={"extension": [EXTENSION]}), True),
        ("element", "Patient.deceased", patient(deceasedBoolean=True, _deceasedBoolean={"extension": [EXTENSION]}), True),
        ("element", "Resource", patient(extension=[EXTENSION]), True),
        ("element", "Observation", patient(extension=[EXTENSION]), False),
        ("element", "Questionnaire.item", NESTED, True),
        ("element", "Questionnaire.item.item", NESTED, True),
        ("element", "BackboneElement", NESTED, True),
        ("element", "Observation.component:left", COMPONENT, True),
        ("element", "https://hearing.example/StructureDefinition/o#Observation.component:left", COMPONENT, True),
        ("element", "https://hearing.example/StructureDefinition/o#Observation.code", COMPONENT, False),
        ("fhirpath", "Observation.component.where(value.exists())", COMPONENT, True),
        ("fhirpath", "Observation.component.where(value.empty())", COMPONENT, False),
        ("fhirpath", "Patient.birthDate", BIRTH, True),
        ("fhirpath", "Patient.deceased", BIRTH, False),
    ],
)  # fmt: skip
def test_contexts(core: PackageDefinitions, kind: str, expression: str, resource: Json, allowed: bool) -> None:
    """Alone, in an entry of a Bundle, and contained, an extension is allowed at the same elements."""
    entry = {"fullUrl": "urn:uuid:5f3c1d2a-7b64-4c1e-9d1f-0a6a3c1b2e4d", "resource": resource}
    holder = {"resourceType": "Basic", "code": {"text": "x"}, "contained": [{**resource, "id": "a"}]}
    holder["extension"] = [{"url": "https://other.org/e", "valueReference": {"reference": "#a"}}]
    for instance in (resource, {"resourceType": "Bundle", "type": "collection", "entry": [entry]}, holder):
        found = {code for code, _ in errors(core, instance, _side(expression, kind))}
        assert (set() if allowed else {"VA043"}) == found - {"VA070"}


@pytest.mark.parametrize(
    "on", [{}, {"valueBoolean": True}, {"valueCoding": {"code": "a"}}], ids=["it", "value", "coding"]
)
@pytest.mark.parametrize(("above", "allowed"), [("https://other.org/outer", True), ("https://other.org/else", False)])
def test_extensions_of_extensions(core: PackageDefinitions, on: Json, above: str, allowed: bool) -> None:
    """An extension on another, or on the value of another, is told by the other's address."""
    inner = {"extension": [EXTENSION]}
    if "valueBoolean" in on:
        inner = {**on, "_valueBoolean": inner}
    elif on:
        inner = {"valueCoding": {**on["valueCoding"], **inner}}
    resource: dict[str, Any] = patient(extension=[{"url": above, **inner}])
    found = [code for code, _ in errors(core, resource, _side("https://other.org/outer", "extension"))]
    assert ([] if allowed else ["VA043"]) == found
