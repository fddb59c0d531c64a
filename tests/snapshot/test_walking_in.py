"""Children of data types, of profiles, of what is referred to."""

from __future__ import annotations

import pytest

from snapshot.writing import OWN, by_id, element, extension, faults, ids, lines, made, profile
from tabellion.fhir.packages import PackageDefinitions

BY_NAME = {"discriminator": [{"type": "value", "path": "name"}], "rules": "open"}


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


@pytest.mark.parametrize("children", [True, False], ids=["with children", "without"])
def test_a_content_reference_that_is_sliced_stays_beside_the_children_of_what_it_names(
    children: bool, core: PackageDefinitions
) -> None:
    """A slice of which a child is stated has the children in place of the reference, another one the reference."""
    part = "Parameters.parameter:ear.part"
    stated = [
        element("Parameters.parameter", slicing=BY_NAME),
        element("Parameters.parameter:ear", "1..1"),
        element("Parameters.parameter:ear.name", fixedString="ear"),
        element(part, "2..", slicing=BY_NAME),
        element(f"{part}:side", "1..1"),
        *([element(f"{part}:side.name", fixedString="side")] if children else []),
    ]
    snapshot = made(profile(*stated, base="Parameters"), core)
    names = ["id", "extension", "modifierExtension", "name", "value[x]", "resource", "part"]
    assert [f"{part}.{name}" for name in names] == [
        item for item in ids(snapshot.elements) if item.startswith(part + ".")
    ]
    assert f"{part} 2..* #Parameters.parameter sliced by value:name open" in lines(snapshot, part)
    of_slice = lines(snapshot, f"{part}:side")
    assert f"{part}:side 1..1 {'BackboneElement' if children else '#Parameters.parameter'}" == of_slice[0]
    assert (f"{part}:side.name 1..1 string fixedString=side" in of_slice) is children


def test_slices_of_content_references_nest_and_are_gone_on_with(core: PackageDefinitions) -> None:
    """A slice of a part of a slice, in a profile of the profile; a new slice has the children, no reference."""
    section = "Composition.section"
    by_code = {"discriminator": [{"type": "pattern", "path": "code"}], "rules": "open"}
    stated = [
        element(section, slicing=by_code),
        element(f"{section}:ear"),
        element(f"{section}:ear.code", patternCodeableConcept={"text": "ear"}),
        element(f"{section}:ear.section", slicing=by_code),
        element(f"{section}:ear.section:left"),
        element(f"{section}:ear.section:left.code", patternCodeableConcept={"text": "left"}),
    ]
    parent = profile(*stated, name="Parent", base="Composition")
    more = [
        element(f"{section}:ear.section:left.title", "1.."),
        element(f"{section}:ear.section:right"),
        element(f"{section}:ear.section:right.code", patternCodeableConcept={"text": "right"}),
    ]
    snapshot = made(profile(*more, name="Child", base=OWN + "Parent", type="Composition"), core, parent)
    assert [] == faults(snapshot)
    assert f"{section}:ear.section 0..* #Composition.section sliced by pattern:code open" in lines(snapshot, section)
    assert f"{section}:ear.section:left.title 1..1 string" in lines(snapshot, section)
    right = by_id(snapshot, f"{section}:ear.section:right")
    assert [{"code": "BackboneElement"}] == right["type"]
    assert "contentReference" not in right
    assert f"{section}:ear.section:right.title 0..1 string" in lines(snapshot, section)


def test_children_of_the_value_of_a_primitive_are_told(core: PackageDefinitions) -> None:
    """Extensions stand on the element; the snapshot has them where the differential does."""
    ear = extension(element("Extension", "0..1"), name="Ear")
    stated = element("Questionnaire.item.required.value.extension:ear", types=f"Extension({OWN}Ear)")
    snapshot = made(profile(stated, base="Questionnaire"), core, ear)
    assert ["SN044"] == [code for code, _ in faults(snapshot)]
    assert "Questionnaire.item.required.value.extension:ear" in ids(snapshot.elements)


def test_slices_of_a_complex_extension_have_their_children(core: PackageDefinitions) -> None:
    """Parts of parts, and the extension used on an element with a part of a part constrained."""
    deep = "Extension.extension:side.extension:grade"
    stated = [
        element("Extension.extension:side"),
        element(f"{deep}", "0..1"),
        element(f"{deep}.url", fixedUri="grade"),
        element(f"{deep}.value[x]", types="Coding"),
        element("Extension.extension:side.url", fixedUri="side"),
        element("Extension.extension:side.value[x]", "..0"),
    ]
    ear = extension(*stated, element("Extension.value[x]", "..0"), name="Ear")
    used = "Patient.extension:ear.extension:side.extension:grade"
    of_patient = [
        element("Patient.extension:ear", types=f"Extension({OWN}Ear)"),
        element(f"{used}.value[x]", "1.."),
    ]
    snapshot = made(profile(*of_patient, base="Patient"), core, ear)
    assert [] == faults(snapshot)
    assert [
        f"{used} 0..1 Extension",
        f"{used}.id 0..1 System.String",
        f"{used}.extension 0..* Extension sliced by value:url open",
        f"{used}.url 1..1 System.String fixedUri=grade",
        f"{used}.value[x] 1..1 Coding",
    ] == lines(snapshot, used)
    assert "Patient.extension:ear.extension:side.value[x]" in ids(snapshot.elements)


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


def test_what_a_reference_names_is_not_repeated_where_slices_alone_are_gone_on_with(core: PackageDefinitions) -> None:
    """As of a data type: the parent's list has the children that tell its slices apart, the child's has none."""
    item = "Questionnaire.item:ear.item"
    by_link = {"discriminator": [{"type": "value", "path": "linkId"}], "rules": "open"}
    stated = [
        element("Questionnaire.item", slicing=by_link),
        element("Questionnaire.item:ear", "1.."),
        element(item, slicing=by_link),
        element(f"{item}:left", "1.."),
        element(f"{item}:left.linkId", fixedString="left"),
    ]
    parent = profile(*stated, name="Parent", base="Questionnaire")
    child = profile(element(f"{item}:left.text", "1.."), name="Child", base=OWN + "Parent", type="Questionnaire")
    assert f"{item}.linkId" in ids(made(parent, core).elements)
    snapshot = made(child, core, parent)
    assert f"{item} 1..* #Questionnaire.item sliced by value:linkId open" in lines(snapshot, item)
    assert f"{item}.linkId" not in ids(snapshot.elements)
    assert f"{item}:left.text 1..1 string" in lines(snapshot, f"{item}:left")
