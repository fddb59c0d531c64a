"""What stands around the data of a workbook: merged cells, formats without values, struck-out rows."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import xlsxwriter

from tables.writing import faults, read


def test_merged_cells(tmp_path: Path) -> None:
    """A merged range in the data is one error, at its first cell; one that touches no data is none."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Épreuves")
        sheet.merge_range("A1:C1", "# Liste des épreuves")
        sheet.write_row("A2", ["Identifiant", "Code"])
        sheet.merge_range("A3:A4", "ouie")
        sheet.write("B3", "1-8")
        sheet.write("B4", "2-6")
        sheet.write("B5", "4-1")
        sheet.merge_range("E5:F9", "")
        sheet.merge_range("A20:B20", "")
    assert [("TB006", "a.xlsx › Épreuves!A3"), ("TB009", "a.xlsx › Épreuves!A5")] == faults(tmp_path)


def test_headings_that_stand_again(tmp_path: Path) -> None:
    """On each page, or above another table: told, and never read as a row."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Épreuves")
        for row, cells in enumerate(
            [["Identifiant *", "Code"], ["ouie", "1-8"], ["identifiant", "CODE"], ["code", "2-6"]]
        ):
            sheet.write_row(row, 0, cells)
    table, report = read(tmp_path)
    assert ["ouie", "code"] == [row["id"] for row in table]
    assert [("TB050", "a.xlsx › Épreuves!3")] == report.brief()


def test_struck_out_rows(tmp_path: Path) -> None:
    """A row that is struck out is still a row: the warning says how to withdraw it. A struck key alone is an error."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        struck = book.add_format({"font_strikeout": True})
        sheet = book.add_worksheet("Épreuves")
        sheet.write_row("A1", ["Identifiant", "Code"])
        sheet.write_row("A2", ["ouie", "1-8"], struck)
        sheet.write("A3", "vue", struck)
        sheet.write("B3", "2-6")
    assert [("TB026", "a.xlsx › Épreuves!2"), ("TB043", "a.xlsx › Épreuves!A3")] == faults(tmp_path)


def test_rich_text_and_hidden_rows(tmp_path: Path) -> None:
    """Bold parts of a text, hidden rows and hidden sheets are read like others."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Divers")
        sheet = book.add_worksheet("Épreuves")
        sheet.hide()
        sheet.write_row("A1", ["Identifiant", "Libellé court"])
        sheet.write("A2", "ouie")
        sheet.write_rich_string("B2", "Ouïe ", book.add_format({"bold": True}), "fine", " à droite")
        sheet.set_row(1, None, None, {"hidden": True})
    assert ["Ouïe fine à droite"] == [row["label"] for row in read(tmp_path)[0]]


def test_formats_down_to_the_last_row(tmp_path: Path) -> None:
    """200,000 empty rows with a format are passed over, said, and cost less memory than their file unpacked thrice."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        yellow = book.add_format({"bg_color": "yellow"})
        sheet = book.add_worksheet("Épreuves")
        sheet.write_row("A1", ["Identifiant", "Code"])
        for row in range(1, 1000):
            sheet.write_blank(row, 0, None, yellow)
            sheet.write_blank(row, 1, None, yellow)
        sheet.write_row("A1000", ["ouie", "1-8"])
    path = tmp_path / "a.xlsx"
    _dragged_down(path, 200_000)
    tracemalloc.start()
    table, report = read(tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert ["ouie"] == [row["id"] for row in table]
    assert [("TB023", "a.xlsx › Épreuves!1001")] == report.brief()
    assert "199\u202f000 lignes" in next(iter(report)).message("fr")
    assert 80_000_000 > peak


def _dragged_down(path: Path, last: int) -> None:
    """Rows with two formatted cells each, to the row `last`."""
    import zipfile

    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    head, tail = parts[name].split(b"</sheetData>")
    rows = (
        f'<row r="{row}" spans="1:2"><c r="A{row}" s="1"/><c r="B{row}" s="1"/></row>' for row in range(1001, last + 1)
    )
    parts[name] = head + "".join(rows).encode() + b"</sheetData>" + tail
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
