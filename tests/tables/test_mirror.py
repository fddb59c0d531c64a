"""Workbooks as text: nothing is lost on the way there and back, and edits of several authors merge by key."""

from __future__ import annotations

import datetime
import random
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabellion.artifacts.kinds import sheets
from tabellion.tables.mirror.merging import merge
from tabellion.tables.mirror.sheet_text import CONTROLS, MirroredSheet, MirrorTextError, sheet_of_text, text_of_sheet
from tabellion.tables.mirror.values import read_value, written
from tabellion.tables.mirror.workbooks import texts_of_workbook, workbook_of_texts

UNITS = [
    ["Unités de 2024"],
    [],
    ["Mesure*", "Code UCUM*", "Libellé français*", "Préférée*", "Facteur", "Facteur"],
    ["poids", "kg", "kilogramme", "oui", 1, 1.5],
    ["poids", "g", "gramme\nou gr", True, 0.001, datetime.datetime(2024, 3, 1)],
    ["taille", "007", "=A1", "#N/A", "1e5", "2024-03-01"],
]
TEXT = """\
@row 1
	A: Unités de 2024

@headings 3 Mesure* · Code UCUM*
	A: Mesure*
	B: Code UCUM*
	C: Libellé français*
	D: Préférée*
	E: Facteur
	F: Facteur

poids · kg
	Mesure*: poids
	Code UCUM*: kg
	Libellé français*: kilogramme
	Préférée*: oui
	[E]: 1
	[F]: 1.5

poids · g
	Mesure*: poids
	Code UCUM*: g
	Libellé français*:
		gramme
		ou gr
	Préférée*: true
	[E]: 0.001
	[F]: 2024-03-01T00:00:00

taille · 007
	Mesure*: taille
	Code UCUM*: 007
	Libellé français*: =A1
	Préférée*: #N/A
	[E]: "1e5"
	[F]: "2024-03-01"
"""


def book(path: Path, rows: list[list[Any]], sheet: str = "Unités") -> Path:
    made = openpyxl.Workbook()
    made.active.title = sheet
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def cells(path: Path) -> dict[str, list[list[Any]]]:
    found = openpyxl.load_workbook(path)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in found.worksheets}


def test_a_sheet_as_text(tmp_path: Path) -> None:
    """A block for each row, after its key; a line for each cell; what is no text is told apart from what looks like it."""
    assert {"Unités": TEXT} == texts_of_workbook(book(tmp_path / "u.xlsx", UNITS), sheets())


def test_and_back(tmp_path: Path) -> None:
    """The same cells, and the same text again."""
    path = book(tmp_path / "u.xlsx", UNITS)
    again = tmp_path / "again.xlsx"
    again.write_bytes(workbook_of_texts({"Unités": TEXT}, None))
    assert cells(path) == cells(again)
    assert {"Unités": TEXT} == texts_of_workbook(again, sheets())


def test_formats_lists_and_widths_stay(tmp_path: Path) -> None:
    """A workbook that is made again keeps what its text does not tell; what the text no longer says is gone."""
    path = book(tmp_path / "u.xlsx", UNITS)
    made = openpyxl.load_workbook(path)
    sheet = made["Unités"]
    sheet.column_dimensions["C"].width = 44
    sheet["B6"].number_format = "@"
    validation = openpyxl.worksheet.datavalidation.DataValidation("list", formula1='"oui,non"')
    validation.add("D4:D99")
    sheet.add_data_validation(validation)
    made.save(path)
    changed = TEXT.replace("kilogramme", "kilo") + "\ntaille · m\n\tMesure*: taille\n\tCode UCUM*: m\n"
    path.write_bytes(workbook_of_texts({"Unités": changed.replace("\t[F]: 1.5\n", "")}, path))
    again = openpyxl.load_workbook(path)["Unités"]
    assert ("kilo", None, "taille", "m") == tuple(again[address].value for address in ("C4", "F4", "A7", "B7"))
    assert (44, "@", "@") == (again.column_dimensions["C"].width, again["B6"].number_format, again["B7"].number_format)
    assert '"oui,non"' == again.data_validations.dataValidation[0].formula1


VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from(['"', "true", "1", "1.0", "<<<<<<< x", "a\nb", "\n", " a", "@row 1", "a: b", "2024-01-01", "\ta"]),
)


@given(VALUES)
def test_every_value_comes_back(value: Any) -> None:
    lines = written(value)
    assert all("\n" not in line for line in lines)
    found = read_value(lines)
    assert (type(value), value) == (type(found), found)


WRITABLE = VALUES.filter(lambda value: not isinstance(value, str) or CONTROLS.search(value) is None)


@given(st.lists(st.dictionaries(st.sampled_from(["Nr", "Titre", "[C]"]), WRITABLE, min_size=1), max_size=6))
def test_every_sheet_comes_back(rows: list[dict[str, Any]]) -> None:
    sheet = MirroredSheet({1: {"A": "above"}}, 2, {"A": "Nr", "B": "Titre", "C": ""}, ("Nr",), rows)
    assert sheet == sheet_of_text(text_of_sheet(sheet))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\tA: 1\n", 1),
        ("@headings 1\n\tA: Nr\n\nx\n\tTitre: 1\n", 5),
        ("x\n<<<<<<< ours\n", 2),
        ('@row 1\n\tA: "\n', 2),
        ('@row 1\n\tA: a\n\tB: "a\\u0001"\n', 3),
    ],
)
def test_a_text_that_is_no_mirror(text: str, line: int) -> None:
    with pytest.raises(MirrorTextError) as fault:
        sheet_of_text(text)
    assert line == fault.value.line


def edited(rows: list[dict[str, Any]], chance: random.Random, side: str) -> list[dict[str, Any]]:
    """Rows with cells changed, emptied and filled, rows taken out, put in and moved."""
    found = []
    for row in rows:
        changed = dict(row)
        for column in ("Titre", "Détail"):
            if chance.random() < 0.25:
                changed[column] = f"{side}{chance.randrange(1000)}"
            elif chance.random() < 0.05:
                changed.pop(column, None)
        if chance.random() > 0.1:
            found.append(changed)
    for number in range(chance.randrange(3)):
        place = chance.randrange(len(found) + 1)
        found.insert(place, {"Nr": f"{side if chance.random() < 0.8 else 'new'}{number}", "Titre": f"{side} row"})
    if chance.random() < 0.2:
        chance.shuffle(found)
    return found


@given(st.integers(0, 100_000))
def test_random_edits_of_three_deliveries(seed: int) -> None:
    """Nothing is lost: what one side changed is there, and what both changed stands in a conflict with both values.
    Nothing is invented: every cell is that of a side."""
    chance = random.Random(seed)
    base = [{"Nr": f"k{number}", "Titre": f"t{number}", "Détail": f"d{number}"} for number in range(8)]
    ours, theirs = edited(base, chance, "o"), edited(base, chance, "t")
    headings = {"A": "Nr", "B": "Titre", "C": "Détail"}
    texts = [text_of_sheet(MirroredSheet({}, 1, headings, ("Nr",), rows)) for rows in (base, ours, theirs)]
    merged = merge(*texts)
    b, o, t = ({row["Nr"]: row for row in rows} for rows in (base, ours, theirs))
    in_conflict = set(merged.conflicts)
    settled = merged.text
    while "<<<<<<< ours\n" in settled:
        start, _, rest = settled.partition("<<<<<<< ours\n")
        one, _, rest = rest.partition("=======\n")
        _, _, rest = rest.partition(">>>>>>> theirs\n")
        settled = start + one + rest
    found = {row["Nr"]: row for row in sheet_of_text(settled).rows}
    for key in {*b, *o, *t}:
        sides = [rows.get(key) for rows in (b, o, t)]
        before, mine, other = sides
        if before is not None and (mine is None or other is None):
            kept = other if mine is None else mine
            is_gone = kept is None or kept == before
            assert (key not in found) is is_gone
            assert ((key, "") in in_conflict) is not is_gone
            continue
        for column in ("Nr", "Titre", "Détail"):
            values = [None if side is None else side.get(column) for side in sides]
            if mine is None or other is None:
                assert found[key].get(column) == (other if mine is None else mine).get(column)
            elif values[1] == values[2] or values[2] == values[0]:
                assert found[key].get(column) == values[1]
            elif values[1] == values[0]:
                assert found[key].get(column) == values[2]
            else:
                assert (key, column) in in_conflict
                assert all(str(value) in merged.text for value in values[1:] if value is not None)
    assert found.keys() <= {*b, *o, *t}
    assert len(sheet_of_text(settled).rows) == len(found)


def test_edits_of_different_rows_by_git_itself(tmp_path: Path) -> None:
    """Without a merge driver too: two cells of different rows are different lines, apart from each other."""
    for name, old, new in (("base", "", ""), ("ours", "kilogramme", "kilo"), ("theirs", "ou gr", "ou gr.")):
        (tmp_path / name).write_text(TEXT.replace(old, new) if old else TEXT, encoding="utf-8")
    made = subprocess.run(
        ["git", "merge-file", "-p", "ours", "base", "theirs"], cwd=tmp_path, capture_output=True, check=False
    )
    assert (0, TEXT.replace("kilogramme", "kilo").replace("ou gr", "ou gr.")) == (made.returncode, made.stdout.decode())
