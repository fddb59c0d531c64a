"""The core package is opened once for all tests of a process, since guides only read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.packages import PackageDefinitions
from tabellion.fhir.user_folders import cache_folder, fhir_cache_folder


@pytest.fixture(autouse=True, scope="session")
def _one_core_package() -> Iterator[None]:
    """The definitions of a guide without dependencies are kept from test to test."""
    kept: dict[tuple[str, Path, Path], PackageDefinitions | None] = {}
    opened = PackageResolver.definitions

    def definitions(resolver: PackageResolver, fhir_version: str, dependencies: Sequence[Any], *rest: Any) -> Any:
        folder = resolver._folder
        # tests of packages have core packages of a few definitions, in folders and caches of their own
        if dependencies or (folder is not None and folder.is_dir() and any(folder.iterdir())):
            return opened(resolver, fhir_version, dependencies, *rest)
        key = (fhir_version, cache_folder(), fhir_cache_folder())
        if key not in kept:
            kept[key] = opened(resolver, fhir_version, dependencies, *rest)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PackageResolver, "definitions", definitions)
        yield
