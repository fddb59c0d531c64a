"""Published packages, made again from their differentials: what differs is what `differences.csv` lists."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from needs import shared
from snapshot.conftest import opened
from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.json import Json
from tabellion.fhir.packages import Package, PackageDefinitions
from tabellion.snapshot import SnapshotGenerator
from tabellion.snapshot.definition_packages import structure_definitions
from tabellion.snapshot.package_comparison import Compared, compare_package


class Listed(NamedTuple):
    """A definition that differs from its published snapshot, with the reason."""

    package: str
    id: str
    kind: str
    differences: int
    facets: str
    exact_with: str
    clause: str


@cache
def listed() -> tuple[Listed, ...]:
    with Path(__file__).with_name("differences.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return tuple(Listed(*row[:3], int(row[3]), *row[4:]) for row in rows)


def _compared(package: Package, *below: Package) -> list[Compared]:
    return list(compare_package(structure_definitions(package), PackageDefinitions([package, *below])))


def _differing(results: Iterable[Compared]) -> list[tuple[str, str, int, str]]:
    return [
        (
            result.definition["id"],
            result.kind,
            len(result.differences),
            " ".join(sorted({each.facet for each in result.differences})),
        )
        for result in results
        if not result.exact()
    ]


def _expected(package: Package) -> list[tuple[str, str, int, str]]:
    rows = [item for item in listed() if item.package == f"{package.name}#{package.version}"]
    return [(row.id, row.kind, row.differences, row.facets) for row in rows]


@pytest.fixture(scope="session")
def core_compared(core_package: Package) -> list[Compared]:
    return _compared(core_package)


def test_core_definitions_differ_as_listed(core_package: Package, core_compared: list[Compared]) -> None:
    """Of the definitions of FHIR itself, those of differentials and snapshots."""
    assert 649 == len(core_compared)
    assert _expected(core_package) == _differing(core_compared)


def test_of_the_profiles_of_fhir_itself_at_most_twelve_differ(core_compared: list[Compared]) -> None:
    """Profiles and extensions of the core package."""
    profiles = [item for item in core_compared if item.kind != "type"]
    assert 439 == len(profiles)
    assert sum(not profile.exact() for profile in profiles) <= 12


@pytest.mark.parametrize(
    ("archive", "definitions"),
    [
        ("hl7.fhir.uv.ips-1.1.0.tgz", 36),
        ("hl7.fhir.us.core-3.1.1.tgz", 30),
        ("hl7.fhir.us.carin-bb-2.0.0.tgz", 11),
        ("hl7.fhir.uv.extensions.r4-5.2.0.tgz", 632),
    ],
)
def test_guides_differ_as_listed(archive: str, definitions: int, core_package: Package, us_core: Package) -> None:
    """Every definition of a guide is exact with the published snapshot but those that the list gives a clause for."""
    package = opened(shared(f"packages/{archive}"))
    results = _compared(package, core_package, us_core)
    assert definitions == len(results)
    assert _expected(package) == _differing(results)


def test_of_the_extensions_one_in_a_hundred_at_most_is_neither_published_nor_official() -> None:
    """Those that only a clause decides for."""
    extensions = [item for item in listed() if item.package.startswith("hl7.fhir.uv.extensions")]
    assert sum(not extension.exact_with for extension in extensions) <= 6


def test_every_difference_has_a_clause() -> None:
    """What decides is an element of the specification or a page of it."""
    assert all(": " in item.clause for item in listed())


def _profiles_bare(package: Package) -> list[Json]:
    """The profiles of a core package without their snapshots; its types keep theirs."""
    profiles = [
        definition for definition in structure_definitions(package) if definition.get("derivation") == "constraint"
    ]
    return [profile for profile in profiles if "differential" in profile and "snapshot" in profile]


@pytest.mark.parametrize(
    ("version", "profiles", "differing"),
    [
        ("r4b", 439, {"catalog", "familymemberhistory-genetic", "provenance-relevant-history"}),
        ("r5", 64, {"catalog", "ebmrecommendation", "executablevalueset", "provenance-relevant-history"}),
    ],
)
def test_other_versions_of_fhir(
    version: str, profiles: int, differing: set[str], request: pytest.FixtureRequest
) -> None:
    """The same engine makes the profiles of R4B and R5; those that differ break the specification or miss a package.

    catalog and familymemberhistory-genetic slice without a slicing, provenance-relevant-history was published before
    slices carried what is said of the element that they slice, ebmrecommendation names `citeAs` without `[x]`,
    executablevalueset uses an extension of another package.
    """
    package: Package = request.getfixturevalue(f"{version}_package")
    bare = _profiles_bare(package)
    types = [
        definition for definition in structure_definitions(package) if definition.get("derivation") != "constraint"
    ]
    below = OwnDefinitions(types, PackageDefinitions([package]))
    results = list(compare_package(bare, below))
    assert profiles == len(results)
    assert differing == {result.definition["id"] for result in results if not result.exact()}


def test_making_again_changes_nothing(core_package: Package) -> None:
    """A second generator gives the same elements, byte for byte."""
    definitions = PackageDefinitions([core_package])
    first, second = (SnapshotGenerator(definitions, regenerate=True) for _ in range(2))
    for definition in structure_definitions(core_package)[::40]:
        if "differential" in definition:
            assert first.generate(definition).elements == second.generate(definition).elements
