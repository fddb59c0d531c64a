"""Exit codes tell whose fault it is: 1 the author's, 2 the command's user's, 3 the machine's, 4 ours."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from projects import registry, replace_in

NO_NETWORK = {"TABELLION_PACKAGE_REGISTRY": "http://127.0.0.1:9", "PIP_INDEX_URL": "http://127.0.0.1:9"}


def run(*arguments: str, **environment: str) -> tuple[int, str]:
    """The command in a process of its own: its exit code, and what it said."""
    command = [sys.executable, "-m", "tabellion", *arguments]
    done = subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=False, timeout=120)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8")


def test_no_fault(tmp_path: Path) -> None:
    assert 0 == run("build", "--no-site", "--project", str(registry(tmp_path).root))[0]


def test_a_fault_of_the_author(tmp_path: Path) -> None:
    project = registry(tmp_path)
    replace_in(project, "Guide.csv", "Version;0.2.0", "Version;x")
    assert 1 == run("build", "--no-site", "--project", str(project.root))[0]


@pytest.mark.parametrize("arguments", [("check", "--project", "none"), ("nothing",), ("build", "--no-such-option")])
def test_wrong_use(arguments: tuple[str, ...]) -> None:
    assert 2 == run(*arguments)[0]


def test_the_machine_does_not_let_the_output_be_written(tmp_path: Path) -> None:
    project = registry(tmp_path)
    project.output.write_text("a file", encoding="utf-8")
    code, said = run("build", "--no-site", "--project", str(project.root), "--lang", "en")
    assert (3, True) == (code, "a file is in the place of a folder" in said), said


@pytest.mark.parametrize("command", ["new", "snapshot", "convert", "packages"])
def test_every_command_that_writes_says_why_it_cannot(tmp_path: Path, command: str) -> None:
    """A path through a file: the cause and the remedy, no traceback, and the file stays."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    patient = tmp_path / "patient.json"
    patient.write_text('{"resourceType": "Patient", "id": "a"}', encoding="utf-8")
    below = str(tmp_path / "file" / "below")
    profile = tmp_path / "profile.json"
    base = "http://hl7.org/fhir/StructureDefinition/"
    profile.write_text(
        '{"resourceType": "StructureDefinition", "id": "a", "url": "https://x.example/a", "name": "A", "status": "draft",'
        f'"kind": "resource", "abstract": false, "type": "Patient", "baseDefinition": "{base}Patient",'
        '"derivation": "constraint", "differential": {"element": [{"id": "Patient.name", "path": "Patient.name", "min": 1}]}}',
        encoding="utf-8",
    )
    (tmp_path / "packages").write_text("mine", encoding="utf-8")
    given = tmp_path / "given" / "package"
    given.mkdir(parents=True)
    (given / "package.json").write_text('{"name": "org.example.a", "version": "1.0.0"}', encoding="utf-8")
    arguments = {
        "new": ("new", below, "--lang", "en"),
        "snapshot": ("snapshot", str(profile), "--out", below, "--lang", "en"),
        "convert": ("convert", str(patient), "--to", "xml", "--out", below),
        "packages": ("packages", "add", str(given.parent), "--project", str(tmp_path), "--lang", "en"),
    }[command]
    code, said = run(*arguments)
    assert (3, False) == (code, "Traceback" in said), said
    assert "is in the place of" in said
    assert ["mine", "mine"] == [(tmp_path / name).read_text(encoding="utf-8") for name in ("file", "packages")]


def test_without_a_network_the_first_run_says_what_to_carry(tmp_path: Path) -> None:
    """What is needed, where it can be had, and the command that adds it."""
    project = registry(tmp_path)
    caches = {"TABELLION_CACHE": str(tmp_path / "cache"), "HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    code, said = run("check", "--project", str(project.root), "--lang", "en", **NO_NETWORK, **caches)
    assert 3 == code, said
    assert "download http://127.0.0.1:9/hl7.fhir.r4.core/4.0.1 on a computer that has one" in said
    assert "`tabellion packages add hl7.fhir.r4.core-4.0.1.tgz`" in said


def test_a_fault_of_the_program_keeps_its_traceback(tmp_path: Path) -> None:
    script = (
        "import tabellion.cli.app as module, tabellion.cli as cli\n"
        "def broken(): raise KeyError('ours')\n"
        "module.app = broken\n"
        "cli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (4, True) == (done.returncode, b"KeyError: 'ours'" in done.stderr)


def test_a_disk_that_refuses_where_nothing_says_so(tmp_path: Path) -> None:
    """The file, the cause and the remedy, in both languages, in place of a traceback."""
    script = (
        "import tabellion.cli.app as module, tabellion.cli as cli\n"
        f"def broken(): raise OSError({errno.ENOSPC}, 'No space', 'a.json')\n"
        "module.app = broken\n"
        "cli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (3, b"") == (done.returncode, done.stdout)
    assert "a.json: there is no space left; free space" in done.stderr.decode("utf-8")
    assert "Traceback" not in done.stderr.decode("utf-8")


def test_the_help_tells_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the language of the user, where no guide has its own."""
    monkeypatch.chdir(tmp_path)
    for command in ((), ("check",), ("build",), ("validate",)):
        assert "3 the machine" in " ".join(run(*command, "--help", LC_ALL="en_GB.UTF-8")[1].split())
        assert "3 la machine" in " ".join(run(*command, "--help", LC_ALL="fr_FR.UTF-8")[1].split())
