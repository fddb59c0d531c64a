"""A large received table is mapped by columns: rows, places and findings are those of a small one."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tabellion.tables import large_grid, large_workbook, textfile
from tabellion.tables.large_grid import LargeGrid
from tables.mapping.layouts import write_text
from tables.mapping.mapped import Mapped, read

HEADINGS = ["No", "Code", "Intitulé", "Précision", "Genre", "État", "Ordre", "Jour"]
ODD = ["#N/A", "01-août", " A1 ", "A\u00a01", "# 3", "", "x\x0by", "1,5", "2024-02-30", "a|b", "oui", "\u200b"]
START = "t.*;;;;Concepts"
MAPPING = f"""
    {START};;Jeu de valeurs;;v
    {START};;Système;;s
    {START};Code;Code
    {START};Intitulé¶Précision;Libellé français
    {START};;Définition;modèle;{{Genre}} : {{Code}}
    {START};Genre;Libellé officiel;mots;m = masculin¶f* = féminin
    {START};Ordre;Ordre
    {START};Jour;Début
    {START};État;;ligne omise;supprimé
"""


def rows(seed: int) -> list[list[str]]:
    chance = random.Random(seed)
    found = [["Une nomenclature"], [], HEADINGS]
    for number in range(200):
        row = [
            f"{number}",
            f"C{number}",
            f"Intitulé {number}",
            "précis",
            "mf"[number % 2],
            "actif",
            f"{number}",
            "2024-01-31",
        ]
        if chance.random() < 0.3:
            row[chance.randrange(1, len(row))] = chance.choice(ODD)
        if chance.random() < 0.05:
            row[5] = "supprimé"
        found.append(row if chance.random() > 0.03 else [""] * len(row))
    return found


def text(folder: Path, seed: int) -> None:
    write_text(folder / "t.csv", rows(seed))


def workbook(folder: Path, seed: int) -> None:
    with xlsxwriter.Workbook(folder / "t.xlsx", {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("T")
        for number, row in enumerate(rows(seed)):
            for column, value in enumerate(row):
                if value:
                    sheet.write_string(number, column, value)


def all_of(found: Mapped) -> list[object]:
    """Every cell with its value, state and place, and every finding."""
    cells = [
        (row.place, key, row[key], row.state(key), row.at(key))
        for row in found.table("concepts")
        for key in ("valueset", "system", "code", "label", "display", "definition", "order", "start")
    ]
    return [cells, sorted(found.report.brief())]


@pytest.mark.parametrize("write", [text, workbook])
@pytest.mark.parametrize("seed", range(4))
def test_by_columns_as_by_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, int], None], seed: int
) -> None:
    write(tmp_path, seed)
    by_cells = read(tmp_path, MAPPING)
    expected = all_of(by_cells)
    for module in (large_grid, large_workbook, textfile):
        monkeypatch.setattr(module, "LARGE", 10)
    by_columns = read(tmp_path, MAPPING)
    assert isinstance(by_columns.sources.grids["concepts"][0], LargeGrid)
    assert not isinstance(by_cells.sources.grids["concepts"][0], LargeGrid)
    assert expected == all_of(by_columns)
    assert 3 < len(by_columns.report)
