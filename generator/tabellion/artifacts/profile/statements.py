"""What the tables say of elements: one statement per facet and cell, merged into one value for each facet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tabellion.artifacts.profile.sheets.elements import ELEMENTS
from tabellion.diagnostics import Place, Report, Term, rule
from tabellion.elements.values import STEMS
from tabellion.tables.table import Localized

CONTRADICTION_BETWEEN_CELLS = rule(
    "MG001",
    "contradiction-between-cells",
    "error",
    "business-rule",
    fr="deux cellules donnent à « {facet} » {element:de} des valeurs différentes : « {one} » en {here}, « {two} » en "
    "{there}",
    en="two cells give `{facet}` of {element} different values: `{one}` at {here}, `{two}` at {there}",
    help_fr="corrigez l'une des deux : rien n'est publié tant qu'elles se contredisent",
    help_en="fix one of them: nothing is published while they contradict each other",
)

# facets of which every statement counts, instead of contradicting the others
COLLECTED = {"constraint", "mapping", "alias", "binding.description"}

# facets that have a type beside their value
TYPED = {*STEMS, "example"}
# the columns of Elements that state facets, where their keys differ
COLUMNS = {
    "binding": "valueset",
    "slicing": "discriminator",
    "slicing.description": "slicing_description",
    "minValue": "min_value",
    "maxValue": "max_value",
    "maxLength": "max_length",
    "isModifier": "modifier",
    "isSummary": "summary",
}
BOUNDS = {
    "min": Term("minimum de la cardinalité", "minimum of the cardinality"),
    "max": Term("maximum de la cardinalité", "maximum of the cardinality"),
}

COMMON, OWN = 0, 1


@dataclass(frozen=True, slots=True)
class Statement:
    """One cell's word on one facet of one element. `rank` tells a common rule from what is said of a profile itself:
    the latter wins without a contradiction. A value of `None` takes back what a common rule says."""

    element: str
    facet: str
    value: Any
    place: Place
    rank: int = OWN


class Merged:
    """Per element id and facet the value that stands, and the cells that say it."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, Any]] = {}
        self.origins: dict[tuple[str, str], tuple[Place, ...]] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def facets(self, element: str) -> dict[str, Any]:
        """The facets stated of an element."""
        return self._values.get(element, {})

    def keep(self, element: str, facet: str, value: Any, places: tuple[Place, ...]) -> None:
        """Set a facet and where it comes from; `places` are added to those known."""
        self._values.setdefault(element, {})[facet] = value
        known = self.origins.get((element, facet), ())
        self.origins[element, facet] = tuple(dict.fromkeys((*known, *places)))

    def touch(self, element: str) -> None:
        """Note that an element is spoken of, even when nothing is said."""
        self._values.setdefault(element, {})


def merge(statements: list[Statement], report: Report) -> Merged:
    """One value for each facet. Two cells of the same rank that differ are a fault that names both."""
    merged = Merged()
    by_facet: dict[tuple[str, str], list[Statement]] = {}
    for statement in statements:
        by_facet.setdefault((statement.element, statement.facet), []).append(statement)
    for (element, facet), changes in by_facet.items():
        merged.touch(element)
        if facet in COLLECTED:
            values = [change.value for change in changes if change.value is not None]
            merged.keep(element, facet, values, tuple(change.place for change in changes))
            continue
        rank = max(change.rank for change in changes)
        strongest = [change for change in changes if change.rank == rank]
        first = strongest[0]
        for other in strongest[1:]:
            if not _same(first.value, other.value):
                _report(first, other, report)
        if first.value is not None:
            value = _joined([item.value for item in strongest])
            merged.keep(element, facet, value, tuple(item.place for item in strongest))
    return merged


def _same(item: Any, other: Any) -> bool:
    if isinstance(item, Localized) and isinstance(other, Localized):
        shared = set(item.texts) & set(other.texts)
        return all(_spaced(item.texts[lang]) == _spaced(other.texts[lang]) for lang in shared)
    return bool(item == other)


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _joined(values: list[Any]) -> Any:
    """The values agree; texts may each bring a language."""
    if not isinstance(values[0], Localized):
        return values[0]
    texts: dict[str, str] = {}
    places: dict[str, Place] = {}
    for value in values:
        for lang, text in value.texts.items():
            texts.setdefault(lang, text)
            places.setdefault(lang, value.places[lang])
    return Localized(texts, places, values[0].main)


def _report(first: Statement, other: Statement, report: Report) -> None:
    report.add(
        CONTRADICTION_BETWEEN_CELLS,
        other.place,
        facet=facet_term(first.facet),
        element=first.element,
        one=_stated(first),
        here=str(first.place),
        two=_stated(other),
        there=str(other.place),
        related=(first.place,),
    )


def facet_term(facet: str) -> Term:
    """A facet by the heading of its column."""
    if facet in BOUNDS:
        return BOUNDS[facet]
    key = COLUMNS.get(facet, facet.lower())
    return next((column.term for column in ELEMENTS.columns if column.key == key), Term(facet, facet))


def _stated(statement: Statement) -> str:
    value = statement.value
    return shown(value[1] if statement.facet in TYPED else value)


def shown(value: Any) -> str:
    """A value as an author reads it in a message."""
    if isinstance(value, dict):
        if "valueSet" in value:
            return f"{value['valueSet']} ({value.get('strength', '')})"
        return ", ".join(f"{key} {shown(part)}" for key, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(shown(part) for part in value)
    return str(value)
