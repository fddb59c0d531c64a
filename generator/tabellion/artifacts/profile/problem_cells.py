"""The cells that faults of a snapshot come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tabellion.artifacts.profile.statements import Merged
from tabellion.diagnostics import Place
from tabellion.elements.paths import list_of
from tabellion.elements.values import CONSTANTS
from tabellion.snapshot.problems import Problem

# the facets whose cell a fault of the snapshot is shown at, by a word in the name of its rule
CELLS_OF_FAULTS = {
    "cardinality": ("max", "min"),
    "minimum": ("min",),
    "maximum": ("max",),
    "binding": ("binding",),
    "value-set": ("binding",),
    "fixed": CONSTANTS,
    "inherited-value": CONSTANTS,
    "value-of-holder": CONSTANTS,
    "limit": ("maxLength", "minValue", "maxValue"),
    "constraint": ("constraint",),
    "must-support": ("mustSupport",),
    "target": ("type",),
    "type": ("type",),
    "profile": ("type",),
    "discriminator": ("slicing",),
    "slicing": ("slicing",),
}


class ProblemCells:
    """Where the cells stand that say something of each element of a structure.

    `rows` has the places of the rows that speak of an element at all, and `default` is where the structure is declared;
    `above` has the cells of the guide's profiles that it rests on, nearest first.
    """

    def __init__(
        self,
        merged: Merged,
        rows: Iterable[tuple[str, Place]],
        default: Place,
        above: Sequence[Mapping[tuple[str, str], tuple[Place, ...]]] = (),
    ) -> None:
        self._origins = merged.origins
        self._above = above
        self._default = default
        self._about: dict[str, Place] = {}
        self._below: dict[str, Place] = {}
        for (element, _), places in merged.origins.items():
            if places:
                self._about.setdefault(element, places[0])
                if holder := list_of(element):
                    self._below.setdefault(holder, places[0])
                segments = element.split(".")
                for number in range(1, len(segments)):
                    self._below.setdefault(".".join(segments[:number]), places[0])
        self._rows: dict[str, Place] = {}
        for element, place in rows:
            self._rows.setdefault(element, place)

    def of(self, problem: Problem) -> Place:
        """The cell of the facet that a fault is about, else any of its element, its row, any of an element below."""
        for facet in _facets(problem):
            if places := self._origins.get((problem.element, facet)):
                return places[0]
        first = (self._rows, self._about) if "slice" in problem.rule.name else (self._about, self._rows)
        for known in (*first, self._below):
            if problem.element in known:
                return known[problem.element]
        return self._default

    def inherited(self, problem: Problem) -> tuple[Place, ...]:
        """The cell that says what a fault contradicts, where one says it: of a profile above about the element, or
        any about its limit, about what holds it or what it holds."""
        other, limit = problem.parameters.get("other"), str(problem.parameters.get("limit", "")).partition(" ")[0]
        element = str(other or problem.element)
        facets = [limit] if limit else list(CONSTANTS if other else _facets(problem))
        for origins in (self._origins, *self._above) if other or limit else self._above:
            for facet in facets:
                if places := origins.get((element, facet)):
                    return places[:1]
        return ()


def _facets(problem: Problem) -> Iterator[str]:
    """The facets that a fault is about, by the words of its rule's name; a limit by what the fault says of it."""
    said = str(problem.parameters.get("facet", "")).partition(" ")[0]
    if said:
        yield said
    for word, facets in CELLS_OF_FAULTS.items():
        if word in problem.rule.name:
            yield from facets
