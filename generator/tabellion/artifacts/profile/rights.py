"""The notices that the licences of code systems ask for, on the structures that say their codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tabellion.artifacts.notices import add_notices
from tabellion.elements.codings import codings_in
from tabellion.elements.values import CONSTANTS, values_of
from tabellion.fhir.json import Json


def put_rights(resource: Json, elements: Iterable[Json]) -> None:
    """Add to `copyright` the notices of the systems whose codes elements are held to, whoever holds them there."""
    add_notices(resource, set(_systems(elements)))


def _systems(elements: Iterable[Json]) -> Iterator[str]:
    for element in elements:
        for stated in values_of(element, *CONSTANTS):
            if isinstance(stated.value, str):
                yield stated.value  # of `coding.system`, where it is one
            yield from (str(coding.get("system", "")) for coding in codings_in(stated.value))
