"""Cells, rows and tables: values that know where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from tabellion.diagnostics import Finding, Place, RowKey, Term
from tabellion.tables.columns import Choice, Sheet

if TYPE_CHECKING:
    import pandas


class State(Enum):
    """What a cell is, whatever its value: only an empty one says nothing at all."""

    VALUE = "value"
    EMPTY = "empty"
    UNREAD = "unread"  # something stands there that does not read, or a merged range hides what does
    NOT_APPLICABLE = "not applicable"  # explicitly nothing


@dataclass(frozen=True, slots=True)
class Cell:
    """A typed value and its place. The value is `None` where the state is another than `VALUE`.

    `faults` are what keeps the cell from being read, each reported; a cell of several values may have some and be read
    in part.
    """

    value: Any
    place: Place
    state: State = State.VALUE
    faults: tuple[Finding, ...] = ()

    def __bool__(self) -> bool:
        return self.state is State.VALUE


@dataclass(frozen=True, slots=True)
class Unread:
    """What a reader of cells gives in the place of a value that does not read: the fault, which is reported."""

    fault: Finding


@dataclass(frozen=True, slots=True)
class Localized:
    """A text by language, with the place of each; `main` is the guide's own language."""

    texts: Mapping[str, str]
    places: Mapping[str, Place]
    main: str

    def __bool__(self) -> bool:
        return bool(self.texts)

    def __str__(self) -> str:
        return self.texts.get(self.main) or next(iter(self.texts.values()), "")

    @property
    def lang(self) -> str:
        """The language of the text as `str` gives it, `""` where there is none."""
        return self.main if self.has(self.main) else next(iter(self.texts), "")

    def in_(self, lang: str) -> str:
        """The text in `lang`, or in the main language, or in any."""
        return self.texts.get(lang) or str(self)

    def has(self, lang: str) -> bool:
        """Whether there is a text in `lang` itself."""
        return bool(self.texts.get(lang))

    @property
    def place(self) -> Place:
        """Where the text of the main language stands, else the first of the others."""
        return self.places.get(self.main) or next(iter(self.places.values()), Place())


EMPTY_TEXT = Localized({}, {}, "fr")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: its cells by column key (`short`, `short::en`), and the place of the row.

    `row["key"]` is the typed value, `None` when the cell has none, or the column is absent; `row.state("key")` tells an
    empty cell from one that was not read.
    """

    sheet: Sheet
    place: Place
    cells: Mapping[str, Cell]
    lang: str = "fr"

    def __repr__(self) -> str:
        return f"Row({self.sheet.key}, {self.place})"

    def __getitem__(self, key: str) -> Any:
        cell = self.cells.get(key)
        return None if cell is None else cell.value

    def __contains__(self, key: str) -> bool:
        return self.state(key) is State.VALUE

    @property
    def key(self) -> RowKey:
        """Which row it is, whatever its cells hold."""
        return self.place.row_key

    @property
    def stands_in(self) -> tuple[str, str]:
        """The file and the sheet."""
        return self.place.file, self.place.sheet

    @property
    def twins(self) -> tuple[str, ...]:
        """The keys of the columns in other languages: `title::en`."""
        return tuple(key for key in self.cells if "::" in key)

    def cell(self, key: str) -> Cell:
        """The cell of a key; an absent column gives an empty cell at the row."""
        cell = self.cells.get(key)
        return cell if cell is not None else Cell(None, self.place, State.EMPTY)

    def state(self, key: str) -> State:
        """What the cell of a key is; an absent column is empty."""
        cell = self.cells.get(key)
        return cell.state if cell is not None else State.EMPTY

    def is_empty(self, key: str) -> bool:
        """Whether a cell gives nothing, by itself: what was not read is not missing."""
        return self.state(key) in (State.EMPTY, State.NOT_APPLICABLE)

    def is_not_applicable(self, key: str) -> bool:
        """Whether a cell says "not applicable": explicitly nothing, where an empty one says nothing at all."""
        return self.state(key) is State.NOT_APPLICABLE

    @property
    def is_read(self) -> bool:
        """Whether every cell that holds something was read, as far as it goes."""
        return not any(cell.faults for cell in self.cells.values())

    def faults(self, key: str) -> tuple[Finding, ...]:
        """What keeps the cell of a key from being read."""
        return self.cell(key).faults

    def at(self, key: str) -> Place:
        """The place of a key's cell; of the row where the column is absent."""
        return self.cell(key).place

    def choice(self, key: str) -> Choice:
        """The choice that a cell holds. Raises `StopIteration` for an empty cell."""
        return next(choice for choice in self.sheet.column(key).choices if choice.value == self[key])

    def words(self, key: str) -> Term:
        """What authors call the choice that a cell holds. Raises `StopIteration` for an empty cell."""
        return self.choice(key).term

    def many(self, key: str) -> tuple[Any, ...]:
        """The values of a cell that holds several."""
        value = self[key]
        return value if isinstance(value, tuple) else () if value is None else (value,)

    def text(self, key: str) -> Localized:
        """The text of a translated column in every language given."""
        texts: dict[str, str] = {}
        places: dict[str, Place] = {}
        for name, cell in self.cells.items():
            base, _, lang = name.partition("::")
            if base == key and isinstance(cell.value, str):
                texts[lang or self.lang] = cell.value
                places[lang or self.lang] = cell.place
        return Localized(texts, places, self.lang)

    def lacks(self, key: str, lang: str) -> bool:
        """Whether a translated column has a text, and none in a language."""
        text = self.text(key)
        return bool(text) and not text.has(lang)

    @property
    def title(self) -> Localized:
        """What readers call the row."""
        return self.text(self.sheet.title)

    @property
    def description(self) -> Localized:
        """What tells more about the row."""
        found = (self.text(key) for key in self.sheet.description)
        return next((text for text in found if text), self.text(self.sheet.description[0]))


@dataclass(slots=True)
class Table:
    """The rows of one sheet name, from one or several files, in the order of the files and rows.

    `whole` is false where some could not be read: a file that does not open, a sheet without its headings.
    """

    sheet: Sheet
    rows: list[Row] = field(default_factory=list)
    whole: bool = True

    def __repr__(self) -> str:
        return f"Table({self.sheet.key}: {len(self.rows)} rows)"

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def frame(self) -> pandas.DataFrame:
        """The values as a pandas frame of objects, no type inferred: a column for each column of the sheet by its key,
        one for each twin in another language that a file has (`title::en`), and `place`, where each row stands.

        Empty cells are `None`; so are cells that say "not applicable". pandas is imported here and not before: a build
        of a small guide takes less time than that import.
        """
        import pandas

        keys = list(dict.fromkeys([*(column.key for column in self.sheet.columns), *self._twins()]))
        records = [[*(row[key] for key in keys), str(row.place)] for row in self.rows]
        return pandas.DataFrame(records, columns=[*keys, "place"], dtype=object)

    def _twins(self) -> list[str]:
        return [key for row in self.rows for key in row.twins]
