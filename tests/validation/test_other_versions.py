"""Extensions that stand for elements of other versions of FHIR, in messages."""

from __future__ import annotations

from typing import Any

import pytest

from other_versions import ENCOUNTERS, address, other_core
from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from validation.making import element, observation, profile, validate

CONCEPT = {"text": "x"}
WARNED = {"VA043", "VA116"}


@pytest.fixture(scope="module")
def both(core: PackageDefinitions) -> PackageDefinitions:
    """R4 with a few types of R5 beside it."""
    return PackageDefinitions([*core.packages, other_core(*ENCOUNTERS)])


def _extension(path: str, version: str = "5.0", **value: Any) -> Json:
    return {"url": address(path, version), **value}


def _encounter(*extensions: Json, **more: Any) -> Json:
    code = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}
    stated = {"extension": list(extensions)} if extensions else {}
    return {"resourceType": "Encounter", "status": "finished", "class": code, **stated, **more}


def _reason(*parts: tuple[str, Json]) -> Json:
    return _extension("Encounter.reason", extension=[{"url": name, **content} for name, content in parts])


REFERENCE = {"valueReference": {"reference": "HealthcareService/a"}}
ACTOR = _extension("Encounter.participant.actor", **REFERENCE)
CONCEPT_PART = {"extension": [{"url": "concept", "valueCodeableConcept": CONCEPT}]}


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (_encounter(_extension("Encounter.plannedStartDate", valueDateTime="2024-01-01")), []),
        (_encounter(_extension("Encounter.plannedStartDate", valueString="2024-01-01")), ["VA034"]),
        (_encounter(_extension("Encounter.plannedStartDate", extension=[{"url": "a", "valueString": "b"}])), ["VA012", "VA013"]),
        (_encounter(_extension("Encounter.basedOn", valueReference={"reference": "CarePlan/a"})), []),
        (_encounter(_extension("Encounter.basedOn", valueReference={"reference": "Patient/a"})), ["VA050"]),
        (_encounter(_extension("Encounter.nothing", valueString="x")), ["VA048"]),
        (_encounter(_extension("Encounter.basedOn", "9.0", valueString="x")), ["VA048"]),
        (_encounter(_extension("Encounter.identifier", valueIdentifier={"value": "1"})), ["VA116"]),
        (_encounter(modifierExtension=[_extension("Encounter.status", valueCode="discharged")]), []),
        (_encounter(_extension("Encounter.status", valueCode="discharged")), ["VA044"]),
        (_encounter(_reason(("use", {"valueCodeableConcept": CONCEPT}), ("value", CONCEPT_PART))), []),
        (_encounter(_reason(("use", {"valueString": "x"}))), ["VA034"]),
        (_encounter(_reason(("nothing", {"valueString": "x"}))), ["VA047"]),
        (_encounter(_extension("Encounter.reason", valueString="x")), ["VA013"]),
        (_encounter(participant=[{"extension": [ACTOR]}]), []),
        (_encounter(ACTOR), ["VA043"]),
        (_encounter(_extension("Encounter.admission.origin", valueReference={"reference": "Location/1"})), []),
        (observation(extension=[_extension("Observation.value[x]", valueAttachment={"title": "x"})]), []),
        (observation(extension=[_extension("Observation.value[x]", valueQuantity={"value": 1})]), ["VA034"]),
        (observation(valueString="x", _valueString={"extension": [_extension("Attachment.pages", valuePositiveInt=1)]}), ["VA043"]),
    ],
)  # fmt: skip
def test_a_message(both: PackageDefinitions, message: Json, expected: list[str]) -> None:
    """The element of the other version decides; where it stands is a warning, since elements move."""
    found = [item for item in validate(both, message) if item.severity != "information"]
    assert expected == sorted({item.code for item in found})
    assert {"warning"} == {item.severity for item in found if item.code in ("VA043", "VA116")} or not WARNED & {
        *expected
    }


def test_a_version_that_is_not_at_hand(core: PackageDefinitions) -> None:
    """One warning names the package, whatever has it: extensions, modifiers, extensions of a profile; and the message
    is valid by the rest."""
    message = _encounter(
        _extension("Encounter.reason.use", valueCodeableConcept=CONCEPT),
        ACTOR,
        modifierExtension=[_extension("Encounter.status", valueCode="discharged")],
    )
    slice_ = element("Encounter.extension:actor", min=1, type=[{"code": "Extension", "profile": [ACTOR["url"]]}])
    found = [item for item in validate(core, message, profile(slice_, type="Encounter")) if item.code != "VA075"]
    assert [("VA117", "warning")] == [(item.code, item.severity) for item in found]
    assert "hl7.fhir.r5.core@5.0.0" in found[0].message("en")
    older = validate(core, _encounter(_extension("Encounter.reason", "3.0", valueString="x")))
    assert "hl7.fhir.r3.core@3.0.2" in older[0].message("fr")


def test_a_profile_with_such_an_extension(both: PackageDefinitions) -> None:
    """A slice by the extension finds its items and judges them."""
    slice_ = element(
        "Encounter.extension:start",
        min=1,
        type=[{"code": "Extension", "profile": [address("Encounter.plannedStartDate")]}],
    )
    asked = profile(slice_, type="Encounter")
    right = _encounter(_extension("Encounter.plannedStartDate", valueDateTime="2024-01-01"))
    assert [] == [item.code for item in validate(both, right, asked) if item.severity == "error"]
    assert {"VA012"} == {item.code for item in validate(both, _encounter(), asked) if item.severity == "error"}
