"""How far a row is, and what that means for the edition."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects import built, faults, registry, replace_in
from tabellion.pipeline.building import build


@pytest.mark.parametrize(
    ("status", "guide", "is_taken"),
    [
        ("validé", "brouillon", True),
        ("", "brouillon", True),
        ("proposé", "brouillon", True),
        ("à valider", "brouillon", True),
        ("retiré", "brouillon", False),
        ("validé", "actif", True),
        ("", "actif", True),
        ("proposé", "actif", False),
        ("à valider", "actif", False),
        ("retiré", "actif", False),
    ],
)
def test_which_rows_an_edition_takes(tmp_path: Path, status: str, guide: str, is_taken: bool) -> None:
    """A draft takes all rows but withdrawn ones, an active guide validated rows only."""
    project = registry(tmp_path)
    replace_in(project, "Guide.csv", "Statut;brouillon", f"Statut;{guide}")
    row = "registre-vide;RegistreVide;Registre vide;;Bundle;Bundle;Un envoi vide.;;"
    path = project.sources / "Profils.csv"
    path.write_text(path.read_text(encoding="utf-8") + f"{row}{status}\n", encoding="utf-8", newline="\n")
    result = build(project, site=False)
    assert not result.report.failed
    assert is_taken == (project.output / "StructureDefinition-registre-vide.json").is_file()


def test_what_an_active_guide_leaves_out_is_said(tmp_path: Path) -> None:
    """The row and its status are named, in the words of its column; a withdrawn row needs no word."""
    project = registry(tmp_path)
    replace_in(project, "Guide.csv", "Statut;brouillon", "Statut;actif")
    path = project.sources / "Profils.csv"
    text = path.read_text(encoding="utf-8")
    rows = "".join(
        f"registre-{name};Registre{name};Registre;;Bundle;Bundle;Un envoi.;;{status}\n"
        for name, status in (("A", "à valider"), ("B", "retiré"))
    )
    path.write_text(text + rows, encoding="utf-8", newline="\n")
    (one,) = (found for found in build(project, site=False).report if found.code == "GU011")
    assert ("Profils.csv › I4 (Statut)", "information") == (str(one.place), one.severity)
    assert "la ligne est « à valider » : un guide actif ne prend que les lignes validées" == one.message("fr")


def test_a_row_that_names_one_left_out(tmp_path: Path) -> None:
    """What names a withdrawn row is an error that says where that row stands and why it is not there."""
    project = registry(tmp_path)
    replace_in(
        project,
        "Profils.csv",
        "Ce qu'un centre envoie : un patient.;What a centre sends: one patient.;validé",
        "x;;retiré",
    )
    found = faults(project)
    assert {"RF005"} == {code for code, place in found if place.startswith("Éléments")}


def test_a_withdrawn_artifact_leaves_the_output(tmp_path: Path) -> None:
    """A row that becomes withdrawn takes its file out of the output."""
    project = registry(tmp_path)
    path = project.sources / "Profils.csv"
    row = "registre-vide;RegistreVide;Registre vide;;Bundle;Bundle;Un envoi vide.;;"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{row}validé\n", encoding="utf-8", newline="\n")
    build(project, site=False)
    path.write_text(f"{text}{row}retiré\n", encoding="utf-8", newline="\n")
    assert ("StructureDefinition-registre-vide.json",) == built(project).written.removed  # type: ignore[union-attr]
