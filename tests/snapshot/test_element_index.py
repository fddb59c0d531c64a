"""Looking up what a differential may speak of."""

from __future__ import annotations

import pytest

from snapshot.writing import BY_PATTERN, OWN, element, extension, profile
from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.packages import PackageDefinitions
from tabellion.snapshot import SnapshotGenerator, SnapshotIndex


@pytest.fixture(scope="module")
def observation(generator: SnapshotGenerator) -> SnapshotIndex:
    return SnapshotIndex(generator, "Observation")


@pytest.mark.parametrize(
    ("asked", "full", "types"),
    [
        ("Observation", "Observation", []),
        ("Observation.code", "Observation.code", ["CodeableConcept"]),
        ("Observation.code.coding.system", "Observation.code.coding.system", ["uri"]),
        ("Observation.valueQuantity", "Observation.value[x]:valueQuantity", ["Quantity"]),
        ("Observation.value[x]:valueQuantity", "Observation.value[x]:valueQuantity", ["Quantity"]),
        (
            "Observation.component.valueQuantity.code",
            "Observation.component.value[x]:valueQuantity.code",
            ["code"],
        ),
        (
            "Observation.component.referenceRange.low.value",
            "Observation.component.referenceRange.low.value",
            ["decimal"],
        ),
        ("Observation.subject.identifier.period.start", "Observation.subject.identifier.period.start", ["dateTime"]),
        ("Observation.effectiveDateTime.extension.valueCode", "", []),
    ],
)
def test_elements_are_found_below_types_and_references(
    asked: str, full: str, types: list[str], observation: SnapshotIndex
) -> None:
    """To any depth, and under the full id."""
    if not full:
        full = "Observation.effective[x]:effectiveDateTime.extension.value[x]:valueCode"
        types = ["code"]
    found = observation.get(asked)
    assert found is not None
    assert full == found["id"] == observation.normalized(asked)
    assert types == [type_ref["code"] for type_ref in found.get("type", ())]


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("Observation.componant.code", "Observation.component"),
        ("Observation.valeuQuantity", "Observation.value[x]:valueQuantity"),
        ("Observation.code.codding.code", "Observation.code.coding"),
        ("Observation.component:left.code", "Observation.component"),
        ("Observation.value[x].code", "Observation.code"),
        ("Observation.valueStrin", "Observation.value[x]:valueString"),
    ],
)
def test_the_nearest_id_is_named_for_one_that_leads_nowhere(
    asked: str, nearest: str, observation: SnapshotIndex
) -> None:
    """From where the id stops leading somewhere."""
    assert observation.get(asked) is None
    assert asked not in observation
    assert nearest == observation.nearest(asked)[0]


def test_slices_and_types_that_are_stated_are_there(generator: SnapshotGenerator) -> None:
    """A slice that the differential adds can be walked into; a type that it leaves decides what is below."""
    stated = [element("Observation.value[x]", types="Quantity"), element("Observation.component", slicing=BY_PATTERN)]
    stated += [element("Observation.component:left")]
    index = SnapshotIndex(generator, "Observation", stated)
    assert "Observation.value[x].unit" in index
    assert "Observation.component:left.valueQuantity.unit" in index
    assert "Observation.component:right.code" not in index
    found = index.get("Observation.component:left")
    assert found is not None
    assert ("left", 0) == (found["sliceName"], found["min"])
    assert "slicing" not in found


def test_profiles_of_types_and_slices_of_the_parent_are_walked_into(core: PackageDefinitions) -> None:
    """An extension's slice leads to the extension's own elements."""
    ear = extension(element("Extension.value[x]", "1..1", "code"), name="Ear")
    parent = profile(
        element("Observation.extension:ear", types=f"Extension({OWN}Ear)"),
        element("Observation.valueQuantity", "0..1"),
        name="Parent",
    )
    index = SnapshotIndex(SnapshotGenerator(OwnDefinitions([ear, parent], core)), OWN + "Parent")
    value = index.get("Observation.extension:ear.value[x]")
    assert value is not None
    assert [{"code": "code"}] == value["type"]
    assert "Observation.value[x]:valueQuantity" == index.normalized("Observation.valueQuantity")
    assert "Observation.extension:ear" in index.children("Observation")


def test_a_parent_that_no_package_has_answers_nothing(generator: SnapshotGenerator) -> None:
    """Without a failure."""
    index = SnapshotIndex(generator, "http://hearing.example/StructureDefinition/none")
    assert ("", None, []) == (index.root, index.get("Observation.code"), index.nearest("Observation.code"))
