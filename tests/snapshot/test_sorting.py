"""Differentials put in the order of their parent."""

from __future__ import annotations

import pytest

from snapshot.writing import BY_PATTERN, OWN, element, faults, ids, made, profile
from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from tabellion.snapshot import SnapshotGenerator, SnapshotIndex, sort_differential


def _sorted(elements: list[Json], generator: SnapshotGenerator, parent: str = "Observation") -> list[str]:
    return ids(sort_differential(elements, SnapshotIndex(generator, parent, elements)))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["Observation.component", "Observation.code"], ["Observation.code", "Observation.component"]),
        (["Observation.code.text", "Observation.code"], ["Observation.code", "Observation.code.text"]),
        (
            ["Observation.code.text", "Observation.code.coding.code", "Observation.code.coding.system"],
            ["Observation.code.coding.system", "Observation.code.coding.code", "Observation.code.text"],
        ),
        (
            ["Observation.component:b", "Observation.component:a.code", "Observation.component.code", "Observation"],
            ["Observation", "Observation.component.code", "Observation.component:b", "Observation.component:a.code"],
        ),
        (
            ["Observation.component:a/x", "Observation.component:b", "Observation.component:a"],
            ["Observation.component:a", "Observation.component:a/x", "Observation.component:b"],
        ),
        (
            ["Observation.component", "Observation.valueQuantity.code", "Observation.value[x]"],
            ["Observation.value[x]", "Observation.valueQuantity.code", "Observation.component"],
        ),
        (
            ["Observation.tone", "Observation.tone.level", "Observation.component", "Patient.name"],
            ["Observation.component", "Observation.tone", "Observation.tone.level", "Patient.name"],
        ),
    ],
    ids=["elements", "parent first", "children of types", "slices", "slices of slices", "short forms", "unknown"],
)
def test_elements_follow_their_parents_order(
    given: list[str], expected: list[str], generator: SnapshotGenerator
) -> None:
    """A list before its slices, slices as first named, what is unknown last."""
    assert expected == _sorted([element(item) for item in given], generator)


def test_inherited_slices_come_in_the_parents_order_before_new_ones(core: PackageDefinitions) -> None:
    """And the differential sorted so is accepted."""
    slices = [element("Observation.component", slicing=BY_PATTERN)]
    for name in ("b", "a"):
        slices += [element(f"Observation.component:{name}")]
        slices += [element(f"Observation.component:{name}.code", patternCodeableConcept={"text": name})]
    parent = profile(*slices, name="Parent")
    generator = SnapshotGenerator(OwnDefinitions([parent], core))
    given = [
        element("Observation.component:new.code", patternCodeableConcept={"text": "n"}),
        element("Observation.component:new"),
        element("Observation.component:a.valueQuantity", "1..1"),
        element("Observation.component:b", "1..1"),
    ]
    index = SnapshotIndex(generator, OWN + "Parent", given)
    differential = sort_differential(given, index)
    assert [
        "Observation.component:b",
        "Observation.component:a.valueQuantity",
        "Observation.component:new",
        "Observation.component:new.code",
    ] == ids(differential)
    child = profile(*differential, name="Child", base=OWN + "Parent", type="Observation")
    assert [] == faults(made(child, core, parent))


def test_published_differentials_stay_as_they_are(us_core: object, core: PackageDefinitions) -> None:
    """They are in order already."""
    from tabellion.snapshot.definition_packages import structure_definitions

    for package in (*core.packages, us_core):
        definitions = PackageDefinitions([package, *core.packages])  # type: ignore[list-item]
        generator = SnapshotGenerator(definitions)
        for definition in structure_definitions(package):  # type: ignore[arg-type]
            if definition.get("derivation") == "constraint" and "differential" in definition:
                elements = definition["differential"]["element"]
                assert elements == sort_differential(
                    elements, SnapshotIndex(generator, definition["baseDefinition"], elements)
                )
