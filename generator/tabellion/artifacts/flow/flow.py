"""Flows and use cases: what pages show of the exchanges, without resources of their own."""

from __future__ import annotations

from tabellion.artifacts.flow.requests import check_requests
from tabellion.artifacts.flow.sheets.flow_parameters import FLOW_PARAMETERS
from tabellion.artifacts.flow.sheets.flows import FLOWS
from tabellion.artifacts.flow.sheets.use_cases import USE_CASES
from tabellion.artifacts.kind import Kind, Shown
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Term, rule
from tabellion.tables.headings import nearest

FLOW_PARAMETER_NOT_STATED = rule(
    "CP023",
    "flow-parameter-not-stated",
    "error",
    "not-found",
    fr="la feuille Recherches n'a pas de paramètre « {value} »",
    en="the sheet Searches has no parameter `{value}`",
    help_fr="ajoutez le paramètre à la feuille Recherches, ou corrigez son nom",
    help_en="add the parameter to the sheet Searches, or correct its name",
)
NUMBER_BELOW_ONE = rule(
    "CP024",
    "number-below-one",
    "error",
    "value",
    fr="« {value} » n'est pas un nombre à partir de 1",
    en="`{value}` is not a number from 1",
    help_fr="corrigez le nombre, ou videz la cellule",
    help_en="correct the number, or empty the cell",
)


def check(workspace: Workspace) -> None:
    """The parameters of flows are those that the searches of the guide state; their numbers count something. Requests
    are ones that their interaction makes."""
    check_requests(workspace)
    stated = {row["parameter"] for row in workspace.rows("searches") if row["parameter"]}
    meant = {name for row in workspace.rows("searches") for name in workspace.faults.may_mean(row, "parameter")}
    for row in workspace.rows("flow-parameters"):
        for key in ("times", "maximum"):
            if row[key] is not None and row[key] < 1:
                workspace.report.add(NUMBER_BELOW_ONE, row.at(key), value=row[key])
        is_read = None not in meant and workspace.faults.is_whole("searches")
        if row["parameter"] and row["parameter"] not in meant and is_read:
            near = nearest(row["parameter"], stated)
            workspace.report.add(
                FLOW_PARAMETER_NOT_STATED, row.at("parameter"), value=row["parameter"], suggestion=near
            )


KIND = Kind(
    "flow",
    72,  # after the search parameters that flows name
    (FLOWS, FLOW_PARAMETERS, USE_CASES),
    Shown(
        order=90,
        folder=Term("flux", "flows"),
        singular=Term("Flux", "Exchange"),
        plural=Term("Flux", "Exchanges"),
        section="flows",
        rows="pages",
    ),
    check=check,
)
