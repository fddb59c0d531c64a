"""Definitions and snapshots in few words, so that tests have the differential beside the elements expected."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tabellion.fhir.definitions import Definitions, OwnDefinitions
from tabellion.fhir.json import Json
from tabellion.snapshot import Snapshot, SnapshotGenerator

ROOT = "http://hl7.org/fhir/StructureDefinition/"
OWN = "http://hearing.example/StructureDefinition/"
BY_PATTERN = {"discriminator": [{"type": "pattern", "path": "code"}], "rules": "open"}
BY_TYPE = {"discriminator": [{"type": "type", "path": "$this"}], "ordered": False, "rules": "open"}


def element(element_id: str, cardinality: str = "", types: str = "", **facets: Any) -> Json:
    """An element of a differential: path and slice name come from the id, types are `Quantity Reference(Patient)`.

    Inside the brackets stand target profiles of a Reference or canonical, profiles of any other type, between commas.
    """
    segments = [item.partition(":") for item in element_id.split(".")]
    made: Json = {"id": element_id, "path": ".".join(name for name, _, _ in segments)}
    if segments[-1][2]:
        made["sliceName"] = segments[-1][2]
    if cardinality:
        least, _, most = cardinality.partition("..")
        made |= {"min": int(least)} if least else {}
        made |= {"max": most} if most else {}
    if types:
        made["type"] = [_type(item) for item in types.split()]
    return made | facets


def _type(written: str) -> Json:
    code, _, inside = written.rstrip(")").partition("(")
    if not inside:
        return {"code": code}
    profiles = [item if ":" in item else ROOT + item for item in inside.split(",")]
    return {"code": code, "targetProfile" if code in ("Reference", "canonical") else "profile": profiles}


def profile(*elements: Json, name: str = "Profile", base: str = "Observation", type: str = "", **keys: Any) -> Json:
    """A profile of a base: a type's code, or the address of another profile with its `type`."""
    return {
        "resourceType": "StructureDefinition",
        "id": name,
        "url": OWN + name,
        "kind": "resource",
        "type": type or base,
        "baseDefinition": base if ":" in base else ROOT + base,
        "derivation": "constraint",
        "differential": {"element": list(elements)},
        **keys,
    }


def extension(*elements: Json, name: str = "Extension1") -> Json:
    """A profile of Extension with its url."""
    url = element("Extension.url", fixedUri=OWN + name)
    before = [item for item in elements if not item["path"].startswith("Extension.value")]
    after = [item for item in elements if item["path"].startswith("Extension.value")]
    return profile(*before, url, *after, name=name, base="Extension", kind="complex-type")


def logical(*elements: Json, name: str = "Model") -> Json:
    """A logical model on Element; its elements are all new."""
    return profile(*elements, name=name, base="Element", type=name, kind="logical", derivation="specialization")


def made(definition: Json, below: Definitions, *others: Json) -> Snapshot:
    """The snapshot of a definition among others over a package."""
    return SnapshotGenerator(OwnDefinitions([definition, *others], below)).generate(definition)


def lines(snapshot: Snapshot, head: str = "") -> list[str]:
    """The elements of a snapshot whose id is `head` or below it or one of its slices, a line each."""
    return [
        line(item)
        for item in snapshot.elements
        if item["id"] == head or item["id"].startswith((head + ".", head + ":"))
    ]


def line(item: Json) -> str:
    """`id min..max types`, then slicing and values where there are any, and `S` for mustSupport."""
    parts = [item["id"], f"{item['min']}..{item['max']}"]
    if item.get("type"):
        parts.append(" ".join(map(_written, item["type"])))
    if "contentReference" in item:
        parts.append(item["contentReference"])
    if "slicing" in item:
        by = ",".join(f"{by['type']}:{by['path']}" for by in item["slicing"].get("discriminator", ()))
        parts.append(f"sliced by {by} {item['slicing'].get('rules', '')}".rstrip())
    parts += [f"{key}={item[key]}" for key in item if key.startswith(("fixed", "pattern"))]
    if item.get("mustSupport"):
        parts.append("S")
    return " ".join(parts)


def _written(item: Json) -> str:
    inside = ",".join(url.rpartition("/")[2] for key in ("profile", "targetProfile") for url in item.get(key, ()))
    code = item["code"].rpartition("/")[2]
    return f"{code}({inside})" if inside else code


def by_id(snapshot: Snapshot, element_id: str) -> Json:
    """The element of an id; the test fails where there is none."""
    found = [item for item in snapshot.elements if item["id"] == element_id]
    assert len(found) == 1, f"{element_id} in {[item['id'] for item in snapshot.elements]}"
    return found[0]


def faults(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Code and element of each problem."""
    return [(problem.rule.code, problem.element) for problem in snapshot.problems]


def ids(elements: Iterable[Json]) -> list[str]:
    return [item["id"] for item in elements]
