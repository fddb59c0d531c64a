"""What a differential need not say, since the base definition says it already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tabellion.fhir.json import Json

IDENTITY = frozenset({"id", "path", "sliceName"})
# what adds to what is inherited: each item of these lists is weighed by itself
LISTS = ("constraint", "mapping", "alias", "condition")


def without_what_was_said(elements: Iterable[Json], base: Mapping[str, Json]) -> Iterator[Json]:
    """The elements of a differential without the facets that the snapshot of the base definition has with the same
    value; an element that says nothing else is left out, so that a reader sees what the structure changes."""
    for element in elements:
        known = base.get(element["id"])
        if known is None:
            yield element
            continue
        made = {key: said for key, value in element.items() if (said := _new(key, value, element, known)) is not None}
        if made.keys() - IDENTITY or len(made) == len(element):
            yield made


def _new(key: str, value: object, element: Json, known: Json) -> object:
    """What is new of a facet, `None` for nothing. A text and its translations are one."""
    if key in IDENTITY or key == "extension":
        return value
    if key in LISTS and isinstance(value, list):
        return [item for item in value if item not in known.get(key, ())] or None
    pair = (key.removeprefix("_"), f"_{key.removeprefix('_')}")
    return None if all(element.get(name) == known.get(name) for name in pair) else value
