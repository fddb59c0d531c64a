"""`tabellion template`: a workbook in which everything helps, and that reads as empty."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from office import saved_by_office
from tabellion.artifacts.kinds import sheets
from tabellion.cli.app import app
from tabellion.diagnostics import Report
from tabellion.tables.columns import Type
from tabellion.tables.sources import read_sources


def write(folder: Path, *options: str) -> Path:
    path = folder / "vide.xlsx"
    made = CliRunner().invoke(app, ["template", str(path), *options])
    assert 0 == made.exit_code, made.output
    return path


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_sheet_with_everything_that_helps(tmp_path: Path, lang: str) -> None:
    """Headings with notes, text format on codes, lists, frozen headings, filters, an explanation, a row of examples."""
    book = openpyxl.load_workbook(write(tmp_path, "--lang", lang))
    assert {sheet.term[lang] for sheet in sheets()} <= set(book.sheetnames)
    assert {"fr": "Lisez-moi", "en": "Read me"}[lang] == book.sheetnames[0]
    for sheet in sheets():
        written = book[sheet.term[lang]]
        assert ("B2", True) == (written.freeze_panes, written.auto_filter.ref is not None)
        assert len(sheet.columns) == written.max_column
        for column, heading, example in zip(sheet.columns, written[1], written[2], strict=True):
            assert column.term[lang] == str(heading.value).rstrip("*")
            assert column.help[lang][:20] in heading.comment.text
            if column.type in (Type.CODE, Type.ID, Type.OID, Type.URL):
                assert "@" == example.number_format
        assert str(written["A2"].value).startswith("#")
        closed = [column for column in sheet.columns if column.choices and not column.many]
        assert len(closed) <= len(written.data_validations.dataValidation)


def test_what_was_not_filled_in_is_not_read(tmp_path: Path) -> None:
    """The row of examples is a comment: nothing is found in the workbook, neither rows nor errors."""
    write(tmp_path, "--lang", "fr", "--also", "en")
    report = Report()
    sources = read_sources(tmp_path, sheets(), report)
    assert [0] * len(sheets()) == [len(sources.table(sheet, "fr", report)) for sheet in sheets()]
    assert [] == report.brief()


def test_a_spreadsheet_program_keeps_what_helps(tmp_path: Path) -> None:
    """LibreOffice opens the workbook; notes, lists, formats and filters are there when it saves it (without a window it
    has no view that could be frozen)."""
    path = write(tmp_path, "--sheet", "Unités", "--sheet", "Mesures", "--lang", "fr")
    before = openpyxl.load_workbook(path)
    saved_by_office([path], tmp_path)
    after = openpyxl.load_workbook(path)
    assert before.sheetnames == after.sheetnames
    for name in ("Unités", "Mesures"):
        old, new = before[name], after[name]
        assert old.auto_filter.ref == new.auto_filter.ref
        assert [cell.value for cell in old[1]] == [cell.value for cell in new[1]]
        assert [cell.value for cell in old[2]] == [cell.value for cell in new[2]]
        assert all(cell.comment is not None for cell in new[1])
        assert [cell.number_format for cell in old[2]] == [cell.number_format for cell in new[2]]
        lists = {str(item.sqref).split(":", maxsplit=1)[0] for item in old.data_validations.dataValidation}
        assert lists == {str(item.sqref).split(":", maxsplit=1)[0] for item in new.data_validations.dataValidation}


def test_some_sheets(tmp_path: Path) -> None:
    """By their names in any language, in the order asked; `--also` adds columns."""
    path = write(tmp_path, "--sheet", "Units", "--sheet", "Mesures", "--lang", "fr", "--also", "en", "--no-examples")
    book = openpyxl.load_workbook(path)
    assert ["Lisez-moi", "Unités", "Mesures", "Listes"] == book.sheetnames
    assert "Libellé::en" in [cell.value for cell in book["Mesures"][1]]
    assert 1 == book["Mesures"].max_row


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("x.xlsx", "--sheet", "Mesure"), "vouliez-vous dire « Mesures » ?"),
        (("x.csv",), ".xlsx"),
        (("there.xlsx",), "--force"),
    ],
)
def test_what_is_refused(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    (tmp_path / "there.xlsx").write_bytes(b"mine")
    made = CliRunner().invoke(app, ["template", str(tmp_path / arguments[0]), *arguments[1:], "--lang", "fr"])
    assert 2 == made.exit_code
    assert said in made.output
    assert {"there.xlsx": b"mine"} == {path.name: path.read_bytes() for path in tmp_path.iterdir()}
