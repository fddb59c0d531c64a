"""Codes are never changed silently (what a spreadsheet program did to them is said, with what was probably meant)."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tables.writing import open_document, read, rewritten, text_file, values, workbook

HEADINGS = ("Identifiant", "Code")


def outcome(folder: Path) -> list[tuple[Any, str, str | None]]:
    """The code of each row that was read, then code and suggestion of each finding."""
    table, report = read(folder)
    read_codes = [row["code"] for row in table]
    return [(read_codes[diagnostic.place.row - 2], diagnostic.code, diagnostic.suggestion) for diagnostic in report]


@pytest.mark.parametrize(
    ("value", "number_format", "code", "suggestion"),
    [
        (datetime.datetime(8302, 2, 1), "mmm-yy", "TB011", "8302-2"),
        (datetime.datetime(8302, 3, 1), "mmm-yy", "TB011", None),  # a false check digit
        (datetime.datetime(2024, 8, 1), "d-mmm", "TB011", "1-8"),
        (datetime.datetime(2024, 1, 8), "d-mmm", "TB011", "1-8"),
        (datetime.datetime(2024, 1, 7), "d-mmm", "TB011", None),
        (datetime.timedelta(hours=26), "[h]:mm", "TB011", None),
        (datetime.datetime(2024, 8, 1), "yyyy-mm-dd", "TB011", "2024-8"),
        (datetime.time(8, 2), "hh:mm", "TB011", None),
        (184095009, "General", "TB012", None),  # the likely code reads as the number does: nothing to suggest
        (184095009.0, "0.00E+00", "TB012", None),
        (2.5, "0.00", "TB012", "2.50"),
        (0, "0000", "TB012", "0000"),
        # fifteen digits are left of these: one, two or three are calculated where the identifier is that of a concept
        (1234561000315100, "0", "TB012", "1234561000315108"),
        (12345671000315100, "0", "TB012", "12345671000315107"),
        (1000021000315000, "0", "TB012", None),  # no partition of concepts
        (123, "0000000", "TB012", "0000123"),
        (2.5, "General", "TB012", None),
        (18400000123456789, "0", "TB012", None),  # more digits than a spreadsheet program keeps
        (True, "General", "TB012", None),
    ],
)
def test_numbers_and_dates_where_a_code_belongs(
    tmp_path: Path, value: Any, number_format: str, code: str, suggestion: str | None
) -> None:
    """A date, a number or a truth value is an error with the likely code; nothing is read in its place."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Épreuves")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_string(1, 0, "a")
        sheet.write(1, 1, value, book.add_format({"num_format": number_format}))
    assert [(None, code, suggestion)] == outcome(tmp_path)


@pytest.mark.parametrize(
    ("written", "code", "suggestion"),
    [
        ("'0123", "TB044", "0123"),
        ("févr-98", "TB011", None),  # the year of any century
        ("févr.-98", "TB011", None),
        ("févr-8302", "TB011", "8302-2"),
        ("1-août", "TB011", "1-8"),
        ("01-ago", "TB011", "1-8"),
        ("1-Aug", "TB011", "1-8"),
        ("Feb-98", "TB011", None),
        ("01/08/2024", "TB011", "2024-8"),
        ("7/1/1751", "TB011", "1751-7"),
        ("1/7/1751", "TB011", "1751-7"),
        ("6/1/68", "TB011", None),
        ("5-sept-24", "TB011", None),
        ("1.0E+5", "TB012", None),
        ("1E+05", "TB012", None),
        ("1,84E+08", "TB012", None),
        ("1.84095E+08", "TB012", None),
        ("a\x07b", "TB022", None),
    ],
)
def test_the_same_damage_in_text(tmp_path: Path, written: str, code: str, suggestion: str | None) -> None:
    """A CSV file keeps what a spreadsheet program showed: dates, scientific notation, control characters."""
    text_file(tmp_path / "Épreuves.csv", f"Identifiant;Code\na;{written}\n")
    assert [(None, code, suggestion)] == outcome(tmp_path)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("184095009 ", "184095009"),
        ("\u00a0184095009", "184095009"),
        ("8302-2\u200b", "8302-2"),
        ("83\u200b02-2", "8302-2"),
        ("\ufeff8302-2", "8302-2"),
        ("SNOMED\u00a0CT", "SNOMED CT"),
        ("8302\u00ad-2", "8302-2"),
        ("\t8302-2", "8302-2"),
    ],
)
def test_characters_that_nobody_sees(tmp_path: Path, written: str, meant: str) -> None:
    """Blanks around a code and characters that nobody sees are left out with a warning that shows what was read."""
    workbook(tmp_path / "a.xlsx", HEADINGS, ("a", written))
    assert [(meant, "TB013", None)] == outcome(tmp_path)
    assert f"lu : « {meant} »" in next(iter(read(tmp_path)[1])).message("fr")


@pytest.mark.parametrize(
    "written",
    [
        ("2024-08-01", "TB011", "2024-8"),
        ("8302-02-01", "TB011", "8302-2"),
        ("00:05", "TB011", None),
        ("SEP-1", None, None),
        ("MAR-12", None, None),
        ("1E+5", None, None),
        ("2024-08", None, None),
    ],
)
@pytest.mark.parametrize("file", ["a.xlsx", "Épreuves.csv"])
def test_texts_that_look_like_dates(tmp_path: Path, file: str, written: tuple[str, str | None, str | None]) -> None:
    """A column of codes in a CSV file is in doubt where a date in full stands; a workbook knows that it is text."""
    text, code, suggestion = written
    if file.endswith(".csv"):
        text_file(tmp_path / file, f"Identifiant;Code strict\na;{text}\n")
    else:
        workbook(tmp_path / file, ("Identifiant", "Code strict"), ("a", text))
    table, report = read(tmp_path)
    found = [(next(iter(table))["strict"], item.code, item.suggestion) for item in report]
    assert found == ([(None, code, suggestion)] if code and file.endswith(".csv") else [])


@pytest.mark.parametrize(
    ("written", "code"),
    [('="0123"', "0123"), ('"=""0123"""', "0123"), ('="01-août"', None), ('="2024-08-01"', "2024-08-01")],
)
def test_a_text_that_a_csv_file_protects(tmp_path: Path, written: str, code: str | None) -> None:
    """`="0123"` says that these digits are a text: they are what is shown, and what is read."""
    text_file(tmp_path / "Épreuves.csv", f"Identifiant;Code\na;{written}\n")
    assert [code] == [row["code"] for row in read(tmp_path)[0]]


@pytest.mark.parametrize(("column", "key"), [("Code", "code"), ("Valeur", "value"), ("Libellé court", "label")])
@pytest.mark.parametrize("text", ["N/A", "NA", "None", "null", "nan", "#N"])
@pytest.mark.parametrize("file", ["a.xlsx", "Épreuves.csv", "a.ods"])
def test_words_that_readers_of_tables_take_for_nothing(
    tmp_path: Path, column: str, key: str, text: str, file: str
) -> None:
    """`N/A` and its like are codes in every column that can hold one."""
    if file == "a.ods":
        rows = "".join(
            f"<table:table-row>{cell(a)}{cell(b)}</table:table-row>" for a, b in (("Identifiant", column), ("a", text))
        )
        open_document(tmp_path / file, rows)
    elif file == "a.xlsx":
        workbook(tmp_path / file, ("Identifiant", column), ("a", text))
    else:
        text_file(tmp_path / file, f"Identifiant;{column}\na;{text}\n")
    assert [text] == values(tmp_path, key)


@pytest.mark.parametrize(
    ("value", "number_format", "code"),
    [(0, "General", "0"), (0, "0", "0"), (0, "0000", None), (0, "0.0", None), (False, "General", None)],
)
def test_the_number_zero(tmp_path: Path, value: Any, number_format: str, code: str | None) -> None:
    """Zero cannot have lost a digit: in a plain format it is the code 0."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Épreuves")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_string(1, 0, "a")
        sheet.write(1, 1, value, book.add_format({"num_format": number_format}))
    assert [code] == [row["code"] for row in read(tmp_path)[0]]


@pytest.mark.parametrize("code", ["0123", "1E5", "1-8", "NA", "null", "#1", "=a", "-", "A/B", "8302-2", "12", "été"])
def test_codes_as_text_come_back(tmp_path: Path, code: str) -> None:
    """Text is read as it stands, whatever it looks like."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Épreuves")
        for row, texts in enumerate((HEADINGS, ("a", code))):
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text)
    assert [code] == values(tmp_path, "code")


def calculated(path: Path, formula: str, result: str) -> Path:
    """A workbook with a formula in the column of codes, and the result that the file holds."""
    path.parent.mkdir(exist_ok=True)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Épreuves")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_string(1, 0, "a")
        sheet.write_formula(1, 1, formula, None, result)
    return path.parent


def test_formulas(tmp_path: Path) -> None:
    """A formula counts for its result; an error and a missing result are faults."""
    assert ["89024-4"] == values(calculated(tmp_path / "1" / "a.xlsx", '="89024"&"-4"', "89024-4"), "code")
    assert [(None, "TB007", None)] == outcome(calculated(tmp_path / "2" / "a.xlsx", "=1/0", "#DIV/0!"))
    assert [(None, "TB008", None)] == outcome(workbook(tmp_path / "3" / "a.xlsx", HEADINGS, ("a", "=B7")))
    assert ["0123"] == values(workbook(tmp_path / "5" / "a.xlsx", HEADINGS, ("a", '="0123"')), "code")
    assert [(None, "TB007", None)] == outcome(workbook(tmp_path / "4" / "a.xlsx", HEADINGS, ("a", "#N/A")))


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "=B7",
        "=$B$7",
        "=SOMME(A1:A3)",
        "=-(B2*2)",
        "=Feuil2!A1",
        '="a"&B2',
        "=CONCAT(A1;B1)",
        "= A1&A2",
        "=10/2",
    ],
)
def test_formulas_of_a_text_table(tmp_path: Path, formula: str) -> None:
    """A spreadsheet program shows the result, which the file does not have."""
    quoted = formula.replace('"', '""')
    folder = text_file(tmp_path / "Épreuves.csv", f'Identifiant;Code\na;"{quoted}"\n')
    assert [(None, "TB008", None)] == outcome(folder)


@pytest.mark.parametrize("text", ["= 5", "=", "=>", "=< 3 mois", "= valeur fixe", "=équivalent", '="0123"', "==", "=a"])
def test_texts_that_begin_like_formulas(tmp_path: Path, text: str) -> None:
    quoted = text.replace('"', '""')
    folder = text_file(tmp_path / "Épreuves.csv", f'Identifiant;Libellé court\na;"{quoted}"\n')
    assert ["0123" if text == '="0123"' else text] == values(folder, "label")


def test_a_formula_with_an_empty_result(tmp_path: Path) -> None:
    """`=SI(A1="";"";A1)` gives an empty cell, which is no fault."""
    folder = calculated(tmp_path / "a.xlsx", '=IF(D2="","",D2)', "x")
    rewritten(folder / "a.xlsx", "<v>x</v>", "<v></v>", "xl/worksheets/")
    assert [None] == values(folder, "code")


def cell(text: str, attributes: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def test_an_open_document(tmp_path: Path) -> None:
    """Dates, numbers, lost zeros, errors and formulas without result are seen in an .ods as well."""
    cells = {
        "a": cell("8302-2"),
        "b": cell("01/08/2024", 'office:value-type="date" office:date-value="2024-08-01"'),
        "c": cell("0123", 'office:value-type="float" office:value="123"'),
        "d": cell("#DIV/0!", 'table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"'),
        "e": '<table:table-cell table:formula="of:=[.A1]"/>',
        "f": cell("VRAI", 'office:value-type="boolean" office:boolean-value="true"'),
        "g": cell("8:02", 'office:value-type="time" office:time-value="PT08H02M00S"'),
        "h": cell('a<text:s text:c="2"/>b<text:span>c</text:span><office:annotation>note</office:annotation>'),
    }
    rows = "".join(f"<table:table-row>{cell(name)}{code}</table:table-row>" for name, code in cells.items())
    heading = f"<table:table-row>{cell('Identifiant')}{cell('Code')}</table:table-row>"
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    folder = open_document(tmp_path / "a.ods", heading + rows + empty)
    table, _ = read(folder)
    assert ["8302-2", None, None, None, None, None, None, "a  bc"] == [row["code"] for row in table]
    assert [
        (None, "TB011", "2024-8"),
        (None, "TB012", "0123"),
        (None, "TB007", None),
        (None, "TB008", None),
        (None, "TB012", None),
        (None, "TB011", None),
    ] == outcome(folder)


def test_percents_of_an_open_document(tmp_path: Path) -> None:
    """A number that the file says is a percentage reads as it is seen."""
    percents = cell("50 %", 'office:value-type="percentage" office:value="0.5"')
    row = f"<table:table-row>{cell('Identifiant')}{cell('Valeur')}</table:table-row>"
    folder = open_document(tmp_path / "a.ods", f"{row}<table:table-row>{cell('a')}{percents}</table:table-row>")
    assert ["50 %"] == values(folder, "value")


def test_a_cell_repeated_a_million_times(tmp_path: Path) -> None:
    """A cell that a file of a kilobyte repeats for ever is counted before it is expanded: the file is refused."""
    wide = cell("a", 'table:number-columns-repeated="16384" office:value-type="string"')
    rows = f'<table:table-row table:number-rows-repeated="1048576">{wide}</table:table-row>'
    _, report = read(open_document(tmp_path / "a.ods", rows))
    assert [("FI002", "a.ods")] == report.brief()
    assert "a cell is repeated in it more than 500,000 times" in next(iter(report)).message("en")


def test_repeated_cells_of_an_open_document(tmp_path: Path) -> None:
    """Rows and cells that the file writes once for several are read at each place; merged ranges are seen."""
    heading = f"<table:table-row>{cell('Identifiant')}{cell('Code')}</table:table-row>"
    blank = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    item = cell("a", 'office:value-type="string" table:number-columns-repeated="2"')
    two = cell("b", 'office:value-type="string" table:number-rows-spanned="2" table:number-columns-spanned="1"')
    folder = open_document(
        tmp_path / "a.ods",
        f"{heading}{blank}<table:table-row>{item}</table:table-row>"
        f"<table:table-row>{two}</table:table-row><table:table-row><table:covered-table-cell/>{item}</table:table-row>",
    )
    table, report = read(folder)
    assert [("a", "a", 4), ("b", None, 5), (None, "a", 6)] == [(r["id"], r["code"], r.place.row) for r in table]
    assert ("TB006", "a.ods › Épreuves!A5") in report.brief()
