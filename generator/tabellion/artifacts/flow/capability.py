"""CapabilityStatements: what a server or a client promises, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from tabellion.artifacts.flow.capability_lists import EXPECTATION, LISTS, SYSTEM_LISTS
from tabellion.artifacts.flow.imported_capabilities import capability_rows
from tabellion.artifacts.flow.narrative import capability_table
from tabellion.artifacts.flow.searchparameter import parameter_of
from tabellion.artifacts.flow.sheets.capabilities import CAPABILITIES
from tabellion.artifacts.flow.sheets.capability_rows import CAPABILITY_ROWS
from tabellion.artifacts.flow.sheets.flows import INTERACTIONS
from tabellion.artifacts.header import header
from tabellion.artifacts.kind import Kind, Shown
from tabellion.artifacts.profile.types import definition_url
from tabellion.artifacts.resource_types import check_resource, is_resource
from tabellion.artifacts.texts import paragraphs, put_text
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Term, rule
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.headings import nearest
from tabellion.tables.table import EMPTY_TEXT, Localized, Row, State

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
    fr="« {item} » se dit d'une ressource, et la ligne n'en nomme aucune",
    en="`{item}` is said of a resource, and the row names none",
    help_fr="remplissez la colonne « Ressource »",
    help_en="fill the column `Resource`",
)

PROFILE_OF_ANOTHER_RESOURCE = rule(
    "CP008",
    "profile-of-another-resource",
    "error",
    fr="« {value} » est un profil de {type}, pas de {resource}",
    en="`{value}` is a profile of {type}, not of {resource}",
    help_fr="corrigez la colonne « Ressource », ou le profil",
    help_en="mend the column `Resource`, or the profile",
)

COMBINATION = "http://hl7.org/fhir/StructureDefinition/capabilitystatement-search-parameter-combination"
# `code + date + [status]`: parameters that are used together, those in brackets where the client wants
PARAMETER = re.compile(r"(?P<optional>\[)?\s*(?P<name>[^\s\[\]+]+)\s*(?(optional)\])")
SYSTEM_INTERACTIONS = ("transaction", "batch", "search-system", "history-system")
RESOURCE_INTERACTIONS = tuple(
    interaction for interaction in INTERACTIONS if interaction not in (*SYSTEM_INTERACTIONS, "operation")
)
# what CapabilityStatement.rest.resource has as primitives or extensions, which hold no text beside them
WITHOUT_DOCUMENTATION = ("profile", "include", "revinclude", "combination")


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
    own = workspace.by_id("profiles").get(workspace.own_structure(value) or "")
    definition = workspace.definitions.get(url, "StructureDefinition") or {}
    type_name = own["type"] if own is not None else definition.get("type")
    if type_name and type_name != row["resource"]:
        workspace.report.add(
            PROFILE_OF_ANOTHER_RESOURCE, row.at("value"), value=value, type=type_name, resource=row["resource"]
        )


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
        if _operation_url(resource, value, workspace) is None:
            yield value, []
    elif row["item"] in ("search", "combination"):
        searches = [item["parameter"] for item in workspace.rows("searches") if item["resource"] == resource]
        names = [name for name, _ in _combined(value)] if row["item"] == "combination" else [value]
        for name in names or [value]:
            is_read = workspace.faults.is_whole("searches", "resource", "parameter")
            if is_read and name not in searches and parameter_of(resource, name, workspace) is None:
                yield name, [search for search in searches if search]


def _is_include(value: str, workspace: Workspace) -> bool:
    """Whether a value is `*`, or `Type:parameter` with a parameter of type reference, perhaps with a target."""
    if value == "*":
        return True
    resource, _, rest = value.partition(":")
    name, _, target = rest.partition(":")
    parameter = parameter_of(resource, name, workspace) if name else None
    kind = parameter["type"] if parameter is not None else _stated_type(resource, name, workspace)
    return (name == "*" and is_resource(resource, workspace)) or (
        kind == "reference" and (not target or is_resource(target, workspace))
    )


def _stated_type(resource: str, name: str, workspace: Workspace) -> str | None:
    """The type of a search parameter by its row of the tables."""
    rows = (row for row in workspace.rows("searches") if (row["resource"], row["parameter"]) == (resource, name))
    return next((row["type"] for row in rows if row["type"]), None)


def _rule(resource: str, name: str, workspace: Workspace) -> Localized:
    """What the tables ask of those who use a search parameter."""
    rows = (row for row in workspace.rows("searches") if (row["resource"], row["parameter"]) == (resource, name))
    return next((row.text("rule") for row in rows if row.text("rule")), EMPTY_TEXT)


def _operation_url(resource: str, value: str, workspace: Workspace) -> str | None:
    """The address of an operation: as it is given, or that of the one which FHIR calls so (`$lastn`) for a resource."""
    if ":" in value:
        return value
    name = value.removeprefix("$")
    for definition in workspace.definitions.all("OperationDefinition"):
        on = set(definition.get("resource", ())) if not definition.get("system") else {"Resource"}
        if definition.get("code") == name and on & {resource, "Resource", "DomainResource"}:
            return str(definition["url"])
    return None


def _combined(value: str) -> list[tuple[str, bool]]:
    """The parameters of a combination, each with whether it is required; none for a text that is no combination."""
    matches = [PARAMETER.fullmatch(part.strip()) for part in value.split("+")]
    found = [(match["name"], match["optional"] is None) for match in matches if match is not None]
    return found if len(found) == len(matches) and any(required for _, required in found) else []


def fhir(workspace: Workspace) -> Iterable[Artifact]:
    """Every CapabilityStatement, ordered by id."""
    for capability_id, row in sorted(workspace.by_id("capabilities").items()):
        url = workspace.url_of("CapabilityStatement", row)
        resource = header("CapabilityStatement", row, url, workspace.info)
        if "description" not in resource:  # cpb-2 wants one
            put_text(resource, "description", row.text("title"), workspace.info.lang)
        rest: Json = {"mode": row["mode"] or "server"}
        if row.text("security"):
            rest["security"] = {}
            put_text(rest["security"], "description", row.text("security"), workspace.info.lang)
        details = [item for item in workspace.rows("capability-rows") if item["capability"] == capability_id]
        resources = [
            _resource(name, [detail for detail in details if detail["resource"] == name], workspace)
            for name in sorted({detail["resource"] for detail in details if detail["resource"]})
        ]
        if resources:
            rest["resource"] = resources
        rest |= _lists("Resource", [detail for detail in details if not detail["resource"]], SYSTEM_LISTS, workspace)
        resource |= {
            "kind": "requirements",
            "fhirVersion": workspace.packages.fhir_version,
            "format": list(row.many("formats")) or ["json"],
            "rest": [rest],
        }
        yield Artifact("capability", resource, row)


def _resource(name: str, details: list[Row], workspace: Workspace) -> Json:
    """CapabilityStatement.rest.resource."""
    combinations = [
        (value, row)
        for row in details
        if row["item"] == "combination"
        for value in row.many("value")
        if _combined(value)
    ]
    extensions = [
        _combination(value, row) for value, row in sorted(combinations, key=lambda combination: combination[0])
    ]
    resource: Json = {"extension": extensions} if extensions else {}
    resource["type"] = name
    put_text(resource, "documentation", _documentation(details, workspace), workspace.info.lang)
    return resource | _lists(name, details, LISTS, workspace)


def _documentation(details: list[Row], workspace: Workspace) -> Localized:
    """What rows say of entries that FHIR gives no documentation of their own: it is told with the resource's."""
    documented = []
    for row in details:
        text = row.text("documentation")
        if row["item"] in WITHOUT_DOCUMENTATION and text:
            about = ", ".join(f"`{value}`" for value in row.many("value"))
            documented.append(replace(text, texts={lang: f"{about} — {words}" for lang, words in text.texts.items()}))
    return paragraphs(documented, workspace.info.lang)


def _combination(value: str, row: Row) -> Json:
    """Search parameters that work together (Extension: capabilitystatement-search-parameter-combination)."""
    parts = [
        {"url": "required" if required else "optional", "valueString": name} for name, required in _combined(value)
    ]
    return {"url": COMBINATION, "extension": [*(_expectation(row) or {}).get("extension", []), *parts]}


def _lists(resource: str, details: list[Row], lists: Mapping[str, str], workspace: Workspace) -> Json:
    """What rows promise, by the name of its list, each list ordered by what it names."""
    found: dict[str, list[tuple[str, Any, Json | None]]] = {}
    for row in details:
        if row["item"] in lists:
            for value in row.many("value"):
                found.setdefault(lists[row["item"]], []).append(_entry(resource, row, value, workspace))
    made: Json = {}
    for key in lists.values():
        if key not in found:
            continue
        entries = sorted(found[key], key=lambda item: item[0])
        made[key] = [entry for _, entry, _ in entries]
        expectations = [expectation for _, _, expectation in entries]
        if isinstance(entries[0][1], str) and any(expectations):
            made[f"_{key}"] = expectations
    return made


def _entry(resource: str, row: Row, value: str, workspace: Workspace) -> tuple[str, Any, Json | None]:
    """What orders an entry, the entry, and its expectation where the entry is a primitive."""
    if row["item"] == "profile":
        url = definition_url(value, workspace) or value
        return value, url, _expectation(row)
    if row["item"] in ("include", "revinclude"):
        return value, value, _expectation(row)
    if row["item"] == "interaction":
        return value, _with_expectation({"code": value}, row, workspace), None
    if row["item"] == "operation":
        url = _operation_url(resource, value, workspace) or value
        definition = workspace.definitions.get(url, "OperationDefinition") or {}
        name = definition.get("code") or value.rpartition("/")[2].removeprefix("$")
        return value, _with_expectation({"name": name, "definition": url}, row, workspace), None
    found: Json = {"name": value}
    parameter = parameter_of(resource, value, workspace)
    if parameter is not None:
        found |= {"definition": parameter["url"], "type": parameter["type"]}
    else:
        found["type"] = _stated_type(resource, value, workspace) or "special"
    return value, _with_expectation(found, row, workspace, _rule(resource, value, workspace)), None


def _expectation(row: Row) -> Json | None:
    if not row["expectation"]:
        return None
    return {"extension": [{"url": EXPECTATION, "valueCode": row["expectation"]}]}


def _with_expectation(entry: Json, row: Row, workspace: Workspace, otherwise: Localized = EMPTY_TEXT) -> Json:
    """An entry with its expectation and its documentation, `otherwise` where its row has none."""
    made = (_expectation(row) or {}) | entry
    put_text(made, "documentation", row.text("documentation") or otherwise, workspace.info.lang)
    return made


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
