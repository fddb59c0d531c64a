"""Slices: where they stand, what they start from, what may be said of them."""

from __future__ import annotations

import pytest

from snapshot.writing import BY_PATTERN, OWN, by_id, element, extension, faults, ids, line, lines, made, profile
from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions

BY_USE = {"discriminator": [{"type": "value", "path": "use"}], "rules": "open"}
SLICED = element("Observation.component", slicing=BY_PATTERN)
LEFT = [
    element("Observation.component:left"),
    element("Observation.component:left.code", patternCodeableConcept={"text": "l"}),
]
RIGHT = [
    element("Observation.component:right"),
    element("Observation.component:right.code", patternCodeableConcept={"text": "r"}),
]
CATEGORY = element(
    "Observation.category", slicing={"discriminator": [{"type": "pattern", "path": "$this"}], "rules": "open"}
)


def _slice(name: str, cardinality: str = "", text: str = "") -> Json:
    return element(f"Observation.category:{name}", cardinality, patternCodeableConcept={"text": text or name})


def _categories(*elements: Json, name: str = "Parent") -> Json:
    return profile(CATEGORY, *elements, name=name)


def _child(*elements: Json) -> Json:
    return profile(*elements, name="Child", base=OWN + "Parent", type="Observation")


def test_the_list_comes_first_then_what_holds_for_all_then_the_slices(core: PackageDefinitions) -> None:
    """Slices follow the list element and its children in the order in which they are defined."""
    snapshot = made(profile(SLICED, *RIGHT, *LEFT), core)
    found = [item for item in ids(snapshot.elements) if item.startswith("Observation.component")]
    heads = [match for match in found if "." not in match.removeprefix("Observation.")]
    assert ["Observation.component", "Observation.component:right", "Observation.component:left"] == heads
    assert found.index("Observation.component.code") < found.index("Observation.component:right")


def test_new_slices_come_after_inherited_ones(core: PackageDefinitions) -> None:
    """Inherited slices keep their order; those that are not named are copied."""
    parent = _categories(_slice("b"), _slice("a"))
    snapshot = made(_child(CATEGORY, _slice("a", "1..1"), _slice("c")), core, parent)
    assert [] == faults(snapshot)
    assert [
        "Observation.category 0..* CodeableConcept sliced by pattern:$this open",
        "Observation.category:b 0..* CodeableConcept patternCodeableConcept={'text': 'b'}",
        "Observation.category:a 1..1 CodeableConcept patternCodeableConcept={'text': 'a'}",
        "Observation.category:c 0..* CodeableConcept patternCodeableConcept={'text': 'c'}",
    ] == lines(snapshot, "Observation.category")


@pytest.mark.parametrize(
    "elements", [[_slice("b"), _slice("a")], [_slice("c"), _slice("a")]], ids=["swapped", "new before inherited"]
)
def test_slices_out_of_order_are_told_and_put_in_order(elements: list[Json], core: PackageDefinitions) -> None:
    """Inherited slices come in the parent's order, before new ones."""
    snapshot = made(_child(*elements), core, _categories(_slice("a"), _slice("b")))
    assert ["SN004"] == [code for code, _ in faults(snapshot)]
    found = [item.get("sliceName", "") for item in snapshot.elements if item["path"] == "Observation.category"]
    assert ["", "a", "b", "c"][: len(found)] == found


def test_a_slice_starts_from_the_list_of_the_base(core: PackageDefinitions) -> None:
    """Its minimum is 0 unless stated, its maximum the list's; the list's slicing is not passed on."""
    snapshot = made(profile(element("Observation.component", "1..4", slicing=BY_PATTERN), *LEFT), core)
    assert (
        "Observation.component 1..4 BackboneElement sliced by pattern:code open"
        == lines(snapshot, "Observation.component")[0]
    )
    assert "Observation.component:left 0..4 BackboneElement" == lines(snapshot, "Observation.component:left")[0]


def test_must_support_passes_from_the_list_of_the_base_to_new_slices(core: PackageDefinitions) -> None:
    """What this differential says on the list stays on the list."""
    parent = profile(element("Observation.category", mustSupport=True), name="Parent")
    passed = made(_child(CATEGORY, _slice("a")), core, parent)
    assert by_id(passed, "Observation.category:a")["mustSupport"]
    stays = made(profile(CATEGORY | {"mustSupport": True}, _slice("a")), core)
    assert "mustSupport" not in by_id(stays, "Observation.category:a")


def test_children_of_a_slice_are_there_when_one_is_named(core: PackageDefinitions) -> None:
    """A slice of a data type stays closed until a child of it is constrained."""
    closed = made(profile(CATEGORY, _slice("a"), _slice("b")), core)
    assert 3 == len(lines(closed, "Observation.category"))
    opened = made(profile(CATEGORY, _slice("a"), element("Observation.category:a.coding", "1..*"), _slice("b")), core)
    assert "Observation.category:a.coding 1..* Coding" in lines(opened, "Observation.category:a")
    assert ["Observation.category:b 0..* CodeableConcept patternCodeableConcept={'text': 'b'}"] == lines(
        opened, "Observation.category:b"
    )


@pytest.mark.parametrize("name", ["extension", "modifierExtension"])
def test_extensions_are_sliced_by_url_without_saying_so(name: str, core: PackageDefinitions) -> None:
    """A slice of an extension needs no stated slicing; the list's minimum becomes the sum of its slices'."""
    ear, noise = (extension(element("Extension", "0..1"), name=item) for item in ("Ear", "Noise"))
    stated = [
        element(f"Observation.component.{name}:ear", "1..1", f"Extension({OWN}Ear)"),
        element(f"Observation.component.{name}:noise", "1..1", f"Extension({OWN}Noise)"),
    ]
    snapshot = made(profile(*stated), core, ear, noise)
    assert [
        f"Observation.component.{name} 2..* Extension sliced by value:url open",
        f"Observation.component.{name}:ear 1..1 Extension(Ear)",
        f"Observation.component.{name}:noise 1..1 Extension(Noise)",
    ] == lines(snapshot, f"Observation.component.{name}")


def test_other_lists_state_how_they_are_sliced(core: PackageDefinitions) -> None:
    """A slice where nothing tells how is a fault, unless the base has told; the snapshot has it as it is stated."""
    untold = made(profile(_slice("a")), core)
    assert [("SN014", "Observation.category:a")] == faults(untold)
    assert [
        "Observation.category 0..* CodeableConcept",
        "Observation.category:a 0..* CodeableConcept patternCodeableConcept={'text': 'a'}",
    ] == lines(untold, "Observation.category")
    assert [] == faults(made(_child(_slice("b")), core, _categories(_slice("a"))))


@pytest.mark.parametrize("name", ["højde", "5+ drinks", "left ear"])
def test_a_slice_has_the_name_that_it_should_not_have(name: str, core: PackageDefinitions) -> None:
    """Official tools make the snapshot too: messages are judged by the profile, its author is told (eld-16)."""
    code = element(f"Observation.component:{name}.code", patternCodeableConcept={"text": "h"})
    snapshot = made(profile(SLICED, element(f"Observation.component:{name}", "1..1"), code), core)
    assert [("SN007", f"Observation.component:{name}")] == faults(snapshot)
    assert 1 == by_id(snapshot, f"Observation.component:{name}")["min"]
    assert "patternCodeableConcept" in by_id(snapshot, f"Observation.component:{name}.code")


def test_no_slice_has_a_name_with_a_dot(core: PackageDefinitions) -> None:
    """Its id would be that of a child."""
    snapshot = made(profile(SLICED, {"path": "Observation.component", "sliceName": "a.code"}), core)
    assert snapshot.fatal
    assert [("SN007", "Observation.component")] == faults(snapshot)


def test_a_closed_slicing_takes_no_more_slices(core: PackageDefinitions) -> None:
    """Inherited slices of a closed slicing can still be constrained."""
    closed = CATEGORY | {"slicing": CATEGORY["slicing"] | {"rules": "closed"}}
    parent = profile(closed, _slice("a"), name="Parent")
    assert [("SN015", "Observation.category:b")] == faults(made(_child(_slice("b")), core, parent))
    assert [] == faults(made(_child(_slice("a", "1..1")), core, parent))


@pytest.mark.parametrize(
    ("parent", "child", "code"),
    [
        ({"rules": "open"}, {"rules": "closed"}, ""),
        ({"rules": "open"}, {"rules": "openAtEnd"}, ""),
        ({"rules": "closed"}, {"rules": "open"}, "SN016"),
        ({"rules": "open", "ordered": True}, {"rules": "open", "ordered": False}, "SN016"),
        ({"rules": "open"}, {"rules": "open", "discriminator": [{"type": "value", "path": "coding.code"}]}, "SN016"),
    ],
)
def test_an_inherited_slicing_can_only_tighten(parent: Json, child: Json, code: str, core: PackageDefinitions) -> None:
    """Rules may close, order and discriminators stay."""
    by = CATEGORY["slicing"]
    base = profile(CATEGORY | {"slicing": by | parent}, _slice("a"), name="Parent")
    snapshot = made(_child(CATEGORY | {"slicing": by | child}), core, base)
    assert ([(code, "Observation.category")] if code else []) == faults(snapshot)


def test_discriminators_may_be_added(core: PackageDefinitions) -> None:
    """A profile tells slices apart by more than its parent."""
    more = [*CATEGORY["slicing"]["discriminator"], {"type": "exists", "path": "text"}]
    child = _child(CATEGORY | {"slicing": {"discriminator": more, "rules": "open"}})
    snapshot = made(child, core, _categories(_slice("a")))
    assert [] == faults(snapshot)
    assert more == by_id(snapshot, "Observation.category")["slicing"]["discriminator"]


def test_what_the_parent_says_of_all_items_holds_for_each_slice(core: PackageDefinitions) -> None:
    """Children of the unsliced list in the base are copied into new slices."""
    parent = profile(element("Observation.component.code", "1..1", mustSupport=True), name="Parent")
    snapshot = made(_child(SLICED, *LEFT), core, parent)
    assert "Observation.component:left.code 1..1 CodeableConcept patternCodeableConcept={'text': 'l'} S" in lines(
        snapshot, "Observation.component:left"
    )


def test_a_slice_of_a_slice_starts_from_the_slice(core: PackageDefinitions) -> None:
    """`left/high` has what `left` has, its children included."""
    stated = [SLICED, *LEFT, element("Observation.component:left/high", "1..1")]
    snapshot = made(profile(*stated), core)
    assert (
        "Observation.component:left/high 1..1 BackboneElement" == lines(snapshot, "Observation.component:left/high")[0]
    )
    assert "Observation.component:left/high.code 1..1 CodeableConcept patternCodeableConcept={'text': 'l'}" in lines(
        snapshot, "Observation.component:left/high"
    )
    parent = profile(SLICED, *LEFT, name="Parent")
    low = element("Observation.component:left/low", "0..1")
    closed = made(_child(low), core, parent)
    assert ["Observation.component:left/low 0..1 BackboneElement"] == lines(closed, "Observation.component:left/low")
    later = made(_child(low, element("Observation.component:left/low.value[x]", "1..1")), core, parent)
    assert "Observation.component:left/low.code 1..1 CodeableConcept patternCodeableConcept={'text': 'l'}" in lines(
        later, "Observation.component:left/low"
    )
    orphan = made(profile(SLICED, *LEFT, element("Observation.component:lift/low")), core)
    assert [("SN018", "Observation.component:lift/low")] == faults(orphan)
    assert "left" == orphan.problems[0].suggestion


def test_slices_stand_inside_slices_and_data_types(core: PackageDefinitions) -> None:
    """A slice's child can be sliced, in a data type too, and constrained again by a later profile."""
    coding = {"discriminator": [{"type": "value", "path": "system"}], "rules": "open"}
    stated = [SLICED, element("Observation.component:left"), element("Observation.component:left.code")]
    stated += [element("Observation.component:left.code.coding", slicing=coding)]
    stated += [element("Observation.component:left.code.coding:loinc", "1..1")]
    stated += [element("Observation.component:left.code.coding:loinc.system", "1..1", fixedUri="http://loinc.org")]
    parent = profile(*stated, name="Parent")
    snapshot = made(parent, core)
    assert "Observation.component:left.code.coding:loinc.system 1..1 uri fixedUri=http://loinc.org" in lines(
        snapshot, "Observation.component:left.code.coding:loinc"
    )
    child = made(_child(element("Observation.component:left.code.coding:loinc.code", "1..1")), core, parent)
    assert "Observation.component:left.code.coding:loinc.code 1..1 code" in lines(child, "Observation.component:left")


def test_complex_extensions_are_slices_inside_extensions(core: PackageDefinitions) -> None:
    """Each part is a slice of `Extension.extension` with its own url and value."""
    part = "Extension.extension:ear"
    stated = extension(
        element(part, "1..1"),
        element(f"{part}.extension", "..0"),
        element(f"{part}.url", fixedUri="ear"),
        element(f"{part}.value[x]", "1..1", "code"),
        element("Extension.value[x]", "..0"),
        name="Hearing",
    )
    snapshot = made(stated, core)
    assert [] == faults(snapshot)
    assert [
        "Extension.extension 1..* Extension sliced by value:url open",
        "Extension.extension:ear 1..1 Extension",
        "Extension.extension:ear.id 0..1 System.String",
        "Extension.extension:ear.extension 0..0 Extension sliced by value:url open",
        "Extension.extension:ear.url 1..1 System.String fixedUri=ear",
        "Extension.extension:ear.value[x] 1..1 code",
    ] == [item.replace(" uri ", " System.String ") for item in lines(snapshot, "Extension.extension")]


CODE = element(
    "Observation.code", "..1", slicing={"discriminator": [{"type": "pattern", "path": "$this"}], "rules": "open"}
)


@pytest.mark.parametrize(
    ("maxima", "codes"), [(("1", "1"), ["SN041"]), (("1", "0"), []), (("1",), [])], ids=["two", "one and none", "one"]
)
def test_an_element_that_comes_once_is_sliced_into_one(
    maxima: tuple[str, ...], codes: list[str], core: PackageDefinitions
) -> None:
    """The maxima of its slices sum to one at most."""
    slices = [
        element(f"Observation.code:s{i}", f"0..{m}", patternCodeableConcept={"text": str(i)})
        for i, m in enumerate(maxima)
    ]
    assert codes == [code for code, _ in faults(made(profile(CODE, *slices), core))]


def test_an_element_that_never_repeats_is_sliced_only_where_it_is_said_to_come_once(core: PackageDefinitions) -> None:
    """Without that, slicing contradicts the element, also deep inside a slice; a repeating element limited to one may."""
    never = {key: value for key, value in CODE.items() if key != "max"}
    tone = element("Observation.code:tone", "0..1", patternCodeableConcept={"text": "tone"})
    refused = made(profile(never, tone), core)
    assert ([("SN029", "Observation.code")], []) == (faults(refused), refused.elements)
    assert ["SN029"] == [code for code, _ in faults(made(profile(never), core))]
    assert [] == faults(made(profile(CODE), core))
    nested = [
        element("Observation.identifier", slicing={"discriminator": [{"type": "value", "path": "system"}]}),
        element("Observation.identifier:own"),
        element("Observation.identifier:own.system", fixedUri="http://hearing.example/own"),
        element(
            "Observation.identifier:own.assigner.identifier",
            slicing={"discriminator": [{"type": "value", "path": "system"}]},
        ),
        element("Observation.identifier:own.assigner.identifier:ik", "1..1"),
        element("Observation.identifier:own.assigner.identifier:ik.system", fixedUri="http://hearing.example/ik"),
    ]
    assert ["SN029"] == [code for code, _ in faults(made(profile(*nested), core))]
    limited = profile(element("Observation.category", "0..1"), name="Parent")
    assert [] == faults(made(_child(CATEGORY, _slice("a", "0..1")), core, limited))


def test_a_root_is_not_sliced(core: PackageDefinitions) -> None:
    """Nothing stands beside it."""
    snapshot = made(profile(element("Observation", slicing=BY_PATTERN)), core)
    assert ([("SN028", "Observation")], []) == (faults(snapshot), snapshot.elements)


@pytest.mark.parametrize(
    ("rules", "others", "least"),
    [("closed", [], 1), ("closed", ["b"], 0), ("open", [], 0)],
    ids=["alone", "with another", "open"],
)
def test_the_only_slice_of_a_closed_slicing_comes_as_often_as_its_list(
    rules: str, others: list[str], least: int, core: PackageDefinitions
) -> None:
    """Nothing else may be there; where anything else may, a slice may be absent."""
    parent = profile(element("Observation.category", "1.."), name="Parent")
    sliced = CATEGORY | {"slicing": CATEGORY["slicing"] | {"rules": rules}}
    snapshot = made(_child(sliced, *map(_slice, ["a", *others])), core, parent)
    assert least == by_id(snapshot, "Observation.category:a")["min"]


def test_a_slice_has_no_more_items_than_the_list_that_is_sliced_beside_it(core: PackageDefinitions) -> None:
    """The maximum above that of the list is told, the list's counts."""
    stated = [
        element("Observation.component", "..5", slicing=BY_PATTERN),
        element("Observation.component:left", "..10"),
    ]
    snapshot = made(profile(*stated, *LEFT[1:]), core)
    assert [("SN040", "Observation.component:left")] == faults(snapshot)
    assert "5" == by_id(snapshot, "Observation.component:left")["max"]


@pytest.mark.parametrize("facets", [{"short": "Numbers"}, {}], ids=["of the list", "of a slice"])
def test_the_data_type_of_a_sliced_list_is_not_repeated_where_nothing_is_said_of_it(
    facets: dict[str, str], core: PackageDefinitions
) -> None:
    """The parent walks into the list and slices it; a profile that speaks of the list or of a slice keeps the slices'."""
    sliced = element("Organization.identifier", slicing={"discriminator": [{"type": "value", "path": "system"}]})
    stated = [
        sliced,
        element("Organization.identifier.value", mustSupport=True),
        element("Organization.identifier:own"),
        element("Organization.identifier:own.system", fixedUri="http://hearing.example/own"),
    ]
    parent = profile(*stated, name="Parent", base="Organization")
    of_child = element("Organization.identifier" if facets else "Organization.identifier:own", "1..", **facets)
    snapshot = made(profile(of_child, name="Child", base=OWN + "Parent", type="Organization"), core, parent)
    found = ids(snapshot.elements)
    assert "Organization.identifier.value" in ids(made(parent, core).elements)
    assert "Organization.identifier.value" not in found
    assert "Organization.identifier:own.value" in found


def test_children_of_its_own_stay_on_a_sliced_list(core: PackageDefinitions) -> None:
    """A component has its children from the first definition on."""
    parent = profile(SLICED, element("Observation.component.interpretation", "1.."), *LEFT, name="Parent")
    snapshot = made(_child(element("Observation.component:left", "1..")), core, parent)
    assert 1 == by_id(snapshot, "Observation.component.interpretation")["min"]


def test_children_of_an_element_of_a_data_type_end_as_those_of_the_data_type(core: PackageDefinitions) -> None:
    """The dose of a dosage: the child's slices keep theirs, the list has none."""
    rate = "MedicationRequest.dosageInstruction.doseAndRate"
    by_kind = {"discriminator": [{"type": "value", "path": "type"}], "rules": "open"}
    stated = [element(rate, slicing=by_kind), element(f"{rate}.type", "1.."), element(f"{rate}:ordered", "..1")]
    parent = profile(*stated, name="Parent", base="MedicationRequest")
    of_child = element(f"{rate}:ordered", "1..")
    snapshot = made(profile(of_child, name="Child", base=OWN + "Parent", type="MedicationRequest"), core, parent)
    found = ids(snapshot.elements)
    assert f"{rate}.type" in ids(made(parent, core).elements)
    assert f"{rate}.type" not in found
    assert f"{rate}:ordered.type" in found


def test_a_prohibited_slice_stays(core: PackageDefinitions) -> None:
    """A slice of maximum 0 is in the snapshot, with that maximum."""
    snapshot = made(_child(_slice("a", "0..0")), core, _categories(_slice("a")))
    assert "Observation.category:a 0..0 CodeableConcept patternCodeableConcept={'text': 'a'}" == line(
        by_id(snapshot, "Observation.category:a")
    )


def test_an_inherited_slice_is_constrained_without_its_list(core: PackageDefinitions) -> None:
    """A later profile names a slice, or a child of it, and nothing else."""
    parent = profile(SLICED, *LEFT, name="Parent")
    snapshot = made(_child(element("Observation.component:left.value[x]", "1..1", "Quantity")), core, parent)
    assert [] == faults(snapshot)
    assert "Observation.component:left.value[x] 1..1 Quantity" in lines(snapshot, "Observation.component:left")
    wider = made(_child(_slice("a", "0..1")), core, _categories(_slice("a", "1..1")))
    assert [("SN030", "Observation.category:a")] == faults(wider)


def test_the_minimum_of_a_list_of_which_slices_alone_are_stated(core: PackageDefinitions) -> None:
    """It is raised to the sum of theirs, as HL7's generator has it; what is said of the list stays."""
    use = element("Patient.name", slicing=BY_USE)
    first = [element("Patient.name:a", "1..*"), element("Patient.name:a.use", fixedCode="old")]
    parent = profile(use, *first, name="Parent", base="Patient")
    second = [element("Patient.name:b", "1..*"), element("Patient.name:b.use", fixedCode="usual")]
    for stated, least in (second, 2), ([element("Patient.name"), *second], 0), ([element("Patient.name:a", "2..*")], 2):
        child = profile(*stated, name="Child", base=OWN + "Parent", type="Patient")
        assert by_id(made(child, core, parent), "Patient.name")["min"] == least
