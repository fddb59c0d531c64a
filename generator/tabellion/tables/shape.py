"""From grids to tables: headings matched, required cells present, values typed."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from tabellion.diagnostics import Finding, Report, rule
from tabellion.tables.columns import Column, Sheet
from tabellion.tables.grid import Area, Grid, range_name
from tabellion.tables.heading_row import (
    SEARCHED_ROWS,
    are_headings,
    candidates,
    column_of,
    heading_row,
    is_comment,
    known_columns,
    match_headings,
)
from tabellion.tables.hidden import without_hidden
from tabellion.tables.keys import check_keys, check_required, may_be_shared, report_required
from tabellion.tables.large_grid import LargeGrid
from tabellion.tables.large_rows import read_columns, rows_of
from tabellion.tables.settings import USUAL, Hidden, Settings
from tabellion.tables.table import Cell, Row, State, Table
from tabellion.tables.texts import plain_text
from tabellion.tables.values import read_cell
from tabellion.tables.workbook import MANY_EMPTY_ROWS

MERGED_CELLS = rule(
    "TB006",
    "merged-cells",
    "error",
    cause=True,
    fr="des cellules sont fusionnées dans les données ({range}) : une seule porterait la valeur",
    en="cells are merged in the data ({range}): only one of them would have the value",
    help_fr="défusionnez-les et répétez la valeur dans chaque ligne",
    help_en="unmerge them and repeat the value in each row",
)
EMPTY_FORMATTED_ROWS = rule(
    "TB023",
    "empty-formatted-rows",
    "information",
    "informational",
    fr="{count:ligne vide mais mise en forme suit|lignes vides mais mises en forme suivent} les données",
    en="{count} empty rows with formats follow the data",
    help_fr="supprimez-les pour alléger le fichier",
    help_en="delete them to make the file lighter",
)
NO_HEADINGS = rule(
    "TB024",
    "no-headings",
    "error",
    "required",
    cause=True,
    fr="la feuille {sheet} n'a pas de ligne de titres reconnue",
    en="the sheet {sheet} has no row of headings that is known",
    help_fr="mettez les titres des colonnes en première ligne : {headings}",
    help_en="put the headings of the columns in the first row: {headings}",
)
STRUCK_OUT_ROW = rule(
    "TB026",
    "struck-out-row",
    "warning",
    fr="la ligne est barrée, ce qui ne la retire pas",
    en="the row is struck out, which does not withdraw it",
    help_fr="mettez le statut « retiré », ou supprimez la ligne",
    help_en="give it the status `withdrawn`, or delete the row",
)
HEADINGS_AGAIN = rule(
    "TB050",
    "headings-again",
    "warning",
    fr="la ligne répète les titres ; elle n'est pas lue comme une ligne de données",
    en="the row repeats the headings; it is not read as a row of data",
    help_fr="supprimez-la ; si une autre table commence là, mettez-la dans une feuille à elle",
    help_en="delete it; if another table begins there, give it a sheet of its own",
)
VALUE_WITHOUT_HEADING = rule(
    "TB027",
    "value-without-heading",
    "warning",
    fr="« {value} » est dans une colonne sans titre ; la valeur est ignorée",
    en="`{value}` stands in a column without heading; it is ignored",
    help_fr="donnez un titre à la colonne",
    help_en="give the column a heading",
)


def shape(sheet: Sheet, grids: list[Grid], lang: str, report: Report, settings: Settings = USUAL) -> Table:
    """The typed table of a sheet from every grid that has its name; `lang` is the language of headings without a twin.

    Reports missing, unknown and doubled headings, merged cells, empty required cells, bad values and doubled keys.
    """
    sheet = settings.applied(sheet)
    table = Table(sheet)
    is_shared = may_be_shared((grid.file for grid in grids), settings.roles)
    for grid in grids:
        rows = _rows(sheet, grid, lang, report, settings.hidden, is_shared)
        table.whole = table.whole and rows is not None
        table.rows.extend(rows or ())
    check_keys(table, settings.roles, report)
    if is_shared:
        check_required(table, settings.roles, report)
    return table


def _rows(sheet: Sheet, grid: Grid, lang: str, report: Report, hidden: Hidden, is_shared: bool) -> list[Row] | None:
    """The rows of one grid; `None` where its headings do not allow to read them, which is reported. What is missing in
    a row is told here unless other institutions may state it."""
    if isinstance(grid, LargeGrid) and len(candidates(grid)) < SEARCHED_ROWS:
        grid = grid.as_cells()  # so many comments that the headings may stand below the first rows
    if grid.empty_rows > MANY_EMPTY_ROWS:
        report.add(EMPTY_FORMATTED_ROWS, grid.place(max(grid.rows, default=0) + 1), count=grid.empty_rows)
    top = heading_row(sheet, grid)
    if top is None:
        if grid.rows:
            shown = ", ".join(column.term[lang] for column in sheet.columns if column.required)
            report.add(NO_HEADINGS, grid.place(min(grid.rows)), sheet=grid.name, headings=shown)
            return None
        return []
    names = known_columns(sheet)
    named = {
        number for number, cell in grid.rows[top].items() if column_of(plain_text(cell.value), names)[0] is not None
    }
    grid = without_hidden(grid, top, named, hidden, report)
    columns, complete = match_headings(sheet, grid, top, lang, report)
    merged = [area for area in grid.merged if _is_in_data(area, grid, top, columns)]
    covered = _covered(merged, grid, report)
    if not complete:
        return None
    headings = {number: plain_text(cell.value) for number, cell in grid.rows[top].items()}
    if not isinstance(grid, LargeGrid):
        return list(_rows_of_cells(sheet, grid, top, columns, headings, covered, lang, report, is_shared).values())
    values, numbers, doubtful = read_columns(grid, top, columns, headings)
    cells = Grid(grid.file, grid.name, grid.careful(doubtful), is_text_file=grid.is_text_file, origin=grid.origin)
    careful = _rows_of_cells(sheet, cells, top, columns, headings, covered, lang, report, is_shared)
    return rows_of(values, numbers, careful, doubtful, sheet, lang)


def _rows_of_cells(
    sheet: Sheet,
    grid: Grid,
    top: int,
    columns: dict[int, tuple[Column, str]],
    headings: dict[int, str],
    covered: Mapping[int, Mapping[int, Finding]],
    lang: str,
    report: Report,
    is_shared: bool,
) -> dict[int, Row]:
    """The rows below the headings by their number in the grid."""
    numbers = [number for number in sorted(grid.rows) if number > top and not is_comment(grid.rows[number])]
    again = {number for number in numbers if are_headings(grid.rows[number], headings)}
    for number in sorted(again):
        report.add(HEADINGS_AGAIN, grid.place(number))
    numbers = [number for number in numbers if number not in again]
    rows: dict[int, Row] = {}
    for number in numbers:
        row = _row(sheet, grid, number, columns, headings, covered.get(number, {}), lang, report)
        if not is_shared:
            report_required(row, report)
        rows[number] = row
    _report_stray(grid, numbers, headings, report)
    return rows


def _report_stray(grid: Grid, numbers: Sequence[int], headings: Container[int], report: Report) -> None:
    """Report each column without heading that has values, once."""
    stray: dict[int, list[int]] = {}
    for number in numbers:
        for position in grid.rows[number]:
            if position not in headings:
                stray.setdefault(position, []).append(number)
    for position, (first, *others) in sorted(stray.items()):
        made = [
            Finding(
                VALUE_WITHOUT_HEADING, grid.place(row, position), {}, plain_text(grid.rows[row][position].value)[:60]
            )
            for row in (first, *others)
        ]
        report.keep(replace(made[0], others=tuple(made[1:])))


def _covered(merged: list[Area], grid: Grid, report: Report) -> dict[int, dict[int, Finding]]:
    """By row and column, the faults of the merged ranges that cover a cell."""
    covered: dict[int, dict[int, Finding]] = {}
    for area in merged:
        first_row, first_column, last_row, last_column = area
        fault = report.add(MERGED_CELLS, grid.place(first_row, first_column), range=range_name(area))
        for row in range(first_row, last_row + 1):
            if row in grid.rows:
                covered.setdefault(row, {}).update(dict.fromkeys(range(first_column, last_column + 1), fault))
    return covered


def _is_in_data(area: Area, grid: Grid, top: int, columns: Container[int]) -> bool:
    """Whether a merged range with a value touches the headings or what is below them."""
    has_value = area[1] in grid.rows.get(area[0], {})
    return area[2] >= top and has_value and any(column in columns for column in range(area[1], area[3] + 1))


def _row(
    sheet: Sheet,
    grid: Grid,
    number: int,
    columns: dict[int, tuple[Column, str]],
    headings: dict[int, str],
    covered: Mapping[int, Finding],
    lang: str,
    report: Report,
) -> Row:
    """One row; what would stand in the empty cells `covered` by a merged range is not known."""
    cells: dict[str, Cell] = {}
    raw_cells = grid.rows[number]
    if all(raw.struck for raw in raw_cells.values()):
        report.add(STRUCK_OUT_ROW, grid.place(number))
        raw_cells = {position: replace(raw, struck=False) for position, raw in raw_cells.items()}
    for position, (column, key) in columns.items():
        place = grid.place(number, position, headings[position])
        raw = raw_cells.get(position)
        if raw is not None:
            cells[key] = read_cell(raw, column, place, report)
        elif position in covered:
            cells[key] = Cell(None, place, State.UNREAD, (covered[position],))
        else:
            cells[key] = Cell(None, place, State.EMPTY)
    return Row(sheet, grid.place(number), cells, lang)
