"""The filters of value sets, against sets computed from the hierarchy itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabellion.fhir.json import Json
from tabellion.terminology.code_system import CodeSystem
from tabellion.terminology.filters import OPERATORS
from terminology.test_value_sets import ANIMALS, terminology, value_set

COLOURS = ("red", "blue")
WAYS = ("nested", "parent", "child")


@dataclass(frozen=True)
class Hierarchy:
    """Codes `c0`, `c1`… each with its parents, the values of the property `colour` and whether it is inactive; the
    resource says some parents by nesting, some by the property of either end."""

    parents: Mapping[str, frozenset[str]]
    colours: Mapping[str, tuple[str, ...]]
    inactive: Mapping[str, bool | None]
    resource: Json

    @property
    def codes(self) -> set[str]:
        return set(self.parents)

    def above(self, code: str) -> set[str]:
        """The ancestors, by walking up again and again."""
        found: set[str] = set()
        while more := {parent for each in (found | {code}) for parent in self.parents[each]} - found:
            found |= more
        return found


@st.composite
def hierarchies(draw: st.DrawFn) -> Hierarchy:
    """A few codes, each below some of those before it."""
    size = draw(st.integers(1, 8))
    codes = [f"c{number}" for number in range(size)]
    links = {
        code: draw(st.dictionaries(st.sampled_from(codes[:number]), st.sampled_from(WAYS), max_size=2))
        if number
        else {}
        for number, code in enumerate(codes)
    }
    concepts: dict[str, Json] = {}
    colours, inactive = {}, {}
    for code in codes:
        colours[code] = tuple(draw(st.lists(st.sampled_from(COLOURS), max_size=2, unique=True)))
        inactive[code] = draw(st.sampled_from([None, True, False]))
        properties = [{"code": "colour", "valueCode": colour} for colour in colours[code]]
        if inactive[code] is not None:
            properties.append({"code": "inactive", "valueBoolean": inactive[code]})
        concepts[code] = {"code": code, "display": code.upper(), "property": properties}
    roots = []
    for code in codes:
        nested = next((parent for parent, way in links[code].items() if way == "nested"), None)
        for parent, way in links[code].items():
            if way == "child":
                concepts[parent]["property"].append({"code": "child", "valueCode": code})
            elif parent != nested:
                concepts[code]["property"].append({"code": "parent", "valueCode": parent})
        (concepts[nested].setdefault("concept", []) if nested else roots).append(concepts[code])
    declared = [{"code": "colour", "type": "code"}, {"code": "inactive", "type": "boolean"}]
    resource = {
        "resourceType": "CodeSystem",
        "url": ANIMALS,
        "content": "complete",
        "caseSensitive": True,
        "property": declared,
        "concept": roots,
    }
    return Hierarchy({code: frozenset(links[code]) for code in codes}, colours, inactive, resource)


def wanted(tree: Hierarchy, name: str, op: str, value: str) -> set[str]:
    """The codes that R4 gives for a filter, as its table of operators says it (R4 filter-operator)."""
    listed = value.split(",")
    if name == "concept":
        return {
            "=": {value} & tree.codes,
            "is-a": {code for code in tree.codes if code == value or value in tree.above(code)},
            "descendent-of": {code for code in tree.codes if value in tree.above(code)},
            "is-not-a": {code for code in tree.codes if code != value and value not in tree.above(code)},
            "generalizes": (tree.above(value) | {value}) & tree.codes if value in tree.codes else set(),
            "in": set(listed) & tree.codes,
            "not-in": tree.codes - set(listed),
            "regex": {code for code in tree.codes if re.fullmatch(value, code)},
            "exists": tree.codes if value == "true" else set(),
        }[op]
    values = {code: set(_values(tree, name, code)) for code in tree.codes}
    stated = {code: set(_stated(tree, name, code)) for code in tree.codes}
    return {
        "=": {code for code in tree.codes if value in values[code]},
        "in": {code for code in tree.codes if values[code] & set(listed)},
        "not-in": {code for code in tree.codes if not values[code] & set(listed)},
        "regex": {code for code in tree.codes if any(re.fullmatch(value, each) for each in values[code])},
        "exists": {code for code in tree.codes if bool(stated[code]) == (value == "true")},
    }[op]


def _stated(tree: Hierarchy, name: str, code: str) -> list[str]:
    return {
        "parent": list(tree.parents[code]),
        "child": [other for other in tree.codes if code in tree.parents[other]],
        "display": [code.upper()],
        "colour": list(tree.colours[code]),
        "inactive": [] if tree.inactive[code] is None else [str(tree.inactive[code]).lower()],
    }[name]


def _values(tree: Hierarchy, name: str, code: str) -> list[str]:
    """What is stated; a concept that does not say that it is inactive is not."""
    return _stated(tree, name, code) or (["false"] if name == "inactive" else [])


ON_CODES = [("concept", op) for op in OPERATORS]
ON_VALUES = [
    (name, op)
    for name in ("parent", "child", "display", "colour", "inactive")
    for op in ("=", "in", "not-in", "regex", "exists")
]
EXAMPLES = {"parent": "c0", "child": "c1", "display": "C0", "colour": "red", "inactive": "false", "concept": "c1"}


def value_of(draw: st.DrawFn, name: str, op: str, codes: set[str]) -> str:
    if op == "exists":
        return draw(st.sampled_from(["true", "false"]))
    if op == "regex":
        return draw(st.sampled_from(["c[0-3]", "C.*", "red|true", ".*", "c"]))
    some = st.sampled_from(
        {"colour": COLOURS, "inactive": ("true", "false"), "display": ("C0", "C1")}.get(name)
        or sorted(codes | {"c0", "nowhere"})
    )
    return ",".join(draw(st.lists(some, min_size=1, max_size=3))) if op in ("in", "not-in") else draw(some)


@pytest.mark.parametrize(("name", "op"), [*ON_CODES, *ON_VALUES])
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_a_filter_gives_the_set_that_its_words_mean(name: str, op: str, data: st.DataObject) -> None:
    """For each operator and property: expansion and membership are the naive set."""
    tree = data.draw(hierarchies())
    value = data.draw(st.composite(value_of)(name, op, tree.codes))
    filter_ = {"property": name, "op": op, "value": value}
    known = terminology(tree.resource, value_set("it", compose={"include": [{"system": ANIMALS, "filter": [filter_]}]}))
    contains = known.expand("http://zoo.example/it").contains
    assert contains is not None
    expected = wanted(tree, name, op, value)
    assert expected == {item["code"] for item in contains}, (filter_, tree.resource)
    assert expected == {code for code in tree.codes if known.contains("http://zoo.example/it", ANIMALS, code).inside}


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_includes_are_joined_filters_met_together_and_excludes_taken_away(data: st.DataObject) -> None:
    """Compose is a union of intersections without another such union, in the order of the system."""
    tree = data.draw(hierarchies())
    draw_filter = st.sampled_from([*ON_CODES, *ON_VALUES])
    parts: list[Json] = []
    sets: list[set[str]] = []
    for _ in range(data.draw(st.integers(1, 4))):
        filters, codes = [], tree.codes
        for name, op in data.draw(st.lists(draw_filter, max_size=2)):
            value = data.draw(st.composite(value_of)(name, op, tree.codes))
            filters.append({"property": name, "op": op, "value": value})
            codes = codes & wanted(tree, name, op, value)
        parts.append({"system": ANIMALS, "filter": filters} if filters else {"system": ANIMALS})
        sets.append(codes)
    cut = data.draw(st.integers(1, len(parts)))
    it = value_set("it", compose={"include": parts[:cut], "exclude": parts[cut:]})
    contains = terminology(tree.resource, it).expand("http://zoo.example/it").contains
    assert contains is not None
    expected = set().union(*sets[:cut]) - set().union(*sets[cut:])
    assert expected == {item["code"] for item in contains}
    assert len(expected) == len(contains)


def test_numbers_are_compared_as_numbers() -> None:
    """`5` is `5.0`; a text that looks like a number and is longer is another."""
    concepts = [
        {"code": code, "property": [{"code": "rate", key: value}]}
        for code, key, value in (("a", "valueInteger", 5), ("b", "valueString", "5.00"), ("c", "valueString", "05"))
    ]
    system = {"resourceType": "CodeSystem", "url": ANIMALS, "content": "complete", "concept": concepts}
    filter_ = {"property": "rate", "op": "=", "value": "5.0"}
    known = terminology(system, value_set("it", compose={"include": [{"system": ANIMALS, "filter": [filter_]}]}))
    assert ["a", "b"] == [item["code"] for item in known.expand("http://zoo.example/it").contains or ()]


def test_hierarchies_that_go_in_circles_end() -> None:
    """Properties may lead back to where they began."""
    concepts = [
        {"code": code, "property": [{"code": "parent", "valueCode": parent}]} for code, parent in ("ab", "ba", "cb")
    ]
    system = CodeSystem({"url": ANIMALS, "content": "complete", "concept": concepts})
    assert ({"b", "c"}, {"a"}) == (system.descendants("a"), system.ancestors("b"))
