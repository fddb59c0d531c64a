"""CapabilityStatements: what a server or a client promises, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tabellion.artifacts.flow.imported_capabilities import capability_rows
from tabellion.artifacts.flow.narrative import capability_table
from tabellion.artifacts.flow.promises import SYSTEM_INTERACTIONS, combined
from tabellion.artifacts.flow.rest import (
    SYSTEM_LISTS,
    is_option,
    operation_url,
    option_values,
    rest_of,
    stated_type,
)
from tabellion.artifacts.flow.searchparameter import parameter_of
from tabellion.artifacts.flow.sheets.capabilities import CAPABILITIES
from tabellion.artifacts.flow.sheets.capability_rows import CAPABILITY_ROWS
from tabellion.artifacts.flow.sheets.flows import INTERACTIONS
from tabellion.artifacts.header import header
from tabellion.artifacts.kind import Kind, Shown
from tabellion.artifacts.profile.types import definition_url
from tabellion.artifacts.resource_types import check_resource, is_resource
from tabellion.artifacts.texts import put_text
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Term, rule
from tabellion.guide.artifact import Artifact
from tabellion.guide.reading import PACKAGE_ID
from tabellion.tables.headings import nearest
from tabellion.tables.table import Row, State

UNKNOWN_CAPABILITY = rule(
    "CP006",
    "unknown-capability",
    "error",
    "not-found",
    fr="« {value} » n'est pas une valeur permise pour « {item} »",
    en="`{value}` is not an allowed value of `{item}`",
    help_fr="voyez les interactions, profils et paramètres connus",
    help_en="see the interactions, profiles and parameters known",
)

CAPABILITY_WITHOUT_RESOURCE = rule(
    "CP007",
    "capability-without-resource",
    "error",
    "required",
    fr="« {item} » concerne une ressource, et la ligne n'en nomme aucune",
    en="`{item}` is said of a resource, and the row names none",
    help_fr="remplissez la colonne « Ressource »",
    help_en="fill the column `Resource`",
)

PROFILE_OF_ANOTHER_RESOURCE = rule(
    "CP008",
    "profile-of-another-resource",
    "error",
    fr="« {value} » est un profil {type:de}, pas {resource:de}",
    en="`{value}` is a profile of {type}, not of {resource}",
    help_fr="corrigez la colonne « Ressource », ou le profil",
    help_en="fix the column `Resource`, or the profile",
)

RESOURCE_INTERACTIONS = tuple(
    interaction for interaction in INTERACTIONS if interaction not in (*SYSTEM_INTERACTIONS, "operation")
)

OF_EVERY_SEARCH = frozenset(
    {
        "_contained",
        "_containedType",
        "_count",
        "_elements",
        "_filter",
        "_format",
        "_has",
        "_include",
        "_list",
        "_pretty",
    }
    | {"_revinclude", "_sort", "_summary", "_total", "_type"}
)
"""Parameters of any search that no SearchParameter defines (R4 search.html, 3.1.1.5)."""


def check(workspace: Workspace) -> None:
    """Every value is one that FHIR or the guide knows, and said where it can be."""
    for row in workspace.rows("capability-rows"):
        if row["resource"] and not check_resource(row["resource"], row.at("resource"), workspace):
            continue
        if row.state("resource") is State.UNREAD:
            continue  # what is said depends on the resource that it is said of
        if row["item"] and row.is_empty("resource") and row["item"] not in SYSTEM_LISTS:
            workspace.report.add(CAPABILITY_WITHOUT_RESOURCE, row.at("resource"), item=row.words("item"))
            continue
        for value in row.many("value"):
            _check_type(row, value, workspace)
            for unknown, names in _unknown(row, value, workspace):
                near = nearest(unknown, names)
                workspace.report.add(
                    UNKNOWN_CAPABILITY, row.at("value"), value=unknown, item=row.words("item"), suggestion=near
                )


def _check_type(row: Row, value: str, workspace: Workspace) -> None:
    """A profile of a resource is one of its type."""
    url = definition_url(value, workspace) if row["item"] == "profile" else None
    if url is None or not row["resource"]:
        return
    type_name = _type_of(value, url, workspace)
    if type_name and type_name != row["resource"] and is_resource(type_name, workspace):
        workspace.report.add(
            PROFILE_OF_ANOTHER_RESOURCE, row.at("value"), value=value, type=type_name, resource=row["resource"]
        )


def _type_of(value: str, url: str, workspace: Workspace) -> str | None:
    """The type of a structure; `None` for a profile of another type than its base definition, which is told there."""
    own = workspace.by_id("profiles").get(workspace.own_structure(value) or "")
    if own is None:
        return (workspace.definitions.get(url, "StructureDefinition") or {}).get("type")
    base = workspace.by_id("profiles").get(workspace.own_structure(own["parent"] or "") or "")
    base_url = definition_url(own["parent"], workspace) if own["parent"] else None
    definition = workspace.definitions.get(base_url, "StructureDefinition") if base_url else None
    base_type = base["type"] if base is not None else (definition or {}).get("type")
    return own["type"] if base_type in (None, own["type"]) else None


def _unknown(row: Row, value: str, workspace: Workspace) -> Iterator[tuple[str, Iterable[str]]]:
    """What nobody knows in a value, with the names that could be meant."""
    resource = row["resource"] or "Resource"
    if row["item"] == "interaction":
        allowed = RESOURCE_INTERACTIONS if row["resource"] else SYSTEM_INTERACTIONS
        if value not in allowed:
            yield value, allowed
    elif row["item"] == "profile":
        is_known = definition_url(value, workspace) is not None
        if not (is_known or workspace.faults.may_be_unread(value, workspace.structure_sheets, row.at("value"))):
            yield value, workspace.own_definitions
    elif row["item"] in ("include", "revinclude"):
        if not _is_include(value, workspace):
            yield value, []
    elif row["item"] == "operation":
        if operation_url(resource, value, workspace) is None:
            yield value, []
    elif row["item"] == "option":
        if not is_option(value):
            yield value, option_values()
    else:
        yield from _unknown_parameters(row, value, resource, workspace)


def _unknown_parameters(
    row: Row, value: str, resource: str, workspace: Workspace
) -> Iterator[tuple[str, Iterable[str]]]:
    """The search parameters that nobody knows, in one or in a combination of several."""
    if row["item"] in ("search", "combination"):
        searches = [item["parameter"] for item in workspace.rows("searches") if item["resource"] == resource]
        names = [name for name, _ in combined(value)] if row["item"] == "combination" else [value]
        for name in names or [value]:
            is_read = workspace.faults.is_whole("searches", "resource", "parameter")
            is_known = name in searches or name in OF_EVERY_SEARCH
            if is_read and not is_known and parameter_of(resource, name, workspace) is None:
                yield name, [search for search in searches if search]


def _is_include(value: str, workspace: Workspace) -> bool:
    """Whether a value is `*`, or `Type:parameter` with a parameter of type reference, perhaps with a target."""
    if value == "*":
        return True
    resource, _, rest = value.partition(":")
    name, _, target = rest.partition(":")
    parameter = parameter_of(resource, name, workspace) if name else None
    kind = parameter["type"] if parameter is not None else stated_type(resource, name, workspace)
    return (name == "*" and is_resource(resource, workspace)) or (
        kind == "reference" and (not target or is_resource(target, workspace))
    )


def fhir(workspace: Workspace) -> Iterable[Artifact]:
    """Every CapabilityStatement, ordered by id."""
    for _, row in sorted(workspace.by_id("capabilities").items()):
        url = workspace.url_of("CapabilityStatement", row)
        resource = header("CapabilityStatement", row, url, workspace.info)
        if "description" not in resource:  # cpb-2 wants one
            put_text(resource, "description", row.text("title"), workspace.info.lang)
        resource["kind"] = "requirements"
        if row.many("instantiates"):
            resource["instantiates"] = sorted(row.many("instantiates"))
        resource |= {
            "fhirVersion": workspace.packages.fhir_version,
            "format": list(row.many("formats")) or ["json"],
            "implementationGuide": [workspace.canonical("ImplementationGuide", workspace.info.package_id)],
            "rest": [rest_of(row, workspace)],
        }
        if not PACKAGE_ID.fullmatch(workspace.info.package_id):
            del resource["implementationGuide"]  # the fault of the sheet Guide is reported there
        yield Artifact("capability", resource, row)


KIND = Kind(
    "capability",
    75,
    (CAPABILITIES, CAPABILITY_ROWS),
    Shown(
        order=60,
        folder=Term("capacites", "capabilities"),
        singular=Term("Capacités d'un système", "Capability statement"),
        plural=Term("Capacités", "Capability statements"),
    ),
    resource_type="CapabilityStatement",
    check=check,
    fhir=fhir,
    narrative=capability_table,
    rows_of=capability_rows,
)
