"""Value sets: membership with three answers, and expansion."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tabellion.fhir.definitions import OtherElement, OwnDefinitions
from tabellion.fhir.json import Json
from tabellion.terminology.expansion import Terminology

ANIMALS = "http://zoo.example/animals"


class Nothing:
    """Definitions that hold nothing."""

    fhir_version = "4.0.1"

    def get(self, canonical: str, resource_type: str | None = None) -> Json | None:
        return None

    def all(self, resource_type: str) -> Iterator[Json]:
        return iter(())

    def resources(self, resource_type: str) -> Iterator[Json]:
        return iter(())

    def addresses(self, resource_type: str) -> Iterator[str]:
        return iter(())

    def types(self, kind: str = "") -> Iterator[str]:
        return iter(())

    def of_other_version(self, canonical: str) -> OtherElement | None:
        return None


def code_system(content: str = "complete", **more: object) -> Json:
    return {
        "resourceType": "CodeSystem",
        "url": ANIMALS,
        "content": content,
        "caseSensitive": True,
        "concept": [
            {
                "code": "bird",
                "display": "Bird",
                "concept": [
                    {"code": "owl", "display": "Owl", "designation": [{"language": "fr", "value": "Chouette"}]},
                    {"code": "dodo", "display": "Dodo", "property": [{"code": "inactive", "valueBoolean": True}]},
                ],
            },
            {"code": "fish", "display": "Fish", "property": [{"code": "legs", "valueInteger": 0}]},
        ],
        **more,
    }


def value_set(name: str, **parts: object) -> Json:
    return {"resourceType": "ValueSet", "url": f"http://zoo.example/{name}", **parts}


def compose(*include: Json, exclude: tuple[Json, ...] = (), **more: object) -> Json:
    return {"compose": {**more, "include": list(include), **({"exclude": list(exclude)} if exclude else {})}}


def terminology(*resources: Json, supplements: tuple[Json, ...] = ()) -> Terminology:
    return Terminology(OwnDefinitions(resources, Nothing()), supplements)


def codes(found: Terminology, which: str | Json) -> list[str] | None:
    contains = found.expand(which).contains
    return None if contains is None else [concept["code"] for concept in contains]


BIRDS = {"system": ANIMALS, "filter": [{"property": "concept", "op": "is-a", "value": "bird"}]}
UNDER_BIRD = {"system": ANIMALS, "filter": [{"property": "concept", "op": "descendent-of", "value": "bird"}]}
OWL = {"system": ANIMALS, "concept": [{"code": "owl"}]}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (compose({"system": ANIMALS}), ["bird", "owl", "dodo", "fish"]),
        (compose(OWL), ["owl"]),
        (compose(BIRDS), ["bird", "owl", "dodo"]),
        (compose(UNDER_BIRD), ["owl", "dodo"]),
        (compose(BIRDS, exclude=(OWL,)), ["bird", "dodo"]),
        (compose(BIRDS, inactive=False), ["bird", "owl"]),
        (compose({"system": ANIMALS, "filter": [{"property": "legs", "op": "=", "value": "0"}]}), ["fish"]),
        (
            compose({"system": ANIMALS, "filter": [{"property": "concept", "op": "is-not-a", "value": "bird"}]}),
            ["fish"],
        ),
        (compose({"system": ANIMALS, "filter": [{"property": "code", "op": "regex", "value": "d.*"}]}), ["dodo"]),
        (compose({"valueSet": ["http://zoo.example/birds"]}), ["bird", "owl", "dodo"]),
        (compose({"valueSet": ["http://zoo.example/birds", "http://zoo.example/owls"]}), ["owl"]),
        (compose({"system": ANIMALS, "valueSet": ["http://zoo.example/owls"]}), ["owl"]),
        (compose({"system": "http://zoo.example/other", "concept": [{"code": "x"}]}), ["x"]),
    ],
)
def test_expansion_and_membership_agree(parts: Json, expected: list[str]) -> None:
    """What is in the expansion is inside, every other code of the system is outside."""
    known = terminology(
        code_system(), value_set("birds", **compose(BIRDS)), value_set("owls", **compose(OWL)), value_set("it", **parts)
    )
    url = "http://zoo.example/it"
    system = next(concept["system"] for concept in known.expand(url).contains or [])
    assert expected == codes(known, url)
    for code in ("bird", "owl", "dodo", "fish", "stone"):
        assert (code in expected) == known.contains(url, ANIMALS, code).inside
    assert all(known.contains(url, system, code).inside for code in expected)
    assert all(known.contains(url, None, code).inside for code in expected)


@pytest.mark.parametrize(
    ("system", "parts", "code", "expected", "missing"),
    [
        ("fragment", compose({"system": ANIMALS}), "owl", True, ""),
        ("fragment", compose({"system": ANIMALS}), "stone", None, ANIMALS),
        ("fragment", compose(BIRDS), "fish", False, ""),
        ("not-present", compose({"system": ANIMALS}), "stone", None, ANIMALS),
        ("complete", compose({"system": "http://loinc.org"}), "29463-7", None, "http://loinc.org"),
        ("complete", compose({"valueSet": ["http://zoo.example/none"]}), "owl", None, "http://zoo.example/none"),
        ("complete", compose({"system": ANIMALS, "filter": [{"property": "x", "op": "?"}]}), "owl", None, ANIMALS),
        ("complete", {}, "owl", None, "http://zoo.example/it"),
    ],
)
def test_what_is_not_known_here_is_neither_inside_nor_outside(
    system: str, parts: Json, code: str, expected: bool | None, missing: str
) -> None:
    """The answer is open, and names what would be needed."""
    content = code_system(system)
    if system == "not-present":
        del content["concept"]
    known = terminology(content, value_set("it", **parts))
    asked = ANIMALS if missing != "http://loinc.org" else "http://loinc.org"
    answer = known.contains("http://zoo.example/it", asked, code)
    assert (expected, missing) == (answer.inside, answer.missing)


def test_a_value_set_that_is_not_here_is_named() -> None:
    """Neither membership nor expansion can be told."""
    known = terminology()
    assert (
        (answer := known.contains("http://zoo.example/x", ANIMALS, "owl")).inside,
        answer.missing,
    ) == (None, "http://zoo.example/x")
    assert known.expand("http://zoo.example/x").missing == ("http://zoo.example/x",)


def test_value_sets_that_include_each_other_end() -> None:
    """A circle is something that cannot be told, not a program without end."""
    known = terminology(
        value_set("a", **compose({"valueSet": ["http://zoo.example/b"]})),
        value_set("b", **compose({"valueSet": ["http://zoo.example/a"]})),
    )
    assert known.contains("http://zoo.example/a", ANIMALS, "owl").inside is None
    assert known.expand("http://zoo.example/a").contains is None


def test_units_and_languages_follow_their_grammar() -> None:
    """A value set of all units has every UCUM code and no expansion."""
    known = terminology(value_set("units", **compose({"system": "http://unitsofmeasure.org"})))
    url, ucum = "http://zoo.example/units", "http://unitsofmeasure.org"
    assert [known.contains(url, ucum, code).inside for code in ("mm[Hg]", "mmHg")] == [True, False]
    assert (ucum,) == known.expand(url).missing
    tags = "urn:ietf:bcp:47"
    known = terminology(value_set("languages", **compose({"system": tags})))
    languages = ("fr", "FR", "fr-CA", "zh-Hans", "fra", "x-own", "xx", "french", "fr_FR")
    answers = [known.contains("http://zoo.example/languages", tags, code).inside for code in languages]
    assert [True] * 6 + [False] * 3 == answers


def test_a_stored_expansion_answers_where_rules_cannot() -> None:
    """A whole expansion decides; one that says it is longer does not."""
    stored = {"contains": [{"system": "http://loinc.org", "code": "29463-7"}]}
    rules = compose({"system": "http://loinc.org", "filter": [{"property": "CLASS", "op": "=", "value": "BDYWGT"}]})
    known = terminology(
        value_set("whole", **rules, expansion=stored), value_set("cut", **rules, expansion={**stored, "total": 9})
    )
    answers = [
        known.contains(f"http://zoo.example/{name}", "http://loinc.org", code).inside
        for name in ("whole", "cut")
        for code in ("29463-7", "8302-2")
    ]
    assert answers == [True, False, None, None]


def test_case_counts_only_where_the_system_says_so() -> None:
    """R4 reads an unstated caseSensitive as "whatever the case"."""
    loose = code_system()
    del loose["caseSensitive"]
    everything = value_set("all", **compose({"system": ANIMALS}))
    listed = value_set("owls", **compose(OWL))
    for resource, expected in ((loose, True), (code_system(), False)):
        known = terminology(resource, everything, listed)
        for url in ("http://zoo.example/all", "http://zoo.example/owls"):
            assert expected == known.contains(url, ANIMALS, "OWL").inside


def test_displays_come_from_the_system_its_designations_and_supplements() -> None:
    """Every text that may stand for a code is known."""
    german = {"code": "owl", "designation": [{"language": "de", "value": "Eule"}]}
    supplement = {"resourceType": "CodeSystem", "content": "supplement", "supplements": ANIMALS, "concept": [german]}
    assert terminology(code_system(), supplements=(supplement,)).displays(ANIMALS, "owl") == ["Owl", "Chouette", "Eule"]


def test_entries_of_an_expansion_show_what_the_value_set_says_first() -> None:
    """The display of the value set wins over that of the system; designations of both are kept."""
    include = {"system": ANIMALS, "concept": [{"code": "owl", "display": "Small owl"}]}
    known = terminology(code_system())
    assert known.expand(value_set("it", **compose(include))).contains == [
        {
            "system": ANIMALS,
            "code": "owl",
            "display": "Small owl",
            "designation": [{"language": "fr", "value": "Chouette"}],
        }
    ]
