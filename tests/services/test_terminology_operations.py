"""What R4 says of each operation and search, on small resources: a table of what is asked beside what is answered."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from tabellion.pipeline.lookup.guide_terminology import GuideTerminology
from tabellion.services.terminology.application import application

ROOT = "https://zoo.example/fhir"
ANIMALS, BEASTS = f"{ROOT}/CodeSystem/animals", f"{ROOT}/CodeSystem/beasts"
OWL = {
    "code": "owl",
    "display": "Owl",
    "definition": "A bird of the night.",
    "designation": [{"language": "fr", "value": "Chouette"}, {"language": "de", "value": "Eule"}],
    "property": [{"code": "legs", "valueInteger": 2}],
}
BIRD = {"code": "bird", "display": "Bird", "property": [{"code": "notSelectable", "valueBoolean": True}]}
SYSTEMS = [
    {"id": "animals", "url": ANIMALS, "version": "2.0", "concept": [{**BIRD, "concept": [OWL]}, {"code": "mouse"}]},
    {
        "id": "beasts",
        "url": BEASTS,
        "name": "Beasts",
        "concept": [{"code": "B1"}, {"code": "owl", "display": "Old owl"}],
    },
]
SETS = [
    {"id": "all", "name": "All", "compose": {"include": [{"system": ANIMALS}]}},
    {
        "id": "both",
        "name": "Both",
        "version": "1.0",
        "compose": {
            "include": [{"system": ANIMALS, "concept": [{"code": "owl", "display": "The owl"}]}, {"system": BEASTS}]
        },
    },
]
OLD = {"code": "B2", "equivalence": "wider", "dependsOn": [{"property": "http://zoo.example/age", "value": "old"}]}
PRODUCT = [{"property": "http://zoo.example/size", "system": BEASTS, "value": "big"}]
GROUP = {
    "source": ANIMALS,
    "sourceVersion": "2.0",
    "target": BEASTS,
    "targetVersion": "1",
    "element": [
        {"code": "owl", "target": [{"code": "B1", "equivalence": "equivalent", "product": PRODUCT}, OLD]},
        {"code": "mouse", "target": [{"equivalence": "unmatched"}]},
    ],
}
FIXED, PROVIDED = {"mode": "fixed", "code": "B9", "display": "Other"}, {"mode": "provided"}
MAPS = [
    {"id": "fixed", "version": "1", "group": [GROUP | {"unmapped": FIXED}]},
    {"id": "provided", "group": [{"source": BEASTS, "target": ANIMALS, "unmapped": PROVIDED}]},
    {
        "id": "other",
        "group": [{"source": ANIMALS, "unmapped": {"mode": "other-map", "url": f"{ROOT}/ConceptMap/fixed"}}],
    },
    {
        "id": "circle",
        "group": [{"source": ANIMALS, "unmapped": {"mode": "other-map", "url": f"{ROOT}/ConceptMap/circle"}}],
    },
]


def made(type_: str, stated: Json, **more: Any) -> Json:
    return {"resourceType": type_, "url": f"{ROOT}/{type_}/{stated['id']}", "status": "active"} | more | stated


@pytest.fixture(scope="module")
def asked() -> Any:
    """What a GET is answered, without a network: the status and the resource."""
    resources = [made("CodeSystem", item, content="complete", caseSensitive=True) for item in SYSTEMS]
    resources += [made("ValueSet", item) for item in SETS] + [made("ConceptMap", item) for item in MAPS]
    service: Any = application(GuideTerminology(OwnDefinitions(resources, PackageDefinitions([])))).application

    def get(path: str, body: Json | None = None, **query: str) -> tuple[int, Json]:
        content = json.dumps(body).encode() if body is not None else b""
        method = "GET" if body is None else "POST"
        answer: tuple[int, Json] = service.answer(method, path, urlencode(query), content, "http://here/fhir")
        return answer

    return get


def values(resource: Json) -> dict[str, Any]:
    """The values of parameters by name, the last of each."""
    return {item["name"]: next((v for k, v in item.items() if k != "name"), None) for item in resource["parameter"]}


def translated(resource: Json) -> list[str]:
    """Each match as `equivalence code|version`, followed by what belongs to it."""
    found = []
    for item in resource["parameter"]:
        if item["name"] == "match":
            parts = values({"parameter": item["part"]})
            concept = parts["concept"]
            product = parts.get("product") or ()
            made_of = [values({"parameter": product})["concept"]["code"]] if product else []
            said = [parts.get("equivalence", "-"), concept.get("code", "-"), concept.get("version", "-"), *made_of]
            found.append(" ".join(said))
    return found


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ({"url": "fixed", "code": "owl"}, ["equivalent B1 1 big", "wider B2 1"]),
        ({"url": "fixed", "code": "owl", "version": "2.0"}, ["equivalent B1 1 big", "wider B2 1"]),
        ({"url": "fixed", "code": "owl", "version": "3"}, []),  # the map speaks of another version
        ({"url": "fixed", "code": "mouse"}, ["unmatched - 1"]),
        ({"url": "fixed", "code": "bird"}, ["- B9 1"]),
        ({"url": "other", "code": "owl"}, ["equivalent B1 1 big", "wider B2 1"]),
        ({"url": "other", "code": "bird"}, ["- B9 1"]),
        ({"url": "circle", "code": "owl"}, []),
        ({"url": "fixed", "code": "B1", "system": BEASTS, "reverse": "true"}, ["equivalent owl 2.0"]),
        ({"url": "provided", "code": "owl", "system": BEASTS}, ["- owl -"]),
        ({"code": "owl"}, ["equivalent B1 1 big", "wider B2 1"]),  # stated matches, not what maps do without one
    ],
)
def test_translate(asked: Any, query: dict[str, str], matches: list[str]) -> None:
    """Targets with their version and products, no target, and what a map does with codes that it does not have."""
    url = {"url": f"{ROOT}/ConceptMap/{query['url']}"} if "url" in query else {}
    status, found = asked("/ConceptMap/$translate", **({"system": ANIMALS} | query | url))
    assert (200, matches) == (status, translated(found))
    assert values(found)["result"] is any(not match.startswith("unmatched") for match in matches)


@pytest.mark.parametrize(("age", "matches"), [("old", 2), ("young", 1)])
def test_translate_with_a_dependency(asked: Any, age: str, matches: int) -> None:
    """A target that depends on another value is left out where that is known to be otherwise."""
    parts = [
        {"name": "element", "valueUri": "http://zoo.example/age"},
        {"name": "concept", "valueCodeableConcept": {"coding": [{"code": age}]}},
    ]
    coding = {"name": "coding", "valueCoding": {"system": ANIMALS, "code": "owl"}}
    body = {"resourceType": "Parameters", "parameter": [coding, {"name": "dependency", "part": parts}]}
    assert matches == len(translated(asked("/ConceptMap/$translate", body)[1]))


@pytest.mark.parametrize(
    ("path", "query", "result"),
    [
        (
            "ValueSet",
            {"url": "both", "system": ANIMALS, "code": "owl", "display": "The owl"},
            True,
        ),  # as the set has it
        ("ValueSet", {"url": "both", "system": ANIMALS, "code": "owl", "display": "Bird"}, False),
        ("ValueSet", {"url": "both", "code": "B1"}, True),
        ("ValueSet", {"url": "both", "code": "owl"}, False),  # of two systems
        ("ValueSet", {"url": "all", "system": ANIMALS, "code": "bird"}, True),
        ("ValueSet", {"url": "all", "system": ANIMALS, "code": "bird", "abstract": "false"}, False),
        ("ValueSet", {"url": "all", "system": ANIMALS, "code": "owl", "systemVersion": "2.0"}, True),
        ("ValueSet", {"url": "all", "system": ANIMALS, "code": "owl", "systemVersion": "9"}, False),
        ("CodeSystem", {"url": "animals", "code": "owl", "version": "2.0"}, True),
        ("CodeSystem", {"url": "animals", "code": "owl", "version": "9"}, False),
    ],
)
def test_validate_code(asked: Any, path: str, query: dict[str, str], result: bool) -> None:
    """Displays of the value set, codes of several systems, codes that group others, versions that are not here."""
    status, found = asked(f"/{path}/$validate-code", **(query | {"url": f"{ROOT}/{path}/{query['url']}"}))
    assert (200, result) == (status, values(found)["result"])
    assert ("message" in values(found)) is not result


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("ValueSet/$expand", {"url": f"{ROOT}/ValueSet/both|1.0"}, 200),
        ("ValueSet/$expand", {"url": f"{ROOT}/ValueSet/both|7"}, 404),
        ("ValueSet/$expand", {"url": f"{ROOT}/ValueSet/both", "valueSetVersion": "7"}, 404),
        ("CodeSystem/$lookup", {"system": f"{ANIMALS}|2.0", "code": "owl"}, 200),
        ("CodeSystem/$lookup", {"system": ANIMALS, "code": "owl", "version": "9"}, 404),
        ("CodeSystem/$validate-code", {"code": "owl"}, 400),
        ("ConceptMap/$translate", {"url": f"{ROOT}/ConceptMap/fixed", "code": "owl", "conceptMapVersion": "5"}, 404),
        ("CodeSystem/$subsumes", {"system": ANIMALS, "codeA": "bird", "codeB": "owl", "version": "9"}, 404),
    ],
)
def test_versions_and_what_is_missing(asked: Any, path: str, query: dict[str, str], status: int) -> None:
    """A version is the one asked for, or it is said not to be here."""
    assert status == asked(f"/{path}", **query)[0]


def test_codes_of_two_systems_do_not_subsume(asked: Any) -> None:
    """R4 compares codes of one system."""
    codes = {"codingA": {"system": ANIMALS, "code": "owl"}, "codingB": {"system": BEASTS, "code": "owl"}}
    body = {"resourceType": "Parameters", "parameter": [{"name": k, "valueCoding": v} for k, v in codes.items()]}
    assert 400 == asked("/CodeSystem/$subsumes", body)[0]


def test_what_is_not_for_choosing_is_left_out(asked: Any) -> None:
    """`excludeNotForUI` leaves out what only groups others, and the expansion says that it did."""
    expansion = asked("/ValueSet/all/$expand", excludeNotForUI="true")[1]["expansion"]
    assert ["owl", "mouse"] == [item["code"] for item in expansion["contains"]]
    assert {"name": "excludeNotForUI", "valueBoolean": True} in expansion["parameter"]


def test_lookup_gives_what_is_wanted(asked: Any) -> None:
    """Properties by name, the definition among them, and designations by language."""
    found = asked("/CodeSystem/$lookup", system=ANIMALS, code="owl", property="lang.fr")[1]
    languages = [
        values({"parameter": item["part"]})["language"] for item in found["parameter"] if item["name"] == "designation"
    ]
    assert ["fr"] == languages
    found = asked("/CodeSystem/$lookup", system=ANIMALS, code="owl", property="definition")[1]
    assert "A bird of the night." in [
        values({"parameter": item["part"]})["value"] for item in found["parameter"] if item["name"] == "property"
    ]


@pytest.mark.parametrize(
    ("type_", "query", "ids"),
    [
        ("ValueSet", {"url": f"{ROOT}/ValueSet/all"}, ["all"]),
        ("ValueSet", {"url": f"{ROOT}/ValueSet/all,{ROOT}/ValueSet/both"}, ["all", "both"]),
        ("ValueSet", {"url:below": ROOT}, ["all", "both"]),
        ("ValueSet", {"url": f"{ROOT}/ValueSet/both", "version": "1.0"}, ["both"]),
        ("ValueSet", {"url": f"{ROOT}/ValueSet/both", "version": "2"}, []),
        ("ValueSet", {"name": "ÀLL"}, ["all"]),
        ("ValueSet", {"name:exact": "all"}, []),
        ("ValueSet", {"name:contains": "oth"}, ["both"]),
        ("ValueSet", {"status": "draft"}, []),
        ("ValueSet", {"_id": "both"}, ["both"]),
        ("ValueSet", {"reference": BEASTS}, ["both"]),
        ("ValueSet", {"code": f"{ANIMALS}|owl"}, ["both"]),
        ("CodeSystem", {"code": "owl"}, ["animals", "beasts"]),
        ("CodeSystem", {"system": BEASTS}, ["beasts"]),
        ("ConceptMap", {"source-system": BEASTS}, ["provided"]),
    ],
)
def test_search(asked: Any, type_: str, query: dict[str, str], ids: list[str]) -> None:
    """By the search parameters of each type, with addresses on this server."""
    found = asked(f"/{type_}", **query)[1]
    entries = [entry for entry in found.get("entry", ()) if entry["search"]["mode"] == "match"]
    assert (ids, len(ids)) == ([entry["resource"]["id"] for entry in entries], found["total"])
    assert [f"http://here/fhir/{type_}/{each}" for each in ids] == [entry["fullUrl"] for entry in entries]


def test_a_search_is_paged_and_tells_what_it_left_aside(asked: Any) -> None:
    """The next page leads on to the last; what is not understood is told in the answer, never silently ignored."""
    first = asked("/ConceptMap", _count="3", **{"no-such": "x"})[1]
    assert ["outcome"] == [entry["search"]["mode"] for entry in first["entry"] if "id" not in entry["resource"]]
    links = {link["relation"]: link["url"] for link in first["link"]}
    assert "http://here/fhir/ConceptMap?_count=3" == links["self"]
    second = asked("/ConceptMap", **dict(part.split("=") for part in links["next"].partition("?")[2].split("&")))[1]
    assert (1, ["self"]) == (len(second["entry"]), [link["relation"] for link in second["link"]])
