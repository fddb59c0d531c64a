"""CapabilityStatement.rest: the promises of a statement in the lists where FHIR has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tabellion.artifacts.flow.expectations import EXPECTATION
from tabellion.artifacts.flow.promises import StatedPromise, combined, promises_of
from tabellion.artifacts.flow.searchparameter import parameter_of
from tabellion.artifacts.profile.types import definition_url
from tabellion.artifacts.texts import paragraphs, put_text
from tabellion.artifacts.workspace import Workspace
from tabellion.fhir.json import Json
from tabellion.tables.table import EMPTY_TEXT, Localized, Row

COMBINATION = "http://hl7.org/fhir/StructureDefinition/capabilitystatement-search-parameter-combination"
# what CapabilityStatement.rest.security.service is bound to
SERVICES = "http://terminology.hl7.org/CodeSystem/restful-security-service"
# what may be said of the whole system (CapabilityStatement.rest), by the name of its list there
SYSTEM_LISTS = {"interaction": "interaction", "search": "searchParam", "operation": "operation"}
LISTS = {
    "profile": "supportedProfile",
    "interaction": "interaction",
    "include": "searchInclude",
    "revinclude": "searchRevInclude",
    "search": "searchParam",
    "operation": "operation",
}
# the single elements of CapabilityStatement.rest.resource, with their codes; those without codes are true or false
OPTIONS: Mapping[str, Sequence[str]] = {
    "versioning": ("no-version", "versioned", "versioned-update"),
    "readHistory": (),
    "updateCreate": (),
    "conditionalCreate": (),
    "conditionalRead": ("not-supported", "modified-since", "not-match", "full-support"),
    "conditionalUpdate": (),
    "conditionalDelete": ("not-supported", "single", "multiple"),
    "referencePolicy": ("literal", "logical", "resolves", "enforced", "local"),
}
REPEATS = "referencePolicy"
# what CapabilityStatement.rest.resource has as primitives or extensions, which hold no text beside them
WITHOUT_DOCUMENTATION = ("profile", "include", "revinclude", "combination", "option")


def is_option(value: str) -> bool:
    """Whether a text is an element of the resource with one of its codes, or alone where it is true or false."""
    name, is_given, code = value.partition("=")
    codes = OPTIONS.get(name)
    return codes is not None and (code in codes if codes else not is_given)


def option_values() -> list[str]:
    """Every option, with each of its codes where it has any."""
    return [f"{name}={code}" if code else name for name, codes in OPTIONS.items() for code in codes or ("",)]


def stated_type(resource: str, name: str, workspace: Workspace) -> str | None:
    """The type of a search parameter by its row of the tables."""
    rows = (row for row in workspace.rows("searches") if (row["resource"], row["parameter"]) == (resource, name))
    return next((row["type"] for row in rows if row["type"]), None)


def operation_url(resource: str, value: str, workspace: Workspace) -> str | None:
    """The address of an operation: as it is given, or that of the one which FHIR calls so (`$lastn`) for a resource."""
    if ":" in value:
        return value
    name = value.removeprefix("$")
    for definition in workspace.definitions.all("OperationDefinition"):
        on = set(definition.get("resource", ())) if not definition.get("system") else {"Resource"}
        if definition.get("code") == name and on & {resource, "Resource", "DomainResource"}:
            return str(definition["url"])
    return None


def rest_of(row: Row, workspace: Workspace) -> Json:
    """`rest` of the statement of a row of Capabilities."""
    rest: Json = {"mode": row["mode"] or "server"}
    security: Json = {}
    if row.many("services"):
        security["service"] = [{"coding": [{"system": SERVICES, "code": code}]} for code in row.many("services")]
    put_text(security, "description", row.text("security"), workspace.info.lang)
    if security:
        rest["security"] = security
    promises = promises_of(row, workspace)
    names = sorted({promise.resource for promise in promises if promise.resource})
    if names:
        rest["resource"] = [
            _resource(name, [promise for promise in promises if promise.resource == name], workspace) for name in names
        ]
    return rest | _lists("Resource", [promise for promise in promises if not promise.resource], SYSTEM_LISTS, workspace)


def _resource(name: str, promises: list[StatedPromise], workspace: Workspace) -> Json:
    """CapabilityStatement.rest.resource."""
    found = (promise for promise in promises if promise.item == "combination" and combined(promise.value))
    combinations = [_combination(promise) for promise in sorted(found, key=lambda promise: promise.value)]
    resource: Json = {"extension": combinations} if combinations else {}
    resource["type"] = name
    put_text(resource, "documentation", _documentation(promises, workspace), workspace.info.lang)
    for promise in promises:
        if promise.item == "option" and is_option(promise.value):
            _put_option(resource, promise)
    return resource | _lists(name, promises, LISTS, workspace)


def _put_option(resource: Json, promise: StatedPromise) -> None:
    name, _, code = promise.value.partition("=")
    if name == REPEATS:
        resource.setdefault(name, []).append(code)
        resource[name].sort()
        return
    resource[name] = code or True
    if promise.expectation:
        resource[f"_{name}"] = _expectation(promise)


def _documentation(promises: list[StatedPromise], workspace: Workspace) -> Localized:
    """What rows say of entries that FHIR gives no documentation of their own: it is told with the resource's."""
    about: dict[tuple[tuple[str, str], ...], tuple[Localized, list[str]]] = {}
    for promise in promises:
        text = promise.documentation
        if promise.item in WITHOUT_DOCUMENTATION and text:
            about.setdefault(tuple(sorted(text.texts.items())), (text, []))[1].append(f"`{promise.value}`")
    documented = (
        replace(text, texts={lang: f"{', '.join(names)} — {words}" for lang, words in text.texts.items()})
        for text, names in about.values()
    )
    return paragraphs(documented, workspace.info.lang)


def _combination(promise: StatedPromise) -> Json:
    """Search parameters that work together (Extension: capabilitystatement-search-parameter-combination)."""
    parts = [
        {"url": "required" if required else "optional", "valueString": name}
        for name, required in combined(promise.value)
    ]
    return {"url": COMBINATION, "extension": [*(_expectation(promise) or {}).get("extension", []), *parts]}


def _lists(resource: str, promises: list[StatedPromise], lists: Mapping[str, str], workspace: Workspace) -> Json:
    """What is promised, by the name of its list, each list ordered by what it names."""
    found: dict[str, list[tuple[str, Any, Json | None]]] = {}
    for promise in promises:
        if promise.item in lists:
            found.setdefault(lists[promise.item], []).append(_entry(resource, promise, workspace))
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


def _entry(resource: str, promise: StatedPromise, workspace: Workspace) -> tuple[str, Any, Json | None]:
    """What orders an entry, the entry, and its expectation where the entry is a primitive."""
    value = promise.value
    if promise.item == "profile":
        return value, definition_url(value, workspace) or value, _expectation(promise)
    if promise.item in ("include", "revinclude"):
        return value, value, _expectation(promise)
    if promise.item == "interaction":
        return value, _with_expectation({"code": value}, promise, workspace), None
    if promise.item == "operation":
        url = operation_url(resource, value, workspace) or value
        definition = workspace.definitions.get(url, "OperationDefinition") or {}
        name = definition.get("code") or value.rpartition("/")[2].removeprefix("$")
        return value, _with_expectation({"name": name, "definition": url}, promise, workspace), None
    found: Json = {"name": value}
    parameter = parameter_of(resource, value, workspace)
    if parameter is not None:
        found |= {"definition": parameter["url"], "type": parameter["type"]}
    else:
        found["type"] = stated_type(resource, value, workspace) or "special"
    return value, _with_expectation(found, promise, workspace, _said(resource, value, workspace)), None


def _said(resource: str, name: str, workspace: Workspace) -> Localized:
    """What the tables ask of those who use a search parameter, else what it searches."""
    rows = [row for row in workspace.rows("searches") if (row["resource"], row["parameter"]) == (resource, name)]
    texts = (row.text(key) for key in ("rule", "description") for row in rows)
    return next((text for text in texts if text), EMPTY_TEXT)


def _expectation(promise: StatedPromise) -> Json | None:
    if not promise.expectation:
        return None
    return {"extension": [{"url": EXPECTATION, "valueCode": promise.expectation}]}


def _with_expectation(
    entry: Json, promise: StatedPromise, workspace: Workspace, otherwise: Localized = EMPTY_TEXT
) -> Json:
    """An entry with its expectation and its documentation, `otherwise` where nothing else is said of it."""
    made = (_expectation(promise) or {}) | entry
    put_text(made, "documentation", promise.documentation or otherwise, workspace.info.lang)
    return made
