"""Any mapping of any table: findings at cells, never a traceback, and no row that a copy loses."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Report
from tabellion.tables.grid import Grid, RawCell
from tabellion.tables.mapping.applying import apply_mapping
from tabellion.tables.mapping.sheet import READINGS, RECEIVED_TABLES
from tabellion.tables.shape import shape

SHEETS = sheets()
HEADINGS = ["Nr", "Titre", "Niveau 1", "Niveau 2", "Niveau 2", "", "{", "a > b", "*"]
TEXTS = st.one_of(
    st.sampled_from(["", "a", "A1", "#x", "=", "{Nr}", "{", "}", "a|b", "a\nb", "1", "0..1", "oui", "  x", "*", "a = b", "2-", " "]),
    st.text(max_size=6),
)  # fmt: skip
CELLS = st.one_of(
    st.builds(RawCell, TEXTS.filter(str.strip)),
    st.builds(RawCell, st.one_of(st.integers(), st.floats(allow_nan=False), st.booleans(), st.dates(), st.datetimes())),
    st.just(RawCell("#N/A", fault="error")),
    st.just(RawCell("=1+1", fault="uncalculated")),
    st.builds(RawCell, st.just("barré"), struck=st.just(True)),
    st.none(),
)
NAMES = st.one_of(
    st.sampled_from([*HEADINGS, "Niveau *", "Niveau 2 (2)", "colonne C", "a > Nr", "Nr\nTitre", "[", "(1)", "> x"]),
    TEXTS,
)
TARGETS = [(sheet, column) for sheet in SHEETS if sheet.key in ("system-concepts", "data", "elements", "units") for column in sheet.columns]  # fmt: skip


def grid_of(rows: list[list[RawCell | None]], name: str = "T", file: str = "r.xlsx", merged: Any = ()) -> Grid:
    cells = {
        number: {column: cell for column, cell in enumerate(row, 1) if cell is not None}
        for number, row in enumerate(rows, 1)
    }
    return Grid(file, name, {number: row for number, row in cells.items() if row}, list(merged))


@st.composite
def statements(draw: st.DrawFn) -> list[RawCell | None]:
    sheet, column = draw(st.sampled_from(TARGETS))
    choice = draw(st.sampled_from([*READINGS, None]))
    said = [
        draw(st.sampled_from(["r.xlsx", "*", "r*", "[", "none"])),
        draw(st.sampled_from(["", "T", "*", "?"])),
        draw(st.sampled_from(["", "1", "1-2", "2-1", "99", "x"])),
        draw(st.sampled_from(["", "a", "b"])),
        draw(st.sampled_from([sheet.fr, sheet.en, "", "Guide"])),
        draw(NAMES),
        draw(st.sampled_from([column.fr, column.en, f"{column.fr}::en", "", "?"])),
        "" if choice is None else draw(st.sampled_from([choice.fr, choice.en])),
        draw(TEXTS),
        draw(st.sampled_from(["", "/", "espace", "retour", "ab"])),
    ]
    return [RawCell(text) if text.strip() else None for text in said]


AREAS = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(1, 8), st.integers(1, 6)).filter(lambda a: a[0] <= a[2] and a[1] <= a[3]), max_size=2)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(statements(), max_size=6), st.lists(st.lists(CELLS, max_size=9), max_size=7), AREAS)
def test_nothing_ends_in_a_traceback(
    mapped: list[list[RawCell | None]], rows: list[list[RawCell | None]], areas: list[tuple[int, int, int, int]]
) -> None:
    """Whatever a mapping says of whatever table: grids of ours, which are read as any others, or findings at cells."""
    heads = [RawCell(column.key) for column in RECEIVED_TABLES.columns]
    report = Report()
    mapping = shape(RECEIVED_TABLES, [grid_of([heads, *mapped], "Tables reçues", "guide.xlsx")], "fr", report)
    received = grid_of([[RawCell(text) if text else None for text in HEADINGS], *rows], merged=areas)
    applied = apply_mapping(mapping, [received], SHEETS, report)
    for key, grids in applied.grids.items():
        sheet = next(sheet for sheet in SHEETS if sheet.key == key)
        for row in shape(sheet, grids, "fr", report):
            assert row.place.file == "r.xlsx"
            assert all(cell.place.file in ("r.xlsx", "guide.xlsx") for cell in row.cells.values())
    assert all(found.place.file in ("r.xlsx", "guide.xlsx") for found in report)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=8))
def test_a_copy_keeps_every_row(pairs: list[tuple[str, str]]) -> None:
    """Each row that says something is one row of ours, in its order and at its place."""
    rows = [[RawCell(text) if text.strip() else None for text in pair] for pair in pairs]
    heads = [RawCell(column.key) for column in RECEIVED_TABLES.columns]
    lines = [
        [RawCell("r.xlsx"), None, RawCell("1"), None, RawCell("Concepts des systèmes"), RawCell(name), RawCell(name)]
        for name in ("Code", "Libellé")
    ]
    mapping = shape(RECEIVED_TABLES, [grid_of([heads, *lines], "Tables reçues", "guide.xlsx")], "fr", Report())
    received = grid_of([[RawCell("Code"), RawCell("Libellé")], *rows])
    (made,) = apply_mapping(mapping, [received], SHEETS, Report()).grids["system-concepts"]
    expected = [
        number
        for number, row in received.rows.items()
        if number > 1 and any(str(c.value).strip("\u200b") for c in row.values())
    ]
    found = [made.place(number).row for number in made.rows if number > 1]
    assert set(found) <= set(received.rows)
    assert [number for number in expected if number not in found and _says_something(received, number)] == []
    assert sorted(found) == found


def _says_something(grid: Grid, number: int) -> bool:
    from tabellion.tables.mapping.received import text_of

    return any(text_of(cell) for cell in grid.rows[number].values())


def test_a_moment_in_a_label(tmp_path: Any) -> None:
    """What is no text stays what it is when it is copied."""
    value = datetime.datetime(2024, 3, 1)
    received = grid_of([[RawCell("Code"), RawCell("Libellé")], [RawCell("a"), RawCell(value, "yyyy-mm-dd")]])
    heads = [RawCell(column.key) for column in RECEIVED_TABLES.columns]
    line = [
        RawCell("r.xlsx"),
        None,
        None,
        None,
        RawCell("Concepts des systèmes"),
        RawCell("Libellé"),
        RawCell("Libellé"),
    ]
    mapping = shape(RECEIVED_TABLES, [grid_of([heads, line], "Tables reçues", "guide.xlsx")], "fr", Report())
    (made,) = apply_mapping(mapping, [received], SHEETS, Report()).grids["system-concepts"]
    assert RawCell(value, "yyyy-mm-dd") == made.rows[2][1]
