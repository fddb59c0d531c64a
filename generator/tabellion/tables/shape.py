"""From grids to tables: headings matched, required cells present, values typed."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from tabellion.diagnostics import Finding, Report, rule
from tabellion.tables.columns import Column, Sheet
from tabellion.tables.grid import Area, Grid, RawCell, range_name
from tabellion.tables.headings import differ_by_a_slip, fold, nearest
from tabellion.tables.hidden import without_hidden
from tabellion.tables.keys import check_keys, check_required, may_be_shared, report_required
from tabellion.tables.large_grid import LargeGrid
from tabellion.tables.large_rows import read_columns, rows_of
from tabellion.tables.settings import USUAL, Hidden, Settings
from tabellion.tables.table import Cell, Row, State, Table
from tabellion.tables.texts import plain_text
from tabellion.tables.values import is_error_text, read_cell
from tabellion.tables.workbook import MANY_EMPTY_ROWS

MISSING_HEADING = rule(
    "TB003",
    "missing-heading",
    "error",
    "required",
    cause=True,
    fr="la colonne obligatoire « {heading} » manque",
    en="the required column `{heading}` is missing",
    help_fr="ajoutez la colonne, ou corrigez le titre de celle qui en tient lieu",
    help_en="add the column, or fix the heading of the one that stands for it",
)
UNKNOWN_HEADING = rule(
    "TB004",
    "unknown-heading",
    "warning",
    cause=True,
    fr="la colonne « {heading} » n'est pas connue dans la feuille {sheet} ; elle est ignorée",
    en="the column `{heading}` is not known in the sheet {sheet}; it is ignored",
    help_fr="corrigez le titre, ou faites-le commencer par « _ » pour une colonne privée",
    help_en="fix the heading, or begin it with `_` for a private column",
)
MISSPELT_HEADING = rule(
    "TB033",
    "misspelt-heading",
    "error",
    cause=True,
    fr="la colonne « {value} » est sans doute « {heading} », et lue comme telle",
    en="the column `{value}` is probably `{heading}`, and read as that",
    help_fr="corrigez le titre ; si c'est une colonne à vous, faites-le commencer par « _ »",
    help_en="fix the heading; if the column is one of your own, begin it with `_`",
)
DUPLICATE_HEADING = rule(
    "TB005",
    "duplicate-heading",
    "error",
    "duplicate",
    cause=True,
    fr="deux colonnes donnent « {heading} »",
    en="two columns give `{heading}`",
    help_fr="gardez-en une, ou renommez l'autre",
    help_en="keep one, or rename the other",
)
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
VALUE_WITHOUT_HEADING = rule(
    "TB027",
    "value-without-heading",
    "warning",
    fr="« {value} » est dans une colonne sans titre ; la valeur est ignorée",
    en="`{value}` stands in a column without heading; it is ignored",
    help_fr="donnez un titre à la colonne",
    help_en="give the column a heading",
)

TWIN = re.compile(
    r"(?P<base>.+?)\s*(?:::\s*(?:[^()]*\()?(?P<code>[a-z]{2})\)?|\((?P<word>anglais|english|fran[cç]ais|french)\))",
    re.I | re.S,
)
LANGUAGE_WORDS = {"anglais": "en", "english": "en", "francais": "fr", "français": "fr", "french": "fr"}
SEARCHED_ROWS = 10
SHORTEST_MISSPELT = 4  # of shorter headings, many differ by a letter


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


def headings_known(grid: Grid, sheet: Sheet) -> tuple[int, int, bool]:
    """How many headings of a grid a sheet knows and does not know, and whether all that it requires are among them."""
    top = _heading_row(sheet, grid)
    known = known_columns(sheet)
    texts = [plain_text(cell.value) for cell in grid.rows[top].values()] if top is not None else []
    found = [column for text in texts if (column := column_of(text, known)[0]) is not None]
    complete = all(column in found for column in sheet.columns if column.required)
    return len(found), len(texts) - len(found), complete and bool(found)


def _rows(sheet: Sheet, grid: Grid, lang: str, report: Report, hidden: Hidden, is_shared: bool) -> list[Row] | None:
    """The rows of one grid; `None` where its headings do not allow to read them, which is reported. What is missing in
    a row is told here unless other institutions may state it."""
    if isinstance(grid, LargeGrid) and len(_candidates(grid)) < SEARCHED_ROWS:
        grid = grid.as_cells()  # so many comments that the headings may stand below the first rows
    if grid.empty_rows > MANY_EMPTY_ROWS:
        report.add(EMPTY_FORMATTED_ROWS, grid.place(max(grid.rows, default=0) + 1), count=grid.empty_rows)
    top = _heading_row(sheet, grid)
    if top is None:
        if grid.rows:
            shown = ", ".join(_heading(column, lang) for column in sheet.columns if column.required)
            report.add(NO_HEADINGS, grid.place(min(grid.rows)), sheet=grid.name, headings=shown)
            return None
        return []
    names = known_columns(sheet)
    named = {
        number for number, cell in grid.rows[top].items() if column_of(plain_text(cell.value), names)[0] is not None
    }
    grid = without_hidden(grid, top, named, hidden, report)
    columns, complete = _match_headings(sheet, grid, top, lang, report)
    merged = [area for area in grid.merged if _is_in_data(area, grid, top, columns)]
    covered = _covered(merged, grid, report)
    if not complete:
        return None
    headings = {number: plain_text(cell.value) for number, cell in grid.rows[top].items()}
    if not isinstance(grid, LargeGrid):
        rows = _rows_of_cells(sheet, grid, top, columns, headings, covered, lang, report)
        _tell_missing(rows.values(), is_shared, report)
        return list(rows.values())
    values, numbers, doubtful = read_columns(grid, top, columns, headings)
    cells = Grid(grid.file, grid.name, grid.careful(doubtful), is_text_file=grid.is_text_file, origin=grid.origin)
    careful = _rows_of_cells(sheet, cells, top, columns, headings, covered, lang, report)
    _tell_missing(careful.values(), is_shared, report)
    return rows_of(values, numbers, careful, doubtful, sheet, lang)


def _tell_missing(rows: Iterable[Row], is_shared: bool, report: Report) -> None:
    for row in rows if not is_shared else ():
        report_required(row, report)


def _rows_of_cells(
    sheet: Sheet,
    grid: Grid,
    top: int,
    columns: dict[int, tuple[Column, str]],
    headings: dict[int, str],
    covered: Mapping[int, Mapping[int, Finding]],
    lang: str,
    report: Report,
) -> dict[int, Row]:
    """The rows below the headings by their number in the grid."""
    numbers = [number for number in sorted(grid.rows) if number > top and not _is_comment(grid.rows[number])]
    rows = {
        number: _row(sheet, grid, number, columns, headings, covered.get(number, {}), lang, report)
        for number in numbers
    }
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


def _is_comment(cells: dict[int, RawCell]) -> bool:
    first = cells[min(cells)].value
    is_error = cells[min(cells)].fault != "" or is_error_text(first)
    return isinstance(first, str) and first.lstrip().startswith("#") and not is_error


def known_columns(sheet: Sheet) -> dict[str, Column]:
    """The columns of a sheet by their headings, as these are compared."""
    return {fold(name): column for column in reversed(sheet.columns) for name in reversed(column.headings)}


def _candidates(grid: Grid) -> list[int]:
    """The rows in which headings are looked for: the first that are no comments."""
    return [number for number in sorted(grid.rows) if not _is_comment(grid.rows[number])][:SEARCHED_ROWS]


def _heading_row(sheet: Sheet, grid: Grid) -> int | None:
    """The first row with headings that are known; authors' notes may stand above."""
    known = known_columns(sheet)
    candidates = _candidates(grid)
    scores = {
        number: sum(column_of(plain_text(cell.value), known)[0] is not None for cell in grid.rows[number].values())
        for number in candidates
    }
    best = max(scores.values(), default=0)
    return next((number for number in candidates if scores[number] == best), None) if best else None


def column_of(heading: str, known: dict[str, Column]) -> tuple[Column | None, str]:
    """The column that a heading names, and the language of a twin."""
    if (column := known.get(fold(heading))) is not None:
        return column, ""
    if match := TWIN.fullmatch(heading.strip().rstrip("*").strip()):
        column = known.get(fold(match["base"]))
        if column is not None and column.translated:
            return column, match["code"].lower() if match["code"] else LANGUAGE_WORDS[match["word"].lower()]
    return None, ""


def _match_headings(
    sheet: Sheet, grid: Grid, top: int, lang: str, report: Report
) -> tuple[dict[int, tuple[Column, str]], bool]:
    known = known_columns(sheet)
    found: dict[str, int] = {}
    columns: dict[int, tuple[Column, str]] = {}
    complete = True
    unknown: list[tuple[int, str]] = []
    for number, cell in sorted(grid.rows[top].items()):
        heading = plain_text(cell.value)
        if heading.startswith(("_", "#")):
            continue
        column, twin = column_of(heading, known)
        if column is None:
            unknown.append((number, heading))
            continue
        key = column.key if twin in ("", lang) else f"{column.key}::{twin}"
        if key in found:
            first = grid.place(top, found[key])
            report.add(DUPLICATE_HEADING, grid.place(top, number), heading=heading, related=(first,))
            complete = False
            continue
        found[key] = number
        columns[number] = (column, key)
    missing = [column for column in sheet.columns if column.key not in found]
    for number, heading in list(unknown):
        meant = _meant(heading, missing)
        if meant is not None:
            report.add(MISSPELT_HEADING, grid.place(top, number), value=heading, heading=meant.term)
            columns[number] = (meant, meant.key)
            missing.remove(meant)
            unknown.remove((number, heading))
    for number, heading in unknown:
        names = [_heading(column, lang) for column in missing] or [_heading(column, lang) for column in sheet.columns]
        report.add(
            UNKNOWN_HEADING,
            grid.place(top, number),
            heading=heading,
            sheet=grid.name,
            suggestion=nearest(heading, names),
        )
    for column in missing:
        if column.required:
            close = nearest(_heading(column, lang), [heading for _, heading in unknown])
            report.add(MISSING_HEADING, grid.place(top), heading=column.term, value=close)
            complete = False
    return columns, complete


def _meant(heading: str, missing: list[Column]) -> Column | None:
    """The column that a heading with a slip means: a required one that is near, another that differs by one letter."""
    if len(fold(heading)) < SHORTEST_MISSPELT:
        return None
    for column in missing:
        if any(differ_by_a_slip(heading, name) for name in column.headings if len(fold(name)) >= SHORTEST_MISSPELT):
            return column
    required = {name: column for column in missing if column.required for name in column.headings}
    near = nearest(heading, required)
    return required[near] if near else None


def _heading(column: Column, lang: str) -> str:
    return column.term[lang]


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
