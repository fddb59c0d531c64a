"""What is wrong with a mapping itself is told at its cells, once, and nothing of its table is read then."""

from __future__ import annotations

from pathlib import Path

import pytest

from tables.mapping.mapped import read

TABLE = b'Nr;Titre;Titre;Genre\nA1;Un;Eins;m\nB2;Deux;Zwei;f\n'  # fmt: skip
CONCEPTS = "Concepts des systèmes"
RIGHT = [
    f"r.csv;;;;{CONCEPTS};;Système;constante;organes",
    f"r.csv;;;;{CONCEPTS};Nr;Code",
    f"r.csv;;;;{CONCEPTS};Titre (1);Libellé",
    "r.csv;;;;;Titre (2);;non repris",
    "r.csv;;;;;Genre;;non repris",
]
# a row of the mapping and what is said of it; it stands in row 7, after those that are right
CASES = {
    "a file that is not there": (f"s.csv;;;;{CONCEPTS};Nr;Code", [("MP001", "A7")]),
    "a sheet of ours that is not there": ("r.csv;;;;Cocnepts des systèmes;Genre;Code", [("MP004", "E7")]),
    "a column of ours that is not there": (f"r.csv;;;;{CONCEPTS};Genre;Defnition", [("MP004", "G7")]),
    "the sheet of the guide": ("r.csv;;;;Guide;Genre;Valeur", [("MP004", "E7")]),
    "a heading that is not there": (f"r.csv;;;;{CONCEPTS};Gerne;Définition", [("MP002", "F7")]),
    "a heading that several columns have": (f"r.csv;;;;{CONCEPTS};Titre;Définition", [("MP003", "F7")]),
    "a column that is filled twice": (f"r.csv;;;;{CONCEPTS};Genre;Code", [("MP005", "G7")]),
    "a reading that is not there": (f"r.csv;;;;{CONCEPTS};Genre;Définition;copié-collé", [("TB010", "H7")]),
    "a target without a column": (f"r.csv;;;;{CONCEPTS};;;constante;x", [("MP006", "G7")]),
    "a column without a target": ("r.csv;;;;;Genre;Code", [("MP006", "E7")]),
    "a constant without a value": (f"r.csv;;;;{CONCEPTS};;Définition", [("MP006", "I7")]),
    "words without what they become": (f"r.csv;;;;{CONCEPTS};Genre;Définition;mots;m, f", [("MP006", "I7")]),
    "a part without a number": (f"r.csv;;;;{CONCEPTS};Genre;Définition;partie;;/", [("MP006", "I7")]),
    "a part without a separator": (f"r.csv;;;;{CONCEPTS};Genre;Définition;partie;1", [("MP006", "J7")]),
    "a template without a heading": (f"r.csv;;;;{CONCEPTS};;Définition;modèle;x", [("MP006", "I7")]),
    "a template with another heading": (f"r.csv;;;;{CONCEPTS};;Définition;modèle;{{Gerne}}", [("MP002", "I7")]),
    "a copy of nothing": (f"r.csv;;;;{CONCEPTS};;Définition;copie", [("MP006", "F7")]),
    "no row of headings": ("r.csv;;x;;Mesures;Genre;Identifiant", [("TB032", "C7")]),
}  # fmt: skip


def at(cell: str) -> str:
    return f"Tables reçues.csv › {cell}"


@pytest.mark.parametrize("case", CASES)
def test_a_fault_of_the_mapping(tmp_path: Path, case: str) -> None:
    row, expected = CASES[case]
    found = read(tmp_path, "\n".join([*RIGHT, row]), r__csv=TABLE)
    assert expected == [(code, place.removeprefix(at("")).partition(" ")[0]) for code, place in found.report.brief()]
    assert (expected[0][0] == "MP001") is (found.rows("system-concepts", "code") != [])


def test_the_mapping_is_right_without_that_row(tmp_path: Path) -> None:
    found = read(tmp_path, "\n".join(RIGHT), r__csv=TABLE)
    assert [("A1",), ("B2",)] == found.rows("system-concepts", "code")
    assert [] == found.report.brief()


def test_a_word_that_is_no_choice(tmp_path: Path) -> None:
    """What words become is told once, where it is written, and not at each cell received."""
    found = read(
        tmp_path,
        """
        r.csv;;;;Mesures;Nr;Identifiant
        r.csv;;;;Mesures;Titre (1);Libellé
        r.csv;;;;Mesures;;Famille;constante;signes-vitaux
        r.csv;;;;Mesures;Genre;Alimentation;mots;m = oui¶f = peut-être
        r.csv;;;;Mesures;Genre;Consultation;mots;m = oui¶f = non
        r.csv;;;;;Titre (2);;non repris
        """,
        r__csv=TABLE,
    )
    assert [("TB010", at("I5"))] == found.report.brief()
    assert [] == found.rows("measures", "id")


def test_a_constant_that_does_not_fit(tmp_path: Path) -> None:
    """It is told once, at its cell, however many rows it stands in."""
    lines = [f"r.csv;;;;Concepts;{column}" for column in (";Jeu de valeurs;;v", ";Système;;s", "Nr;Code", ";Ordre;;un")]
    table = ("Nr\n" + "".join(f"c{number}\n" for number in range(400))).encode()
    found = read(tmp_path, "\n".join(lines), r__csv=table)
    assert 400 == len(found.table("concepts"))
    assert [("TB015", at("I5"))] == found.report.brief()


def test_columns_of_which_nothing_is_said(tmp_path: Path) -> None:
    """One note for each table, and a warning for a column that waits for a decision."""
    found = read(tmp_path, "\n".join([*RIGHT[:4], "r.csv;;;;;Genre"]), r__csv=TABLE.replace(b"Genre", b"Genre;Note"))
    assert [("MP007", at("F6")), ("MP008", "r.csv › 1")] == found.report.brief()


def test_a_table_without_any_of_the_headings(tmp_path: Path) -> None:
    found = read(tmp_path, "\n".join(RIGHT), r__csv=b"a;b\n1;2\n")
    assert [("MP009", "r.csv")] == found.report.brief()
