"""What is stated of a sliced element reaches its slices; the values are those of HL7's generator for the same rows."""

from __future__ import annotations

import pytest

from snapshot.writing import BY_PATTERN, OWN, by_id, element, extension, faults, ids, lines, made, profile
from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions

COMPONENT = "Observation.component"
SLICED = element(COMPONENT, slicing=BY_PATTERN)
BY_THIS = {"discriminator": [{"type": "pattern", "path": "$this"}], "rules": "open"}
A = [element(f"{COMPONENT}:a"), element(f"{COMPONENT}:a.code", patternCodeableConcept={"text": "a"})]


def test_each_slice_has_what_the_sliced_element_says(core: PackageDefinitions) -> None:
    """Minimum, maximum, type and mustSupport, in slices that say something of their children and in those that do not."""
    stated = [
        SLICED,
        element(f"{COMPONENT}.code", mustSupport=True),
        element(f"{COMPONENT}.value[x]", "1..", "Quantity"),
        element(f"{COMPONENT}.interpretation", "..1"),
        *A,
        element(f"{COMPONENT}:b", short="B"),
    ]
    snapshot = made(profile(*stated), core)
    for name in ("a", "b"):
        found = lines(snapshot, f"{COMPONENT}:{name}")
        assert f"{COMPONENT}:{name}.value[x] 1..1 Quantity" in found
        assert f"{COMPONENT}:{name}.interpretation 0..1 CodeableConcept" in found
    assert f"{COMPONENT}:a.code 1..1 CodeableConcept patternCodeableConcept={{'text': 'a'}} S" in lines(
        snapshot, f"{COMPONENT}:a"
    )
    assert f"{COMPONENT}:b.code 1..1 CodeableConcept S" in lines(snapshot, f"{COMPONENT}:b")


def test_what_a_slice_says_wins_facet_by_facet(core: PackageDefinitions) -> None:
    """The slice keeps its maximum, its binding and its constraint; where it is silent it has the sliced element's."""
    constraints = {
        key: [{"key": key, "severity": "error", "human": "k", "expression": "true"}] for key in ("k-1", "k-2")
    }
    of_all = element(
        f"{COMPONENT}.code",
        "1..1",
        short="All",
        binding={"strength": "required", "valueSet": "http://hearing.example/ValueSet/all"},
        constraint=constraints["k-1"],
    )
    of_slice = element(
        f"{COMPONENT}:a.code",
        short="One",
        binding={"strength": "required", "valueSet": "http://hearing.example/ValueSet/one"},
        constraint=constraints["k-2"],
        patternCodeableConcept={"text": "a"},
    )
    found = by_id(made(profile(SLICED, of_all, A[0], of_slice), core), f"{COMPONENT}:a.code")
    assert ("One", "http://hearing.example/ValueSet/one") == (found["short"], found["binding"]["valueSet"])
    assert ["ele-1", "k-2"] == [item["key"] for item in found["constraint"]]


def test_a_pattern_of_all_stays_beside_a_fixed_value_of_one(core: PackageDefinitions) -> None:
    """Fixed and pattern are facets of their own."""
    stated = [
        SLICED,
        element(f"{COMPONENT}.code", patternCodeableConcept={"text": "z"}),
        A[0],
        element(f"{COMPONENT}:a.code", fixedCodeableConcept={"text": "z"}),
    ]
    found = by_id(made(profile(*stated), core), f"{COMPONENT}:a.code")
    assert {"fixedCodeableConcept", "patternCodeableConcept"} <= set(found)


def test_the_entries_of_a_message(core: PackageDefinitions) -> None:
    """A Bundle that says of each entry what its request is: the slices are as compulsory as the entry."""
    entry = "Bundle.entry"
    stated = [
        element(entry, "1..", slicing={"discriminator": [{"type": "profile", "path": "resource"}], "rules": "closed"}),
        element(f"{entry}.fullUrl", "1..", mustSupport=True),
        element(f"{entry}.resource", "1..", mustSupport=True),
        element(f"{entry}.search", "..0"),
        element(f"{entry}.request", "1.."),
        element(f"{entry}.request.method", patternCode="POST"),
        element(f"{entry}:tone", "1..1"),
        element(f"{entry}:tone.resource", types=f"Observation({OWN}Tone)"),
        element(f"{entry}:tone.request.url", patternUri="Observation"),
        element(f"{entry}:listener", "..1"),
    ]
    tone = profile(element("Observation.code", short="Tone"), name="Tone")
    snapshot = made(profile(*stated, base="Bundle"), core, tone)
    for name, types, url in (("tone", "Observation(Tone)", " patternUri=Observation"), ("listener", "Resource", "")):
        found = lines(snapshot, f"{entry}:{name}")
        assert f"{entry}:{name}.fullUrl 1..1 uri S" in found
        assert f"{entry}:{name}.resource 1..1 {types} S" in found
        assert f"{entry}:{name}.search 0..0 BackboneElement" in found
        assert f"{entry}:{name}.request 1..1 BackboneElement" in found
        assert f"{entry}:{name}.request.method 1..1 code patternCode=POST" in found
        assert f"{entry}:{name}.request.url 1..1 uri{url}" in found


def test_short_and_long_forms_of_a_choice_are_the_same_element(core: PackageDefinitions) -> None:
    """A minimum of `value[x]` is that of `valueQuantity` in one slice, of the narrowed choice in another."""
    stated = [
        SLICED,
        element(f"{COMPONENT}.value[x]", "1.."),
        *A,
        element(f"{COMPONENT}:a.valueQuantity", short="Level"),
        element(f"{COMPONENT}:b", short="B"),
        element(f"{COMPONENT}:b.value[x]", types="string"),
    ]
    snapshot = made(profile(*stated), core)
    assert f"{COMPONENT}:a.value[x] 1..1 Quantity" in lines(snapshot, f"{COMPONENT}:a")
    assert f"{COMPONENT}:b.value[x] 1..1 string" in lines(snapshot, f"{COMPONENT}:b")


def test_a_short_form_keeps_its_own_type(core: PackageDefinitions) -> None:
    """The choice is narrowed to two types, one slice speaks of one of them, by a child alone."""
    stated = [
        SLICED,
        element(f"{COMPONENT}.value[x]", "1..", "Quantity string"),
        *A,
        element(f"{COMPONENT}:a.valueQuantity.unit", "1.."),
    ]
    snapshot = made(profile(*stated), core)
    assert [] == faults(snapshot)
    assert f"{COMPONENT}:a.value[x] 1..1 Quantity" in lines(snapshot, f"{COMPONENT}:a")
    assert f"{COMPONENT}:a.value[x].unit 1..1 string" in lines(snapshot, f"{COMPONENT}:a")


def test_what_holds_of_a_slice_stands_on_what_the_slice_slices(core: PackageDefinitions) -> None:
    """A system is asked of each coding of each category, also where one category slices its codings: once, for all."""
    stated = [
        element("Observation.category", slicing=BY_THIS),
        element("Observation.category.coding.system", "1.."),
        element("Observation.category:left"),
        element("Observation.category:left.coding", slicing={"discriminator": [{"type": "value", "path": "code"}]}),
        element("Observation.category:left.coding:own"),
        element("Observation.category:left.coding:own.code", fixedCode="l"),
    ]
    found = lines(made(profile(*stated), core), "Observation.category")
    assert "Observation.category:left.coding.system 1..1 uri" in found
    assert "Observation.category:left.coding:own.system 0..1 uri" in found


def test_a_data_type_is_unfolded_in_slices_that_say_nothing_of_it(core: PackageDefinitions) -> None:
    """Each slice has the children that are stated, at any depth."""
    sliced = element("Observation.identifier", slicing={"discriminator": [{"type": "value", "path": "system"}]})
    stated = [
        sliced,
        element("Observation.identifier.system", "1..", mustSupport=True),
        element("Observation.identifier.assigner.display", "1.."),
        element("Observation.identifier:a"),
        element("Observation.identifier:a.system", fixedUri="http://hearing.example/a"),
        element("Observation.identifier:b", short="B"),
    ]
    snapshot = made(profile(*stated), core)
    found = lines(snapshot, "Observation.identifier")
    assert "Observation.identifier:a.system 1..1 uri fixedUri=http://hearing.example/a S" in found
    assert "Observation.identifier:b.system 1..1 uri S" in found
    for name in ("a", "b"):
        assert f"Observation.identifier:{name}.assigner.display 1..1 string" in found


def test_extensions_of_the_sliced_element_are_extensions_of_its_slices(core: PackageDefinitions) -> None:
    """After those that a slice states itself."""
    ear, noise = (extension(element("Extension", "0..1"), name=item) for item in ("Ear", "Noise"))
    stated = [
        SLICED,
        element(f"{COMPONENT}.extension:ear", "1..", f"Extension({OWN}Ear)"),
        *A,
        element(f"{COMPONENT}:b", short="B"),
        element(f"{COMPONENT}:b.extension:noise", "1..", f"Extension({OWN}Noise)"),
    ]
    snapshot = made(profile(*stated), core, ear, noise)
    assert f"{COMPONENT}:a.extension:ear 1..1 Extension(Ear)" in lines(snapshot, f"{COMPONENT}:a")
    assert [
        f"{COMPONENT}:b.extension 2..* Extension sliced by value:url open",
        f"{COMPONENT}:b.extension:noise 1..1 Extension(Noise)",
        f"{COMPONENT}:b.extension:ear 1..1 Extension(Ear)",
    ] == lines(snapshot, f"{COMPONENT}:b.extension")


@pytest.mark.parametrize(
    "stated",
    [
        [element(f"{COMPONENT}.interpretation", "1.."), element(f"{COMPONENT}:a", short="A")],
        [SLICED, element(f"{COMPONENT}:a", short="A"), element(f"{COMPONENT}:a.dataAbsentReason", "..0")],
    ],
    ids=["slicing not stated", "nothing unsliced"],
)
def test_nothing_is_carried_where_the_differential_does_not_slice(stated: list[Json], core: PackageDefinitions) -> None:
    """The slicing is the parent's, or there is nothing to carry: the slice is as the parent has it."""
    parent = profile(SLICED, *A, name="Parent")
    snapshot = made(profile(*stated, name="Child", base=OWN + "Parent", type="Observation"), core, parent)
    assert [] == faults(snapshot)
    assert f"{COMPONENT}:a.interpretation 0..* CodeableConcept" in lines(snapshot, f"{COMPONENT}:a")


def test_nothing_is_carried_where_what_is_sliced_is_sliced_again(core: PackageDefinitions) -> None:
    """A slicing below the sliced element stands there alone, and so does all else that the differential slices."""
    stated = [
        element("Observation.category", slicing=BY_THIS),
        element("Observation.category.text", "1.."),
        element("Observation.category:left", patternCodeableConcept={"text": "left"}),
        SLICED,
        element(f"{COMPONENT}.dataAbsentReason", "..0"),
        element(f"{COMPONENT}.interpretation", "1..", slicing=BY_THIS),
        element(f"{COMPONENT}.interpretation:loud", patternCodeableConcept={"text": "loud"}),
        *A,
    ]
    snapshot = made(profile(*stated), core)
    assert [] == faults(snapshot)
    assert f"{COMPONENT}:a.dataAbsentReason 0..1 CodeableConcept" in lines(snapshot, f"{COMPONENT}:a")
    assert f"{COMPONENT}:a.interpretation:loud" not in ids(snapshot.elements)
    assert "Observation.category:left.text" not in ids(snapshot.elements)


def test_a_fault_of_a_carried_row_is_told_at_the_row(core: PackageDefinitions) -> None:
    """And at a slice that states the same element; not at one that says nothing of it."""
    stated = [SLICED, element(f"{COMPONENT}.code", "0..2"), *A, element(f"{COMPONENT}:b", short="B")]
    found = [item for item in faults(made(profile(*stated), core)) if item[0] != "SN039"]
    assert [("SN030", f"{COMPONENT}.code"), ("SN030", f"{COMPONENT}:a.code")] == found


def test_what_slices_inside_a_slice_say_is_enough(core: PackageDefinitions) -> None:
    """The system of every coding is asked for: a slice that tells its codings apart has it there, and not twice."""
    type_ = "Patient.identifier{}.type"
    by_system = {"discriminator": [{"type": "value", "path": "system"}], "rules": "open"}
    stated = [
        element("Patient.identifier", slicing=by_system),
        element(type_.format("") + ".coding", "1..", mustSupport=True),
        element(type_.format("") + ".coding.system", "1..", mustSupport=True),
        element("Patient.identifier:mrn", "1..1"),
        element(type_.format(":mrn") + ".coding", slicing=by_system),
        element(type_.format(":mrn") + ".coding:own", "..1"),
        element(type_.format(":mrn") + ".coding:own.system", fixedUri="http://hearing.example/types"),
        element("Patient.identifier:ssn", "1..1"),
    ]
    snapshot = made(profile(*stated, base="Patient"), core)
    coding = type_.format(":mrn") + ".coding"
    assert [
        f"{coding} 1..* Coding sliced by value:system open S",
        f"{coding}:own 0..1 Coding",
    ] == lines(snapshot, coding)[:2]
    assert f"{coding}:own.system 1..1 uri fixedUri=http://hearing.example/types S" in lines(snapshot, f"{coding}:own")
    assert type_.format(":ssn") + ".coding.system 1..1 uri S" in lines(snapshot, "Patient.identifier:ssn")
