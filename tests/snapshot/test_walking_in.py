"""Children of data types, of profiles, of what is referred to."""

from __future__ import annotations

from snapshot.writing import OWN, by_id, element, extension, faults, ids, lines, made, profile
from tabellion.fhir.packages import PackageDefinitions


def test_a_child_of_a_data_type_unfolds_the_type(core: PackageDefinitions) -> None:
    """All children of the type appear under the element, with the type's own base paths."""
    snapshot = made(profile(element("Patient.identifier.system", "1..1"), base="Patient"), core)
    assert [
        "Patient.identifier 0..* Identifier",
        "Patient.identifier.id 0..1 System.String",
        "Patient.identifier.extension 0..* Extension sliced by value:url open",
        "Patient.identifier.use 0..1 code",
        "Patient.identifier.type 0..1 CodeableConcept",
        "Patient.identifier.system 1..1 uri",
        "Patient.identifier.value 0..1 string",
        "Patient.identifier.period 0..1 Period",
        "Patient.identifier.assigner 0..1 Reference(Organization)",
    ] == lines(snapshot, "Patient.identifier")
    assert {"path": "Identifier.system", "min": 0, "max": "1"} == by_id(snapshot, "Patient.identifier.system")["base"]


def test_the_one_profile_of_a_type_is_unfolded(core: PackageDefinitions) -> None:
    """Where a type has exactly one profile, the children are the profile's."""
    quantity = profile(element("Quantity.code", "1..1", fixedCode="dB"), name="Level", base="Quantity")
    stated = [element("Observation.referenceRange.low", types=f"Quantity({OWN}Level)")]
    stated += [element("Observation.referenceRange.low.value", "1..1")]
    snapshot = made(profile(*stated), core, quantity)
    assert "Observation.referenceRange.low.code 1..1 code fixedCode=dB" in lines(snapshot, "Observation.referenceRange")


def test_of_several_profiles_the_plain_type_is_unfolded(core: PackageDefinitions) -> None:
    """Several profiles of one type have the type's children in common."""
    level = profile(element("Quantity.code", "1..1"), name="Level", base="Quantity")
    pitch = profile(element("Quantity.code", "1..1"), name="Pitch", base="Quantity")
    types = f"Quantity({OWN}Level,{OWN}Pitch)"
    stated = [
        element("Observation.referenceRange.low", types=types),
        element("Observation.referenceRange.low.unit", "1..1"),
    ]
    snapshot = made(profile(*stated), core, level, pitch)
    assert "Observation.referenceRange.low.code 0..1 code" in lines(snapshot, "Observation.referenceRange")


def test_several_types_have_the_children_of_element_in_common(core: PackageDefinitions) -> None:
    """Of a choice, id and extension can be constrained; other children cannot be known."""
    snapshot = made(profile(element("Observation.value[x].extension", "1..*")), core)
    assert [
        "Observation.value[x].id 0..1 System.String",
        "Observation.value[x].extension 1..* Extension sliced by value:url open",
    ] == lines(snapshot, "Observation.value[x]")[1:]
    refused = made(profile(element("Observation.value[x].unit", "1..1")), core)
    assert [("SN006", "Observation.value[x]")] == faults(refused)


def test_backbone_children_are_reused(core: PackageDefinitions) -> None:
    """What the base has below an element is laid over, not unfolded again."""
    snapshot = made(profile(element("Observation.component.code", short="Side")), core)
    assert len(ids(snapshot.elements)) == len(set(ids(snapshot.elements)))
    assert "Side" == by_id(snapshot, "Observation.component.code")["short"]


def test_walking_into_a_content_reference_takes_the_place_of_it(core: PackageDefinitions) -> None:
    """The target's children come under the new path with its type; the cardinality stays."""
    snapshot = made(profile(element("Observation.component.referenceRange.low", "1..1")), core)
    found = lines(snapshot, "Observation.component.referenceRange")
    assert ["Observation.component.referenceRange 0..* BackboneElement"] == found[:1]
    assert "Observation.component.referenceRange.low 1..1 Quantity(SimpleQuantity)" in found
    assert (
        "Observation.referenceRange.low" == by_id(snapshot, "Observation.component.referenceRange.low")["base"]["path"]
    )
    assert "Observation.referenceRange.low 0..1 Quantity(SimpleQuantity)" in lines(
        snapshot, "Observation.referenceRange"
    )


def test_content_references_nest_to_any_depth(core: PackageDefinitions) -> None:
    """A reference met below a reference is walked into again; the next one stays a reference."""
    deep = made(profile(element("PlanDefinition.action.action.action.title", "1..1"), base="PlanDefinition"), core)
    assert [] == faults(deep)
    assert "PlanDefinition.action.action.action.title 1..1 string" in lines(deep, "PlanDefinition.action")
    assert "PlanDefinition.action.action.action.action 0..* #PlanDefinition.action" in lines(
        deep, "PlanDefinition.action"
    )
    parts = made(profile(element("Parameters.parameter.part.part.name", short="Ear"), base="Parameters"), core)
    assert "Ear" == by_id(parts, "Parameters.parameter.part.part.name")["short"]


def test_a_content_reference_that_is_not_walked_into_stays(core: PackageDefinitions) -> None:
    """Cardinality can be stated of it without its children."""
    snapshot = made(profile(element("Observation.component.referenceRange", "1..*", short="Normal")), core)
    assert ["Observation.component.referenceRange 1..* #Observation.referenceRange"] == lines(
        snapshot, "Observation.component.referenceRange"
    )


def test_a_type_beside_a_content_reference_gives_way_to_it(core: PackageDefinitions) -> None:
    """Stating BackboneElement on such an element still leads to the target's children."""
    stated = [element("Observation.component.referenceRange", types="BackboneElement")]
    stayed = made(profile(*stated), core)
    assert ["Observation.component.referenceRange 0..* #Observation.referenceRange"] == lines(
        stayed, "Observation.component.referenceRange"
    )
    walked = made(profile(*stated, element("Observation.component.referenceRange.text", "1..1")), core)
    assert "Observation.component.referenceRange.text 1..1 string" in lines(
        walked, "Observation.component.referenceRange"
    )


def test_primitive_types_can_be_walked_into(core: PackageDefinitions) -> None:
    """A primitive has an id, extensions and a value."""
    snapshot = made(profile(element("Patient.birthDate.extension", "1..*"), base="Patient"), core)
    assert [
        "Patient.birthDate 0..1 date",
        "Patient.birthDate.id 0..1 System.String",
        "Patient.birthDate.extension 1..* Extension",
        "Patient.birthDate.value 0..1 System.Date",
    ] == lines(snapshot, "Patient.birthDate")


def test_resources_inside_a_bundle_can_be_walked_into(core: PackageDefinitions) -> None:
    """The children of the resource appear; the constraints of its root stay with it."""
    stated = [element("Bundle.entry.resource", "1..1", "Patient"), element("Bundle.entry.resource.birthDate", "1..1")]
    snapshot = made(profile(*stated, base="Bundle"), core)
    assert "Bundle.entry.resource.birthDate 1..1 date" in lines(snapshot, "Bundle.entry.resource")
    keys = {constraint["key"] for constraint in by_id(snapshot, "Bundle.entry.resource").get("constraint", ())}
    assert not keys & {"dom-2", "dom-6"}


def test_an_extension_is_walked_into_by_its_profile(core: PackageDefinitions) -> None:
    """Children of an extension slice are those of its definition."""
    ear = extension(element("Extension.value[x]", "1..1", "code"), name="Ear")
    stated = [element("Observation.extension:ear", types=f"Extension({OWN}Ear)")]
    stated += [element("Observation.extension:ear.value[x]", fixedCode="left")]
    snapshot = made(profile(*stated), core, ear)
    assert "Observation.extension:ear.value[x] 1..1 code fixedCode=left" in lines(snapshot, "Observation.extension:ear")
    assert f"Observation.extension:ear.url 1..1 System.String fixedUri={OWN}Ear" in lines(
        snapshot, "Observation.extension:ear"
    )


def test_an_element_that_finds_no_place_is_refused(core: PackageDefinitions) -> None:
    """Unknown names are named with the nearest known one."""
    snapshot = made(
        profile(element("Observation.componant", "1..1"), element("Observation.code.codding", "1..1")), core
    )
    assert [] == snapshot.elements
    assert {("SN005", "Observation.componant"), ("SN005", "Observation.code.codding")} == set(faults(snapshot))
    assert {"component", "coding"} == {problem.suggestion for problem in snapshot.problems}
