"""What is published is what the author sees: where the sheet shows something else than its cell holds, a finding."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tabellion.tables.number_formats import shown_as
from tables.writing import TESTS, open_document, read

SEPTEMBER = datetime.datetime(2024, 9, 5)
HALF_PAST_NOON = datetime.time(12, 30)

# value, number format, what an English and a French program show
FORMATS = [
    (5, '"plus de "0', "plus de 5", "plus de 5"),
    (0.5, "# ?/?", "1/2", "1/2"),
    (1.5, "# ?/?", "1 1/2", "1 1/2"),
    (36.599999999999994, "General", "36.6", "36,6"),
    (1 / 3, "General", "0.333333333", "0,333333333"),
    (1234567.891, "#,##0.00", "1,234,567.89", "1\u202f234\u202f567,89"),
    (12.5, "0.00", "12.50", "12,50"),
    (12, "0000", "0012", "0012"),
    (-5, "0;(0)", "(5)", "(5)"),
    (-5, "0", "-5", "-5"),
    (0, "0;-0;;@", "", ""),
    (5, ";;;", "", ""),
    (0.125, "0%", "13%", "13%"),
    (123456789012, "General", "1.23457E+11", "1,23457E+11"),
    (184095009, "0.00E+00", "1.84E+08", "1,84E+08"),
    (612345678, "00 00 00 00 00", "06 12 34 56 78", "06 12 34 56 78"),
    (1500000, '0.0,,"M"', "1.5M", "1,5M"),
    (5, '[>3]"beaucoup";0', "beaucoup", "beaucoup"),
    (12, "#,##0.00 [$€-40C]", "12.00 €", "12,00 €"),
    ("5", '"N° "@', "N° 5", "N° 5"),
    ("a", ";;;", "", ""),
    (True, "General", "TRUE", "VRAI"),
    (SEPTEMBER, "d-mmm", "5-Sep", "5-sept"),
    (SEPTEMBER, "mmm-yy", "Sep-24", "sept-24"),
    (SEPTEMBER, "mm-dd-yy", "9/5/2024", "05/09/2024"),
    (SEPTEMBER, "[$-40C]dddd d mmmm yyyy;@", "Thursday 5 September 2024", "jeudi 5 septembre 2024"),
    (HALF_PAST_NOON, "h:mm AM/PM", "12:30 PM", "12:30 PM"),
    (datetime.timedelta(hours=26), "[h]:mm:ss", "26:00:00", "26:00:00"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "number_format", "english", "french"), FORMATS)
def test_usual_formats(value: Any, number_format: str, english: str, french: str) -> None:
    """What a program shows of a value in the usual formats, in the habits of both languages."""
    assert (english, french) == (shown_as(value, number_format), shown_as(value, number_format, "fr"))


def workbook(path: Path, column: str, value: Any, number_format: str) -> Path:
    """A workbook of one row, its second cell with a number format."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Épreuves")
        sheet.write_row(0, 0, ["Identifiant", column])
        sheet.write_string(1, 0, "ouie")
        sheet.write(1, 1, value, book.add_format({"num_format": number_format}))
    return path.parent


def outcome(folder: Path, column: str) -> tuple[Any, list[tuple[str, str | None]]]:
    """The value of the column, and code and message of what is found."""
    table, report = read(folder)
    key = next(item.key for item in TESTS.columns if item.fr == column)
    return next(iter(table))[key], [(found.code, found.message("en")) for found in report]


@pytest.mark.parametrize(
    ("column", "value", "number_format", "shown", "held"),
    [
        ("Libellé court", SEPTEMBER, "d-mmm", "5-Sep", "2024-09-05"),
        ("Libellé court", SEPTEMBER, "dd/mm/yyyy", "05/09/2024", "2024-09-05"),
        ("Libellé court", 0.5, "# ?/?", "1/2", "0.5"),
        ("Libellé court", 5, '"plus de "0', "plus de 5", "5"),
        ("Libellé court", HALF_PAST_NOON, "h:mm", "12:30", "12:30:00"),
        ("Libellé court", True, "General", "TRUE", "true"),
        ("Libellé court", 36.59999999999999, "General", "36.6", "36.59999999999999"),
        ("Libellé court", 36.64, "0.0", "36.6", "36.64"),
        ("Libellé court", 7, "000", "007", "7"),
        ("Libellé court", "caché", ";;;", "", "caché"),
        ("Valeur", SEPTEMBER, "mmm-yy", "Sep-24", "2024-09-05"),
        ("Valeur", 5, '0" kg"', "5 kg", "5"),
        ("Niveau", 36.64, "0", "37", "36.64"),
        ("Niveau", 5, '"plus de "0', "plus de 5", "5"),
        ("Niveau", 5, '"<"0', "<5", "5"),
        ("Niveau", -5, "0;0", "5", "-5"),
        ("Rang", 5, ";;;", "", "5"),
        ("Depuis", SEPTEMBER, "mmm-yy", "Sep-24", "2024-09-05"),
    ],
)
def test_what_is_shown_differs(
    tmp_path: Path, column: str, value: Any, number_format: str, shown: str, held: str
) -> None:
    """The finding gives both what the cell shows and what it holds, and neither is read."""
    message = f"the cell shows `{shown}` and holds `{held}`: it is unclear which one is meant"
    assert (None, [("TB040", message)]) == outcome(workbook(tmp_path / "a.xlsx", column, value, number_format), column)


@pytest.mark.parametrize(
    ("column", "value", "number_format", "read_as"),
    [
        ("Libellé court", 36.6, "General", "36.6"),
        ("Libellé court", 12.5, "0.00", "12.50"),
        ("Libellé court", 1234, "#,##0", "1234"),
        ("Libellé court", SEPTEMBER, "yyyy-mm-dd", "2024-09-05"),
        ("Libellé court", 123456789012345678, "0", "123456789012345700"),
        ("Libellé court", 0.0000001, "General", "0.0000001"),
        ("Valeur", 0.00002, "0.00000", "0.00002"),
        ("Valeur", True, "General", "true"),
        ("Valeur", HALF_PAST_NOON, "h:mm", "12:30:00"),
        ("Valeur", SEPTEMBER, "dd/mm/yyyy", "2024-09-05"),
        ("Valeur", SEPTEMBER, "d mmmm yyyy", "2024-09-05"),
        ("Niveau", 12.5, "0.00", Decimal("12.50")),
        ("Niveau", 12, '0" kg"', Decimal("12")),
        ("Niveau", -5, "0;(0)", Decimal("-5")),
        ("Rang", 3, "0.00", 3),
        ("Depuis", SEPTEMBER, "mm-dd-yy", SEPTEMBER.date()),
    ],
)
def test_what_is_shown_is_read(tmp_path: Path, column: str, value: Any, number_format: str, read_as: Any) -> None:
    """Where nothing is hidden the value is read, a number with the zeros that are seen at its end."""
    assert (read_as, []) == outcome(workbook(tmp_path / "a.xlsx", column, value, number_format), column)


@pytest.mark.parametrize(
    ("column", "attributes", "shown", "read_as"),
    [
        ("Libellé court", 'office:value-type="date" office:date-value="2024-09-05"', "5 sept.", None),
        ("Libellé court", 'office:value-type="float" office:value="0.5"', "½", None),
        ("Libellé court", 'office:value-type="float" office:value="5"', "plus de 5", None),
        ("Libellé court", 'office:value-type="boolean" office:boolean-value="true"', "VRAI", None),
        ("Libellé court", 'office:value-type="time" office:time-value="PT12H30M00S"', "12:30", None),
        ("Libellé court", 'office:value-type="float" office:value="36.6"', "36,6", "36.6"),
        ("Libellé court", 'office:value-type="float" office:value="12.5"', "12,50", "12.50"),
        ("Niveau", 'office:value-type="float" office:value="36.64"', "37", None),
        ("Niveau", 'office:value-type="float" office:value="1234.5"', "1\u202f234,5", Decimal("1234.5")),
        ("Depuis", 'office:value-type="date" office:date-value="2024-09-05"', "05/09/24", SEPTEMBER.date()),
        ("Valeur", 'office:value-type="date" office:date-value="2024-09-05"', "sept. 24", None),
    ],
)
def test_an_open_document_says_what_it_shows(
    tmp_path: Path, column: str, attributes: str, shown: str, read_as: Any
) -> None:
    """An .ods holds what is shown beside the value: the same rule decides."""
    heading = "".join(
        f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("Identifiant", column)
    )
    cells = (
        "<table:table-cell><text:p>ouie</text:p></table:table-cell>"
        f"<table:table-cell {attributes}><text:p>{shown}</text:p></table:table-cell>"
    )
    rows = f"<table:table-row>{heading}</table:table-row><table:table-row>{cells}</table:table-row>"
    value, found = outcome(open_document(tmp_path / "a.ods", rows), column)
    assert (read_as, ["TB040"] if read_as is None else []) == (value, [code for code, _ in found])


@pytest.mark.parametrize(
    ("paragraphs", "seen"),
    [
        ("<text:p>Ou<text:span>ïe</text:span></text:p>", "Ouïe"),
        ("<text:p>a<text:s text:c='2'/>b<text:line-break/>c</text:p>", "a  b\nc"),
        ("<text:p>a</text:p><text:p>b</text:p>", "a\nb"),
        ("<text:p>耳<text:ruby><text:ruby-base>鳴</text:ruby-base><text:ruby-text>みみ</text:ruby-text></text:ruby></text:p>", "耳鳴"),
        ("<text:p>a<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>n</text:p></text:note-body></text:note></text:p>", "a"),
    ],
)  # fmt: skip
def test_the_text_of_an_open_document(tmp_path: Path, paragraphs: str, seen: str) -> None:
    """A text is what LibreOffice shows of it: how characters are spoken and notes are no part of it."""
    cells = "".join(
        f"<table:table-row>{first}{second}</table:table-row>"
        for first, second in (
            (_text_cell("<text:p>Identifiant</text:p>"), _text_cell("<text:p>Libellé court</text:p>")),
            (_text_cell("<text:p>ouie</text:p>"), _text_cell(paragraphs)),
        )
    )
    assert (seen, []) == outcome(open_document(tmp_path / "a.ods", cells), "Libellé court")


def _text_cell(paragraphs: str) -> str:
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'
