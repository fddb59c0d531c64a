"""The dates of approval and of last review that rows and the Guide sheet give to definitions."""

from __future__ import annotations

import datetime

from tabellion.artifacts.terminology.ownership import is_of_others
from tabellion.artifacts.workspace import Workspace
from tabellion.elements.review_dates import APPROVAL, EXTENSIONS, LAST_REVIEW
from tabellion.fhir.json import Json
from tabellion.tables.table import Row


def with_review_dates(resource: Json, row: Row | None, workspace: Workspace) -> Json:
    """A definition with the dates of its row, else those of the Guide sheet; what others own has no dates of ours."""
    info = workspace.info
    if row is not None and is_of_others(row, info):
        return resource
    known = workspace.element_model.children(resource["resourceType"])
    said = {
        APPROVAL: (row and row["approved"]) or info.approval_date,
        LAST_REVIEW: (row and row["reviewed"]) or info.last_review_date,
    }
    dates = {name: date.isoformat() for name, date in said.items() if isinstance(date, datetime.date)}
    extensions = [{"url": EXTENSIONS[name], "valueDate": date} for name, date in dates.items() if name not in known]
    made = resource | {name: date for name, date in dates.items() if name in known}
    return made | {"extension": [*extensions, *resource.get("extension", ())]} if extensions else made
