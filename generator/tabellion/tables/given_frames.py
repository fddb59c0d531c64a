"""Tables that never were files: pandas frames that a caller gives, each under the name of its sheet."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from tabellion.tables.grid import Grid, RawCell
from tabellion.tables.texts import is_blank

if TYPE_CHECKING:
    import pandas


def grid_of_frame(name: str, frame: pandas.DataFrame) -> Grid:
    """The grid of a frame: its columns are the headings, its rows count from 1, and places have its name for a file.

    Missing values (`None`, `nan`, `NaT`, `NA`) are empty cells. A number in a column of codes is a fault here as it is
    in a workbook: nobody can tell whether zeros were lost.
    """
    grid = Grid(name, name, is_text_file=True)
    grid.rows[0] = {column: RawCell(str(heading)) for column, heading in enumerate(frame.columns, 1)}
    values = frame.astype(object).where(frame.notna(), None).to_numpy()
    for number, row in enumerate(values, 1):
        cells = {
            column: RawCell(_plain(value), is_text=False) for column, value in enumerate(row, 1) if not _is_empty(value)
        }
        if cells:
            grid.rows[number] = cells
    return grid


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and is_blank(value))


def _plain(value: object) -> object:
    """A value as a workbook gives it: numbers and truth values of numpy as Python's own, what is none as its text."""
    if isinstance(value, str | int | float | Decimal | datetime.date | datetime.time):
        return value
    item = getattr(value, "item", None)
    return item() if item is not None else str(value)
