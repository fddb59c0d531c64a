"""What the tests of this floor share: caches of their own, a registry on this machine, R4's definitions."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from fhir_packages import EARS, LocalRegistry, package, serving
from needs import needs
from tabellion.diagnostics import Report
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.packages import PackageDefinitions


@pytest.fixture(scope="session")
def r4() -> PackageDefinitions:
    """R4's definitions, from this machine's caches or fetched; skipped without either."""
    found = PackageResolver(None, Report()).definitions("4.0.1", [])
    needs(found is not None, "hl7.fhir.r4.core@4.0.1")
    assert found is not None
    return found


@pytest.fixture
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Empty caches: `fhir` is the one of FHIR tools, `own` ours. No Python package index is asked."""
    monkeypatch.setenv("TABELLION_CACHE", str(tmp_path / "own"))
    monkeypatch.setattr("tabellion.fhir.package_resolver.fhir_cache_folder", lambda: tmp_path / "fhir")
    monkeypatch.setattr("tabellion.fhir.package_sources.DISTRIBUTIONS", {})
    return tmp_path


@pytest.fixture
def registry(caches: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalRegistry]:
    """A registry with three versions of a package, named by the setting."""
    versions = ("1.0.0", "1.0.1", "1.1.0-ballot")
    made = {("org.example.hearing", version): package("org.example.hearing", version, EARS) for version in versions}
    monkeypatch.setenv("no_proxy", ",".join(filter(None, [os.environ.get("no_proxy"), "127.0.0.1"])))
    with serving(LocalRegistry(made)) as local:
        monkeypatch.setenv("TABELLION_PACKAGE_REGISTRY", local.address)
        yield local
