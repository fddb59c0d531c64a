"""Definitions of any shape are told of, never a failure of the program."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from snapshot.writing import BY_PATTERN, OWN, element, faults, made, profile
from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from tabellion.snapshot import SnapshotGenerator

WHOLE = profile(
    element("Observation.component", "1..3", slicing=BY_PATTERN, mustSupport=True, alias=["x"]),
    element("Observation.component:left", "1..1", types=f"BackboneElement({OWN}Level)"),
    element("Observation.component:left.code", binding={"strength": "example", "valueSet": "http://hearing.example/v"}),
    element("Observation.valueQuantity.code", "1..1", fixedCode="dB", constraint=[{"key": "a", "severity": "error"}]),
    element("Observation.subject", types="Reference(Patient)", mapping=[{"identity": "a", "map": "b"}]),
)


@pytest.mark.parametrize(
    ("path", "value", "facet"),
    [
        (("url",), 5, "url"),
        (("type",), ["Observation"], "type"),
        (("differential",), [], "differential"),
        (("differential", "element"), {}, "differential.element"),
        (("differential", "element", 0), "x", "differential.element[0]"),
        (("differential", "element", 0, "path"), None, "differential.element[0].path"),
        (("differential", "element", 0, "min"), "1", "differential.element[0].min"),
        (("differential", "element", 0, "min"), True, "differential.element[0].min"),
        (("differential", "element", 0, "max"), "many", "differential.element[0].max"),
        (
            ("differential", "element", 0, "slicing", "discriminator"),
            {},
            "differential.element[0].slicing.discriminator",
        ),
        (("differential", "element", 1, "type", 0), None, "differential.element[1].type[0]"),
        (("differential", "element", 1, "type", 0, "profile"), "x", "differential.element[1].type[0].profile"),
        (("differential", "element", 1, "type", 0, "_profile"), 5, "differential.element[1].type[0]._profile"),
        (("extension",), [{"extension": [{"url": 5}]}], "extension[0].extension[0].url"),
        (("extension",), [{"url": "x", "valueCanonical": {}}], "extension[0].valueCanonical"),
        (
            ("differential", "element", 2, "binding", "extension"),
            [{"extension": "x"}],
            "differential.element[2].binding.extension[0].extension",
        ),
        (
            ("differential", "element", 2, "binding", "additional"),
            [{"valueSet": []}],
            "differential.element[2].binding.additional[0].valueSet",
        ),
        (
            ("differential", "element", 0, "example"),
            [{"extension": ["x"]}],
            "differential.element[0].example[0].extension[0]",
        ),
    ],
)
def test_each_part_of_another_shape_is_named(
    path: tuple[Any, ...], value: Any, facet: str, core: PackageDefinitions
) -> None:
    """Where it is, and what is expected."""
    definition = copy.deepcopy(WHOLE)
    _put(definition, path, value)
    snapshot = SnapshotGenerator(core).generate(definition)
    assert ["SN026"] == [code for code, _ in faults(snapshot)]
    assert facet == snapshot.problems[0].parameters["facet"]


def _put(definition: Any, path: tuple[Any, ...], value: Any) -> None:
    for step in path[:-1]:
        definition = definition[step]
    definition[path[-1]] = value


def _paths(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path for key, step in steps for path in ((*above, key), *_paths(step, (*above, key)))]


JUNK = st.sampled_from(
    [None, 0, -1, "", "x", "Observation..", "*", True, [], {}, [None], [[]], {"a": 1}, "a" * 300, 10**30]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(_paths(WHOLE)), value=JUNK)
def test_no_shape_makes_the_program_fail(path: tuple[Any, ...], value: Any, core: PackageDefinitions) -> None:
    """Neither in a definition nor in one that others rest on."""
    definition = copy.deepcopy(WHOLE)
    _put(definition, path, value)
    child = profile(element("Observation.code", short="Tone"), name="Child", base=OWN + "Profile", type="Observation")
    names_it = profile(element("Observation.hasMember", types=f"Reference({OWN}Profile)"), name="Names")
    own = [item for item in (definition, child, names_it) if isinstance(item.get("url"), str)]
    generator = SnapshotGenerator(OwnDefinitions(own, core))
    for item in (definition, child, names_it):
        snapshot = generator.generate(item)
        assert bool(snapshot.elements) is not snapshot.fatal


def test_a_definition_without_url_or_type_is_told(core: PackageDefinitions) -> None:
    """Nobody could find it, or it could not be read."""
    for key in ("url", "type"):
        definition = {name: value for name, value in WHOLE.items() if name != key}
        assert [("SN024", "")] == faults(SnapshotGenerator(core).generate(definition))


def test_a_very_deep_path_is_no_trouble(core: PackageDefinitions) -> None:
    """Nesting is walked without recursion."""
    deep = "Questionnaire" + ".item" * 300 + ".text"
    snapshot = made(profile(element(deep, "1..1"), base="Questionnaire"), core)
    assert [] == faults(snapshot)
    assert deep in {item["id"] for item in snapshot.elements}


def test_a_long_line_of_parents_is_no_trouble(core: PackageDefinitions) -> None:
    """A chain of a thousand profiles, asked from its end."""
    line: list[Json] = [profile(name="P0")]
    line += [profile(name=f"P{i}", base=f"{OWN}P{i - 1}", type="Observation") for i in range(1, 1000)]
    generator = SnapshotGenerator(OwnDefinitions(line, core))
    assert [] == faults(generator.generate(line[-1]))


def test_a_choice_with_an_empty_list_of_discriminators_is_one_by_type(core: PackageDefinitions) -> None:
    """An empty list says as little as none."""
    stated = element("Observation.value[x]", slicing={"discriminator": [], "rules": "open"})
    snapshot = made(profile(stated, element("Observation.value[x]:valueString", types="string")), core)
    assert snapshot.elements


def test_what_others_say_in_another_shape_does_not_end_the_snapshot(core: PackageDefinitions) -> None:
    """A parent whose own elements cannot be read is a parent that is not there."""
    other = profile(name="Other") | {"differential": {"element": ["x"]}, "snapshot": {"element": ["y"]}}
    child = profile(name="Child", base=OWN + "Other", type="Observation")
    assert ["SN021"] == [code for code, _ in faults(made(child, core, other))]
