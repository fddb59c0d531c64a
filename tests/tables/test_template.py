"""Workbooks made from declarations: what an author finds in them, and what our reader finds."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tabellion.diagnostics import Report, Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.sources import read_sources
from tabellion.tables.template import Content, template_workbook

STATES = (Choice("new", "neuf", "new"), Choice("worn", "usé", "worn"))
METERS = Sheet(
    "meters",
    "Débitmètres",
    "Meters",
    owner="insurer",
    becomes="Device.identifier",
    unique=("code",),
    columns=(
        Column(
            "code",
            "Code",
            "Code",
            Type.CODE,
            required=True,
            help=Term("Gravé dessous.", "Engraved."),
            example="007",
            fhir="value",
        ),
        Column("label", "Libellé", "Label", recommended=True, translated=True),
        Column("state", "État", "State", Type.CHOICE, choices=STATES),
        Column("lent", "Prêté", "Lent", Type.YES_NO),
        Column("count", "Nombre", "Count", Type.INTEGER),
        Column("tags", "Marques", "Tags", Type.CHOICE, many=True, choices=STATES),
    ),
)
ROWS = [
    {"code": "007", "label": "=1+1", "label::en": "Seven", "state": "worn", "lent": True, "count": 3},
    {"code": "4-6", "label": "Deux", "lent": False},
]


@pytest.fixture(scope="module")
def content() -> bytes:
    return template_workbook([Content(METERS, ROWS)], "fr", ("en",))


@pytest.fixture(scope="module")
def sheet(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))["Débitmètres"]


def test_headings_with_their_marks_and_twins(sheet: Any) -> None:
    """A star on what is required, a twin for the other language after a text."""
    assert ["Code*", "Libellé", "Libellé::en", "État", "Prêté", "Nombre", "Marques"] == [
        cell.value for cell in sheet[1]
    ]
    colours = {cell.value: cell.fill.fgColor.rgb for cell in sheet[1]}
    assert 3 == len({colours[name] for name in ("Code*", "Libellé", "État")})


def test_notes_say_what_a_column_is(sheet: Any) -> None:
    """Meaning, duty, who fills it, allowed values, an example, and what becomes of it."""
    assert [
        "Gravé dessous.",
        "Obligatoire, remplie par l'assureur",
        "Exemple : 007",
        "Devient Device.identifier.value, et se lit sur les pages",
    ] == sheet["A1"].comment.text.split("\n")
    assert [
        "Remplie par l'assureur",
        "Valeurs : neuf, usé",
        "Se lit sur les pages ; aucune ressource ne le porte",
    ] == sheet["D1"].comment.text.split("\n")


def test_the_first_sheet_explains_the_others(content: bytes) -> None:
    """How to fill them, and a way to each."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert "Lisez-moi" == book.sheetnames[0]
    links = {cell.value: cell.hyperlink.location for (cell,) in book["Lisez-moi"]["A1:A30"] if cell.hyperlink}
    assert {"Débitmètres": "'Débitmètres'!A1"} == links


def test_lists_to_choose_from(content: bytes) -> None:
    """A closed column chooses from a named range of the sheet of lists; one that takes several values does not."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    rules = book["Débitmètres"].data_validations.dataValidation
    assert {"D2:D1048576", "E2:E1048576"} == {str(rule.sqref) for rule in rules}
    ranges = {name.attr_text for name in book.defined_names.values()}
    assert {"Listes!$A$1:$A$2", "Listes!$B$1:$B$2"} == ranges
    assert [("neuf", "oui"), ("usé", "non")] == list(book["Listes"].values)


def test_codes_are_text_and_the_heading_stays_in_sight(sheet: Any) -> None:
    """The format of a column of codes keeps zeros and hyphens, down to the last row."""
    assert "@" == sheet["A2"].number_format
    assert ("007", "=1+1", "s") == (sheet["A2"].value, sheet["B2"].value, sheet["B2"].data_type)
    assert "B2" == sheet.freeze_panes
    assert 3 == sheet.max_row


def test_our_reader_finds_what_was_written(content: bytes, tmp_path: Path) -> None:
    """The same values, in either language of the workbook."""
    (tmp_path / "meters.xlsx").write_bytes(content)
    report = Report()
    table = read_sources(tmp_path, (METERS,), report).table(METERS, "fr", report)
    assert [] == [diagnostic.message("en") for diagnostic in report]
    assert [("007", "=1+1", "worn", True, 3), ("4-6", "Deux", None, False, None)] == [
        (row["code"], row["label"], row["state"], row["lent"], row["count"]) for row in table
    ]
    assert "Seven" == table.rows[0].text("label").in_("en")


def test_the_same_content_gives_the_same_bytes(content: bytes) -> None:
    """Neither the clock nor the user's name is in it."""
    assert content == template_workbook([Content(METERS, ROWS)], "fr", ("en",))


def test_a_value_of_no_column(content: bytes) -> None:
    """A row that speaks of a column that is not declared is a fault of the program."""
    with pytest.raises(KeyError):
        template_workbook([Content(METERS, [{"colour": "red"}])], "fr")
