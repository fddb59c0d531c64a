"""Errors that servers send: rows that pages show, and an OperationOutcome as an example for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tabellion.artifacts.flow.sheets.errors import ERRORS
from tabellion.artifacts.kind import Kind, Shown
from tabellion.artifacts.resource_types import is_resource
from tabellion.artifacts.texts import put_text
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Term, rule
from tabellion.elements.paths import root_of
from tabellion.fhir.definitions import TYPE_ROOT
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.snapshot.element_index import SnapshotIndex
from tabellion.tables.table import Row

NOT_AN_HTTP_STATUS = rule(
    "CP001",
    "not-an-http-status",
    "error",
    "value",
    fr="« {value} » n'est pas un statut HTTP d'erreur",
    en="`{value}` is not an HTTP status of an error",
    help_fr="un nombre de 400 à 599",
    help_en="a number from 400 to 599",
)
UNKNOWN_ISSUE_CODE = rule(
    "CP002",
    "unknown-issue-code",
    "error",
    "code-invalid",
    fr="« {value} » n'est pas un code d'OperationOutcome.issue.code",
    en="`{value}` is not a code of OperationOutcome.issue.code",
    help_fr="voyez le jeu de valeurs issue-type de FHIR, ex. invalid, business-rule, security",
    help_en="see FHIR's value set issue-type, for instance invalid, business-rule, security",
)

ERROR_ABOUT_NOTHING = rule(
    "CP022",
    "error-about-nothing",
    "error",
    "not-found",
    fr="« {value} » n'est ni un en-tête de ces flux, ni un paramètre de recherche, ni un élément de FHIR",
    en="`{value}` is neither a header of these flows, nor a search parameter, nor an element of FHIR",
    help_fr="corrigez le nom, ou ajoutez l'en-tête à la feuille Flux, le paramètre à la feuille Recherches",
    help_en="correct the name, or add the header to the sheet Flows, the parameter to the sheet Searches",
)

ISSUE_TYPES = "http://hl7.org/fhir/ValueSet/issue-type"


def check(workspace: Workspace) -> None:
    """HTTP statuses, issue codes, and what errors are about."""
    for row in workspace.rows("errors"):
        for value in row.many("concerned"):
            if not _is_something(value, row, workspace):
                workspace.report.add(ERROR_ABOUT_NOTHING, row.at("concerned"), value=value)
        if row["http"] is not None and not 400 <= row["http"] <= 599:
            workspace.report.add(NOT_AN_HTTP_STATUS, row.at("http"), value=row["http"])
        if row["code"] and workspace.terminology.contains(ISSUE_TYPES, None, row["code"]).inside is False:
            near = workspace.nearest(row["code"], "issue types", lambda: _issue_types(workspace))
            workspace.report.add(UNKNOWN_ISSUE_CODE, row.at("code"), value=row["code"], suggestion=near)


def _is_something(value: str, row: Row, workspace: Workspace) -> bool:
    """Whether a header, a parameter or an element has this name."""
    flows = [flow for flow in workspace.rows("flows") if flow["id"] in row.many("flow")]
    headers = {header.partition(":")[0].strip().casefold() for flow in flows for header in flow.many("headers")}
    faults = workspace.faults
    is_whole = faults.is_whole("flows", "id", "headers") and faults.is_whole("searches", "parameter")
    if value.casefold() in headers or any(item["parameter"] == value for item in workspace.rows("searches")):
        return True
    type_ = root_of(value)
    if not is_resource(type_, workspace):
        return not is_whole or faults.is_at(row, "flow")
    index = SnapshotIndex(workspace.snapshots, TYPE_ROOT + type_)
    return value == type_ or value in index or index.normalized(value) is not None


def _issue_types(workspace: Workspace) -> Iterator[str]:
    return (concept["code"] for concept in workspace.terminology.expand(ISSUE_TYPES).contains or ())


def fhir(workspace: Workspace) -> Iterable[Artifact]:
    """An OperationOutcome for each error, ordered by id."""
    lang = workspace.info.lang
    for error_id, row in sorted(workspace.by_id("errors").items()):
        issue: Json = {"severity": row["severity"] or "error", "code": row["code"] or "processing"}
        if row.text("message"):
            details: Json = {}
            put_text(details, "text", row.text("message"), lang)
            issue["details"] = details
        put_text(issue, "diagnostics", row.text("diagnostics"), lang)
        resource = {"resourceType": "OperationOutcome", "id": error_id, "language": lang, "issue": [issue]}
        yield Artifact("example", resource, row)


KIND = Kind(
    "error",
    80,
    (ERRORS,),
    Shown(
        order=75,
        folder=Term("erreurs", "errors"),
        singular=Term("Erreur", "Error"),
        plural=Term("Erreurs", "Errors"),
        section="flows",
        rows="list",
    ),
    resource_type="OperationOutcome",
    instances=True,
    check=check,
    fhir=fhir,
)
