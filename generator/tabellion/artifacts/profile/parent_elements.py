"""The elements that the rows of a structure may speak of."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.profile.draft import Draft
from tabellion.artifacts.profile.element_definition import stub
from tabellion.artifacts.profile.short_forms import narrowings
from tabellion.artifacts.workspace import Workspace
from tabellion.elements.paths import list_of
from tabellion.fhir.json import Json
from tabellion.snapshot.element_index import SnapshotIndex


def parent_index(draft: Draft, workspace: Workspace) -> SnapshotIndex:
    """The elements that a structure may speak of: its parent's, and the slices and types that its own cells bring."""
    index = _index(draft, workspace)
    return _index(draft, workspace) if _narrow_choices(draft, index) else index


def _index(draft: Draft, workspace: Workspace) -> SnapshotIndex:
    stated: dict[str, Json] = {}
    for statement in draft.statements:
        element = stated.setdefault(statement.element, stub(statement.element))
        if statement.facet == "type" and statement.value:
            element["type"] = statement.value
    return SnapshotIndex(workspace.snapshots, draft.parent, sorted(stated.values(), key=lambda item: len(item["path"])))


def _narrow_choices(draft: Draft, index: SnapshotIndex) -> bool:
    """State the types that short forms inside slices leave, as a differential says by them; whether there are any."""
    spelled = {item.element: index.normalized(item.element) or item.element for item in draft.statements}
    narrowed = narrowings(spelled, draft.parent_elements, index)
    written = tuple(draft.statements)
    for choice, types in narrowed.items():
        below = [item for item in written if spelled[item.element].startswith(f"{choice}:")]
        said = (item.value for item in below if item.facet == "type" and list_of(spelled[item.element]) == choice)
        draft.statements.append(replace(below[0], element=choice, facet="type", value=next(filter(None, said), types)))
    return bool(narrowed)
