"""Search parameters: those that the guide defines become SearchParameters, all are named in what servers promise."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tabellion.artifacts.bench import Bench
from tabellion.artifacts.flow.sheets import SEARCHES
from tabellion.artifacts.header import header
from tabellion.artifacts.kind import Kind
from tabellion.diagnostics import Place, Term, rule
from tabellion.fhir.definitions import type_definition
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.headings import nearest
from tabellion.tables.table import Row

UNKNOWN_RESOURCE = rule(
    "CP003",
    "unknown-resource-type",
    "error",
    fr="« {value} » n'est pas un type de ressource",
    en="`{value}` is not a type of resource",
    help_fr="la casse compte, ex. Observation",
    help_en="case matters, for instance Observation",
)
UNKNOWN_PARAMETER = rule(
    "CP004",
    "unknown-search-parameter",
    "error",
    fr="{resource} n'a pas de paramètre de recherche « {value} »",
    en="{resource} has no search parameter `{value}`",
    help_fr="corrigez son nom, ou définissez-le ici : identifiant, type et expression",
    help_en="mend its name, or define it here: id, type and expression",
)
OTHER_TYPE = rule(
    "CP009",
    "search-parameter-of-another-type",
    "error",
    fr="le paramètre « {value} » est de type {type} ; la ligne dit {said}",
    en="the parameter `{value}` has the type {type}; the row says {said}",
    help_fr="corrigez le type, ou videz la cellule",
    help_en="mend the type, or empty the cell",
)
INCOMPLETE = rule(
    "CP005",
    "incomplete-search-parameter",
    "error",
    fr="le paramètre que ce guide définit n'a pas de type, d'expression ou de description",
    en="the parameter that this guide defines has no type, expression or description",
    help_fr="remplissez « Type », « Expression FHIRPath » et « Description »",
    help_en="fill `Type`, `FHIRPath expression` and `Description`",
)


def is_resource(name: str, bench: Bench) -> bool:
    """Whether a name is that of a resource type of the FHIR version in use."""
    definition = type_definition(bench.packages, name)
    return definition is not None and definition.get("kind") == "resource"


def check_resource(name: str | None, place: Place, bench: Bench) -> bool:
    """The same; an unknown one is reported."""
    if not name or is_resource(name, bench):
        return bool(name)
    bench.report.add(UNKNOWN_RESOURCE, place, value=name, suggestion=nearest(name, bench.packages.types("resource")))
    return False


def parameter_of(resource: str, name: str, bench: Bench) -> Json | None:
    """The SearchParameter that a name means for a resource, this guide's first, modifiers and chains left out."""
    plain = re.split(r"[:.]", name)[0]
    bases = {resource, "Resource", "DomainResource"}
    found = [
        one
        for one in bench.definitions.all("SearchParameter")
        if one.get("code") in (name, plain) and set(one.get("base", ())) & bases
    ]
    return min(found, key=lambda one: (one["code"] != name, not _is_own(one, bench)), default=None)


def _is_own(parameter: Json, bench: Bench) -> bool:
    return str(parameter["url"]).startswith(bench.info.canonical)


def check(bench: Bench) -> None:
    """Resources, names, and completeness of what is defined here."""
    defined = {(row["resource"], row["parameter"]) for row in bench.rows("searches") if row["id"]}
    for row in bench.rows("searches"):
        if not check_resource(row["resource"], row.at("resource"), bench) or not row["parameter"]:
            continue
        for target in row.many("target"):
            check_resource(target, row.at("target"), bench)
        if row["id"]:
            if not (row["type"] and row["expression"] and row.text("description")):
                bench.report.add(INCOMPLETE, row.at("id"), value=row["id"])
        elif not row["parameter"].startswith("_") and (row["resource"], row["parameter"]) not in defined:
            _check_name(row, bench)


def _check_name(row: Row, bench: Bench) -> None:
    """A parameter used here is one that FHIR or a package defines, with its type."""
    if row["definition"]:
        return  # an address, which need not be at hand
    parameter = parameter_of(row["resource"], row["parameter"], bench)
    if parameter is None:
        _report_unknown(row, bench)
    elif row["type"] and "." not in row["parameter"] and row["type"] != parameter["type"]:
        place = row.at("type")
        bench.report.add(OTHER_TYPE, place, value=row["parameter"], said=row["type"], type=parameter["type"])


def _report_unknown(row: Row, bench: Bench) -> None:
    names = [one["code"] for one in bench.definitions.all("SearchParameter") if row["resource"] in one.get("base", ())]
    near = nearest(row["parameter"], names)
    bench.report.add(
        UNKNOWN_PARAMETER, row.at("parameter"), value=row["parameter"], resource=row["resource"], suggestion=near
    )


def fhir(bench: Bench) -> Iterable[Artifact]:
    """A SearchParameter for each row with an id."""
    for _, row in sorted(bench.by_id("searches").items()):
        if not (row["type"] and row["expression"] and row["resource"] and row["parameter"]):
            continue
        resource = header("SearchParameter", row, bench.canonical("SearchParameter", row["id"]), bench.info)
        for name in ("title", "_title", "copyright", "_copyright"):
            resource.pop(name, None)  # R4's SearchParameter has none of them
        resource |= {
            "code": row["parameter"],
            "base": [row["resource"]],
            "type": row["type"],
            "expression": row["expression"],
        }
        if row["type"] == "reference" and row.many("target"):
            resource["target"] = list(row.many("target"))
        yield Artifact("searchparameter", resource, row)


KIND = Kind(
    "searchparameter", Term("paramètre de recherche", "search parameter"), 70, (SEARCHES,), check=check, fhir=fhir
)
