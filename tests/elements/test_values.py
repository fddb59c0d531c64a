"""Stated values, choices, codings: how an ElementDefinition names them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabellion.elements.choices import choice_key, is_key_of, stem_of, type_in
from tabellion.elements.codings import codings_at, codings_in, codings_of, text_of
from tabellion.elements.facets import binding_of
from tabellion.elements.matching import matches, same
from tabellion.elements.values import STEMS, Stated, constant_of, key_of, keys_of, stem_of_key, value_of

TYPES = st.sampled_from(["Quantity", "dateTime", "code", "CodeableConcept", "string", "integer64", "xhtml"])
NAMES = st.from_regex(r"[a-z][A-Za-z]{0,8}\[x\]", fullmatch=True)


@given(NAMES, TYPES)
def test_the_key_of_a_choice_names_its_type(name: str, code: str) -> None:
    """The key begins with the stem, and the type is told from what follows it."""
    key = choice_key(name, code)
    assert is_key_of(key, name)
    assert code.lower() == type_in(key, stem_of(name)).lower()


@given(st.sampled_from(STEMS), TYPES)
def test_the_key_of_a_value_names_its_stem(stem: str, code: str) -> None:
    """A stated value is found by its stem, whatever its type."""
    element = {"id": "x", "path": "x", key_of(stem, code): 1, "fixture": 2, "patterns": 3, "minValueless": 4}
    assert value_of(element, stem) == (stem, code[:1].upper() + code[1:], 1)
    assert {stem: key_of(stem, code)} == keys_of(element)
    assert stem == stem_of_key(key_of(stem, code))


@pytest.mark.parametrize(
    ("element", "stated"),
    [
        ({"fixedUri": "http://a.example"}, Stated("fixed", "Uri", "http://a.example")),
        ({"patternCoding": {"code": "a"}}, Stated("pattern", "Coding", {"code": "a"})),
        ({"minValueInteger": 1}, None),
        ({"_fixedUri": {"extension": []}}, None),
        ({"fixed": 1}, None),
    ],
)
def test_what_instances_are_held_to(element: dict[str, Any], stated: Stated | None) -> None:
    """Fixed values and patterns, and nothing that has a similar name."""
    assert stated == constant_of(element)


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ({"coding": [{"code": "a"}, {"code": "b"}]}, ["a", "b"]),
        ({"system": "http://unitsofmeasure.org", "code": "kg"}, ["kg"]),
        ({"concept": {"coding": [{"code": "a"}]}}, ["a"]),
        ({"reference": {"reference": "Patient/a"}}, []),
        ({"text": "a"}, []),
        ({"coding": "a"}, []),
        ("a", []),
    ],
)
def test_codings_in_values(value: Any, codes: list[str]) -> None:
    """The codings of every type that has some; of what is malformed none."""
    assert codes == [coding["code"] for coding in codings_in(value)]


def test_codings_of_elements() -> None:
    """By a value of the element, of its coding, of a slice of that, of their children."""
    elements: dict[str, dict[str, Any]] = {
        "O.code": {"patternCodeableConcept": {"coding": [{"system": "s", "code": "whole"}, {"system": "s"}]}},
        "O.code.coding": {},
        "O.code.coding:a": {"fixedCoding": {"system": "s", "code": "slice"}},
        "O.code.coding:b": {},
        "O.code.coding:b.system": {"fixedUri": "s"},
        "O.code.coding:b.code": {"fixedCode": "child"},
        "O.codes": {"patternCodeableConcept": {"coding": [{"system": "s", "code": "other"}]}},
    }
    assert ["whole", "slice", "child"] == [coding["code"] for coding in codings_at("O.code", elements)]
    assert ["whole"] == [coding["code"] for coding in codings_of("O.code", elements)]
    assert ("child", "") == (text_of(elements["O.code.coding:b.code"]), text_of(None))


@pytest.mark.parametrize(
    ("stated", "value", "is_same", "is_matched"),
    [
        (1, 1, True, True),
        (1, True, False, False),
        (Decimal("1.0"), 1, True, True),
        ("1", 1, False, False),
        ({"code": "a"}, {"code": "a", "system": "s"}, False, True),
        ({"coding": [{"code": "a"}]}, {"coding": [{"code": "b"}, {"code": "a", "display": "A"}]}, False, True),
        (["a"], "a", False, False),
        ({"code": "a"}, None, False, False),
    ],
)
def test_what_a_fixed_value_and_a_pattern_ask(stated: Any, value: Any, is_same: bool, is_matched: bool) -> None:
    """A fixed value asks for the very value, a pattern for at least what it states."""
    assert (is_same, is_matched) == (same(stated, value), matches(stated, value))


@pytest.mark.parametrize(
    "binding",
    [
        {
            "extension": [
                {"url": "http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet", "valueCanonical": "m"}
            ]
        },
        {"additional": [{"purpose": "starter", "valueSet": "s"}, {"purpose": "maximum", "valueSet": "m"}]},
    ],
)
def test_the_largest_value_set_of_a_binding(binding: dict[str, Any]) -> None:
    """An extension until R4B, an additional binding from R5 on."""
    found = binding_of({"binding": {"strength": "preferred", "valueSet": "v", **binding}})
    assert found is not None
    assert ("preferred", "v", "m") == (found.strength, found.value_set, found.max_value_set)
