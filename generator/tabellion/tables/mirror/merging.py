"""Two authors' changes to a sheet put together: row by row of the same key, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tabellion.tables.mirror.sheet_text import (
    Cells,
    Key,
    MirroredSheet,
    cell_lines,
    label,
    sheet_of_text,
    text_of_sheet,
)
from tabellion.tables.mirror.values import Value

OURS, MIDDLE, THEIRS = "<<<<<<< ours", "=======", ">>>>>>> theirs"


@dataclass(frozen=True, slots=True)
class MergedText:
    """The text of the merge, and the blocks and columns that both sides changed in different ways; their lines stand
    between git's own marks."""

    text: str
    conflicts: tuple[tuple[str, str], ...]


def merge(base: str, ours: str, theirs: str) -> MergedText:
    """Merge the texts of a sheet. Nothing that one side wrote is lost, and nothing is there that neither wrote.

    A row that one side removed and the other changed stays as it was changed, and is a conflict. Raises
    `MirrorTextError`.
    """
    sheets = [sheet_of_text(text) for text in (base, ours, theirs)]
    first = next((sheet for sheet in (sheets[1], sheets[2], sheets[0]) if sheet.keys), sheets[1])
    for sheet in sheets:
        sheet.keys = first.keys
    b, o, t = sheets
    settled = _Settled()
    made = MirroredSheet(keys=first.keys, top=o.top or t.top)
    made.headings = settled.cells("@headings", b.headings, o.headings, t.headings)
    for row in sorted({*b.above, *o.above, *t.above}):
        cells = settled.cells(f"@row {row}", *(sheet.above.get(row, {}) for sheet in sheets))
        if cells:
            made.above[row] = cells
    rows = [sheet.by_key() for sheet in sheets]
    for key in _order(rows[1], rows[2]):
        merged = settled.row(label(key), *(row.get(key) for row in rows))
        if merged is not None:
            made.rows.append(merged)
    text = text_of_sheet(made)
    for mark, lines in settled.marked.items():
        text = text.replace(mark, lines)
    return MergedText(text, tuple(settled.conflicts))


def _order(ours: Mapping[Key, Cells], theirs: Mapping[Key, Cells]) -> list[Key]:
    """The rows of both: those of ours in their order, each of theirs alone after the row that stands before it."""
    order = list(ours)
    before: Key | None = None
    for key in theirs:
        if key not in ours:
            order.insert(order.index(before) + 1 if before in order else 0, key)
        before = key
    return order


@dataclass(slots=True)
class _Settled:
    """What was settled so far: the conflicts, and the lines that take the place of marks in the text."""

    conflicts: list[tuple[str, str]] = field(default_factory=list)
    marked: dict[str, str] = field(default_factory=dict)

    def row(self, name: str, base: Cells | None, ours: Cells | None, theirs: Cells | None) -> Cells | None:
        """A row of three sides; `None` where it is gone."""
        if base is not None and (ours is None or theirs is None):
            kept = theirs if ours is None else ours
            if kept is None or kept == base:
                return None
            self.conflicts.append((name, ""))
            return kept
        if ours is None or theirs is None:
            return theirs if ours is None else ours
        return self.cells(name, base or {}, ours, theirs)

    def cells(self, name: str, base: Cells, ours: Cells, theirs: Cells) -> Cells:
        """The cells of a block; one that both sides changed in different ways has a mark."""
        made: Cells = {}
        for column in _columns(ours, theirs, base):
            b, o, t = base.get(column), ours.get(column), theirs.get(column)
            value = t if _is(o, b) else o
            if not (_is(o, t) or _is(o, b) or _is(t, b)):
                self.conflicts.append((name, column))
                mark = f"\x1f{len(self.marked)}\x1f"
                self.marked["\n".join(cell_lines(column, mark))] = _both(column, o, t)
                value = mark
            if value is not None:
                made[column] = value
        return made


def _both(column: str, ours: Value, theirs: Value) -> str:
    sides = [cell_lines(column, value) if value is not None else [] for value in (ours, theirs)]
    return "\n".join([OURS, *sides[0], MIDDLE, *sides[1], THEIRS])


def _is(value: Value, other: Value) -> bool:
    """Whether two cells hold the same, a number and a text never doing so."""
    return type(value) is type(other) and value == other


def _columns(*sides: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(column for side in sides for column in side))
