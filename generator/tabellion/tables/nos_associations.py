"""The associations (ASS) of the French national repository of nomenclatures, as rows of the sheet of mappings.

Each column of line 3 with an OID holds codes of the system of that OID; the first is set against each of the others.
Columns without an OID say more: the label of the codes before them, how the two codes stand to each other, a comment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tabellion.diagnostics import Report
from tabellion.tables.grid import Grid, RawCell
from tabellion.tables.headings import fold
from tabellion.tables.large_grid import LargeGrid, Rows
from tabellion.tables.nos_identity import placed, tell_unknown

SYSTEM = re.compile(r"<?\s*(?:urn:oid:)?(\d+(?:\.\d+)+)\s*>?.*", re.DOTALL)
EQUIVALENCES = {"typeassociation", "equivalence", "typedassociation"}
COMMENTS = {"commentaire", "comment"}
# the one kind of match that an association which says no other claims: the codes belong together
RELATED = "relatedto"


@dataclass(frozen=True, slots=True)
class _Side:
    """A column of codes: where it and its label stand, and the address of its system."""

    code: int
    system: str
    label: int = 0


def association_grids(grid: Grid, map_id: str, report: Report) -> list[Grid]:
    """The mappings of a file, a grid for each system that the first is set against; none where its third line names
    fewer than two systems. A column that says nothing of this is told."""
    heads = {column: str(cell.value) for column, cell in sorted(grid.rows.get(3, {}).items())}
    sides, more = _columns(heads)
    known = {*more.values(), *(column for side in sides for column in (side.code, side.label))}
    tell_unknown(grid, (column for column in heads if column not in known), report)
    rows = grid.as_cells().rows if isinstance(grid, LargeGrid) else grid.rows
    return [_mappings(grid, rows, map_id, sides[0], target, more) for target in sides[1:]]


def _mappings(grid: Grid, rows: Rows, map_id: str, source: _Side, target: _Side, more: Mapping[str, int]) -> Grid:
    """The rows between two systems. What the file does not have a column for stands beyond its last one."""
    read = {"source_code": source.code, "source_label": source.label, "target_code": target.code}
    read |= {"target_label": target.label, **more}
    beyond = max(max(cells, default=0) for cells in rows.values()) + 1
    made = {"map": map_id, "source_system": source.system, "target_system": target.system}
    if "equivalence" not in more:
        made["equivalence"] = RELATED
    heads = {column: key for key, column in read.items() if column} | dict(enumerate(made, beyond))
    found = Grid(grid.file, "mappings", is_text_file=True, origin=placed(grid))
    found.rows[3] = {column: RawCell(key) for column, key in heads.items()}
    for number, cells in rows.items():
        # a line without one of the two codes says nothing of these two systems
        if number > 3 and source.code in cells and target.code in cells:
            own = {column: cells[column] for column in heads if column in cells}
            found.rows[number] = own | {beyond + at: RawCell(value) for at, value in enumerate(made.values())}
    return found


def _columns(heads: Mapping[int, str]) -> tuple[list[_Side], dict[str, int]]:
    sides: list[_Side] = []
    more: dict[str, int] = {}
    for column, head in heads.items():
        found = SYSTEM.fullmatch(head.strip())
        if found:
            sides.append(_Side(column, f"urn:oid:{found[1]}"))
        elif fold(head) in EQUIVALENCES:
            more["equivalence"] = column
        elif fold(head) in COMMENTS:
            more["comment"] = column
        elif fold(head).startswith("libelle") and sides and not sides[-1].label:
            sides[-1] = _Side(sides[-1].code, sides[-1].system, column)
    return sides, more
