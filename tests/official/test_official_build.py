"""`tabellion build --official`: the second opinion, its findings at their cells, accepted warnings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from needs import needs, program
from projects import registry, write_table
from tabellion.pipeline.building import build

pytestmark = pytest.mark.xdist_group("official")

ACCEPTED = """
Règle;Artefact;Chemin;Motif;Date
Type_Specific_Checks_DT_URL_Resolve;Patient/patiente-exemple;Patient.identifier[0].system;Le registre ne publie pas ses numéros.;2024-03-01
Type_Specific_Checks_DT_URL_Resolve;Patient/qui-n-est-plus;;Il n'est plus là.;2024-03-01
"""


def test_the_second_opinion_in_a_build(tmp_path: Path) -> None:
    """Warnings stand at their cells, an accepted one is left out, a row that accepts nothing is a fault."""
    program("java")
    needs(shutil.which("mvn") and shutil.which("npm"), "mvn and npm")
    project = registry(tmp_path)
    write_table(project.root, "Avertissements acceptés", ACCEPTED)
    report = build(project, site=False, official=True).report
    found = [(diagnostic.code, diagnostic.place.file, diagnostic.place.cell) for diagnostic in report]
    assert ("OU003", "Avertissements acceptés.csv", "A3") in found
    assert {"VA085"} == {code for code, _, _ in found} - {"OU003"}, "no error, and the two verdicts are the same"
    assert not any(file == "Exemples.csv" for _, file, _ in found), "the warning on the example is accepted"
    assert any(file == "Jeux de valeurs.csv" for _, file, _ in found)
