"""What the tests of FHIRPath share: the types of R4, read once, and an engine over them."""

from __future__ import annotations

import pytest

from fhir_packages import npm_package
from needs import needs
from tabellion.diagnostics import Report
from tabellion.fhir.coordinates import Coordinate
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.packages import PackageDefinitions
from tabellion.fhirpath.engine import Engine


def core_package(name: str, version: str) -> PackageDefinitions:
    wanted = Coordinate(name, version)
    package = PackageResolver(None, Report()).find(wanted)
    if package is None:
        npm_package(wanted)
        package = PackageResolver(None, Report()).find(wanted)
    needs(package, str(wanted))
    assert package is not None
    return PackageDefinitions([package])


@pytest.fixture(scope="session")
def r4() -> PackageDefinitions:
    return core_package("hl7.fhir.r4.core", "4.0.1")


@pytest.fixture(scope="session")
def engine(r4: PackageDefinitions) -> Engine:
    return Engine(r4)
