"""Copies of received workbooks with their findings: everything that authors made stays, nothing of theirs is changed."""

from __future__ import annotations

import hashlib
import re
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from typer.testing import CliRunner

from needs import program
from projects import registry
from tabellion.cli.app import app
from tabellion.pipeline.project import Project
from tables.writing import rewritten

PIVOT = b"<pivotTableDefinition xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'/>"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A guide with a workbook of concepts: a code that became a number, one that is missing, an unknown system."""
    made = registry(tmp_path)
    path = made.sources / "envoi.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Concepts")
        book.add_worksheet("_Notes").write("A1", "à nous")
        bold = book.add_format({"bold": True, "bg_color": "#00FF00"})
        sheet.write_row(0, 0, ["Jeu de valeurs", "Système", "Code", "Libellé français"], bold)
        sheet.write_row(1, 0, ["oreilles", "SNOMED CT"])
        sheet.write_number(1, 2, 33586001, book.add_format({"italic": True}))
        sheet.write_string(1, 3, "Assis")
        sheet.write_comment("C2", "De la terminologie")
        sheet.write_row(3, 0, ["oreilles", "système inconnu", "", "Debout"])
        sheet.data_validation("A2:A99", {"validate": "list", "source": ["oreilles", "autres"]})
        sheet.conditional_format("D2:D9", {"type": "no_blanks", "format": bold})
        sheet.set_column(3, 3, 44)
        sheet.freeze_panes(1, 0)
        sheet.autofilter("A1:D9")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/pivotTables/pivotTable1.xml", PIVOT)
        archive.writestr("xl/vbaProject.bin", b"macros")
    return made


def annotated(project: Project, folder: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", "--project", str(project.root), "--annotate", str(folder), *options])
    return result.exit_code, result.output


def convert(path: Path, to: str, folder: Path) -> None:
    """Have LibreOffice write a workbook in another format."""
    office = program("soffice", "libreoffice")
    home = f"-env:UserInstallation=file://{folder.parent / 'office'}"
    command = [office, home, "--headless", "--convert-to", to, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


def test_faulty_cells_are_coloured_and_noted(project: Project, tmp_path: Path) -> None:
    """Each faulty cell has a ground and a note, empty ones too; a note that was there comes first."""
    code, shown = annotated(project, tmp_path / "copies")
    assert code == 1
    assert "envoi-annoté.xlsx" in shown
    sheet = openpyxl.load_workbook(tmp_path / "copies" / "envoi-annoté.xlsx")["Concepts"]
    assert {"C2": "FFF8CBAD", "B4": "FFF8CBAD", "C4": "FFF8CBAD", "A2": "00000000", "A1": "FF00FF00"} == {
        cell: sheet[cell].fill.fgColor.rgb for cell in ("C2", "B4", "C4", "A2", "A1")
    }
    assert sheet["C2"].font.italic
    assert 33586001 == sheet["C2"].value
    assert sheet["C2"].comment.text.startswith("De la terminologie\n\nERREUR TB012\u00a0: un nombre (« 33586001 »)")
    assert sheet["C4"].comment.text.startswith("ERREUR TB009")
    assert None is sheet["A2"].comment


def test_the_sheet_of_messages(project: Project, tmp_path: Path) -> None:
    """A row for each finding of the file, with a link to its cell; in English on demand."""
    annotated(project, tmp_path / "copies", "--lang", "en")
    book = openpyxl.load_workbook(tmp_path / "copies" / "envoi-annotated.xlsx")
    assert ["Concepts", "_Notes", "Tabellion messages"] == book.sheetnames
    headings, *rows = book["Tabellion messages"].iter_rows(values_only=True)
    assert ("Level", "Rule", "Sheet", "Cell", "Column heading", "Value read", "Message", "To do") == headings
    assert {("ERROR", "TB012", "Concepts", "C2"), ("ERROR", "TB009", "Concepts", "C4")} <= {row[:4] for row in rows}
    assert book["Tabellion messages"]["A1"].font.bold
    links = [cell.hyperlink.location for cell in book["Tabellion messages"]["D"] if cell.hyperlink]
    assert "'Concepts'!C2" in links


def test_what_authors_made_stays(project: Project, tmp_path: Path) -> None:
    """Drop-downs, widths, filters and conditional formats are kept; other parts are the same bytes; so is the source."""
    source = project.sources / "envoi.xlsx"
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    annotated(project, tmp_path / "copies")
    assert before == hashlib.sha256(source.read_bytes()).hexdigest()
    copy = tmp_path / "copies" / "envoi-annoté.xlsx"
    sheet = openpyxl.load_workbook(copy)["Concepts"]
    assert ['"oreilles,autres"'] == [rule.formula1 for rule in sheet.data_validations.dataValidation]
    assert 44 == int(sheet.column_dimensions["D"].width)
    assert ("A2", "A1:D9", 1) == (sheet.freeze_panes, sheet.auto_filter.ref, len(sheet.conditional_formatting))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(copy) as new:
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
        assert {"xl/pivotTables/pivotTable1.xml", "xl/vbaProject.bin", "xl/worksheets/sheet2.xml"}.isdisjoint(changed)
        assert (PIVOT, b"macros") == (new.read("xl/pivotTables/pivotTable1.xml"), new.read("xl/vbaProject.bin"))


def test_the_same_copy_twice_and_none_for_a_clean_workbook(project: Project, tmp_path: Path) -> None:
    """The same findings give the same bytes; where a workbook has none any more its copy goes."""
    annotated(project, tmp_path / "copies")
    copy = tmp_path / "copies" / "envoi-annoté.xlsx"
    first = copy.read_bytes()
    annotated(project, tmp_path / "copies")
    assert first == copy.read_bytes()
    with xlsxwriter.Workbook(project.sources / "envoi.xlsx") as book:
        book.add_worksheet("_Notes").write("A1", "à nous")
    annotated(project, tmp_path / "copies")
    assert not copy.exists()


def test_a_text_table(tmp_path: Path) -> None:
    """A CSV file becomes a workbook with its cells as text, coloured and noted."""
    project = registry(tmp_path)
    (project.sources / "Concepts.csv").write_text(
        "Jeu de valeurs;Système;Code;Libellé français\noreilles;inconnu;012;Droite\n", encoding="utf-8"
    )
    annotated(project, tmp_path / "copies")
    book = openpyxl.load_workbook(tmp_path / "copies" / "Concepts.csv-annoté.xlsx")
    assert ["Concepts", "Messages Tabellion"] == book.sheetnames
    sheet = book["Concepts"]
    assert ("012", "FFF8CBAD") == (sheet["C2"].value, sheet["B2"].fill.fgColor.rgb)
    assert sheet["B2"].comment.text.startswith("ERREUR")


def test_an_open_document(tmp_path: Path) -> None:
    """Rows and cells that an .ods writes once for several are told apart; LibreOffice shows grounds and notes."""
    project = registry(tmp_path)
    with xlsxwriter.Workbook(tmp_path / "envoi.xlsx") as book:
        sheet = book.add_worksheet("Concepts")
        row = ["oreilles", "inconnu", "012", "Droite"]
        headings = ["Jeu de valeurs", "Système", "Code", "Libellé français"]
        for number, texts in enumerate([headings, row, ["oreilles", "cotes"]]):
            sheet.write_row(number, 0, texts)
    convert(tmp_path / "envoi.xlsx", "ods", project.sources)
    with zipfile.ZipFile(project.sources / "envoi.ods") as archive:
        content = archive.read("content.xml").decode()
    row_of_three = re.search(r"<table:table-row(?=[^>]*>(?:(?!<table:table-row).)*Droite)", content, re.DOTALL)
    assert row_of_three is not None
    repeated = f'{row_of_three[0]} table:number-rows-repeated="3"'
    old = content[row_of_three.start() : content.index("Droite")]
    rewritten(project.sources / "envoi.ods", old, old.replace(row_of_three[0], repeated), "content.xml")
    annotated(project, tmp_path / "copies")
    convert(tmp_path / "copies" / "envoi-annoté.ods", "xlsx", tmp_path)
    book = openpyxl.load_workbook(tmp_path / "envoi-annoté.xlsx")
    assert ["Concepts", "Messages Tabellion"] == book.sheetnames
    sheet = book["Concepts"]
    for cell in ("B2", "B3", "B4", "C5"):
        assert "FFF8CBAD" == sheet[cell].fill.fgColor.rgb, cell
        assert "ERREUR" in sheet[cell].comment.text, cell
    assert ["012"] * 3 == [sheet[f"C{number}"].value for number in (2, 3, 4)]
    assert None is sheet["A2"].comment


def test_not_among_the_sources(project: Project) -> None:
    """Copies among the sources would be read as tables: that is wrong use."""
    code, _ = annotated(project, project.sources / "copies")
    assert code == 2
    assert not (project.sources / "copies").exists()


def test_libreoffice_opens_the_copy(project: Project, tmp_path: Path) -> None:
    """Another program reads the copy: its cells, its notes and the sheet of messages."""
    annotated(project, tmp_path / "copies")
    convert(tmp_path / "copies" / "envoi-annoté.xlsx", "fods", tmp_path)
    text = (tmp_path / "envoi-annoté.fods").read_text(encoding="utf-8")
    for said in ("De la terminologie", "ERREUR TB012", "Messages Tabellion", "#f8cbad", "33586001", "autres"):
        assert said in text, said
