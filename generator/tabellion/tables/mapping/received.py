"""A received table in columns: its rows below the headings, as cells, or as plain values where it is large."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from tabellion.diagnostics import Place
from tabellion.tables.grid import Grid, RawCell
from tabellion.tables.heading_row import are_headings
from tabellion.tables.large_grid import LargeGrid
from tabellion.tables.mapping.headings import ReceivedHeading
from tabellion.tables.texts import plain_text

Item = object
"""A cell of a received table: `RawCell`, `None` where it is empty; of a large one the value, `""` where it is empty."""


class ReceivedTable:
    """A received sheet with its headings and its rows.

    `numbers` are those of the rows below the headings, down to the row before `end` where another table of the sheet
    begins; rows that repeat the headings, as on every page of a print, are none (`repeated`). A cell that a merged
    range covers downwards has the value of the range, as its readers see it.
    """

    def __init__(
        self, grid: Grid, first: int, last: int, headings: list[ReceivedHeading], end: int | None = None
    ) -> None:
        self.grid = grid
        self.first = first
        self.last = last
        self.headings = headings
        self.end = end
        self.repeated: list[int] = []
        self._names = {heading.column: " ".join(heading.text.split()) for heading in headings}
        self._frame = grid.frame if isinstance(grid, LargeGrid) else None
        self._top_of: dict[tuple[int, int], int] = {}
        if self._frame is None:
            below = sorted(number for number in grid.rows if number > last and (end is None or number < end))
            self.repeated = [number for number in below if are_headings(grid.rows[number], self._names)]
            self.numbers = [number for number in below if number not in self.repeated]
            for first_row, column, last_row, _ in grid.merged:
                covered = (number for number in self.numbers if first_row < number <= last_row)
                self._top_of.update(((number, column), first_row) for number in covered)
        else:
            rows = self._frame.loc[last + 1 : None if end is None else end - 1]
            is_row = rows.ne("").any(axis=1)
            self._rows = rows[is_row]
            self.numbers = self._rows.index.tolist()

    @property
    def is_large(self) -> bool:
        """Whether its items are plain values."""
        return self._frame is not None

    def items(self, column: int) -> list[Item]:
        """The cells of a column, from the first row to the last."""
        if self._frame is not None:
            if column not in self._frame.columns:
                return [""] * len(self.numbers)
            return list(self._rows[column].tolist())
        rows = self.grid.rows
        return [rows.get(self.row_of(number, column), {}).get(column) for number in self.numbers]

    def indents(self, column: int) -> list[int]:
        """How far each cell of a column is moved to the right by its format."""
        if isinstance(self.grid, LargeGrid):
            known = self.grid.indents
            return [known.get((number, column), 0) for number in self.numbers]
        return [item.indent if isinstance(item, RawCell) else 0 for item in self.items(column)]

    def row_of(self, number: int, column: int) -> int:
        """The row that a cell has its value from."""
        return self._top_of.get((number, column), number)

    def place(self, row: int, column: int) -> Place:
        """The place of a received cell, with its own heading."""
        return self.grid.place(row, column, self._names.get(column, ""))

    def text_at(self, row: int, column: int) -> str:
        """The text of any cell, those above the headings included."""
        return text_of(self.grid.rows.get(row, {}).get(column))

    def item(self, text: str) -> Item:
        """A cell that nobody sent."""
        return text if self.is_large else (RawCell(text) if text else None)


@lru_cache(maxsize=1 << 16)
def _plain(text: str) -> str:
    return plain_text(text)


def text_of(item: Item) -> str:
    """What a cell says, without blanks around it."""
    value = item.value if isinstance(item, RawCell) else item
    if value is None:
        return ""
    return _plain(value) if isinstance(value, str) else plain_text(value)


def raw_text(item: Item) -> str:
    """What a cell says, with the blanks before it."""
    value = item.value if isinstance(item, RawCell) else item
    return value if isinstance(value, str) else text_of(item)


def is_faulty(item: Item) -> bool:
    """Whether a cell has an error instead of a value: it is passed on as it is, to be told at its place."""
    return isinstance(item, RawCell) and item.fault != ""


def with_text(item: Item, text: str) -> Item:
    """A cell that says another text, and is struck out where the first is."""
    if isinstance(item, RawCell):
        return replace(item, value=text, format="", shown=None) if text else None
    return text if text or item is not None else None
