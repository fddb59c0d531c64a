"""Putting packages into a project, from Python and from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from fhir_packages import EARS, LocalRegistry, archive, package
from projects import registry as registry_guide
from tabellion.cli.app import app
from tabellion.diagnostics import Report
from tabellion.fhir.adding import add_package

NAME = "org.example.hearing"
CONTENT = package(NAME, "1.0.0", EARS)


def added(source: str, folder: Path) -> tuple[str | None, list[str]]:
    """The name of the file written, and the codes of what is wrong."""
    report = Report()
    found = add_package(source, folder, report)
    return (found.path.name if found else None), [diagnostic.code for diagnostic in report]


def test_a_file_gets_the_name_that_it_has_inside(caches: Path) -> None:
    """The archive is copied byte for byte, whatever it was called; adding it again changes nothing."""
    (caches / "download (3).tgz").write_bytes(CONTENT)
    for _ in range(2):
        assert (f"{NAME}-1.0.0.tgz", []) == added(str(caches / "download (3).tgz"), caches / "packages")
    assert CONTENT == (caches / "packages" / f"{NAME}-1.0.0.tgz").read_bytes()


def test_a_name_is_fetched(caches: Path, registry: LocalRegistry) -> None:
    """Without a version the registry's latest, with FHIR's `#` too."""
    assert (f"{NAME}-1.1.0-ballot.tgz", []) == added(NAME, caches / "packages")
    assert (f"{NAME}-1.0.1.tgz", []) == added(f"{NAME}#1.0.x", caches / "packages")


def test_a_folder_is_copied(caches: Path) -> None:
    """An unpacked package comes as a folder that is found again."""
    folder = caches / "unpacked" / "package"
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"name": "org.example.hearing", "version": "1.0.0"}', encoding="utf-8")
    assert (f"{NAME}#1.0.0", []) == added(str(caches / "unpacked"), caches / "packages")
    assert (caches / "packages" / f"{NAME}#1.0.0" / "package" / "package.json").is_file()


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        ('{"name": "../../evil", "version": "1.0.0"}', "PK005"),
        ('{"name": "org.example.hearing", "version": "../1"}', "PK005"),
        ('{"name": "org.example.hearing"}', "PK005"),
    ],
)
def test_a_package_cannot_choose_where_it_goes(caches: Path, manifest: str, code: str) -> None:
    """What a package calls itself becomes the name of a file only when it is a name."""
    (caches / "evil.tgz").write_bytes(archive({"package/package.json": manifest}))
    assert (None, [code]) == added(str(caches / "evil.tgz"), caches / "packages")
    assert not (caches / "packages").exists()


@pytest.mark.parametrize(("source", "code"), [("missing.tgz", "PK001"), ("two words", "PK007"), ("../up@1", "PK007")])
def test_what_names_no_package(caches: Path, source: str, code: str) -> None:
    """Neither a file nor a name: a diagnostic, and nothing is written."""
    assert (None, [code]) == added(source, caches / "packages")


def test_a_folder_that_cannot_be_written(caches: Path) -> None:
    """The disk's fault is a diagnostic as well."""
    (caches / "packages").write_text("", encoding="utf-8")
    (caches / "hearing.tgz").write_bytes(CONTENT)
    assert (None, ["PK017"]) == added(str(caches / "hearing.tgz"), caches / "packages")


def test_commands(caches: Path, registry: LocalRegistry) -> None:
    """`packages add` puts a package into the project, `packages list` shows it; exit code 1 when it cannot be had."""
    project = caches / "project"
    project.mkdir()
    run = CliRunner().invoke
    made = run(app, ["packages", "add", f"{NAME}@1.0.0", "--project", str(project), "--lang", "en"])
    assert (0, True) == (made.exit_code, f"`{NAME}@1.0.0`" in made.stdout)
    listed = run(app, ["packages", "list", "--project", str(project), "--caches"])
    assert (0, 2) == (listed.exit_code, listed.stdout.count(f"{NAME}@1.0.0 "))
    assert (0, 1) == (listed.exit_code, listed.stdout.count(str(project)))
    failed = run(app, ["packages", "add", f"{NAME}@9.9.9", "--project", str(project)])
    assert (1, True) == (failed.exit_code, "PK009" in failed.stderr)


def test_what_the_guide_depends_on_is_listed(caches: Path) -> None:
    """Each dependency of the Guide sheet with its file, or with the command that adds it; then the rest."""
    project = registry_guide(caches)
    with (project.sources / "Guide.csv").open("a", encoding="utf-8", newline="") as guide:
        guide.write(f"Dépendances;{NAME}@1.0.x|org.example.anatomy#2.0.0;\n")
    for name in (NAME, "org.example.other"):
        (caches / f"{name}.tgz").write_bytes(package(name, "1.0.0", EARS))
        assert (f"{name}-1.0.0.tgz", []) == added(str(caches / f"{name}.tgz"), project.packages)
    listed = CliRunner().invoke(app, ["packages", "list", "--project", str(project.root), "--lang", "en"])
    assert 0 == listed.exit_code
    lines = [line.split() for line in listed.stdout.splitlines()]
    expected = [
        ("hl7.fhir.r4.core@4.0.1", "missing:"),
        (f"{NAME}@1.0.x", str(project.packages / f"{NAME}-1.0.0.tgz")),
        ("org.example.anatomy@2.0.0", "missing:"),
        ("org.example.other@1.0.0", str(project.packages / "org.example.other-1.0.0.tgz")),
    ]
    assert expected == [(line[0], line[1]) for line in lines]
