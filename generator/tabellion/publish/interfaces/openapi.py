"""The flows of a guide as an OpenAPI document (OpenAPI Specification 3.0.3), for tools that make and try clients."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from tabellion.artifacts.flow.plan import FlowPlan, Header, ParameterUse, StatedFlow
from tabellion.fhir.json import Json
from tabellion.publish.interfaces.requests import (
    FHIR_JSON,
    base_of,
    described,
    example_bodies,
    example_queries,
    secret_name,
    without_narrative,
)

RESOURCE: Json = {"type": "object", "required": ["resourceType"], "properties": {"resourceType": {"type": "string"}}}
# headers that OpenAPI leaves to the media types and the security schemes
OF_OPENAPI = ("accept", "content-type", "authorization")
TYPES = {"number": "number", "quantity": "string"}


def openapi_of(plan: FlowPlan) -> Json:
    """The document: an operation for each method and path, with what each flow says of it."""
    info, lang = plan.edition.info, plan.edition.info.lang
    groups: dict[tuple[str, str], list[StatedFlow]] = {}
    for flow in plan.flows:
        groups.setdefault((flow.path, flow.method.lower()), []).append(flow)
    paths: Json = {}
    for (path, method), flows in groups.items():
        address = "/" + path.replace("[", "{").replace("]", "}")
        paths.setdefault(address, {})[method] = _operation(flows, plan)
    document: Json = {
        "openapi": "3.0.3",
        "info": {"title": info.title.in_(lang), "version": info.version},
        "servers": [{"url": base_of(plan)}],
        "paths": paths,
        "components": {"schemas": {"Resource": RESOURCE}},
    }
    schemes = {name: scheme for flow in plan.flows for name, scheme in _schemes(flow).items()}
    if schemes:
        document["components"]["securitySchemes"] = schemes
    return document


def _operation(flows: Sequence[StatedFlow], plan: FlowPlan) -> Json:
    lang = plan.edition.info.lang
    first = flows[0]
    operation: Json = {
        "operationId": "_".join(flow.id.replace("-", "_") for flow in flows),
        "summary": " / ".join(flow.label.in_(lang) for flow in flows),
        "description": "\n\n".join(dict.fromkeys(text for flow in flows if (text := described(plan, flow)))),
    }
    parameters = [*_in_path(first), *_in_query(flows, plan), *_in_headers(flows)]
    if parameters:
        operation["parameters"] = parameters
    if first.feeds and first.method in ("POST", "PUT", "PATCH"):
        content: Json = {"schema": {"$ref": "#/components/schemas/Resource"}}
        examples = {
            item.id: {"value": without_narrative(item.resource)}
            for flow in flows
            for item in example_bodies(plan, flow)
        }
        content |= {"examples": examples} if examples else {}
        operation["requestBody"] = {"required": True, "content": {FHIR_JSON: content}}
    operation["responses"] = _responses(flows, plan)
    names = [list(_schemes(flow)) for flow in flows]
    if any(names):
        operation["security"] = [{name: [] for name in names[0]}]
    return operation


def _in_path(flow: StatedFlow) -> list[Json]:
    names = [part[1:-1] for part in flow.path.split("/") if part.startswith("[")]
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _in_query(flows: Sequence[StatedFlow], plan: FlowPlan) -> list[Json]:
    """The parameters of searches: those of the flows' rows, else those that are stated for the resource."""
    if flows[0].interaction != "search-type":
        return []
    type_ = flows[0].path.partition("/")[0]
    names = dict.fromkeys(
        use.parameter for flow in flows for use in flow.parameters if use.presence != "prohibited"
    ) or dict.fromkeys(item.parameter for item in plan.searches if item.resource == type_)
    samples = [dict(query) for flow in flows for query in example_queries(flow)]
    return [_parameter(name, type_, flows, plan, samples) for name in names]


def _parameter(
    name: str, type_: str, flows: Sequence[StatedFlow], plan: FlowPlan, samples: Sequence[dict[str, str]]
) -> Json:
    uses = [next((use for use in flow.parameters if use.parameter == name), None) for flow in flows]
    search = plan.search(type_, name)
    row = next(
        (item for item in plan.edition.rows("searches") if (item["resource"], item["parameter"]) == (type_, name)), None
    )
    lang = plan.edition.info.lang
    texts = [row.text(key).in_(lang) for key in ("description", "rule")] if row is not None else []
    several = any(use is not None and use.times > 1 for use in uses)
    schema = _schema([use for use in uses if use is not None], search.type if search is not None else None)
    made: Json = {
        "name": name,
        "in": "query",
        "required": all(use is not None and use.presence == "required" for use in uses),
        "description": " ".join(text for text in texts if text),
        "schema": {"type": "array", "items": schema} if several else schema,
    }
    sample = next((query[name] for query in samples if name in query), None)
    if sample is not None and not several and schema["type"] == "string":
        made["example"] = sample
    return made


def _schema(uses: Sequence[ParameterUse], type_: str | None) -> Json:
    schema: Json = {"type": TYPES.get(type_ or "", "string")}
    fixed = list(dict.fromkeys(value for use in uses for value in use.values))
    if (
        fixed
        and all(use.values for use in uses if use.presence != "prohibited")
        and not any("*" in item for item in fixed)
    ):
        schema["enum"] = [int(item) if schema["type"] == "number" and item.isdigit() else item for item in fixed]
    maximum = [use.maximum for use in uses if use.maximum is not None]
    if maximum and schema["type"] == "number":
        schema["maximum"] = max(maximum)
    return schema


def _in_headers(flows: Sequence[StatedFlow]) -> list[Json]:
    headers = {header.name: header for flow in flows for header in flow.headers}
    return [
        {"name": name, "in": "header", "required": True, "schema": {"type": "string", "enum": [header.value]}}
        for name, header in headers.items()
        if not header.is_secret and name.lower() not in OF_OPENAPI
    ]


def _schemes(flow: StatedFlow) -> Json:
    """The security schemes of what clients put into headers."""
    return {secret_name(header): _scheme(header) for header in flow.headers if header.is_secret}


def _scheme(header: Header) -> Json:
    if header.name.lower() == "authorization" and header.value.lower().startswith("bearer "):
        return {"type": "http", "scheme": "bearer"}
    return {"type": "apiKey", "in": "header", "name": header.name}


def _responses(flows: Sequence[StatedFlow], plan: FlowPlan) -> Json:
    """The answer when all is well, then each status of the errors with their OperationOutcomes."""
    lang = plan.edition.info.lang
    rows = [row for flow in flows if (row := plan.edition.row("flows", flow.id)) is not None]
    told = "\n\n".join(dict.fromkeys(text for row in rows if (text := row.text("response").in_(lang))))
    good = "201" if flows[0].interaction == "create" else "200"
    names = [name for row in rows for name in row.many("response_example")]
    examples = {
        item.id: {"value": without_narrative(item.resource)} for item in plan.edition.of("example") if item.id in names
    }
    found: Json = {good: _response(told or HTTPStatus(int(good)).phrase, examples)}
    ids = {flow.id for flow in flows}
    errors = [error for error in plan.errors if error.flows & ids]
    for http in sorted({error.http for error in errors}):
        same = [error for error in errors if error.http == http]
        texts = [error.outcome["issue"][0].get("details", {}).get("text") or error.id for error in same]
        found[str(http)] = _response("; ".join(texts), {error.id: {"value": _outcome(error.outcome)} for error in same})
    return found


def _outcome(outcome: Json) -> Json:
    return {key: value for key, value in outcome.items() if key not in ("text", "id", "meta")}


def _response(description: str, examples: Json) -> Json:
    content: dict[str, Any] = {"schema": {"$ref": "#/components/schemas/Resource"}}
    content |= {"examples": examples} if examples else {}
    return {"description": description, "content": {FHIR_JSON: content}}
