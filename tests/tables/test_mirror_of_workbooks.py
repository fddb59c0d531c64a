"""Workbooks of Excel as text and back: what the text tells changes, all else stays."""

from __future__ import annotations

import datetime
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from office import converted
from tabellion.artifacts.kinds import sheets
from tabellion.tables.mirror.patching import patched_workbook
from tabellion.tables.mirror.sheet_text import CONTROLS, Rows
from tabellion.tables.mirror.workbooks import texts_of_workbook, workbook_of_texts

VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: CONTROLS.search(text) is None),
    st.sampled_from(["a\nb", " a ", "1", "true", "2024-03-01", "#N/A", "=A1", "<a>&", "_x0041_", "a\tb"]),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False).filter(lambda value: not value.is_integer()),
    st.booleans(),
    st.datetimes(datetime.datetime(1904, 1, 2)).map(lambda value: value.replace(microsecond=0)),
)


def rows_of(path: Path) -> dict[str, Rows]:
    found = openpyxl.load_workbook(path)
    return {
        sheet.title: {
            row: cells
            for row in range(1, sheet.max_row + 1)
            if (cells := {cell.column: cell.value for cell in sheet[row] if cell.value is not None})
        }
        for sheet in found.worksheets
    }


def written(path: Path, folder: Path, change: Mapping[str, Mapping[str, Any]]) -> Path:
    """The workbook with some cells changed, by sheet and address."""
    known = rows_of(path)
    wanted: dict[str, Rows] = {name: {row: dict(cells) for row, cells in rows.items()} for name, rows in known.items()}
    for name, cells in change.items():
        for address, value in cells.items():
            row, column = openpyxl.utils.cell.coordinate_to_tuple(address)
            wanted[name].setdefault(row, {})[column] = value
    made = folder / "made.xlsx"
    made.write_bytes(patched_workbook(path, known, wanted))
    return made


def shaped(path: Path, *, is_1904: bool = False) -> Path:
    """A workbook with a date, a share, a table of Excel, shared and computed formulas, a chart, names of one sheet."""
    with xlsxwriter.Workbook(path, {"date_1904": is_1904}) as book:
        sheet, other = book.add_worksheet("Unités"), book.add_worksheet("Notes")
        rows = [["poids", "kg", 1], ["taille", "cm", 2]]
        sheet.add_table("A1:C3", {"data": rows, "columns": [{"header": name} for name in ("Mesure", "Code", "Rang")]})
        sheet.write_datetime("E1", datetime.datetime(2024, 3, 1), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_number("E2", 0.5, book.add_format({"num_format": "0%"}))
        sheet.write_formula("E3", "=C2+C3", value=3)
        other.write_string("A1", "à relire")
        other.write_formula("A2", "=Unités!C2*2", value=2)
        book.define_name("Notes!choix", "=Notes!$A$1:$A$2")
        charts = [book.add_chart({"type": kind}) for kind in ("column", "line")]
        for chart in charts:
            chart.add_series({"values": "=Unités!$C$2:$C$3"})
        other.insert_chart("D2", charts[0])
        book.add_chartsheet("Courbe").set_chart(charts[1])
    return path


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["A1", "B2", "C3", "E1", "E2", "E3", "F7", "A9"]), VALUES, min_size=1),
    st.booleans(),
)
def test_every_value_is_there_and_no_other_cell_says_something_else(changes: dict[str, Any], is_1904: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = shaped(Path(folder) / "u.xlsx", is_1904=is_1904)
        before = rows_of(path)
        after = rows_of(written(path, Path(folder), {"Unités": changes}))
    assert before["Notes"] == after["Notes"]
    wanted = {(row, column): value for row, cells in before["Unités"].items() for column, value in cells.items()}
    wanted |= {openpyxl.utils.cell.coordinate_to_tuple(address): value for address, value in changes.items()}
    found = {(row, column): value for row, cells in after["Unités"].items() for column, value in cells.items()}
    # the headings of a table of Excel are texts
    assert {place: read(value) for place, value in wanted.items()} == {p: read(value) for p, value in found.items()}


def read(value: Any) -> Any:
    """As openpyxl reads it: `\r` is a line break of XML, whole floats are integers."""
    if isinstance(value, str):
        return value.replace("x005F_", "")
    return round(value, 3) if isinstance(value, float) else value


def test_what_a_change_takes_with_it(tmp_path: Path) -> None:
    """Formulas are computed anew, a table of Excel has the new row and the new heading, new rows look as the last."""
    path = shaped(tmp_path / "u.xlsx")
    made = written(path, tmp_path, {"Unités": {"A1": "Grandeur", "C2": 5, "A4": "âge", "C4": 7, "E4": "x"}})
    sheet = openpyxl.load_workbook(made)["Unités"]
    (table,) = sheet.tables.values()
    assert ("A1:C4", "Grandeur") == (table.ref, table.tableColumns[0].name)
    values = openpyxl.load_workbook(made, data_only=True)
    assert (None, None) == (values["Unités"]["E3"].value, values["Notes"]["A2"].value), "no result of other values"
    converted([made], "ods", tmp_path)
    converted([tmp_path / "made.ods"], "xlsx", tmp_path)
    values = openpyxl.load_workbook(made, data_only=True)
    assert (7, 10) == (values["Unités"]["E3"].value, values["Notes"]["A2"].value)


@pytest.mark.parametrize(
    ("value", "number_format"),
    [(datetime.datetime(2024, 5, 2), "mm-dd-yy"), (datetime.time(12, 30), "h:mm:ss"), (3, "General")],
)
def test_dates_are_shown_as_dates(tmp_path: Path, value: Any, number_format: str) -> None:
    """A date where none was, and a number where one was, are not shown as what they are not."""
    address = "E1" if isinstance(value, int) else "E2"
    cell = openpyxl.load_workbook(written(shaped(tmp_path / "u.xlsx"), tmp_path, {"Unités": {address: value}}))
    assert (value, number_format) == (cell["Unités"][address].value, cell["Unités"][address].number_format)


def test_sheets_come_go_and_move(tmp_path: Path) -> None:
    """Worksheets are those of the texts, in their order; a sheet that is a chart stays, names stay with their sheet."""
    path = shaped(tmp_path / "u.xlsx")
    texts = texts_of_workbook(path, sheets())
    assert ["Unités", "Notes"] == list(texts)
    path.write_bytes(workbook_of_texts({"Neuf": "@headings 1\n\tA: Nr\n", "Notes": texts["Notes"]}, path))
    book = openpyxl.load_workbook(path)
    assert (["Neuf", "Notes", "Courbe"], "Nr") == (book.sheetnames, book["Neuf"]["A1"].value)
    assert ["choix"] == list(book["Notes"].defined_names)
    path.write_bytes(workbook_of_texts({"Neuf": "@headings 1\n\tA: Nr\n"}, path))
    assert ["Neuf", "Courbe"] == openpyxl.load_workbook(path).sheetnames
    converted([path], "ods", tmp_path)


def test_formulas_that_share_one(tmp_path: Path) -> None:
    """Where the cell that holds the formula of several is changed, the others keep theirs."""
    path = shaped(tmp_path / "u.xlsx")
    parts = {}
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet2.xml"].decode()
    row = (
        '<row r="5"><c r="A5"><f t="shared" ref="A5:A6" si="0">B5+1</f><v>1</v></c></row>'
        '<row r="6"><c r="A6"><f t="shared" si="0"/><v>1</v></c></row></sheetData>'
    )
    parts["xl/worksheets/sheet2.xml"] = sheet.replace("</sheetData>", row).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert "=B6+1" == rows_of(path)["Notes"][6][1]
    after = rows_of(written(path, tmp_path, {"Notes": {"A5": "fini"}}))["Notes"]
    assert ("fini", "=B6+1") == (after[5][1], after[6][1])


def test_durations_are_texts(tmp_path: Path) -> None:
    """A time of more than a day is told, and stays what it is where nobody changes it."""
    path = tmp_path / "u.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Temps")
        sheet.write_row("A1", ["Nr", "Durée"])
        sheet.write_row("A2", ["a"])
        sheet.write_number("B2", 1.125, book.add_format({"num_format": "[h]:mm"}))
    text = texts_of_workbook(path, sheets())["Temps"]
    assert "\tDurée: PT27H00M00S\n" in text
    path.write_bytes(workbook_of_texts({"Temps": text.replace("\tNr: a", "\tNr: b")}, path))
    sheet = openpyxl.load_workbook(path)["Temps"]
    assert ("b", datetime.timedelta(hours=27)) == (sheet["A2"].value, sheet["B2"].value)
