"""Element ids: segments between dots, each a name and, after a colon, the slice (R4 elementdefinition, Element Ids)."""

from __future__ import annotations

from typing import NamedTuple

from tabellion.fhir.json import Json
from tabellion.snapshot.differential import slices_of_id


class Segment(NamedTuple):
    """One segment of an element id: `component:systolic` is `("component", "systolic")`."""

    name: str
    slice_name: str = ""

    def __str__(self) -> str:
        return f"{self.name}:{self.slice_name}" if self.slice_name else self.name


def segments_of(element_id: str) -> list[Segment]:
    """The segments of an id or of a path."""
    return [Segment(*item.split(":", 1)) for item in element_id.split(".")]


def segments_of_element(element: Json) -> list[Segment]:
    """The segments of an element of a differential: of its id where that agrees with path and slice name."""
    path, slice_name = str(element.get("path", "")), element.get("sliceName") or ""
    element_id = element.get("id")
    if element_id and slices_of_id(element_id, path.split("."), slice_name) is not None:
        return segments_of(element_id)
    segments = [Segment(name) for name in path.split(".")]
    return [*segments[:-1], Segment(segments[-1].name, slice_name)]
