"""The value that an element is held to by what it stands in: a fixed value or a pattern above reaches down to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tabellion.elements.paths import holders_of, last_of, list_of, segments_of
from tabellion.elements.values import CONSTANTS, Stated, constant_of, values_of
from tabellion.fhir.json import Json


def reaching(element_id: str, elements: Mapping[str, Json]) -> Stated | None:
    """The constant that an element is held to, its own or the part of one that an element above states (R4
    ElementDefinition.fixed[x], ElementDefinition.pattern[x]); `None` where nothing holds it.

    `elements` are those of a snapshot by their ids. What is stated of a list reaches each of its slices. Of a part the
    type is `""`: the key of the whole names the type of the whole.
    """
    own = constant_of(elements.get(element_id, {}))
    if own is not None:
        return own
    for above in reversed([*holders_of(element_id)]):
        for holder in (above, *_lists_of(above)):
            for stated in values_of(elements.get(holder, {}), *CONSTANTS):
                if holder == element_id:
                    continue
                part = _part(stated.value, element_id, above)
                if part is not None:
                    return Stated(stated.stem, stated.type if above == element_id else "", part)
    return None


def _lists_of(element_id: str) -> Iterator[str]:
    """The element that a slice is one of, and again where that is a slice itself."""
    while element_id := list_of(element_id):
        yield element_id


def _part(value: Any, element_id: str, above: str) -> Any | None:
    """What a value that stands at `above` says of an element below it; the only item of a list stands for the list."""
    for segment in segments_of(element_id)[len(segments_of(above)) :]:
        if not isinstance(value, dict) or segment.slice_name or segment.name not in value:
            return None
        value = value[segment.name]
        if isinstance(value, list):
            if len(value) != 1:
                return None
            value = value[0]
    return value if last_of(element_id).name != "id" else None
