"""The terminology service: operations of FHIR by GET and POST, errors, and programs of others that ask it."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from needs import needs, program
from official_validator import alone
from tabellion.diagnostics import Report
from tabellion.fhir.json import Json
from tabellion.pipeline.lookup.guide_terminology import GuideTerminology, terminology_at
from tabellion.pipeline.project import Project
from tabellion.services.running import address_of, listening, server_of
from tabellion.services.terminology.application import MOST, application

SOUFFLE = Path(__file__).parents[1] / "guides" / "souffle"
HERE = Path(__file__).parent
SYSTEM = "https://souffle.example/fhir/CodeSystem/positions"
POSITIONS = "https://souffle.example/fhir/ValueSet/position-souffle"
GENDER = "http://hl7.org/fhir/administrative-gender"


@pytest.fixture(scope="module")
def known() -> GuideTerminology:
    found = terminology_at(Project(SOUFFLE), Report())
    assert found is not None
    return found


@pytest.fixture(scope="module")
def served(known: GuideTerminology) -> Iterator[str]:
    """The address of the service, over real HTTP."""
    listener = listening(0, "127.0.0.1")
    server = server_of(application(known))
    thread = threading.Thread(target=lambda: server.run(sockets=[listener]), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"{address_of(listener)}/fhir"
    server.should_exit = True
    thread.join(timeout=10)


class Client:
    """Asks without a network: GET with a query, POST with Parameters."""

    def __init__(self, known: GuideTerminology) -> None:
        self.application: Any = application(known).application

    def get(self, path: str, **query: str) -> tuple[int, Json]:
        status, resource = self.application.answer("GET", path, urlencode(query), b"")
        return status, resource

    def post(self, path: str, body: Any) -> tuple[int, Json]:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        status, resource = self.application.answer("POST", path, "", content)
        return status, resource


@pytest.fixture
def client(known: GuideTerminology) -> Client:
    return Client(known)


def asked(**values: Any) -> Json:
    """A Parameters resource of strings, booleans and Codings."""
    names = {str: "valueString", bool: "valueBoolean", int: "valueInteger"}
    return {
        "resourceType": "Parameters",
        "parameter": [
            {"name": name, "resource": value}
            if isinstance(value, dict) and "resourceType" in value
            else {"name": name, names.get(type(value), "valueCoding"): value}
            for name, value in values.items()
        ],
    }


def said(resource: Json, *names: str) -> list[Any]:
    """The values of parameters, `None` for one that is not there."""
    found = {item["name"]: next((v for k, v in item.items() if k != "name"), None) for item in resource["parameter"]}
    return [found.get(name) for name in names]


def codes(resource: Json) -> list[str]:
    return [item["code"] for item in resource["expansion"].get("contains", ())]


def test_expand_by_every_way(client: Client) -> None:
    """By address, as an instance, as a resource in the request; filtered and a page at a time."""
    status, whole = client.get("/fhir/ValueSet/$expand", url=POSITIONS)
    assert (200, whole["expansion"]["total"]) == (status, len(codes(whole)))
    assert codes(whole) == codes(client.get("/fhir/ValueSet/position-souffle/$expand")[1])
    own = {"resourceType": "ValueSet", "status": "draft", "compose": {"include": [{"system": SYSTEM}]}}
    for body in (own, asked(valueSet=own)):
        assert {"assis", "debout"} <= set(codes(client.post("/fhir/ValueSet/$expand", body)[1]))
    filtered = client.post("/fhir/ValueSet/$expand", asked(url=POSITIONS, filter="DEBOUT"))[1]
    assert ["debout"] == codes(filtered)
    one = client.get("/fhir/ValueSet/$expand", url=POSITIONS, count="1", offset="1")[1]
    assert (codes(whole)[1:2], whole["expansion"]["total"], 1) == (
        codes(one),
        one["expansion"]["total"],
        one["expansion"]["offset"],
    )
    english = client.get("/fhir/ValueSet/$expand", url=POSITIONS, displayLanguage="en", filter="debout")[1]
    assert ["Standing"] == [item["display"] for item in english["expansion"]["contains"]]


def test_what_a_request_brings_along_answers_it_alone(client: Client) -> None:
    """A code system of the request (`tx-resource`) is known for that request."""
    own = {
        "resourceType": "CodeSystem",
        "url": "http://zoo.example/animals",
        "content": "complete",
        "concept": [{"code": "owl", "display": "Owl"}],
    }
    body = asked(url="http://zoo.example/animals", code="owl", **{"tx-resource": own})
    assert [True] == said(client.post("/fhir/CodeSystem/$validate-code", body)[1], "result")
    unknown = client.post("/fhir/CodeSystem/$validate-code", asked(url="http://zoo.example/animals", code="owl"))[1]
    assert [False, "http://zoo.example/animals"] == said(unknown, "result", "x-caused-by-unknown-system")


@pytest.mark.parametrize(
    ("values", "result"),
    [
        ({"system": SYSTEM, "code": "assis"}, True),
        ({"code": "assis"}, True),  # the system is implied
        ({"system": SYSTEM, "code": "assiss"}, False),
        ({"system": GENDER, "code": "male"}, False),
        ({"coding": {"system": SYSTEM, "code": "debout", "display": "DEBOUT"}}, True),
        ({"coding": {"system": SYSTEM, "code": "debout", "display": "Couché"}}, False),
    ],
)
def test_validate_code(client: Client, values: Json, result: bool) -> None:
    """A code of the value set, called as its system calls it in any language; a wrong one is told why."""
    status, found = client.post("/fhir/ValueSet/$validate-code", asked(url=POSITIONS, **values))
    assert (200, result) == (status, said(found, "result")[0])
    message, issues = said(found, "message", "issues")
    assert (message is None, issues is None) == (result, result)


def test_lookup_subsumes_and_translate(client: Client) -> None:
    """What a code is, how two stand to each other, and what a map that the request brings makes of one."""
    found = client.get("/fhir/CodeSystem/$lookup", system=SYSTEM, code="assis", displayLanguage="en")[1]
    assert "Sitting" in said(found, "display")[0]
    same = client.get("/fhir/CodeSystem/$subsumes", system=SYSTEM, codeA="assis", codeB="debout")[1]
    assert ["not-subsumed"] == said(same, "outcome")
    target = {"code": "a", "equivalence": "equivalent"}
    concept_map = {
        "resourceType": "ConceptMap",
        "group": [{"source": SYSTEM, "target": "http://x.example", "element": [{"code": "assis", "target": [target]}]}],
    }
    for code, result in (("assis", True), ("debout", False)):
        body = asked(conceptMap=concept_map, system=SYSTEM, code=code)
        found = client.post("/fhir/ConceptMap/$translate", body)[1]
        assert [result] == said(found, "result")


@pytest.mark.parametrize(
    ("path", "query", "status", "code"),
    [
        ("/fhir/ValueSet/$expand", {"url": "http://nowhere.example"}, 404, "not-found"),
        ("/fhir/ValueSet/$expand", {}, 400, "required"),
        ("/fhir/ValueSet/$expand", {"url": POSITIONS, "count": "-1"}, 400, "invalid"),
        ("/fhir/ValueSet/nothing/$expand", {}, 404, "not-found"),
        ("/fhir/CodeSystem/$lookup", {"system": SYSTEM, "code": "x"}, 404, "not-found"),
        ("/fhir/CodeSystem/$lookup", {"system": SYSTEM}, 400, "required"),
        ("/fhir/ConceptMap/$translate", {"url": "http://nowhere.example", "code": "x"}, 404, "not-found"),
        ("/fhir/Patient/1", {}, 404, "not-found"),
    ],
)
def test_errors_are_outcomes(client: Client, path: str, query: dict[str, str], status: int, code: str) -> None:
    """Whatever is asked wrongly gets an OperationOutcome with the status of HTTP that fits."""
    found, outcome = client.get(path, **query)
    assert (status, "OperationOutcome", code) == (found, outcome["resourceType"], outcome["issue"][0]["code"])


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"resourceType": "Patient"}', b"\xff\xfe", b"{" * 10_000])
def test_bodies_that_are_none(client: Client, body: bytes) -> None:
    """Bytes that are no Parameters are refused."""
    assert 400 == client.post("/fhir/ValueSet/$expand", body)[0]


def test_what_it_can_do_is_said(client: Client, known: GuideTerminology) -> None:
    """CapabilityStatement and TerminologyCapabilities are valid, and name what is answered."""
    from tabellion.validation.validator import Validator

    statement = client.get("/fhir/metadata")[1]
    systems = client.get("/fhir/metadata", mode="terminology")[1]
    validator = Validator(known.definitions)
    for resource in (statement, systems):
        assert [] == [
            (finding.code, str(finding.place), finding.message("en"))
            for finding in validator.validate(resource)
            if finding.severity in ("error", "fatal")
        ]
    assert SYSTEM in [item["uri"] for item in systems["codeSystem"]]
    assert {"expand", "validate-code"} == {
        item["name"] for of in statement["rest"][0]["resource"] if of["type"] == "ValueSet" for item in of["operation"]
    }


def test_reading_searching_and_batches(client: Client) -> None:
    """Resources by id and by address, several questions in one request."""
    assert POSITIONS == client.get("/fhir/ValueSet/position-souffle")[1]["url"]
    assert 1 == client.get("/fhir/ValueSet", url=POSITIONS)[1]["total"]
    assert 0 == client.get("/fhir/ValueSet", url="http://nowhere.example")[1]["total"]
    requests = [f"CodeSystem/$lookup?system={SYSTEM}&code={code}" for code in ("assis", "x")]
    batch = {
        "resourceType": "Bundle",
        "type": "batch",
        "entry": [{"request": {"method": "GET", "url": url}} for url in requests],
    }
    answers = client.post("/fhir", batch)[1]
    assert ["200 OK", "404 Not Found"] == [entry["response"]["status"] for entry in answers["entry"]]


def test_over_http(served: str) -> None:
    """A real client, and a body that is too large."""
    import httpx

    found = httpx.get(f"{served}/ValueSet/$expand", params={"url": POSITIONS})
    assert (200, "application/fhir+json") == (found.status_code, found.headers["content-type"].partition(";")[0])
    assert 413 == httpx.post(f"{served}/ValueSet/$expand", content=b"x" * (MOST + 1)).status_code


def compiled(source: str, jars: Path, folder: Path) -> list[str]:
    """The command that runs a Java program of this folder with the libraries of an installed program of others."""
    javac, java = program("javac"), program("java")
    needs(jars.is_dir() and any(jars.glob("*.jar")), f"the libraries in {jars}")
    subprocess.run([javac, "-d", str(folder), "-cp", f"{jars}/*", str(HERE / source)], check=True, capture_output=True)
    return [java, "-cp", f"{jars}/*:{folder}", Path(source).stem]


def test_hapi_asks_it(served: str, tmp_path: Path) -> None:
    """HAPI's validation, with this service as its terminology server, knows right codes from wrong ones."""
    jars = next(iter(sorted((Path.home() / ".cache" / "fhir-server").glob("jars-*"))), Path("absent"))
    command = compiled("TerminologyClients.java", jars, tmp_path)
    asked_for = [(SYSTEM, "assis", "-", "-"), (SYSTEM, "assiss", "-", POSITIONS), (SYSTEM, "debout", "-", POSITIONS)]
    done = subprocess.run(
        [*command, served, *(text for each in asked_for for text in each)], capture_output=True, text=True, check=True
    )
    assert ["true", "false", "true"] == [line.split()[0] for line in done.stdout.splitlines()]


@pytest.mark.xdist_group("official")
def test_hl7_validator_asks_it(served: str, tmp_path: Path) -> None:
    """HL7's validator, with this service behind `-tx`, refuses a code that the guide's own system does not have, and
    takes one that it has; it does not have the guide's package."""
    server = {
        "url": served.replace("127.0.0.1", "localhost"),
        "type": "fhir",
        "authenticationType": "none",
        "allowHttp": True,
        "allowPrivateNetwork": True,
    }
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps({"servers": [server]}), encoding="utf-8")
    files = []
    for code in ("assis", "assiss"):
        method = {"coding": [{"system": SYSTEM, "code": code}]}
        observation = {"resourceType": "Observation", "status": "final", "code": {"text": "x"}, "method": method}
        files.append(str(tmp_path / f"{code}.json"))
        Path(files[-1]).write_text(json.dumps(observation), encoding="utf-8")
    core = "hl7.fhir.r4.core#4.0.1"
    with alone() as home:
        java, *rest = compiled("Hl7WithTerminology.java", home / "lib", tmp_path)
        settled = [*rest, "7.0.1", "5.3.0-ballot-tc1", core, core, server["url"], str(settings)]
        done = subprocess.run(
            [java, f"-Duser.home={home}", *settled, *files], capture_output=True, text=True, check=True
        )
    errors = [line.split("\t") for line in done.stdout.splitlines() if line.split("\t")[1] == "error"]
    assert [("2", True)] == [(number, "assiss" in text) for number, _, text in errors], done.stdout
