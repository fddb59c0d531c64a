"""The messages that the examples of a guide become: alone, or in the Bundle that a flow asks for."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from tabellion.artifacts.flow.plan import FlowPlan, StatedFlow
from tabellion.artifacts.instances import declared_profiles, with_entries
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact

SPACE = uuid.UUID("6f6e6f6d-0000-4000-8000-000000000000")
"""Of the names of entries: the same example has the same one each time."""


def fed_examples(plan: FlowPlan, flow: StatedFlow, *, refused: bool) -> list[Artifact]:
    """The examples that a flow sends, or those that it is refused with, in the order of the guide."""
    return [
        example
        for example in plan.edition.of("example")
        if example.is_refused == refused and _is_sent(example, plan, flow, refused=refused)
    ]


def _is_sent(example: Artifact, plan: FlowPlan, flow: StatedFlow, *, refused: bool) -> bool:
    claimed = set(declared_profiles(example.resource))
    if example.type == "Bundle":
        of_flow = flow.interaction == "transaction" and example.resource.get("type") == "transaction"
        return of_flow and (example.id in flow.requests or bool(claimed & set(flow.profiles)))
    if example.type not in flow.resources or claimed & plan.not_fed:
        return False
    wanted = {url for url in flow.profiles if _type_of(url, plan) == example.type}
    if flow.interaction != "transaction" and wanted and not claimed & wanted:
        return False
    if refused:
        return True
    return bool(claimed & plan.fed) if plan.fed else True


def message_of(example: Artifact, plan: FlowPlan, flow: StatedFlow) -> Json | None:
    """What is sent for an example; nothing where it can only travel with another that does not refer to it."""
    if flow.interaction == "update":
        return example.resource
    if flow.interaction != "transaction" or example.type == "Bundle":
        return (
            {key: value for key, value in example.resource.items() if key != "id"}
            if example.type != "Bundle"
            else example.resource
        )
    claimed = set(declared_profiles(example.resource))
    is_main = not plan.fed or bool(claimed & plan.fed) or example.type in _main_types(plan)
    if is_main:
        return _bundle(example.resource, {}, plan, flow)
    for other in fed_examples(plan, flow, refused=False):
        for reference in references_of(other.resource):
            if reference.partition("/")[0] == example.type:
                return _bundle(other.resource, {reference: example.resource}, plan, flow)
    return None


def _main_types(plan: FlowPlan) -> set[str]:
    """The types of what the measures of the guide are carried by."""
    definitions = (plan.edition.definitions.get(url, "StructureDefinition") or {} for url in plan.fed)
    return {str(definition.get("type")) for definition in definitions}


def _bundle(resource: Json, instead: Mapping[str, Json], plan: FlowPlan, flow: StatedFlow) -> Json:
    """A transaction of a resource and of those examples that it refers to and the flow carries."""
    entries = [resource]
    names = {}
    for reference in references_of(resource):
        own = plan.edition.by_reference.get(reference)
        if own is not None and own.type in flow.resources and reference not in names:
            names[reference] = f"urn:uuid:{uuid.uuid5(SPACE, reference)}"
            entries.append(instead.get(reference, own.resource))
    full_urls = [f"urn:uuid:{uuid.uuid5(SPACE, str(resource.get('id')))}", *names.values()]
    conditional = _conditional_types(plan, flow)
    meta: Json = {key: value for key, value in resource.get("meta", {}).items() if key == "security"}
    profiles = [url for url in flow.profiles if _type_of(url, plan) == "Bundle"]
    meta |= {"profile": profiles} if profiles else {}
    bundle: Json = {"resourceType": "Bundle", **({"meta": meta} if meta else {}), "type": "transaction", "entry": []}
    for full_url, item in zip(full_urls, entries, strict=True):
        request = {"method": "POST", "url": item["resourceType"]}
        condition = _condition(item) if item["resourceType"] in conditional else None
        request |= {"ifNoneExist": condition} if condition else {}
        sent = _renamed({key: value for key, value in item.items() if key not in ("id", "text")}, names)
        bundle["entry"].append({"fullUrl": full_url, "resource": sent, "request": request})
    return bundle


def _type_of(url: str, plan: FlowPlan) -> str:
    return str((plan.edition.definitions.get(url, "StructureDefinition") or {}).get("type"))


def _conditional_types(plan: FlowPlan, flow: StatedFlow) -> set[str]:
    """The types that the flow's own example requests create under a condition."""
    found = set()
    for name in flow.requests:
        example = plan.edition.by_reference.get(f"Bundle/{name}")
        for entry in example.resource.get("entry", ()) if example is not None else ():
            if "ifNoneExist" in entry.get("request", {}):
                found.add(str(entry.get("resource", {}).get("resourceType")))
    return found


def _condition(resource: Json) -> str | None:
    """`identifier=system|value` of the first identifier of a resource."""
    identifiers = resource.get("identifier")
    first = identifiers[0] if isinstance(identifiers, list) and identifiers else identifiers
    if not isinstance(first, dict) or "value" not in first:
        return None
    return f"identifier={first.get('system', '')}|{first['value']}"


def references_of(resource: Json) -> list[str]:
    """What a resource refers to, in the order in which it does."""
    return list(dict.fromkeys(_references(resource)))


def needed_beside(message: Json, plan: FlowPlan, flow: StatedFlow) -> list[Artifact]:
    """The examples that a message refers to and does not carry: the server has to know them before."""
    found = []
    for resource in with_entries(message):
        for reference in references_of(resource):
            own = plan.edition.by_reference.get(reference)
            if own is not None and own.type not in flow.resources and own not in found:
                found.append(own)
    return found


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "reference" and isinstance(item, str):
                yield item
            else:
                yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {
            key: names.get(item, item) if key == "reference" and isinstance(item, str) else _renamed(item, names)
            for key, item in value.items()
        }
    return [_renamed(item, names) for item in value] if isinstance(value, list) else value
