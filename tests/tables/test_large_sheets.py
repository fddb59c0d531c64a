"""Large sheets of values alone: what is read by columns is what is read cell by cell, findings and places included."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas
import pytest
import xlsxwriter

from tabellion.artifacts.terminology.sheets.concepts import CONCEPTS
from tabellion.artifacts.terminology.sheets.system_concepts import SYSTEM_CONCEPTS
from tabellion.diagnostics import Report
from tabellion.tables import large_grid, large_workbook, textfile
from tabellion.tables.columns import Sheet
from tabellion.tables.large_rows import ColumnRow
from tabellion.tables.sources import read_sources
from tabellion.tables.table import Row, Table
from tables.writing import TESTS, open_document, rewritten, text_file

LARGE_TESTS = replace(TESTS, values_only=True)
HEADINGS = [column.fr for column in TESTS.columns] + ["Libellé court::en", "Inconnue"]
# what rows of such sheets hold nearly always, column by column
PLAIN: list[list[Any]] = [
    ["ouie"], ["1-8", "C12", "x.y_z:9", ""], ["Ouïe fine", "Ligne 1\nLigne 2", ""], ["0..1", ""], ["oui", "x", ""],
    ["36,5", "2.50", ""], ["3", ""], ["2024-01-31", "31/01/2024", ""], ["https://a.example/x", ""], ["1.2.3", ""],
    ["Observation.code", ""], ["A|B", "A\nB", ""], ["*", "2", ""], ["droite", "left", ""], ["5 %", ""],
    ["1-8", "C12", ""], ["Hearing", ""], [""],
]  # fmt: skip
# what people, spreadsheet programs and exports put anywhere
ODD: list[Any] = [
    " 1-8", "1-8\u00a0", "août-02", "12-mai", "01/02/2024", "1,2E+05", "1E5", "n/a", "N/A", "NA", "sans objet", "s.o.",
    "Not applicable", "#N/A", "#REF!", "Err:502", "# note", "#12", "e\u0301te", "a\u200bb", "a\x0bb", "a\rb", "a\r\nb",
    "a | b", "|", "\ta", "   ", "007", "é", "A_x0041_", "_x000D_", "ça\u202f!", "oui", "no", "-3", "1e400", "²", "１２",
    5, 5.0, 0.5, -1, 1e16, 12345678901234567, True, False, "sans-objet", "nO.T applicable", "S00.1", "non", "naN", "nan",
    "2024-08-01", "00:05", "SEP-1", "1E+5", "1.0E+5", "'12", '="012"', '="01-août"', '="2024-08-01"', "\u2003", "\u200b", 0, 2.50,
    datetime.date(2024, 2, 3), datetime.datetime(2024, 2, 3, 4, 5), datetime.time(6, 7), "=1+1", "=1/0", "=B7", "=SOMME(A1:A2)", "= 5", "=", "=\"a\"", "=\"\"",
]  # fmt: skip


def _row(chance: random.Random, number: int, odd: float) -> list[Any]:
    if chance.random() < 0.02:  # the headings once more, as people or exports write them
        return [chance.choice((heading, heading.upper(), f" {heading} *", "")) for heading in HEADINGS]
    row = [chance.choice(ODD if chance.random() < odd else values) for values in PLAIN]
    if row[0] == "ouie" and chance.random() > 0.02:
        row[0] = f"ouie-{number}"
    if chance.random() < 0.03:
        return [""] * len(row)
    if chance.random() < 0.02:
        row.append(chance.choice(ODD))  # in a column without heading
    return row


def _workbook(path: Path, seed: int) -> None:
    chance = random.Random(seed)
    options = {"strings_to_formulas": False, "constant_memory": seed % 2 == 1}
    with xlsxwriter.Workbook(path, options) as book:
        formats = [
            book.add_format(style)
            for style in (
                {"num_format": "0%"}, {"num_format": "0000"}, {"num_format": "yyyy-mm-dd"}, {"font_strikeout": True},
                {"num_format": "mmm-yy"}, {"bold": True}, {"num_format": "[h]:mm"}, {"num_format": "dd/mm/yyyy;@"},
            )
        ]  # fmt: skip
        sheet = book.add_worksheet("Épreuves")
        sheet.write_row(chance.choice((0, 2)), 0, HEADINGS)
        for number in range(4, 300):
            for column, value in enumerate(_row(chance, number, 0.02)):
                style = chance.choice(formats) if chance.random() < 0.02 else None
                _write(sheet, number, column, value, style, chance)
        sheet.write_row(300, 0, ["fin", "1-8"])  # a last row that every reader sees


def _write(sheet: Any, row: int, column: int, value: Any, style: Any, chance: random.Random) -> None:
    if isinstance(value, datetime.date | datetime.time):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, str) and value.startswith("="):
        result = {
            "=1+1": 2,
            "=1/0": "#DIV/0!",
            '="a"': "a",
            '=""': "",
            '="012"': "012",
            '="01-août"': "01-août",
            '="2024-08-01"': "2024-08-01",
            "=B7": "1-8",
            "=SOMME(A1:A2)": 3,
            "= 5": 5,
            "=": "",
        }[value]
        sheet.write_formula(row, column, value, style, chance.choice((result, result, "")))
    elif isinstance(value, str) and value:
        sheet.write_string(row, column, value, style)
    elif value != "":
        sheet.write(row, column, value, style)
    elif style is not None:
        sheet.write_blank(row, column, None, style)


NOMENCLATURES = {
    "JDV": ("<OID>;<Code>;<Libellé>;<Date début>;<Date fin>", CONCEPTS),
    "TRE": ("<OID>;<Code>;<Libellé>;<LibelléLong>;<Date fin>", SYSTEM_CONCEPTS),
}


@pytest.mark.parametrize("kind", NOMENCLATURES)
def test_files_of_the_repository_of_nomenclatures(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large JDV or TRE gives the rows and findings of a small one, at its own lines."""
    chance = random.Random(5)
    headings, sheet = NOMENCLATURES[kind]
    values = [["1.2.3", "1.2.4"], ["C1", "C2"], ["Ouïe", "Vue"], ["20240101", ""], ["20251231235959", ""]]
    lines = [
        ";".join(
            str(chance.choice(ODD) if chance.random() < 0.02 else chance.choice(choices)).replace("\n", " ")
            for choices in values
        ).replace("\r", "")
        for _ in range(300)
    ]
    head = [f"<OID>;<Type fichier>;<Nom>\n1.2.250.1;{kind};Essai", headings]
    text_file(tmp_path / "a.tabs", "\n".join([*head, *lines, ";;;", "", "# fin"]) + "\n")
    told = []
    for large in (1_000_000, 0):
        monkeypatch.setattr(textfile, "LARGE", large)
        table, report = _read(tmp_path, sheet)
        told.append(
            (
                [(row.place, {key: (row.cell(key), row[key]) for key in row.cells}) for row in table],
                [(item.code, item.place, item.message("fr")) for item in report],
            )
        )
    assert told[0] == told[1]
    assert 290 < len(told[0][0])


def _read(folder: Path, sheet: Sheet) -> tuple[Table, Report]:
    report = Report()
    sources = read_sources(folder, (sheet,), report)
    return sources.table(sheet, "fr", report), report


def _told(row: Row) -> tuple[Any, ...]:
    cells = {key: (repr(row.cell(key).value), row.at(key), repr(row[key]), key in row) for key in row.cells}
    label = row.text("label")
    return row.place, cells, dict(label.texts), dict(label.places), label.place, row.many("names"), row["nowhere"]


def _same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Table:
    """The table of a folder read by columns, which is the same as read cell by cell."""
    expected, expected_report = _read(folder, TESTS)
    monkeypatch.setattr(large_workbook, "LARGE", 0)
    monkeypatch.setattr(textfile, "LARGE", 0)
    monkeypatch.setattr(large_grid, "MANY_ROWS", 0)
    table, report = _read(folder, LARGE_TESTS)
    assert [(item.code, item.place, item.message("fr"), item.help("en"), item.related) for item in expected_report] == [
        (item.code, item.place, item.message("fr"), item.help("en"), item.related) for item in report
    ]
    assert [_told(row) for row in expected] == [_told(row) for row in table]
    assert expected.whole == table.whole
    return table


@pytest.mark.parametrize("seed", range(12))
def test_workbooks_with_everything(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors, formulas, formats, dates, blanks and comments anywhere: the same rows, and the same findings."""
    _workbook(tmp_path / "a.xlsx", seed)
    table = _same(tmp_path, monkeypatch)
    kinds = {type(row) for row in table}
    assert {Row, ColumnRow} == kinds, "some rows are read as cells, some by columns"


@pytest.mark.parametrize("seed", range(6))
def test_text_files_with_everything(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for CSV, with lines of any length and cells of several lines."""
    chance = random.Random(seed)
    rows = [HEADINGS, *(_row(chance, number, 0.02) for number in range(300))]
    cells = ([str(value).replace('"', '""') for value in row] for row in rows)
    lines = ["" if not any(row) else ";".join(f'"{value}"' for value in row) for row in cells]
    text_file(tmp_path / "Épreuves.csv", "\n".join(lines) + "\n")
    assert {Row, ColumnRow} == {type(row) for row in _same(tmp_path, monkeypatch)}


def test_open_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts of several lines, numbers, percents, dates, errors, repeated and empty rows."""
    cell = "<table:table-cell{}>{}</table:table-cell>"
    text = {name: cell.format("", f"<text:p>{name}</text:p>") for name in ("Identifiant", "Niveau", "Rang", "Depuis")}
    plain = cell.format("", "<text:p>ouie-{0}</text:p>")
    rows = [f"<table:table-row>{''.join(text.values())}</table:table-row>"]
    for number, odd in enumerate(
        [
            cell.format("", "<text:p>2,5</text:p>"),
            cell.format(' office:value-type="float" office:value="3"', "<text:p>003</text:p>"),
            cell.format(' office:value-type="percentage" office:value="0.05"', "<text:p>5 %</text:p>"),
            cell.format(' office:value-type="date" office:date-value="2024-01-31"', "<text:p>31/01/24</text:p>"),
            cell.format(' table:formula="of:=1/0" office:value-type="string"', "<text:p>#DIV/0!</text:p>"),
            cell.format(' table:formula="of:=A1"', ""),
            cell.format(' office:value-type="boolean" office:boolean-value="true"', "<text:p>VRAI</text:p>"),
            "<table:table-cell/>",
        ]
    ):
        for position in range(3):
            cells = ["<table:table-cell/>"] * position + [odd]
            rows.append(f"<table:table-row>{plain.format(f'{number}-{position}')}{''.join(cells)}</table:table-row>")
        rows.append('<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>')
    open_document(tmp_path / "a.ods", "".join(rows))
    assert {Row, ColumnRow} == {type(row) for row in _same(tmp_path, monkeypatch)}


def test_frames_that_a_caller_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large frame gives the rows and findings of a small one."""
    chance = random.Random(3)
    frame = pandas.DataFrame([_row(chance, number, 0.02)[:18] for number in range(200)], columns=HEADINGS, dtype=object)
    told = []
    for sheet in (TESTS, LARGE_TESTS):
        monkeypatch.setattr(large_grid, "MANY_ROWS", 0)
        report = Report()
        table = read_sources(Path("nowhere"), (sheet,), report, {"Épreuves": frame}).table(sheet, "fr", report)
        told.append(([_told(row) for row in table], [(item.code, item.place, item.message("fr")) for item in report]))
    assert told[0] == told[1]
    assert 100 < len(told[0][0])


@pytest.mark.parametrize(
    "content",
    [
        'id;code\na;"b"c\n',
        'id;code\na;"b\n',
        "id;id\na;b\n",
        "code\n1-8\n",
        "",
        "id;code\n",
        "a;b\nc;d\n",
        "#\n\nid;code\nx;1\n",
        "# note\n" * 70 + "id;code\nx;1\n",
    ],
)
def test_text_files_out_of_order(content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quotes, headings and rows that are not as they should be are told as they are in a small file."""
    text_file(tmp_path / "tests.csv", content)
    _same(tmp_path, monkeypatch)


def test_merged_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet with merged cells is read cell by cell."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Épreuves")
        sheet.write_row("A1", ["Identifiant", "Code"])
        sheet.merge_range("A2:A3", "ouie")
        sheet.write("B3", "2-6")
    assert {Row} == {type(row) for row in _same(tmp_path, monkeypatch)}


def test_formatted_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bold parts, within the sheet or among the texts that sheets share."""
    for constant_memory in (False, True):
        with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"constant_memory": constant_memory}) as book:
            bold = book.add_format({"bold": True})
            sheet = book.add_worksheet("Épreuves")
            sheet.write_row("A1", ["Identifiant", "Libellé court"])
            for row in range(1, 40):
                sheet.write_string(row, 0, f"ouie-{row}")
                sheet.write_rich_string(row, 1, "Ouïe ", bold, "fine", f" {row}")
        assert "Ouïe fine 7" == _same(tmp_path, monkeypatch).rows[6]["label"]


def test_other_sheets_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sheets beside a large one keep their texts, however these are shared."""
    other = replace(TESTS, key="others", fr="Autres", en="Others", values_only=False)
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name, first in (("Autres", 100), ("Épreuves", 0), ("_privée", 50)):
            sheet = book.add_worksheet(name)
            sheet.write_row("A1", ["Identifiant", "Libellé court"])
            for row in range(1, 60):
                sheet.write_row(row, 0, [f"ouie-{first + row}", f"Texte {first + row}"])
    monkeypatch.setattr(large_workbook, "LARGE", 0)
    report = Report()
    sources = read_sources(tmp_path, (LARGE_TESTS, other), report)
    large, small = (sources.table(sheet, "fr", report) for sheet in (LARGE_TESTS, other))
    assert [] == report.brief()
    assert ["Texte 1", "Texte 59"] == [large.rows[0]["label"], large.rows[-1]["label"]]
    assert [(f"ouie-{n}", f"Texte {n}") for n in range(101, 160)] == [(row["id"], row["label"]) for row in small]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (' r="A5"', ""),
        ('<row r="5"', "<row"),
        ("<sheetData>", "<!-- --><sheetData>"),
        ("ouie-5<", " ouie-5\r\n<"),
        ("ouie-5<", "&#13;ouie<"),
        ("<t>ouie-5</t>", "<t>  ouie</t>"),
        ("<t>ouie-5</t>", "<t>ouie\n</t>"),
        ("<t>ouie-5</t>", "<t>\u00a0ouie\u2003</t>"),
        ("<t>ouie-5</t>", "<t>a&#32;</t>"),
        ("<t>ouie-5</t>", "<t><![CDATA[a]]></t>"),
        ("<t>ouie-5</t>", "<t/>"),
        ('<c r="A5" t="s"><v>', '<c r="A5" t="s"><f>A4</f><v>'),
        ('<c r="A5" t="s"><v>', '<c r="A5" t="s"><v>9'),
        ("</sheetData>", '<row r="2000" ht="30"/></sheetData>'),
        ("</sheetData>", '<row r="2000"><c r="A2000" s="0"/></row></sheetData>'),
        ("<workbookPr ", '<workbookPr date1904="1" '),
        ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "urn:other"),
        ("<v>0</v>", "<v>zero</v>"),
    ],
)
def test_unusual_files(old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What programs write that keep to the letter of the format, or not even to that."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Épreuves")
        sheet.write_row("A1", ["Identifiant", "Depuis"])
        for row in range(1, 40):
            sheet.write_string(row, 0, f"ouie-{row + 1}")
            sheet.write_datetime(row, 1, datetime.date(2024, 1, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    rewritten(tmp_path / "a.xlsx", old, new)
    _same(tmp_path, monkeypatch)
