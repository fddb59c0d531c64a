"""What the tests of validation share: the core package, read once, and a validator over it."""

from __future__ import annotations

import pytest

from needs import needs
from tabellion.diagnostics import Report
from tabellion.fhir.coordinates import Coordinate
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.packages import PackageDefinitions
from tabellion.snapshot import SnapshotGenerator
from tabellion.validation.validator import Validator

R4_CORE = Coordinate("hl7.fhir.r4.core", "4.0.1")


@pytest.fixture(scope="session")
def core() -> PackageDefinitions:
    package = PackageResolver(None, Report()).find(R4_CORE)
    needs(package, str(R4_CORE))
    assert package is not None
    return PackageDefinitions([package])


@pytest.fixture(scope="session")
def snapshots(core: PackageDefinitions) -> SnapshotGenerator:
    return SnapshotGenerator(core)


@pytest.fixture(scope="session")
def validator(core: PackageDefinitions, snapshots: SnapshotGenerator) -> Validator:
    """A validator over R4 alone."""
    return Validator(core, snapshots)
