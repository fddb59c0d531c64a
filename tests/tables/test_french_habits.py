"""What people type and what French Excel saves: each way of writing gives the same value."""

from __future__ import annotations

import datetime
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tabellion.tables.table import State
from tables.writing import faults, read, text_file, texts, values, workbook

MARCH = datetime.date(2024, 3, 1)


@pytest.mark.parametrize(
    ("heading", "key", "written", "value"),
    [
        ("Active", "enabled", ["oui", "o", "VRAI", "x", "X", "1", "yes", "True", "Oui "], True),
        ("Active", "enabled", ["non", "N", "FAUX", "0", "no", "false"], False),
        ("Niveau", "level", ["36,5", "36.5", " 36,5 ", "+36,5"], Decimal("36.5")),
        ("Niveau", "level", ["1 234,50", "1\u00a0234,50", "1\u202f234.50"], Decimal("1234.50")),
        ("Rang", "rank", ["12", " 12", "0012", "0" * 5_000 + "12"], 12),
        ("Rang", "rank", ["2147483647"], 2**31 - 1),
        ("Depuis", "since", ["2024-03-01", "01/03/2024", "1/3/2024", " 01/03/2024 "], MARCH),
        ("Depuis", "since", ["1.3.2024", "01.03.2024", "20240301", "2024-03-01 00:00:00.000", "2024-03-01T00:00:00Z"], MARCH),
        ("Oreille", "ear", ["droite", "DROITE", "right", "R", "Droite "], "R"),
        ("Au plus", "most", ["*", " * ", "n"], "*"),
        ("Au plus", "most", ["3", "03"], "3"),
        ("Cardinalité", "cardinality", ["0..*", "0..n", "0 .. *", "0…*", "0-*"], ("0", "*")),
        ("Autres noms", "names", ["a\nb", "a|b", "a | b", "a\r\n\r\nb ", "|a|b|"], ("a", "b")),
        ("OID", "oid", ["1.2.250.1", "urn:oid:1.2.250.1"], "1.2.250.1"),
        ("Code", "code", ["sans objet", "SANS OBJET", "not applicable"], State.NOT_APPLICABLE),
        ("Rang", "rank", ["n/a", "N/A"], State.NOT_APPLICABLE),
        ("Libellé court", "label", ["Ou\u00efe", "Oui\u0308e", "\u00a0Ouïe\t"], "Ou\u00efe"),
        ("Libellé court", "label", ["a\nb", "a\r\nb", "a\rb"], "a\nb"),
    ],
)  # fmt: skip
def test_ways_of_writing(tmp_path: Path, heading: str, key: str, written: list[str], value: Any) -> None:
    """Every way of writing a value reads as the same value."""
    rows = [["Identifiant", heading], *([f"a{number}", text] for number, text in enumerate(written))]
    texts(tmp_path / "a.xlsx", {"Épreuves": rows})
    table, report = read(tmp_path)
    assert [value] * len(written) == [State.NOT_APPLICABLE if row.is_not_applicable(key) else row[key] for row in table]
    assert {"TB013"} >= {diagnostic.code for diagnostic in report}


@pytest.mark.parametrize(
    ("heading", "written", "code"),
    [
        ("Active", "peut-être", "TB010"),
        ("Niveau", "1.234,5", "TB014"),
        ("Niveau", "beaucoup", "TB014"),
        ("Rang", "-1", "TB015"),
        ("Rang", "1,5", "TB015"),
        ("Rang", "²", "TB015"),
        ("Depuis", "31/02/2024", "TB016"),
        ("Depuis", "1/3/24", "TB016"),
        ("Depuis", "mars 2024", "TB016"),
        ("Depuis", "20241301", "TB016"),
        ("Depuis", "2024-03-01 14:30:00", "TB016"),
        ("Oreille", "drote", "TB010"),
        ("Cardinalité", "1..x", "TB017"),
        ("Au plus", "x", "TB029"),
        ("Au plus", "-1", "TB029"),
        ("Au plus", "1..3", "TB029"),
        ("Cardinalité", "1", "TB017"),
        ("Cardinalité", "2..1", "TB018"),
        ("Rang", "2147483648", "TB030"),
        ("Rang", "9" * 20_000, "TB030"),
        ("Cardinalité", f"0..{'9' * 20_000}", "TB030"),
        ("Cardinalité", f"{'9' * 20_000}..*", "TB030"),
        ("Au plus", "9" * 20_000, "TB030"),
        ("Niveau", "9" * 20_000, "TB030"),
        ("Niveau", f"0,{'0' * 20_000}1", "TB030"),
        ("Identifiant", "débit_1", "TB019"),
        ("Identifiant", "Aux.json", "TB031"),
        ("Adresse", "www.exemple.fr", "TB020"),
        ("Adresse", "https://a b", "TB020"),
        ("OID", "1.02.250", "TB021"),
    ],
)
def test_values_that_do_not_read(tmp_path: Path, heading: str, written: str, code: str) -> None:
    """A value that is not of its column's type is an error at its cell."""
    headings = ["Identifiant", heading] if heading != "Identifiant" else ["Code", heading]
    texts(tmp_path / "a.xlsx", {"Épreuves": [headings, ["a-1", written]]})
    assert [(code, "a.xlsx › Épreuves!B2")] == faults(tmp_path)


def test_the_nearest_value_is_suggested(tmp_path: Path) -> None:
    """A value outside a list shows the list, and the value that was probably meant."""
    texts(tmp_path / "a.xlsx", {"Épreuves": [["Identifiant", "Oreille"], ["ouie", "drote"]]})
    (item,) = read(tmp_path)[1]
    assert "valeurs permises : droite, right, gauche, left ; vouliez-vous dire « droite » ?" == item.help("fr")


@pytest.mark.parametrize(
    ("written", "suggestion"), [("45366", "2024-03-15"), ("43862", "2020-02-01"), ("2024", None), ("le 3 mars", None)]
)
def test_the_day_that_a_number_stands_for(tmp_path: Path, written: str, suggestion: str | None) -> None:
    """A date that lost its format is a number: the day that it was is suggested, never taken."""
    texts(tmp_path / "a.xlsx", {"Épreuves": [["Identifiant", "Depuis"], ["ouie", written]]})
    (item,) = read(tmp_path)[1]
    assert ("TB016", suggestion) == (item.code, item.suggestion)


def test_cells_of_excel(tmp_path: Path) -> None:
    """Numbers, dates and truth values that Excel keeps as such are read where they belong."""
    headings = ["Identifiant", "Niveau", "Rang", "Depuis", "Active", "Au plus"]
    moment = datetime.datetime(2024, 3, 1)
    workbook(tmp_path / "a.xlsx", headings, ["a", 36.5, 3, moment, True, 1], ["b", 36, 3.0, moment.date(), False, 2.0])
    table, report = read(tmp_path)
    assert [] == report.brief()
    keys = ("level", "rank", "since", "enabled", "most")
    assert [[Decimal("36.5"), 3, MARCH, True, "1"], [Decimal("36"), 3, MARCH, False, "2"]] == [
        [row[key] for key in keys] for row in table
    ]


def test_a_decimal_keeps_its_spelling(tmp_path: Path) -> None:
    """What an author writes as 36,50 stays two decimals."""
    texts(tmp_path / "a.xlsx", {"Épreuves": [["Identifiant", "Niveau"], ["a", "36,50"]]})
    assert ["36.50"] == [str(value) for value in values(tmp_path, "level")]


CONTENT = "Identifiant;Libellé court;Active;Niveau;Depuis\r\nouie;Élévation, « forte »;VRAI;1\u00a0234,5;01/03/2024\r\n"
WITH_COMMAS = (
    'Identifiant,Libellé court,Active,Niveau,Depuis\r\nouie,"Élévation, « forte »",VRAI,"1 234,5",01/03/2024\r\n'
)


@pytest.mark.parametrize(
    "data",
    [
        CONTENT.encode("cp1252"),
        CONTENT.encode("utf-8"),
        CONTENT.encode("utf-8-sig"),
        CONTENT.encode("utf-16"),
        CONTENT.replace("\r\n", "\n").encode("utf-8"),
        CONTENT.replace("\r\n", "\r").encode("utf-8"),
        CONTENT.replace(";", "\t").encode("utf-8"),
        WITH_COMMAS.encode("utf-8"),
        unicodedata.normalize("NFD", CONTENT).encode("utf-8"),
        ("sep=;\r\n" + CONTENT).encode("cp1252"),
        (CONTENT + ";;;;\r\n;;;;\r\n").encode("cp1252"),
    ],
    ids=["cp1252", "utf-8", "bom", "utf-16", "lf", "cr", "tab", "comma", "nfd", "sep", "empty-rows"],
)  # fmt: skip
def test_text_files(tmp_path: Path, data: bytes) -> None:
    """Encoding, separator, line ends and composition of accents change nothing."""
    text_file(tmp_path / "Épreuves.csv", data)
    table, report = read(tmp_path)
    found = [[row[key] for key in ("label", "enabled", "level", "since")] for row in table]
    assert [["Élévation, « forte »", True, Decimal("1234.5"), MARCH]] == found
    assert [] == report.brief()


def test_a_csv_gives_what_the_workbook_gives(tmp_path: Path) -> None:
    """A sheet that French Excel saved as CSV gives the same values as the workbook."""
    headings = ["Identifiant", "Libellé court", "Active", "Niveau", "Rang", "Depuis", "Autres noms"]
    workbook(tmp_path / "1" / "a.xlsx", headings, ["ouie", "Ouïe\nfine", True, 1234.5, 3, MARCH, "a\nb"])
    saved = ";".join(headings) + '\r\nouie;"Ouïe\nfine";VRAI;1234,5;3;01/03/2024;"a\nb"\r\n'
    text_file(tmp_path / "2" / "Épreuves.csv", saved.encode("cp1252"))
    item, two = (
        [{key: cell.value for key, cell in row.cells.items()} for row in read(tmp_path / name)[0]] for name in "12"
    )
    assert item == two


def test_a_quote_left_open(tmp_path: Path) -> None:
    """A quote that nobody closes would swallow the rows that follow: it is an error, at its own line."""
    text_file(tmp_path / "Épreuves.csv", 'Identifiant;Code\na;"1-8\nb;2-6\n')
    assert ("FI006", "Épreuves.csv:2") in faults(tmp_path)


def test_one_column_without_separator(tmp_path: Path) -> None:
    """A table of one column has no separator, whatever letters are frequent in it."""
    text_file(tmp_path / "Épreuves.csv", "Identifiant\naaa\nbab\n")
    assert ["aaa", "bab"] == values(tmp_path, "id")


@pytest.mark.parametrize(
    ("column", "value", "number_format", "read_as", "code"),
    [
        # as people see it, and typed it
        ("Libellé court", 0.5, "0%", "50 %", None),
        ("Valeur", 0.125, "0.00%", "12.5 %", None),
        # 50 or 0.5: nobody can tell what was meant
        ("Niveau", 0.5, "0%", None, "TB014"),
        ("Rang", 1, "0%", None, "TB015"),
        # a code is a number all the same
        ("Code", 0.5, "0%", None, "TB012"),
        # a sign that is only shown
        ("Niveau", 36.5, '0.0" %"', Decimal("36.5"), None),
        ("Niveau", 36.5, "0.0\\%", Decimal("36.5"), None),
        # a text is what it is
        ("Libellé court", "0.5", "0%", "0.5", None),
    ],
)
def test_percents(tmp_path: Path, column: str, value: Any, number_format: str, read_as: Any, code: str | None) -> None:
    """A cell shown as percents holds a hundredth of what is seen."""
    workbook(tmp_path / "a.xlsx", ["Identifiant", column], ["ouie", value])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book["Épreuves"]["B2"].number_format = number_format
    book.save(tmp_path / "a.xlsx")
    table, report = read(tmp_path)
    key = {"Libellé court": "label", "Valeur": "value", "Niveau": "level", "Rang": "rank", "Code": "code"}[column]
    assert ([read_as], [code] if code else []) == (
        [row[key] for row in table],
        [diagnostic.code for diagnostic in report],
    )


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "#N/D", "#NOM?", "#VALEUR!", "#DIV/0!", " #NUL!", "Err:502"])
@pytest.mark.parametrize("row", ["{};ouïe", "ouie;{}"])
def test_error_values_as_text(tmp_path: Path, row: str, text: str) -> None:
    """Saving as CSV makes text of error values: it is no label, and a row that begins with one is no comment."""
    text_file(tmp_path / "Épreuves.csv", f"Identifiant;Libellé court\n{row.format(text)}\n# un commentaire;x\n")
    assert ["TB007"] == [code for code, _ in faults(tmp_path)]
