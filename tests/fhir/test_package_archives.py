"""Archives of packages: what is safe opens, what is not is told."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from fhir_packages import EARS, archive, package
from tabellion.diagnostics import Report
from tabellion.fhir import package_archive
from tabellion.fhir.packages import Package, open_package

MANIFEST = '{"name": "org.example.hearing", "version": "1.0.0"}'
URL = "https://hearing.example/ValueSet/ears"


def opened(folder: Path, content: bytes) -> tuple[Package | None, list[str]]:
    """The package of an archive, and the codes of what is wrong with it."""
    path = folder / "package.tgz"
    path.write_bytes(content)
    report = Report()
    return open_package(path, report), [diagnostic.code for diagnostic in report]


@pytest.fixture(autouse=True)
def _caches(caches: Path) -> None:
    """Each test has caches of its own."""


def test_a_package_is_read_by_the_address_of_what_it_defines(tmp_path: Path) -> None:
    """A resource is found by its canonical address, and the package says what it is."""
    found, faults = opened(tmp_path, package("org.example.hearing", "1.0.0", EARS, fhirVersions=["4.0.1"]))
    assert [] == faults
    assert found is not None
    assert ("org.example.hearing", "1.0.0", ("4.0.1",)) == (found.name, found.version, found.fhir_versions)
    assert [EARS] == [found.resource(entry) for entry in found.entries_of(URL)]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("package/../../evil.json", "PK003"),
        ("/package/evil.json", "PK003"),
        ("..\\evil.json", "PK003"),
        ("C:\\evil.json", "PK003"),
        ("package/./good.json", ""),
    ],
)
def test_paths_that_climb_refuse_the_whole_archive(tmp_path: Path, entry: str, code: str) -> None:
    """An entry outside the package makes the archive unusable, whatever the system's way to write it."""
    found, faults = opened(tmp_path, archive({"package/package.json": MANIFEST, entry: "{}"}))
    assert ([code] if code else [], not code) == (faults, found is not None)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_refuse_the_whole_archive(tmp_path: Path, kind: bytes) -> None:
    """Nothing but files and folders belongs into a package."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        entry = tarfile.TarInfo("package/package.json")
        entry.type, entry.linkname = kind, "/etc/passwd"
        tar.addfile(entry)
    assert (None, ["PK003"]) == opened(tmp_path, out.getvalue())


def test_a_bomb_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond the limit ends the reading."""
    monkeypatch.setattr(package_archive, "MAX_FILE_BYTES", 1000)
    content = archive({"package/package.json": MANIFEST, "package/zeros.json": b"\0" * 1001})
    assert (None, ["PK004"]) == opened(tmp_path, content)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of files has a limit too, since each costs memory."""
    monkeypatch.setattr(package_archive, "MAX_FILES", 3)
    content = archive({"package/package.json": MANIFEST} | {f"package/{n}.json": "{}" for n in range(3)})
    assert (None, ["PK004"]) == opened(tmp_path, content)


WHOLE = package("org.example.hearing", "1.0.0", EARS)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"<html>404</html>", WHOLE[:150], WHOLE[:-4], archive({})],
    ids=["empty", "zip", "page", "cut short", "without its end", "no file"],
)
def test_what_is_no_whole_archive_is_told(tmp_path: Path, content: bytes) -> None:
    """A damaged archive is a diagnostic, never a traceback or half a package."""
    assert (None, ["PK002"]) == opened(tmp_path, content)


@pytest.mark.parametrize(
    "manifest", [None, "", "[]", "{}", '{"name": "org.example.hearing"}', '{"name": 1, "version": 2}']
)
def test_a_package_says_what_it_is(tmp_path: Path, manifest: str | None) -> None:
    """Without a usable `package.json` there is no package."""
    files = {"package/ears.json": "{}"} | ({} if manifest is None else {"package/package.json": manifest})
    assert (None, ["PK005"]) == opened(tmp_path, archive(files))


@pytest.mark.parametrize("content", ["{", '{"a": 1e99999999999999999999}', "[" * 100_000, '{"a": "\\ud800"}'])
def test_a_file_that_cannot_be_read_is_left_out_each_time(tmp_path: Path, content: str) -> None:
    """The rest of the package is used, and a warm run says the same as a cold one."""
    made = archive({"package/package.json": MANIFEST, "package/broken.json": content})
    for _ in range(2):
        found, faults = opened(tmp_path, made)
        assert ["PK006"] == faults
        assert found is not None


def test_a_folder_is_a_package_too(tmp_path: Path) -> None:
    """An unpacked package is read in place; a link that leads out of it refuses it."""
    folder = tmp_path / "unpacked" / "package"
    folder.mkdir(parents=True)
    (folder / "package.json").write_text(MANIFEST, encoding="utf-8")
    (folder / "ears.json").write_text('{"resourceType": "ValueSet", "url": "' + URL + '"}', encoding="utf-8")
    found = open_package(tmp_path / "unpacked", Report())
    assert found is not None
    assert 1 == len(found.entries_of(URL))
    (folder / "secret.json").symlink_to("/etc/passwd")
    report = Report()
    assert open_package(tmp_path / "unpacked", report) is None
    assert ["PK003"] == [diagnostic.code for diagnostic in report]


def test_an_index_that_is_published_is_not_believed_blindly(tmp_path: Path) -> None:
    """What the index omits is found all the same, and what it lists in vain is not."""
    index = '{"files": [{"filename": "gone.json", "resourceType": "ValueSet", "url": "https://hearing.example/gone"}]}'
    ears = '{"resourceType": "ValueSet", "url": "' + URL + '"}'
    files = {"package/package.json": MANIFEST, "package/.index.json": index, "package/ears.json": ears}
    found, _ = opened(tmp_path, archive(files))
    assert found is not None
    assert [URL] == [entry.url for entry in found.entries]
