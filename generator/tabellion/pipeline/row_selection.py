"""Which rows an edition takes, by their status and by that of what they are part of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tabellion.artifacts.kinds import parts
from tabellion.diagnostics import Report, rule
from tabellion.guide.info import GuideInfo
from tabellion.tables.columns import Sheet
from tabellion.tables.table import Cell, Row, Table

ROW_NOT_VALIDATED = rule(
    "GU011",
    "row-not-validated",
    "information",
    "informational",
    fr="la ligne est « {status} » : un guide actif ne prend que les lignes validées",
    en="the row is `{status}`: an active guide takes validated rows only",
    help_fr="validez la ligne pour qu'elle soit publiée",
    help_en="validate the row to have it published",
)


def select_rows(
    tables: Mapping[str, Table], info: GuideInfo, report: Report
) -> tuple[dict[str, Table], dict[str, Table]]:
    """The rows taken and the rows left out, by sheet.

    Withdrawn rows are never taken; an active guide takes validated rows only, and says which it leaves out. What is
    part of something left out goes with it: the elements of a profile, the concepts of a value set.
    """
    taken: dict[str, Table] = {}
    left_out: dict[str, Table] = {}
    for key, table in tables.items():
        taken[key] = Table(table.sheet, whole=table.whole)
        left_out[key] = Table(table.sheet)
        for row in table.rows:
            status = row["status"] or "validated"
            if status == "withdrawn":
                left_out[key].rows.append(row)
            elif status != "validated" and info.status == "active":
                left_out[key].rows.append(row)
                report.add(ROW_NOT_VALIDATED, row.at("status"), status=row.words("status"))
            else:
                taken[key].rows.append(row)
    for sheet, column, wholes in parts():
        if sheet.key in taken:
            gone = _names(wholes, left_out) - _names(wholes, taken)
            _leave_out_parts(taken[sheet.key], left_out[sheet.key], column, gone)
    return taken, left_out


def _names(sheets: Iterable[Sheet], tables: Mapping[str, Table]) -> set[str]:
    """Everything that a part may call what it belongs to."""
    rows = [row for sheet in sheets if sheet.key in tables for row in tables[sheet.key]]
    return {row[key] for row in rows for key in ("id", "name", "oid", "url") if row[key]}


def _leave_out_parts(taken: Table, left_out: Table, column: str, gone: set[str]) -> None:
    """Move the rows that belong to what is gone alone; a row that also names others stays with these."""
    rows = taken.rows if gone else []
    taken.rows = [] if gone else taken.rows
    for row in rows:
        named = row.many(column)
        kept = tuple(name for name in named if name.removeprefix("urn:oid:") not in gone)
        if kept == named:
            taken.rows.append(row)
        elif kept:
            cells = {**row.cells, column: Cell(kept, row.at(column))}
            taken.rows.append(Row(row.sheet, row.place, cells, row.lang))
        else:
            left_out.rows.append(row)
