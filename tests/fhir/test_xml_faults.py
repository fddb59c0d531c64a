"""What is wrong with a resource on its way to XML, or with XML: told with its place, never a traceback."""

from __future__ import annotations

from typing import Any

import pytest

from tabellion.diagnostics import Report
from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from tabellion.fhir.xml_reader import MAX_FAULTS, XmlReader
from tabellion.fhir.xml_writer import XmlWriter

OPEN = '<Patient xmlns="http://hl7.org/fhir">'
DIV = '<div xmlns="http://www.w3.org/1999/xhtml">%s</div>'


@pytest.fixture(scope="module")
def reader(r4: PackageDefinitions) -> XmlReader:
    return XmlReader(r4)


@pytest.fixture(scope="module")
def writer(r4: PackageDefinitions) -> XmlWriter:
    return XmlWriter(r4)


def nested(levels: int) -> Json:
    """A questionnaire with items inside items."""
    item: Json = {"linkId": "x"}
    for _ in range(levels):
        item = {"item": [item]}
    return {"resourceType": "Questionnaire"} | item


@pytest.mark.parametrize(
    ("resource", "faults"),
    [
        ({}, [("FR001", "")]),
        ({"resourceType": "Pation"}, [("FR001", "")]),
        ({"resourceType": "../Patient"}, [("FR001", "")]),
        ({"resourceType": "Resource"}, [("FR001", "")]),
        ({"resourceType": ["Patient"]}, [("FR001", "")]),
        ({"resourceType": "Patient", "sex": 1}, [("FR002", "Patient")]),
        ({"resourceType": "Patient", "_name": [{}]}, [("FR002", "Patient")]),
        ({"resourceType": "Patient", "name": [{"resourceType": "HumanName"}]}, [("FR002", "Patient.name[0]")]),
        ({"resourceType": "Patient", "name": {"family": "M"}}, [("FR003", "Patient.name")]),
        ({"resourceType": "Patient", "name": []}, [("FR003", "Patient.name")]),
        ({"resourceType": "Patient", "name": ["M"]}, [("FR003", "Patient.name[0]")]),
        ({"resourceType": "Patient", "name": [None]}, [("FR003", "Patient.name[0]")]),
        ({"resourceType": "Patient", "gender": ["female"]}, [("FR003", "Patient.gender")]),
        ({"resourceType": "Patient", "gender": {"value": "female"}}, [("FR003", "Patient.gender")]),
        ({"resourceType": "Patient", "gender": None}, [("FR003", "Patient.gender")]),
        ({"resourceType": "Patient", "_gender": "x"}, [("FR003", "Patient.gender")]),
        ({"resourceType": "Patient", "gender": 1}, [("FR003", "Patient.gender")]),
        ({"resourceType": "Patient", "gender": True}, [("FR003", "Patient.gender")]),
        ({"resourceType": "Patient", "active": "true"}, [("FR003", "Patient.active")]),
        ({"resourceType": "Patient", "multipleBirthInteger": "1"}, [("FR003", "Patient.multipleBirthInteger")]),
        ({"resourceType": "Patient", "multipleBirthInteger": True}, [("FR003", "Patient.multipleBirthInteger")]),
        ({"resourceType": "Patient", "multipleBirthInteger": 1.5}, [("FR003", "Patient.multipleBirthInteger")]),
        ({"resourceType": "Patient", "name": None}, [("FR003", "Patient.name")]),
        ({"resourceType": "Patient", "name": [{}]}, [("FR003", "Patient.name[0]")]),
        ({"resourceType": "Patient", "gender": "male", "_gender": {}}, [("FR003", "Patient.gender")]),
        ({"resourceType": "Patient", "contained": ["x"]}, [("FR003", "Patient.contained[0]")]),
        ({"resourceType": "Patient", "text": {"div": 3}}, [("FR003", "Patient.text.div")]),
        ({"resourceType": "Patient", "name": [{"text": "a\x07"}]}, [("FR004", "Patient.name[0].text")]),
        ({"resourceType": "Patient", "name": [{"text": "a\ud800"}]}, [("FR004", "Patient.name[0].text")]),
        ({"resourceType": "Patient", "text": {"div": "text"}}, [("FR005", "Patient.text.div")]),
        ({"resourceType": "Patient", "text": {"div": "<div>no namespace</div>"}}, [("FR005", "Patient.text.div")]),
        ({"resourceType": "Patient", "text": {"div": DIV % "<br>"}}, [("FR005", "Patient.text.div")]),
        ({"resourceType": "Patient", "text": {"div": DIV % "&nbsp;"}}, [("FR005", "Patient.text.div")]),
        ({"resourceType": "Patient", "text": {"div": DIV % "a" + DIV % "b"}}, [("FR005", "Patient.text.div")]),
        ({"resourceType": "Patient", "text": {"div": "<!DOCTYPE div>" + DIV % ""}}, [("FR005", "Patient.text.div")]),
        (
            {"resourceType": "Patient", "text": {"div": DIV % ("<b>" * 300 + "</b>" * 300)}},
            [("FR005", "Patient.text.div")],
        ),
        (nested(400), [("FR006", "")]),
    ],
)
def test_resources_without_a_form_in_xml(writer: XmlWriter, resource: Any, faults: list[tuple[str, str]]) -> None:
    """Each is told with its FHIRPath, and nothing is written."""
    report = Report()
    assert writer.write(resource, report) is None
    assert faults == [(diagnostic.code, diagnostic.place.element) for diagnostic in report]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["FR010 1:1"]),
        ("text", ["FR010 1:1"]),
        (OPEN, ["FR010 1:38"]),
        (f"{OPEN}\n<gender value='female'>\n</Patient>", ["FR010 3:3"]),
        (f"{OPEN}<gender value='&nbsp;'/></Patient>", ["FR010 1:38"]),
        (f"{OPEN}<gender value='a' value='b'/></Patient>", ["FR010 1:56"]),
        (f"{OPEN}</Patient><Patient/>", ["FR010 1:48"]),
        (f"{OPEN}\ud800</Patient>", ["FR010 1:1"]),
        ("<Patient/>", ["FR013 1:1"]),
        (f"{OPEN}<gender xmlns='' value='female'/></Patient>", ["FR013 1:38"]),
        ('<Pation xmlns="http://hl7.org/fhir"/>', ["FR001 1:1"]),
        ('<Resource xmlns="http://hl7.org/fhir"/>', ["FR001 1:1"]),
        (f"{OPEN}\n  <gendr value='female'/></Patient>", ["FR014 2:3"]),
        (f"{OPEN}<gendr><a><b/></a></gendr><sex/></Patient>", ["FR014 1:38", "FR014 1:64"]),
        (f"{OPEN}<name value='M'><family value='M'/></name></Patient>", ["FR015 1:38"]),
        (f"{OPEN}<birthDate value='1980'/><gender value='male'/></Patient>", ["FR016 1:63"]),
        (f"{OPEN}<name id='a'/><gender value='male'/><name id='b'/></Patient>", ["FR016 1:74"]),
        (f"{OPEN}<gender value='male'/><gender value='male'/></Patient>", ["FR017 1:60"]),
        (f"{OPEN}<gender value='male'/> he</Patient>", ["FR018 1:60"]),
        (f"{OPEN}<active value='yes'/></Patient>", ["FR019 1:38"]),
        (f"{OPEN}<multipleBirthInteger value='01'/></Patient>", ["FR019 1:38"]),
        (f"{OPEN}<multipleBirthInteger value='{'9' * 5000}'/></Patient>", ["FR019 1:38"]),
        (f"{OPEN}<gender/></Patient>", ["FR020 1:47"]),
        (f"{OPEN}<name/></Patient>", ["FR020 1:45"]),
        (f"{OPEN}<contained/></Patient>", ["FR020 1:50"]),
        (f"{OPEN}<contained><Patient/><Patient/></contained></Patient>", ["FR017 1:59"]),
        (f"{OPEN}<text><status value='empty'/><div>x</div></text></Patient>", ["FR005 1:67"]),
    ],
)
def test_xml_that_is_not_fhirs(reader: XmlReader, text: str, faults: list[str]) -> None:
    """Each fault has its line and column."""
    report = Report()
    reader.read(text, report)
    assert faults == [f"{diagnostic.code} {diagnostic.place.line}:{diagnostic.place.offset}" for diagnostic in report]


def test_a_misspelt_element_suggests_the_nearest(reader: XmlReader) -> None:
    """The help ends with the name that was probably meant."""
    report = Report()
    reader.read(f"{OPEN}<gendr value='female'/></Patient>", report)
    assert ["gender"] == [diagnostic.suggestion for diagnostic in report]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "declaration",
    [
        f'<!DOCTYPE Patient [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE Patient [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Patient SYSTEM "http://127.0.0.1:9/patient.dtd">',
        '<!DOCTYPE Patient [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
    ],
    ids=["billion laughs", "external entity", "external document type", "parameter entity"],
)
def test_no_document_type_is_read(reader: XmlReader, declaration: str) -> None:
    """Nothing expands, nothing outside is read, and the fault is named."""
    report = Report()
    found = reader.read(f"{declaration}\n{OPEN}<gender value='&l9;'/></Patient>", report)
    assert (None, ["FR011"]) == (found.resource, [diagnostic.code for diagnostic in report])


@pytest.mark.parametrize(
    "text",
    [
        f"{OPEN}{'<contact>' * 10_000}",
        f"{OPEN}{'<unknown>' * 10_000}",
        f"{OPEN}<text>" + (DIV % "").removesuffix("</div>") * 10_000,
        OPEN + '<extension url="x">' * 10_000,
    ],
    ids=["elements", "unknown elements", "narrative", "extensions"],
)
def test_ten_thousand_levels(reader: XmlReader, text: str) -> None:
    """Nesting without end is refused at its limit."""
    report = Report()
    found = reader.read(text, report)
    assert found.resource is None
    assert "FR006" in [diagnostic.code for diagnostic in report]


def test_many_faults_end_the_reading(reader: XmlReader) -> None:
    """A document of faults alone gives a bounded number of findings."""
    report = Report()
    assert reader.read(f"{OPEN}{'<unknown/>' * 10_000}</Patient>", report).resource is None
    assert MAX_FAULTS == len(report)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (f"{OPEN}<language value='é'/></Patient>".encode("latin-1"), "utf-8"),
        (b'<?xml version="1.0" encoding="punycode"?><Patient/>', "punycode"),
        (b'<?xml version="1.0" encoding="no-such"?><Patient/>', "no-such"),
        (b"\xff\xfe<", "utf-16"),
    ],
)
def test_encodings_that_do_not_hold(reader: XmlReader, content: bytes, encoding: str) -> None:
    """A text that is not in the encoding it announces, or in one that is not read."""
    report = Report()
    assert reader.read(content, report).resource is None
    assert [("FR012", {"encoding": encoding})] == [(diagnostic.code, diagnostic.parameters) for diagnostic in report]


@pytest.mark.parametrize("value", [None, ["v"], {"a": 1}, {}, True, 1, "\x00", "\ud800", 'as "it" is\n', "%s"])
@pytest.mark.parametrize("key", ["valueString", "valueInteger", "valueBoolean", "code"])
def test_an_object_after_sound_ones_with_its_keys_is_judged_as_if_it_were_alone(
    r4: PackageDefinitions, key: str, value: Any
) -> None:
    sound = {"code": "p"} | ({} if key == "code" else {key: {"valueInteger": 1, "valueBoolean": True}.get(key, "v")})
    judged = sound | {key: value}

    def told(*properties: Json) -> tuple[list[tuple[str, str]], list[str]]:
        report, concept = Report(), {"code": "c", "property": list(properties)}
        written = XmlWriter(r4).write({"resourceType": "CodeSystem", "concept": [concept]}, report)
        last = (written or "").split("<property>")[-1].splitlines()
        return [
            (found.message("en"), found.place.element.replace("property[2]", "property[0]")) for found in report
        ], last

    assert told(sound, sound, judged) == told(judged)
