"""One row in the workbooks of several institutions: whose cell is published, against what was published before."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from pipeline.test_arbitration import SOUFFLE
from tabellion.cli.app import app
from tabellion.diagnostics import Report
from tabellion.pipeline.building import Result, build, check
from tabellion.pipeline.project import Project

A = "Souffle du soir"
INSURER, TEAM = "a.xlsx › Mesures!B2 (Libellé)", "b.xlsx › Mesures!B2 (Libellé)"
HEADINGS = [
    "Identifiant",
    "Libellé",
    "Libellé::en",
    "Famille",
    "Alimentation",
    "Consultation",
    "Unité métier",
    "Profil",
]
BREATH = ["soir", "Souffle du soir", "Evening breath", "autre", "oui", "oui", None, "debit-de-pointe-observation"]


def book(path: Path, role: str, row: list[str | None], **more: str) -> None:
    """The workbook of an institution: who sent it, and one measure."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Réception"
    sheet.append(["Institution", "Rôle", "Version", "Date de réception", *more])
    sheet.append([role, role, "1", "2024-03-01", *more.values()])
    sheet = made.create_sheet("Mesures")
    sheet.append(HEADINGS)
    sheet.append(row)
    made.save(path)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A guide that was published while both said the same."""
    folder = tmp_path_factory.mktemp("edition")
    shutil.copytree(SOUFFLE / "sources", folder / "sources")
    state(Project(folder), A, A)
    assert [] == told(build(Project(folder), site=False).report)
    return folder


@pytest.fixture
def published(edition: Path, tmp_path: Path) -> Project:
    shutil.copytree(edition, tmp_path / "guide")
    return Project(tmp_path / "guide")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(SOUFFLE / "sources", tmp_path / "sources")
    return Project(tmp_path)


def state(project: Project, insurer: object, team: object, column: str = "Libellé", **more: str) -> None:
    """What the two write in one cell of the same measure."""
    for name, role, value, told in (("a", "assureur", insurer, more), ("b", "spécification", team, {})):
        row = list(BREATH)
        row[HEADINGS.index(column)] = value  # type: ignore[call-overload]
        book(project.sources / f"{name}.xlsx", role, row, **told)


def decide(project: Project, insurer: str, team: str, kept: str, more: str = "Vu.;Le comité;2024-03-01") -> None:
    head = "Feuille;Ligne;Colonne;Valeur de l'assureur vue;Valeur de l'équipe vue;Décision;Valeur retenue;Motif;Décidé par;Date"
    row = f"Mesures;soir;Libellé;{insurer};{team};autre valeur;{kept};{more}"
    (project.sources / "Arbitrages.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")


def told(report: Report) -> list[tuple[str, str]]:
    return [(item.code, str(item.place)) for item in report.in_order() if item.code.startswith("AR")]


def label(result: Result) -> tuple[object, str]:
    """The label that is published, and the file that it comes from."""
    assert result.edition is not None
    (row,) = [row for row in result.edition.rows("measures") if row["id"] == "soir"]
    return row["label"], row.at("label").file


@pytest.mark.parametrize(
    ("insurer", "team", "codes", "kept"),
    [
        (A, A, [], A),
        (A, "Souffle  du soir ", [], A),
        (A, None, [], A),
        (A, "B", [("AR001", TEAM)], A),
        ("B", A, [("AR002", TEAM)], "B"),
        ("B", "C", [("AR004", TEAM)], None),
        (None, "B", [("AR005", INSURER)], None),
        (None, None, [("AR005", INSURER)], None),
    ],
)
def test_against_what_was_published(
    published: Project, insurer: str | None, team: str | None, codes: list[tuple[str, str]], kept: str | None
) -> None:
    """The insurer owns the label: agreement in silence, a proposal, its change, a conflict, a value that is gone."""
    state(published, insurer, team)
    result = check(published)
    assert codes == told(result.report)
    assert (kept is None) == result.report.failed
    if kept is not None:
        assert (kept, "a.xlsx") == label(result)


def test_without_an_edition(project: Project) -> None:
    """A difference is a conflict; what the owner leaves empty is a proposal of the other, and is not published."""
    state(project, "B", "C")
    assert [("AR004", TEAM)] == told(check(project).report)
    state(project, None, "Evening", column="Libellé::en")
    result = check(project)
    assert [("AR006", "b.xlsx › Mesures!C2 (Libellé::en)")] == told(result.report)
    assert result.edition is not None
    assert not [row["label::en"] for row in result.edition.rows("measures") if row["id"] == "soir" and row["label::en"]]


def test_a_decision(project: Project) -> None:
    """It holds as long as both say what was seen; one without its reason decides nothing."""
    state(project, "B", "C")
    decide(project, "B", "C", "D")
    result = check(project)
    assert [] == told(result.report)
    assert ("D", "Arbitrages.csv") == label(result)
    decide(project, "B", "C", "D", ";Le comité;2024-03-01")
    assert {"AR004", "TB009"} <= set(check(project).report.codes("error"))
    decide(project, "B", "C", "D")
    state(project, "B", "E")
    assert {"AR003", "AR004"} == {code for code, _ in told(check(project).report)}


def test_the_sheet_reception_says_who_holds_a_column(published: Project) -> None:
    """The team is given the label: the insurer proposes."""
    project = published
    book(project.sources / "a.xlsx", "assureur", [BREATH[0], "B", *BREATH[2:]])
    book(project.sources / "b.xlsx", "spécification", BREATH, Tient="Mesures › Libellé")
    result = check(project)
    assert [("AR001", INSURER)] == told(result.report)
    assert (A, "b.xlsx") == label(result)


@pytest.mark.parametrize(
    ("one", "two", "code"),
    [("Mesures › Libelé", "", "GU018"), ("Mesures", "Mesures", "GU017"), ("Measurements", "", None)],
)
def test_what_is_held(project: Project, one: str, two: str, code: str | None) -> None:
    """By the names of sheets and headings in either language, once."""
    book(project.sources / "a.xlsx", "assureur", BREATH, Tient=one)
    book(project.sources / "b.xlsx", "spécification", BREATH, Tient=two)
    found = [item for item in check(project).report.codes("error") if item.startswith("GU")]
    assert found == ([code] if code else [])


def test_a_row_of_reception_speaks_of_other_files(project: Project) -> None:
    """A CSV file, or one of another layout, has its institution where its files are named."""
    book(project.sources / "a.xlsx", "assureur", BREATH)
    (project.sources / "equipe-Mesures.csv").write_text(
        f"{';'.join(HEADINGS)}\n{';'.join(cell or '' for cell in [BREATH[0], 'B', *BREATH[2:]])}\n", encoding="utf-8"
    )
    assert "TB025" in check(project).report.codes("error")
    made = openpyxl.load_workbook(project.sources / "a.xlsx")
    made["Réception"].append(["Équipe", "spécification", "1", "2024-03-01"])
    made["Réception"]["E1"], made["Réception"]["E3"] = "Fichiers", "equipe-*.csv"
    made.save(project.sources / "a.xlsx")
    assert ["AR004"] == [code for code, _ in told(check(project).report)]


def test_the_command_and_the_page(project: Project, tmp_path: Path) -> None:
    """What differs, with both values and both cells."""
    state(project, "B", "C")
    out = tmp_path / "conflits.xlsx"
    made = CliRunner().invoke(app, ["conflicts", "--project", str(project.root), "--out", str(out), "--lang", "fr"])
    assert (1, "conflit : Mesures › Libellé, soir") == (made.exit_code, made.stdout.splitlines()[0])
    rows = list(openpyxl.load_workbook(out).active.values)
    assert {"B", "C", INSURER, TEAM, "assureur", "spécification"} <= set(rows[1])
