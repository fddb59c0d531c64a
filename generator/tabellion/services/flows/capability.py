"""What the reference server says of itself: the promises of the guide's servers in one CapabilityStatement."""

from __future__ import annotations

from typing import Any

from tabellion.artifacts.flow.plan import FlowPlan
from tabellion.fhir.json import Json
from tabellion.version import __version__

KEYS = {"interaction": "code", "searchParam": "name", "operation": "name"}


def capability_of(plan: FlowPlan, base: str) -> Json:
    """A CapabilityStatement of kind `instance` that instantiates those of the guide (R4 CapabilityStatement)."""
    info = plan.edition.info
    stated = [
        artifact.resource
        for artifact in plan.edition.of("capability")
        if any(rest["mode"] == "server" for rest in artifact.resource.get("rest", ()))
    ]
    resources: dict[str, Json] = {}
    interactions: dict[str, Json] = {}
    for rest in (rest for item in stated for rest in item["rest"] if rest["mode"] == "server"):
        for item in rest.get("resource", ()):
            kept = resources.setdefault(item["type"], {"type": item["type"]})
            for key, value in item.items():
                kept[key] = _together(kept.get(key), value, KEYS.get(key)) if isinstance(value, list) else value
        for item in rest.get("interaction", ()):
            interactions.setdefault(item["code"], item)
    server: Json = {"mode": "server"}
    if resources:
        server["resource"] = [resources[type_] for type_ in sorted(resources)]
    if interactions:
        server["interaction"] = [interactions[code] for code in sorted(interactions)]
    made: Json = {"resourceType": "CapabilityStatement", "status": "active", "experimental": True}
    made |= {"date": info.date.isoformat(), "kind": "instance"}
    if stated:
        made["instantiates"] = [item["url"] for item in stated]
    made |= {
        "software": {"name": "Tabellion", "version": __version__},
        "implementation": {"description": info.title.in_(info.lang), "url": base},
        "fhirVersion": info.fhir_version,
        "format": ["json"],
        "rest": [server],
    }
    return made


def _together(known: Any, found: list[Any], key: str | None) -> list[Any]:
    """Two lists without what is in both, by a property where their items are structures."""
    merged = list(known or ())
    seen = [item.get(key) if key else item for item in merged]
    return merged + [item for item in found if (item.get(key) if key else item) not in seen]
