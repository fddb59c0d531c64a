"""What a snapshot starts from, ids and order."""

from __future__ import annotations

import pytest

from snapshot.writing import OWN, by_id, element, faults, ids, lines, made, profile
from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.json import Json
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


CODE_TEXT = element("Observation.code.text", "1..1")
CODE = element("Observation.code", short="Tone")
COMPONENT = element("Observation.component", slicing={"discriminator": [{"type": "pattern", "path": "code"}]})
PARTS = [
    element("Observation.component:left"),
    element("Observation.component:left.code", patternCodeableConcept={"text": "l"}),
    element("Observation.component:right"),
    element("Observation.component:right.code", patternCodeableConcept={"text": "r"}),
]


@pytest.mark.parametrize(
    ("stated", "late"),
    [
        ([element("Observation.value[x]", "1..1"), CODE], "Observation.code"),
        ([CODE_TEXT, CODE], "Observation.code"),
        ([CODE, element("Observation.subject", "1..1"), CODE_TEXT], "Observation.code.text"),
        ([CODE, element("Observation", short="Test")], "Observation"),
        ([*PARTS, COMPONENT], "Observation.component"),
        ([COMPONENT, PARTS[0], PARTS[2], PARTS[3], PARTS[1]], "Observation.component:left.code"),
        ([COMPONENT, *PARTS, element("Observation.component.value[x]", "1..")], "Observation.component.value[x]"),
    ],
    ids=["element", "child first", "child apart", "root", "slices first", "child of a slice apart", "unsliced last"],
)
def test_what_is_out_of_order_is_told_and_finds_its_place(
    stated: list[Json], late: str, core: PackageDefinitions
) -> None:
    """Elements follow the base's order, children their parents, slices their list; the snapshot is that of the order."""
    snapshot = made(profile(*stated), core)
    assert [("SN004", late)] == faults(snapshot)
    in_order = made(profile(*sorted(stated, key=_place)), core)
    assert [] == faults(in_order)
    assert in_order.elements == snapshot.elements


def _place(stated: Json) -> tuple[bool, int, int, int]:
    """The root first, then code, subject, value and component, each element before its children and its slices."""
    names = stated["id"].split(".")
    order = ["code", "subject", "value[x]", "component"]
    slices = ["component", "component:left", "component:right"]
    return (
        len(names) > 1,
        order.index(names[1].partition(":")[0]) if len(names) > 1 else 0,
        slices.index(names[1]) if len(names) > 1 and names[1] in slices else 0,
        len(names),
    )


def test_an_element_with_the_id_of_another_stands_where_its_path_says(core: PackageDefinitions) -> None:
    """Path and slice name tell which element is meant; two statements of one element are refused."""
    left = PARTS[0] | {"id": "Observation.component"}
    snapshot = made(profile(COMPONENT, left, *PARTS[1:]), core)
    assert [("SN043", "Observation.component")] == faults(snapshot)
    assert made(profile(COMPONENT, *PARTS), core).elements == snapshot.elements
    assert [("SN002", "Observation.code")] == faults(made(profile(CODE, CODE | {"min": 1}), core))
    assert [("SN003", "Observation.component:left")] == faults(made(profile(COMPONENT, *PARTS, PARTS[0]), core))


def test_an_id_that_names_a_slice_without_its_name_makes_none(core: PackageDefinitions) -> None:
    """The element is the one of the path, and what has its id is below it."""
    stated = [element("Location.identifier:own", "1.."), element("Location.identifier:own.system", "1..1")]
    del stated[0]["sliceName"]
    snapshot = made(profile(*stated, base="Location"), core)
    assert [] == faults(snapshot)
    assert 1 == by_id(snapshot, "Location.identifier")["min"]
    assert 1 == by_id(snapshot, "Location.identifier.system")["min"]


def test_an_extension_whose_root_is_itself_is_refused(core: PackageDefinitions) -> None:
    """What its root is of cannot be told before it is."""
    itself = profile(element("Extension", types=f"Extension({OWN}Again)"), name="Again", base="Extension")
    snapshot = made(itself, core)
    assert ([("SN023", "")], []) == (faults(snapshot), snapshot.elements)
