"""From when to when terminology holds, and what that means on the day of the edition."""

from __future__ import annotations

from tabellion.artifacts.workspace import Workspace
from tabellion.fhir.json import Json
from tabellion.tables.table import Row

EFFECTIVE_PERIOD = "http://hl7.org/fhir/StructureDefinition/resource-effectivePeriod"


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
