"""Two deliveries of one institution compared by key, cell by cell, before anything is made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tabellion.diagnostics import Place
from tabellion.tables.columns import Sheet
from tabellion.tables.grid import Grid
from tabellion.tables.headings import fold
from tabellion.tables.mapping.headings import headings_of, shown
from tabellion.tables.mapping.proposal.proposing import heading_row
from tabellion.tables.mapping.received import ReceivedTable, text_of
from tabellion.tables.mapping.targets import column_named

Change = Literal[
    "sheet-added", "sheet-removed", "column-added", "column-removed", "row-added", "row-removed", "changed"
]  # fmt: skip
NOWHERE = Place()
MOST_KEYS = 3  # columns that tell rows apart, where no declaration says which


@dataclass(frozen=True, slots=True)
class DeliveryDifference:
    """What differs: `key` tells which row, `heading` which column; `old` and `new` are what cells say, with their
    places."""

    change: Change
    sheet: str
    key: str = ""
    heading: str = ""
    old: str = ""
    new: str = ""
    old_place: Place = NOWHERE
    new_place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Delivered:
    """A sheet of a delivery: its columns by folded heading, and for each row the texts of its cells by that heading."""

    table: ReceivedTable
    columns: Mapping[str, int]
    names: Mapping[str, str]
    rows: Sequence[tuple[int, Mapping[str, str]]]

    def place(self, row: int, heading: str = "") -> Place:
        if heading in self.columns:
            return self.table.place(row, self.columns[heading])
        return self.table.grid.place(row)


def differences(old: Sequence[Grid], new: Sequence[Grid], sheets: Sequence[Sheet]) -> Iterator[DeliveryDifference]:
    """Everything that differs between the sheets of two files, sheet by sheet; the order of rows and columns does not
    count, nor does how blanks, numbers and letters are stored.

    Rows are told apart by the key of the sheet, of ours by its declaration; of any other by the first columns whose
    values are all different in both files.
    """
    before = {fold(grid.name): grid for grid in old}
    after = {fold(grid.name): grid for grid in new}
    if len(before) == len(after) == 1:  # text tables are called as their files, which have other names
        after = dict(zip(before, after.values(), strict=True))
    for name, grid in before.items():
        if name not in after:
            yield DeliveryDifference("sheet-removed", grid.name, old_place=grid.place())
        else:
            yield from _of_sheet(grid, after[name], sheets)
    for name, grid in after.items():
        if name not in before:
            yield DeliveryDifference("sheet-added", grid.name, new_place=grid.place())


def _of_sheet(old: Grid, new: Grid, sheets: Sequence[Sheet]) -> Iterator[DeliveryDifference]:
    declared = next((sheet for sheet in sheets if fold(new.name) in map(fold, sheet.names)), None)
    before, after = _delivered(old, sheets), _delivered(new, sheets)
    for heading, name in before.names.items():
        if heading not in after.columns:
            place = before.place(before.table.last, heading)
            yield DeliveryDifference("column-removed", old.name, heading=name, old_place=place)
    for heading, name in after.names.items():
        if heading not in before.columns:
            place = after.place(after.table.last, heading)
            yield DeliveryDifference("column-added", new.name, heading=name, new_place=place)
    keys = _keys(before, after, declared)
    rows_before, rows_after = _by_key(before, keys), _by_key(after, keys)
    common = [heading for heading in before.columns if heading in after.columns]
    for key, (number, cells) in rows_before.items():
        shown_key = " · ".join(key[0])
        if key not in rows_after:
            yield DeliveryDifference("row-removed", old.name, shown_key, old_place=before.place(number))
            continue
        other, new_cells = rows_after[key]
        for heading in common:
            if cells.get(heading, "") != new_cells.get(heading, ""):
                yield DeliveryDifference(
                    "changed",
                    new.name,
                    shown_key,
                    after.names[heading],
                    cells.get(heading, ""),
                    new_cells.get(heading, ""),
                    before.place(number, heading),
                    after.place(other, heading),
                )
    for key, (number, _) in rows_after.items():
        if key not in rows_before:
            yield DeliveryDifference("row-added", new.name, " · ".join(key[0]), new_place=after.place(number))


def _delivered(grid: Grid, sheets: Sequence[Sheet]) -> Delivered:
    top = heading_row(grid, sheets) or min(grid.rows, default=0)
    table = ReceivedTable(grid, top, top, headings_of(grid, top, top) if top else [])
    named = [(shown(heading, table.headings), heading.column) for heading in table.headings]
    columns = {fold(name) or name: column for name, column in named}
    texts = {heading: [text_of(item) for item in table.items(column)] for heading, column in columns.items()}
    rows = [
        (number, {heading: column[index] for heading, column in texts.items() if column[index]})
        for index, number in enumerate(table.numbers)
    ]
    return Delivered(table, columns, {fold(name) or name: name for name, _ in named}, [row for row in rows if row[1]])


def _keys(before: Delivered, after: Delivered, declared: Sheet | None) -> list[str]:
    """The folded headings of the columns that tell rows apart."""
    if declared is not None and declared.unique:
        found: dict[str, str] = {}
        for heading, name in after.names.items():
            column = column_named(name, declared)
            if column is not None and heading in before.columns:
                found.setdefault(column[1], heading)
        keys = [found[key] for key in declared.unique if key in found]
        if keys:
            return keys
    common = [heading for heading in before.columns if heading in after.columns]
    for count in range(1, MOST_KEYS + 1):
        for start in range(len(common) - count + 1):
            candidate = common[start : start + count]
            if all(_are_apart(delivered.rows, candidate) for delivered in (before, after)):
                return candidate
    return common


def _are_apart(rows: Iterable[tuple[int, Mapping[str, str]]], keys: Sequence[str]) -> bool:
    seen: set[tuple[str, ...]] = set()
    for _, cells in rows:
        key = tuple(cells.get(heading, "") for heading in keys)
        if not key[0] or key in seen:
            return False
        seen.add(key)
    return True


Keyed = dict[tuple[tuple[str, ...], int], tuple[int, Mapping[str, str]]]


def _by_key(delivered: Delivered, keys: Sequence[str]) -> Keyed:
    """The rows by their key; those that share one are told apart by their order."""
    count: Counter[tuple[str, ...]] = Counter()
    found: Keyed = {}
    for number, cells in delivered.rows:
        key = tuple(cells.get(heading, "") for heading in keys)
        found[key, count[key]] = (number, cells)
        count[key] += 1
    return found
