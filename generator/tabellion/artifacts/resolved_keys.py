"""Two rows that say the same in other words: one code system by its name and by its address is one code system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Set
from functools import cache
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
    required = [column.key for column in columns if column.required]
    keys = [column.key for column in columns]
    resolvers = [_resolver(column, doubled, workspace) for column in columns]
    if not any(_have_several_names(table, *pair) for pair in zip(columns, resolvers, strict=True)):
        return
    for row in table.rows:
        if any(row[key] is None for key in required):
            continue
        typed = tuple(map(row.many, keys))
        key = tuple([resolve(values) for resolve, values in zip(resolvers, typed, strict=True)])
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


def _have_several_names(table: Table, column: Column, resolve: Callable[[tuple[Any, ...]], tuple[str, ...]]) -> bool:
    """Whether two cells of a column that are typed in different ways mean the same."""
    if not _names_something(column):
        return False
    typed = {row.many(column.key) for row in table.rows}
    return len({resolve(values) for values in typed}) < len(typed)


def _resolver(column: Column, doubled: Set[str], workspace: Workspace) -> Callable[[tuple[Any, ...]], tuple[str, ...]]:
    """What tells that two cells of a column name the same; many rows name the same few things."""
    meanings = [
        meant
        for kind, meant in (("codesystem", workspace.systems.url), ("valueset", workspace.value_set))
        if kind in column.refers
    ]

    def resolved(values: tuple[Any, ...]) -> tuple[str, ...]:
        texts = [str(value) for value in values]
        for meant in meanings:
            texts = [url if (url := meant(text)) is not None and url not in doubled else text for text in texts]
        return tuple(sorted(texts)) if len(texts) > 1 else tuple(texts)

    return cache(resolved)


def _doubled(workspace: Workspace) -> Set[str]:
    """The addresses that two rows declare, which is reported: what names one of them may mean either."""
    declared = Counter(
        workspace.url_of(resource_type, row)
        for sheet, resource_type in (("valuesets", "ValueSet"), ("codesystems", "CodeSystem"))
        for row in workspace.rows(sheet)
        if row["id"]
    )
    return {url for url, count in declared.items() if count > 1}
