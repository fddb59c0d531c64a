"""FHIR's order of elements."""

from __future__ import annotations

from tabellion.fhir.key_order import KeyOrder
from tabellion.fhir.packages import PackageDefinitions


def test_keys_come_in_the_order_of_the_definitions(r4: PackageDefinitions) -> None:
    """At any depth: in data types, backbone elements, choices, contained resources and what lies beside primitives."""
    resource = {
        "valueQuantity": {"code": "1", "system": "s", "value": 1},
        "component": [{"valueString": "x", "code": {"text": "t", "coding": []}}],
        "contained": [{"active": True, "id": "p", "resourceType": "Patient"}],
        "_status": {"extension": [{"valueCode": "c", "url": "u"}], "id": "s"},
        "status": "final",
        "id": "o",
        "resourceType": "Observation",
    }
    ordered = KeyOrder(r4).ordered(resource)
    assert resource == ordered
    assert ["resourceType", "id", "contained", "status", "_status", "valueQuantity", "component"] == list(ordered)
    assert ["value", "system", "code"] == list(ordered["valueQuantity"])
    assert ["code", "valueString"] == list(ordered["component"][0])
    assert ["coding", "text"] == list(ordered["component"][0]["code"])
    assert ["resourceType", "id", "active"] == list(ordered["contained"][0])
    assert ["id", "extension"] == list(ordered["_status"])
    assert ["url", "valueCode"] == list(ordered["_status"]["extension"][0])


def test_what_is_not_defined_comes_last(r4: PackageDefinitions) -> None:
    """Unknown properties keep their own order; a resource of an unknown type is left as it is."""
    assert ["resourceType", "gender", "z", "a"] == list(
        KeyOrder(r4).ordered({"z": 1, "a": 2, "gender": "male", "resourceType": "Patient"})
    )
    assert ["resourceType", "z", "a"] == list(KeyOrder(r4).ordered({"z": 1, "a": 2, "resourceType": "Nothing"}))


def test_what_is_in_order_is_shared(r4: PackageDefinitions) -> None:
    """A large code system is not copied; what changes below something in order does not change the one given."""
    concepts = [{"code": "a", "display": "A"}, {"display": "B", "code": "b"}]
    given = {"resourceType": "CodeSystem", "id": "c", "concept": concepts, "property": [{"code": "p", "type": "code"}]}
    ordered = KeyOrder(r4).ordered(given)
    assert ["resourceType", "id", "property", "concept"] == list(ordered)
    assert ordered["property"] is given["property"]
    assert ordered["concept"][0] is concepts[0]
    assert (["code", "display"], ["display", "code"]) == (list(ordered["concept"][1]), list(concepts[1]))
