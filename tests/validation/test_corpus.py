"""Real examples, and what becomes of them when they are broken in one place."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tabellion.fhir.json import Json, loads
from tabellion.fhir.packages import PackageDefinitions
from tabellion.fhirpath.engine import is_true
from tabellion.fhirpath.errors import FHIRPathError
from tabellion.snapshot import SnapshotGenerator
from tabellion.validation.checks.native_constraints import NATIVE
from tabellion.validation.definitions.shapes import Shape
from tabellion.validation.resource_walk import ResourceWalk
from tabellion.validation.state.frame import Frame
from tabellion.validation.state.location import Location, root
from tabellion.validation.validator import Validator
from validation.corpus import EXTENSIONS, PACKAGES, opened, package_examples, r4_examples, without_definitions
from validation.mutants import Mutant, mutants, resource_mutants

SEED = "tabellion"
MUTANTS = 700
"""How many mutants a test run looks at; the benchmark looks at all."""


def _refused(package: str) -> dict[str, str]:
    """The published examples that are not valid, with the rules they break.

    HL7's validator refuses them too, but for codes that it knows from a terminology server alone.
    """
    with (Path(__file__).parent / "refused_examples.csv").open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["rules"] for row in csv.DictReader(file) if row["package"] == package}


def _errors(validator: Validator, examples: Iterator[tuple[str, bytes]]) -> dict[str, str]:
    found = {}
    for name, content in examples:
        codes = validator.validate(content).codes("error")
        if codes:
            found[name] = " ".join(codes)
    return found


def test_the_examples_of_r4(core: PackageDefinitions, validator: Validator) -> None:
    """No error on an example that is valid, the same errors as before on one that is not."""
    examples = without_definitions(r4_examples(), core)
    assert _refused("hl7.fhir.r4.examples") == _errors(validator, iter(examples.items()))


def test_no_invariant_of_the_core_is_out_of_reach(core: PackageDefinitions, validator: Validator) -> None:
    """On the examples, every invariant of the core can be evaluated."""
    examples = without_definitions(r4_examples(), core)
    missed = {
        issue.key
        for content in list(examples.values())[::5]
        for issue in validator.validate(content)
        if issue.rule.code == "VA072"
    }
    assert set() == missed


@pytest.fixture(scope="module")
def packages(core: PackageDefinitions) -> PackageDefinitions:
    """R4 with the packages beside the project."""
    assert core.core is not None
    return PackageDefinitions([core.core, *(opened(name) for name in (*PACKAGES, EXTENSIONS))])


@pytest.fixture(scope="module")
def package_snapshots(packages: PackageDefinitions) -> SnapshotGenerator:
    return SnapshotGenerator(packages)


@pytest.fixture(scope="module")
def package_validator(packages: PackageDefinitions, package_snapshots: SnapshotGenerator) -> Validator:
    return Validator(packages, package_snapshots)


@pytest.mark.parametrize("package", PACKAGES)
def test_the_examples_of_packages(package: str, package_validator: Validator) -> None:
    """No error on what a publisher gives as valid, but for what is not."""
    assert _refused(package) == _errors(package_validator, package_examples(package))


def _mutants(snapshots: SnapshotGenerator) -> Iterator[tuple[str, Mutant]]:
    """Mutants of examples that are valid, in an order drawn from the seed."""
    draw = random.Random(SEED)
    sources = [
        (name, loads(content))
        for package in PACKAGES
        for name, content in package_examples(package)
        if len(content) < 20_000 and name not in _refused(package)
    ]
    draw.shuffle(sources)
    for name, resource in sources:
        profile = next(iter(resource.get("meta", {}).get("profile", ())), resource["resourceType"])
        elements = snapshots.elements_of(profile) or snapshots.elements_of(resource["resourceType"])
        assert elements is not None
        for mutant in (*mutants(resource, elements, snapshots.elements_of, SEED + name), *resource_mutants(resource)):
            yield name, mutant


def test_mutants_are_caught_for_the_right_rule(
    package_snapshots: SnapshotGenerator, package_validator: Validator
) -> None:
    """A resource broken in one place by one rule breaks that rule."""
    missed = []
    looked_at = set()
    for number, (name, mutant) in enumerate(_mutants(package_snapshots)):
        if number == MUTANTS:
            break
        looked_at.add(mutant.kind)
        found = set(package_validator.validate(mutant.resource).codes("error"))
        if mutant.rules.isdisjoint(found):
            missed.append((name, mutant.kind, mutant.place, sorted(mutant.rules), sorted(found)))
    assert [] == missed
    assert len(looked_at) > 30


class _Compared(ResourceWalk):
    """A walk that asks the engine too, of every element, what it decides by functions."""

    def __init__(self, validator: Validator) -> None:
        super().__init__(validator.support)
        self.different: list[tuple[str, str]] = []

    def object(self, value: Json, shape: Shape, at: Location) -> None:
        super().object(value, shape, at)
        if self.frame is None or not isinstance(value, dict):
            return
        found = {(issue.rule.code, issue.expression) for issue in self.report}
        if shape.kind != "resource" and at.key[:1] != "_":
            self._compare("ele-1", "hasValue() or (children().count() > id.count())", "VA017", value, shape, at, found)
        for (key, expression), native in NATIVE.items():
            applies = any(
                constraint.key == key and constraint.expression == expression for constraint in shape.constraints
            )
            if applies and key not in ("dom-3", "txt-1", "txt-2"):
                ours, theirs = native(value, self.frame), self._by_engine(expression, value, shape)
                if theirs is not None and ours is not theirs:
                    self.different.append((key, at.expression))

    def _compare(
        self, key: str, expression: str, code: str, value: Json, shape: Shape, at: Location, found: set[tuple[str, str]]
    ) -> None:
        # An empty list and a null are told as such, where the engine sees an element without children.
        empty = {match[1] for match in found if match[0] in ("VA016", "VA018")}
        theirs = self._by_engine(expression, value, shape)
        kept = (code, at.expression) not in found and not any(item.startswith(at.expression + ".") for item in empty)
        if theirs is not None and kept is not theirs and not (empty and kept is False):
            self.different.append((key, at.expression))

    def _by_engine(self, expression: str, value: Json, shape: Shape) -> bool | None:
        """The engine's verdict; `None` where it cannot evaluate, as on values of a wrong kind."""
        try:
            result = self.evaluate(expression, self.node(value, shape.path))
        except FHIRPathError:
            return None
        # `ref-1` and the like say nothing of an element without what they are about.
        return not result or is_true(result)


def test_functions_in_place_of_expressions_decide_as_the_engine_does(
    core: PackageDefinitions, validator: Validator, package_snapshots: SnapshotGenerator
) -> None:
    """`ele-1`, `ref-1`, `dom-2` and the others by function: the same on examples and on mutants."""
    resources = [loads(content) for content in list(without_definitions(r4_examples(), core).values())[::20]]
    resources += [mutant.resource for number, (_, mutant) in zip(range(300), _mutants(package_snapshots), strict=False)]
    for resource in resources:
        walk = _Compared(validator)
        walk.resource(resource, root(str(resource.get("resourceType"))))
        assert [] == walk.different


def test_ext_1_is_decided_as_the_engine_does(validator: Validator) -> None:
    """An extension has a value or extensions, however either is written."""
    expression = "extension.exists() != value.exists()"
    inner = {"url": "https://hearing.example/e", "valueString": "x"}
    for parts in (
        {}, {"valueString": "x"}, {"extension": [inner]}, {"valueString": "x", "extension": [inner]},
        {"_valueString": {"extension": [inner]}}, {"_valueString": {"extension": [inner]}, "extension": [inner]},
    ):  # fmt: skip
        extension = {"url": "https://hearing.example/e", **parts}
        codes = validator.validate({"resourceType": "Patient", "extension": [extension]}).codes("error")
        walk = ResourceWalk(validator.support)
        walk.frame = Frame({"resourceType": "Patient"}, root("Patient"))
        result = walk.evaluate(expression, walk.node(extension, "Extension"))
        assert is_true(result) is ("VA045" not in codes)


def test_a_contained_resource_is_used_as_dom_3_says(validator: Validator) -> None:
    """By function and by expression, which lets `as` filter several items."""
    key, expression = next(item for item in NATIVE if item[0] == "dom-3")
    assert "dom-3" == key
    contained = {"resourceType": "Patient", "id": "p"}
    for more, used in (
        ({}, False),
        ({"subject": {"reference": "#p"}}, True),
        ({"instantiatesCanonical": "#p"}, True),
        ({"subject": {"reference": "#q"}}, False),
    ):
        resource = {"resourceType": "Communication", "status": "completed", "contained": [contained], **more}
        walk = ResourceWalk(validator.support)
        walk.frame = Frame(resource, root("Communication"))
        result = walk.evaluate(expression, walk.node(resource, "Communication"))
        assert used is is_true(result)
        assert used is NATIVE[key, expression](resource, None)
