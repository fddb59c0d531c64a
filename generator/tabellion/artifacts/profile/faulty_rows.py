"""Which elements have a fault in the rows about them: what follows from it is not a second fault."""

from __future__ import annotations

from tabellion.artifacts.profile.element_rows import element_id, rows_of
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Finding, Place


def faulty_elements(structure: str, workspace: Workspace) -> set[str]:
    """The ids of the elements, as rows write them, that a row with an error speaks of: rows about a profile or an
    extension of the guide, and about those of its profiles that it rests on. A path that leads nowhere counts as the
    one that was probably meant."""
    faults: dict[tuple[str, str, int], list[Finding]] = {}
    for diagnostic in workspace.report:
        if diagnostic.severity == "error":
            faults.setdefault((diagnostic.place.file, diagnostic.place.sheet, diagnostic.place.row), []).append(
                diagnostic
            )
    profiles = workspace.by_id("profiles")
    found: set[str] = set()
    name, seen = structure, set[str]()
    while faults and name and name not in seen:
        seen.add(name)
        row = profiles.get(name)
        type_name = (row["type"] or "") if row is not None else "Extension"
        for about, _ in rows_of(name, workspace):
            told = faults.get((about.place.file, about.place.sheet, about.place.row), [])
            found.update(item.suggestion or "" for item in told if item.place == about.at("path"))
            found.update({element_id(about, type_name) or ""} if told else ())
        name = (workspace.own_structure(row["parent"] or "") or "") if row is not None else ""
    return found - {""}


def has_fault(row: Place, workspace: Workspace) -> bool:
    """Whether a row has an error in one of its cells."""
    line = (row.file, row.sheet, row.row)
    errors = (diagnostic.place for diagnostic in workspace.report if diagnostic.severity == "error")
    return any((error.file, error.sheet, error.row) == line for error in errors)


def stands_below(element: str, others: set[str]) -> bool:
    """Whether an element is one of others, a slice of one, or below one."""
    return any(f"{element}.".startswith((f"{other}.", f"{other}:")) for other in others)
