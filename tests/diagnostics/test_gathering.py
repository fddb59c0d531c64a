"""One cause, one message: findings that differ by their row alone become one."""

from __future__ import annotations

import json
from pathlib import Path

from projects import registry
from tabellion.diagnostics import Place, Report
from tabellion.diagnostics.render.records import json_pieces
from tabellion.pipeline.building import check
from tabellion.tables.literals import NUMBER_IN_CODE
from tabellion.tables.typed_values import NOT_A_NUMBER


def test_a_fault_down_a_column() -> None:
    """The same fault in many cells of a column is one finding with the first cells and a count."""
    report = Report()
    for row in range(2, 12):
        report.add(NOT_A_NUMBER, Place("a.xlsx", "Codes", row, 3, "Niveau"), value="haut")
        report.add(NOT_A_NUMBER, Place("a.xlsx", "Codes", row, 4, "Rang"), value=str(row))
    for row in range(2, 6):
        report.add(NOT_A_NUMBER, Place("a.xlsx", "Codes", row, 5, "Autre"), value="bas")
    report.gather()
    found = report.in_order()
    assert 1 + 10 + 4 == len(found)
    first = next(item for item in found if item.value == "haut")
    assert "`haut` is not a number (10 cells: C2, C3, C4, C5, C6…)" == first.message("en")
    assert "« haut » n'est pas un nombre (10 cellules : C2, C3, C4, C5, C6…)" == first.message("fr")
    assert [f"C{row}" for row in range(2, 12)] == json.loads("".join(json_pieces([first], "en")))[0]["cells"]
    assert report.failed


def test_a_column_of_numbers() -> None:
    """Where the column is the cause, its cells are one finding whatever they hold; a suggestion of its own stays."""
    report = Report()
    for row in range(2, 12):
        place = Place("a.xlsx", "Codes", row, 3, "Code")
        report.add(NUMBER_IN_CODE, place, value=str(row), kind="a number", loss="lost")
    report.add(NUMBER_IN_CODE, Place("a.xlsx", "Codes", 12, 3, "Code"), value="7", suggestion="007", kind="", loss="")
    report.gather()
    assert [10, 1] == [1 + len(item.others) for item in report.in_order()]


def test_a_system_that_nobody_declared(tmp_path: Path) -> None:
    """Thousands of rows of an unknown code system are one finding."""
    rows = "\n".join(f"positions;cim-10-fr;A{number:05d};Libellé {number}" for number in range(2_000))
    project = registry(tmp_path, Concepts=f"Jeu de valeurs;Système;Code;Libellé français\n{rows}")
    unknown = [item for item in check(project).report if item.value == "cim-10-fr"]
    assert [2_000] == [1 + len(item.others) for item in unknown]
