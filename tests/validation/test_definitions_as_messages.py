"""Definitions as messages: what they say is held to themselves, and to the definitions that they name."""

from __future__ import annotations

from typing import Any

import pytest

from fhirpath.conftest import core_package
from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from tabellion.validation.validator import Validator
from validation.making import ROOT, code_system, element, errors, patient, profile, slicing, validate, value_set

BASE = {**code_system({"code": "a"}, {"code": "b", "concept": [{"code": "c"}]}), "url": f"{ROOT}/base"}
SYSTEM = {"system": BASE["url"]}
ALL = value_set("all", SYSTEM)


def _properties(*values: Json, **declared: Any) -> Json:
    """A code system with one property and the values that its one concept has of it."""
    concept = {"code": "a", "property": [{"code": "p", **value} for value in values]}
    return {**code_system(concept), "property": [{"code": "p", **declared}] if declared else []}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"path": "Patient.name", "min": 1}, []),
        ({"path": "Patient.nome", "min": 1}, ["SN005"]),
        ({"path": "Patient.birthDate", "max": "2"}, ["SN030"]),
        ({"path": "Patient.name", "type": [{"code": "string"}]}, ["SN011"]),
        ({"path": "Patient.birthDate", "fixedString": "x"}, ["SN010"]),
        ({"path": "Patient.name", "sliceName": "a", "id": "Patient.name:a"}, ["SN014"]),
    ],
)
def test_the_differential_is_laid_over_the_base(changed: Json, expected: list[str], core: PackageDefinitions) -> None:
    """Each problem of the snapshot, at the element of the differential."""
    changed = {"id": changed["path"], **changed}
    made = profile(changed, type="Patient")
    place = "StructureDefinition.differential.element[1]"
    assert errors(core, made) == [(code, place) for code in expected]


def test_a_profile_that_does_not_say_that_it_is_one(core: PackageDefinitions) -> None:
    """Its type is not its own name: it constrains that type, and is held to it."""
    silent = profile(element("Patient.nome", min=1), type="Patient")
    del silent["derivation"]
    assert ["SN005"] == [code for code, _ in errors(core, silent)]


@pytest.mark.parametrize(
    ("url", "context", "expected"),
    [
        (f"{ROOT}/StructureDefinition/e", "Patient.contact", []),
        (f"{ROOT}/StructureDefinition/e", "Patient.contact.name.family", []),
        (f"{ROOT}/StructureDefinition/e", "Observation.valueQuantity", []),
        (f"{ROOT}/StructureDefinition/e", "Element", []),
        (f"{ROOT}/StructureDefinition/e", "Unknown.part", []),
        (f"{ROOT}/StructureDefinition/e", "Patient.contakt", ["VA115"]),
        (f"{ROOT}/StructureDefinition/other", "Patient", ["VA114"]),
    ],
)
def test_an_extension_has_its_own_address_and_contexts_that_are_there(
    url: str, context: str, expected: list[str], core: PackageDefinitions
) -> None:
    """Paths in types that are not at hand are not looked at."""
    made = profile(element("Extension.url", fixedUri=url), type="Extension", url=f"{ROOT}/StructureDefinition/e")
    made |= {"kind": "complex-type", "context": [{"type": "element", "expression": context}]}
    found = validate(core, made, profiles=[f"{ROOT}/none"])
    assert expected == [item.code for item in found if item.code in ("VA114", "VA115")]


@pytest.mark.parametrize(("expression", "expected"), [("name.exists()", []), ("name.exists( and", ["VA120"])])
def test_rules_of_a_profile_can_be_read(expression: str, expected: list[str], core: PackageDefinitions) -> None:
    """The place is that of the expression."""
    rule = {"key": "a-1", "severity": "error", "human": "h", "expression": expression}
    found = errors(core, profile(element("Patient.name", constraint=[rule]), type="Patient"))
    assert expected == [code for code, _ in found]
    assert all(place.endswith(".constraint[0].expression") for _, place in found)


def test_what_is_no_error_of_a_profile(core: PackageDefinitions) -> None:
    """An extension more often than its own root says, and slices that nothing tells apart."""
    url = f"{ROOT}/StructureDefinition/e"
    root = {"id": "Extension", "path": "Extension", "max": "1"}
    extension = {**profile(type="Extension", url=url), "differential": {"element": [root]}}
    often = element("Patient.extension:e", max="*", type=[{"code": "Extension", "profile": [url]}])
    alike = [element("Patient.name", slicing=slicing(("value", "use"))), element("Patient.name:a")]
    for changes, code in (([often], "SN030"), (alike, "SN039")):
        found = validate(core, profile(*changes, type="Patient"), extension, profiles=[f"{ROOT}/none"])
        assert [item.severity for item in found if item.code == code] == ["warning"]


def test_a_base_that_is_not_at_hand_is_no_error(core: PackageDefinitions) -> None:
    """It is told all the same; and a definition that is wrong by its form is not laid over anything."""
    strange = profile(element("Patient.name", min=1), type="Patient", base=f"{ROOT}/StructureDefinition/unknown")
    found = validate(core, strange, profiles=[f"{ROOT}/none"])
    assert ("SN021", "warning") in [(item.code, item.severity) for item in found]
    broken = profile({**element("Patient.nome"), "slicing": slicing(("value", "x")) | {"rules": 3}}, type="Patient")
    assert [code for code, _ in errors(core, broken)] == ["VA014"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"content": "not-present"}, ["TX015"]),
        ({"count": 3}, []),
        ({"count": 4}, ["TX015"]),
        ({"count": 4, "compositional": True}, []),
        ({"supplements": "http://hl7.org/fhir/administrative-gender"}, ["TX005"] * 3 + ["TX015"]),
        ({"content": "supplement"}, ["TX015"]),
        ({"valueSet": ALL["url"]}, []),
        ({"valueSet": ALL["url"], "url": f"{ROOT}/other"}, ["TX015"]),
    ],
)
def test_what_a_code_system_says_of_itself_is_so(changes: Json, expected: list[str], core: PackageDefinitions) -> None:
    """Content, number of concepts, what it supplements, the value set of all its codes."""
    assert [code for code, _ in errors(core, {**BASE, **changes}, ALL)] == expected


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        (_properties({"valueString": "x"}, type="string"), []),
        (_properties({"valueString": "x"}, type="boolean"), [("TX015", "error")]),
        (_properties({"valueString": "x"}), [("TX015", "warning")]),
        (_properties({"valueCode": "z"}, type="code"), []),
        (
            _properties({"valueCode": "z"}, type="code", uri="http://hl7.org/fhir/concept-properties#parent"),
            [("TX015", "error")],
        ),
        ({**_properties(type="code"), "property": [{"code": "p", "type": "code"}] * 2}, [("TX015", "error")]),
    ],
)
def test_concepts_state_what_is_declared(
    system: Json, expected: list[tuple[str, str]], core: PackageDefinitions
) -> None:
    """The properties of concepts against those of the system."""
    assert [(item.code, item.severity) for item in validate(core, system) if item.code == "TX015"] == expected


@pytest.mark.parametrize(
    ("include", "expected"),
    [
        ({"concept": [{"code": "a"}]}, []),
        ({"concept": [{"code": "z"}]}, [("TX005", "error")]),
        ({"version": "9", "concept": [{"code": "z"}]}, [("TX005", "error")]),
        ({"filter": [{"property": "concept", "op": "is-a", "value": "b"}]}, []),
        ({"filter": [{"property": "concept", "op": "is-a", "value": "z"}]}, [("TX016", "error")]),
        ({"filter": [{"property": "inactive", "op": "=", "value": "1"}]}, [("TX016", "error")]),
        ({"filter": [{"property": "unheard", "op": "=", "value": "1"}]}, [("TX016", "warning")]),
        ({"filter": [{"property": "own", "op": "=", "value": "1"}]}, []),
        ({"filter": [{"property": "own", "op": "in", "value": "1"}]}, [("TX016", "error")]),
        ({"system": "codes"}, [("TX010", "error")]),
        ({"system": ALL["url"]}, [("TX018", "error")]),
    ],
)
def test_what_a_value_set_takes_is_there(
    include: Json, expected: list[tuple[str, str]], core: PackageDefinitions
) -> None:
    """Systems, codes and filters of ValueSet.compose, in excludes as well."""
    system = {**BASE, "filter": [{"code": "own", "operator": ["="], "value": "a number"}]}
    for made in (value_set("some", {**SYSTEM, **include}), value_set("some", SYSTEM, exclude=[{**SYSTEM, **include}])):
        found = validate(core, made, system, ALL)
        assert [(item.code, item.severity) for item in found if item.severity != "information"] == expected


def _map(code: str, target: str, **more: Any) -> Json:
    made = {
        "resourceType": "ConceptMap",
        "status": "active",
        "sourceUri": f"{ROOT}/ValueSet/few",
        "targetUri": ALL["url"],
    }
    mapped = {"code": code, "target": [{"code": target, "equivalence": "equivalent"}]}
    return {**made, "group": [{"source": BASE["url"], "target": BASE["url"], "element": [mapped], **more}]}


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (_map("a", "b"), []),
        (_map("z", "b"), ["TX005"]),
        (_map("a", "z"), ["TX005"]),
        (_map("b", "b"), ["TX017"]),
        (_map("a", "b", source="codes"), ["TX010"]),
        ({**_map("b", "b"), "sourceUri": f"{ROOT}/ValueSet/unknown"}, []),
    ],
)
def test_what_a_map_maps_is_in_its_value_sets(made: Json, expected: list[str], core: PackageDefinitions) -> None:
    """The codes of both sides, in their systems and in the value sets that the map names."""
    assert [
        code for code, _ in errors(core, made, BASE, ALL, value_set("few", {**SYSTEM, "concept": [{"code": "a"}]}))
    ] == expected


def _asks(link: str, *items: Json, on: str = "", **more: Any) -> Json:
    item: Json = {"linkId": link, "text": link, "type": "group" if items else "boolean", **more}
    if on:
        item["enableWhen"] = [{"question": on, "operator": "=", "answerBoolean": True}]
    return {**item, "item": list(items)} if items else item


ASSEMBLED = {"url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-assemble-expectation"}


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([_asks("a"), _asks("b", on="a")], []),
        ([_asks("b", on="a"), _asks("a")], []),
        ([_asks("b", on="a")], ["VA110"]),
        ([_asks("b", on="b")], ["VA110"]),
        ([_asks("g", _asks("h", _asks("a")), on="a")], ["VA110"]),
        ([_asks("g", _asks("a"), _asks("b", on="a"))], []),
    ],
)
def test_conditions_on_questions_of_a_form(items: list[Json], expected: list[str], core: PackageDefinitions) -> None:
    """A condition names another question that can be answered first."""
    form = {"resourceType": "Questionnaire", "status": "active", "item": items}
    assert [code for code, _ in errors(core, form)] == expected


@pytest.mark.parametrize(
    ("initial", "expected"),
    [({"valueBoolean": True}, []), ({"valueString": "x"}, [("warning", "Questionnaire.item[0].initial[0]")])],
)
def test_a_first_answer_has_the_type_of_its_question(
    initial: Json, expected: list[tuple[str, str]], core: PackageDefinitions
) -> None:
    """It "must be consistent with the type of the item": no SHALL, so a warning."""
    form = {"resourceType": "Questionnaire", "status": "active", "item": [_asks("a", initial=[initial])]}
    found = [finding for finding in Validator(core).validate(form) if finding.code == "VA111"]
    assert expected == [(finding.severity, finding.expression) for finding in found]


def test_a_part_of_a_form_may_depend_on_the_rest(core: PackageDefinitions) -> None:
    """The question may be of the form that it will be put into."""
    part = {"extension": [{**ASSEMBLED, "valueCode": "assemble-child"}], "item": [_asks("b", on="a")]}
    found = errors(core, {"resourceType": "Questionnaire", "status": "active", **part})
    assert "VA110" not in [code for code, _ in found]


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ({**ALL, "url": "ValueSet/all"}, [("VA056", "ValueSet.url")]),
        ({**ALL, "url": "10:30"}, [("VA056", "ValueSet.url")]),
        ({**ALL, "url": "urn:oid:1.2.3"}, []),
        (patient(identifier=[{"system": "10:30", "value": "1"}]), [("TX010", "Patient.identifier[0].system")]),
        (patient(photo=[{"id": "x" * 1_048_577, "title": "x"}]), [("VA015", "Patient.photo[0].id")]),
    ],
)
def test_addresses_and_ids(resource: Json, expected: list[tuple[str, str]], core: PackageDefinitions) -> None:
    """A canonical address is absolute; the id of an element is as short as any text."""
    assert errors(core, resource) == expected


def test_types_keep_the_rules_of_those_above(core: PackageDefinitions) -> None:
    """The definitions of some types of R5 do not repeat what holds for every resource that may contain others."""
    contained = {"contained": [patient(id="a", active=True)]}
    for definitions in (core, core_package("hl7.fhir.r5.core", "5.0.0")):
        assert errors(definitions, {**ALL, **contained}, BASE) == [("VA070", "ValueSet")]


@pytest.mark.parametrize(
    "concept",
    [{"code": ["a"]}, {"code": {}}, {"code": "a", "property": [{"code": "parent", "valueCode": ["a"]}]}],
)
def test_a_code_that_is_no_text_is_told_by_its_kind(concept: Json, core: PackageDefinitions) -> None:
    """What a system says of itself is looked at whatever shape its concepts have."""
    parent = {"code": "parent", "uri": "http://hl7.org/fhir/concept-properties#parent", "type": "code"}
    system = {"resourceType": "CodeSystem", "status": "draft", "content": "complete"}
    found = errors(core, {**system, "property": [parent], "concept": [concept, {"code": "b"}]})
    assert "VA014" in [code for code, _ in found]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"expression": "Patient.name.family | Practitioner.name.family"}, []),
        ({"expression": "Patient.name.famly | Practitioner.name.family"}, ["VA118"]),
        # the element of a choice has no name of its own, an element that one of the types has is there
        ({"base": ["Observation"], "expression": "Observation.valueQuantity"}, ["VA118"]),
        (
            {
                "base": ["Observation"],
                "expression": "(Observation.value as Quantity) | Observation.value.ofType(Range)",
            },
            [],
        ),
        ({"expression": "birthDate"}, []),
        ({"expression": "Person.name"}, ["VA118"]),
        ({"base": ["Resource"], "expression": "Resource.id"}, []),
        ({"base": ["Patient"], "expression": "Patient.extension('http://a.example/x').value.extension.value"}, []),
        ({"base": ["Patient"], "expression": "Patient.link.other.resolve().name"}, []),
        # a type that nothing defines is told of the type
        ({"base": ["Pateint"], "expression": "Pateint.name"}, ["TX001"]),
        ({"base": "Patient", "expression": "Patient.nome"}, ["VA014"]),
        ({"base": [["Patient"], {}, 5], "expression": "Patient.nome"}, ["VA014", "VA014", "VA014"]),
    ],
)
def test_a_search_names_elements_of_its_types(more: Json, expected: list[str], core: PackageDefinitions) -> None:
    """Read by the definitions of the base types, all of them together."""
    assert expected == [code for code, _ in errors(core, _searched(**more))]


def test_the_component_of_a_search_is_asked_of_what_the_search_gives(core: PackageDefinitions) -> None:
    """A warning, since HL7 publishes some that give nothing."""
    parts = [{"definition": f"{ROOT}/SearchParameter/part", "expression": name} for name in ("code", "value", "status")]
    made = _searched(base=["Observation"], expression="Observation.component", type="composite", component=parts)
    found = validate(core, made)
    assert [("VA118", "warning", "SearchParameter.component[2].expression")] == [
        (item.code, item.severity, item.expression) for item in found if item.severity != "information"
    ]


def _searched(**more: Any) -> Json:
    stated = {"url": f"{ROOT}/SearchParameter/s", "name": "S", "status": "active", "description": "s", "code": "s"}
    return {"resourceType": "SearchParameter", **stated, "base": ["Patient", "Practitioner"], "type": "string", **more}
