"""What a snapshot starts from, ids and order."""

from __future__ import annotations

import pytest

from snapshot.writing import OWN, by_id, element, faults, ids, lines, made, profile
from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.packages import PackageDefinitions
from tabellion.snapshot import SnapshotGenerator


def test_every_element_of_the_base_comes_through_in_its_order(core: PackageDefinitions) -> None:
    """The snapshot has the base's elements, each with the base that it had."""
    snapshot = made(profile(element("Observation.code", short="Tone heard")), core)
    base = core.get("http://hl7.org/fhir/StructureDefinition/Observation")
    assert base is not None
    assert ids(base["snapshot"]["element"]) == ids(snapshot.elements)
    assert {"path": "DomainResource.text", "min": 0, "max": "1"} == by_id(snapshot, "Observation.text")["base"]
    assert {"path": "Observation.code", "min": 1, "max": "1"} == by_id(snapshot, "Observation.code")["base"]


def test_base_is_kept_along_a_chain_of_profiles(core: PackageDefinitions) -> None:
    """`base` tells where an element was first defined, not what the parent profile made of it."""
    parent = profile(element("Observation.component", "2..3"), name="Parent")
    child = profile(element("Observation.component", "2..2"), base=OWN + "Parent", type="Observation")
    snapshot = made(child, core, parent)
    assert ["Observation.component 2..2 BackboneElement"] == lines(snapshot, "Observation.component")[:1]
    assert {"path": "Observation.component", "min": 0, "max": "*"} == by_id(snapshot, "Observation.component")["base"]


def test_a_version_in_the_address_of_the_base_is_followed(core: PackageDefinitions) -> None:
    """A canonical with the version at hand leads to it."""
    snapshot = made(profile(base="http://hl7.org/fhir/StructureDefinition/Patient|4.0.1", type="Patient"), core)
    assert "Patient.birthDate" in ids(snapshot.elements)


@pytest.mark.parametrize("stated", [[], [element("Observation", short="Hearing test")]], ids=["none", "root only"])
def test_an_empty_differential_lets_the_base_through(stated: list[dict[str, object]], core: PackageDefinitions) -> None:
    """A differential without elements, or with the root alone, changes nothing but the root."""
    snapshot = made(profile(*stated), core)
    base = core.get("http://hl7.org/fhir/StructureDefinition/Observation")
    assert base is not None
    assert base["snapshot"]["element"][1]["definition"] == snapshot.elements[1]["definition"]
    assert len(base["snapshot"]["element"]) == len(snapshot.elements)
    assert ("Hearing test" if stated else base["snapshot"]["element"][0]["short"]) == snapshot.elements[0]["short"]


def test_requirements_of_the_root_are_dropped(core: PackageDefinitions) -> None:
    """Why the parent was defined says nothing of why the profile is."""
    snapshot = made(profile(element("Observation", requirements="For the survey")), core)
    assert "requirements" not in snapshot.elements[0]


def test_ids_come_from_paths_and_slice_names(core: PackageDefinitions) -> None:
    """What the author wrote as id, or left out, does not matter where the path and slice name say enough."""
    stated = profile(
        {
            "path": "Observation.category",
            "slicing": {"discriminator": [{"type": "pattern", "path": "$this"}], "rules": "open"},
        },
        {"id": "wrong", "path": "Observation.category", "sliceName": "test", "patternCodeableConcept": {"text": "t"}},
        {"path": "Observation.valueQuantity", "min": 1},
    )
    snapshot = made(stated, core)
    assert {"Observation.category:test", "Observation.value[x]:valueQuantity"} <= set(ids(snapshot.elements))
    assert "Observation.value[x]" == by_id(snapshot, "Observation.value[x]:valueQuantity")["path"]


def test_circles_are_told_and_harmless_ones_are_not(core: PackageDefinitions) -> None:
    """A definition that rests on itself is refused; one that merely names itself is made."""
    first = profile(name="First", base=OWN + "Second", type="Observation")
    second = profile(name="Second", base=OWN + "First", type="Observation")
    generator = SnapshotGenerator(OwnDefinitions([first, second], core))
    assert [[("SN023", "")]] * 2 == [faults(generator.generate(item)) for item in (first, second)]
    itself = profile(name="Self", base=OWN + "Self", type="Observation")
    assert [("SN023", "")] == faults(made(itself, core))
    names_itself = profile(element("Observation.hasMember", types=f"Reference({OWN}Panel)"), name="Panel")
    assert [] == faults(made(names_itself, core))


def test_a_circle_through_children_is_told(core: PackageDefinitions) -> None:
    """A profile that has to be unfolded to be made cannot be."""
    stated = [
        element("Extension.extension", slicing={"discriminator": [{"type": "value", "path": "url"}], "rules": "open"})
    ]
    stated += [element("Extension.extension:again", types=f"Extension({OWN}Again)")]
    nested = profile(*stated, name="Again", base="Extension")
    assert [] == faults(made(nested, core))
    stated += [element("Extension.extension:again.url", "1..1")]
    assert ["SN023"] == [code for code, _ in faults(made(profile(*stated, name="Again", base="Extension"), core))][:1]


def test_a_differential_out_of_order_is_refused(core: PackageDefinitions) -> None:
    """Elements follow the base's order, children their parents, slices their list."""
    late = profile(element("Observation.value[x]", "1..1"), element("Observation.code", short="Tone"))
    assert [("SN004", "Observation.code")] == faults(made(late, core))
    child_first = profile(element("Observation.code.text", "1..1"), element("Observation.code", short="Tone"))
    assert [("SN004", "Observation.code")] == faults(made(child_first, core))
