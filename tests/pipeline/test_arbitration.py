"""Two institutions that say two things: what the last edition says of it, what a decision settles, and for how long."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from artifacts.writing import write
from projects import replace_in
from tabellion.cli.app import app
from tabellion.diagnostics import Report
from tabellion.pipeline.building import build, check
from tabellion.pipeline.project import Project
from tabellion.publish.guide_pages import Maker
from tabellion.publish.pages.registry import read_in
from tabellion.publish.render import Renderer

SOUFFLE = Path(__file__).parents[1] / "guides" / "souffle"
CENTRE = ("Unités.csv", "debit-de-pointe;;L/min;litres par minute", "debit-de-pointe;;{};litres")
INSURER = ("Mesures.csv", "oui;oui;L/min;30;900", "oui;oui;{};30;900")
HEAD = "Mesure;Chemin;Facette;Valeur de l'assureur vue;Valeur du centre vue;Décision;Valeur retenue;Motif;Décidé par;Date\n"


@pytest.fixture
def souffle(tmp_path: Path) -> Project:
    """A copy of the guide about breath, its flow published in L/min."""
    shutil.copytree(SOUFFLE / "sources", tmp_path / "sources")
    project = Project(tmp_path)
    assert [] == build(project, site=False).report.brief()
    return project


def change(project: Project, insurer: str = "L/min", centre: str = "L/min") -> None:
    """Other units in the tables of the two."""
    for (file, old, new), unit in ((INSURER, insurer), (CENTRE, centre)):
        if unit != "L/min":
            replace_in(project, file, old, new.format(unit))


def decide(project: Project, insurer: str, centre: str, kept: str, more: str = "Vu.;Le comité;2024-03-01") -> None:
    row = f"debit-de-pointe;;unité;{insurer};{centre};autre valeur;{kept};{more}\n"
    (project.sources / "Arbitrages.csv").write_text(HEAD + row, encoding="utf-8")


def told(report: Report) -> list[str]:
    """The rules about differences, with the values named."""
    return [
        f"{item.code} {item.parameters.get('one', '')} {item.parameters.get('two', '')}".strip()
        for item in report.in_order()
        if item.code in ("MG002", "AR001", "AR002", "AR003")
    ]


@pytest.mark.parametrize(
    ("insurer", "centre", "expected"),
    [
        ("L/min", "L/min", []),
        ("L/s", "L/s", []),
        ("L/s", "L/min", ["AR001 L/s L/min"]),
        ("L/min", "L/s", ["AR002 L/min L/s"]),
        ("L/s", "mL/s", ["MG002 L/s mL/s"]),
    ],
)
def test_against_the_last_edition(souffle: Project, insurer: str, centre: str, expected: list[str]) -> None:
    """What was L/min: agreement, a proposal of the insurer, a change of the centre, a conflict."""
    change(souffle, insurer, centre)
    assert expected == told(check(souffle).report)


def test_without_an_edition_every_difference_is_a_conflict(tmp_path: Path) -> None:
    """Nothing says who changed what."""
    shutil.copytree(SOUFFLE / "sources", tmp_path / "sources")
    change(Project(tmp_path), "L/s")
    assert ["MG002 L/s L/min"] == told(check(Project(tmp_path)).report)


def test_a_decision_settles_a_conflict_and_lapses(souffle: Project) -> None:
    """The value kept is published, at the cell of the decision; another value of one side opens the conflict again."""
    change(souffle, "L/s", "mL/s")
    decide(souffle, "L/s", "mL/s", "mL/min")
    result = check(souffle)
    assert [] == told(result.report)
    assert result.edition is not None
    profile = result.edition.by_reference["StructureDefinition/debit-de-pointe-observation"]
    units = [
        item["patternQuantity"]["code"]
        for item in profile.resource["differential"]["element"]
        if "patternQuantity" in item
    ]
    assert ["mL/min"] == units
    assert ["Arbitrages.csv"] == [place.file for place in profile.origin("Observation.value[x]", "pattern")]
    replace_in(souffle, "Mesures.csv", "oui;oui;L/s;30;900", "oui;oui;L/h;30;900")
    assert {"AR003", "MG002 L/h mL/s"} == set(told(check(souffle).report))


def test_a_decision_that_nothing_needs_any_more(souffle: Project) -> None:
    """Both say the same: the row is one too many."""
    decide(souffle, "L/s", "mL/s", "mL/min")
    assert ["AR003"] == told(check(souffle).report)


@pytest.mark.parametrize("more", [";Le comité;2024-03-01", "Vu.;;2024-03-01", "Vu.;Le comité;"])
def test_a_decision_has_a_reason_a_person_and_a_date(souffle: Project, more: str) -> None:
    """Without one of them it is refused, and the conflict stays."""
    change(souffle, "L/s", "mL/s")
    decide(souffle, "L/s", "mL/s", "mL/min", more)
    assert {"MG002", "TB009"} <= set(check(souffle).report.codes("error"))


@pytest.mark.parametrize(
    ("insurer", "centre", "state", "code"),
    [
        ("L/min", "L/min", "Rien ne diffère entre les institutions.", 0),
        ("L/s", "mL/s", "conflit : unité, debit-de-pointe", 1),
        ("L/s", "L/min", "changement proposé : unité, debit-de-pointe", 0),
        ("L/min", "L/s", "changement du propriétaire : unité, debit-de-pointe", 0),
    ],
)
def test_the_command(souffle: Project, tmp_path: Path, insurer: str, centre: str, state: str, code: int) -> None:
    """As text and as a workbook: each with both values and both cells."""
    change(souffle, insurer, centre)
    out = tmp_path / "conflits.xlsx"
    made = CliRunner().invoke(app, ["conflicts", "--project", str(souffle.root), "--out", str(out), "--lang", "fr"])
    assert (code, state) == (made.exit_code, made.stdout.splitlines()[0])
    rows = list(openpyxl.load_workbook(out).active.values)
    assert (2 if insurer != centre else 1) == len(rows)
    for row in rows[1:]:
        assert {"debit-de-pointe", "unité", "L/min", insurer, centre, "Unités.csv › C2 (Code UCUM)"} <= set(row)


def test_the_page_of_conflicts_shows_what_was_decided(souffle: Project) -> None:
    """Both values with both cells, and what is published."""
    change(souffle, "L/s", "mL/s")
    decide(souffle, "L/s", "mL/s", "L/min")
    edition = check(souffle).edition
    assert edition is not None
    reading = read_in(edition, "fr")
    page = Maker(reading, Renderer(reading), []).make().pages["conflits.html"]
    for shown in (
        "Divergences entre les institutions",
        "L/s",
        "mL/s",
        "Unités.csv › C2",
        "Mesures.csv › I2",
        "décidé",
    ):
        assert shown in page


@pytest.mark.parametrize(
    ("coding", "told"),
    [
        ("LOINC;29463-7", []),
        ("LOINC;9463-7", [("CS001", "29463-7")]),
        ("LOINK;29463-7", [("RF002", "LOINC")]),
        ("LOINC;8302-2", [("MG003", None)]),
    ],
)
def test_an_error_of_one_file_is_no_conflict(tmp_path: Path, coding: str, told: list[tuple[str, str | None]]) -> None:
    """A code that lost its first digit, a system that nobody knows: told once, at its cell, with what the insurer's cell
    beside it has."""
    tables = f"""
        [Mesures]
        Identifiant;Libellé;Famille;Définition métier;Alimentation;Consultation;Profil
        poids;Poids;autre;Le poids.;oui;oui;poids
        [Données]
        Mesure;Identifiant donnée;Libellé;Obligation métier;Type métier;Code proposé;Chemin FHIR proposé
        poids;code;Le code;obligatoire;code;LOINC#29463-7;Observation.code
        [Profils]
        Identifiant;Nom;Titre;Type;Parent;Description;Mesure
        poids;Poids;Poids;Observation;Observation;Le poids.;poids
        [Codes]
        Mesure;Chemin;Système;Code;Rôle
        poids;;{coding};principal
        """
    report = check(write(tmp_path, tables)).report
    assert told == [(item.code, item.suggestion) for item in report if item.severity == "error"]


def test_what_does_not_read_is_not_compared(souffle: Project, tmp_path: Path) -> None:
    """Without sources nothing is said to agree; with errors elsewhere the list says that it may lack something."""
    (tmp_path / "empty").mkdir()
    empty = CliRunner().invoke(app, ["conflicts", "--project", str(tmp_path / "empty"), "--lang", "en"])
    assert (1, "") == (empty.exit_code, empty.stdout)
    assert empty.stderr
    replace_in(souffle, "Codes.csv", "33452-4", "#N/A")
    found = CliRunner().invoke(app, ["conflicts", "--project", str(souffle.root), "--lang", "en"])
    assert (0, True) == (found.exit_code, "does not read is not compared" in found.stderr)
