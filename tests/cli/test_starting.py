"""`tabellion new`: the project that it makes works, and is the same each time."""

from __future__ import annotations

import subprocess
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from needs import program
from tabellion.artifacts.kinds import sheets
from tabellion.cli.app import app
from tabellion.diagnostics import Report
from tabellion.pipeline.building import build, check
from tabellion.pipeline.new_project.project import files_of, start
from tabellion.pipeline.project import Project

LANGUAGES = ("fr", "en")


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
    assert (lang, {"fr": "Mesures du souffle", "en": "Measures of breath"}[lang]) == (
        result.edition.info.lang,
        str(result.edition.info.title),
    )
    assert {"profile": 1, "valueset": 1, "codesystem": 1, "example": 2} == {
        kind: len(result.edition.of(kind)) for kind in ("profile", "valueset", "codesystem", "example")
    }


def test_the_same_bytes_twice(lang: str) -> None:
    """Nothing depends on the clock or on chance."""
    assert files_of(lang) == files_of(lang)


def test_both_languages_make_the_same_guide(tmp_path: Path) -> None:
    """The two projects differ in words, not in what they hold."""
    counts = []
    for lang in LANGUAGES:
        start(tmp_path / lang, lang, Report())
        edition = check(Project(tmp_path / lang)).edition
        assert edition is not None
        counts.append({key: len(table) for key, table in edition.tables.items()})
    assert counts[0] == counts[1]


def test_every_sheet_is_there_to_be_filled(lang: str, tmp_path: Path) -> None:
    """Each declared sheet stands in one of the workbooks, and no sheet that is not declared but the lists."""
    start(tmp_path, lang, Report())
    found = {
        name
        for path in (tmp_path / "sources").glob("*.xlsx")
        for name in openpyxl.load_workbook(path, read_only=True).sheetnames
    }
    assert {sheet.term[lang] for sheet in sheets()} | {{"fr": "Listes", "en": "Lists"}[lang]} == found


def test_the_readme_tells_the_files_that_are_there(lang: str) -> None:
    """Every workbook of the project is named in its README."""
    files = files_of(lang)
    readme = files["README.md"].decode("utf-8")
    assert [] == [name for name in files if name.endswith(".xlsx") and f"`{name}`" not in readme]


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
    assert () == start(tmp_path / "notes.txt" / "guide", "fr", report)
    assert [("NW002", "guide")] == report.brief()


def test_a_spreadsheet_program_opens_and_saves_it(lang: str, tmp_path: Path) -> None:
    """LibreOffice reads the workbooks and writes them again; the guide still has no fault, and the same rows."""
    office = program("soffice", "libreoffice")
    start(tmp_path, lang, Report())
    before = check(Project(tmp_path)).edition
    sources = tmp_path / "sources"
    paths = sorted(sources.glob("*.xlsx"))
    saved = tmp_path / "saved"
    profile = (tmp_path / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run([*command, "--outdir", str(saved), *map(str, paths)], check=True, capture_output=True, timeout=180)
    for path in paths:
        path.write_bytes((saved / path.name).read_bytes())
    result = check(Project(tmp_path))
    assert [] == [(str(diagnostic.place), diagnostic.message(lang)) for diagnostic in result.report]
    assert before is not None
    assert result.edition is not None
    assert [artifact.resource for artifact in before.artifacts] == [
        artifact.resource for artifact in result.edition.artifacts
    ]
