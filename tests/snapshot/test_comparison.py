"""Two snapshots held against each other: what counts, what is tolerated and by which rule."""

from __future__ import annotations

from typing import Any

import pytest

from tabellion.fhir.json import Json
from tabellion.snapshot import SnapshotGenerator
from tabellion.snapshot.comparison import Level, compare
from tabellion.snapshot.tolerances import Tolerances
from tabellion.snapshot.type_facts import TypeFacts

CODE: Json = {
    "id": "Observation.code",
    "path": "Observation.code",
    "min": 1,
    "max": "1",
    "base": {"path": "Observation.code", "min": 1, "max": "1"},
    "type": [{"code": "CodeableConcept"}],
    "short": "Tone",
}
EXTENSION = CODE | {"id": "Observation.extension", "path": "Observation.extension", "type": [{"code": "Extension"}]}
VALUE = CODE | {"id": "Observation.value[x]", "path": "Observation.value[x]", "slicing": {"rules": "open"}}
BY_TYPE = {"discriminator": [{"type": "type", "path": "$this"}]}
BY_URL = {"discriminator": [{"type": "value", "path": "url"}], "rules": "open"}


@pytest.fixture(scope="module")
def facts(generator: SnapshotGenerator) -> TypeFacts:
    return TypeFacts(generator)


def _found(expected: list[Json], actual: list[Json], facts: TypeFacts, level: Level = "core") -> list[tuple[str, str]]:
    return [(item.facet, item.rule) for item in compare(expected, actual, Tolerances(facts), level=level)]


@pytest.mark.parametrize(
    "other",
    [
        {"extension": [{"url": "x"}]},
        {"constraint": [], "mustSupport": False},
        {"type": [{"code": "CodeableConcept", "extension": [{"url": "x"}]}]},
        {"definition": "Other"},
    ],
)
def test_what_never_counts_at_level_core(other: Any, facts: TypeFacts) -> None:
    """Extensions, texts, and false against absent."""
    assert [] == _found([CODE], [CODE | other], facts)


def test_versions_and_the_order_inside_lists_never_count(facts: TypeFacts) -> None:
    """`|4.0.1` is pinned by a publisher."""
    item = CODE | {"binding": {"strength": "required", "valueSet": "http://hearing.example/v|1.0"}, "alias": ["a", "b"]}
    two = CODE | {"binding": {"strength": "required", "valueSet": "http://hearing.example/v"}, "alias": ["b", "a"]}
    assert [] == _found([item], [two], facts, "full")


@pytest.mark.parametrize(
    ("facet", "value"),
    [
        ("min", 0),
        ("max", "*"),
        ("base", {"path": "Observation.code", "min": 0, "max": "1"}),
        ("type", [{"code": "Coding"}]),
        ("binding", {"strength": "required"}),
        ("mustSupport", True),
        ("maxLength", 3),
        ("sliceName", "left"),
        ("constraint", [{"key": "hear-1"}]),
    ],
)
def test_what_counts_at_level_core(facet: str, value: Any, facts: TypeFacts) -> None:
    """Each facet is a difference of its own."""
    assert [(facet, "")] == _found([CODE], [CODE | {facet: value}], facts)


def test_texts_count_at_level_text_but_for_blanks_and_roots_of_links(facts: TypeFacts) -> None:
    """Runs of blanks and the address of the specification do not matter."""
    item = CODE | {"definition": "A [tone](http://hl7.org/fhir/R4/tone.html)\r\nheard"}
    two = CODE | {"definition": "A [tone](tone.html) heard"}
    assert [] == _found([item], [two], facts, "text")
    assert [("definition", "")] == _found([item], [CODE | {"definition": "Another"}], facts, "text")


def test_missing_elements_and_order_count(facts: TypeFacts) -> None:
    """On both sides."""
    other = CODE | {"id": "Observation.value[x]", "path": "Observation.value[x]"}
    assert [("id", "")] == _found([CODE, other], [CODE], facts)
    assert [("id", "")] == _found([CODE], [CODE, other], facts)
    assert [("order", "")] == _found([CODE, other], [other, CODE], facts)


@pytest.mark.parametrize(
    ("expected", "actual", "rule", "level"),
    [
        (EXTENSION, EXTENSION | {"short": "Extension"}, "ext-doco", "text"),
        (EXTENSION, EXTENSION | {"slicing": BY_URL}, "ext-slicing", "core"),
        (CODE, CODE | {"constraint": [{"key": "ele-1"}]}, "implied-keys", "core"),
        (CODE, CODE | {"isSummary": True}, "summary", "core"),
        (
            VALUE | {"slicing": BY_TYPE | {"rules": "open"}},
            VALUE | {"slicing": BY_TYPE | {"rules": "closed"}},
            "choice-rules",
            "core",
        ),
        (VALUE, VALUE | {"type": [{"code": "string"}]}, "choice-rules", "core"),
        (CODE | {"contentReference": "#A.b"}, CODE | {"contentReference": "#A.b:c"}, "contentref", "core"),
        (CODE | {"type": [{"code": "integer64"}]}, CODE | {"type": [{"code": "RatioRange"}]}, "r5-types", "core"),
        (CODE | {"type": [{"code": "id"}]}, CODE | {"type": [{"code": "string"}]}, "system-type", "core"),
    ],
)
def test_tolerated_differences_name_their_rule(
    expected: Json, actual: Json, rule: str, level: Level, facts: TypeFacts
) -> None:
    """They are listed all the same, so that they can be counted."""
    assert [rule] == [name for _, name in _found([expected], [actual], facts, level)]


def test_minima_raised_to_the_sum_of_slices_are_tolerated_and_defaults_of_slices_are_not(facts: TypeFacts) -> None:
    """A list of at least its slices; a slice without what the element that it slices says is another slice."""
    entry = EXTENSION | {"min": 0, "slicing": BY_URL}
    item = EXTENSION | {"id": "Observation.extension:ear", "sliceName": "ear", "min": 1}
    assert [("min", "slice-sum")] == _found([entry, item], [entry | {"min": 1}, item], facts)
    unsliced = CODE | {"id": "Observation.component.code", "path": "Observation.component.code", "mustSupport": True}
    of_slice = unsliced | {"id": "Observation.component:left.code"}
    plain = {key: value for key, value in of_slice.items() if key != "mustSupport"}
    assert [("mustSupport", "")] == _found([unsliced, of_slice], [unsliced, plain], facts)
