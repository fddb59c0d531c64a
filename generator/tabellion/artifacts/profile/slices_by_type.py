"""What short forms such as `valueQuantity` leave unsaid of slices by type."""

from __future__ import annotations

from tabellion.artifacts.profile.draft import Draft
from tabellion.artifacts.profile.statements import Merged
from tabellion.elements.choices import choice_key, is_choice
from tabellion.elements.paths import holders_of, last_of, list_of, name_of, path_of
from tabellion.snapshot.element_index import SnapshotIndex

BY_TYPE = {"discriminator": [{"type": "type", "path": "$this"}], "rules": "open"}

# an extension has the types that it names, and no other
ONLY_THESE_TYPES = {"discriminator": [{"type": "type", "path": "$this"}], "rules": "closed"}


def state_slices_by_type(merged: Merged, draft: Draft, index: SnapshotIndex) -> None:
    """Say of slices by type (`value[x]:valueQuantity`) that the base definition does not have what their short forms
    leave unsaid: that the choice is sliced by type, and which type each slice is of (R4 Profiling, 5.1.0.14.3)."""
    gathered: set[str] = set()  # choices of extensions whose types are those of their slices, since no cell has them
    for element in _slices_by_type(merged):
        if element in draft.parent_elements:
            continue
        merged.touch(element)
        head, name = list_of(element), last_of(element).slice_name
        types = (index.get(element) or {}).get("type", [])
        if len(types) != 1 or name != choice_key(name_of(head), types[0].get("code", "")):
            continue  # a slice with a name of its own, told apart by what its rows say
        if "type" not in merged.facets(element):
            # with the targets and profiles that the choice allows this type
            allowed = merged.facets(head).get("type") or (index.get(head) or {}).get("type", [])
            same = [item for item in allowed if item.get("code") == types[0]["code"]]
            merged.keep(element, "type", same or [{"code": types[0]["code"]}], ())
        if "slicing" not in merged.facets(head) and "slicing" not in (index.get(head) or {}):
            is_extension = path_of(head).lower().endswith("extension.value[x]")
            merged.keep(head, "slicing", ONLY_THESE_TYPES if is_extension else BY_TYPE, ())
            if is_extension and "type" not in merged.facets(head):
                gathered.add(head)
                merged.keep(head, "type", list(merged.facets(element)["type"]), ())
        elif head in gathered:
            merged.keep(head, "type", [*merged.facets(head)["type"], *merged.facets(element)["type"]], ())


def _slices_by_type(merged: Merged) -> list[str]:
    """The slices by type that are stated, and those that stated elements stand below."""
    found: dict[str, None] = {}
    for element in merged:
        for holder in holders_of(element):
            name, slice_name = last_of(holder)
            if is_choice(name) and slice_name:
                found[holder] = None
    return list(found)
