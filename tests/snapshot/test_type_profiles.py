"""Profiles on the types of elements."""

from __future__ import annotations

import pytest

from snapshot.writing import OWN, by_id, element, extension, faults, lines, made, profile
from tabellion.fhir.packages import PackageDefinitions

BY_URL = {"discriminator": [{"type": "value", "path": "url"}], "ordered": False, "rules": "open"}
EAR = extension(
    element("Extension", "0..1", short="Which ear", definition="The ear that was tested.", comment="Left or right"),
    element("Extension.value[x]", "1..1", "code"),
    name="Ear",
)


def test_an_extension_speaks_for_the_element_that_carries_it(core: PackageDefinitions) -> None:
    """Texts come from the extension's root, then from the differential's own."""
    plain = profile(element("Observation.extension:ear", types=f"Extension({OWN}Ear)"))
    own = profile(element("Observation.extension:ear", types=f"Extension({OWN}Ear)", short="Tested ear"))
    assert "Which ear" == by_id(made(plain, core, EAR), "Observation.extension:ear")["short"]
    assert "Left or right" == by_id(made(plain, core, EAR), "Observation.extension:ear")["comment"]
    assert "Tested ear" == by_id(made(own, core, EAR), "Observation.extension:ear")["short"]


def test_a_resource_profile_speaks_for_the_element(core: PackageDefinitions) -> None:
    """A profile of a resource on an element brings its root's texts."""
    patient = profile(element("Patient", short="Listener"), name="Listener", base="Patient")
    stated = profile(element("Bundle.entry.resource", types=f"Patient({OWN}Listener)"), base="Bundle")
    assert "Listener" == by_id(made(stated, core, patient), "Bundle.entry.resource")["short"]


def test_a_data_type_profile_does_not(core: PackageDefinitions) -> None:
    """The element keeps its own texts."""
    level = profile(element("Quantity", short="Level in dB"), name="Level", base="Quantity", kind="complex-type")
    stated = profile(element("Observation.referenceRange.low", types=f"Quantity({OWN}Level)"))
    assert "Low Range, if relevant" == by_id(made(stated, core, level), "Observation.referenceRange.low")["short"]


def test_an_extension_slice_has_the_cardinality_of_the_extension(core: PackageDefinitions) -> None:
    """Where the differential is silent, minimum and maximum are those of the extension's root, not of the list."""
    silent = profile(element("Observation.extension:ear", types=f"Extension({OWN}Ear)"))
    asked = profile(element("Observation.extension:ear", "1..", f"Extension({OWN}Ear)"))
    assert ["Observation.extension:ear 0..1 Extension(Ear)"] == lines(
        made(silent, core, EAR), "Observation.extension:ear"
    )
    assert ["Observation.extension:ear 1..1 Extension(Ear)"] == lines(
        made(asked, core, EAR), "Observation.extension:ear"
    )


def test_a_modifier_extension_is_a_modifier_with_a_reason(core: PackageDefinitions) -> None:
    """What modifies says why."""
    negation = extension(element("Extension", "0..1", isModifier=True), name="Not")
    stated = profile(element("Observation.modifierExtension:not", types=f"Extension({OWN}Not)"))
    found = by_id(made(stated, core, negation), "Observation.modifierExtension:not")
    assert found["isModifier"] and found["isModifierReason"].startswith("Modifier extensions are labelled")


def test_a_profile_of_an_element_of_another_profile_is_legal(core: PackageDefinitions) -> None:
    """With profile-element, a profile is about one element of the definition named, not about its type."""
    beside = {"url": "http://hl7.org/fhir/StructureDefinition/elementdefinition-profile-element"}
    types = [{"code": "BackboneElement", "profile": [OWN + "Audiogram"]}]
    types[0]["_profile"] = [{"extension": [beside | {"valueString": "Observation.component"}]}]  # type: ignore[list-item]
    audiogram = profile(name="Audiogram")
    assert [] == faults(made(profile(element("Observation.component", type=types)), core, audiogram))


def test_a_profile_of_a_missing_definition_leaves_the_type(core: PackageDefinitions) -> None:
    """A profile that no package has cannot be unfolded; the type can."""
    stated = [element("Observation.referenceRange.low", types=f"Quantity({OWN}Missing)")]
    stated += [element("Observation.referenceRange.low.unit", "1..1")]
    snapshot = made(profile(*stated), core)
    assert "Observation.referenceRange.low.unit 1..1 string" in lines(snapshot, "Observation.referenceRange.low")


def test_an_extension_with_the_maximum_of_a_list_does_not_limit_its_slice(core: PackageDefinitions) -> None:
    """The extension says `*`, also where the type names one of its parts; a slice that is inherited takes it over."""
    many = extension(element("Extension", "0..*"), element("Extension.extension:side"), name="Many")
    parent = profile(element("Observation.extension:ear", "0..1", "Extension"), name="Parent")
    for types in (f"Extension({OWN}Many)", f"Extension({OWN}Many#side)"):
        child = profile(
            element("Observation.extension:ear", types=types), name="Child", base=OWN + "Parent", type="Observation"
        )
        assert "*" == by_id(made(child, core, parent, many), "Observation.extension:ear")["max"]


def test_the_minimum_of_an_extension_is_left_to_the_profile_that_slices(core: PackageDefinitions) -> None:
    """A list that is sliced here has optional slices unless they are said to be required."""
    needed = extension(element("Extension", "1..1"), name="Needed")
    stated = profile(element("Patient.extension:ear", types=f"Extension({OWN}Needed)"), base="Patient")
    assert "Patient.extension:ear 0..1 Extension(Needed)" in lines(made(stated, core, needed), "Patient.extension")


@pytest.mark.parametrize(
    ("facets", "supported"), [({}, True), ({"mustSupport": False}, False)], ids=["silent", "stated"]
)
def test_must_support_of_a_resource_profile_reaches_the_element(
    facets: dict[str, bool], supported: bool, core: PackageDefinitions
) -> None:
    """The root of the profile speaks for the entry's resource, unless the differential does."""
    listener = profile(element("Patient", mustSupport=True), name="Listener", base="Patient")
    stated = [
        element("Bundle.entry", slicing={"discriminator": [{"type": "profile", "path": "resource"}], "rules": "open"}),
        element("Bundle.entry:listener"),
        element("Bundle.entry:listener.resource", types=f"Patient({OWN}Listener)", **facets),
    ]
    snapshot = made(profile(*stated, base="Bundle"), core, listener)
    assert [] == faults(snapshot)
    assert supported is bool(by_id(snapshot, "Bundle.entry:listener.resource").get("mustSupport"))


@pytest.mark.parametrize(
    ("element_id", "types"),
    [
        ("Bundle.entry.response.outcome", "Resource(DocumentReference)"),
        ("Bundle.entry.resource", "Resource(Quantity)"),
        ("Bundle.entry.link.extension", "Extension(Patient)"),
    ],
)
def test_a_profile_is_used_for_its_own_kind(element_id: str, types: str, core: PackageDefinitions) -> None:
    """The outcome of an entry is an OperationOutcome, though its type is Resource."""
    snapshot = made(profile(element(element_id, types=types), base="Bundle"), core)
    assert ([("SN012", element_id)], []) == (faults(snapshot), snapshot.elements)
    fitting = element("Bundle.entry.response.outcome", types="Resource(OperationOutcome)")
    assert [] == faults(made(profile(fitting, base="Bundle"), core))


def test_an_extension_inside_a_data_type_comes_as_often_as_it_says(core: PackageDefinitions) -> None:
    """Data types slice their extensions already: what is stated beyond the extension's own is told and not made."""
    ear = extension(element("Extension", "1..1"), name="Ear")
    stated = element("Patient.address.extension:ear", "0..*", f"Extension({OWN}Ear)")
    snapshot = made(profile(stated, base="Patient"), core, ear)
    assert [("SN030", "Patient.address.extension:ear")] == faults(snapshot)
    assert "Patient.address.extension:ear 1..1 Extension(Ear)" in lines(snapshot, "Patient.address.extension")
    prohibited = element("Patient.address.extension:ear", "0..0", f"Extension({OWN}Ear)")
    assert "Patient.address.extension:ear 0..0 Extension(Ear)" in lines(
        made(profile(prohibited, base="Patient"), core, ear), "Patient.address.extension"
    )


def test_what_the_list_asks_stays_beside_what_the_extension_asks(core: PackageDefinitions) -> None:
    """A later profile adds an extension to a list that has a constraint: both hold of it, and no more often."""
    rules = {key: [{"key": key, "severity": "error", "human": key, "expression": "true"}] for key in ("l-1", "x-1")}
    ear = extension(element("Extension", "0..1", constraint=rules["x-1"], condition=["x-1"]), name="Ear")
    of_list = element("Patient.extension", slicing=BY_URL, constraint=rules["l-1"], condition=["l-1"])
    parent = profile(of_list, name="Parent", base="Patient")
    child = profile(
        element("Patient.extension:ear", types=f"Extension({OWN}Ear)"),
        name="Child",
        base=OWN + "Parent",
        type="Patient",
    )
    found = by_id(made(child, core, ear, parent), "Patient.extension:ear")
    assert {"l-1", "x-1"} <= {item["key"] for item in found["constraint"]}
    assert {"l-1", "x-1"} <= set(found["condition"])


def test_a_narrower_profile_of_one_resource_leaves_what_the_element_says(core: PackageDefinitions) -> None:
    """The resource of an entry is in the summary; a profile of Patient says nothing against it, but for any resource."""
    known = profile(element("Patient", mustSupport=True), name="Known", base="Patient")
    entry = "Bundle.entry.resource"
    parent = profile(element(entry, types="Patient"), name="Parent", base="Bundle")
    stated = element(entry, types=f"Patient({OWN}Known)")
    child = profile(stated, name="Child", base=OWN + "Parent", type="Bundle")
    found = by_id(made(child, core, known, parent), entry)
    assert (True, None) == (found["isSummary"], found.get("mustSupport"))
    found = by_id(made(profile(stated, base="Bundle"), core, known), entry)
    assert True is found["mustSupport"]
