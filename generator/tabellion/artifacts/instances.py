"""What instances say of themselves, whatever a file holds in the place of it: their faults are told elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tabellion.fhir.json import Json


def declared_profiles(resource: Json) -> list[str]:
    """The addresses in `meta.profile`, without versions."""
    meta = resource.get("meta")
    profiles = meta.get("profile") if isinstance(meta, dict) else None
    return [item.partition("|")[0] for item in _items(profiles) if isinstance(item, str)]


def with_entries(resource: Json) -> Iterator[Json]:
    """A resource, and those in the entries of a bundle, to any depth."""
    waiting = [resource]
    while waiting:
        found = waiting.pop()
        yield found
        entries = [
            item["resource"] for item in _items(found.get("entry")) if isinstance(item, dict) and "resource" in item
        ]
        waiting += [entry for entry in entries if isinstance(entry, dict)]


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
