"""The cache of opened packages: paid once, and no harm from what can happen to it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from fhir_packages import EARS, package
from tabellion.diagnostics import Report
from tabellion.fhir import package_store
from tabellion.fhir.packages import Package, open_package

ARCHIVE = package("org.example.hearing", "1.0.0", EARS)


@pytest.fixture
def path(caches: Path) -> Path:
    path = caches / "package.tgz"
    path.write_bytes(ARCHIVE)
    return path


def ears_of(path: Path) -> object:
    """The one resource of the package, read through the cache."""
    report = Report()
    found = open_package(path, report)
    assert ([], True) == ([diagnostic.code for diagnostic in report], found is not None)
    assert isinstance(found, Package)
    return found.resource(found.entries[0])


def stores(caches: Path) -> list[Path]:
    return sorted((caches / "own" / "packages").iterdir())


def test_the_second_run_does_not_unpack_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the cache is made, the archive's content is not read any more."""
    assert EARS == ears_of(path)
    monkeypatch.setattr(package_store, "archive_files", lambda _: pytest.fail("unpacked again"))
    assert EARS == ears_of(path)


@pytest.mark.parametrize("kept", [0, 10, -1, -30])
def test_a_cache_cut_short_is_made_again(path: Path, caches: Path, kept: int) -> None:
    """What a full disk or a killed run leaves behind is replaced."""
    ears_of(path)
    (store,) = stores(caches)
    store.write_bytes(store.read_bytes()[:kept])
    assert EARS == ears_of(path)


def test_a_cache_with_a_damaged_index_is_made_again(path: Path, caches: Path) -> None:
    """One changed byte in the index is enough to mistrust it."""
    ears_of(path)
    (store,) = stores(caches)
    content = bytearray(store.read_bytes())
    content[-package_store.TRAILER.size - 10] ^= 1
    store.write_bytes(content)
    assert EARS == ears_of(path)


def test_a_damaged_resource_is_told_and_the_next_run_mends_it(path: Path, caches: Path) -> None:
    """A byte changed in a file of the cache never becomes a wrong definition."""
    ears_of(path)
    (store,) = stores(caches)
    content = store.read_bytes()
    store.write_bytes(content.replace(b'"ears"', b'"EARS"', 1))
    report = Report()
    found = open_package(path, report)
    assert found is not None
    assert found.resource(found.entries[0]) is None
    assert ["PK006"] == [diagnostic.code for diagnostic in report]
    assert EARS == ears_of(path)


def test_another_version_of_the_format_has_its_own_file(
    path: Path, caches: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two versions of the program share a cache folder without reading each other's files."""
    ears_of(path)
    monkeypatch.setattr(package_store, "FORMAT", package_store.FORMAT + 1)
    assert EARS == ears_of(path)
    assert 2 == len(stores(caches))


def test_runs_at_once_do_no_harm(path: Path, caches: Path) -> None:
    """Each gets the whole package, and one cache is left."""
    results: list[object] = []
    threads = [threading.Thread(target=lambda: results.append(ears_of(path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [EARS] * 8 == results
    assert 1 == len(stores(caches))


def test_a_cache_folder_that_cannot_be_made_is_done_without(
    path: Path, caches: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package is kept in memory where the folder cannot be written."""
    (caches / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("TABELLION_CACHE", str(caches / "file"))
    assert EARS == ears_of(path)
