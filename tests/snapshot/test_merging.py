"""One element of the differential over the element that it changes, facet by facet."""

from __future__ import annotations

from typing import Any

import pytest

from snapshot.writing import OWN, by_id, element, extension, faults, made, profile
from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions


def _merged(core: PackageDefinitions, element_id: str, parent: dict[str, Any], child: dict[str, Any]) -> Json:
    """The element after two profiles in a row, the second without problems."""
    first = profile(element(element_id, **parent), name="Parent")
    snapshot = made(profile(element(element_id, **child), base=OWN + "Parent", type="Observation"), core, first)
    assert [] == faults(snapshot)
    return by_id(snapshot, element_id)


def test_cardinality_is_replaced(core: PackageDefinitions) -> None:
    """Minimum and maximum are stated one by one."""
    found = _merged(core, "Observation.component", {"cardinality": "1..4"}, {"max": "2"})
    assert (1, "2") == (found["min"], found["max"])


@pytest.mark.parametrize("stated", ["0..1", "1..*"])
def test_a_wider_cardinality_is_told_and_wins(stated: str, core: PackageDefinitions) -> None:
    """Widening is an error of the second degree: the snapshot has what the differential says."""
    snapshot = made(profile(element("Observation.code", stated)), core)
    assert [("SN030", "Observation.code")] == faults(snapshot)
    assert stated == "{min}..{max}".format(**by_id(snapshot, "Observation.code"))


def test_a_minimum_above_the_maximum_is_told(core: PackageDefinitions) -> None:
    """No instance could have such an element."""
    assert [("SN031", "Observation.component")] == faults(made(profile(element("Observation.component", "3..2")), core))


def test_types_are_replaced_as_a_whole(core: PackageDefinitions) -> None:
    """Target profiles, profiles, aggregation and versioning come with the type that is stated."""
    types = [{"code": "Reference", "targetProfile": ["http://hl7.org/fhir/StructureDefinition/Patient"]}]
    types[0] |= {"aggregation": ["contained"], "versioning": "independent"}
    found = _merged(core, "Observation.subject", {"types": "Reference(Patient,Device)"}, {"type": types})
    assert types == found["type"]


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        (element("Observation.value[x]", types="Address"), "SN011"),
        (element("Observation.code", types="Coding"), "SN011"),
        (element("Observation.valueAddress", "1..1"), "SN011"),
        (element("Observation.value[x]", types="NoSuchType"), "SN033"),
        (element("Observation.subject", types="Reference(Medication)"), "SN034"),
        (element("Observation.subject", types="Reference(Patient)", min=1), ""),
        (element("Observation.code", types="CodeableConcept(Quantity)"), "SN012"),
    ],
)
def test_a_type_fits_one_of_the_base(stated: Json, code: str, core: PackageDefinitions) -> None:
    """Types, target profiles and profiles of types are among those of the base."""
    found = [fault for fault, _ in faults(made(profile(stated), core))]
    assert ([code] if code else []) == found


def test_a_profile_of_an_allowed_target_fits(core: PackageDefinitions) -> None:
    """A target may be a profile of a target, over any number of steps."""
    patient = profile(name="Listener", base="Patient")
    child = profile(name="Child", base=OWN + "Listener", type="Patient")
    stated = profile(element("Observation.subject", types=f"Reference({OWN}Child)"))
    assert [] == faults(made(stated, core, patient, child))


@pytest.mark.parametrize("facet", ["short", "definition", "comment", "requirements", "label"])
def test_texts_are_replaced(facet: str, core: PackageDefinitions) -> None:
    """What is stated takes the place of what is inherited."""
    assert "Loudness" == _merged(core, "Observation.code", {facet: "Sound"}, {facet: "Loudness"})[facet]


@pytest.mark.parametrize("facet", ["definition", "comment", "requirements", "label"])
def test_three_dots_continue_a_text(facet: str, core: PackageDefinitions) -> None:
    """A text that begins with three dots comes after the inherited one, on a line of its own."""
    assert "Sound\r\n and pitch" == _merged(core, "Observation.code", {facet: "Sound"}, {facet: "... and pitch"})[facet]


@pytest.mark.parametrize(
    ("facet", "parent", "child", "expected"),
    [
        ("alias", ["Loudness"], ["Level", "Loudness"], ["Loudness", "Level"]),
        ("condition", ["a-1"], ["a-2"], ["a-1", "a-2"]),
        (
            "example",
            [{"label": "One", "valueString": "1"}],
            [{"label": "One", "valueString": "1"}, {"label": "Two", "valueString": "2"}],
            [{"label": "One", "valueString": "1"}, {"label": "Two", "valueString": "2"}],
        ),
        (
            "mapping",
            [{"identity": "a", "map": "x"}],
            [{"identity": "a", "map": "x"}, {"identity": "a", "map": "y"}],
            [{"identity": "a", "map": "x"}, {"identity": "a", "map": "y"}],
        ),
    ],
)
def test_lists_add_up(facet: str, parent: Any, child: Any, expected: Any, core: PackageDefinitions) -> None:
    """Aliases, conditions, examples and mappings are joined, each entry once, inherited ones first."""
    found = _merged(core, "Observation.device", {facet: parent}, {facet: child})[facet]
    assert expected == [match for match in found if match in expected]


def test_codes_come_from_the_base(core: PackageDefinitions) -> None:
    """An element's own code is that of its first definition that has one."""
    stated = element("Observation.code", code=[{"system": "http://hearing.example", "code": "x"}])
    assert "code" not in by_id(made(profile(stated), core), "Observation.code")


def test_constraints_join_by_key(core: PackageDefinitions) -> None:
    """Inherited ones come first and win over a repeated key; each names the definition it comes from."""
    item = {"key": "hear-1", "severity": "error", "human": "One ear", "expression": "true"}
    other = {"key": "hear-2", "severity": "error", "human": "Two ears", "expression": "true"}
    again = item | {"human": "No ear"}
    found = _merged(core, "Observation.device", {"constraint": [item]}, {"constraint": [again, other]})["constraint"]
    assert [item | {"source": OWN + "Parent"}, other | {"source": OWN + "Profile"}] == found[-2:]
    assert "http://hl7.org/fhir/StructureDefinition/Element" == found[0]["source"]


def test_a_binding_is_merged_part_by_part(core: PackageDefinitions) -> None:
    """Without a value set the base's stays; the description of the base goes when a binding is stated."""
    parent = {"binding": {"strength": "preferred", "valueSet": "http://hearing.example/vs", "description": "Tones"}}
    found = _merged(core, "Observation.method", parent, {"binding": {"strength": "extensible"}})["binding"]
    assert {"strength": "extensible", "valueSet": "http://hearing.example/vs"} == found


def test_a_binding_falls_away_with_the_types_that_can_be_bound(core: PackageDefinitions) -> None:
    """A choice narrowed to a type without codes is bound no more."""
    base = element("Observation.value[x]", binding={"strength": "example", "valueSet": "http://hearing.example/vs"})
    parent = profile(base, name="Parent")
    child = profile(element("Observation.value[x]", types="Period"), base=OWN + "Parent", type="Observation")
    assert "binding" in by_id(made(parent, core), "Observation.value[x]")
    assert "binding" not in by_id(made(child, core, parent), "Observation.value[x]")


def test_a_binding_weaker_than_required_is_told_and_wins(core: PackageDefinitions) -> None:
    """Required stays required; other strengths may become stronger or weaker."""
    weaker = element("Observation.status", binding={"strength": "extensible", "valueSet": "http://hearing.example/vs"})
    snapshot = made(profile(weaker), core)
    assert [("SN032", "Observation.status")] == faults(snapshot)
    assert "extensible" == by_id(snapshot, "Observation.status")["binding"]["strength"]
    stronger = element("Observation.code", binding={"strength": "required", "valueSet": "http://hearing.example/vs"})
    assert [] == faults(made(profile(stronger), core))


def test_additional_bindings_add_up(core: PackageDefinitions) -> None:
    """By purpose and value set; a repeated one adds its usages."""
    by = {"strength": "example", "valueSet": "http://hearing.example/vs"}
    parent = {"binding": by | {"additional": [{"purpose": "minimum", "valueSet": "http://hearing.example/a"}]}}
    child = {"binding": by | {"additional": [{"purpose": "maximum", "valueSet": "http://hearing.example/b"}]}}
    found = _merged(core, "Observation.method", parent, child)["binding"]["additional"]
    assert ["minimum", "maximum"] == [match["purpose"] for match in found]


LOINC = {"system": "http://loinc.org", "code": "8302-2"}
SNOMED = {"system": "http://snomed.info/sct", "code": "50373000"}
RULE = {"key": "hea-1", "severity": "error", "human": "A text.", "expression": "text.exists()"}
FIXED, PATTERN = "fixedCodeableConcept", "patternCodeableConcept"


@pytest.mark.parametrize(
    ("parent", "child", "found"),
    [
        # a fixed value and a pattern hold together
        ({PATTERN: {"text": "a"}}, {FIXED: {"text": "a"}}, {PATTERN: {"text": "a"}, FIXED: {"text": "a"}}),
        ({FIXED: {"text": "a"}}, {PATTERN: {"text": "a"}}, {PATTERN: {"text": "a"}, FIXED: {"text": "a"}}),
        # two patterns say what each says
        ({PATTERN: {"text": "a"}}, {PATTERN: {"coding": [LOINC]}}, {PATTERN: {"text": "a", "coding": [LOINC]}}),
        ({PATTERN: {"coding": [LOINC]}}, {PATTERN: {"coding": [SNOMED]}}, {PATTERN: {"coding": [LOINC, SNOMED]}}),
        (
            {PATTERN: {"coding": [LOINC]}},
            {PATTERN: {"coding": [{**LOINC, "display": "a"}]}},
            {PATTERN: {"coding": [{**LOINC, "display": "a"}]}},
        ),
    ],
)
def test_values_that_agree_hold_together(parent: Any, child: Any, found: Any, core: PackageDefinitions) -> None:
    """What is inherited is not lost beside what is stated."""
    merged = _merged(core, "Observation.code", parent, child)
    assert found == {key: merged[key] for key in merged if key.startswith(("fixed", "pattern"))}


@pytest.mark.parametrize(
    ("element_id", "parent", "child", "code"),
    [
        ("Observation.code", {PATTERN: {"text": "a"}}, {PATTERN: {"text": "b"}}, "SN045"),
        ("Observation.code", {FIXED: {"text": "a"}}, {FIXED: {"text": "b"}}, "SN045"),
        ("Observation.code", {FIXED: {"text": "a"}}, {FIXED: {"text": "a", "coding": [LOINC]}}, "SN045"),
        ("Observation.code", {PATTERN: {"text": "a"}}, {FIXED: {"text": "b"}}, "SN045"),
        ("Observation.code", {PATTERN: {"text": "a"}}, {FIXED: {"coding": [LOINC]}}, "SN045"),
        ("Observation.code", {FIXED: {"text": "a"}}, {PATTERN: {"coding": [LOINC]}}, "SN045"),
        ("Observation.status", {"patternCode": "final"}, {"patternCode": "amended"}, "SN045"),
        # limits
        ("Observation.implicitRules", {"maxLength": 5}, {"maxLength": 9}, "SN046"),
        ("Observation.implicitRules", {"maxLength": 9}, {"maxLength": 5}, ""),
        ("Observation.valueInteger", {"minValueInteger": 3}, {"minValueInteger": 2}, "SN046"),
        ("Observation.valueInteger", {"minValueInteger": 3}, {"minValueInteger": 4}, ""),
        ("Observation.valueInteger", {"maxValueInteger": 3}, {"maxValueInteger": 4}, "SN046"),
        (
            "Observation.issued",
            {"maxValueInstant": "2024-01-01T00:00:00Z"},
            {"maxValueInstant": "2024-01-02T00:00:00Z"},
            "SN046",
        ),
        (
            "Observation.valueQuantity",
            {"maxValueQuantity": {"value": 3, "code": "L"}},
            {"maxValueQuantity": {"value": 4, "code": "L"}},
            "SN046",
        ),
        (
            "Observation.valueQuantity",
            {"maxValueQuantity": {"value": 3, "code": "L"}},
            {"maxValueQuantity": {"value": 4, "code": "mL"}},
            "",
        ),
        # keys of constraints
        ("Observation.code", {"constraint": [RULE]}, {"constraint": [{**RULE, "expression": "text.empty()"}]}, "SN047"),
        ("Observation.code", {"constraint": [RULE]}, {"constraint": [{**RULE, "severity": "warning"}]}, "SN047"),
        ("Observation.code", {"constraint": [RULE]}, {"constraint": [{**RULE, "human": "Un texte."}]}, ""),
        (
            "Observation.code",
            {"constraint": [RULE]},
            {"constraint": [{key: value for key, value in RULE.items() if key != "expression"}]},
            "SN047",
        ),
    ],
)
def test_what_contradicts_the_parent_is_told(
    element_id: str, parent: Any, child: Any, code: str, core: PackageDefinitions
) -> None:
    """A profile restricts what it rests on; what no instance could have is an error of the second degree."""
    first = profile(element(element_id, **parent), name="Parent")
    snapshot = made(profile(element(element_id, **child), base=OWN + "Parent", type="Observation"), core, first)
    assert ([code] if code else []) == [found for found, _ in faults(snapshot)]


@pytest.mark.parametrize("facet", ["fixedString", "patternString", "patternCoding"])
def test_values_of_another_type_are_refused(facet: str, core: PackageDefinitions) -> None:
    """A value is of one of the element's types."""
    value: Any = {"code": "x"} if facet == "patternCoding" else "x"
    snapshot = made(profile(element("Observation.code", **{facet: value})), core)
    assert [("SN010", "Observation.code")] == faults(snapshot)
    assert [] == snapshot.elements


def test_limits_and_length_are_replaced(core: PackageDefinitions) -> None:
    """Limits of values and the length of texts."""
    stated = {"minValueInteger": 10, "maxValueInteger": 120}
    found = _merged(core, "Observation.value[x]", {"types": "integer", "minValueInteger": 1}, stated)
    assert stated == {key: found[key] for key in stated}
    note = profile(element("Observation.bodySite.text", maxLength=20))
    assert 20 == by_id(made(note, core), "Observation.bodySite.text")["maxLength"]


def test_must_support_is_never_taken_back(core: PackageDefinitions) -> None:
    """True stays true; saying nothing keeps it."""
    parent = profile(element("Observation.device", mustSupport=True), name="Parent")
    kept = profile(element("Observation.device", short="Audiometer"), base=OWN + "Parent", type="Observation")
    assert by_id(made(kept, core, parent), "Observation.device")["mustSupport"]
    removed = profile(element("Observation.device", mustSupport=False), base=OWN + "Parent", type="Observation")
    assert [("SN013", "Observation.device")] == faults(made(removed, core, parent))


@pytest.mark.parametrize(
    ("element_id", "facets"),
    [
        ("Observation.device", {"isModifier": True}),
        ("Observation.status", {"isModifier": False}),
        ("Observation.device", {"isSummary": True}),
        ("Observation.device", {"meaningWhenMissing": "None used"}),
        ("Observation.issued", {"defaultValueInstant": "2024-01-01T00:00:00Z"}),
    ],
)
def test_what_a_profile_cannot_change_is_told(element_id: str, facets: Any, core: PackageDefinitions) -> None:
    """Modifiers, summaries, meanings of absence and defaults belong to the type; the base's stay."""
    snapshot = made(profile(element(element_id, **facets)), core)
    base = made(profile(), core)
    assert [("SN035", element_id)] == faults(snapshot)
    assert by_id(base, element_id) == by_id(snapshot, element_id)


def test_an_extension_keeps_the_summary_that_its_base_states(core: PackageDefinitions) -> None:
    """HL7's generator refuses another one, though an extension may become a modifier."""
    snapshot = made(profile(element("Observation.extension", isSummary=True)), core)
    assert [("SN035", "Observation.extension")] == faults(snapshot)
    assert by_id(snapshot, "Observation.extension")["isSummary"] is False


def test_order_meaning_and_representation_stay(core: PackageDefinitions) -> None:
    """A profile has them from its base."""
    snapshot = made(profile(element("HumanName.given", "1..*"), base="HumanName"), core)
    assert (
        by_id(made(profile(base="HumanName"), core), "HumanName.given")["orderMeaning"]
        == by_id(snapshot, "HumanName.given")["orderMeaning"]
    )
    assert ["xmlAttr"] == by_id(
        made(profile(element("Extension.url", short="u"), base="Extension"), core), "Extension.url"
    )["representation"]


def test_extensions_of_elements_are_inherited_and_replaced_where_they_come_once(core: PackageDefinitions) -> None:
    """`maxSize` comes once: the stated one counts. An extension that is not known may come again."""
    once = [{"url": "http://hl7.org/fhir/StructureDefinition/maxSize", "valueDecimal": value} for value in (2, 1)]
    other = {"url": "http://hearing.example/other", "valueBoolean": True}
    found = _merged(core, "Observation.device", {"extension": [once[0], other]}, {"extension": [once[1]]})["extension"]
    assert [other, once[1]] == found


def test_obligations_of_parent_and_child_stand_side_by_side(core: PackageDefinitions) -> None:
    """An extension that may come several times is added to those inherited; the same one is not there twice."""
    obligations = [
        {
            "url": "http://hl7.org/fhir/StructureDefinition/obligation",
            "extension": [{"url": "code", "valueCode": code}],
        }
        for code in ("SHALL:populate", "SHALL:handle")
    ]
    definition = extension(element("Extension", "0..*"), name="obligation") | {"url": obligations[0]["url"]}
    parent = profile(element("Observation.method", extension=obligations[:1]), name="Parent")
    child = profile(element("Observation.method", extension=obligations), base=OWN + "Parent", type="Observation")
    for known in ((), (definition,)):
        assert obligations == by_id(made(child, core, parent, *known), "Observation.method")["extension"]


def test_a_type_without_profiles_takes_the_inherited_targets_away(core: PackageDefinitions) -> None:
    """A type is stated as a whole: Reference alone refers to anything."""
    found = _merged(
        core, "Observation.subject", {"types": "Reference(Patient,Group)"}, {"type": [{"code": "Reference"}]}
    )
    assert [{"code": "Reference"}] == found["type"]


def test_a_target_whose_parents_are_not_at_hand_may_fit(core: PackageDefinitions) -> None:
    """What a profile of another package is derived from cannot be told without that package."""
    target = profile(name="Target", base="http://elsewhere.example/StructureDefinition/Listener", type="Patient")
    stated = profile(element("Observation.subject", types=f"Reference({OWN}Target)"))
    assert [] == faults(made(stated, core, target))


@pytest.mark.parametrize(
    ("suppressed", "left"),
    [
        ({"label": "General", "valueString": "Ear"}, []),
        ({"label": "$all", "valueString": "any"}, []),
        ({"label": "Other", "valueString": "Ear"}, ["General"]),
    ],
)
def test_an_example_is_suppressed(suppressed: Json, left: list[str], core: PackageDefinitions) -> None:
    """By an example with the extension for it: the same one, or all where it is labelled `$all`."""
    suppress = "http://hl7.org/fhir/StructureDefinition/elementdefinition-suppress"
    stated = {**suppressed, "extension": [{"url": suppress, "valueBoolean": True}]}
    parent = {"example": [{"label": "General", "valueString": "Ear"}]}
    found = _merged(core, "Observation.note.text", parent, {"example": [stated]})
    assert left == [example["label"] for example in found.get("example", ())]
