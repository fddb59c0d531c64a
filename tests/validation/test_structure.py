"""What the definitions of types ask of any resource."""

from __future__ import annotations

from typing import Any

import pytest

from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from tabellion.validation.validator import Validator
from validation.making import element, errors, observation, patient, profile, validate

UUID = "urn:uuid:5f3c1d2a-7b64-4c1e-9d1f-0a6a3c1b2e4d"


def _in_type(type_: str, value: Any) -> Json:
    """A resource with the value in an element of that type."""
    extension = {"url": "https://hearing.example/unknown", f"value{type_[0].upper()}{type_[1:]}": value}
    return patient(extension=[extension])


@pytest.mark.parametrize(
    ("type_", "right", "wrong"),
    [
        ("boolean", [True, False], ["true", 1]),
        ("integer", [0, -5, 2147483647], [2147483648, "3", 1.5, True]),
        ("positiveInt", [1], [0, -1]),
        ("unsignedInt", [0], [-1]),
        ("decimal", [1, -0.5], ["1.0", False]),
        ("string", ["a b", "é\n", "a\u0000"], ["", 3]),
        ("code", ["a", "a b"], [" a", "a  b", "a\tb", "a\nb", "a\u00a0b", ""]),
        ("id", ["A-1.b", "x" * 64], ["a_b", "x" * 65, ""]),
        (
            "uri",
            ["https://hearing.example/a", "urn:oid:1.2.3", UUID],
            ["a b", "urn:oid:1.02", UUID.replace("5f", "5F"), ""],
        ),
        ("oid", ["urn:oid:2.16.840"], ["2.16.840", "urn:oid:3.1", "urn:oid:1.02"]),
        ("uuid", [UUID], ["5f3c1d2a-7b64-4c1e-9d1f-0a6a3c1b2e4d", UUID[:-1]]),
        ("base64Binary", ["YQ==", "YWJj\nYWJj", " YQ=="], ["YQ=", "Y*==", "", "YW\nJj"]),
        (
            "date",
            ["2020", "2020-02", "2020-02-29"],
            ["2021-02-29", "2020-13", "20", "2020-1-1", "2020-02-01T10:00:00Z"],
        ),
        ("dateTime", ["2020", "2020-02-01T10:00:00Z"], ["2020-02-01T10:00:00", "2020-02-01T10:00Z", "2020-02-30"]),
        ("instant", ["2020-02-01T10:00:00.1+01:00"], ["2020-02-01", "2020-02-01T10:00:00", "2020-02-01T25:00:00Z"]),
        ("time", ["08:30:00", "23:59:60.5"], ["8:30:00", "08:30", "24:00:00"]),
    ],
)
def test_primitive_values_have_the_form_of_their_type(
    core: PackageDefinitions, validator: Validator, type_: str, right: list[Any], wrong: list[Any]
) -> None:
    """Each right value passes; each wrong one is told at its own place."""
    place = f"Patient.extension[0].value.ofType({type_})"
    for value in right:
        assert [] == [(error.rule.code, value) for error in validator.validate(_in_type(type_, value)).errors()]
    for value in wrong:
        found = validator.validate(_in_type(type_, value)).errors()
        assert [place] == [match.expression for match in found], value
        assert found[0].rule.code in ("VA014", "VA015")


CLINIC = {"resourceType": "Organization", "id": "c", "name": "Clinic"}
AT_CLINIC = {"managingOrganization": {"reference": "#c"}}
ROOT_ELEMENT = {
    "id": "Observation",
    "path": "Observation",
    "definition": "A test.",
    "min": 0,
    "max": "*",
    "base": {"path": "Observation", "min": 0, "max": "*"},
}
ABSENT = {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (patient(gendr="female"), [("VA011", "Patient.gendr")]),
        (patient(name=[{"famly": "Durand"}]), [("VA011", "Patient.name[0].famly")]),
        (patient(name={"family": "Durand"}), [("VA014", "Patient.name")]),
        (patient(gender=["female"]), [("VA014", "Patient.gender")]),
        (patient(maritalStatus="married"), [("VA014", "Patient.maritalStatus")]),
        (patient(name=[]), [("VA016", "Patient.name")]),
        (patient(name=[{}]), [("VA017", "Patient.name[0]")]),
        (patient(gender=None), [("VA018", "Patient.gender")]),
        (patient(name=[None]), [("VA018", "Patient.name[0]")]),
        (patient(birthDate=None, _birthDate={"extension": [ABSENT]}), [("VA018", "Patient.birthDate")]),
        (patient(gender="female", _gender=None), [("VA018", "Patient.gender")]),
        (patient(name=None), [("VA018", "Patient.name")]),
        (patient(name=[{"given": None, "_given": [{"extension": [ABSENT]}]}]), [("VA018", "Patient.name[0].given")]),
        (patient(_birthDate={"id": "g", "extension": [{"url": "https://hearing.example/x", "valueCode": "a"}]}), []),
        (patient(_gender={"extension": [ABSENT]}), [("TX009", "Patient.gender")]),
        (patient(_id={"extension": [ABSENT]}), [("VA011", "Patient._id")]),
        (patient(name=[{"text": "A", "_id": {"extension": [ABSENT]}}]), [("VA011", "Patient.name[0]._id")]),
        (patient(_gender="x"), [("VA014", "Patient.gender")]),
        (patient(_gender={"id": "g"}), [("VA017", "Patient.gender")]),
        (patient(_maritalStatus={"id": "g"}), [("VA011", "Patient._maritalStatus")]),
        (
            patient(name=[{"given": ["A", None], "_given": [None, {"id": "x"}]}]),
            [("VA017", "Patient.name[0].given[1]")],
        ),
        (patient(name=[{"given": ["A", "B"], "_given": [None]}]), [("VA019", "Patient.name[0].given")]),
        (patient(deceasedBoolean=True, deceasedDateTime="2020"), [("VA020", "Patient")]),
        (patient(deceasedString="yes"), [("VA011", "Patient.deceasedString")]),
        ({"resourceType": "Observation", "status": "final"}, [("VA012", "Observation")]),
        ({"resourceType": "Pacient"}, [("VA010", "Pacient")]),
        ({"resourceType": "DomainResource"}, [("VA010", "DomainResource")]),
        (patient(contained=[{"resourceType": "Nothing"}]), [("VA010", "Patient.contained[0]")]),
        (patient(contained=["x"]), [("VA014", "Patient.contained[0]")]),
        (patient(id="a b"), [("VA015", "Patient.id")]),
        (
            patient(name=[{"id": "n", "text": "A"}], address=[{"id": "n", "text": "B"}]),
            [("VA025", "Patient.address[0].id")],
        ),
        (patient(name=[{"id": "n", "text": "A", "_text": {"id": "n"}}]), [("VA025", "Patient.name[0].text.id")]),
        (patient(id="n", name=[{"id": "n", "text": "A"}]), []),
        (
            patient(
                name=[{"id": "n", "text": "A"}],
                contained=[{**CLINIC, "telecom": [{"id": "n", "rank": 1}]}],
                **AT_CLINIC,
            ),
            [],
        ),
        (patient(contained=[CLINIC, CLINIC], **AT_CLINIC), [("VA025", "Patient.contained[1].id")]),
        ({**profile(element("Observation.note")), "snapshot": {"element": [ROOT_ELEMENT]}}, []),
    ],
)
def test_the_structure_of_a_resource(core: PackageDefinitions, resource: Json, expected: list[tuple[str, str]]) -> None:
    """Each fault of structure is told once, at its place."""
    assert expected == errors(core, resource)


def test_recursive_types_are_walked_to_any_level(core: PackageDefinitions) -> None:
    """An item of an item has the elements of an item."""
    item = {"linkId": "1", "type": "group", "item": [{"linkId": "2", "type": "display", "txt": "x"}]}
    questionnaire = {"resourceType": "Questionnaire", "status": "draft", "item": [item]}
    assert [("VA011", "Questionnaire.item[0].item[0].txt")] == errors(core, questionnaire)


def test_near_names_are_suggested(core: PackageDefinitions) -> None:
    """A misspelt element, type and code each get the one that is meant."""
    found = [*validate(core, patient(gendr="x")), *validate(core, {"resourceType": "Pacient"})]
    found += validate(core, patient(gender="Female"))
    suggestions = [match.suggestion for match in found if match.severity == "error"]
    expected = ["gender", "Patient", "female"]
    assert expected == suggestions


@pytest.mark.parametrize(
    ("div", "wrong"),
    [
        ("<p>ok <b>bold</b> <img src='x.png' alt='a'/></p>", False),
        ("caf&eacute;", True),
        ("&nbsp;café", True),
        ("caf&#233;&#160;&amp;&lt;&apos;", False),
        ("<script>alert(1)</script>", True),
        ("<p onclick='x()'>a</p>", True),
        ("<a href='javascript:x()'>a</a>", True),
        ("<form><input/></form>", True),
        ("<p xmlns='http://www.w3.org/1999/xhtml'>a</p>", False),
        ("<p xmlns='http://hl7.org/fhir'>a</p>", True),
        ("<p>a", True),
        ("   ", True),
        ("<object data='x'/>a", True),
        ("<ins>a</ins>", True),
        ("<p>a<p>b</p></p>", True),
        ("<p><table><tr><td>a</td></tr></table></p>", True),
        ("<p><span><ul><li>a</li></ul></span></p>", True),
        ("<b><div>a</div></b>", True),
        ("<ul><p>a</p></ul>", True),
        ("<ul>a<li>b</li></ul>", True),
        ("<table><td>a</td></table>", True),
        ("<li>a</li>", True),
        ("<a href='https://a.example'>a <a name='b'>b</a></a>", True),
        ("<ul> <li><p>a</p><ul><li>b</li></ul></li> </ul>", False),
        ("<table><thead><tr><th>a</th></tr></thead><tbody><tr><td><div>b</div></td></tr></tbody></table>", False),
        ("<blockquote><p>a</p></blockquote><dl><dt>a</dt><dd>b</dd></dl><h1>a <i>b</i></h1>", False),
    ],
)
def test_narratives_show_and_do_nothing_else(core: PackageDefinitions, div: str, wrong: bool) -> None:
    """Formatting passes; whatever runs, fetches or is not well formed does not."""
    text = {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{div}</div>'}
    found = set(errors(core, patient(text=text)))
    assert ({("VA023", "Patient.text.div")} if wrong else set()) == found


def test_an_entity_bomb_in_a_narrative_is_not_read(core: PackageDefinitions) -> None:
    """A document type is refused before anything expands."""
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><div xmlns="http://www.w3.org/1999/xhtml">&b;</div>'
    found = errors(core, patient(text={"status": "generated", "div": bomb}))
    assert [("VA023", "Patient.text.div")] == found


def test_links_of_a_narrative_resolve(core: PackageDefinitions) -> None:
    """An inner link leads to an id of the text or of the resource."""
    words = '<a href="#left">left</a><a href="#a1">all</a><a href="#none">none</a><p id="left">35 dB</p>'
    text = {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{words}</div>'}
    found = [item for item in validate(core, observation(text=text, method={"id": "a1", "text": "x"})) if item.value]
    assert ["#none"] == [match.value for match in found if match.rule.code == "VA024"]


@pytest.mark.parametrize(
    ("more", "place", "remedy"),
    [
        ({"method": {"system": "http://loinc.org", "code": "1-8"}}, "Observation.method", "put them into `coding`"),
        ({"meta": {"tag": [{"coding": [{"code": "x"}]}]}}, "Observation.meta.tag[0]", "give what is in `coding`"),
        ({"subject": {"system": "urn:a", "value": "1"}}, "Observation.subject", "put them into `identifier`"),
        ({"valueQuantity": {"low": {"value": 1}}}, "Observation.value.ofType(Quantity)", "give what is in `low`"),
    ],
)
def test_the_content_of_another_type_is_told_once_as_that(
    validator: Validator, more: Json, place: str, remedy: str
) -> None:
    """A value in place of what holds it, or of what it holds; nothing is asked of it besides."""
    (found,) = validator.validate(observation(**more)).errors()
    assert ("VA119", place) == (found.code, found.expression)
    assert remedy in found.help("en")


@pytest.mark.parametrize("content", [{"text": "x", "code": "1-8"}, {"foo": 1}, {"id": "a", "text": "x", "foo": 1}])
def test_content_of_no_other_type_is_told_by_its_names(validator: Validator, content: Json) -> None:
    """Where some of it is right, or no type has it, each name is told."""
    found = validator.validate(observation(method=content)).errors()
    assert ["VA011"] == [item.code for item in found]
