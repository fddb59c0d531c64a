"""Paths and ids of elements: segments between dots, each a name and, after a colon, the slice.

R4 elementdefinition.html, 2.31.2.2 (Element Ids): `Observation.component:systolic.value[x]` is an id, the same without
slices a path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from tabellion.fhir.json import Json

# a choice with the slice of one of its types, which a short form names alone
_SLICE_BY_TYPE = re.compile(r"\w+\[x\]:(\w+)")


class Segment(NamedTuple):
    """One segment of an element id: `component:systolic` is `("component", "systolic")`."""

    name: str
    slice_name: str = ""

    def __str__(self) -> str:
        return f"{self.name}:{self.slice_name}" if self.slice_name else self.name


@lru_cache(16_384)  # a guide has few segments, and asks for each of them thousands of times
def segment_of(text: str) -> Segment:
    """A segment as an id writes it."""
    name, _, slice_name = text.partition(":")
    return Segment(name, slice_name)


def segments_of(element_id: str) -> list[Segment]:
    """The segments of an id or of a path."""
    return [segment_of(item) for item in element_id.split(".")]


def id_of(segments: Iterable[Segment]) -> str:
    """The id of some segments, from the root on."""
    return ".".join(map(str, segments))


def path_of(element_id: str) -> str:
    """The path of an element id: the id without its slice names."""
    return ".".join(segment.name for segment in segments_of(element_id))


def root_of(element_id: str) -> str:
    """The name of the type that an id or a path begins with."""
    return segment_of(element_id.partition(".")[0]).name


def parent_of(element_id: str) -> str:
    """The id of the element that one stands in, `""` for a root."""
    return element_id.rpartition(".")[0]


def last_of(element_id: str) -> Segment:
    """The last segment of an id or of a path."""
    return segment_of(element_id.rpartition(".")[2])


def name_of(path: str) -> str:
    """The name of an element by its path or its id."""
    return last_of(path).name


def below_root(element_id: str) -> str:
    """An id or a path without the name of the type, as people say it; `""` for a root."""
    return element_id.partition(".")[2]


def holders_of(element_id: str) -> Iterator[str]:
    """The ids of the elements below the root that an element stands in, outermost first, itself last."""
    parts = element_id.split(".")
    for length in range(2, len(parts) + 1):
        yield ".".join(parts[:length])


def list_of(element_id: str) -> str:
    """The id of the element that a slice is one of, `""` for what is no slice."""
    segment = last_of(element_id)
    return element_id[: -len(segment.slice_name) - 1] if segment.slice_name else ""


def id_of_slice(holder: str, slice_name: str) -> str:
    """The id of a slice of a list element, or of a choice."""
    return f"{holder}:{slice_name}"


def is_at_or_below(element_id: str, holder: str) -> bool:
    """Whether an element is another, or stands below it; its slices are others."""
    return element_id == holder or element_id.startswith(f"{holder}.")


def below(element_id: str, holder: str) -> str:
    """What follows the id of `holder` in that of an element below it, `""` for `holder` itself."""
    return element_id[len(holder) + 1 :]


def is_shown_by(element_id: str, other: str) -> bool:
    """Whether what stands at an id, or below it, stands at an element too: a list has the items of all its slices."""
    wanted, found = segments_of(element_id), segments_of(other)
    return len(wanted) <= len(found) and all(
        segment.name == there.name
        and (not segment.slice_name or f"{there.slice_name}/".startswith(f"{segment.slice_name}/"))
        for segment, there in zip(wanted, found, strict=False)
    )


def is_slice_of(element_id: str, holder: str) -> bool:
    """Whether an element is a slice of a list element, or a slice of such a slice."""
    return list_of(element_id) == holder


def rooted(path: str, type_name: str) -> str:
    """A path as people write it with the type before it, where they left that out: `status`, `Observation.status`.

    A path that begins with a capital names its type, even another one.
    """
    return path if root_of(path) == type_name or path[:1].isupper() else f"{type_name}.{path}"


def short_form(element_id: str) -> str:
    """`Observation.value[x]:valueQuantity` as `Observation.valueQuantity`: definitions write either."""
    return _SLICE_BY_TYPE.sub(r"\1", element_id)


def segments_of_element(element: Json) -> list[Segment]:
    """The segments of an element of a differential: of its id where that agrees with path and slice name."""
    path, slice_name = str(element.get("path", "")), element.get("sliceName") or ""
    element_id = element.get("id")
    if element_id and slices_of_id(element_id, path.split("."), slice_name) is not None:
        return segments_of(element_id)
    segments = [Segment(name) for name in path.split(".")]
    return [*segments[:-1], Segment(segments[-1].name, slice_name)]


def slices_of_id(element_id: str | None, names: list[str], slice_name: str) -> list[str] | None:
    """The slice that each segment of the id names, `None` when the id does not say the same as path and slice name.

    For `Observation.value[x]:valueQuantity.code` and the path `Observation.valueQuantity.code`, the slice of the
    second segment is none, since the path has it already.
    """
    if not element_id:
        return None
    segments = segments_of(element_id)
    if len(segments) != len(names):
        return None
    slices = []
    for (head, tail), name in zip(segments, names, strict=True):
        if head == name:
            slices.append(tail)
        elif head.endswith("[x]") and name.startswith(head[:-3]) and tail in ("", name):
            slices.append("")
        elif name.endswith("[x]") and head.startswith(name[:-3]) and not tail:
            slices.append(head)
        else:
            return None
    return slices if slices[-1] == slice_name else None
