"""A structure in the making: what its rows state, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tabellion.artifacts.profile.statements import Statement
from tabellion.diagnostics import Place
from tabellion.fhir.json import Json
from tabellion.tables.table import Row

# the facet that only says that a row speaks of an element, at the cell of its path
ROW = "row"


@dataclass(slots=True)
class Draft:
    """What is known of a structure before its elements: who declares it, what it derives from, and its statements."""

    id: str
    url: str
    type: str
    parent: str
    row: Row
    parent_elements: Mapping[str, Json]
    statements: list[Statement] = field(default_factory=list)
    _values: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    _seen: int = 0

    def stated(self, element: str, facet: str) -> list[Any]:
        """The values that statements give a facet of an element, in their order."""
        for statement in self.statements[self._seen :]:
            self._values.setdefault((statement.element, statement.facet), []).append(statement.value)
        self._seen = len(self.statements)
        return self._values.get((element, facet), [])

    def restate(self, statements: list[Statement]) -> None:
        """Put other statements in the place of those known."""
        self.statements, self._values, self._seen = statements, {}, 0


@dataclass(frozen=True, slots=True)
class Elements:
    """The differential of a structure, its snapshot (empty when there is none to make), and the cells of each facet."""

    differential: list[Json]
    snapshot: list[Json]
    origins: Mapping[tuple[str, str], tuple[Place, ...]]
