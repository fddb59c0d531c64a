"""Profiles on the types of elements."""

from __future__ import annotations

from snapshot.writing import OWN, by_id, element, extension, faults, lines, made, profile
from tabellion.fhir.packages import PackageDefinitions

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
