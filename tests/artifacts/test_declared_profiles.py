"""Profiles that resources have to declare, and what a Bundle of them says of a resource that is nearly right."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from artifacts.writing import OWN, Made, clean
from tabellion.fhir.json import Json
from tabellion.validation.validator import Validator

TABLES = """
[Profils]
Identifiant;Nom;Titre;Type;Parent;Description;À déclarer
debit;Debit;Débit;Observation;Observation;Le débit.;oui
seuil;Seuil;Seuil;Observation;Observation;Le seuil.;oui
envoi;Envoi;Envoi;Bundle;Bundle;Un envoi.;
[Éléments]
Profil;Chemin;Cardinalité;Motif de valeur;Type;Discriminant;Règle de tranche
debit;Observation.code;;LOINC#33452-4;;;
debit;Observation.value[x];1..1;;Quantity;;
debit;Observation.value[x].unit;1..1;;;;
seuil;Observation.code;;LOINC#89024-4;;;
seuil;Observation.value[x];1..1;;Quantity;;
seuil;Observation.value[x].code;1..1;dB;;;
envoi;Bundle.entry;;;;type:resource;fermée
envoi;Bundle.entry:mesure;1..1;;;;
envoi;Bundle.entry:mesure.resource;1..1;;Observation(debit | seuil);;
"""
DECLARED = f"{OWN}StructureDefinition/debit"
MEASURE: Json = {
    "resourceType": "Observation",
    "meta": {"profile": [DECLARED]},
    "status": "final",
    "code": {"coding": [{"system": "http://loinc.org", "code": "33452-4"}]},
    "valueQuantity": {"value": 400, "unit": "L/min"},
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return clean(tmp_path_factory.mktemp("declared"), TABLES)


def elements(made: Made, resource: Json, profile: str) -> list[str]:
    """What errors are about: the element that is missing, else the rule."""
    validator = Validator(made.edition.definitions, made.edition.snapshots)
    report = validator.validate(resource, profiles=[f"{OWN}StructureDefinition/{profile}"])
    return [str(finding.parameters.get("element") or finding.rule.code) for finding in report.errors()]


def test_what_the_profile_says(made: Made) -> None:
    """`meta.profile` is sliced by its value: one is the profile's own, others are free."""
    said = made.differential()
    assert 1 == said["Observation.meta"]["min"] == said["Observation.meta.profile"]["min"]
    slicing = {"discriminator": [{"type": "value", "path": "$this"}], "rules": "open"}
    assert slicing == said["Observation.meta.profile"]["slicing"]
    assert {"min": 1, "max": "1", "patternCanonical": DECLARED} == said["Observation.meta.profile:debit"]


@pytest.mark.parametrize(
    ("declared", "wrong"),
    [
        ([DECLARED], []),
        ([DECLARED, "http://hl7.org/fhir/StructureDefinition/Observation"], []),
        (["http://hl7.org/fhir/StructureDefinition/Observation"], ["Observation.meta.profile:debit"]),
        (None, ["Observation.meta.profile:debit"]),
    ],
)
def test_another_profile_does_not_do(made: Made, declared: list[str] | None, wrong: list[str]) -> None:
    measure = copy.deepcopy(MEASURE)
    measure["meta"] = {"profile": declared} if declared else {"source": "urn:oid:1.2"}
    assert wrong == elements(made, measure, "debit")


def without_unit(measure: Json) -> None:
    measure["valueQuantity"].pop("unit")


def without_profile(measure: Json) -> None:
    measure["meta"] = {"source": "urn:oid:1.2"}


def of_no_kind(measure: Json) -> None:
    measure["meta"]["profile"] = ["http://hl7.org/fhir/StructureDefinition/Observation"]
    measure["code"]["coding"][0]["code"] = "2345-7"
    measure["valueQuantity"].pop("unit")


@pytest.mark.parametrize(
    ("spoil", "wrong"),
    [
        (lambda measure: None, []),
        (without_unit, ["Observation.value[x].unit"]),
        (without_profile, ["Observation.meta.profile:debit"]),
        (of_no_kind, ["VA038"]),
    ],
)
def test_a_bundle_tells_the_fault_of_the_resource(made: Made, spoil: Callable[[Json], Any], wrong: list[str]) -> None:
    """Of several profiles the nearest is what a resource was meant to be: its faults are told. Where none is nearest,
    that none fits is all that can be said."""
    measure = copy.deepcopy(MEASURE)
    spoil(measure)
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"fullUrl": "urn:uuid:1", "resource": measure}]}
    bundle["entry"][0]["fullUrl"] = "urn:uuid:3f0e6d1c-7f53-4d0b-9c8e-6a5d1f2b7c01"
    assert wrong == elements(made, bundle, "envoi")
