"""From when to when terminology holds, and what that means on the day of the edition."""

from __future__ import annotations

from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule
from tabellion.fhir.json import Json
from tabellion.tables.table import Row

END_BEFORE_START = rule(
    "CS025",
    "end-before-start",
    "error",
    "business-rule",
    fr="la fin, le {value}, précède le début, le {start}",
    en="the end, {value}, lies before the start, {start}",
    help_fr="corrigez l'une des deux dates : ainsi, la ligne ne vaut aucun jour",
    help_en="fix one of the two dates: as they are, the row holds on no day",
)
EFFECTIVE_PERIOD = "http://hl7.org/fhir/StructureDefinition/resource-effectivePeriod"


def check_periods(workspace: Workspace, *sheets: str) -> None:
    """What has a start and an end ends after it starts."""
    for sheet in sheets:
        for row in workspace.rows(sheet):
            if row["start"] is not None and row["end"] is not None and row["end"] < row["start"]:
                start = row.at("start")
                workspace.report.add(
                    END_BEFORE_START,
                    row.at("end"),
                    value=row["end"].isoformat(),
                    start=row["start"].isoformat(),
                    related=(start,),
                )


def put_period(resource: Json, row: Row, workspace: Workspace) -> None:
    """Add the period that the columns Start and End give a resource; one that has ended is retired
    (extension resource-effectivePeriod, R4 publication-status)."""
    period = {key: row[key].isoformat() for key in ("start", "end") if row[key] is not None}
    if not period:
        return
    resource["extension"] = [*resource.get("extension", ()), {"url": EFFECTIVE_PERIOD, "valuePeriod": period}]
    if row["end"] is not None and row["end"] < workspace.info.date:
        resource["status"] = "retired"


def is_in_force(row: Row, workspace: Workspace) -> bool:
    """Whether the edition's date lies between the start and the end of a row, as far as these are said."""
    today = workspace.info.date
    return (row["start"] is None or row["start"] <= today) and (row["end"] is None or row["end"] >= today)
