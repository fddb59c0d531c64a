"""Search parameters: those that the guide defines become SearchParameters, all are named in what servers promise."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tabellion.artifacts.flow.imported_searches import search_parameter_rows
from tabellion.artifacts.flow.narrative import search_parameter_table
from tabellion.artifacts.flow.sheets.searches import SEARCHES
from tabellion.artifacts.header import header
from tabellion.artifacts.kind import Kind, Shown
from tabellion.artifacts.resource_types import check_resource
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Term, rule
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.table import Row

UNKNOWN_SEARCH_PARAMETER = rule(
    "CP004",
    "unknown-search-parameter",
    "error",
    "not-found",
    fr="{resource} n'a pas de paramètre de recherche « {value} »",
    en="{resource} has no search parameter `{value}`",
    help_fr="corrigez son nom, ou définissez-le ici : identifiant, type et expression",
    help_en="fix its name, or define it here: id, type and expression",
)
SEARCH_PARAMETER_OF_ANOTHER_TYPE = rule(
    "CP009",
    "search-parameter-of-another-type",
    "error",
    fr="le paramètre « {value} » est de type {type} ; la ligne indique {said}",
    en="the parameter `{value}` has the type {type}; the row says {said}",
    help_fr="corrigez le type, ou videz la cellule",
    help_en="fix the type, or empty the cell",
)
INCOMPLETE_SEARCH_PARAMETER = rule(
    "CP005",
    "incomplete-search-parameter",
    "error",
    "required",
    fr="le paramètre que ce guide définit n'a pas de type, d'expression ou de description",
    en="the parameter that this guide defines has no type, expression or description",
    help_fr="remplissez « Type », « Expression FHIRPath » et « Description »",
    help_en="fill `Type`, `FHIRPath expression` and `Description`",
)
COMPOSITE_SEARCH_PARAMETER_WITHOUT_COMPONENTS = rule(
    "CP020",
    "composite-search-parameter-without-components",
    "error",
    "not-supported",
    fr="un paramètre composite est fait de composants, que la feuille ne permet pas de décrire",
    en="a composite parameter is made of components, which the sheet cannot say",
    help_fr="définissez un paramètre simple pour chaque composant, ou nommez un composite de FHIR ou d'un paquet",
    help_en="define a plain parameter for each component, or name a composite of FHIR or of a package",
)
SEARCH_PARAMETER_LIKE_A_CHAIN = rule(
    "CP025",
    "search-parameter-like-a-chain",
    "warning",
    "business-rule",
    fr="FHIR lit « {value} » comme une recherche enchaînée ou modifiée, et rien n'explique ce nom",
    en="FHIR reads `{value}` as a chained or modified search, and nothing explains this name",
    help_fr="choisissez un nom sans point ni deux-points, ou donnez-en la raison dans la colonne « Raison »",
    help_en="choose a name without a dot or a colon, or give the reason in the column `Purpose`",
)


def parameter_of(resource: str, name: str, workspace: Workspace) -> Json | None:
    """The SearchParameter that a name means for a resource, this guide's first, modifiers and chains left out."""
    return parameter_for(resource, name, workspace.definitions, workspace.info.canonical)


def parameter_for(resource: str, name: str, definitions: Definitions, canonical: str) -> Json | None:
    """The same by the definitions at hand and the canonical address of the guide."""
    plain = re.split(r"[:.]", name)[0]
    bases = {resource, "Resource", "DomainResource"}
    found = [
        definition
        for definition in definitions.all("SearchParameter")
        if definition.get("code") in (name, plain) and set(definition.get("base", ())) & bases
    ]
    return min(found, key=lambda item: (item["code"] != name, not str(item["url"]).startswith(canonical)), default=None)


def check(workspace: Workspace) -> None:
    """Resources, names, and completeness of what is defined here."""
    defined = {(row["resource"], row["parameter"]) for row in workspace.rows("searches") if row["id"]}
    for row in workspace.rows("searches"):
        if not check_resource(row["resource"], row.at("resource"), workspace) or not row["parameter"]:
            continue
        for target in row.many("target"):
            check_resource(target, row.at("target"), workspace)
        if row["id"]:
            if not (row["type"] and row["expression"] and row.text("description")):
                workspace.report.add(INCOMPLETE_SEARCH_PARAMETER, row.at("id"), value=row["id"])
            if re.search(r"[.:]", row["parameter"]) and not row.text("purpose"):
                workspace.report.add(SEARCH_PARAMETER_LIKE_A_CHAIN, row.at("parameter"), value=row["parameter"])
            if row["type"] == "composite":
                workspace.report.add(COMPOSITE_SEARCH_PARAMETER_WITHOUT_COMPONENTS, row.at("type"), value=row["id"])
        elif not row["parameter"].startswith("_") and (row["resource"], row["parameter"]) not in defined:
            _check_name(row, workspace)


def _check_name(row: Row, workspace: Workspace) -> None:
    """A parameter used here is one that FHIR or a package defines, with its type."""
    if row["definition"]:
        return  # an address, which need not be at hand
    parameter = parameter_of(row["resource"], row["parameter"], workspace)
    if parameter is None:
        _report_unknown(row, workspace)
    elif row["type"] and "." not in row["parameter"] and row["type"] != parameter["type"]:
        place = row.at("type")
        workspace.report.add(
            SEARCH_PARAMETER_OF_ANOTHER_TYPE, place, value=row["parameter"], said=row["type"], type=parameter["type"]
        )


def _report_unknown(row: Row, workspace: Workspace) -> None:
    resource = row["resource"]
    near = workspace.nearest(
        row["parameter"],
        f"parameters of {resource}",
        lambda: (
            definition["code"]
            for definition in workspace.definitions.all("SearchParameter")
            if resource in definition.get("base", ())
        ),
    )
    workspace.report.add(
        UNKNOWN_SEARCH_PARAMETER, row.at("parameter"), value=row["parameter"], resource=row["resource"], suggestion=near
    )


def fhir(workspace: Workspace) -> Iterable[Artifact]:
    """A SearchParameter for each row with an id."""
    for _, row in sorted(workspace.by_id("searches").items()):
        if not (row["type"] and row["expression"] and row["resource"] and row["parameter"]):
            continue
        resource = header("SearchParameter", row, workspace.canonical("SearchParameter", row["id"]), workspace.info)
        known = workspace.element_model.children("SearchParameter")  # titles and copyrights came with R5
        resource = {key: value for key, value in resource.items() if key.removeprefix("_") in {"resourceType", *known}}
        resource |= {
            "code": row["parameter"],
            "base": [row["resource"]],
            "type": row["type"],
            "expression": row["expression"],
        }
        if "processingMode" in known:  # R5 wants it beside an expression
            resource["processingMode"] = "normal"
        if row["type"] == "reference" and row.many("target"):
            resource["target"] = list(row.many("target"))
        yield Artifact("searchparameter", resource, row)


KIND = Kind(
    "searchparameter",
    70,
    (SEARCHES,),
    Shown(
        order=70,
        folder=Term("recherches", "search-parameters"),
        singular=Term("Paramètre de recherche", "Search parameter"),
        plural=Term("Paramètres de recherche", "Search parameters"),
    ),
    resource_type="SearchParameter",
    check=check,
    fhir=fhir,
    narrative=search_parameter_table,
    rows_of=search_parameter_rows,
)
