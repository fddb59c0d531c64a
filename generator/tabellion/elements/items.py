"""The values below a value of an instance, each with what stands in its `_` property (R4 json.html, 2.6.2.3)."""

from __future__ import annotations

from typing import Any, NamedTuple


class Item(NamedTuple):
    """A value in a resource: what stands in its `_` property, and the code of its type where it is known."""

    value: Any
    sibling: Any
    type: str


def is_resource(item: Item) -> bool:
    """Whether a value is a whole resource."""
    return isinstance(item.value, dict) and "resourceType" in item.value


def items_of(value: Any, sibling: Any, name: str) -> list[Item]:
    """The children of a name, a choice under any of its types."""
    holder = value if isinstance(value, dict) else sibling
    if not isinstance(holder, dict):
        return []
    if name in holder or "_" + name in holder:
        return listed(holder.get(name), holder.get("_" + name), "")
    size = len(name)
    for key in holder:
        bare = key.removeprefix("_")
        if bare.startswith(name) and bare[size : size + 1].isupper():
            return listed(holder.get(bare), holder.get("_" + bare), bare[size:])
    return []


def listed(value: Any, sibling: Any, type_: str) -> list[Item]:
    """One item for each value, with its extensions beside it."""
    if not isinstance(value, list) and not isinstance(sibling, list):
        return [] if value is None and sibling is None else [Item(value, sibling, _type(value, type_))]
    values = value if isinstance(value, list) else []
    siblings = sibling if isinstance(sibling, list) else []
    return [
        Item(
            item := values[at] if at < len(values) else None,
            siblings[at] if at < len(siblings) else None,
            _type(item, type_),
        )
        for at in range(max(len(values), len(siblings)))
    ]


def _type(value: Any, type_: str) -> str:
    if isinstance(value, dict) and isinstance(value.get("resourceType"), str):
        return str(value["resourceType"])
    return type_
