"""Rows that several institutions state: each cell belongs to one of them, the others propose.

The base of the comparison is what the last edition published of such rows, kept in `output/` (`SHARED`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tabellion.artifacts.arbitration.outcomes import outcome_of, same
from tabellion.diagnostics import Place, Term
from tabellion.guide.holders import Holders
from tabellion.guide.sheets import ROLES
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.keys import RowName, name_of
from tabellion.tables.table import Cell, Row, State, Table

SHARED = "shared-values.json"
"""The file of `output/` that holds what was published of rows that several institutions state."""
NOT_APPLICABLE = "n/a"

Base = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Texts by the key of a sheet, the key of a row, and the key of a column."""


@dataclass(frozen=True, slots=True)
class CellDifference:
    """Two values of one cell of a row: `proposed` by a role that does not own it, `kept` by its owner in `row`.

    `published` is what the last edition said, `""` where none did. Where the owner says nothing of what was published,
    `proposed` is `""` if nobody else does either.
    """

    sheet: Sheet
    name: RowName
    column: str
    owner: str
    kept: str
    row: Row
    proposed_by: str
    proposed: str
    proposed_at: Place
    published: str

    @property
    def kept_by(self) -> str:
        """Who keeps the value that is compared with: the owner."""
        return self.owner

    @property
    def about(self) -> str:
        """The key of the row."""
        return label_of(self.name)

    @property
    def path(self) -> str:
        """A cell of a row has no path."""
        return ""

    @property
    def words(self) -> Term:
        """Sheet and column as authors call them."""
        column = self.declared
        _, _, lang = self.column.partition("::")
        twin = f"::{lang}" if lang else ""
        return Term(f"{self.sheet.fr} › {column.fr}{twin}", f"{self.sheet.en} › {column.en}{twin}")

    @property
    def declared(self) -> Column:
        """The declaration of the column."""
        return self.sheet.column(self.column.partition("::")[0])

    @property
    def kept_at(self) -> Place:
        """The cell of the owner."""
        return self.row.at(self.column)

    @property
    def outcome(self) -> str:
        """Against the last edition: `proposal`, `disappeared`, `other-proposes`, `owner-changed` or `conflict`."""
        if not self.kept:
            return "disappeared" if self.published else "proposal"
        return outcome_of(self.kept, self.proposed, self.published)


@dataclass(slots=True)
class SharedRow:
    """A row as several roles state it, in the order of the files."""

    sheet: Sheet
    name: RowName
    stated: dict[str, Row]
    cells: dict[str, Cell] = field(default_factory=dict)

    @property
    def main(self) -> Row:
        """The row of the institution that keeps the sheet, else the first."""
        return self.stated.get(self.sheet.owner) or next(iter(self.stated.values()))

    @property
    def about(self) -> str:
        """The key of the row as people write it."""
        return label_of(self.name)

    def owner(self, column: str, holders: Holders) -> str:
        """The role that owns a cell: of those that state the row, the one that holds the column or keeps the sheet."""
        for role in (holders.owner(self.sheet, column), self.sheet.owner):
            if role in self.stated:
                return role
        return next(iter(self.stated))


def shared_rows(table: Table, roles: Mapping[str, str]) -> list[SharedRow]:
    """The rows of a table that files of several roles state."""
    found: dict[RowName, SharedRow] = {}
    for row in table.rows:
        name, role = name_of(row), roles.get(row.place.file)
        if name is not None and role:
            shared = found.setdefault(name, SharedRow(table.sheet, name, {}))
            shared.stated.setdefault(role, row)
    return [shared for shared in found.values() if len(shared.stated) > 1]


def cell_differences(shared: SharedRow, base: Mapping[str, str], holders: Holders) -> Iterator[CellDifference]:
    """The cells of which two roles say two things, or of which the owner says no more what was published. What is to
    be published, unless a decision says otherwise, is put into `shared.cells`."""
    keys = dict.fromkeys(key for row in shared.stated.values() for key in row.cells)
    for key in keys:
        owner = shared.owner(key, holders)
        row = shared.stated[owner]
        cell = row.cell(key)
        shared.cells[key] = cell
        if key in shared.sheet.unique or any(item.state(key) is State.UNREAD for item in shared.stated.values()):
            continue
        kept, published = text_of(row, key), base.get(key, "")
        others = [(role, text_of(other, key), other.at(key)) for role, other in shared.stated.items() if role != owner]
        said = [item for item in others if item[1]]
        if not kept and published and not said:
            said = [("", "", cell.place)]
        for role, proposed, place in said:
            if not kept or not _means(cell, shared.stated[role].cell(key), kept, proposed):
                yield CellDifference(shared.sheet, shared.name, key, owner, kept, row, role, proposed, place, published)


def merged(shared: SharedRow) -> Row:
    """The row to be published."""
    return replace(shared.main, cells={**shared.main.cells, **shared.cells})


def published_texts(shared: SharedRow) -> dict[str, str]:
    """What is published of a row, for the comparison of the next edition."""
    row = merged(shared)
    texts = {key: text_of(row, key) for key in sorted(shared.cells) if key not in shared.sheet.unique}
    return {key: text for key, text in texts.items() if text}


def label_of(name: Sequence[str]) -> str:
    """The key of a row as people write it."""
    return " · ".join(part for part in name if part)


def text_of(row: Row, key: str) -> str:
    """What a cell says, as its author would write it: `n/a` for explicitly nothing, `""` for nothing."""
    cell, column = row.cell(key), row.sheet.column(key.partition("::")[0])
    if cell.state is State.NOT_APPLICABLE:
        return NOT_APPLICABLE
    if cell.value is None:
        return ""
    values = cell.value if isinstance(cell.value, tuple) else (cell.value,)
    words = {choice.value: choice.term[row.lang] for choice in column.choices}
    said = [words.get(value) or _shown(value, row.lang) for value in values]
    return ("..".join if column.type is Type.CARDINALITY else "\n".join)(said)


def _shown(value: Any, lang: str) -> str:
    if isinstance(value, bool):
        return ({True: "oui", False: "non"} if lang == "fr" else {True: "yes", False: "no"})[value]
    return str(value)


def _means(cell: Cell, other: Cell, text: str, said: str) -> bool:
    return (cell.value == other.value and cell.state is other.state) or same(text, said)


ROLE_WORDS: Mapping[str, Term] = {choice.value: choice.term for choice in ROLES}
