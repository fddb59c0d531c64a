"""The core package is opened once for all tests of a process, since guides only read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.packages import PackageDefinitions


@pytest.fixture(autouse=True, scope="session")
def _one_core_package() -> Iterator[None]:
    """The definitions of a guide without dependencies are kept from test to test."""
    kept: dict[str, PackageDefinitions | None] = {}
    opened = PackageResolver.definitions

    def definitions(resolver: PackageResolver, fhir_version: str, dependencies: Sequence[Any], *rest: Any) -> Any:
        if dependencies:
            return opened(resolver, fhir_version, dependencies, *rest)
        if fhir_version not in kept:
            kept[fhir_version] = opened(resolver, fhir_version, dependencies, *rest)
        return kept[fhir_version]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PackageResolver, "definitions", definitions)
        yield
