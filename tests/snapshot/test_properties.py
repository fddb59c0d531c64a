"""What holds of every snapshot, whatever the differential."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from snapshot.writing import OWN, element, ids, made, profile
from tabellion.elements.choices import is_choice
from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from tabellion.snapshot import SnapshotGenerator, SnapshotIndex, sort_differential
from tabellion.snapshot.cardinality import limit

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
BASES = ["Observation", "Patient", "Bundle", "Extension", "Quantity", "Questionnaire"]


@pytest.fixture(scope="module")
def indexes(generator: SnapshotGenerator) -> dict[str, SnapshotIndex]:
    return {base: SnapshotIndex(generator, base) for base in BASES}


@st.composite
def differentials(draw: st.DrawFn) -> tuple[str, list[tuple[list[int], dict[str, Any]]]]:
    """A base and, for each element, the way to it by positions among children, and what is said of it."""
    base = draw(st.sampled_from(BASES))
    ways = st.lists(st.integers(0, 40), min_size=1, max_size=4)
    facets = st.fixed_dictionaries(
        {},
        optional={
            "short": st.text(min_size=1, max_size=8),
            "definition": st.sampled_from(["A tone", "... and another"]),
            "mustSupport": st.just(True),
            "alias": st.lists(st.sampled_from(["tone", "level"]), min_size=1, unique=True),
            "sliceName": st.sampled_from(["left", "right"]),
        },
    )
    return base, draw(st.lists(st.tuples(ways, facets), max_size=6))


def _differential(base: str, drawn: list[tuple[list[int], dict[str, Any]]], index: SnapshotIndex) -> list[Json]:
    """Elements that exist, each once, slices only where they can be: on lists that get a slicing."""
    made_of: dict[str, Json] = {}
    for way, facets in drawn:
        element_id = base
        for step in way:
            children = [child for child in index.children(element_id) if ":" not in child.rpartition(".")[2]]
            if not children:
                break
            element_id = children[step % len(children)]
        known = index.get(element_id) or {}
        said = dict(facets)
        slice_name = said.pop("sliceName", "")
        sliceable = "." in element_id and known.get("max") == "*" and "slicing" not in known
        if slice_name and sliceable:
            by = {"description": "by ear", "rules": "open"}
            made_of.setdefault(element_id, element(element_id))["slicing"] = by
            element_id += f":{slice_name}"
        made_of.setdefault(element_id, element(element_id)).update(said)
    return list(made_of.values())


@QUICK
@given(drawn=differentials())
def test_every_snapshot_is_whole(
    drawn: tuple[str, list[tuple[list[int], dict[str, Any]]]],
    core: PackageDefinitions,
    indexes: dict[str, SnapshotIndex],
) -> None:
    """Ids are unique, parents exist, cardinalities can be met, bases are there, every stated element appears."""
    base, statements = drawn
    index = indexes[base]
    stated = sort_differential(_differential(base, statements, index), index)
    definition = profile(*stated, base=base)
    snapshot = SnapshotGenerator(core).generate(definition)
    assert [] == [(problem.rule.code, problem.element, problem.parameters) for problem in snapshot.problems]
    found = ids(snapshot.elements)
    assert len(found) == len(set(found))
    for item in snapshot.elements:
        assert item["id"] == base or item["id"].rpartition(".")[0] in found
        assert item["min"] <= limit(item["max"])
        assert {"path", "min", "max"} <= item["base"].keys()
        assert re.sub(r":[^.]*", "", item["id"]) == item["path"]
    assert {statement["id"] for statement in stated} <= set(found)
    assert snapshot.elements == SnapshotGenerator(core).generate(definition).elements


@QUICK
@given(drawn=differentials(), random=st.randoms(use_true_random=False))
def test_sorting_forgets_the_order_given(
    drawn: tuple[str, list[tuple[list[int], dict[str, Any]]]], random: Any, indexes: dict[str, SnapshotIndex]
) -> None:
    """Any order of the same elements gives the same differential, but for slices, which keep the order given."""
    base, statements = drawn
    index = indexes[base]
    elements = [item for item in _differential(base, statements, index) if "sliceName" not in item]
    expected = sort_differential(elements, index)
    random.shuffle(elements)
    assert expected == sort_differential(elements, index)


@pytest.mark.parametrize("base", [*BASES, "Element", "Resource", "http://hl7.org/fhir/StructureDefinition/bp"])
def test_an_empty_differential_gives_the_parent(base: str, core: PackageDefinitions) -> None:
    """But for what the parent's root says of itself."""
    generator = SnapshotGenerator(core)
    parent = generator.elements_of(base)
    assert parent is not None
    snapshot = made(profile(base=base, type=parent[0]["path"]), core)
    for expected, found in zip(parent[1:], snapshot.elements[1:], strict=True):
        for key in ("id", "path", "min", "max", "type", "binding", "short", "slicing", "sliceName", "mustSupport"):
            assert expected.get(key) == found.get(key), found["id"]
        assert {constraint["key"] for constraint in expected.get("constraint", ())} == {
            constraint["key"] for constraint in found.get("constraint", ())
        }


def test_a_snapshot_made_from_the_whole_of_its_parent_is_the_parent(core: PackageDefinitions) -> None:
    """Saying again all that the parent says changes nothing."""
    first = made(profile(element("Observation.component", "1..3"), name="Parent"), core)
    again = [item for item in first.elements if not is_choice(item["path"])]
    child = profile(*again, name="Child", base=OWN + "Parent", type="Observation")
    snapshot = made(child, core, profile(element("Observation.component", "1..3"), name="Parent"))
    assert [] == snapshot.problems
    assert ids(first.elements) == ids(snapshot.elements)
