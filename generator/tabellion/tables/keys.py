"""What makes a row the same as another: the columns that are its key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tabellion.diagnostics import Report, Term, rule
from tabellion.tables.table import Row, State, Table

DUPLICATE_KEY = rule(
    "TB025",
    "duplicate-key",
    "error",
    "duplicate",
    fr="la clé « {key} » ({headings}) est déjà à {other}",
    en="the key `{key}` ({headings}) is already at {other}",
    help_fr="gardez une seule des deux lignes",
    help_en="keep only one of the two rows",
)
EMPTY_REQUIRED_CELL = rule(
    "TB009",
    "empty-required-cell",
    "error",
    "required",
    fr="la cellule obligatoire « {heading} » est vide",
    en="the required cell `{heading}` is empty",
    help_fr="remplissez-la, ou retirez la ligne",
    help_en="fill it in, or remove the row",
)
RowName = tuple[str, ...]


def name_of(row: Row) -> RowName | None:
    """What the key of a row says; `None` where the sheet has none, or a part of it is missing or was not read."""
    sheet = row.sheet
    values = [row[name] for name in sheet.unique]
    if not values or (
        None in values
        and any(value is None and sheet.column(name).required for name, value in zip(sheet.unique, values, strict=True))
    ):
        return None
    if not row.is_read and any(row.cell(name).faults for name in sheet.unique):
        return None
    return tuple([value if isinstance(value, str) else _said(value) for value in values])


def _said(value: Any) -> str:
    items = value if isinstance(value, tuple) else () if value is None else (value,)
    return ", ".join(str(item) for item in items)


def check_keys(table: Table, roles: Mapping[str, str], report: Report) -> None:
    """Report rows with the key of another. Files of institutions with other `roles` may speak of one row."""
    seen: dict[RowName, list[Row]] = {}
    for row in table.rows:
        key = name_of(row)
        if key is None:
            continue  # empty or not read, which is reported: nobody knows whether two rows are the same
        known = seen.setdefault(key, [])
        first = next((other for other in known if not _may_differ(other, row, roles)), None)
        if first is not None:
            _report(row, first, key, report)
        else:
            known.append(row)


def may_be_shared(files: Iterable[str], roles: Mapping[str, str]) -> bool:
    """Whether files of several roles are among these."""
    return len({roles[file] for file in files if file in roles}) > 1


def check_required(table: Table, roles: Mapping[str, str], report: Report) -> None:
    """Report empty required cells, but for rows that another institution states as well: of these the row that is
    published is asked."""
    stated: dict[RowName, set[str]] = {}
    for row in table.rows:
        if (key := name_of(row)) is not None:
            stated.setdefault(key, set()).add(roles.get(row.place.file, ""))
    for row in table.rows:
        key = name_of(row)
        if key is None or len(stated[key] - {""}) < 2:
            report_required(row, report)


def report_required(row: Row, report: Report) -> None:
    """Report the required cells of a row that are empty."""
    for column in row.sheet.columns:
        cell = row.cells.get(column.key)
        if column.required and cell is not None and cell.state is State.EMPTY:
            report.add(EMPTY_REQUIRED_CELL, cell.place, heading=column.term)


def _may_differ(row: Row, other: Row, roles: Mapping[str, str]) -> bool:
    said = roles.get(row.place.file, ""), roles.get(other.place.file, "")
    return "" not in said and said[0] != said[1]


def _report(row: Row, first: Row, key: RowName, report: Report) -> None:
    sheet = row.sheet
    columns = [sheet.column(name) for name in sheet.unique]
    place = first.at(sheet.unique[0])
    report.add(
        DUPLICATE_KEY,
        row.at(sheet.unique[0]),
        key=" · ".join(part for part in key if part),
        headings=Term(", ".join(column.fr for column in columns), ", ".join(column.en for column in columns)),
        other=str(place),
        related=(place,),
    )
