"""What a mapping fills: the sheets of the guide and their columns, by any of their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tabellion.tables.columns import Column, Sheet
from tabellion.tables.heading_row import column_of, known_columns
from tabellion.tables.headings import Vocabulary, fold
from tabellion.tables.mapping.sheet import RECEIVED_TABLES

# the guide's own identity is written by its authors, and the mapping itself is no received table
NOT_FILLED = frozenset({"guide", RECEIVED_TABLES.key})


class MappingTargets:
    """The sheets that received tables can fill."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        self.sheets = [sheet for sheet in sheets if sheet.key not in NOT_FILLED]
        self._by_name = {fold(name): sheet for sheet in reversed(self.sheets) for name in reversed(sheet.names)}
        self._names = Vocabulary(name for sheet in self.sheets for name in (sheet.fr, sheet.en))

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of a name."""
        return self._by_name.get(fold(name))

    def nearest_sheet(self, name: str) -> str | None:
        """The name of a sheet that was probably meant."""
        return self._names.nearest(name)


def column_named(name: str, sheet: Sheet) -> tuple[Column, str] | None:
    """The column of a heading, and its key with the language of a twin."""
    column, twin = column_of(name, known_columns(sheet))
    return None if column is None else (column, f"{column.key}::{twin}" if twin else column.key)


def nearest_column(name: str, sheet: Sheet) -> str | None:
    """The heading of a column that was probably meant."""
    return Vocabulary(_headings(sheet.columns)).nearest(name)


def _headings(columns: Sequence[Column]) -> list[str]:
    return [name for column in columns for name in (column.fr, column.en)]
