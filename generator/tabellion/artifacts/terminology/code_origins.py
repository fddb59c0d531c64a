"""The cells that the codes of a resource come from, told when somebody asks: a code system may have any number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tabellion.diagnostics import Place
from tabellion.guide.artifact import Facet
from tabellion.tables.table import Row


class CodeOrigins(Mapping[Facet, tuple[Place, ...]]):
    """The place of each code, by `("", code)`: the cell of its row in a column, `""` for the row itself. Of two rows
    with one code the last counts."""

    def __init__(self, rows: Iterable[tuple[str, Row]], column: str = "code") -> None:
        self._rows = dict(rows)
        self._column = column

    def __getitem__(self, key: Facet) -> tuple[Place, ...]:
        element, code = key
        if element:
            raise KeyError(key)
        row = self._rows[code]
        return (row.at(self._column) if self._column else row.place,)

    def __iter__(self) -> Iterator[Facet]:
        return (("", code) for code in self._rows)

    def __len__(self) -> int:
        return len(self._rows)
