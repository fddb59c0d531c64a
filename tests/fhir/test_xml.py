"""FHIR XML and back: nothing is lost, order and form are FHIR's."""

from __future__ import annotations

import pytest
from lxml import etree

from fhir_packages import npm_package
from tabellion.diagnostics import Report
from tabellion.fhir import json
from tabellion.fhir.coordinates import Coordinate
from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions, open_package
from tabellion.fhir.xml_reader import XmlReader
from tabellion.fhir.xml_writer import XmlWriter

DIV = '<div xmlns="http://www.w3.org/1999/xhtml">%s</div>'


@pytest.fixture(scope="module")
def writer(r4: PackageDefinitions) -> XmlWriter:
    return XmlWriter(r4)


@pytest.fixture(scope="module")
def reader(r4: PackageDefinitions) -> XmlReader:
    return XmlReader(r4)


def written(writer: XmlWriter, resource: Json) -> str:
    report = Report()
    text = writer.write(resource, report)
    assert [] == [(diagnostic.code, str(diagnostic.place)) for diagnostic in report]
    assert text is not None
    return text


def read(reader: XmlReader, text: str | bytes) -> Json:
    report = Report()
    found = reader.read(text, report).resource
    assert [] == [(diagnostic.code, str(diagnostic.place), diagnostic.message("en")) for diagnostic in report]
    assert found is not None
    return found


def inner(text: str) -> str:
    """The lines between the first element and its end."""
    return "\n".join(line[2:] for line in text.splitlines()[2:-1])


CASES = {
    "a primitive with id and extension": (
        '{"birthDate": "1980-03", "_birthDate": {"id": "b", "extension": [{"url": "https://x.example/e", '
        '"valueCode": "about"}]}}',
        '<birthDate value="1980-03" id="b">\n  <extension url="https://x.example/e">\n    <valueCode value="about"/>\n'
        "  </extension>\n</birthDate>",
    ),
    "a primitive without value": (
        '{"_birthDate": {"extension": [{"url": "https://x.example/e", "valueCode": "unknown"}]}}',
        '<birthDate>\n  <extension url="https://x.example/e">\n    <valueCode value="unknown"/>\n  </extension>\n'
        "</birthDate>",
    ),
    "lists padded with null": (
        '{"name": [{"given": ["Anne", null, "Marie"], "_given": [null, {"id": "g"}, null]}]}',
        '<name>\n  <given value="Anne"/>\n  <given id="g"/>\n  <given value="Marie"/>\n</name>',
    ),
    "an element with an id": (
        '{"name": [{"id": "n", "family": "M"}]}',
        '<name id="n">\n  <family value="M"/>\n</name>',
    ),
    "an extension of an extension": (
        '{"extension": [{"url": "https://x.example/a", "extension": [{"url": "b", "valueDecimal": 1.00}]}]}',
        '<extension url="https://x.example/a">\n  <extension url="b">\n    <valueDecimal value="1.00"/>\n'
        "  </extension>\n</extension>",
    ),
    "elements in FHIR's order": (
        '{"birthDate": "1980", "gender": "female", "active": true}',
        '<active value="true"/>\n<gender value="female"/>\n<birthDate value="1980"/>',
    ),
    "a contained resource": (
        '{"contained": [{"resourceType": "Organization", "id": "o", "name": "O"}]}',
        '<contained>\n  <Organization>\n    <id value="o"/>\n    <name value="O"/>\n  </Organization>\n</contained>',
    ),
    "blanks and signs": (
        '{"name": [{"text": "a \\"b\\" <c> & \\t\\n\\r d\\u00a0é😀"}]}',
        '<name>\n  <text value="a &quot;b&quot; &lt;c&gt; &amp; &#9;&#10;&#13; d\u00a0é😀"/>\n</name>',
    ),
    "a choice of type": ('{"deceasedBoolean": false}', '<deceasedBoolean value="false"/>'),
}


@pytest.mark.parametrize("case", CASES)
def test_forms(writer: XmlWriter, reader: XmlReader, case: str) -> None:
    """Each way that JSON has to say something has one in XML, and comes back as it was."""
    text, expected = CASES[case]
    resource = {"resourceType": "Patient"} | json.loads(text)
    made = written(writer, resource)
    assert expected == inner(made)
    assert resource == read(reader, made)


@pytest.mark.parametrize(
    "number", ["72.10", "0.00000010", "1.0e2", "1E-3", "-0.0", "12345678901234567890.123456789", "5"]
)
def test_decimals_keep_their_spelling(writer: XmlWriter, reader: XmlReader, number: str) -> None:
    """Precision is information in FHIR: digits and exponent are those of the sender."""
    text = f'{{"resourceType": "Observation", "valueQuantity": {{"value": {number}}}}}'
    made = written(writer, json.loads(text))
    assert f'<value value="{number}"/>' in made
    assert f'"value": {number}\n' in json.dumps(read(reader, made))


@pytest.mark.parametrize(
    "content",
    [
        "a<b>c</b>&amp;&#160;d",
        "<p class='x'>é</p>\n <br/>",
        "<!-- note --><![CDATA[<]]>",
        "a\r\nb",
        '<img src="a>b" alt=""/>',
    ],
)
def test_narratives_are_kept_to_the_letter(writer: XmlWriter, reader: XmlReader, content: str) -> None:
    """The `div` of a narrative has the same text in JSON before and after."""
    resource = {"resourceType": "Patient", "text": {"status": "generated", "div": DIV % content}}
    assert resource == read(reader, written(writer, resource))


@pytest.mark.parametrize(
    "start",
    [
        '<Patient xmlns="http://hl7.org/fhir" xmlns:h="http://www.w3.org/1999/xhtml"><text><h:div>a<h:br/></h:div></text>',
        '<f:Patient xmlns:f="http://hl7.org/fhir" xmlns="http://www.w3.org/1999/xhtml"><f:text><div>a<br/></div></f:text>',
        '<Patient xmlns="http://hl7.org/fhir"><text><div xmlns="http://www.w3.org/1999/xhtml">a<br/></div></text>',
    ],
)
def test_prefixes_declared_outside_a_narrative(reader: XmlReader, start: str) -> None:
    """The `div` that comes out can stand alone, whatever prefixes the document has."""
    end = "</f:Patient>" if start.startswith("<f:") else "</Patient>"
    assert DIV % "a<br/>" == read(reader, start + end)["text"]["div"]


def test_a_bundle(writer: XmlWriter, reader: XmlReader) -> None:
    """Resources within resources, their order and the rest of each entry come back."""
    patients = [{"resourceType": "Patient", "id": str(number)} for number in range(3)]
    entries = [
        {"fullUrl": f"urn:uuid:{patient['id']}", "resource": patient, "search": {"score": 1}} for patient in patients
    ]
    bundle = {"resourceType": "Bundle", "type": "searchset", "entry": entries}
    assert bundle == read(reader, written(writer, bundle))


def test_elements_that_refer_to_others(writer: XmlWriter, reader: XmlReader) -> None:
    """Items within items are described by a content reference."""
    item = {"linkId": "1", "type": "group", "item": [{"linkId": "1.1", "item": [{"linkId": "1.1.1", "repeats": True}]}]}
    form = {"resourceType": "Questionnaire", "status": "draft", "item": [item]}
    assert form == read(reader, written(writer, form))


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", ["FR021"]),
        ("iso-8859-1", ["FR021"]),
        ("windows-1252", ["FR021"]),
    ],
)
def test_encodings(reader: XmlReader, encoding: str, told: list[str]) -> None:
    """A document says its encoding, by a mark or in its first line; one that FHIR does not admit is read and told."""
    named = encoding.removesuffix("-sig")
    text = (
        f'<?xml version="1.0" encoding="{named}"?><Patient xmlns="http://hl7.org/fhir"><language value="é"/></Patient>'
    )
    report = Report()
    found = reader.read(text.encode(encoding), report).resource
    assert ("é", told) == (found and found["language"], report.codes())


def test_positions(reader: XmlReader) -> None:
    """Each element has the line and column of its tag, by its keys in the JSON."""
    text = '<Patient xmlns="http://hl7.org/fhir">\n  <name>\n    <given value="A"/><given value="B"/></name></Patient>'
    positions = reader.read(text, Report()).positions
    given = {("name", 0, "given", 0): (3, 5), ("name", 0, "given", 1): (3, 23)}
    assert {(): (1, 1), ("name", 0): (2, 3)} | given == positions


def examples(every: int) -> list[Json]:
    """Some of R4's own examples, the biggest left out."""
    package = open_package(npm_package(Coordinate("hl7.fhir.r4.examples", "4.0.1")), Report())
    assert package is not None
    chosen = [entry for entry in list(package.entries)[::every] if len(package.file(entry.file) or b"") < 100_000]
    return [resource for item in chosen if (resource := package.resource(item)) is not None]


def test_examples_come_back_as_they_were(writer: XmlWriter, reader: XmlReader) -> None:
    """R4's own examples lose nothing on the way to XML and back."""
    for resource in examples(60):
        text = written(writer, resource)
        back = read(reader, text)
        assert resource == back, resource["id"]
        assert text == written(writer, back)


def plain(element: etree._Element) -> object:
    """An element without what an independent writer spells differently: ids of elements, dates, decimals."""
    name = etree.QName(element).localname
    value = element.get("value")
    if "xhtml" in (etree.QName(element).namespace or ""):
        return name, "".join(element.itertext()).split()
    simple = value is not None and not value[:1].isdigit() and not value.startswith("-")
    children = [plain(child) for child in element if etree.QName(child).localname != "id"]
    return name, value if simple else None, element.get("url"), children


def test_another_implementation_writes_the_same(writer: XmlWriter) -> None:
    """fhir.resources gives the same elements in the same order. It has R4B, respells dates and decimals, and writes
    ids of elements as elements, which is not FHIR's form: these are left out."""
    models = pytest.importorskip("fhir.resources.R4B")
    compared = 0
    for resource in examples(60):
        try:
            model = models.get_fhir_model_class(resource["resourceType"]).model_validate_json(json.dumps(resource))
        except (ValueError, KeyError):
            continue  # a type or an element that R4B does not have
        other = etree.fromstring(model.model_dump_xml())
        ours = etree.fromstring(written(writer, resource).encode("utf-8"))
        assert plain(other) == plain(ours), resource["id"]
        compared += 1
    assert compared > 40


def test_an_object_that_stands_in_several_places_is_written_as_each_of_them(writer: XmlWriter) -> None:
    """Concepts of a code system share the properties that they have alike, at any depth."""
    shared: Json = {"code": "level", "valueString": "a & b"}
    identifier: Json = {"system": "https://x.example/id", "value": "1"}
    resource: Json = {
        "resourceType": "CodeSystem",
        "identifier": [identifier],
        "status": "draft",
        "content": "complete",
        "property": [{"code": "level", "type": "string"}],
        "concept": [
            {"code": "a", "property": [shared], "concept": [{"code": "b", "property": [shared, shared]}]},
            {"code": "c", "property": [shared]},
        ],
    }
    assert written(writer, resource) == written(writer, json.loads(json.dumps(resource)))
    assert written(writer, resource).count('<valueString value="a &amp; b"/>') == 4
    patient: Json = {
        "resourceType": "Patient",
        "identifier": [identifier],
        "contact": [{"organization": {"identifier": identifier}}],
    }
    assert written(writer, patient) == written(writer, json.loads(json.dumps(patient)))
