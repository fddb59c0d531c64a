"""A workbook is not refused for a part that holds no value: its sheets are read from their own XML."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tables.writing import read, rewritten

PIVOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="p1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable" Target="../pivotTables/none.xml"/>'
    "</Relationships>"
)  # fmt: skip

# what to change where; each keeps openpyxl from reading the workbook
BROKEN = {
    "a date that is none among the properties": ("docProps/core.xml", "2024-01-01T00:00:00Z", "hier"),
    "a colour that is none": ("xl/styles.xml", '<color theme="1"/>', '<color rgb="ROUGE"/>'),
    "a pattern that is none": ("xl/styles.xml", 'patternType="gray125"', 'patternType="gris"'),
    "paper that is none": ("xl/worksheets/sheet1.xml", "</worksheet>", '<pageSetup paperSize="A4"/></worksheet>'),
    "a link to nothing": (
        "xl/worksheets/sheet1.xml",
        "</worksheet>",
        '<hyperlinks><hyperlink ref="A1" r:id="rId99"/></hyperlinks></worksheet>',
    ),
    "a height that is none": ("xl/worksheets/sheet1.xml", '<row r="1"', '<row ht="haut" r="1"'),
    "a format that is none": ("xl/worksheets/sheet1.xml", '<c r="A2"', '<c s="99" r="A2"'),
    "a condition that is none": (
        "xl/worksheets/sheet1.xml",
        "</worksheet>",
        '<conditionalFormatting sqref="A1"><cfRule type="rouge" priority="1"/></conditionalFormatting></worksheet>',
    ),
    "a list that is none": (
        "xl/worksheets/sheet1.xml",
        "</worksheet>",
        '<dataValidations count="1"><dataValidation type="liste" sqref="A1"/></dataValidations></worksheet>',
    ),
    "a view that is none": ("xl/workbook.xml", "<workbookView ", '<workbookView activeTab="premier" '),
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with a date, a struck cell, a text with runs, a formula and a hidden row."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.set_properties({"created": datetime.datetime(2024, 1, 1)})
        sheet = made.add_worksheet("Épreuves")
        sheet.write_row(0, 0, ["Identifiant", "Code", "Depuis", "Libellé court"])
        for number, (code, label) in enumerate([("1-8", "Ouïe"), ("2-6", "Vue"), ("3-4", "Goût")], 1):
            sheet.write_row(number, 0, [f"e{number}", code])
            sheet.write_datetime(
                number, 2, datetime.datetime(2024, 9, 5), made.add_format({"num_format": "dd/mm/yyyy"})
            )
            sheet.write_string(number, 3, label)
        sheet.write_formula(1, 1, '="1"&"-8"', None, "1-8")
        sheet.write_string(2, 1, "2-6", made.add_format({"font_strikeout": True}))
        sheet.write_rich_string(3, 3, "CO", made.add_format({"font_script": 2}), "2")
        sheet.set_row(3, None, None, {"hidden": True})
    return path


def _told(path: Path) -> tuple[list[tuple[object, ...]], list[tuple[str, str]]]:
    table, report = read(path.parent)
    return [(row["id"], row["code"], row["since"], row["label"]) for row in table], report.brief()


@pytest.mark.parametrize("kind", BROKEN)
def test_a_part_that_does_not_read(book: Path, kind: str) -> None:
    """The same rows and the same findings as without the fault."""
    expected = _told(book)
    day = datetime.date(2024, 9, 5)
    assert [("e1", "1-8", day, "Ouïe"), ("e2", None, day, "Vue"), ("e3", "3-4", day, "CO2")] == expected[0]
    assert ["TB045", "TB042", "TB043"] == sorted((code for code, _ in expected[1]), key="TB045 TB042 TB043".index)
    part, old, new = BROKEN[kind]
    rewritten(book, old, new, part)
    assert expected == _told(book)


def test_a_pivot_table_that_is_not_there(book: Path) -> None:
    """A relation to a part that the archive does not have."""
    expected = _told(book)
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", PIVOT)
    assert expected == _told(book)
