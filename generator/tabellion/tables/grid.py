"""A sheet as it stands in its file, before its headings are understood."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from tabellion.diagnostics import Place, Term
from tabellion.diagnostics.model import column_letters


class EncryptedFileError(Exception):
    """The file is protected by a password."""


class UnreadableWorkbookError(Exception):
    """The file is no workbook that can be read; `reason` says why."""

    def __init__(self, reason: Term) -> None:
        super().__init__(reason.en)
        self.reason = reason


Area = tuple[int, int, int, int]
"""A merged range: first row and column, last row and column, from 1."""


class CharacterPosition(Enum):
    """How a run of characters stands otherwise than the text around it."""

    RAISED = "superscript"
    LOWERED = "subscript"
    STRUCK = "struck"


class Run(NamedTuple):
    """Characters of a cell that have one format, and how they stand; `None` for plain ones."""

    text: str
    position: CharacterPosition | None = None


@dataclass(frozen=True, slots=True)
class RawCell:
    """What a file holds in one cell: `value` as the reader gives it, the number `format`, and what is wrong with it.

    `fault` is `error` for an error value such as `#N/A`, `uncalculated` for a formula without a result. `struck` says
    that all of its text is struck out; `runs` are the parts of a text of which some are raised, lowered or struck.
    `is_text` says that the file itself knows a text for one, as a workbook does and a CSV file does not.
    `shown` is what is seen of a value that is no text, where the file says it, `None` where its format does.
    `indent` is how far a text is moved to the right, in the steps of spreadsheet programs.
    """

    value: object
    format: str = ""
    fault: str = ""
    struck: bool = False
    runs: tuple[Run, ...] = ()
    shown: str | None = None
    is_text: bool = True
    indent: int = 0


FORMULA_OF_TEXT = re.compile(r'="((?:[^"]|"")*)"')


# a function, another sheet, a cell, an operation on numbers or on texts: `= 5` or `=>` alone is a text
_FORMULA = re.compile(
    r"=[+\-( ]*(?:[A-Z][A-Z0-9.]*\(|'?\w[\w .]*'?!\$?[A-Z]|\$?[A-Z]{1,3}\$?[0-9]+ *(?:[-+*/&:^,;=<>)]|\Z)"
    r"|[0-9][0-9.,]* *[-+*/^&] *[(\-0-9\"$A-Z]|\"[^\"]*\" *&)"
)


def is_formula(text: str) -> bool:
    """Whether a text table holds a formula instead of its result, which a spreadsheet program calculates and shows."""
    return _FORMULA.match(text) is not None


def text_of_formula(formula: str) -> str | None:
    """The text that `="0123"` shows, a formula of nothing but a text; `None` for any other."""
    match = FORMULA_OF_TEXT.fullmatch(formula)
    return match[1].replace('""', '"') if match else None


@dataclass(slots=True)
class Grid:
    """The non-empty cells of a sheet by row and column (from 1), its merged ranges, and what of it is hidden.

    `origin` tells where row, column and heading stand, of a grid that was made of a table of another layout.
    """

    file: str
    name: str
    rows: dict[int, dict[int, RawCell]] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    empty_rows: int = 0
    is_text_file: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    is_filtered: bool = False
    origin: Callable[[int, int, str], Place] | None = None

    def place(self, row: int = 0, column: int = 0, heading: str = "") -> Place:
        if self.origin is not None:
            return self.origin(row, column, heading)
        return Place(self.file, self.sheet, row, column, heading)

    @property
    def sheet(self) -> str:
        """The sheet as places name it: a text file has none."""
        return "" if self.is_text_file else self.name


def range_name(area: Area) -> str:
    """A range in A1 notation: `B2:C4`."""
    first_row, first_column, last_row, last_column = area
    return f"{column_letters(first_column)}{first_row}:{column_letters(last_column)}{last_row}"
