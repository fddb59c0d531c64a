"""Nothing is left out in silence: files, sheets, hidden rows and columns."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tabellion.diagnostics import Report
from tabellion.tables.settings import Hidden, Settings
from tabellion.tables.sources import read_sources
from tables.writing import TESTS, faults, open_document, text_file, texts

ROWS = [["Identifiant", "Code"], ["ouie", "1-8"]]
CSV = "Identifiant;Code\nouie;1-8\n"
GOOD = "Identifiant;Code\nvue;2-6\n"


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("mars/Épreuves.csv", CSV, ("FI011", "mars")),
        ("mars/2026/envoi.xlsx", "x", ("FI011", "mars")),
        ("_mars/Épreuves.csv", CSV, None),
        ("pages/Épreuves.csv", CSV, None),
        ("mars/lettre.docx", "x", None),
        ("Épreuves.txt", CSV, ("FI012", "Épreuves.txt")),
        ("envoi.txt", "Identifiant;Code\nouie;1-8\n", ("FI007", "envoi.txt")),
        ("lisez-moi.txt", "Bonjour", ("FI007", "lisez-moi.txt")),
        ("envoi.sxc", "x", ("FI012", "envoi.sxc")),
        ("modele.numbers", "x", ("FI012", "modele.numbers")),
        ("Épreuves (1).csv", CSV, ("FI013", "Épreuves (1).csv")),
        ("Épreuves - Copie.csv", CSV, ("FI013", "Épreuves - Copie.csv")),
        ("Copie de Épreuves.csv", CSV, None),  # ends with the name of the sheet
        ("Épreuve.csv", CSV, ("FI013", "Épreuve.csv")),
        ("envoi-2026.csv", CSV, ("FI013", "envoi-2026.csv")),
        ("_Épreuves (1).csv", CSV, None),
        ("releve.csv", "Nom;Taille\nX;3\n", ("FI007", "releve.csv")),
    ],
)
def test_files(tmp_path: Path, name: str, content: str, found: tuple[str, str] | None) -> None:
    """A table that fits or nearly fits is a warning, what is none of ours a note, what is private nothing."""
    text_file(tmp_path / "Épreuves.csv", GOOD)
    text_file(tmp_path / name, content)
    assert ([found] if found else []) == faults(tmp_path)


@pytest.mark.parametrize(
    ("name", "rows", "code"),
    [
        ("Épreuves (2)", ROWS, "TB049"),
        ("Epreuve", ROWS, "TB049"),
        ("Feuil1", [[*ROWS[0], "Libellé court"], ["ouie", "1-8", "Ouïe"]], "TB049"),
        ("Notes", [["Bonjour"]], "TB002"),
        ("_Épreuves (2)", ROWS, None),
    ],
)
def test_sheets(tmp_path: Path, name: str, rows: list[list[str]], code: str | None) -> None:
    """A sheet beside the one that is read, by nearly the same name or with the same headings."""
    folder = texts(tmp_path / "a.xlsx", {"Épreuves": [["Identifiant", "Code"], ["vue", "2-6"]], name: rows})
    assert ([(code, f"a.xlsx › {name}")] if code else []) == faults(folder)


def _hidden_workbook(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Épreuves")
        for number, row in enumerate(
            [["Identifiant", "Code", "_note"], ["ouie", "1-8", "x"], ["vue", "2-6"], ["gout", "3-4"]]
        ):
            sheet.write_row(number, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(1, 2, None, None, {"hidden": True})


def _hidden_document(path: Path) -> None:
    def row(cells: tuple[str, ...], attributes: str = "") -> str:
        made = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in cells)
        return f"<table:table-row{attributes}>{made}</table:table-row>"

    hidden = ' table:visibility="collapse"'
    columns = f'<table:table-column/><table:table-column table:number-columns-repeated="2"{hidden}/>'
    rows = [("Identifiant", "Code", "_note"), ("ouie", "1-8", "x"), ("vue", "2-6", ""), ("gout", "3-4", "")]
    content = "".join(row(cells, hidden if number == 2 else "") for number, cells in enumerate(rows))
    open_document(path, columns + content)


@pytest.mark.parametrize("file", ["a.xlsx", "a.ods"])
@pytest.mark.parametrize(
    ("setting", "code", "rows"),
    [
        (Hidden.TOLD, "TB045", [("ouie", "1-8"), ("vue", "2-6"), ("gout", "3-4")]),
        (Hidden.READ, None, [("ouie", "1-8"), ("vue", "2-6"), ("gout", "3-4")]),
        (Hidden.LEFT_OUT, "TB046", [("ouie", None), ("gout", None)]),
    ],
)
def test_hidden_rows_and_columns(
    tmp_path: Path, file: str, setting: Hidden, code: str | None, rows: list[tuple[str, str | None]]
) -> None:
    """What is hidden is read and counted, or left out where the guide says so."""
    (_hidden_workbook if file == "a.xlsx" else _hidden_document)(tmp_path / file)
    report = Report()
    sources = read_sources(tmp_path, (TESTS,), report)
    sources.settings = Settings(setting)
    assert rows == [(row["id"], row["code"]) for row in sources.table(TESTS, "fr", report)]
    told = [(item.code, item.message("en").partition(":")[0]) for item in report]
    assert told == ([(code, "1 hidden row, 1 hidden column")] if code else [])


def test_a_hidden_sheet_and_filtered_rows(tmp_path: Path) -> None:
    """A hidden sheet is told; rows that a filter puts aside are called so."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("_vide")
        sheet = book.add_worksheet("Épreuves")
        sheet.hide()
        for number, row in enumerate([*ROWS, ["vue", "2-6"]]):
            sheet.write_row(number, 0, row)
        sheet.autofilter("A1:B3")
        sheet.filter_column("A", "x == ouie")
        sheet.set_row(2, None, None, {"hidden": True})
    report = Report()
    read_sources(tmp_path, (TESTS,), report).table(TESTS, "fr", report)
    assert ["la feuille est masquée, 1 ligne filtrée : lu comme le reste"] == [item.message("fr") for item in report]
