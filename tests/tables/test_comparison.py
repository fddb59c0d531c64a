"""Two deliveries compared: rows by their key, cells by their heading."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tabellion.artifacts.kinds import sheets
from tabellion.cli.app import app
from tabellion.tables.comparison import differences
from tabellion.tables.grid import Grid, RawCell
from tables.mapping.mapped import write_book

UNITS = [
    ["Mesure*", "Code UCUM*", "Libellé français*", "Préférée*"],
    ["poids", "kg", "kilogramme", "oui"],
    ["poids", "g", "gramme", "non"],
    ["taille", "cm", "centimètre", "oui"],
]


def grid(rows: list[list[Any]], name: str = "Unités") -> Grid:
    cells = {
        number: {column: RawCell(value) for column, value in enumerate(row, 1) if value != ""}
        for number, row in enumerate(rows, 1)
    }
    return Grid("envoi.xlsx", name, {number: row for number, row in cells.items() if row})


def told(old: list[list[Any]], new: list[list[Any]], name: str = "Unités") -> list[tuple[str, ...]]:
    found = differences([grid(old, name)], [grid(new, name)], sheets())
    return sorted(
        (item.change, item.key, item.heading, item.old, item.new, item.old_place.cell, item.new_place.cell)
        for item in found
    )


def test_cells_rows_and_columns() -> None:
    """By the declared key, wherever the row stands."""
    new = [
        ["Code UCUM", "Mesure", "Préférée", "Libellé français", "Facteur vers la préférée"],
        ["mm", "taille", "non", "millimètre", ""],
        ["g", "poids", "non", "grammes", "0,001"],
        ["kg", "poids", "oui", "kilogramme", ""],
    ]
    assert [
        ("changed", "poids · g", "Libellé français", "gramme", "grammes", "C3", "D3"),
        ("column-added", "", "Facteur vers la préférée", "", "", "", "E1"),
        ("row-added", "taille · mm", "", "", "", "", "2"),
        ("row-removed", "taille · cm", "", "", "", "4", ""),
    ] == told(UNITS, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["1", "Un"], [1, "Un"]),
        (["1", "Un"], [1.0, "Un "]),
        (["1", "E\u0301té"], ["1", "Été"]),
        (["1", "a\r\nb"], ["1", "a\nb"]),
    ],
)
def test_what_is_no_difference(old: list[Any], new: list[Any]) -> None:
    headings = ["Numéro", "Titre"]
    assert [] == told([headings, old], [headings, new], "Inconnue")


def test_sheets_of_any_layout() -> None:
    """Lines above the headings; the first column whose values are all different is the key."""
    old = [["Nomenclature"], [], ["Groupe", "Nr", "Titre"], ["G", "1", "Un"], ["G", "2", "Deux"]]
    new = [["Nomenclature"], ["2024"], [], ["Groupe", "Nr", "Titre"], ["G", "2", "Deux !"], ["G", "1", "Un"]]
    assert [("changed", "2", "Titre", "Deux", "Deux !", "C5", "C5")] == told(old, new, "Organes")


def test_rows_that_share_a_key_are_told_apart_by_their_order() -> None:
    twice = [*UNITS, ["taille", "cm", "centimètres", "non"]]
    assert [("row-added", "taille · cm", "", "", "", "", "5")] == told(UNITS, twice)


@given(st.integers(0, 10_000))
def test_random_edits_are_told_and_nothing_else(seed: int) -> None:
    """Cells changed, rows added, removed and moved: each is told once."""
    chance = random.Random(seed)
    headings = ["Nr", "Titre", "Détail"]
    before = [[f"k{number}", f"t{number}", f"d{number}"] for number in range(chance.randrange(1, 12))]
    after, expected = [], []
    for row in before:
        fate = chance.random()
        if fate < 0.2:
            expected.append(("row-removed", row[0], "", "", ""))
            continue
        changed = list(row)
        if fate < 0.5:
            place = chance.randrange(1, 3)
            changed[place] = f"x{fate}"
            expected.append(("changed", row[0], headings[place], row[place], changed[place]))
        after.append(changed)
    for number in range(chance.randrange(3)):
        after.append([f"n{number}", "t", "d"])
        expected.append(("row-added", f"n{number}", "", "", ""))
    chance.shuffle(after)
    if not after:
        return
    found = told([headings, *before], [headings, *after], "Organes")
    assert sorted(expected) == sorted(item[:5] for item in found)


def test_the_command(tmp_path: Path) -> None:
    """Each difference on a line with both cells; as CSV and JSON for programs."""
    write_book(tmp_path / "mars.xlsx", {"Unités": UNITS, "Ancienne": [["a"]]})
    write_book(tmp_path / "avril.xlsx", {"Unités": [*UNITS[:3], ["taille", "cm", "centimetre", "oui"]]})
    arguments = ["diff", str(tmp_path / "mars.xlsx"), str(tmp_path / "avril.xlsx"), "--lang", "fr"]
    made = CliRunner().invoke(app, arguments)
    assert (0, ["~ Unités › taille · cm › Libellé français* : « centimètre » → « centimetre » (C4 → C4)", "- feuille Ancienne"]) == (
        made.exit_code,
        made.stdout.splitlines(),
    )  # fmt: skip
    assert "changed,Unités,taille · cm" in CliRunner().invoke(app, [*arguments, "--format", "csv"]).stdout
    assert '"old": "centimètre"' in CliRunner().invoke(app, [*arguments, "--format", "json"]).stdout
    same = CliRunner().invoke(app, ["diff", arguments[1], arguments[1], "--lang", "fr"])
    assert (0, "aucune différence\n") == (same.exit_code, same.stdout)
