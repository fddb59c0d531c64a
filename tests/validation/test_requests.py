"""Requests of batches and transactions, each with its resource."""

from __future__ import annotations

import pytest

from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from validation.making import errors, patient
from validation.test_bundles_and_references import ONE, TWO, bundle

P1 = patient(id="1", gender="male")
URL = "Bundle.entry[0].request.url"


def _entry(method: str, url: str, resource: Json | None = None, full_url: str = ONE) -> Json:
    made = {"fullUrl": full_url, "resource": resource} if resource is not None else {}
    return {**made, "request": {"method": method, "url": url}}


@pytest.mark.parametrize(
    ("requests", "expected"),
    [
        ([_entry("PUT", "Patient/1", P1)], []),
        ([_entry("PUT", "https://hearing.example/fhir/Patient/1", P1)], []),
        ([_entry("PUT", "Patient/2", P1)], [("VA065", URL)]),
        ([_entry("PUT", "Patient/1", patient(gender="male"))], [("VA065", URL)]),
        ([_entry("PUT", "Patient?identifier=a|1", P1)], []),
        ([_entry("PUT", "Group?identifier=a|1", P1)], [("VA065", URL)]),
        ([_entry("PUT", "Patient/1")], [("VA069", "Bundle.entry[0].request")]),
        ([_entry("POST", "Patient")], [("VA069", "Bundle.entry[0].request")]),
        ([_entry("PATCH", "Patient/1")], [("VA069", "Bundle.entry[0].request")]),
        ([_entry("POST", "Patient/$match")], []),
        ([_entry("POST", "Patient/_search")], []),
        ([_entry("DELETE", "Patient/1")], []),
        ([_entry("DELETE", "Patient/1", P1)], [("VA065", URL)]),
        ([_entry("GET", "Patient/1", P1)], [("VA065", URL)]),
        ([_entry("PUT", "Patient/1", P1), _entry("DELETE", "Patient/1")], [("VA074", "Bundle.entry[1].request.url")]),
        ([_entry("PUT", "Patient/1", P1), _entry("PUT", "Patient/1", P1, TWO)],
         [("VA074", "Bundle.entry[1].request.url")]),
        ([_entry("PUT", "Patient/1", P1), _entry("PUT", "Patient/2", patient(id="2", gender="male"), TWO)], []),
        ([_entry("PUT", "https://hearing.example/fhir/Patient/1", P1), _entry("PUT", "Patient/1", P1, TWO)],
         [("VA074", "Bundle.entry[1].request.url")]),
        ([_entry("GET", "Patient/1"), _entry("GET", "Patient/1")], []),
    ],
)  # fmt: skip
def test_requests_of_a_transaction(
    core: PackageDefinitions, requests: list[Json], expected: list[tuple[str, str]]
) -> None:
    """The address of each method, the resource that goes with it, and one change for each resource."""
    assert expected == errors(core, bundle("transaction", *requests))


def test_a_batch_may_change_a_resource_twice(core: PackageDefinitions) -> None:
    """Its requests have nothing to do with each other (R4 http.html, 3.1.0.11.1)."""
    assert [] == errors(core, bundle("batch", _entry("PUT", "Patient/1", P1), _entry("DELETE", "Patient/1")))


@pytest.mark.parametrize("url", ["Patient:1", "Patient/1", "urn:uuid:ABC", "https://hearing.example/x y"])
def test_a_full_url_is_an_address(core: PackageDefinitions, url: str) -> None:
    """Of a server, or a URN in its form; never a relative one."""
    found = errors(core, bundle("collection", {"fullUrl": url, "resource": P1}))
    assert ["Bundle.entry[0].fullUrl"] == sorted({place for _, place in found})
