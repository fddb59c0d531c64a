"""`tabellion doctor`: found, missing, and the command that mends it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from projects import registry
from tabellion.cli.app import app
from tabellion.pipeline.project import Project


def doctor(project: Path, lang: str = "en") -> tuple[int, dict[str, str]]:
    """The exit code, and what is said of each thing by its name."""
    result = CliRunner().invoke(app, ["doctor", "--project", str(project), "--lang", lang])
    lines = [line.strip().split("  ", 1) for line in result.output.splitlines() if line.startswith("  ")]
    return result.exit_code, {name: said.strip() for name, said in lines}


def test_what_is_found(tmp_path: Path) -> None:
    """The program, its libraries and the tables of the project."""
    code, said = doctor(registry(tmp_path).root)
    assert code == 0
    assert {"Tabellion", "Python", "openpyxl", "cluster", "java", "sources", "hl7.fhir.r4.core@4.0.1"} <= said.keys()
    assert "MISSING" not in " ".join(said.values())


def test_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that can be done without is absent; a package that the guide needs is missing, with its command."""
    project = registry(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("TABELLION_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    (project.sources / "~$envoi.xlsx").write_bytes(b"x")
    code, said = doctor(project.root)
    assert code == 3
    assert "absent: install JDK 17" == said["java"]
    assert "MISSING: tabellion packages add hl7.fhir.r4.core@4.0.1" == said["hl7.fhir.r4.core@4.0.1"]
    assert "absent: open in a spreadsheet program: close it" == said["envoi.xlsx"]


def test_no_project(tmp_path: Path) -> None:
    """A folder without sources: how to begin one."""
    code, said = doctor(tmp_path, "fr")
    assert code == 3
    assert "MANQUE : tabellion new DOSSIER, ou --project DOSSIER" == said["sources"]
    assert not Project(tmp_path).sources.exists()
