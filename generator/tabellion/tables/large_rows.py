"""The rows of a large sheet: values in columns, which become cells with places when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tabellion.diagnostics import Finding, Place
from tabellion.tables.column_values import column_values
from tabellion.tables.columns import Column, Sheet
from tabellion.tables.grid import Grid
from tabellion.tables.headings import fold
from tabellion.tables.large_grid import LargeGrid
from tabellion.tables.table import Cell, Localized, Row, State
from tabellion.tables.texts import is_blank


@dataclass(frozen=True, slots=True)
class Columns:
    """The typed values of a sheet by key, with the number of the column and its heading as it stands in the file.

    `grid` makes places; `first` is the number of the row of the first values; `twins` are the keys in other languages.
    """

    grid: Grid
    values: Mapping[str, Sequence[Any]]
    headings: Mapping[str, tuple[int, str]]
    languages: Mapping[str, tuple[tuple[str, str], ...]]
    first: int
    twins: tuple[str, ...]

    def place(self, row: int, key: str) -> Place:
        return self.grid.place(row, *self.headings[key])


class ColumnCells(Mapping[str, Cell]):
    """The cells of a row, by the key of their column."""

    __slots__ = ("columns", "index", "number")

    def __init__(self, columns: Columns, index: int, number: int) -> None:
        self.columns = columns
        self.index = index
        self.number = number

    def __getitem__(self, key: str) -> Cell:
        value = self.columns.values[key][self.index]
        return Cell(value, self.columns.place(self.number, key), State.EMPTY if value is None else State.VALUE)

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns.values)

    def __len__(self) -> int:
        return len(self.columns.values)


class _Places(Mapping[str, Place]):
    """The places of a text by language."""

    __slots__ = ("_keys", "_row")

    def __init__(self, row: Row, keys: Mapping[str, str]) -> None:
        self._row = row
        self._keys = keys

    def __getitem__(self, lang: str) -> Place:
        return self._row.at(self._keys[lang])

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class ColumnRow(Row):
    """A row whose values stand in columns; its cells and its place are made when somebody asks for them."""

    __slots__ = ("_columns", "_index", "_values")
    _columns: Columns
    _index: int
    _values: Mapping[str, Sequence[Any]]

    def __init__(self, sheet: Sheet, columns: Columns, index: int, lang: str) -> None:
        put = object.__setattr__  # rows do not change
        put(self, "sheet", sheet)
        put(self, "lang", lang)
        put(self, "_columns", columns)
        put(self, "_index", index)
        put(self, "_values", columns.values)

    @property
    def cells(self) -> ColumnCells:  # type: ignore[override]
        return ColumnCells(self._columns, self._index, self._columns.first + self._index)

    @property
    def place(self) -> Place:  # type: ignore[override]
        return self._columns.grid.place(self._columns.first + self._index)

    @property
    def stands_in(self) -> tuple[str, str]:
        grid = self._columns.grid
        return (grid.file, grid.sheet) if grid.origin is None else super().stands_in

    @property
    def twins(self) -> tuple[str, ...]:
        return self._columns.twins

    def __getitem__(self, key: str) -> Any:
        values = self._values.get(key)
        return values[self._index] if values is not None else None

    def state(self, key: str) -> State:
        return State.EMPTY if self[key] is None else State.VALUE

    @property
    def is_read(self) -> bool:
        return True

    def faults(self, key: str) -> tuple[Finding, ...]:
        return ()

    def at(self, key: str) -> Place:
        columns = self._columns
        return columns.place(columns.first + self._index, key) if key in columns.values else self.place

    def many(self, key: str) -> tuple[Any, ...]:
        values = self._values.get(key)
        value = values[self._index] if values is not None else None
        return value if isinstance(value, tuple) else () if value is None else (value,)

    def lacks(self, key: str, lang: str) -> bool:
        index, values, is_said = self._index, self._values, False
        for said, name in self._columns.languages.get(key, ()):
            if isinstance(values[name][index], str):
                if (said or self.lang) == lang:
                    return False
                is_said = True
        return is_said

    def text(self, key: str) -> Localized:
        index, main, all_values = self._index, self.lang, self._values
        texts, keys = {}, {}
        for lang, name in self._columns.languages.get(key, ()):
            value = all_values[name][index]
            if isinstance(value, str):
                texts[lang or main] = value
                keys[lang or main] = name
        return Localized(texts, _Places(self, keys), main)


def read_columns(
    grid: LargeGrid, top: int, columns: Mapping[int, tuple[Column, str]], headings: Mapping[int, str]
) -> tuple[Columns, list[int], set[int]]:
    """The columns of the rows below the headings, the numbers of these rows, and of those that are to be read as cells:
    with a fault, a comment, the headings once more, a value outside the columns, or something of which the frame knows
    nothing."""
    assert grid.frame is not None
    frame = grid.frame.loc[top + 1 :]
    numbers = frame.index.tolist()
    doubtful = set(grid.doubtful)
    values: dict[str, list[Any]] = {}
    first: list[Any] = [None] * len(numbers)
    waiting: Sequence[int] = range(len(numbers))
    for position in sorted(frame.columns):
        raw = frame[position].tolist()
        for index in waiting:
            first[index] = None if _is_blank(raw[index]) else raw[index]
        waiting = [index for index in waiting if first[index] is None]
        if position in columns:
            column, key = columns[position]
            values[key], faulty = column_values(raw, column, not grid.is_text_file)
            if column.required and key == column.key:
                faulty += [index for index, value in enumerate(values[key]) if value is None]
            doubtful.update(numbers[index] for index in faulty)
        elif position not in headings:
            doubtful.update(number for number, value in zip(numbers, raw, strict=True) if not _is_blank(value))
    comments = (index for index, value in enumerate(first) if isinstance(value, str) and value.lstrip()[:1] == "#")
    names = {fold(heading) for heading in headings.values()}
    again = {value for value in set(first) if isinstance(value, str) and fold(value) in names}
    doubtful.update(numbers[index] for index in comments)
    doubtful.update(number for number, value in zip(numbers, first, strict=True) if value in again)
    doubtful -= {number for number, value in zip(numbers, first, strict=True) if value is None} - grid.doubtful
    taken = [number for number, value in zip(numbers, first, strict=True) if value is not None]
    ordered = {key: values.get(key, [None] * len(numbers)) for _, (_, key) in sorted(columns.items())}
    languages: dict[str, list[tuple[str, str]]] = {}
    for key in ordered:
        base, _, lang = key.partition("::")
        languages.setdefault(base, []).append((lang, key))
    known = {key: (position, headings[position]) for position, (_, key) in columns.items()}
    places = Grid(grid.file, grid.name, is_text_file=grid.is_text_file, origin=grid.origin)
    twins = tuple(key for key in ordered if "::" in key)
    made = Columns(places, ordered, known, {key: tuple(found) for key, found in languages.items()}, top + 1, twins)
    return made, taken, doubtful


def _is_blank(value: object) -> bool:
    return isinstance(value, str) and is_blank(value)


def rows_of(
    made: Columns, numbers: Sequence[int], careful: Mapping[int, Row], without: set[int], sheet: Sheet, lang: str
) -> list[Row]:
    """The rows in their order: those that were read as cells, of which some (`without` a row) are comments, and the
    rest from the columns."""
    rows: list[Row] = []
    for number in sorted({*numbers, *careful}):
        if number in careful:
            rows.append(careful[number])
        elif number not in without:
            rows.append(ColumnRow(sheet, made, number - made.first, lang))
    return rows
