"""In which slice an item is: the item beside the expectation, for every way of telling slices apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tabellion.elements import discriminators
from tabellion.elements.items import Item, listed
from tabellion.elements.membership import slice_of
from tabellion.elements.tree import Tree, tree_of
from tabellion.fhir.json import Json

BREATH = "https://souffle.example/StructureDefinition/"


def tree(*elements: Json) -> Tree:
    """The tree of a list element `A.item` with what is said of it and of its slices."""
    return tree_of([{"path": "A", "id": "A"}, *elements], "https://souffle.example/A")


def entry(*discriminators: str, **more: Any) -> Json:
    """A sliced element; a discriminator is written `value:code`."""
    stated = [{"type": kind, "path": path} for kind, _, path in (item.partition(":") for item in discriminators)]
    return {"path": "A.item", "slicing": {"discriminator": stated, "rules": "open"}, "max": "*", **more}


def piece(name: str, **more: Any) -> Json:
    """A slice of it."""
    return {"path": "A.item", "sliceName": name, "min": 0, "max": "*", **more}


def child(path: str, **more: Any) -> Json:
    """An element below a slice."""
    return {"path": f"A.item.{path}", "min": 0, "max": "1", **more}


class Definitions:
    """The definitions beside: two profiles of a Patient and one of an Observation, an extension."""

    def tree(self, canonical: str) -> Tree | None:
        name = canonical.rpartition("/")[2]
        if name == "Patient":
            return tree_of([{"path": "Patient", "id": "Patient"}], canonical)
        return None


class Surroundings:
    """What is around the items of these tests."""

    def resolve(self, reference: str) -> Json | None:
        return {"resourceType": reference.partition("/")[0]} if "/" in reference else None

    def member_of(self, system: str | None, code: str, value_set: str) -> bool | None:
        return None if value_set == "unknown" else code in ("kg", "g")

    def conforms(self, value: Json, profile: str) -> bool | None:
        return value.get("id") == profile.rpartition("/")[2]

    def ancestors(self, code: str) -> Sequence[str]:
        return (code, "DomainResource", "Resource")


CODE_A = {"coding": [{"system": "s", "code": "a"}]}
BY_FIXED_CHILD = (
    entry("value:code"),
    piece("a"),
    child("code", fixedCode="a"),
    piece("b"),
    child("code", fixedCode="b"),
)
BY_PATTERN = (entry("pattern:code"), piece("a"), child("code", patternCodeableConcept=CODE_A))
BY_ITSELF = (entry("value:$this"), piece("a", patternString="x"), piece("b", fixedString="y"))
BY_CHILDREN = (
    entry("value:code"),
    piece("a"),
    child("code", min=1),
    child("code.coding", min=1, max="*"),
    child("code.coding.system", min=1, fixedUri="s"),
    child("code.coding.code", min=1, fixedCode="a"),
)
BY_VALUE_SET = (
    entry("value:unit"),
    piece("mass"),
    child("unit", binding={"strength": "required", "valueSet": "masses"}),
    piece("other"),
    child("unit", binding={"strength": "required", "valueSet": "unknown"}),
)
BY_EXISTENCE = (entry("exists:note"), piece("told"), child("note", min=1), piece("untold"), child("note", max="0"))
BY_TYPE = (
    entry("type:resource"),
    piece("patient"),
    child("resource", type=[{"code": "Patient"}]),
    piece("any"),
    child("resource", type=[{"code": "Resource"}]),
)
BY_CHOICE = (
    entry("type:value"),
    piece("number"),
    child("value[x]", type=[{"code": "Quantity"}]),
    piece("day"),
    child("value[x]", type=[{"code": "dateTime"}]),
)
BY_PROFILE = (
    entry("profile:resource"),
    piece("weight"),
    child("resource", type=[{"code": "Observation", "profile": [f"{BREATH}weight"]}]),
    piece("pain"),
    child("resource", type=[{"code": "Observation", "profile": [f"{BREATH}pain"]}]),
)
BY_TARGET = (
    entry("type:who.resolve()"),
    piece("person"),
    child("who", type=[{"code": "Reference", "targetProfile": ["http://hl7.org/fhir/StructureDefinition/Patient"]}]),
)
BY_TWO = (
    entry("value:code", "value:unit"),
    piece("a"),
    child("code", fixedCode="a"),
    child("unit", fixedString="kg"),
)
IN_PARTS = (
    entry("value:code"),
    piece("lab", slicing={"discriminator": [{"type": "value", "path": "unit"}], "rules": "open"}),
    child("code", fixedCode="lab"),
    piece("lab/blood"),
    child("code", fixedCode="lab"),
    child("unit", fixedString="kg"),
    piece("lab/urine"),
    child("code", fixedCode="lab"),
    child("unit", fixedString="g"),
    piece("vital"),
    child("code", fixedCode="vital"),
)
EXTENSIONS = (
    {"path": "A.extension", "slicing": {"rules": "open"}, "max": "*"},
    {"path": "A.extension", "sliceName": "e", "type": [{"code": "Extension", "profile": [f"{BREATH}effort|1.0"]}]},
)


def found(elements: Sequence[Json], item: Any, type_: str = "") -> str:
    """The name of the slice of an item of the list."""
    node = tree(*elements).root.children[0]
    tests = discriminators.tests_of(node, Definitions())
    items = [Item(item, None, type_)] if type_ else listed([item], None, "")
    return slice_of(tests, items[0], Surroundings())


@pytest.mark.parametrize(
    ("elements", "item", "expected"),
    [
        (BY_FIXED_CHILD, {"code": "a"}, "a"),
        (BY_FIXED_CHILD, {"code": "b", "more": 1}, "b"),
        (BY_FIXED_CHILD, {"code": "c"}, ""),
        (BY_FIXED_CHILD, {}, ""),
        (BY_FIXED_CHILD, "a", ""),
        (BY_PATTERN, {"code": {"coding": [{"code": "z"}, {"system": "s", "code": "a", "display": "A"}]}}, "a"),
        (BY_PATTERN, {"code": {"coding": [{"code": "a"}]}}, ""),
        (BY_PATTERN, {"code": {"coding": "a"}}, ""),
        (BY_ITSELF, "x", "a"),
        (BY_ITSELF, "y", "b"),
        (BY_ITSELF, "z", ""),
        (BY_CHILDREN, {"code": CODE_A}, "a"),
        (BY_CHILDREN, {"code": {"coding": [{"system": "s", "code": "b"}, *CODE_A["coding"]]}}, "a"),
        (BY_CHILDREN, {"code": {"coding": [{"system": "other", "code": "a"}]}}, ""),
        (BY_VALUE_SET, {"unit": "kg"}, "mass"),
        # what cannot be told may be there
        (BY_VALUE_SET, {"unit": "mm"}, "other"),
        (BY_EXISTENCE, {"note": "x"}, "told"),
        (BY_EXISTENCE, {}, "untold"),
        (BY_TYPE, {"resource": {"resourceType": "Patient"}}, "patient"),
        (BY_TYPE, {"resource": {"resourceType": "Device"}}, "any"),
        (BY_TYPE, {}, ""),
        (BY_CHOICE, {"valueQuantity": {"value": 1}}, "number"),
        (BY_CHOICE, {"valueDateTime": "2024"}, "day"),
        (BY_CHOICE, {"valueString": "2024"}, ""),
        # what the type says is the same for both: the profile tells
        (BY_PROFILE, {"resource": {"resourceType": "Observation", "id": "pain"}}, "pain"),
        (BY_PROFILE, {"resource": {"resourceType": "Observation", "id": "weight"}}, "weight"),
        (BY_PROFILE, {"resource": {"resourceType": "Observation", "id": "height"}}, ""),
        (BY_TARGET, {"who": {"reference": "Patient/a"}}, "person"),
        (BY_TARGET, {"who": {"reference": "Device/a"}}, ""),
        (BY_TARGET, {"who": {"display": "Anne"}}, ""),
        (BY_TWO, {"code": "a", "unit": "kg"}, "a"),
        (BY_TWO, {"code": "a", "unit": "g"}, ""),
        (IN_PARTS, {"code": "lab", "unit": "kg"}, "lab/blood"),
        (IN_PARTS, {"code": "lab", "unit": "g"}, "lab/urine"),
        (IN_PARTS, {"code": "lab", "unit": "mm"}, "lab"),
        (IN_PARTS, {"code": "vital", "unit": "kg"}, "vital"),
        (EXTENSIONS, {"url": f"{BREATH}effort", "valueCode": "rest"}, "e"),
        (EXTENSIONS, {"url": f"{BREATH}other"}, ""),
    ],
)
def test_the_slice_of_an_item(elements: Sequence[Json], item: Any, expected: str) -> None:
    """The first slice all of whose discriminators the item passes."""
    assert expected == found(elements, item)


def test_a_slicing_without_discriminator_takes_nothing() -> None:
    """Items of a list that nothing tells apart are in no slice."""
    assert "" == found((entry(), piece("a"), child("code", fixedCode="a")), {"code": "a"})


def test_what_stands_beside_a_primitive() -> None:
    """An extension of a primitive without value tells its slice."""
    elements = (
        entry("value:extension('https://souffle.example/e').value"),
        piece("a"),
        child("extension", max="*", slicing={"discriminator": [{"type": "value", "path": "url"}], "rules": "open"}),
        {
            **child("extension", type=[{"code": "Extension", "profile": ["https://souffle.example/e"]}]),
            "sliceName": "e",
        },
        child("extension.value[x]", fixedCode="u"),
    )
    tests = discriminators.tests_of(tree(*elements).root.children[0], Definitions())
    beside = {"extension": [{"url": "https://souffle.example/e", "valueCode": "u"}]}
    assert "a" == slice_of(tests, Item(None, beside, ""), Surroundings())
    assert "" == slice_of(tests, Item("x", None, ""), Surroundings())


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("$this", []),
        ("code.coding", ["code", "coding"]),
        ("$this.resolve()", ["resolve"]),
        ("value.ofType(Quantity).code", ["value", "ofType", "code"]),
        ("extension('http://a.example/e').value", ["extension", "value"]),
    ],
)
def test_steps_of_a_path(path: str, steps: list[str]) -> None:
    """The parts of a discriminator's path."""
    assert steps == [step.name for step in discriminators.steps_of(path)]
