"""Which elements have a fault in the rows about them: what follows from it is not a second fault."""

from __future__ import annotations

from tabellion.artifacts.bench import Bench
from tabellion.artifacts.profile.element_rows import element_id, rows_of
from tabellion.diagnostics import Diagnostic, Place


def faulty_elements(structure: str, bench: Bench) -> set[str]:
    """The ids of the elements, as rows write them, that a row with an error speaks of: rows about a profile or an
    extension of the guide, and about those of its profiles that it rests on. A path that leads nowhere counts as the
    one that was probably meant."""
    faults: dict[tuple[str, str, int], list[Diagnostic]] = {}
    for one in bench.report:
        if one.severity == "error":
            faults.setdefault((one.place.file, one.place.sheet, one.place.row), []).append(one)
    profiles = bench.by_id("profiles")
    found: set[str] = set()
    name, seen = structure, set[str]()
    while faults and name and name not in seen:
        seen.add(name)
        row = profiles.get(name)
        type_name = (row["type"] or "") if row is not None else "Extension"
        for about, _ in rows_of(name, bench):
            told = faults.get((about.place.file, about.place.sheet, about.place.row), [])
            found.update(one.suggestion or "" for one in told if one.place == about.at("path"))
            found.update({element_id(about, type_name) or ""} if told else ())
        name = (bench.own_structure(row["parent"] or "") or "") if row is not None else ""
    return found - {""}


def has_fault(row: Place, bench: Bench) -> bool:
    """Whether a row has an error in one of its cells."""
    line = (row.file, row.sheet, row.row)
    errors = (one.place for one in bench.report if one.severity == "error")
    return any((one.file, one.sheet, one.row) == line for one in errors)


def stands_below(element: str, others: set[str]) -> bool:
    """Whether an element is one of others, a slice of one, or below one."""
    return any(f"{element}.".startswith((f"{one}.", f"{one}:")) for one in others)
