"""Rows, columns and sheets that a workbook hides, filtered rows among them: read and told, or left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tabellion.diagnostics import Report, Term, rule
from tabellion.tables.grid import Grid
from tabellion.tables.large_grid import LargeGrid
from tabellion.tables.settings import Hidden

HIDDEN_CONTENT = rule(
    "TB045",
    "hidden-content",
    "warning",
    "informational",
    fr="{what} : lu comme le reste",
    en="{what}: read as all the rest",
    help_fr="affichez-le pour le relire, ou indiquez dans la feuille Guide, « Contenu masqué », s'il faut le lire",
    help_en="show it to read it again, or say in the sheet Guide, `Hidden content`, whether it is read",
)
HIDDEN_CONTENT_LEFT_OUT = rule(
    "TB046",
    "hidden-content-left-out",
    "information",
    "informational",
    fr="{what} : laissé de côté",
    en="{what}: left out",
    help_fr="comme l'indique la feuille Guide, « Contenu masqué »",
    help_en="as the sheet Guide says, `Hidden content`",
)


def without_hidden(grid: Grid, top: int, columns: Iterable[int], setting: Hidden, report: Report) -> Grid:
    """The grid as it is to be read: whole, or without what is hidden below its headings (row `top`) and in the
    `columns` that are known. What is hidden is counted once for the sheet."""
    rows = sorted(number for number in grid.hidden_rows if number > top and _has_values(grid, number))
    hidden = sorted(set(columns) & grid.hidden_columns)
    if setting is Hidden.READ or not (rows or hidden or grid.is_hidden):
        return grid
    told = HIDDEN_CONTENT if setting is Hidden.TOLD else HIDDEN_CONTENT_LEFT_OUT
    place = grid.place(rows[0]) if rows else grid.place(top, hidden[0]) if hidden else grid.place()
    report.add(told, place, what=_what(grid, rows, hidden))
    if setting is Hidden.TOLD:
        return grid
    whole = grid.as_cells() if isinstance(grid, LargeGrid) else grid
    if grid.is_hidden:
        return replace(whole, rows={number: cells for number, cells in whole.rows.items() if number <= top})
    kept = {
        number: {column: cell for column, cell in cells.items() if column not in grid.hidden_columns}
        for number, cells in whole.rows.items()
        if number not in grid.hidden_rows or number <= top
    }
    return replace(whole, rows={number: cells for number, cells in kept.items() if cells or number == top})


def _has_values(grid: Grid, number: int) -> bool:
    if isinstance(grid, LargeGrid) and grid.frame is not None:
        return number in grid.frame.index and bool((grid.frame.loc[number] != "").any())
    return number in grid.rows


def _what(grid: Grid, rows: list[int], columns: list[int]) -> Term:
    """What is hidden, with its count."""
    french, english = [], []
    if grid.is_hidden:
        french.append("la feuille est masquée")
        english.append("the sheet is hidden")
    if rows:
        filtered = grid.is_filtered
        french.append(f"{len(rows)} ligne{_s(rows)} {'filtrée' if filtered else 'masquée'}{_s(rows)}")
        english.append(f"{len(rows)} {'filtered' if filtered else 'hidden'} row{_s(rows)}")
    if columns:
        french.append(f"{len(columns)} colonne{_s(columns)} masquée{_s(columns)}")
        english.append(f"{len(columns)} hidden column{_s(columns)}")
    return Term(", ".join(french), ", ".join(english))


def _s(found: list[int]) -> str:
    return "s" if len(found) > 1 else ""
