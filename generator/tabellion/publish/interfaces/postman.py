"""The requests of a guide as a collection (Postman Collection Format 2.1.0), which Postman, Bruno and others open."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from urllib.parse import quote

from tabellion.artifacts.flow.plan import PLACEHOLDER, FlowPlan, StatedFlow
from tabellion.fhir.json import Json, dumps
from tabellion.publish.interfaces.requests import (
    FHIR_JSON,
    base_of,
    described,
    example_bodies,
    example_queries,
    secret_name,
    without_narrative,
)

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def collection_of(plan: FlowPlan) -> Json:
    """A folder for each flow, with a request for each of its examples; base address and tokens are variables."""
    info = plan.edition.info
    secrets = dict.fromkeys(secret_name(header) for flow in plan.flows for header in flow.headers if header.is_secret)
    return {
        "info": {
            "_postman_id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{info.canonical}|{info.version}")),
            "name": f"{info.title.in_(info.lang)} {info.version}",
            "schema": SCHEMA,
        },
        "item": [_folder(flow, plan) for flow in plan.flows],
        "variable": [
            {"key": "base", "value": base_of(plan)},
            *({"key": name, "value": ""} for name in secrets),
        ],
    }


def _folder(flow: StatedFlow, plan: FlowPlan) -> Json:
    lang = plan.edition.info.lang
    if flow.feeds:
        items = [_item(item.id, flow, body=without_narrative(item.resource)) for item in example_bodies(plan, flow)]
    else:
        queries = list(example_queries(flow)) or [[]]
        items = [_item(_name(query, flow), flow, query=query) for query in queries]
    return {"name": flow.label.in_(lang), "description": described(plan, flow), "item": items}


def _name(query: Sequence[tuple[str, str]], flow: StatedFlow) -> str:
    return " ".join(dict.fromkeys(name for name, _ in query)) or flow.id


def _item(name: str, flow: StatedFlow, *, body: Json | None = None, query: Sequence[tuple[str, str]] = ()) -> Json:
    headers = [{"key": "Accept", "value": FHIR_JSON}]
    headers += [
        {"key": header.name, "value": PLACEHOLDER.sub(f"{{{{{secret_name(header)}}}}}", header.value)}
        for header in flow.headers
    ]
    known = {item["key"].lower() for item in headers}
    if body is not None and "content-type" not in known:
        headers.append({"key": "Content-Type", "value": FHIR_JSON})
    parts = [part if not part.startswith("[") else f":{part[1:-1]}" for part in flow.path.split("/") if part]
    pairs = [{"key": key, "value": quote(value, safe=":/,")} for key, value in query]
    raw = "/".join(["{{base}}", *parts])
    raw += "?" + "&".join(f"{item['key']}={item['value']}" for item in pairs) if pairs else ""
    url: Json = {"raw": raw, "host": ["{{base}}"], "path": parts}
    url |= {"query": pairs} if pairs else {}
    request: Json = {"method": flow.method, "header": headers, "url": url}
    if body is not None:
        request["body"] = {"mode": "raw", "raw": dumps(body), "options": {"raw": {"language": "json"}}}
    return {"name": name, "request": request}
