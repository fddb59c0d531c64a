"""Spreadsheets of LibreOffice as text and back: what the text tells changes, all else stays."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.datavalidation import DataValidation

from office import converted
from tabellion.artifacts.kinds import sheets
from tabellion.tables.mirror.open_documents import open_document_of, rows_of_open_document
from tabellion.tables.mirror.workbooks import texts_of_workbook, workbook_of_texts
from tabellion.tables.texts import is_blank

ROWS: list[list[Any]] = [
    ["Unités de 2024"],
    [],
    ["Mesure", "Code UCUM", "Libellé français", "Préférée", "Facteur", "Somme"],
    ["poids", "kg", "kilogramme", "oui", 1, "=E4*2"],
    ["poids", "g", "gramme\nou  gr", True, 0.5, datetime.datetime(2024, 3, 1)],
    ["taille", "007", "mètre", "non", 1.5, datetime.time(12, 30)],
]
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1).filter(
    lambda text: not is_blank(text)
)
VALUES = st.one_of(
    TEXTS,
    st.sampled_from(["a\nb", "a  b", "\ta", " a ", "a\t\tb", "1", "true", "2024-03-01", "=A1", "a   \n b"]),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False).filter(lambda value: not value.is_integer()),
    st.booleans(),
    st.datetimes().map(lambda value: value.replace(microsecond=0)),
    st.times().map(lambda value: value.replace(microsecond=0)),
)


def spreadsheet(folder: Path) -> Path:
    """A file that LibreOffice wrote: a format, a list to choose from, a share, a second sheet."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Unités"
    for row in ROWS:
        sheet.append(row)
    sheet["E5"].number_format = "0%"
    sheet.column_dimensions["C"].width = 44
    choice = DataValidation("list", formula1='"oui,non"')
    choice.add("D4:D6")
    sheet.add_data_validation(choice)
    made.create_sheet("Notes").append(["À relire"])
    made.save(folder / "u.xlsx")
    converted([folder / "u.xlsx"], "ods", folder)
    return folder / "u.ods"


def test_a_file_of_libreoffice(tmp_path: Path) -> None:
    """Its text tells every cell, formulas as they are written; the same text makes the same cells."""
    path = spreadsheet(tmp_path)
    texts = texts_of_workbook(path, sheets())
    assert ["Unités", "Notes"] == list(texts)
    for line in (
        "@headings 3 Mesure · Code UCUM",
        "\tSomme: of:=[.E4]*2",
        "\t\tou  gr",
        "\tFacteur: 0.5",
        "\tSomme: 12:30:00",
    ):
        assert line in texts["Unités"].split("\n")
    new = tmp_path / "new.ods"
    new.write_bytes(workbook_of_texts(texts, new))
    assert texts == texts_of_workbook(new, sheets())


def test_what_the_text_does_not_tell_stays(tmp_path: Path) -> None:
    """Changed, emptied and added cells; other parts of the file, and other cells, are as they were; a row that is added
    has the format and the list of the last one; a sheet that is gone from the text is gone."""
    path = spreadsheet(tmp_path)
    before = content(path)
    texts = texts_of_workbook(path, sheets())
    text = (
        texts["Unités"]
        .replace("kilogramme", "kilo")
        .replace("\tFacteur: 1.5\n", "")
        .replace("Facteur: 0.5", "Facteur: 0.6")
    )
    text += "\ntaille · cm\n\tMesure: taille\n\tCode UCUM: cm\n\tPréférée: oui\n"
    path.write_bytes(workbook_of_texts({"Unités": text}, path))
    assert {"Unités": text} == texts_of_workbook(path, sheets())
    after = content(path)
    assert before.keys() == after.keys()
    assert [] == [name for name in before if name != "content.xml" and before[name] != after[name]]
    converted([path], "xlsx", tmp_path)
    sheet = openpyxl.load_workbook(path.with_suffix(".xlsx"))["Unités"]
    assert ["kilo", None, 0.6, "taille", "cm", "oui", "=E4*2"] == [
        sheet[cell].value for cell in ("C4", "E6", "E5", "A7", "B7", "D7", "F4")
    ]
    assert "0%" == sheet["E5"].number_format
    assert "D7" in sheet.data_validations.dataValidation[0].sqref
    assert 40 < sheet.column_dimensions["C"].width < 48


def content(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


CELLS = st.dictionaries(st.integers(1, 6), st.dictionaries(st.integers(1, 5), VALUES, min_size=1), max_size=4)


@settings(deadline=None)
@given(CELLS, CELLS)
def test_any_cells_take_the_place_of_any(tmp_path_factory: Any, before: Any, after: Any) -> None:
    """Whatever stood there, what is written is read: nothing is left over, nothing is shifted."""
    path = tmp_path_factory.getbasetemp() / "any.ods"
    path.unlink(missing_ok=True)
    for rows in (before, after):
        path.write_bytes(open_document_of({"A": rows}, path))
        assert {"A": typed(rows)} == {name: typed(found) for name, found in rows_of_open_document(path)}


def typed(rows: dict[int, dict[int, Any]]) -> dict[int, dict[int, tuple[type, Any]]]:
    return {row: {column: (type(value), value) for column, value in cells.items()} for row, cells in rows.items()}


def test_a_flat_file(tmp_path: Path) -> None:
    """A .fods is read and made again as an .ods is, and its other parts stay."""
    path = spreadsheet(tmp_path)
    texts = texts_of_workbook(path, sheets())
    converted([path], "fods", tmp_path)
    path = tmp_path / "u.fods"
    assert texts == texts_of_workbook(path, sheets())
    changed = texts | {"Unités": texts["Unités"].replace("kilogramme", "kilo")}
    path.write_bytes(workbook_of_texts(changed, path))
    assert changed == texts_of_workbook(path, sheets())
    converted([path], "xlsx", tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "u.xlsx")["Unités"]
    assert ("kilo", "0%") == (sheet["C4"].value, sheet["E5"].number_format)
