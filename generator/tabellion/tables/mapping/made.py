"""Grids of ours made of received tables: their cells keep the places of those that they come from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from tabellion.diagnostics import Place
from tabellion.tables.columns import Sheet
from tabellion.tables.grid import Grid, RawCell
from tabellion.tables.large_grid import HEAD, LargeGrid, Rows
from tabellion.tables.mapping.filling import FilledColumn
from tabellion.tables.mapping.received import Item, ReceivedTable, text_of

HEADINGS = 1
# a private column, so that no first cell of ours makes a comment of a received row, or a row look struck out
MARK = "_"
Taken = Sequence[tuple[int, Mapping[int, str]]]
"""The received rows of a grid, by their index, with the texts that stand in the place of a column's cell."""


def grid_of(table: ReceivedTable, target: Sheet, columns: Sequence[FilledColumn], taken: Taken) -> Grid:
    """The grid of the rows taken: headings in row 1, the rows below it."""
    locate = _locator(table, columns, taken)
    name, is_text_file = target.fr, table.grid.is_text_file
    if isinstance(table.grid, LargeGrid):
        return _large(table, table.grid, name, columns, taken, locate)
    grid = Grid(table.grid.file, name, is_text_file=is_text_file, origin=locate)
    _hide(grid, table, columns, taken)
    grid.rows[HEADINGS] = _heading_cells(columns)
    for row, (index, instead) in enumerate(taken, HEADINGS + 1):
        cells: dict[int, RawCell] = {0: RawCell(MARK, struck=True)}
        for position, column in enumerate(columns, 1):
            item = table.item(instead[position]) if position in instead else column.items[index]
            if isinstance(item, RawCell):
                cells[position] = item
        grid.rows[row] = cells
    return grid


def _hide(grid: Grid, table: ReceivedTable, columns: Sequence[FilledColumn], taken: Taken) -> None:
    """What the received sheet hides is hidden in what is made of it."""
    source = table.grid
    rows = (row for row, (index, _) in enumerate(taken, HEADINGS + 1) if table.numbers[index] in source.hidden_rows)
    grid.hidden_rows = frozenset(rows) if source.hidden_rows else frozenset()
    named = (position for position, column in enumerate(columns, 1) if column.column in source.hidden_columns)
    grid.hidden_columns = frozenset(named)
    grid.is_hidden, grid.is_filtered = source.is_hidden, source.is_filtered


def _heading_cells(columns: Sequence[FilledColumn]) -> dict[int, RawCell]:
    named = {position: RawCell(column.key) for position, column in enumerate(columns, 1)}
    return {0: RawCell(MARK, struck=True), **named}


def _locator(table: ReceivedTable, columns: Sequence[FilledColumn], taken: Taken) -> Callable[[int, int, str], Place]:
    """Where a cell of the grid comes from: the received cell, or the cell of the mapping that says it."""

    def locate(row: int, position: int, heading: str) -> Place:
        column = columns[position - 1] if position else None
        if row <= HEADINGS:
            first = columns[0].stated
            return column.stated if column is not None else Place(first.file, first.sheet, first.row)
        index, _ = taken[row - HEADINGS - 1]
        number = table.numbers[index]
        if column is None:
            return table.grid.place(number)
        if not column.column:
            return column.stated
        return table.place(*column.elsewhere.get(index, (number, column.column)))

    return locate


def _large(
    table: ReceivedTable,
    source: LargeGrid,
    name: str,
    columns: Sequence[FilledColumn],
    taken: Taken,
    locate: Callable[[int, int, str], Place],
) -> LargeGrid:
    import pandas

    def values(position: int, column: FilledColumn) -> list[object]:
        found = (
            [instead[position] if position in instead else column.items[index] for index, instead in taken]
            if any(instead for _, instead in taken)
            else [column.items[index] for index, _ in taken]
        )
        return [column.key, *("" if value is None else value for value in found)]

    lines: dict[int, list[object]] = {0: [MARK] * (len(taken) + 1)}
    lines |= {position: values(position, column) for position, column in enumerate(columns, 1)}
    frame = pandas.DataFrame(lines, dtype=object)
    frame.index = pandas.RangeIndex(HEADINGS, HEADINGS + len(frame))
    numbers = {row: table.numbers[index] for row, (index, _) in enumerate(taken, HEADINGS + 1)}

    def careful(wanted: Collection[int]) -> Rows:
        asked = sorted(wanted)
        raw = source.careful({numbers[row] for row in asked if row in numbers})
        made: Rows = {}
        for row in asked:
            made[row] = {0: RawCell(MARK, struck=True)} if row in numbers else _heading_cells(columns)
            for position, column in enumerate(columns, 1) if row in numbers else ():
                index, _ = taken[row - HEADINGS - 1]
                number, place = column.elsewhere.get(index, (numbers[row], column.column))
                cell = raw.get(number, {}).get(place)
                said: Item = lines[position][row - HEADINGS]
                if cell is not None and (cell.fault or cell.value == said):
                    made[row][position] = cell
                elif text_of(said):
                    made[row][position] = RawCell(said)
        return made

    doubtful = frozenset(row for row, number in numbers.items() if number in source.doubtful)
    rows = careful(range(HEADINGS, min(HEAD, len(taken) + 1) + 1))
    made_grid = LargeGrid(
        source.file, name, rows, is_text_file=source.is_text_file, origin=locate,
        frame=frame, doubtful=doubtful, careful=careful,
    )  # fmt: skip
    _hide(made_grid, table, columns, taken)
    return made_grid
