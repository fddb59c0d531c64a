"""`tabellion plan`: what a build would change, by cell, before it is made."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from projects import built, registry, replace_in
from tabellion.cli.app import app
from tabellion.pipeline.building import build
from tabellion.pipeline.project import Project


def run(project: Project, *options: str) -> Result:
    return CliRunner().invoke(app, ["plan", "--project", str(project.root), "--lang", "fr", *options])


def state(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_what_a_changed_cell_changes(tmp_path: Path) -> None:
    """The element and its cell, and nothing else; nothing is written."""
    project = registry(tmp_path)
    built(project)
    assert "rien ne changerait dans output/\n" == run(project).stdout
    replace_in(project, "Éléments.csv", "Numéro attribué par le registre", "Numéro du registre")
    before = state(tmp_path)
    made = run(project)
    assert 0 == made.exit_code, made.output
    profile = "StructureDefinition-registre-patient.json"
    element = "differential.element[Patient.identifier:registre].short"
    assert [
        f"~ {profile} › {element} : « Numéro attribué par le registre » → « Numéro du registre » (Éléments.csv › J3 (Libellé court))"
    ] == made.stdout.splitlines()
    assert before == state(tmp_path)
    (change,) = json.loads(run(project, "--json").stdout)
    assert ("changed", profile, element) == tuple(change[key] for key in ("change", "file", "element"))


def test_files_that_come_and_go(tmp_path: Path) -> None:
    """After a build that made them; before the first one, everything is new."""
    project = registry(tmp_path)
    first = run(project).stdout.splitlines()
    assert {"+"} == {line[0] for line in first}
    result = build(project, site=False)
    assert result.written is not None
    assert len(result.written.changed) - 2 == len(first)  # beside the manifest and the package


def test_with_an_error_nothing_would_be_written(tmp_path: Path) -> None:
    project = registry(tmp_path)
    replace_in(project, "Éléments.csv", "Numéro attribué par le registre;", "Numéro;x")
    (project.sources / "Profils.csv").write_text("Identifiant\n", encoding="utf-8")
    made = run(project)
    assert 1 == made.exit_code
    assert "TB003" in made.output
