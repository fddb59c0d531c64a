"""What the tests of snapshots share: the core package, read once, and a generator over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fhir_packages import npm_package
from needs import needs, shared
from tabellion.diagnostics import Report
from tabellion.fhir.coordinates import Coordinate
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.packages import Package, PackageDefinitions, open_package
from tabellion.snapshot import SnapshotGenerator

R4_CORE = Coordinate("hl7.fhir.r4.core", "4.0.1")
R4B_CORE = Coordinate("hl7.fhir.r4b.core", "4.3.0")
R5_CORE = Coordinate("hl7.fhir.r5.core", "5.0.0")


def opened(path: Path) -> Package:
    package = open_package(path, Report())
    assert package is not None
    return package


@pytest.fixture(scope="session")
def core_package() -> Package:
    package = PackageResolver(None, Report()).find(R4_CORE)
    needs(package, str(R4_CORE))
    assert package is not None
    return package


@pytest.fixture(scope="session")
def core(core_package: Package) -> PackageDefinitions:
    return PackageDefinitions([core_package])


@pytest.fixture(scope="session")
def generator(core: PackageDefinitions) -> SnapshotGenerator:
    """A generator over R4; what tests make of profiles that no package has is not kept in it."""
    return SnapshotGenerator(core)


@pytest.fixture(scope="session")
def r4b_package() -> Package:
    return opened(npm_package(R4B_CORE))


@pytest.fixture(scope="session")
def r5_package() -> Package:
    return opened(npm_package(R5_CORE))


@pytest.fixture(scope="session")
def us_core() -> Package:
    return opened(shared("packages/hl7.fhir.us.core-3.1.1.tgz"))
