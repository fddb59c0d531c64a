"""A received file of another layout: the mapping proposed for it, and its first rows as they would be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Report
from tabellion.tables.columns import Sheet
from tabellion.tables.grid import Grid, RawCell
from tabellion.tables.headings import fold
from tabellion.tables.mapping.applying import apply_mapping
from tabellion.tables.mapping.proposal.proposed import Proposal
from tabellion.tables.mapping.proposal.proposing import propose
from tabellion.tables.mapping.sheet import RECEIVED_TABLES
from tabellion.tables.mapping.targets import NOT_FILLED
from tabellion.tables.shape import shape
from tabellion.tables.sources import read_file
from tabellion.tables.template import Content, template_workbook


@dataclass(frozen=True, slots=True)
class Proposed:
    """The proposals for the sheets of a file, its grids, and those made of it, each with the sheet that it fills."""

    proposals: list[Proposal]
    grids: list[Grid]
    made: list[tuple[Sheet, Grid]]


class UnknownSheetError(Exception):
    """No sheet is called so; `name` is what was asked, `known` are the names that there are."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = list(known)


def proposal_for(path: Path, wanted: Sequence[str], to: str, lang: str, report: Report) -> Proposed:
    """A mapping for the sheets of a file, those `wanted` or all; with `to`, for one sheet of ours.

    What keeps the file from being read is reported. Raises `UnknownSheetError` for a sheet that the file or the guide
    does not have.
    """
    grids = read_file(path, report)
    target = _target(to)
    names = [grid.name for grid in grids]
    chosen = [grid for grid in grids if not wanted or fold(grid.name) in map(fold, wanted)]
    for name in wanted:
        if grids and fold(name) not in map(fold, names):
            raise UnknownSheetError(name, names)
    proposals = propose(chosen, [sheet for sheet in sheets() if sheet.key not in NOT_FILLED], lang, target)
    mapping = shape(RECEIVED_TABLES, [_grid(proposals)], lang, Report())
    applied = apply_mapping(mapping, grids, sheets(), Report())
    declared = {sheet.key: sheet for sheet in sheets()}
    made = [(declared[key], grid) for key, grids_made in applied.grids.items() for grid in grids_made]
    return Proposed(proposals, grids, made)


def _target(name: str) -> Sheet | None:
    if not name:
        return None
    fillable = [sheet for sheet in sheets() if sheet.key not in NOT_FILLED]
    found = next((sheet for sheet in fillable if fold(name) in map(fold, sheet.names)), None)
    if found is None:
        raise UnknownSheetError(name, [sheet.fr for sheet in fillable] + [sheet.en for sheet in fillable])
    return found


def _grid(proposals: Sequence[Proposal]) -> Grid:
    """The sheet of received tables as a reader finds it; what is not complete yet is left out, to show the rest."""
    keys = [column.key for column in RECEIVED_TABLES.columns]
    grid = Grid("", RECEIVED_TABLES.fr)
    grid.rows[1] = {position: RawCell(key) for position, key in enumerate(keys, 1)}
    rows = [row for proposal in proposals for row in proposal.rows]
    told = [row for row in rows if row.get("reading") != "constant" or "value" in row]
    for number, row in enumerate(told, 2):
        grid.rows[number] = {keys.index(key) + 1: RawCell(value) for key, value in row.items()}
    return grid


def workbook_of(proposals: Sequence[Proposal], lang: str) -> bytes:
    """The workbook that holds the proposals, to be corrected by who knows the file."""
    rows = [row for proposal in proposals for row in proposal.rows]
    return template_workbook([Content(RECEIVED_TABLES, rows)], lang)
