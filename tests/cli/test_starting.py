"""`tabellion new`: the project that it makes works, and is the same each time."""

from __future__ import annotations

import datetime
import shlex
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from office import saved_by_office
from tabellion.artifacts.kinds import sheets
from tabellion.cli.app import app
from tabellion.diagnostics import Report
from tabellion.pipeline.building import build, check
from tabellion.pipeline.new_project.project import files_of, start
from tabellion.pipeline.new_project.wanted import NewGuide, name_of
from tabellion.pipeline.project import Project

LANGUAGES = ("fr", "en")
DAY = datetime.date(2031, 5, 17)


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_project_checks_clean_and_builds(lang: str, tmp_path: Path) -> None:
    """What a newcomer gets has no fault of any severity, and gives artifacts in its language."""
    root = tmp_path / "guide"
    made = CliRunner().invoke(app, ["new", str(root), "--lang", lang])
    assert 0 == made.exit_code, made.output
    result = build(Project(root), site=False)
    assert [] == [(str(diagnostic.place), diagnostic.message(lang)) for diagnostic in result.report]
    assert result.edition is not None
    assert (lang, {"fr": "Mesures du souffle", "en": "Measurements of breath"}[lang]) == (
        result.edition.info.lang,
        str(result.edition.info.title),
    )
    assert {"profile": 1, "valueset": 1, "codesystem": 1, "example": 2} == {
        kind: len(result.edition.of(kind)) for kind in ("profile", "valueset", "codesystem", "example")
    }


def test_the_same_bytes_twice(lang: str) -> None:
    """Nothing depends on the clock or on chance."""
    assert files_of(NewGuide(DAY, (lang,))) == files_of(NewGuide(DAY, (lang,)))


def test_both_languages_make_the_same_guide(tmp_path: Path) -> None:
    """The two projects differ in words, not in what they hold."""
    counts = []
    for lang in LANGUAGES:
        start(tmp_path / lang, NewGuide(DAY, (lang,)), Report())
        edition = check(Project(tmp_path / lang)).edition
        assert edition is not None
        counts.append({key: len(table) for key, table in edition.tables.items()})
    assert counts[0] == counts[1]


def test_every_sheet_is_there_to_be_filled(lang: str, tmp_path: Path) -> None:
    """Each declared sheet stands in one of the workbooks, none that is not declared but the lists and the first."""
    start(tmp_path, NewGuide(DAY, (lang,)), Report())
    found = {
        name
        for path in (tmp_path / "sources").glob("*.xlsx")
        for name in openpyxl.load_workbook(path, read_only=True).sheetnames
    }
    more = {"fr": {"Listes", "Lisez-moi"}, "en": {"Lists", "Read me"}}[lang]
    assert {sheet.term[lang] for sheet in sheets()} | more == found


def test_the_readme_tells_the_files_that_are_there(lang: str) -> None:
    """Every workbook of the project is named in its README."""
    files = files_of(NewGuide(DAY, (lang,)))
    readme = files["README.md"].decode("utf-8")
    assert [] == [name for name in files if name.endswith(".xlsx") and f"`{name}`" not in readme]


def guide_rows(root: Path) -> dict[str, str | None]:
    """The filled rows of the Guide sheet."""
    sheet = openpyxl.load_workbook(root / "sources" / "guide.xlsx")["Guide"]
    return {str(item): value for item, value, *_ in sheet.iter_rows(min_row=2, values_only=True) if value}


def test_the_answers_are_in_the_guide(tmp_path: Path) -> None:
    """Title, name, id, address, and the day on which it is begun; the guide still has no fault."""
    root = tmp_path / "mon guide"
    options = ["--title", "Carnet d'été", "--id", "ete.fhir.carnet", "--canonical", "https://ete.example/fhir"]
    made = CliRunner().invoke(app, ["new", str(root), *options])
    assert 0 == made.exit_code, made.output
    assert shlex.quote(str(root)) in made.stdout
    rows = guide_rows(root)
    assert ("Carnet d'été", "CarnetDEte", "ete.fhir.carnet", "https://ete.example/fhir") == tuple(
        rows[item] for item in ("Titre", "Nom", "Identifiant du paquet", "Canonique")
    )
    assert datetime.date.today().isoformat() == rows["Date de l'édition"]
    assert [] == check(Project(root)).report.brief()


@pytest.mark.parametrize(
    ("option", "answer"), [("--id", "Pas Un Paquet"), ("--id", "souffle"), ("--canonical", "souffle.example/fhir")]
)
def test_a_wrong_answer_writes_nothing(tmp_path: Path, option: str, answer: str) -> None:
    """The use was wrong, and is said to be."""
    made = CliRunner().invoke(app, ["new", str(tmp_path / "guide"), option, answer])
    assert (2, False) == (made.exit_code, (tmp_path / "guide").exists())
    assert answer in made.output


def test_a_second_language_has_its_columns(tmp_path: Path) -> None:
    """Twins beside every text, filled for the small guide; a home page in each language; no fault."""
    start(tmp_path, NewGuide(DAY, ("fr", "en")), Report())
    sheet = openpyxl.load_workbook(tmp_path / "sources" / "mesures.xlsx")["Mesures"]
    headings = [cell.value for cell in sheet[1]]
    assert "Peak flow" == sheet.cell(2, headings.index("Libellé::en") + 1).value
    result = check(Project(tmp_path))
    assert [] == [(str(item.place), item.message("fr")) for item in result.report]
    assert result.edition is not None
    assert ("fr", "en") == result.edition.info.langs
    assert ["en", "fr"] == sorted(path.name for path in (tmp_path / "sources" / "pages").iterdir())


def test_an_empty_guide_has_no_fault(lang: str, tmp_path: Path) -> None:
    """Only the sheets that tell what the guide is have rows; it builds."""
    start(tmp_path, NewGuide(DAY, (lang,), empty=True), Report())
    result = build(Project(tmp_path), site=False)
    assert [] == [(str(item.place), item.message(lang)) for item in result.report]
    assert result.edition is not None
    assert {"guide", "reception"} >= {key for key, table in result.edition.tables.items() if len(table)}


def test_cells_offer_the_ids_of_their_workbook(tmp_path: Path) -> None:
    """A cell that names a profile offers those of the sheet of profiles, and takes others as well."""
    start(tmp_path, NewGuide(DAY), Report())
    book = openpyxl.load_workbook(tmp_path / "sources" / "guide.xlsx")
    elements = book["Éléments"]
    offered = {str(rule.sqref): rule for rule in elements.data_validations.dataValidation}
    assert ("tabellion_ids_profile", False) == (
        offered["A2:A1048576"].formula1,
        offered["A2:A1048576"].showErrorMessage,
    )
    name = book.defined_names["tabellion_ids_profile"].attr_text
    assert "OFFSET('Profils'!$A$2,0,0,MAX(1,COUNTA('Profils'!$A$2:$A$1048576)),1)" == name
    assert "debit-de-pointe-observation" == book["Profils"]["A2"].value


def test_every_item_of_the_guide_has_a_note(lang: str, tmp_path: Path) -> None:
    """What it is, with what it becomes."""
    start(tmp_path, NewGuide(DAY, (lang,)), Report())
    sheet = openpyxl.load_workbook(tmp_path / "sources" / "guide.xlsx")["Guide"]
    notes = {cell.value: cell.comment for (cell,) in sheet.iter_rows(min_row=2, max_col=1)}
    assert [] == [name for name, note in notes.items() if note is None]
    assert 23 <= len(notes)


def test_a_folder_under_version_control_is_empty(tmp_path: Path) -> None:
    """`git init` comes before or after."""
    (tmp_path / ".git").mkdir()
    result = CliRunner().invoke(app, ["new", str(tmp_path)])
    assert 0 == result.exit_code, result.output


@pytest.mark.parametrize(
    ("title", "name"), [("Mesures du souffle", "MesuresDuSouffle"), ("3e âge", "Guide3eAge"), ("L'été", "LEte")]
)
def test_a_name_from_a_title(title: str, name: str) -> None:
    """Letters and digits that programs take."""
    assert name == name_of(title)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A folder with something in it stays as it is; the use was wrong."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(app, ["new", str(tmp_path)])
    assert (2, ["notes.txt"]) == (result.exit_code, [path.name for path in tmp_path.iterdir()])
    assert "NW001" in result.stdout


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A path through a file."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    report = Report()
    assert () == start(tmp_path / "notes.txt" / "guide", NewGuide(DAY), report)
    assert [("NW002", "guide")] == report.brief()


def test_a_spreadsheet_program_opens_and_saves_it(lang: str, tmp_path: Path) -> None:
    """LibreOffice reads the workbooks and writes them again; the guide still has no fault, and the same rows."""
    start(tmp_path, NewGuide(DAY, (lang,)), Report())
    before = check(Project(tmp_path)).edition
    saved_by_office(sorted((tmp_path / "sources").glob("*.xlsx")), tmp_path)
    result = check(Project(tmp_path))
    assert [] == [(str(diagnostic.place), diagnostic.message(lang)) for diagnostic in result.report]
    assert before is not None
    assert result.edition is not None
    assert [artifact.resource for artifact in before.artifacts] == [
        artifact.resource for artifact in result.edition.artifacts
    ]
