"""The requests of flows: their method, the resource that they go to, the parameters of those that are shown."""

from __future__ import annotations

import re
from urllib.parse import unquote

from tabellion.artifacts.flow.plan import METHODS
from tabellion.artifacts.flow.searchparameter import parameter_of
from tabellion.artifacts.resource_types import check_resource, is_resource
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule
from tabellion.tables.headings import nearest
from tabellion.tables.table import Row

METHOD_OF_ANOTHER_INTERACTION = rule(
    "CP027",
    "method-of-another-interaction",
    "error",
    "business-rule",
    fr="l'interaction « {interaction} » ne se fait pas par {value}",
    en="the interaction `{interaction}` is not made by {value}",
    help_fr="écrivez {expected}, ou videz la cellule ; ou corrigez l'interaction",
    help_en="write {expected}, or empty the cell; or correct the interaction",
)
REQUEST_WITH_UNKNOWN_PARAMETER = rule(
    "CP028",
    "request-with-unknown-parameter",
    "error",
    "not-found",
    fr="la requête recherche par « {value} », que ni FHIR ni la feuille Recherches n'ont pour {resource}",
    en="the request searches by `{value}`, which neither FHIR nor the sheet Searches has for {resource}",
    help_fr="corrigez le nom du paramètre, ou ajoutez-le à la feuille Recherches",
    help_en="correct the parameter's name, or add it to the sheet Searches",
)
REQUEST_LACKS_PARAMETER = rule(
    "CP029",
    "request-lacks-parameter",
    "warning",
    "business-rule",
    fr="la requête n'a pas le paramètre « {value} », obligatoire dans ce flux selon {place}",
    en="the request does not have the parameter `{value}`, required in this flow according to {place}",
    help_fr="ajoutez-le à la requête, ou corrigez sa présence",
    help_en="add it to the request, or correct its presence",
)
REQUEST_HAS_PROHIBITED_PARAMETER = rule(
    "CP030",
    "request-has-prohibited-parameter",
    "warning",
    "business-rule",
    fr="la requête a le paramètre « {value} », interdit dans ce flux selon {place}",
    en="the request has the parameter `{value}`, prohibited in this flow according to {place}",
    help_fr="retirez-le de la requête, ou corrigez sa présence",
    help_en="take it from the request, or correct its presence",
)

ASKING = ("GET", "HEAD", "POST")
MADE_BY = {"search-type": ASKING, "search-system": ASKING, "operation": (*ASKING, "PUT", "DELETE")}
"""Interactions that more than one method makes (R4 http.html 3.1.0.9, operations.html)."""
REQUEST = re.compile(r"(?:[A-Z]+ )?(?:\[base\])?/?(?P<path>[^?]*)\?(?P<query>\S+)")
TYPE = re.compile(r"[A-Z][A-Za-z]*")


def check_requests(workspace: Workspace) -> None:
    """Methods, types in paths, and the parameters of the requests that are shown."""
    for row in workspace.rows("flows"):
        _check_method(row, workspace)
        path = re.match(r"(?:\[base\])?/?([A-Za-z]+)(?=[/?]|$)", row["path"] or "")
        if path is not None and TYPE.fullmatch(path[1]):
            check_resource(path[1], row.at("path"), workspace)
        for request in row.many("request"):
            _check_parameters(row, request, workspace)


def _check_method(row: Row, workspace: Workspace) -> None:
    interaction, method = row["interaction"], row["method"]
    if not (interaction and method):
        return
    implied = METHODS.get(interaction, "GET")
    allowed = MADE_BY.get(interaction, (implied, "HEAD") if implied == "GET" else (implied,))
    if method not in allowed:
        workspace.report.add(
            METHOD_OF_ANOTHER_INTERACTION, row.at("method"), value=method, interaction=interaction, expected=implied
        )


def _check_parameters(row: Row, request: str, workspace: Workspace) -> None:
    """What a search asks by is known, and is what its flow takes."""
    found = REQUEST.fullmatch(request)
    if found is None or "$" in found["path"] or row["interaction"] not in ("search-type", "search-system"):
        return
    types = [part for part in found["path"].split("/") if is_resource(part, workspace)]
    names = [unquote(pair.partition("=")[0]) for pair in found["query"].split("&")]
    for name in dict.fromkeys(names):
        if types and workspace.faults.is_whole("searches", "resource", "parameter"):
            _check_name(row, name, types[-1], workspace)
    if not workspace.faults.is_whole("flow-parameters", "flow", "parameter", "presence"):
        return
    for use in workspace.rows("flow-parameters"):
        if row["id"] not in use.many("flow") or not use["parameter"]:
            continue
        is_there = any(use["parameter"] in (name, name.partition(":")[0]) for name in names)
        wrong = {"required": REQUEST_LACKS_PARAMETER, "prohibited": REQUEST_HAS_PROHIBITED_PARAMETER}.get(
            use["presence"] or ""
        )
        if wrong is not None and is_there == (use["presence"] == "prohibited"):
            stated = use.at("presence")
            workspace.report.add(wrong, row.at("request"), value=use["parameter"], place=str(stated), related=(stated,))


def _check_name(row: Row, name: str, resource: str, workspace: Workspace) -> None:
    stated = [item["parameter"] for item in workspace.rows("searches") if item["resource"] == resource]
    is_stated = name in stated or name.partition(":")[0] in stated
    # names that begin with `_` are those of every search, or the server's own
    if is_stated or name.startswith("_") or parameter_of(resource, name, workspace) is not None:
        return
    near = nearest(name, [item for item in stated if item])
    workspace.report.add(
        REQUEST_WITH_UNKNOWN_PARAMETER, row.at("request"), value=name, resource=resource, suggestion=near
    )
