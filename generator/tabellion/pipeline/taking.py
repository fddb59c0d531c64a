"""Which rows an edition takes, by their status."""

from __future__ import annotations

from collections.abc import Mapping

from tabellion.diagnostics import Report, rule
from tabellion.guide.info import GuideInfo
from tabellion.tables.table import Table

LEFT_OUT = rule(
    "GU011",
    "row-not-validated",
    "information",
    fr="la ligne est « {status} » : un guide actif ne prend que les lignes validées",
    en="the row is `{status}`: an active guide takes validated rows only",
    help_fr="validez la ligne pour qu'elle soit publiée",
    help_en="validate the row to have it published",
)


def take(tables: Mapping[str, Table], info: GuideInfo, report: Report) -> tuple[dict[str, Table], dict[str, Table]]:
    """The rows taken and the rows left out, by sheet.

    Withdrawn rows are never taken; an active guide takes validated rows only, and says which it leaves out.
    """
    taken: dict[str, Table] = {}
    left_out: dict[str, Table] = {}
    for key, table in tables.items():
        taken[key], left_out[key] = Table(table.sheet), Table(table.sheet)
        for row in table.rows:
            status = row["status"] or "validated"
            if status == "withdrawn":
                left_out[key].rows.append(row)
            elif status != "validated" and info.status == "active":
                left_out[key].rows.append(row)
                report.add(LEFT_OUT, row.at("status"), status=row.words("status"))
            else:
                taken[key].rows.append(row)
    return taken, left_out
