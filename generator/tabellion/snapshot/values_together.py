"""Values and limits of different elements, or of one, that no instance could have together.

A pattern of a Quantity and a fixed code below it, a fixed number and a maximum under it: each is right by itself, and
may come from another profile of the line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tabellion.diagnostics import rule
from tabellion.diagnostics.words import shown
from tabellion.elements.choices import is_choice, stem_of, type_in
from tabellion.elements.limits import is_over
from tabellion.elements.matching import contradict, matches, same
from tabellion.elements.paths import Segment, below, holders_of, parent_of, root_of, segments_of
from tabellion.elements.values import CONSTANTS, Stated, value_of, values_of
from tabellion.fhir.json import Json
from tabellion.snapshot.problems import Problems

VALUE_AGAINST_VALUE_OF_HOLDER = rule(
    "SN048",
    "value-against-value-of-holder",
    "error",
    "structure",
    fr="{facet} contredit la valeur {other:de}, {inherited} : aucune instance n'aurait les deux",
    en="{facet} contradicts the value of {other}, {inherited}: no instance could have both",
    help_fr="mettez les deux valeurs d'accord, ou n'en gardez qu'une",
    help_en="make both values agree, or keep one of them",
)
VALUE_OUTSIDE_ITS_LIMITS = rule(
    "SN049",
    "value-outside-its-limits",
    "error",
    "structure",
    fr="{facet} est hors de la limite {limit} : aucune instance n'aurait les deux",
    en="{facet} is outside the limit {limit}: no instance could have both",
    help_fr="corrigez la valeur, ou la limite",
    help_en="fix the value, or the limit",
)
STEMS = (*CONSTANTS, "minValue", "maxValue", "maxLength")


def states_values(differential: list[Json]) -> bool:
    """Whether an element of a differential states a value or a limit."""
    return any(key.startswith(STEMS) for element in differential for key in element)


def check_values_together(elements: list[Json], stated: frozenset[str], problems: Problems) -> None:
    """Report values of a snapshot that cannot hold together, where `stated`, the ids of elements that the differential
    speaks of, has one of them."""
    known = {element["id"]: found for element in elements if (found := list(values_of(element, *CONSTANTS)))}
    by_id = {element["id"]: element for element in elements if element["id"] in known}
    for element_id, values in known.items():
        if element_id in stated:
            for value in values:
                _check_limits(by_id[element_id], value, problems)
        for holder in (root_of(element_id), *holders_of(parent_of(element_id))):
            if holder in known and not stated.isdisjoint((element_id, holder)):
                way = segments_of(below(element_id, holder))
                for outer in known[holder]:
                    _check_inside(element_id, values, holder, outer, way, problems, is_own=element_id in stated)


def _check_limits(element: Json, value: Stated, problems: Problems) -> None:
    """A value is not under the minimum of its element, over its maximum, or longer than is allowed."""
    lowest, highest, longest = value_of(element, "minValue"), value_of(element, "maxValue"), element.get("maxLength")
    broken = [
        f"{limit.stem} {shown(limit.value)}"
        for limit, is_broken in (
            (lowest, lowest is not None and is_over(lowest, value)),
            (highest, highest is not None and is_over(value, highest)),
        )
        if limit is not None and is_broken
    ]
    if isinstance(longest, int) and isinstance(value.value, str) and len(value.value) > longest:
        broken.append(f"maxLength {longest}")
    for limit in broken:
        facet = f"{value.stem} {shown(value.value)}"
        problems.error(VALUE_OUTSIDE_ITS_LIMITS, element["id"], facet=facet, limit=limit)


def _check_inside(
    element_id: str,
    values: list[Stated],
    holder: str,
    outer: Stated,
    way: list[Segment],
    problems: Problems,
    *,
    is_own: bool,
) -> None:
    """What the value of a holder has at an element agrees with the value of that element, which holds for each item of
    a list. Slices on the way leave open which item is meant. The fault is that of the element that the differential
    speaks of, of the inner one (`is_own`) where it speaks of both."""
    for inner in _values_at(outer.value, way):
        for value in values:
            if not _agree(outer, inner, value):
                about, said, other, contrary = (element_id, value, holder, inner)
                if not is_own:
                    about, said, other, contrary = (holder, outer, element_id, value.value)
                facet = f"{said.stem} {shown(said.value)}"
                problems.error(
                    VALUE_AGAINST_VALUE_OF_HOLDER, about, facet=facet, other=other, inherited=shown(contrary)
                )
                return


def _values_at(value: Any, way: list[Segment]) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _values_at(item, way)
    elif not way:
        yield value
    elif isinstance(value, dict):
        (name, slice_name), *rest = way
        if is_choice(name):
            keys = [slice_name] if slice_name else [key for key in value if type_in(key, stem_of(name))]
        else:
            keys = [] if slice_name else [name]
        for key in keys:
            if key in value:
                yield from _values_at(value[key], rest)


def _agree(outer: Stated, inner: Any, value: Stated) -> bool:
    """Whether an instance can have what a part of the holder's value and the element's own value say."""
    if outer.stem == "fixed":
        return same(value.value, inner) if value.stem == "fixed" else matches(value.value, inner)
    return matches(inner, value.value) if value.stem == "fixed" else not contradict(inner, value.value)
