"""Requests as strangers send them: every parameter of $expand and $validate-code, JSON and XML, and what is wrong with a
request said in an OperationOutcome with its status."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tabellion.diagnostics import Report
from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.json import Json
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.pipeline.lookup.guide_terminology import GuideTerminology
from tabellion.services.terminology.application import application

ROOT = "https://zoo.example/fhir"
ANIMALS, ALL, PINNED = f"{ROOT}/CodeSystem/animals", f"{ROOT}/ValueSet/all", f"{ROOT}/ValueSet/pinned"
PREFERRED = {"system": "http://snomed.info/sct", "code": "900000000000548007"}
NAMES = [
    {"language": "fr-CA", "value": "Hibou"},
    {"language": "en", "value": "Owl"},
    {"language": "de", "use": PREFERRED, "value": "Eule"},
]
OWL = {
    "code": "owl",
    "display": "Chouette",
    "definition": "Un oiseau de nuit.",
    "designation": NAMES,
    "property": [{"code": "legs", "valueInteger": 2}, {"code": "kin", "valueCode": "duck"}],
}
BIRD = {"code": "bird", "display": "Oiseau", "property": [{"code": "notSelectable", "valueBoolean": True}]}
DODO = {"code": "dodo", "display": "Dodo", "property": [{"code": "inactive", "valueBoolean": True}]}
STANDARD = "http://hl7.org/fhir/concept-properties#"
SYSTEM = {
    "resourceType": "CodeSystem",
    "id": "animals",
    "url": ANIMALS,
    "version": "2",
    "language": "fr",
    "status": "active",
    "content": "complete",
    "caseSensitive": True,
    "property": [
        {"code": "legs", "type": "integer"},
        {"code": "kin", "type": "code"},
        {"code": "inactive", "uri": f"{STANDARD}inactive", "type": "boolean"},
        {"code": "notSelectable", "uri": f"{STANDARD}notSelectable", "type": "boolean"},
    ],
    "concept": [BIRD | {"concept": [OWL, DODO]}, {"code": "duck", "display": "Canard"}],
}
SETS = [
    {"resourceType": "ValueSet", "id": name, "url": url, "status": "active", "compose": {"include": [include]}}
    for name, url, include in (
        ("all", ALL, {"system": ANIMALS}),
        ("pinned", PINNED, {"system": ANIMALS, "version": "2"}),
    )
]


class Asked:
    """Sends a request without a network."""

    def __init__(self) -> None:
        core = PackageResolver(None, Report()).definitions("4.0.1", ())
        assert core is not None
        self._service: Any = application(GuideTerminology(OwnDefinitions([SYSTEM, *SETS], core))).application

    def __call__(
        self,
        method: str,
        path: str,
        body: Json | bytes | None = None,
        headers: dict[str, str] | None = None,
        **query: Any,
    ) -> tuple[int, str, Any]:
        """The status, the type and the content of the answer, read where it is JSON."""
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        found = self._service.respond(
            method, path, urlencode(query, doseq=True), content, headers or {}, "http://h/fhir"
        )
        type_ = found.type.decode().partition(";")[0]
        return found.status, type_, json.loads(found.content) if "json" in type_ else found.content.decode()


@pytest.fixture(scope="module")
def asked() -> Asked:
    return Asked()


def said(resource: Json) -> list[str]:
    """The codes of an expansion with their displays."""
    return [f"{item['code']} {item['display']}" for item in resource["expansion"].get("contains", ())]


EVERY = ["bird Oiseau", "owl Chouette", "dodo Dodo", "duck Canard"]
CANADIAN = ["bird Oiseau", "owl Hibou", "dodo Dodo", "duck Canard"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, EVERY),
        ({"displayLanguage": "fr"}, EVERY),
        ({"displayLanguage": "fr-CA"}, CANADIAN),  # of the region that is asked for, not of another
        ({"displayLanguage": "fr-BE"}, EVERY),
        ({"displayLanguage": "en-GB,fr;q=0.5"}, ["bird Oiseau", "owl Owl", "dodo Dodo", "duck Canard"]),
        ({"activeOnly": "true"}, ["bird Oiseau", "owl Chouette", "duck Canard"]),
        ({"excludeNotForUI": "true"}, ["owl Chouette", "dodo Dodo", "duck Canard"]),
        ({"filter": "hibou"}, ["owl Chouette"]),
        ({"count": "2", "offset": "1"}, ["owl Chouette", "dodo Dodo"]),
        ({"count": "0"}, []),
        ({"exclude-system": ANIMALS}, []),
        ({"force-system-version": f"{ANIMALS}|2"}, EVERY),
        ({"system-version": f"{ANIMALS}|2"}, EVERY),
        ({"check-system-version": f"{ANIMALS}|2"}, EVERY),
    ],
)
def test_parameters_of_an_expansion(asked: Asked, query: dict[str, str], expected: list[str]) -> None:
    """Each changes what it says and stands among the parameters of the expansion; only a page has an offset."""
    status, _, found = asked("GET", "/fhir/ValueSet/$expand", url=ALL, **query)
    assert (200, expected) == (status, said(found))
    assert set(query) - {"displayLanguage"} <= {item["name"] for item in found["expansion"]["parameter"]}
    assert ("count" in query) == ("offset" in found["expansion"])


@pytest.mark.parametrize(
    ("url", "query", "code", "text"),
    [
        (ALL, {"system-version": f"{ANIMALS}|3"}, "not-found", "is here in version 2, and not in 3"),
        (PINNED, {"check-system-version": f"{ANIMALS}|3"}, "exception", "asks for version 2"),
        (PINNED, {"force-system-version": f"{ANIMALS}|3"}, "not-found", "and not in 3"),
        ("http://hl7.org/fhir/ValueSet/ucum-units", {}, "too-costly", "follow a grammar"),
        ("http://snomed.info/sct?fhir_vs=isa/404684003", {}, "not-found", "http://snomed.info/sct"),
        ("http://snomed.info/sct?fhir_vs=ecl/%3C%2064572001", {}, "not-found", "http://snomed.info/sct"),
        ("http://loinc.org/vs/LL715-4", {}, "not-found", "http://loinc.org"),
        (f"{ANIMALS}?fhir_vs=ecl/*", {}, "invalid", "constraint"),
    ],
)
def test_an_expansion_that_cannot_be_made_says_why(
    asked: Asked, url: str, query: dict[str, str], code: str, text: str
) -> None:
    status, _, found = asked("GET", "/ValueSet/$expand", url=url, **query)
    issue = found["issue"][0]
    assert (422, code) == (status, issue["code"])
    assert text in issue["details"]["text"]


def test_designations_and_properties_that_are_asked_for(asked: Asked) -> None:
    """All names, those of a language or of a use; properties as HL7's extension for R4 has them."""

    def names(**query: Any) -> list[str]:
        found = asked("GET", "/ValueSet/$expand", url=ALL, filter="chouette", **query)[2]
        return [item["value"] for item in found["expansion"]["contains"][0].get("designation", ())]

    assert [] == names()
    assert ["Hibou", "Owl", "Eule"] == names(includeDesignations="true")
    assert ["Hibou", "Eule", "Chouette"] == [
        name for name in names(includeDesignations="true", displayLanguage="en") if name != "Owl"
    ]
    assert ["Eule"] == names(designation="urn:ietf:bcp:47|de")
    assert ["Eule"] == names(designation=f"{PREFERRED['system']}|{PREFERRED['code']}")
    found = asked("GET", "/ValueSet/$expand", url=ALL, filter="chouette", property=["legs", "definition"])[2]
    stated = found["expansion"]["contains"][0]["extension"]
    assert [["legs", 2], ["definition", "Un oiseau de nuit."]] == [
        [next(value for key, value in part.items() if key != "url") for part in item["extension"]] for item in stated
    ]


def test_a_value_set_by_its_context_or_its_address_alone(asked: Asked) -> None:
    """The element that is bound to it; a code system's own address with `?fhir_vs`."""
    found = asked("GET", "/ValueSet/$expand", context="Patient.gender", contextDirection="incoming")[2]
    assert {"male", "female"} <= {item["code"] for item in found["expansion"]["contains"]}
    assert 404 == asked("GET", "/ValueSet/$expand", context="Patient.active")[0]
    below = asked("GET", "/ValueSet/$expand", url=f"{ANIMALS}?fhir_vs=isa/bird")[2]
    assert ["bird Oiseau", "owl Chouette", "dodo Dodo"] == said(below)


def inline(compose: Any) -> Json:
    value_set = {"resourceType": "ValueSet", "status": "draft", "compose": compose}
    return {"resourceType": "Parameters", "parameter": [{"name": "valueSet", "resource": value_set}]}


def filtered(name: str, op: str, value: str) -> Json:
    return {"include": [{"system": ANIMALS, "filter": [{"property": name, "op": op, "value": value}]}]}


@pytest.mark.parametrize(
    ("compose", "status", "code", "text"),
    [
        (filtered("wings", "=", "2"), 422, "invalid", "filter is by `wings`"),
        (filtered("legs", "is-a", "2"), 422, "not-supported", "`legs is-a 2`"),
        (filtered("code", "regex", "("), 422, "not-supported", "`code regex (`"),
        ({"include": [{"system": ANIMALS, "version": "9"}]}, 422, "not-found", "version 2, and not in 9"),
        ({"include": [{"valueSet": ["http://zoo.example/none"]}]}, 422, "not-found", "http://zoo.example/none"),
        ({"include": "x"}, 400, "structure", "compose.include is not a list"),
        ({"include": [None]}, 400, "structure", "compose.include is not an object"),
        ({"include": [{"system": ANIMALS, "concept": [{"code": 5}]}]}, 400, "structure", "concept.code"),
    ],
)
def test_a_value_set_in_the_request_that_is_wrong(
    asked: Asked, compose: Any, status: int, code: str, text: str
) -> None:
    """A filter that its system does not have, an operator without meaning, another form than that of the type."""
    found_status, _, found = asked("POST", "/ValueSet/$expand", inline(compose))
    assert (status, code) == (found_status, found["issue"][0]["code"])
    assert text in found["issue"][0]["details"]["text"]


@pytest.mark.parametrize(
    ("query", "result", "kind"),
    [
        ({"system": ANIMALS, "code": "owl"}, True, None),
        ({"coding": f"{ANIMALS}|owl"}, True, None),
        ({"code": "owl", "inferSystem": "true"}, True, None),
        ({"system": ANIMALS, "code": "owl", "display": "Hibou"}, True, None),
        ({"system": ANIMALS, "code": "owl", "display": "Hibu"}, False, "invalid-display"),
        (
            {"system": ANIMALS, "code": "owl", "display": "Hibu", "lenient-display-validation": "true"},
            True,
            "invalid-display",
        ),
        ({"system": ANIMALS, "code": "owll"}, False, "invalid-code"),
        ({"system": "http://zoo.example/other", "code": "owl"}, False, "not-in-vs"),
        ({"system": ANIMALS, "code": "bird", "abstract": "false"}, False, "code-rule"),
        ({"system": ANIMALS, "code": "dodo"}, True, None),
        ({"system": ANIMALS, "code": "dodo", "activeOnly": "true"}, False, "code-rule"),
    ],
)
def test_what_is_wrong_with_a_code_is_told_as_programs_read_it(
    asked: Asked, query: dict[str, str], result: bool, kind: str | None
) -> None:
    """HL7's issue types tell a code that its system lacks from one outside the value set, and from a wrong display."""
    status, _, found = asked("GET", "/ValueSet/$validate-code", url=ALL, **query)
    values = {item["name"]: next(v for k, v in item.items() if k != "name") for item in found["parameter"]}
    issues = values.get("issues", {"issue": []})["issue"]
    kinds = [item["details"]["coding"][0]["code"] for item in issues]
    assert (200, result, [kind] if kind else []) == (status, values["result"], kinds)
    assert all((item["severity"] == "warning") is result for item in issues)


def concept(*codings: tuple[str, str]) -> Json:
    coded = {"coding": [{"system": system, "code": code} for system, code in codings]} if codings else {"text": "x"}
    return {
        "resourceType": "Parameters",
        "parameter": [{"name": "url", "valueUri": ALL}, {"name": "codeableConcept", "valueCodeableConcept": coded}],
    }


@pytest.mark.parametrize(
    ("body", "result", "places"),
    [
        (concept((ANIMALS, "x"), (ANIMALS, "owl")), True, ["CodeableConcept.coding[0].code"]),
        (concept((ANIMALS, "x")), False, ["CodeableConcept.coding[0].code"]),
        (concept(), False, ["CodeableConcept"]),
    ],
)
def test_a_concept_with_several_codes(asked: Asked, body: Json, result: bool, places: list[str]) -> None:
    """One that is in the value set is enough (R4); each other is told at its place."""
    found = asked("POST", "/ValueSet/$validate-code", body)[2]
    values = {item["name"]: next(v for k, v in item.items() if k != "name") for item in found["parameter"]}
    assert (result, places) == (values["result"], [item["expression"][0] for item in values["issues"]["issue"]])


XML = b'<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="url"/><valueUri value="%s"/></parameter></Parameters>'


def test_xml_in_and_out(asked: Asked) -> None:
    """A request in XML, an answer in XML by the header or by `_format`, which comes first; a form."""
    accepts = {"accept": "application/fhir+xml"}
    status, type_, text = asked("GET", "/ValueSet/$expand", headers=accepts, url=ALL)
    assert (200, "application/fhir+xml", 4) == (status, type_, text.count("<contains>"))
    assert "application/fhir+json" == asked("GET", "/metadata", headers=accepts, _format="json")[1]
    for mode in ("full", "terminology"):
        assert "application/fhir+xml" == asked("GET", "/metadata", _format="application/fhir+xml", mode=mode)[1]
    sent = {"content-type": "application/fhir+xml; charset=utf-8"}
    assert EVERY == said(asked("POST", "/ValueSet/$expand", XML % ALL.encode(), sent)[2])
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert EVERY == said(asked("POST", "/ValueSet/$expand", urlencode({"url": ALL}).encode(), form)[2])
    assert ["bird Oiseau", "owl Owl", "dodo Dodo", "duck Canard"] == said(
        asked("GET", "/ValueSet/$expand", headers={"accept-language": "en-US,en;q=0.9"}, url=ALL)[2]
    )


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "query", "status"),
    [
        ("GET", "/metadata", None, {"accept": "text/turtle"}, {}, 406),
        ("GET", "/metadata", None, {}, {"_format": "ttl"}, 406),
        ("GET", "/metadata", None, {"accept": "text/html,*/*;q=0.8"}, {}, 200),
        ("POST", "/ValueSet/$expand", b"@prefix", {"content-type": "text/turtle"}, {}, 415),
        ("POST", "/ValueSet/$expand", b"<Parameters", {"content-type": "application/fhir+xml"}, {}, 400),
        ("PUT", "/CodeSystem/animals", b"{}", {}, {}, 405),
        ("GET", "/ValueSet/$expand", None, {}, {"url": ALL, "count": "-1"}, 400),
        ("GET", "/ValueSet/$expand", None, {}, {"url": ALL, "activeOnly": "oui"}, 400),
        ("GET", "/ValueSet/$expand", None, {}, {"url": ALL, "useSupplement": "http://zoo.example/none"}, 404),
        ("GET", "/CodeSystem/$lookup", None, {}, {"system": ANIMALS, "code": "none"}, 404),
        ("GET", "/CodeSystem/$lookup", None, {}, {}, 400),
        ("GET", "/ValueSet/$nothing", None, {}, {}, 404),
    ],
)
def test_what_is_wrong_with_a_request(
    asked: Asked,
    method: str,
    path: str,
    body: bytes | None,
    headers: dict[str, str],
    query: dict[str, str],
    status: int,
) -> None:
    found_status, type_, found = asked(method, path, body, headers, **query)
    assert (status, "application/fhir+json") == (found_status, type_)
    assert ("OperationOutcome" == found["resourceType"]) is (status != 200)


def test_a_property_is_of_its_type_and_its_code_has_a_name(asked: Asked) -> None:
    """$lookup: the code of another concept with what that is called; whether the code only groups others."""
    found = asked("GET", "/CodeSystem/$lookup", coding=f"{ANIMALS}|owl", property="kin")[2]
    values = [item for item in found["parameter"] if item["name"] == "property"]
    assert [[{"name": "code", "valueCode": "kin"}, {"name": "value", "valueCode": "duck"}]] == [
        item["part"][:2] for item in values
    ]
    assert {"name": "description", "valueString": "Canard"} == values[0]["part"][2]
    assert {"name": "abstract", "valueBoolean": False} in found["parameter"]


def test_translate_as_r5_asks_and_with_a_map_in_the_request(asked: Asked) -> None:
    """`sourceCode` and `targetCode`, the second backwards; a map that came with the request alone."""
    mapped = {"code": "owl", "target": [{"code": "B1", "equivalence": "equivalent"}]}
    group = {"source": ANIMALS, "target": "http://zoo.example/b", "element": [mapped]}
    brought = {"resourceType": "ConceptMap", "url": f"{ROOT}/ConceptMap/new", "status": "active", "group": [group]}

    def codes(**values: str) -> list[str]:
        stated = [{"name": name, "valueString": text} for name, text in values.items()]
        body = {"resourceType": "Parameters", "parameter": [{"name": "tx-resource", "resource": brought}, *stated]}
        found = asked("POST", "/ConceptMap/$translate", body)[2]
        parts = [part for item in found["parameter"] if item["name"] == "match" for part in item["part"]]
        return [part["valueCoding"]["code"] for part in parts if part["name"] == "concept"]

    assert ["B1"] == codes(sourceCode="owl", system=ANIMALS)
    assert ["owl"] == codes(targetCode="B1", system="http://zoo.example/b")


def test_versions_of_a_system_side_by_side(asked: Asked) -> None:
    """Each is what it says; without a version the newest is meant."""
    url = f"{ROOT}/CodeSystem/beasts"
    brought = [
        {"resourceType": "CodeSystem", "url": url, "version": version, "status": "active", "content": "complete"}
        | {"concept": [{"code": code, "display": code} for code in codes]}
        for version, codes in (("10", ["a", "b", "c"]), ("2", ["a"]), ("9", ["a", "b"]))
    ]

    def found(**include: str) -> list[str]:
        body = inline({"include": [{"system": url, **include}]})
        body["parameter"] += [{"name": "tx-resource", "resource": resource} for resource in brought]
        answer = asked("POST", "/ValueSet/$expand", body)[2]
        return [item["code"] for item in answer["expansion"]["contains"]]

    assert [["a", "b", "c"], ["a", "b"], ["a"]] == [found(), found(version="9"), found(version="2")]
