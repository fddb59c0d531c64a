"""A sheet as it stands in its file, before its headings are understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tabellion.diagnostics import Place
from tabellion.diagnostics.model import column_letters


class EncryptedFileError(Exception):
    """The file is protected by a password."""


Area = tuple[int, int, int, int]
"""A merged range: first row and column, last row and column, from 1."""


@dataclass(frozen=True, slots=True)
class RawCell:
    """What a file holds in one cell: `value` as the reader gives it, the number `format`, and what is wrong with it.

    `fault` is `error` for an error value such as `#N/A`, `uncalculated` for a formula without a result.
    """

    value: object
    format: str = ""
    fault: str = ""
    struck: bool = False


@dataclass(slots=True)
class Grid:
    """The non-empty cells of a sheet by row and column (from 1), and its merged ranges.

    `origin` tells where row, column and heading stand, of a grid that was made of a table of another layout.
    """

    file: str
    name: str
    rows: dict[int, dict[int, RawCell]] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    empty_rows: int = 0
    is_text_file: bool = False
    origin: Callable[[int, int, str], Place] | None = None

    def place(self, row: int = 0, column: int = 0, heading: str = "") -> Place:
        if self.origin is not None:
            return self.origin(row, column, heading)
        sheet = "" if self.is_text_file else self.name
        return Place(self.file, sheet, row, column, heading)


def range_name(area: Area) -> str:
    """A range in A1 notation: `B2:C4`."""
    first_row, first_column, last_row, last_column = area
    return f"{column_letters(first_column)}{first_row}:{column_letters(last_column)}{last_row}"
