"""Which elements have a fault in the rows about them: what follows from it is not a second fault."""

from __future__ import annotations

from tabellion.artifacts.bench import Bench
from tabellion.artifacts.profile.element_rows import element_id, rows_of


def faulty_elements(structure: str, bench: Bench) -> set[str]:
    """The ids of the elements, as rows write them, that a row with an error speaks of: rows about a profile or an
    extension of the guide, and about those of its profiles that it rests on."""
    lines = {(one.place.file, one.place.sheet, one.place.row) for one in bench.report if one.severity == "error"}
    profiles = bench.by_id("profiles")
    found: set[str] = set()
    name, seen = structure, set[str]()
    while name and name not in seen:
        seen.add(name)
        row = profiles.get(name)
        type_name = (row["type"] or "") if row is not None else "Extension"
        for one, _ in rows_of(name, bench):
            if (one.place.file, one.place.sheet, one.place.row) in lines:
                found.add(element_id(one, type_name) or "")
        name = (bench.own_structure(row["parent"] or "") or "") if row is not None else ""
    return found - {""}


def stands_below(element: str, others: set[str]) -> bool:
    """Whether an element is one of others, a slice of one, or below one."""
    return any(f"{element}.".startswith((f"{one}.", f"{one}:")) for one in others)
