"""The reference server under whatever may be sent: the stated error, never a 500, nothing half kept."""

from __future__ import annotations

import copy
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from served import served
from services.flows.conftest import TOKENS, plan, validator
from tabellion.services.flows.answers import ServerAnswer, ServerRequest
from tabellion.services.flows.asgi import application_of
from tabellion.services.flows.server import MOST_BYTES, ReferenceServer
from tabellion.services.flows.store import Store

HEADERS = {name.lower(): value for name, value in TOKENS.items()} | {"content-type": "application/fhir+json"}
WEIGHT = json.dumps(plan("sample").edition.by_reference["Bundle/alimentation-poids-requete"].resource, default=float)
PATIENT = ("subject.identifier", "urn:oid:2.999.10.2|EX-0001")
DATES = (("date", "ge2022-09-01"), ("date", "le2022-09-30"))
LATEST = (("_sort", "-date"), ("_count", "1"))
CODE = ("code", "29463-7")


def post(body: Any, **headers: str) -> ServerRequest:
    sent = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
    return ServerRequest("POST", "", "http://x/fhir", (), HEADERS | headers, sent)


def get(*query: tuple[str, str], path: str = "Observation", **headers: str) -> ServerRequest:
    return ServerRequest("GET", path, "http://x/fhir", query, HEADERS | headers)


def weight(**changes: Any) -> dict[str, Any]:
    """The transaction of a weight; keys are paths with `__`, `None` takes out."""
    body = json.loads(WEIGHT)
    for path, value in changes.items():
        at: Any = body
        *way, last = [int(part) if part.isdigit() else part for part in path.split("__")]
        for key in way:
            at = at[key]
        if value is None:
            del at[last]
        else:
            at[last] = value
    return body


def id_of(answer: ServerAnswer) -> str:
    """The id of the stated error that an answer is, else its status."""
    told = (answer.resource or {}).get("issue", [{}])[0].get("diagnostics")
    return next(
        (error.id for error in plan("sample").errors if error.outcome["issue"][0]["diagnostics"] == told),
        str(answer.status),
    )


OBSERVATION = "entry__0__resource__"
DEVICE = "entry__1__resource__"
BODIES: dict[str, tuple[Any, str]] = {
    "nothing": (b"", "erreur-alimentation-sans-bundle"),
    "no JSON": (b"<html>", "erreur-alimentation-sans-bundle"),
    "broken JSON": (WEIGHT[:-3].encode(), "erreur-alimentation-sans-bundle"),
    "no UTF-8": (b"\xff\xfe\xfa", "erreur-alimentation-sans-bundle"),
    "a list": (b"[]", "erreur-alimentation-sans-bundle"),
    "a number": (b"1e999", "erreur-alimentation-sans-bundle"),
    "another resource": ({"resourceType": "Observation"}, "erreur-alimentation-sans-bundle"),
    "another bundle": (weight(type="batch"), "erreur-alimentation-sans-bundle"),
    "nested a thousand times": (
        b'{"resourceType":"Bundle","type":"transaction","entry":' + b"[" * 5000 + b"]" * 5000 + b"}",
        "",
    ),
    "entries that are none": (weight(entry="x"), ""),
    "entries of numbers": (weight(entry=[1, None, []]), ""),
    "no entries": (weight(entry=[]), ""),
    "a patient": (weight(**{f"{OBSERVATION}resourceType": "Patient"}), "erreur-alimentation-ressource"),
    "another method": (weight(entry__0__request__method="DELETE"), "erreur-alimentation-ressource"),
    "a method of another type": (weight(entry__0__request__method=["POST"]), "erreur-alimentation-ressource"),
    "another address": (weight(entry__0__request__url="Observation/../Patient"), "erreur-alimentation-ressource"),
    "no profile": (weight(**{f"{OBSERVATION}meta__profile": None}), "erreur-alimentation-profil"),
    "another's profile": (
        weight(**{f"{OBSERVATION}meta__profile": ["http://hl7.org/fhir/StructureDefinition/bodyweight"]}),
        "erreur-alimentation-profil",
    ),
    "a device without profile": (weight(**{f"{DEVICE}meta__profile": None}), "erreur-alimentation-profil-dispositif"),
    "no identifier": (weight(**{f"{OBSERVATION}subject__identifier": None}), "erreur-alimentation-identifiant-patient"),
    "no value": (weight(**{f"{OBSERVATION}valueQuantity": None}), "erreur-alimentation-sans-valeur"),
    "another unit": (weight(**{f"{OBSERVATION}valueQuantity__code": "[lb_av]"}), "erreur-alimentation-non-conforme"),
    "a value that is a text": (
        weight(**{f"{OBSERVATION}valueQuantity__value": "72"}),
        "erreur-alimentation-non-conforme",
    ),
    "a status that is a number": (weight(**{f"{OBSERVATION}status": 3}), "erreur-alimentation-non-conforme"),
    "a web address as source": (weight(**{f"{OBSERVATION}meta__source": "https://a"}), "erreur-alimentation-source"),
    "a wrong condition": (weight(entry__1__request__ifNoneExist="x"), "erreur-alimentation-ifnoneexist"),
}


@pytest.mark.parametrize("what", BODIES)
def test_what_is_refused_gets_its_error_and_is_not_kept(sample: ReferenceServer, what: str) -> None:
    """The error that the tables state; none of it is kept."""
    body, expected = BODIES[what]
    answer = sample.answer(post(body))
    assert 400 <= answer.status < 500
    assert answer.resource is not None and answer.resource["resourceType"] == "OperationOutcome"
    assert not expected or expected == id_of(answer)
    assert len(sample.store) == 0


SEARCHES: dict[str, tuple[tuple[tuple[str, str], ...], str]] = {
    "a list": ((CODE, PATIENT, *DATES), "200"),
    "the latest": ((CODE, PATIENT, *LATEST), "200"),
    "another order of parameters": ((*DATES, PATIENT, CODE), "200"),
    "the code with its system": ((("code", "http://loinc.org|29463-7"), PATIENT, *DATES), "200"),
    "nothing": ((), "erreur-consultation-mode"),
    "no code": ((PATIENT, *DATES), "erreur-consultation-mode"),
    "no patient": ((CODE, *DATES), "erreur-consultation-mode"),
    "one bound": ((CODE, PATIENT, DATES[0]), "erreur-consultation-mode"),
    "two lower bounds": ((CODE, PATIENT, DATES[0], DATES[0]), "erreur-consultation-mode"),
    "two codes": ((CODE, CODE, PATIENT, *DATES), "erreur-consultation-mode"),
    "a page too large": ((CODE, PATIENT, *DATES, ("_count", "101")), "erreur-consultation-page"),
    "a count without sort": ((CODE, PATIENT, ("_count", "1")), "erreur-consultation-tri"),
    "two modes": ((CODE, PATIENT, *LATEST, ("_offset", "1")), "erreur-consultation-modes-melanges"),
    "an unknown parameter": ((CODE, PATIENT, *DATES, ("colour", "red")), "erreur-consultation-mode"),
    "an unknown modifier": ((("code:colour", "red"), PATIENT, *DATES), "erreur-consultation-mode"),
    "another include": ((CODE, PATIENT, *DATES, ("_include", "*")), "erreur-consultation-mode"),
    "no date": ((CODE, PATIENT, ("date", "ge2022-13-45"), DATES[1]), "erreur-consultation-mode"),
    "no count": ((CODE, PATIENT, *DATES, ("_count", "-1")), "erreur-consultation-page"),
    "an injection": ((("code", "x' or '1'='1"), PATIENT, *DATES), "200"),
}


@pytest.mark.parametrize("what", SEARCHES)
def test_searches_are_those_of_the_tables(sample: ReferenceServer, what: str) -> None:
    """What a flow takes is answered; anything else gets the error for it."""
    query, expected = SEARCHES[what]
    assert expected == id_of(sample.answer(get(*query)))


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"authorization": ""}, "erreur-non-authentifie"),
        ({"authorization": "Basic x"}, "erreur-non-authentifie"),
        ({"id_token": ""}, "erreur-jeton-invalide"),
        ({"content-type": "text/plain"}, "415"),
        ({"content-type": "application/json; charset=utf-8"}, "200"),
    ],
)
def test_headers(sample: ReferenceServer, headers: dict[str, str], expected: str) -> None:
    """What is missing or malformed has its error."""
    assert expected == id_of(sample.answer(post(WEIGHT, **headers)))


def test_an_error_may_be_asked_for(sample: ReferenceServer) -> None:
    """Each error of the tables can be seen, also one that depends on what no trial knows."""
    for error in plan("sample").errors:
        flow = plan("sample").by_id[sorted(error.flows)[0]]
        asked = ServerRequest(flow.method, flow.path, "http://x/fhir", (), {"x-stated-error": error.id})
        answer = sample.answer(asked)
        assert (error.http, error.outcome["issue"]) == (answer.status, answer.resource and answer.resource["issue"])


def test_other_addresses_and_methods(sample: ReferenceServer) -> None:
    """There is nothing, or not by this method."""
    statuses = [
        sample.answer(ServerRequest(method, path, "http://x/fhir", (), HEADERS)).status
        for method, path in [
            ("GET", "Nothing"),
            ("PUT", "Observation"),
            ("GET", ""),
            ("GET", "Observation/x"),
            ("GET", "/etc"),
        ]
    ]
    assert [404, 405, 405, 404, 404] == statuses


def test_a_device_is_created_once(sample: ReferenceServer) -> None:
    """A condition of creation that a resource fits already leads to this one."""
    first, second = sample.answer(post(WEIGHT)), sample.answer(post(WEIGHT))
    for answer, status in ((first, "201 Created"), (second, "200 OK")):
        assert answer.resource is not None
        assert ["201 Created", status] == [entry["response"]["status"] for entry in answer.resource["entry"]]
    found = sample.answer(get(CODE, PATIENT, *DATES, ("_include", "Observation:device"))).resource
    assert found is not None and found["total"] == 2
    assert ["match", "match", "include"] == [entry["search"]["mode"] for entry in found["entry"]]
    device = found["entry"][2]["resource"]
    assert {f"Device/{device['id']}"} == {entry["resource"]["device"]["reference"] for entry in found["entry"][:2]}


def test_pages(sample: ReferenceServer) -> None:
    """Each resource once, the latest first, with links to both sides."""
    for day in range(10, 15):
        sample.answer(post(weight(**{f"{OBSERVATION}effectiveDateTime": f"2022-09-{day}T07:30:00+02:00"})))
    seen, query = [], (CODE, PATIENT, *DATES, ("_count", "2"))
    for page in range(3):
        found = sample.answer(get(*query, ("_offset", str(page)))).resource
        assert found is not None
        seen += [entry["resource"]["effectiveDateTime"][8:10] for entry in found["entry"]]
        wanted = {"self"} | ({"previous"} if page else set()) | ({"next"} if page < 2 else set())
        assert wanted == {link["relation"] for link in found["link"]}
    assert ["14", "13", "12", "11", "10"] == seen


def test_many_clients_at_once() -> None:
    """Two hundred of them, half with faults: each gets its answer, what is kept is whole."""
    server = ReferenceServer(plan("sample"), Store(), validator("sample"))
    import httpx

    def sent(number: int) -> int:
        body = weight(**{f"{OBSERVATION}valueQuantity__code": "[lb_av]"}) if number % 2 else weight()
        return httpx.post(f"{address}/fhir", json=body, headers=HEADERS, timeout=120).status_code

    with served(application_of(server)) as address, ThreadPoolExecutor(200) as pool:
        statuses = list(pool.map(sent, range(200)))
    assert [200 if number % 2 == 0 else 422 for number in range(200)] == statuses
    assert (100, 1) == (len(server.store.of_type("Observation")), len(server.store.of_type("Device")))


def test_over_http_nothing_is_too_large_or_too_odd() -> None:
    """An oversize body, a query that cannot be read, an unknown method, a header with bytes."""
    server = ReferenceServer(plan("sample"), Store(), validator("sample"))
    import httpx

    with served(application_of(server)) as address:
        large = httpx.post(f"{address}/fhir", content=b" " * (MOST_BYTES + 1), headers=HEADERS)
        assert (413, "too-long") == (large.status_code, large.json()["issue"][0]["code"])
        many = "&".join(f"a{number}=1" for number in range(1000))
        statuses = [
            httpx.request(method, f"{address}{path}", headers={**HEADERS, **headers}).status_code
            for method, path, headers in [
                ("GET", f"/fhir/Observation?{many}", {}),
                ("GET", "/fhir/Observation?code=%ff", {}),
                ("GET", "/", {}),
                ("BREW", "/fhir", {}),
                ("GET", "/fhir/%2e%2e/%00", {}),
                ("GET", "/fhir/Observation", {"x-stated-error": "é".encode()}),
            ]
        ]
    assert [400, 400, 404, 405, 404, 400] == statuses


def test_a_file_keeps_what_was_sent(tmp_path: Path) -> None:
    """A server that starts again has it; ids are not given twice."""
    for total in (1, 2):
        store = Store(tmp_path / "kept.sqlite")
        server = ReferenceServer(plan("sample"), store, validator("sample"))
        answer = server.answer(post(WEIGHT))
        assert answer.status == 200
        assert (total, 1) == (len(store.of_type("Observation")), len(store.of_type("Device")))
        store.close()


def test_a_fault_in_the_middle_leaves_nothing(sample: ReferenceServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first entry is written, the second one fails: neither is kept, in memory or in the file."""
    from tabellion.services.flows.store import Writing

    put, count = Writing.put, [0]

    def failing(writing: Writing, *arguments: Any) -> Any:
        count[0] += 1
        if count[0] == 2:
            raise OSError("disk")
        return put(writing, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(Writing, "put", failing)
        with pytest.raises(OSError):
            sample.answer(post(WEIGHT))
    assert len(sample.store) == 0
    assert sample.answer(post(WEIGHT)).status == 200 and len(sample.store) == 2


LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.just([]), st.just({}))


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to everything in a value."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [way, *(found for key in keys for found in places(value[key], (*way, key)))]


PLACES = places(json.loads(WEIGHT))[1:]


@given(place=st.sampled_from(PLACES), value=LEAVES)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_value_anywhere(place: tuple[Any, ...], value: Any) -> None:
    """Whatever stands in a message: taken whole, or refused by an OperationOutcome and not kept."""
    body = copy.deepcopy(json.loads(WEIGHT))
    at = body
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value
    server = ReferenceServer(plan("sample"), Store(), validator("sample"))
    answer = server.answer(post(body))
    assert answer.status == 200 or 400 <= answer.status < 500
    assert (answer.status == 200) == (len(server.store) > 0)
