"""The core packages of the versions of FHIR, each opened once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from fhir_packages import npm_package
from needs import needs
from tabellion.diagnostics import Report
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.packages import PackageDefinitions, open_package
from tabellion.fhir.versions import R4, VERSIONS


@pytest.fixture(scope="session")
def definitions() -> Callable[[str], PackageDefinitions]:
    """The definitions of a version of FHIR by its number."""

    @cache
    def of(number: str) -> PackageDefinitions:
        version = VERSIONS[number]
        at_hand = PackageResolver(None, Report()).find(version.core) if version is R4 else None
        package = at_hand or (None if version is R4 else open_package(npm_package(version.core), Report()))
        needs(package, str(version.core))
        assert package is not None
        return PackageDefinitions([package])

    return of
