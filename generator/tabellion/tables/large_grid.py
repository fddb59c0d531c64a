"""A large sheet of values alone, held as a pandas frame; a row in doubt becomes cells, as those of other sheets are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

from tabellion.tables.damage import is_date, is_rounded
from tabellion.tables.grid import Grid, RawCell, text_of_formula
from tabellion.tables.texts import is_blank, plain_text

if TYPE_CHECKING:
    import pandas

# bytes of a worksheet and characters of a text file from which reading by columns takes less time than importing pandas
LARGE = 400_000
# and rows of a sheet that stands as cells already
MANY_ROWS = 3_000
# the rows in which headings are looked for, as cells
HEAD = 50

Rows = dict[int, dict[int, RawCell]]


def _no_rows(numbers: Collection[int]) -> Rows:
    return {}


@dataclass(slots=True)
class LargeGrid(Grid):
    """A grid whose `rows` are the first ones alone; all of them stand in `frame`, by number and column from 1.

    The frame holds objects, `""` for empty cells. `doubtful` are the rows of which the frame does not tell everything:
    errors, formulas, formats that change what is read. `indents` are the steps by which formats move cells to the
    right, by row and column. `careful` gives the cells of rows as the reader of all other
    sheets sees them.
    """

    frame: pandas.DataFrame | None = None
    doubtful: frozenset[int] = frozenset()
    careful: Callable[[Collection[int]], Rows] = field(default=_no_rows)
    indents: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def as_cells(self) -> Grid:
        """The same sheet with all its rows as cells."""
        numbers = () if self.frame is None else self.frame.index
        return Grid(
            self.file,
            self.name,
            self.careful(numbers),
            self.merged,
            self.empty_rows,
            self.is_text_file,
            self.hidden_rows,
            self.hidden_columns,
            self.is_hidden,
            self.is_filtered,
            self.origin,
        )


def frame_of(lines: Sequence[Sequence[object]], first: int = 1) -> pandas.DataFrame:
    """The frame of lines of any length; the first of them has the number `first`."""
    import pandas

    columns = dict(enumerate(zip_longest(*lines, fillvalue=""), 1))
    frame = pandas.DataFrame(columns, index=pandas.RangeIndex(first, first + len(lines)), dtype=object)
    frame.columns = pandas.RangeIndex(1, 1 + len(columns))
    return frame


def large_text_grid(file: str, sheet: str, lines: Sequence[Sequence[str]], *, any_formula: bool = True) -> LargeGrid:
    """The grid of a text table: nothing stands behind its values, so that its cells come from the lines themselves.
    `any_formula` says whether some may be a formula of a text, `="0123"`."""

    def careful(numbers: Collection[int]) -> Rows:
        cells = {number: text_cells(lines[number - 1]) for number in sorted(numbers)}
        return {number: found for number, found in cells.items() if found}

    head = careful(range(1, min(HEAD, len(lines)) + 1))
    values, doubtful = _as_seen(lines) if any_formula else (lines, frozenset())
    return LargeGrid(file, sheet, head, is_text_file=True, frame=frame_of(values), doubtful=doubtful, careful=careful)


def _as_seen(lines: Sequence[Sequence[str]]) -> tuple[list[Sequence[str]], frozenset[int]]:
    """The lines with the texts that `="0123"` shows, and the rows in which only that tells such a text from a date."""
    seen: list[Sequence[str]] = []
    doubtful = set()
    for number, line in enumerate(lines, 1):
        if any(value[:2] == '="' for value in line):
            texts = [text_of_formula(value) for value in line]
            if any(text is not None and (is_date(text, False) or is_rounded(text, False)) for text in texts):
                doubtful.add(number)
            line = [value if text is None else text for value, text in zip(line, texts, strict=True)]  # noqa: PLW2901
        seen.append(line)
    return seen, frozenset(doubtful)


def text_cells(values: Sequence[str]) -> dict[int, RawCell]:
    """The cells of a line of a text table by column. `="0123"` is how such a file says that digits are a text."""
    cells = {}
    for column, value in enumerate(values, 1):
        text = text_of_formula(value) if value[:2] == '="' else None
        if not is_blank(value if text is None else text):
            cells[column] = RawCell(value, is_text=False) if text is None else RawCell(text)
    return cells


def large_grid_of(grid: Grid) -> Grid:
    """The grid of a sheet that was read as cells, its values in columns where it is large and has no merged cells."""
    if len(grid.rows) <= MANY_ROWS or grid.merged:
        return grid
    first, last = min(grid.rows), max(grid.rows)
    width = max(max(cells) for cells in grid.rows.values())
    lines: list[list[object]] = []
    for number in range(first, last + 1):
        cells = grid.rows.get(number, {})
        lines.append([cells[column].value if column in cells else "" for column in range(1, width + 1)])
    doubtful = {number for number, cells in grid.rows.items() if any(_is_doubtful(cell) for cell in cells.values())}

    def careful(numbers: Collection[int]) -> Rows:
        return {number: grid.rows[number] for number in sorted(numbers) if number in grid.rows}

    return LargeGrid(
        grid.file,
        grid.name,
        careful(range(first, first + HEAD)),
        empty_rows=grid.empty_rows,
        is_text_file=grid.is_text_file,
        hidden_rows=grid.hidden_rows,
        hidden_columns=grid.hidden_columns,
        is_hidden=grid.is_hidden,
        is_filtered=grid.is_filtered,
        frame=frame_of(lines, first),
        doubtful=frozenset(doubtful),
        careful=careful,
        indents={
            (number, column): cell.indent
            for number, cells in grid.rows.items()
            for column, cell in cells.items()
            if cell.indent
        },
    )


def _is_doubtful(cell: RawCell) -> bool:
    if cell.fault != "" or cell.struck or cell.runs or cell.format not in ("", "General"):
        return True
    return cell.shown is not None and cell.shown != plain_text(cell.value)
