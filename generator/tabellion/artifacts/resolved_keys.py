"""Two rows that say the same in other words: one code system by its name and by its address is one code system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from typing import Any

from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Term
from tabellion.tables.columns import Column
from tabellion.tables.keys import DUPLICATE_KEY
from tabellion.tables.table import Row, Table


def check_keys(workspace: Workspace) -> None:
    """No two rows of a sheet with one key, once names, OIDs and addresses are resolved. Rows whose keys are the same
    as they are typed are reported when they are read."""
    doubled = _doubled(workspace)
    for table in workspace.tables.values():
        columns = [table.sheet.column(name) for name in table.sheet.unique]
        if any(_names_something(column) for column in columns):
            _check_table(table, columns, doubled, workspace)


def _names_something(column: Column) -> bool:
    return column.many or bool({"codesystem", "valueset"} & set(column.refers))


def _check_table(table: Table, columns: list[Column], doubled: Set[str], workspace: Workspace) -> None:
    seen: dict[tuple[Any, ...], tuple[tuple[Any, ...], Row]] = {}
    for row in table.rows:
        if any(row[column.key] is None for column in columns if column.required):
            continue
        typed = tuple(row.many(column.key) for column in columns)
        key = tuple(_resolved(row, column, doubled, workspace) for column in columns)
        first, other = seen.setdefault(key, (typed, row))
        if first != typed:
            place = other.at(columns[0].key)
            headings = Term(", ".join(column.fr for column in columns), ", ".join(column.en for column in columns))
            shown = " · ".join(", ".join(values) for values in key if values)
            workspace.report.add(
                DUPLICATE_KEY,
                row.at(columns[0].key),
                key=shown,
                headings=headings,
                other=str(place),
                related=(place,),
            )


def _resolved(row: Row, column: Column, doubled: Set[str], workspace: Workspace) -> tuple[str, ...]:
    values = [str(value) for value in row.many(column.key)]
    for kind, meant in (("codesystem", workspace.systems.url), ("valueset", workspace.value_set)):
        if kind in column.refers:
            values = [url if (url := meant(value)) is not None and url not in doubled else value for value in values]
    return tuple(sorted(values))


def _doubled(workspace: Workspace) -> Set[str]:
    """The addresses that two rows declare, which is reported: what names one of them may mean either."""
    declared = Counter(
        workspace.url_of(resource_type, row)
        for sheet, resource_type in (("valuesets", "ValueSet"), ("codesystems", "CodeSystem"))
        for row in workspace.rows(sheet)
        if row["id"]
    )
    return {url for url, count in declared.items() if count > 1}
