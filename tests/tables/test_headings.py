"""Headings: French or English, in any order, spelt as people spell them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabellion.diagnostics import Report
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.sources import read_sources
from tables.writing import faults, read, text_file, texts


@pytest.mark.parametrize(
    "headings",
    [
        ["Identifiant*", "Cardinalité"],
        ["cardinalite *", "IDENTIFIANT"],
        ["Id", "Cardinality"],
        ["Cardinalité\n(min..max)".replace("(min..max)", ""), "identifiant "],
        ["_ma note", "Identifiant", "card-inalite\u0301"],
        ["id", "cardinality", "_cardinality"],
    ],
)
def test_the_same_columns(tmp_path: Path, headings: list[str]) -> None:
    """Accents, case, stars, line breaks, language and order change nothing; a private column is left alone."""
    cells = {"i": "ouie", "c": "0..1", "_": "pour moi"}
    texts(tmp_path / "a.xlsx", {"Épreuves": [headings, [cells[heading[0].casefold()] for heading in headings]]})
    table, report = read(tmp_path)
    assert [] == report.brief()
    assert [("ouie", ("0", "1"))] == [(row["id"], row["cardinality"]) for row in table]


def test_an_unknown_heading(tmp_path: Path) -> None:
    """A column that nobody knows is ignored with a warning, and the nearest heading is shown."""
    texts(tmp_path / "a.xlsx", {"Épreuves": [["Identifiant", "Cardinals", "Météo"], ["ouie", "0..1", "beau"]]})
    _, report = read(tmp_path)
    assert [("TB004", "a.xlsx › Épreuves!B1"), ("TB004", "a.xlsx › Épreuves!C1")] == report.brief()
    assert ["Cardinalité", None] == [diagnostic.suggestion for diagnostic in report]
    assert next(iter(report)).help("fr").endswith("vouliez-vous dire « Cardinalité » ?")


@pytest.mark.parametrize(
    ("headings", "wrong"),
    [
        (["Identifiants", "Cardinalité"], "A1"),  # a slip in a required heading
        (["Numéro", "Cardinalité"], ""),  # too far away
        (["Identifiant", "Cardinalte"], "B1"),  # a letter of a heading that is not required
        (["Identifinats", "Cardinalité"], "A1"),  # several, in a heading without which nothing could be read
    ],
)
def test_a_misspelt_heading(tmp_path: Path, headings: list[str], wrong: str) -> None:
    """A heading that is nearly that of a missing column is one fault, and the column is read."""
    texts(tmp_path / "a.xlsx", {"Épreuves": [headings, ["ouie", "0..1"]]})
    table, report = read(tmp_path)
    if not wrong:
        assert ["TB003", "TB004"] == sorted(code for code, _ in report.brief())
        return
    assert [("TB033", f"a.xlsx › Épreuves!{wrong}")] == report.brief()
    assert [("ouie", ("0", "1"))] == [(row["id"], row["cardinality"]) for row in table]


def test_a_missing_heading(tmp_path: Path) -> None:
    """A required column that is missing is an error."""
    texts(tmp_path / "a.xlsx", {"Épreuves": [["Code"], ["1-8"]]})
    table, report = read(tmp_path)
    assert [("TB003", "a.xlsx › Épreuves!1")] == report.brief()
    assert [] == list(table), "rows without their key are not read"


def test_two_columns_of_one_heading(tmp_path: Path) -> None:
    """Two columns for one thing are an error that names both."""
    texts(tmp_path / "a.xlsx", {"Épreuves": [["Identifiant", "Code", "Code LOINC"], ["ouie", "1-8", "2-6"]]})
    _, report = read(tmp_path)
    (item,) = report
    assert ("TB005", "a.xlsx › Épreuves!C1", ["a.xlsx › Épreuves!B1"]) == (
        item.code,
        str(item.place),
        [str(place) for place in item.related],
    )


def test_headings_of_translations(tmp_path: Path) -> None:
    """A text column has a twin for each language, written with `::` or in words."""
    for number, twin in enumerate(("Libellé court::en", "Libellé court (anglais)", "libelle court :: English (en)")):
        folder = tmp_path / str(number)
        texts(folder / "a.xlsx", {"Épreuves": [["Identifiant", "Libellé court", twin], ["ouie", "Ouïe", "Hearing"]]})
        (row,), report = read(folder)
        assert ([], {"fr": "Ouïe", "en": "Hearing"}) == (report.brief(), row.text("label").texts)


def test_only_texts_have_translations(tmp_path: Path) -> None:
    """A twin of a column of codes is an unknown column."""
    texts(tmp_path / "a.xlsx", {"Épreuves": [["Identifiant", "Code", "Code::en"], ["ouie", "1-8", "1-8"]]})
    assert [("TB004", "a.xlsx › Épreuves!C1")] == faults(tmp_path)


def test_notes_above_the_headings(tmp_path: Path) -> None:
    """Notes may stand above the headings; rows that begin with # are comments; empty rows count for nothing."""
    text_file(
        tmp_path / "Épreuves.csv",
        "# Envoi du 3 mars;;\nListe des épreuves;;\n;;\n"
        "Identifiant;Code;Rang\n#ex;8-1;1\n;;\n  # retirée ;;\nouie;1-8;2\n",
    )
    table, report = read(tmp_path)
    assert [] == report.brief()
    assert [("ouie", 8)] == [(row["id"], row.place.row) for row in table]


def test_no_row_of_headings(tmp_path: Path) -> None:
    """A sheet without any known heading says which are expected."""
    texts(tmp_path / "a.xlsx", {"Épreuves": [["Nom", "Météo"], ["ouie", "beau"]]})
    _, report = read(tmp_path)
    assert [("TB024", "a.xlsx › Épreuves!1")] == report.brief()
    assert "mettez les titres des colonnes en première ligne : Identifiant" == next(iter(report)).help("fr")


def test_rows(tmp_path: Path) -> None:
    """Empty required cells, doubled keys and values beyond the headings are found at their cells."""
    text_file(
        tmp_path / "Épreuves.csv",
        "Identifiant;Code\nouie;1-8\n;2-6\nvue;3-4;égaré\nouie;4-2\n",
    )
    _, report = read(tmp_path)
    assert [
        ("TB009", "Épreuves.csv › A3", None),
        ("TB027", "Épreuves.csv › C4", "égaré"),
        ("TB025", "Épreuves.csv › A5", None),
    ] == [(code, place, item.value) for (code, place), item in zip(report.brief(), report, strict=True)]


def test_a_key_in_two_files(tmp_path: Path) -> None:
    """A sheet may arrive in several files; a key that two of them give is an error that names both."""
    text_file(tmp_path / "a.Épreuves.csv", "Identifiant\nouie\n")
    text_file(tmp_path / "b.Épreuves.csv", "Identifiant\nouie\nvue\n")
    _, report = read(tmp_path)
    (item,) = report
    assert ("TB025", "b.Épreuves.csv › A2 (Identifiant)") == (item.code, str(item.place))
    assert ["a.Épreuves.csv › A2 (Identifiant)"] == [str(place) for place in item.related]


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        (
            "nez,oreille;Patient;\nnez,oreille;Patient;",
            ["the key `nez, oreille · Patient` (Scope, Path, Slice) is already at x.csv › A2 (Périmètre)"],
        ),
        ("nez;Patient;a\nnez;Patient;b", []),
        # a cell that is empty or does not read is a fault of its own, and tells nothing about the key
        (";Patient;\n;Patient;", ["the required cell `Scope` is empty"] * 2),
        (
            "nez;1-août;\nnez;1-août;",
            ["a date (`1-août`) where a code is expected: the spreadsheet program changed what was typed"] * 2,
        ),
    ],
)
def test_keys_of_several_columns(tmp_path: Path, rows: str, faults: list[str]) -> None:
    """A key is told as people write it; rows whose keys are not known are not compared."""
    columns = (
        Column("scope", "Périmètre", "Scope", Type.CODE, required=True, many=True),
        Column("path", "Chemin", "Path", Type.PATH, required=True),
        Column("slice", "Tranche", "Slice"),
    )
    sheet = Sheet("x", "x", "x", columns, "all", unique=("scope", "path", "slice"))
    text_file(tmp_path / "x.csv", f"Périmètre;Chemin;Tranche\n{rows.replace(',', '|')}\n")
    report = Report()
    read_sources(tmp_path, [sheet], report).table(sheet, "en", report)
    assert faults == [diagnostic.message("en") for diagnostic in report]
