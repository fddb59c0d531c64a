"""Which received tables a mapping speaks of, and which of their columns its names mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tabellion.diagnostics import Report
from tabellion.tables.grid import Grid
from tabellion.tables.headings import fold, nearest
from tabellion.tables.mapping.filling import is_of_table
from tabellion.tables.mapping.headings import columns_named, found_rows, headings_of, shown
from tabellion.tables.mapping.patterns import fits, has_wildcard
from tabellion.tables.mapping.received import ReceivedTable
from tabellion.tables.mapping.rules import (
    RECEIVED_HEADING_NOT_FOUND,
    RECEIVED_HEADING_OF_SEVERAL_COLUMNS,
    RECEIVED_HEADINGS_NOT_FOUND,
    RECEIVED_TABLE_NOT_FOUND,
)
from tabellion.tables.mapping.statement import MappingStatement

PRIVATE = ("_", "#")


@dataclass(slots=True)
class MeantTable:
    """A received table with, for each statement about it, the columns that its names mean, in the order of the names.

    A statement of which a name means nothing here is left out.
    """

    table: ReceivedTable
    columns: dict[int, dict[str, tuple[int, ...]]] = field(default_factory=dict)

    def of(self, statement: MappingStatement) -> Mapping[str, tuple[int, ...]] | None:
        return self.columns.get(id(statement))

    def used(self) -> set[int]:
        """The columns that some statement names."""
        return {column for names in self.columns.values() for found in names.values() for column in found}


def tables_of(statements: Sequence[MappingStatement], grids: Sequence[Grid], report: Report) -> list[Grid]:
    """The received sheets that statements of one scope mean; none is told at the first of them."""
    files, sheets = statements[0].scope
    in_file = [grid for grid in grids if any(_is_called(grid.file, pattern) for pattern in files)]
    found = [grid for grid in in_file if grid.is_text_file or _is_meant(grid, sheets)]
    if not found:
        key = "sheet" if in_file else "file"
        names = [grid.name for grid in in_file] if in_file else sorted({grid.file for grid in grids})
        value = " | ".join(statements[0].row.many(key))
        report.add(RECEIVED_TABLE_NOT_FOUND, statements[0].at(key), value=value, suggestion=nearest(value, names))
    return found


def _is_called(name: str, pattern: str) -> bool:
    return fits(name, pattern) or fits(name.rpartition("/")[2], pattern)


def _is_meant(grid: Grid, patterns: Sequence[str]) -> bool:
    """Whether a sheet is meant: by its own name, or by a pattern where it is no private one."""
    if any(fold(grid.name) == fold(pattern) and fold(pattern) for pattern in patterns):
        return True
    is_private = grid.name.startswith(PRIVATE)
    if not patterns:
        return not is_private
    return any(fits(grid.name, pattern) and not (is_private and has_wildcard(pattern)) for pattern in patterns)


def resolve(
    statements: Sequence[MappingStatement], grids: Sequence[Grid], report: Report, ends: Sequence[int] = ()
) -> list[MeantTable] | None:
    """The received tables of one scope with the columns of its statements; `None` where a name means none of them, or
    several. `ends` are the rows at which tables of the same sheet begin.

    A sheet that has none of the headings is no table, as a page of notes; but one of them has to have some. A heading
    that only some of the tables have is right where its column of ours need not be there, or another statement fills
    it.
    """
    names = list(dict.fromkeys(name for statement in statements for name in statement.names()))
    given = next((statement.headings for statement in statements if statement.headings), None)
    found: list[MeantTable] = []
    for grid in grids:
        rows = given or found_rows(grid, names) or ((0, 0) if not names else None)
        if rows is None:
            continue
        end = next((number for number in ends if number > rows[1]), None)
        table = ReceivedTable(grid, *rows, headings_of(grid, *rows, end) if rows != (0, 0) else [], end)
        if rows == (0, 0) or any(columns_named(name, table.headings) for name in names):
            found.append(MeantTable(table))
    if not found:
        if grids:
            listed = ", ".join(names)
            related = (statements[0].at("received"),)
            report.add(RECEIVED_HEADINGS_NOT_FOUND, grids[0].place(), headings=listed, related=related)
        return None
    before = len(report)
    for resolved in found:
        _resolve_names(statements, resolved, report)
    _tell_missing(statements, found, report)
    return found if len(report) == before else None


def _resolve_names(statements: Iterable[MappingStatement], resolved: MeantTable, report: Report) -> None:
    table = resolved.table
    for statement in statements:
        means: dict[str, tuple[int, ...]] = {}
        for name in statement.names():
            matches = columns_named(name, table.headings)
            if len(matches) > 1 and not has_wildcard(name):
                listed = ", ".join(shown(heading, table.headings) for heading in matches)
                report.add(
                    RECEIVED_HEADING_OF_SEVERAL_COLUMNS,
                    statement.at("received"),
                    value=name,
                    table=str(table.grid.place()),
                    columns=listed,
                )
            means[name] = tuple(heading.column for heading in matches)
        if all(means.values()) or (statement.reading == "template" and _is_of_cells(means)):
            resolved.columns[id(statement)] = means


def _is_of_cells(means: Mapping[str, tuple[int, ...]]) -> bool:
    """Whether what a template names besides columns is the received sheet itself, or one of its cells."""
    return any(means.values()) and all(found or is_of_table(name) for name, found in means.items())


def _tell_missing(statements: Sequence[MappingStatement], found: Sequence[MeantTable], report: Report) -> None:
    for statement in statements:
        without = [resolved.table for resolved in found if resolved.of(statement) is None]
        if not without:
            continue
        if len(without) < len(found) and not _is_needed(statement, statements, without, found):
            continue
        headings = [heading.text for heading in without[0].headings if heading.text]
        for name in statement.names():
            if not columns_named(name, without[0].headings):
                key = "received" if name in statement.received else "value"
                report.add(
                    RECEIVED_HEADING_NOT_FOUND,
                    statement.at(key),
                    value=name,
                    table=str(without[0].grid.place()),
                    suggestion=nearest(name, headings),
                )


def _is_needed(
    statement: MappingStatement,
    statements: Sequence[MappingStatement],
    without: Sequence[ReceivedTable],
    found: Sequence[MeantTable],
) -> bool:
    """Whether a received table lacks a required column of ours, as no other statement fills it there."""
    if not (statement.fills and statement.column is not None and statement.column.required):
        return False
    others = [
        other
        for other in statements
        if other is not statement
        and (other.target, other.key, other.block) == (statement.target, statement.key, statement.block)
    ]
    lacking = [resolved for resolved in found if resolved.table in without]
    return not all(any(resolved.of(other) is not None for other in others) for resolved in lacking)
