"""The items of collections: plain values, and nodes of a resource with the type that its definition gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, TypeAlias

from tabellion.fhir.json import Json
from tabellion.fhirpath.model import SYSTEM, ModelType, Types
from tabellion.fhirpath.quantities import Quantity
from tabellion.fhirpath.temporal import Temporal, temporal


class ResourceNode:
    """A value of a resource, JSON as it stands there. Of a primitive, `sibling` is its `_` property (id, extensions),
    and `value` is `None` where that is all there is. Of the text of a Reference, `holder` is that Reference: where it
    leads depends on where it stands."""

    __slots__ = ("holder", "sibling", "type", "value")

    def __init__(self, value: Any, type_: ModelType, sibling: Any = None, holder: Json | None = None) -> None:
        self.value = value
        self.type = type_
        self.sibling = sibling
        self.holder = holder


Item: TypeAlias = Any
"""A `ResourceNode`, or a value of FHIRPath: `bool`, `int`, `Decimal`, `str`, `Temporal` or `Quantity`."""
Items: TypeAlias = list[Any]
_CLASSES = {bool: "Boolean", int: "Integer", str: "String", Quantity: "Quantity"}


def type_of(item: Item) -> ModelType:
    """The type of an item: of FHIR for a node, else of FHIRPath."""
    if type(item) is ResourceNode:
        return item.type
    if isinstance(item, Temporal):
        return SYSTEM[item.kind]
    return SYSTEM[_CLASSES.get(type(item), "Decimal")]


def system_value(item: Item) -> Any:
    """What an item converts to without being asked (R4 fhirpath.html, 2.9.1): a value of FHIRPath.

    `None` for a structure that is no quantity, for a node without value, and for one that has not the form of its type.
    """
    if type(item) is not ResourceNode:
        return item
    value = item.value
    if item.type.system == "String":
        return value if isinstance(value, str) else None
    convert = _CONVERT.get(item.type.system)
    return convert(value) if convert is not None and value is not None else None


def _boolean(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _integer(value: Any) -> int | None:
    if isinstance(value, str):  # integer64 is written as text
        return int(value) if len(value) <= 20 and value.removeprefix("-").isdecimal() else None
    return value if type(value) is int else None


def _temporal(kind: str) -> Callable[[Any], Temporal | None]:
    return lambda value: temporal(value, kind) if isinstance(value, str) else None


def quantity_of(value: Any) -> Quantity | None:
    """A Quantity of FHIR; `None` for one without number."""
    if not isinstance(value, dict):
        return None
    number = decimal_of(value.get("value"))
    if number is None:
        return None
    code, system, unit = value.get("code"), value.get("system"), value.get("unit")
    if isinstance(code, str):
        return Quantity(number, code, system if isinstance(system, str) else "")
    return Quantity(number, unit if isinstance(unit, str) else "", "")


def decimal_of(value: Any) -> Decimal | None:
    """A number as a decimal, `None` for anything else."""
    return None if type(value) is bool or not isinstance(value, int | Decimal) else Decimal(value)


_CONVERT: dict[str, Callable[[Any], Any]] = {
    "Boolean": _boolean,
    "Integer": _integer,
    "Decimal": decimal_of,
    "Date": _temporal("Date"),
    "DateTime": _temporal("DateTime"),
    "Time": _temporal("Time"),
    "Quantity": quantity_of,
}


def typed(value: Any, name: str, types: Types) -> ResourceNode:
    """A node of a type; a resource says its type itself."""
    if isinstance(value, dict):
        own = value.get("resourceType")
        if isinstance(own, str):
            found = types[own]
            return ResourceNode(value, found if found.known else types[name])
    return ResourceNode(value, types[name])


def children(node: ResourceNode, types: Types) -> Iterator[ResourceNode]:
    """The elements directly below a node."""
    if node.type.primitive:
        holder, keys = node.sibling, types["Element"].keys
    else:
        holder, keys = node.value, node.type.keys
    if not isinstance(holder, dict):
        return
    for key, value in holder.items():
        bare = key
        name = keys.get(key)
        if name is None:
            bare = key[1:]
            name = keys.get(bare) if key[:1] == "_" and bare not in holder else None
        if name is not None:
            own, sibling = (value, holder.get("_" + bare)) if bare is key else (None, value)
            yield from nodes(own, sibling, name, types)


def nodes(value: Any, sibling: Any, name: str, types: Types) -> Iterator[ResourceNode]:
    """The nodes of a JSON property and of its `_` sibling."""
    type_ = types[name]
    resource = type_.kind == "resource"
    if not isinstance(value, list) and not isinstance(sibling, list):
        if value is not None or (sibling is not None and type_.primitive):
            yield typed(value, name, types) if resource else ResourceNode(value, type_, sibling)
        return
    values = value if isinstance(value, list) else []
    siblings = sibling if isinstance(sibling, list) and type_.primitive else []
    for place in range(max(len(values), len(siblings))):
        own = values[place] if place < len(values) else None
        next_to = siblings[place] if place < len(siblings) else None
        if own is not None or next_to is not None:
            yield typed(own, name, types) if resource else ResourceNode(own, type_, next_to)
