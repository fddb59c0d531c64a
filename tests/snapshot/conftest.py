"""What the tests of snapshots share: the core package, read once, and a generator over it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from needs import needs, program, shared
from tabellion.diagnostics import Report
from tabellion.fhir.coordinates import Coordinate
from tabellion.fhir.packages import Package, PackageDefinitions, open_package
from tabellion.fhir.shelf import PackageShelf
from tabellion.snapshot import SnapshotGenerator

R4_CORE = Coordinate("hl7.fhir.r4.core", "4.0.1")
R4B_CORE = Coordinate("hl7.fhir.r4b.core", "4.3.0")
R5_CORE = Coordinate("hl7.fhir.r5.core", "5.0.0")


def opened(path: Path) -> Package:
    package = open_package(path, Report())
    assert package is not None
    return package


def from_shelf(wanted: Coordinate, *, fetch: bool) -> Package | None:
    return PackageShelf(None, Report(), fetch=fetch).find(wanted)


def from_npm(wanted: Coordinate, folder: Path) -> Package:
    """A core package that is at hand, else from the npm registry by its ordinary client."""
    package = from_shelf(wanted, fetch=False)
    if package is not None:
        return package
    npm = program("npm")
    done = subprocess.run([npm, "pack", str(wanted)], cwd=folder, capture_output=True, timeout=300, check=False)
    path = folder / f"{wanted.name}-{wanted.version}.tgz"
    needs(done.returncode == 0 and path.is_file(), f"{wanted} from npm")
    return opened(path)


@pytest.fixture(scope="session")
def core_package() -> Package:
    package = from_shelf(R4_CORE, fetch=True)
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
def r4b_package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return from_npm(R4B_CORE, tmp_path_factory.mktemp("r4b"))


@pytest.fixture(scope="session")
def r5_package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return from_npm(R5_CORE, tmp_path_factory.mktemp("r5"))


@pytest.fixture(scope="session")
def us_core() -> Package:
    return opened(shared("packages/hl7.fhir.us.core-3.1.1.tgz"))
