"""What is proposed for received sheets of one layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tabellion.tables.columns import Sheet
from tabellion.tables.grid import Grid
from tabellion.tables.mapping.proposal.matching import ColumnMatch, ReceivedColumn

Values = Mapping[str, object]
"""A row of the sheet of received tables, by the keys of its columns."""
# the sheet that declares what all rows of a received table belong to, by the column that says so
WHOLES = {"system-concepts": ("codesystems", "system"), "concepts": ("valuesets", "valueset")}


@dataclass(slots=True)
class Proposal:
    """The rows of a mapping for sheets of one layout, by the key of the column of the sheet of received tables.

    `target` is `None` where no sheet of ours is near. `placed` are the pairs, `unplaced` the columns that are to be
    decided.
    """

    sheets: list[Grid]
    target: Sheet | None
    placed: list[ColumnMatch] = field(default_factory=list)
    unplaced: list[ReceivedColumn] = field(default_factory=list)
    rows: list[Values] = field(default_factory=list)
