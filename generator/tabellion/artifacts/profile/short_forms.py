"""Short forms of choices inside slices: `component:systolic.valueQuantity` narrows the choice, as in a differential."""

from __future__ import annotations

from collections.abc import Mapping

from tabellion.elements.choices import choice_key, is_choice
from tabellion.elements.paths import path_of, segments_of
from tabellion.fhir.json import Json
from tabellion.snapshot.element_index import SnapshotIndex


def narrowings(
    spelled: Mapping[str, str], parent_elements: Mapping[str, Json], index: SnapshotIndex
) -> dict[str, list[Json]]:
    """The choices that short forms narrow, with the types that are left.

    `spelled` has ids as rows write them, and in full. A short form that is all that is said of a choice inside a slice
    narrows the choice to its type; anywhere else it is a slice by type (R4 Profiling, 5.1.0.14.3).
    """
    said: dict[str, set[str]] = {}
    for written, full in spelled.items():
        parts = list(zip(written.split("."), segments_of(full), strict=False))
        for position, (part, segment) in enumerate(parts):
            if is_choice(segment.name):
                head = ".".join([*full.split(".")[:position], segment.name])
                said.setdefault(head, set()).add(segment.slice_name if part == segment.slice_name else "")
    found = {}
    for head, names in said.items():
        element = index.get(head)
        if len(names) != 1 or "" in names or element is None or not _is_in_slice(head, element):
            continue
        name = names.pop()
        is_known = "slicing" in parent_elements.get(head, {}) or f"{head}:{name}" in parent_elements
        types = [item for item in element.get("type", ()) if choice_key(head, item["code"]).endswith(f".{name}")]
        if types and not is_known:
            found[head] = types
    return found


def _is_in_slice(head: str, element: Json) -> bool:
    """Whether a choice stands in a slice of a list, as an element of the resource and not of a data type there."""
    own = element.get("base", {}).get("path") == path_of(head)
    return own and any(segment.slice_name and not is_choice(segment.name) for segment in segments_of(head))
