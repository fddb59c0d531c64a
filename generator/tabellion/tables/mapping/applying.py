"""A mapping applied: received tables become grids of our sheets, read afterwards as any others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tabellion.diagnostics import Place, Report
from tabellion.tables.columns import Sheet
from tabellion.tables.grid import Grid
from tabellion.tables.large_grid import LargeGrid
from tabellion.tables.mapping.filling import Asking, FilledColumn, constant_text, filled, parts_of
from tabellion.tables.mapping.headings import shown
from tabellion.tables.mapping.made import Taken, grid_of
from tabellion.tables.mapping.patterns import fits_any
from tabellion.tables.mapping.received import ReceivedTable, text_of
from tabellion.tables.mapping.resolving import MeantTable, resolve, tables_of
from tabellion.tables.mapping.rules import (
    RECEIVED_COLUMN_WITHOUT_TARGET,
    RECEIVED_COLUMNS_NOT_MAPPED,
    ROW_WITHOUT_LEVEL,
    TARGET_COLUMN_MAPPED_TWICE,
)
from tabellion.tables.mapping.statement import LINE_BREAK, MappingStatement, statement_of
from tabellion.tables.mapping.targets import MappingTargets
from tabellion.tables.shape import HEADINGS_AGAIN
from tabellion.tables.table import Table

# readings whose cells do not tell that there is a row: they repeat what other rows say
REPEATING = frozenset({"above", "parent", "path", "constant"})
OUTLINES = frozenset({"label", "parent", "path"})


@dataclass(slots=True)
class Applied:
    """The grids made, by the key of their sheet; the received sheets that they are made of; the files of which some
    could not be read."""

    grids: dict[str, list[Grid]] = field(default_factory=dict)
    received: list[Grid] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def apply_mapping(mapping: Table, grids: Sequence[Grid], sheets: Iterable[Sheet], report: Report) -> Applied:
    """Read `grids`, of any layout, as the rows of `mapping` say. What is wrong with a row is told at its cells, and the
    tables that it speaks of are not read then."""
    targets = MappingTargets(sheets)
    scopes: dict[object, list[MappingStatement]] = {}
    for row in mapping:
        statement = statement_of(row, targets, report)
        if not row.is_empty("file"):
            scopes.setdefault(statement.scope, []).append(statement)
    applied = Applied()
    uses: dict[tuple[int, int], tuple[ReceivedTable, set[int]]] = {}
    for statements, ends in (part for scope in scopes.values() for part in _tables_of_sheet(scope)):
        meant = tables_of(statements, grids, report)
        if any(statement.leaves_sheet for statement in statements):
            applied.received += meant
            continue
        resolved = resolve(statements, meant, report, ends) if meant else None
        if resolved is None or any(statement.is_broken for statement in statements):
            applied.unread += [grid.file for grid in meant]
            applied.received += [grid for grid in meant if resolved is None or _has(grid, resolved)]
            continue
        for found in resolved:
            applied.received.append(found.table.grid)
            _add(applied, statements, found, report)
            _, used = uses.setdefault((id(found.table.grid), found.table.last), (found.table, set()))
            used.update(found.used())
    _tell_undecided(scopes.values(), report)
    for table, used in uses.values():
        _tell_not_mapped(table, used, report)
        for number in table.repeated:
            report.add(HEADINGS_AGAIN, table.grid.place(number))
    return applied


def _tables_of_sheet(
    statements: Sequence[MappingStatement],
) -> list[tuple[Sequence[MappingStatement], Sequence[int]]]:
    """The statements of each table where a sheet has several, told apart by their rows of headings, with the rows at
    which these begin; one that does not name its row is about the table of the one above it."""
    tops = list(dict.fromkeys(statement.headings for statement in statements if statement.headings is not None))
    if len(tops) < 2:
        return [(statements, ())]
    parts: dict[tuple[int, int], list[MappingStatement]] = {top: [] for top in tops}
    last = tops[0]
    for statement in statements:
        last = statement.headings or last
        parts[last].append(statement)
    ends = sorted(first for first, _ in tops)
    return [(part, ends) for part in parts.values()]


def _has(grid: Grid, resolved: Sequence[MeantTable]) -> bool:
    return any(found.table.grid is grid for found in resolved)


def _add(applied: Applied, statements: Sequence[MappingStatement], resolved: MeantTable, report: Report) -> None:
    """The grids of the blocks of one received table."""
    blocks: dict[tuple[str, str], list[MappingStatement]] = {}
    for statement in statements:
        if statement.fills and statement.target is not None and resolved.of(statement) is not None:
            blocks.setdefault((statement.target.key, statement.block), []).append(statement)
    for (key, _), block in blocks.items():
        if _is_filled_twice(block, report):
            applied.unread.append(resolved.table.grid.file)
            continue
        grid = _grid_of_block(block, statements, resolved, report)
        applied.grids.setdefault(key, []).append(grid)


def _is_filled_twice(block: Sequence[MappingStatement], report: Report) -> bool:
    first: dict[str, MappingStatement] = {}
    before = len(report)
    for statement in block:
        other = first.setdefault(statement.key, statement)
        if other is not statement:
            place = other.at("column")
            report.add(
                TARGET_COLUMN_MAPPED_TWICE,
                statement.at("column"),
                value=statement.row["column"],
                other=str(place),
                related=(place,),
            )
    return len(report) > before


def _grid_of_block(
    block: Sequence[MappingStatement], statements: Sequence[MappingStatement], resolved: MeantTable, report: Report
) -> Grid:
    target, table = block[0].target, resolved.table
    assert target is not None
    if all(statement.reading == "constant" for statement in block):
        return _grid_of_constants(block, target, table)
    if isinstance(table.grid, LargeGrid) and not target.values_only:
        table = ReceivedTable(table.grid.as_cells(), table.first, table.last, table.headings)
    asked = [_asked(statement, resolved, table) for statement in block]
    columns = [filled(each) for each in asked]
    is_row = _rows_taken(asked, table)
    for statement in statements:
        if statement.reading in ("leave-out", "keep", "once") and _concerns(statement, block[0]):
            _select(is_row, statement, resolved, table)
    _tell_without_level(asked, is_row, table, report)
    taken = _expanded([index for index, found in enumerate(is_row) if found], block, columns)
    return grid_of(table, target, columns, taken)


def _asked(statement: MappingStatement, resolved: MeantTable, table: ReceivedTable) -> Asking:
    means = resolved.of(statement) or {}
    columns = tuple(dict.fromkeys(column for name in statement.received for column in means[name]))
    named = {name: found[0] for name, found in means.items() if found and name not in statement.received}
    return Asking(statement, table, columns, named)


def _grid_of_constants(block: Sequence[MappingStatement], target: Sheet, table: ReceivedTable) -> Grid:
    """The one row that constants make of a received table; it stands where the table does."""
    single = Grid(table.grid.file, table.grid.name, {0: {}}, is_text_file=table.grid.is_text_file)
    whole = ReceivedTable(single, -1, -1, [])
    columns = [
        FilledColumn(statement.key, [whole.item(constant_text(statement, table))], 0, statement.at("value"))
        for statement in block
    ]
    return grid_of(whole, target, columns, [(0, {})])


def _concerns(statement: MappingStatement, other: MappingStatement) -> bool:
    """Whether what is said of rows is said of those of a block: of all where it names no sheet."""
    if statement.target is not None and statement.target is not other.target:
        return False
    return not statement.block or statement.block == other.block


def _rows_taken(asked: Sequence[Asking], table: ReceivedTable) -> list[bool]:
    """The rows that say something of their own in a column that is read."""
    telling = [each for each in asked if each.statement.reading not in REPEATING]
    columns = {column for each in telling or asked for column in (*each.columns, *each.named.values())}
    found = [False] * len(table.numbers)
    for column in columns:
        for index, item in enumerate(table.items(column)):
            if not found[index] and text_of(item):
                found[index] = True
    return found


def _select(is_row: list[bool], statement: MappingStatement, resolved: MeantTable, table: ReceivedTable) -> None:
    """Leave out the rows that a statement leaves out, or does not keep."""
    means = resolved.of(statement)
    if means is None:
        return
    columns = [column for name in statement.received for column in means[name]]
    if columns:
        texts = list(zip(*([text_of(item) for item in table.items(column)] for column in columns), strict=True))
    else:
        used = sorted({heading.column for heading in table.headings})
        rows = zip(*([text_of(item) for item in table.items(column)] for column in used), strict=True)
        texts = [(next((text for text in row if text), ""),) for row in rows]
    if statement.reading == "once":
        seen: set[tuple[str, ...]] = set()
        for index, row in enumerate(texts):
            is_new = is_row[index] and row not in seen
            if is_row[index]:
                seen.add(row)
            is_row[index] = is_new
        return
    met = [_is_met(row, statement) for row in texts]
    wanted = statement.reading == "keep"
    for index, found in enumerate(met):
        is_row[index] = is_row[index] and found is wanted


def _is_met(row: Sequence[str], statement: MappingStatement) -> bool:
    """Whether a cell says one of the values. Without values a row is kept where the column is filled, left out where
    it is empty."""
    if statement.values:
        return any(fits_any(text, statement.values) for text in row if text)
    return any(row) if statement.reading == "keep" else not any(row)


def _tell_without_level(asked: Sequence[Asking], is_row: Sequence[bool], table: ReceivedTable, report: Report) -> None:
    outlines = [each for each in asked if each.statement.reading in OUTLINES]
    if not outlines:
        return
    columns = outlines[0].columns
    texts = [[text_of(item) for item in table.items(column)] for column in columns]
    for index, row in enumerate(zip(*texts, strict=True)):
        if is_row[index] and not any(row):
            report.add(ROW_WITHOUT_LEVEL, table.place(table.numbers[index], columns[0]))


def _expanded(indexes: Sequence[int], block: Sequence[MappingStatement], columns: Sequence[FilledColumn]) -> Taken:
    """The rows taken, one that holds several values as often as it holds values."""
    several = [(position, statement) for position, statement in enumerate(block, 1) if statement.reading == "each"]
    if not several:
        nothing: Mapping[int, str] = {}
        return [(index, nothing) for index in indexes]
    taken: list[tuple[int, Mapping[int, str]]] = []
    for index in indexes:
        parts = {
            position: [
                part
                for part in parts_of(text_of(columns[position - 1].items[index]), statement.separator or LINE_BREAK)
                if part
            ]
            for position, statement in several
        }
        for number in range(max((1, *map(len, parts.values())))):
            instead = {position: found[number] if number < len(found) else "" for position, found in parts.items()}
            taken.append((index, instead))
    return taken


def _tell_undecided(scopes: Iterable[Sequence[MappingStatement]], report: Report) -> None:
    for statements in scopes:
        for statement in statements:
            if statement.is_undecided and not statement.is_broken:
                report.add(
                    RECEIVED_COLUMN_WITHOUT_TARGET, statement.at("received"), value=", ".join(statement.received)
                )


def _tell_not_mapped(table: ReceivedTable, used: set[int], report: Report) -> None:
    named = [heading for heading in table.headings if heading.text and heading.column not in used]
    left = [heading for heading in named if not heading.text.startswith(("_", "#"))]
    if left:
        listed = ", ".join(f"« {shown(heading, table.headings)} »" for heading in left)
        place = table.grid.place(table.last) if table.last else Place(table.grid.file)
        report.add(RECEIVED_COLUMNS_NOT_MAPPED, place, columns=listed)
