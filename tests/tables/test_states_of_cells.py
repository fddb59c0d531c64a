"""What a cell is, whatever its value: a value, empty, unread with its faults, or not applicable."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabellion.diagnostics import Place, Report, RowKey
from tabellion.tables.columns import Column, Type
from tabellion.tables.grid import Grid, RawCell
from tabellion.tables.shape import shape
from tabellion.tables.table import State
from tabellion.tables.values import read_cell
from tables.writing import TESTS, read, texts

VALUE, EMPTY, UNREAD, NOT_APPLICABLE = State.VALUE, State.EMPTY, State.UNREAD, State.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("heading", "key", "written", "state", "value", "faults"),
    [
        ("Code", "code", "a-1", VALUE, "a-1", []),
        ("Code", "code", "", EMPTY, None, []),
        ("Code", "code", "sans objet", NOT_APPLICABLE, None, []),
        ("Code", "code", "#N/A", UNREAD, None, ["TB007"]),
        ("Code", "code", "août-02", UNREAD, None, ["TB011"]),
        ("Code", "code", "1,2E+05", UNREAD, None, ["TB012"]),
        ("OID", "oid", "1.2.03", UNREAD, None, ["TB021"]),
        ("Rang", "rank", "deux", UNREAD, None, ["TB015"]),
        ("Niveau", "level", "beaucoup", UNREAD, None, ["TB014"]),
        ("Depuis", "since", "31/02/2024", UNREAD, None, ["TB016"]),
        ("Active", "enabled", "peut-être", UNREAD, None, ["TB010"]),
        ("Cardinalité", "cardinality", "2..1", UNREAD, None, ["TB018"]),
        ("Autres noms", "names", "a|b", VALUE, ("a", "b"), []),
        ("Autres noms", "names", "a|août-02", VALUE, ("a",), ["TB011"]),
        ("Autres noms", "names", "août-02|#", VALUE, ("#",), ["TB011"]),
        ("Autres noms", "names", "août-02|août-03", UNREAD, None, ["TB011", "TB011"]),
        ("Autres noms", "names", " | ", EMPTY, None, []),
        ("Libellé court", "label", "sans objet", VALUE, "sans objet", []),
    ],
)
def test_state(
    tmp_path: Path, heading: str, key: str, written: str, state: State, value: object, faults: list[str]
) -> None:
    """Each way of filling a cell, with what the cell is then, its value and the faults that it carries."""
    texts(tmp_path / "a.xlsx", {"Épreuves": [["Identifiant", heading], ["a", written]]})
    table, report = read(tmp_path)
    row = next(iter(table))
    cell = row.cell(key)
    assert (state, value, faults) == (cell.state, cell.value, [fault.code for fault in cell.faults])
    assert (state is VALUE, row.is_read) == (key in row, not faults)
    assert list(cell.faults) == [fault for fault in report if fault.severity == "error"]


def test_an_absent_column_is_empty(tmp_path: Path) -> None:
    """A column that a sheet does not have has empty cells, at the row."""
    texts(tmp_path / "a.xlsx", {"Épreuves": [["Identifiant"], ["a"]]})
    row = next(iter(read(tmp_path)[0]))
    assert (EMPTY, True, Place("a.xlsx", "Épreuves", 2)) == (row.state("code"), row.is_empty("code"), row.at("code"))


def test_what_a_merged_range_covers_is_unread() -> None:
    """The cell that holds the value of a range is read, the others are not: nobody knows what would stand there."""
    grid = Grid("a.xlsx", "Épreuves", merged=[(2, 2, 3, 2)])
    grid.rows = {
        1: {1: RawCell("Identifiant"), 2: RawCell("Code")},
        2: {1: RawCell("a"), 2: RawCell("x")},
        3: {1: RawCell("b")},
        4: {1: RawCell("c")},
    }
    rows = shape(TESTS, [grid], "fr", Report()).rows
    assert [VALUE, UNREAD, EMPTY] == [row.state("code") for row in rows]
    assert [[], ["TB006"], []] == [[fault.code for fault in row.cell("code").faults] for row in rows]


def test_rows_have_keys_of_their_own(tmp_path: Path) -> None:
    """Two rows that say the same are two rows; the errors of each are found by its key."""
    texts(tmp_path / "a.xlsx", {"Épreuves": [["Identifiant", "Rang"], ["a", "1"], ["a", "un"]]})
    table, report = read(tmp_path)
    assert [RowKey("a.xlsx", "Épreuves", 2), RowKey("a.xlsx", "Épreuves", 3)] == [row.key for row in table]
    assert [[], ["TB015", "TB025"]] == [sorted(fault.code for fault in report.errors_at(row.key)) for row in table]


def test_an_error_taken_out_leaves_its_row() -> None:
    """What a report knows of a row follows what it holds."""
    report = Report()
    place = Place("a.csv", "", 2, 1)
    fault = read_cell(RawCell("un"), Column("n", "N", "N", Type.INTEGER), place, report).faults[0]
    assert [fault] == list(report.errors_at(place.row_key))
    report.remove(fault)
    assert ([], [], False) == (list(report.errors_at(place.row_key)), list(report.rows_with_errors), report.failed)
