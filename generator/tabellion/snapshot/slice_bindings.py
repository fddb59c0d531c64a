"""The bindings of slices, held against those of the elements that they slice."""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.elements.facets import binding_of
from tabellion.elements.paths import segments_of
from tabellion.fhir.json import Json
from tabellion.snapshot.bindings import BINDING_WEAKER_THAN_PARENT, Rebinding
from tabellion.snapshot.problems import Problems


def check_slice_bindings(elements: list[Json], stated: frozenset[str], problems: Problems) -> list[Rebinding]:
    """Report bindings of slices, and below them, that are weaker than a required one of the same element without the
    slice, which its items have to keep too (R4 ElementDefinition.slicing); give those that are to be compared.

    Those are looked at of which the differential speaks of one side (`stated`, ids of the snapshot).
    """
    bound = {element["id"]: element for element in elements if "binding" in element}
    found = []
    for element_id, element in bound.items():
        own = binding_of(element)
        for list_id in _without_slices(element_id):
            if list_id not in bound or own is None or stated.isdisjoint((element_id, list_id)):
                continue
            above = binding_of(bound[list_id])
            if above is None or above.strength != "required" or above.value_set == own.value_set:
                continue
            about = element_id if element_id in stated else list_id
            if own.strength != "required":
                problems.error(BINDING_WEAKER_THAN_PARENT, about, stated=own.strength, inherited="required")
            found.append(Rebinding(about, above, own, of=list_id))
            break
    return found


def _without_slices(element_id: str) -> Iterator[str]:
    """The ids of the element without one of the slices on its way, the innermost first."""
    segments = segments_of(element_id)
    for number in reversed(range(len(segments))):
        if segments[number].slice_name:
            rest = [str(segment) for segment in segments]
            rest[number] = segments[number].name
            yield ".".join(rest)
