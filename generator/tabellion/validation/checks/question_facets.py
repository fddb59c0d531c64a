"""What an item of a Questionnaire or of its response says: lists, extensions, the value of an answer or an option."""

from __future__ import annotations

from typing import Any

from tabellion.fhir.definitions import TYPE_ROOT
from tabellion.fhir.json import Json


def listed(holder: Json, key: str) -> list[Json]:
    """The objects of a list, none where there is no list."""
    several = holder.get(key)
    return [item for item in several if isinstance(item, dict)] if isinstance(several, list) else []


def extended(item: Json, name: str, root: str = TYPE_ROOT) -> Any:
    """The value of an extension of an item by the last part of its address."""
    return next(iter(all_extended(item, name, root)), None)


def all_extended(item: Json, name: str, root: str = TYPE_ROOT) -> list[Any]:
    """The values of the extensions of an item of one address."""
    found = (entry for entry in listed(item, "extension") if entry.get("url") == root + name)
    return [value for entry in found for key, value in entry.items() if key.startswith("value")]


def option_of(holder: Json, stem: str = "value") -> tuple[str, Any]:
    """The type and the value of an answer, of what may be answered, or of what an answer is compared with."""
    key = next((name for name in holder if name.startswith(stem)), stem)
    return key.removeprefix(stem), holder.get(key)
