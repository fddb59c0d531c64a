"""The cells that faults of a snapshot come from."""

from __future__ import annotations

from collections.abc import Iterable

from tabellion.artifacts.profile.statements import Merged
from tabellion.diagnostics import Place
from tabellion.elements.values import CONSTANTS
from tabellion.snapshot.problems import Problem

# the facets whose cell a fault of the snapshot is shown at, by a word in the name of its rule
CELLS_OF_FAULTS = {
    "cardinality": ("max", "min"),
    "minimum": ("min",),
    "maximum": ("max",),
    "binding": ("binding",),
    "fixed": CONSTANTS,
    "must-support": ("mustSupport",),
    "target": ("type",),
    "type": ("type",),
    "profile": ("type",),
    "discriminator": ("slicing",),
    "slicing": ("slicing",),
}


class ProblemCells:
    """Where the cells stand that say something of each element of a structure.

    `rows` has the places of the rows that speak of an element at all, and `default` is where the structure is declared.
    """

    def __init__(self, merged: Merged, rows: Iterable[tuple[str, Place]], default: Place) -> None:
        self._origins = merged.origins
        self._default = default
        self._about: dict[str, Place] = {}
        self._below: dict[str, Place] = {}
        for (element, _), places in merged.origins.items():
            if places:
                self._about.setdefault(element, places[0])
                segments = element.split(".")
                for number in range(1, len(segments)):
                    self._below.setdefault(".".join(segments[:number]), places[0])
        self._rows: dict[str, Place] = {}
        for element, place in rows:
            self._rows.setdefault(element, place)

    def of(self, problem: Problem) -> Place:
        """The cell of the facet that a fault is about, else any of its element, its row, any of an element below."""
        for word, facets in CELLS_OF_FAULTS.items():
            if word in problem.rule.name:
                for facet in facets:
                    if places := self._origins.get((problem.element, facet)):
                        return places[0]
        for known in (self._about, self._rows, self._below):
            if problem.element in known:
                return known[problem.element]
        return self._default
