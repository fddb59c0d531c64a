"""Logical models, abstract types and specializations."""

from __future__ import annotations

import pytest

from snapshot.writing import OWN, by_id, element, faults, ids, lines, logical, made, profile
from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions

AUDIOGRAM = [
    element("Audiogram.ear", "1..1", "code", short="Ear", definition="Which ear"),
    element("Audiogram.level", "0..*", "BackboneElement"),
    element("Audiogram.level.frequency", "1..1", "Quantity"),
    element("Audiogram.note", "0..1", contentReference="#Audiogram.level"),
]


def test_a_logical_model_adds_its_elements_to_those_of_its_base(core: PackageDefinitions) -> None:
    """Inherited ones first, with the base that they had; each new one is its own base."""
    snapshot = made(logical(*AUDIOGRAM, name="Audiogram"), core)
    assert [] == faults(snapshot)
    assert [
        "Audiogram",
        "Audiogram.id",
        "Audiogram.extension",
        "Audiogram.ear",
        "Audiogram.level",
        "Audiogram.level.frequency",
        "Audiogram.note",
    ] == [
        item
        for item in ids(snapshot.elements)
        if not item.endswith(("level.id", "level.extension", "modifierExtension"))
    ]
    assert {"path": "Element.id", "min": 0, "max": "1"} == by_id(snapshot, "Audiogram.id")["base"]
    assert {"path": "Audiogram.ear", "min": 1, "max": "1"} == by_id(snapshot, "Audiogram.ear")["base"]
    assert ["Audiogram.note 0..1 #Audiogram.level"] == lines(snapshot, "Audiogram.note")
    assert {"ele-1"} == {constraint["key"] for constraint in by_id(snapshot, "Audiogram.ear")["constraint"]}


def test_a_logical_model_on_base_has_its_own_elements_alone(core: PackageDefinitions) -> None:
    """R4's package has no Base, on which guides rest their logical models all the same; the root keeps that base."""
    model = logical(*AUDIOGRAM, name="Audiogram") | {"baseDefinition": "http://hl7.org/fhir/StructureDefinition/Base"}
    snapshot = made(model, core)
    assert [] == faults(snapshot)
    assert ["Audiogram", "Audiogram.ear"] == ids(snapshot.elements)[:2]
    assert {"path": "Base", "min": 0, "max": "*"} == by_id(snapshot, "Audiogram")["base"]
    on_element = made(logical(*AUDIOGRAM, name="Audiogram"), core)
    assert {"path": "Element", "min": 0, "max": "*"} == by_id(on_element, "Audiogram")["base"]


def test_a_model_of_a_model_and_a_profile_of_a_model(core: PackageDefinitions) -> None:
    """Both start from the model's snapshot."""
    model = logical(*AUDIOGRAM, name="Audiogram")
    more = profile(
        element("Screening.result", "1..1", "string"),
        name="Screening",
        base=OWN + "Audiogram",
        type="Screening",
        kind="logical",
        derivation="specialization",
    )
    snapshot = made(more, core, model)
    assert [] == faults(snapshot)
    assert {"Screening.ear", "Screening.result"} <= set(ids(snapshot.elements))
    narrowed = profile(element("Audiogram.level", "1..3"), name="Short", base=OWN + "Audiogram", type="Audiogram")
    assert "Audiogram.level 1..3 BackboneElement" in lines(made(narrowed, core, model), "Audiogram.level")


def test_a_model_with_an_address_for_a_type(core: PackageDefinitions) -> None:
    """Its paths begin with the last part of the address."""
    model = logical(*AUDIOGRAM, name="Audiogram") | {"type": OWN + "Audiogram"}
    assert "Audiogram.ear 1..1 code" in lines(made(model, core), "Audiogram.ear")


@pytest.mark.parametrize(
    ("stated", "lacks"),
    [
        (element("Audiogram.ear", "1..1"), "type"),
        (element("Audiogram.ear", "1..", "code"), "max"),
        (element("Audiogram.ear"), "min, max, type"),
    ],
)
def test_a_new_element_is_defined_in_full(stated: Json, lacks: str, core: PackageDefinitions) -> None:
    """Cardinality and type are stated."""
    snapshot = made(logical(stated, name="Audiogram"), core)
    assert [("SN027", "Audiogram.ear")] == faults(snapshot)
    assert lacks == snapshot.problems[0].parameters["facets"]


def test_abstract_types_are_narrowed(core: PackageDefinitions) -> None:
    """A profile of Bundle says which resource an entry has."""
    snapshot = made(profile(element("Bundle.entry.resource", types="Observation"), base="Bundle"), core)
    assert ["Bundle.entry.resource 0..1 Observation"] == lines(snapshot, "Bundle.entry.resource")
