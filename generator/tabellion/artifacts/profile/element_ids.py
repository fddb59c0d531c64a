"""The ids that rows give to elements, written in full against the parent."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.profile.draft import ROW, Draft
from tabellion.artifacts.profile.element_rows import lost_elements
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, rule
from tabellion.elements.choices import choice_key, is_choice
from tabellion.elements.paths import id_of_slice, name_of, segments_of
from tabellion.elements.types import codes, last_part
from tabellion.snapshot.element_index import SnapshotIndex

UNKNOWN_PATH = rule(
    "SD006",
    "unknown-path",
    "error",
    "not-found",
    fr="l'élément « {value} » n'existe pas dans {parent}",
    en="the element `{value}` does not exist in {parent}",
    help_fr="écrivez l'identifiant FHIR de l'élément, avec ses tranches",
    help_en="write the element's FHIR id, with its slices",
)


def normalize(draft: Draft, index: SnapshotIndex, workspace: Workspace) -> None:
    """Write every id in full; one that leads nowhere is reported, once for each row, and its statements left out."""
    spelled = {statement.element: statement.element for statement in draft.statements}
    spelled = {element: index.normalized(element) or element for element in spelled}
    draft.restate([replace(statement, element=spelled[statement.element]) for statement in draft.statements])
    first = {statement.element: statement.place for statement in reversed(draft.statements)}
    rows: dict[str, list[Place]] = {}
    for statement in draft.statements:
        if statement.facet == ROW:
            rows.setdefault(statement.element, []).append(statement.place)
    full: dict[str, str | None] = {}
    for element in dict.fromkeys(statement.element for statement in draft.statements):
        places = rows.get(element, [first[element]])
        for place in places[:1] if element in index else places:
            full[element] = full_id(element, place, draft, index, workspace)
    draft.restate(
        [
            replace(statement, element=known)
            for statement in draft.statements
            if (known := full[statement.element]) is not None
        ]
    )


def full_id(element_id: str, place: Place, draft: Draft, index: SnapshotIndex, workspace: Workspace) -> str | None:
    """The id in full; `None` when it leads nowhere, which is reported with the nearest id that exists.

    `value[x]:valueQuantity` becomes `value[x]` where Quantity is the only type and neither the parent has such a slice
    nor a cell slices the choice: both say the same, and the parent's own children are below the latter.
    """
    full = index.normalized(element_id)
    if full is None:
        if draft.type == "Extension" and workspace.faults.are_in([draft.row]):
            return None  # its sub-extensions may not have been read
        if ":" in element_id and lost_elements(draft.id, workspace).cover(element_id):
            return None
        near = index.nearest(element_id, 1)
        parent = last_part(draft.parent)
        suggestion = near[0] if near else None
        workspace.report.add(UNKNOWN_PATH, place, value=element_id, parent=parent, suggestion=suggestion)
        return None
    written = ""
    for name, slice_name in segments_of(full):
        head = f"{written}.{name}" if written else name
        written = id_of_slice(head, slice_name) if slice_name else head
        if is_choice(name) and slice_name and _is_only_type(head, slice_name, draft, index):
            written = head
    return written


def _is_only_type(head: str, slice_name: str, draft: Draft, index: SnapshotIndex) -> bool:
    element = index.get(head)
    types = next(iter(draft.stated(head, "type")), None) or (element or {}).get("type", [])
    found = codes({"type": types})
    if any(draft.stated(head, "slicing")):
        return False  # the author slices it all the same
    if len(found) != 1 or slice_name != choice_key(name_of(head), found[0]):
        return False
    return id_of_slice(head, slice_name) not in draft.parent_elements
