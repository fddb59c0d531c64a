"""Elements with a choice of types: narrowed, in short form, sliced by type."""

from __future__ import annotations

import pytest

from snapshot.writing import BY_PATTERN, BY_TYPE, OWN, by_id, element, extension, faults, line, lines, made, profile
from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions

VALUE = "Observation.value[x]"
ALL = "Quantity CodeableConcept string boolean integer Range Ratio SampledData time dateTime Period"
CLOSED = BY_TYPE | {"rules": "closed"}


def _child(*elements: Json) -> Json:
    return profile(*elements, name="Child", base=OWN + "Parent", type="Observation")


def test_a_choice_narrowed_to_one_type_keeps_its_path_and_id(core: PackageDefinitions) -> None:
    """No slice is made, and the type's children can be named below."""
    snapshot = made(profile(element(VALUE, "1..1", "Quantity"), element(f"{VALUE}.unit", "1..1")), core)
    assert f"{VALUE} 1..1 Quantity" == lines(snapshot, VALUE)[0]
    assert f"{VALUE}.unit 1..1 string" in lines(snapshot, VALUE)


def test_a_short_form_is_a_slice_by_type(core: PackageDefinitions) -> None:
    """Where nothing is said of the choice it is of that type alone; the slice's path stays `value[x]`."""
    snapshot = made(profile(element("Observation.valueQuantity", short="Level")), core)
    assert [f"{VALUE} 0..1 Quantity sliced by type:$this closed", f"{VALUE}:valueQuantity 0..1 Quantity"] == lines(
        snapshot, VALUE
    )
    assert VALUE == by_id(snapshot, f"{VALUE}:valueQuantity")["path"]


@pytest.mark.parametrize(
    ("stated", "entry"),
    [
        (["Observation.valueQuantity", "Observation.valueString"], "Quantity string sliced by type:$this closed"),
        ([f"{VALUE}:valueQuantity", f"{VALUE}:valueString"], "Quantity string sliced by type:$this closed"),
        ([f"{VALUE}:valueQuantity"], f"{ALL} sliced by type:$this closed"),
        ([VALUE, "Observation.valueQuantity"], f"{ALL} sliced by type:$this open"),
        ([VALUE, f"{VALUE}:valueQuantity"], f"{ALL} sliced by type:$this open"),
    ],
)
def test_slices_by_type_are_all_where_nothing_is_said_of_the_choice(
    core: PackageDefinitions, stated: list[str], entry: str
) -> None:
    """As HL7's generator has it; what is said of the choice itself, anything, leaves it open."""
    types = {"valueQuantity": "Quantity", "valueString": "string"}
    parts = [element(id_, types=types.get(id_.rpartition(":")[2].rpartition(".")[2])) for id_ in stated]
    assert lines(made(profile(*parts), core), VALUE)[0] == f"{VALUE} 0..1 {entry}"


def test_a_type_that_is_prohibited_leaves_the_others(core: PackageDefinitions) -> None:
    snapshot = made(profile(element("Observation.valueQuantity", "0..0")), core)
    assert lines(snapshot, VALUE)[0] == f"{VALUE} 0..1 {ALL.removeprefix('Quantity ')} sliced by type:$this open"


def test_a_slicing_by_type_closes_when_no_type_is_left(core: PackageDefinitions) -> None:
    """Where every type of the list has its slice, there is nothing more to add."""
    parent = profile(element(VALUE, types="Quantity string"), name="Parent")
    snapshot = made(_child(element("Observation.valueQuantity"), element("Observation.valueString")), core, parent)
    assert f"{VALUE} 0..1 Quantity string sliced by type:$this closed" == lines(snapshot, VALUE)[0]


def test_in_the_value_of_an_extension_the_other_types_go(core: PackageDefinitions) -> None:
    """An extension's value in short form is of that type alone."""
    snapshot = made(extension(element("Extension.valueQuantity", "0..1")), core)
    assert [
        "Extension.value[x] 0..1 Quantity sliced by type:$this closed",
        "Extension.value[x]:valueQuantity 0..1 Quantity",
    ] == lines(snapshot, "Extension.value[x]")


def test_one_required_slice_makes_the_list_required_and_of_its_type(core: PackageDefinitions) -> None:
    """Minimum 1 on the only slice raises the list; its types narrow to that one."""
    snapshot = made(profile(element("Observation.valueQuantity", "1..1")), core)
    assert f"{VALUE} 1..1 Quantity sliced by type:$this closed" == lines(snapshot, VALUE)[0]


def test_two_required_slices_are_refused(core: PackageDefinitions) -> None:
    """An element has one type at a time."""
    stated = profile(element("Observation.valueQuantity", "1..1"), element("Observation.valueString", "1..1"))
    assert ["SN020"] == [code for code, _ in faults(made(stated, core))]


@pytest.mark.parametrize("names", [("String", "Quantity"), ("Quantity", "String")], ids=" ".join)
@pytest.mark.parametrize("rules", ["open", "closed"])
def test_a_choice_is_sliced_by_type_where_nothing_tells_how(
    rules: str, names: tuple[str, ...], core: PackageDefinitions
) -> None:
    """The discriminator is supplied; the slices keep the differential's order, whatever that of the types."""
    slices = [element(f"{VALUE}:value{name}", types=name if name == "Quantity" else "string") for name in names]
    snapshot = made(profile(element(VALUE, slicing={"rules": rules}), *slices), core)
    assert [] == faults(snapshot)
    assert {"discriminator": [{"type": "type", "path": "$this"}], "ordered": False, "rules": rules} == by_id(
        snapshot, VALUE
    )["slicing"]
    assert [f"{VALUE}:value{name}" for name in names] == [
        item["id"] for item in snapshot.elements if item["id"].startswith(f"{VALUE}:")
    ]


def test_a_required_slice_of_a_choice_sliced_without_discriminator(core: PackageDefinitions) -> None:
    """It makes the list required and of its type; another slice beside it is told to be never there."""
    sliced = element(VALUE, slicing={"rules": "open"})
    required = element(f"{VALUE}:valueQuantity", "1..", "Quantity")
    snapshot = made(profile(sliced, required), core)
    assert [f"{VALUE} 1..1 Quantity sliced by type:$this open", f"{VALUE}:valueQuantity 1..1 Quantity"] == lines(
        snapshot, VALUE
    )
    other = element(f"{VALUE}:valueString", types="string")
    assert [("SN057", f"{VALUE}:valueString")] == faults(made(profile(sliced, required, other), core))
    assert [("SN057", f"{VALUE}:valueString")] == faults(made(profile(sliced, other, required), core))
    taken_off = element(f"{VALUE}:valueString", "..0", "string")
    assert [] == faults(made(profile(sliced, required, taken_off), core))


@pytest.mark.parametrize(
    ("types", "stated", "least"),
    [
        ("string", [element("Observation.valueString", short="Heard")], 1),
        ("string", [element(VALUE, slicing=BY_TYPE), element(f"{VALUE}:valueString", types="string")], 1),
        ("string Quantity", [element("Observation.valueString", short="Heard")], 1),
        ("string Quantity", [element(f"Observation.value{it}", short="Heard") for it in ("String", "Quantity")], 0),
        ("string", [element("Observation.valueString", "0..1")], 0),
    ],
    ids=["short form", "long form", "one of two types", "two slices", "stated"],
)
def test_the_only_slice_of_a_required_choice_is_required(
    types: str, stated: list[Json], least: int, core: PackageDefinitions
) -> None:
    """The parent asks for a value; where one slice alone is made of it, the value is there."""
    parent = profile(element(VALUE, "1..1", types), name="Parent")
    snapshot = made(_child(*stated), core, parent)
    assert least == by_id(snapshot, f"{VALUE}:valueString")["min"]


def test_the_value_of_an_extension_that_needs_one_is_required_where_it_is_used(core: PackageDefinitions) -> None:
    """Narrowed to one type by the extension, and spoken of as a slice by the profile."""
    ear = extension(element("Extension", "0..1"), element("Extension.value[x]", "1..1", "string"), name="Ear")
    stated = [
        element("Observation.extension:ear", types=f"Extension({OWN}Ear)"),
        element("Observation.extension:ear.value[x]", types="string"),
        element("Observation.extension:ear.value[x]:valueString", types="string", mustSupport=True),
    ]
    snapshot = made(profile(*stated), core, ear)
    assert [
        "Observation.extension:ear.value[x] 1..1 string sliced by type:$this closed",
        "Observation.extension:ear.value[x]:valueString 1..1 string S",
    ] == lines(snapshot, "Observation.extension:ear.value[x]")


def test_the_long_form_says_the_same(core: PackageDefinitions) -> None:
    """Slicing by type with a slice named stem plus type."""
    long = [element(VALUE, slicing=BY_TYPE), element(f"{VALUE}:valueQuantity", "0..1", "Quantity")]
    long += [element(f"{VALUE}:valueQuantity.code", "1..1")]
    short = [element(VALUE), element("Observation.valueQuantity", "0..1")]
    short += [element("Observation.valueQuantity.code", "1..1")]
    assert lines(made(profile(*short), core), VALUE) == lines(made(profile(*long), core), VALUE)


def test_a_slice_by_type_has_its_type_from_its_name(core: PackageDefinitions) -> None:
    """A long form without type means the one that it is named for."""
    snapshot = made(profile(element(VALUE, slicing=BY_TYPE), element(f"{VALUE}:valueString", "0..1")), core)
    assert f"{VALUE}:valueString 0..1 string" == line(by_id(snapshot, f"{VALUE}:valueString"))


def test_a_slice_by_type_with_another_name_is_told(core: PackageDefinitions) -> None:
    """The name of a slice by type is stem plus type."""
    stated = [element(VALUE, slicing=BY_TYPE), element(f"{VALUE}:level", "0..1", "Quantity")]
    snapshot = made(profile(*stated), core)
    assert [("SN042", f"{VALUE}:level")] == faults(snapshot)
    assert snapshot.elements


def test_a_later_profile_adds_and_closes(core: PackageDefinitions) -> None:
    """Slices by type add up along profiles, and the slicing can be closed."""
    parent = profile(element(VALUE), element("Observation.valueQuantity", "0..1"), name="Parent")
    snapshot = made(
        _child(
            element(VALUE, slicing=CLOSED),
            element(f"{VALUE}:valueQuantity"),
            element(f"{VALUE}:valueString", types="string"),
        ),
        core,
        parent,
    )
    assert [] == faults(snapshot)
    assert [
        f"{VALUE} 0..1 {ALL} sliced by type:$this closed",
        f"{VALUE}:valueQuantity 0..1 Quantity",
        f"{VALUE}:valueString 0..1 string",
    ] == lines(snapshot, VALUE)


def test_a_closed_slicing_by_type_takes_no_more_types(core: PackageDefinitions) -> None:
    """Adding a type to a closed choice is refused."""
    parent = profile(element(VALUE, slicing=CLOSED), element(f"{VALUE}:valueQuantity", types="Quantity"), name="Parent")
    assert [("SN015", "Observation.valueString")] == faults(
        made(_child(element("Observation.valueString")), core, parent)
    )


@pytest.mark.parametrize(
    "stated",
    [
        [element("Observation.valueAddress", "0..1")],
        [element(VALUE, slicing=BY_TYPE), element(f"{VALUE}:valueAddress", types="Address")],
        [element(VALUE, types="Quantity string", slicing=BY_TYPE), element(f"{VALUE}:valueRange", types="Range")],
    ],
    ids=["short", "long", "narrowed"],
)
def test_a_slice_of_a_type_that_is_not_listed_is_refused(stated: list[Json], core: PackageDefinitions) -> None:
    """Each slice has one of the types of the list."""
    assert ["SN011"] == [code for code, _ in faults(made(profile(*stated), core))]


def test_the_type_of_a_prohibited_slice_leaves_the_list(core: PackageDefinitions) -> None:
    """`valueString` 0..0 takes string off the types."""
    snapshot = made(profile(element("Observation.valueString", "0..0")), core)
    assert f"{VALUE} 0..1 {ALL.replace(' string', '')} sliced by type:$this open" == lines(snapshot, VALUE)[0]


def test_short_forms_on_several_levels(core: PackageDefinitions) -> None:
    """A short form has children; inside a slice it stands alone and narrows the choice."""
    stated = [element("Observation.component", slicing=BY_PATTERN), element("Observation.component:left")]
    stated += [element("Observation.component:left.code", patternCodeableConcept={"text": "l"})]
    stated += [element("Observation.component:left.valueQuantity.code", "1..1", fixedCode="dB")]
    snapshot = made(profile(element("Observation.valueQuantity.unit", "1..1"), *stated), core)
    assert [] == faults(snapshot)
    assert f"{VALUE}:valueQuantity.unit 1..1 string" in lines(snapshot, VALUE)
    left = lines(snapshot, "Observation.component:left.value[x]")
    assert "Observation.component:left.value[x] 0..1 Quantity" == left[0]
    assert "Observation.component:left.value[x].code 1..1 code fixedCode=dB" in left


def test_two_short_forms_in_a_slice_are_slices(core: PackageDefinitions) -> None:
    """Inside a slice, too, two types are told apart."""
    stated = [element("Observation.component", slicing=BY_PATTERN), element("Observation.component:left")]
    stated += [element("Observation.component:left.code", patternCodeableConcept={"text": "l"})]
    stated += [element(f"Observation.component:left.value{item}", "0..1") for item in ("Quantity", "String")]
    snapshot = made(profile(*stated), core)
    assert [
        "Observation.component:left.value[x] 0..1 Quantity string sliced by type:$this closed",
        "Observation.component:left.value[x]:valueQuantity 0..1 Quantity",
        "Observation.component:left.value[x]:valueString 0..1 string",
    ] == lines(snapshot, "Observation.component:left.value[x]")


def test_short_and_long_form_of_one_slice_are_one(core: PackageDefinitions) -> None:
    """Children written below the short form join the slice written in full."""
    stated = [element(VALUE, slicing=BY_TYPE), element(f"{VALUE}:valueQuantity", "0..1", "Quantity")]
    stated += [element("Observation.valueQuantity.unit", "1..1")]
    snapshot = made(profile(*stated), core)
    assert f"{VALUE}:valueQuantity.unit 1..1 string" in lines(snapshot, VALUE)


@pytest.mark.parametrize(
    ("stated", "order"),
    [
        ([element(f"{VALUE}:valueString", short="Text")], "String Quantity Range"),
        ([element("Observation.valuePeriod"), element("Observation.valueRange")], "Period Range Quantity String"),
        ([element(VALUE, short="Result")], "Quantity String Range"),
        ([element(f"{VALUE}:valueRange"), element(f"{VALUE}:valueString")], "Range String Quantity"),
    ],
)
def test_the_slices_that_a_later_profile_states_come_first(
    stated: list[Json], order: str, core: PackageDefinitions
) -> None:
    """One of them is there at most, so their order says nothing; HL7's generator puts them so."""
    slices = [element(f"{VALUE}:value{name}") for name in ("Quantity", "String", "Range")]
    snapshot = made(_child(*stated), core, profile(element(VALUE, slicing=BY_TYPE), *slices, name="Parent"))
    assert [] == faults(snapshot)
    found = [item["id"] for item in snapshot.elements if item["id"].startswith(f"{VALUE}:")]
    assert [f"{VALUE}:value{name}" for name in order.split()] == found


def test_a_required_slice_beside_inherited_ones(core: PackageDefinitions) -> None:
    """The parent's other slices are of types that are not there; nothing is wrong in saying so."""
    parent = profile(element("Observation.valueQuantity"), element("Observation.valueString"), name="Parent")
    snapshot = made(_child(element(f"{VALUE}:valueQuantity", "1..")), core, parent)
    assert [] == faults(snapshot)
    assert f"{VALUE} 1..1 Quantity sliced by type:$this closed" == lines(snapshot, VALUE)[0]
    assert f"{VALUE}:valueString 0..1 string" in lines(snapshot, VALUE)


def test_a_slice_whose_minimum_is_inherited_leaves_the_other_types(core: PackageDefinitions) -> None:
    """The parent asks for a value of any type; a slice of it that states no minimum takes no type away."""
    parent = profile(element(VALUE, "1.."), name="Parent")
    snapshot = made(_child(element(VALUE, slicing=BY_TYPE), element(f"{VALUE}:valueString")), core, parent)
    assert [f"{VALUE} 1..1 {ALL} sliced by type:$this open", f"{VALUE}:valueString 1..1 string"] == lines(
        snapshot, VALUE
    )


def test_a_short_form_of_the_only_type_speaks_of_the_choice_where_children_alone_are_stated(
    core: PackageDefinitions,
) -> None:
    """No slice is made of what can be nothing else; where the short form itself is stated, one is."""
    parent = profile(element(VALUE, types="Quantity"), name="Parent")
    code = element("Observation.valueQuantity.code", "1..")
    found = lines(made(_child(code), core, parent), VALUE)
    assert f"{VALUE} 0..1 Quantity" == found[0]
    assert f"{VALUE}.code 1..1 code" in found
    found = lines(made(_child(element("Observation.valueQuantity"), code), core, parent), VALUE)
    assert f"{VALUE}:valueQuantity.code 1..1 code" in found
