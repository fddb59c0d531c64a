"""FHIR's order of elements for the keys of a resource (R4, 2.6.2: JSON does not want it, readers and diffs do)."""

from __future__ import annotations

from typing import Any, NamedTuple

from tabellion.fhir.definitions import Definitions, type_definition
from tabellion.fhir.json import Json

FIRST = ("resourceType",)


class Child(NamedTuple):
    """A child of a type or of an element inside one: its rank, and where its own children are described."""

    rank: int
    of: str


class KeyOrder:
    """Puts the keys of resources in the order of their definitions, to any depth. Keys that no definition knows come
    last, in the order they had."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._children: dict[str, dict[str, Child]] = {}
        self._read: set[str] = set()

    def ordered(self, resource: Json) -> Json:
        """The resource with its keys in order; values are shared with the one given."""
        return self._object(resource, str(resource.get("resourceType", "")))

    def _object(self, value: Json, of: str) -> Json:
        children = self._children_of(of)
        last = len(children) + 1

        def rank(key: str) -> tuple[int, int, bool]:
            if key in FIRST:
                return -1, 0, False
            child = children.get(key.removeprefix("_"))
            return (child.rank if child else last), 0, key.startswith("_")

        made: Json = {}
        for key in sorted(value, key=rank):
            child = children.get(key.removeprefix("_"))
            made[key] = self._value(value[key], child.of if child else "Element")
        return made

    def _value(self, value: Any, of: str) -> Any:
        if isinstance(value, list):
            return [self._value(one, of) for one in value]
        if isinstance(value, dict):
            return self._object(value, str(value["resourceType"]) if "resourceType" in value else of)
        return value

    def _children_of(self, of: str) -> dict[str, Child]:
        """The children of a type (`Quantity`) or of an element that has its own (`Bundle.entry`)."""
        root = of.partition(".")[0]
        if root not in self._read:
            self._read.add(root)
            definition = type_definition(self._definitions, root) if root else None
            for element in (definition or {}).get("snapshot", {}).get("element", ())[1:]:
                self._take(element)
        return self._children.get(of, {})

    def _take(self, element: Json) -> None:
        parent, _, name = element["path"].rpartition(".")
        children = self._children.setdefault(parent, {})
        rank = len(children) + 1
        types = [str(one["code"]) for one in element.get("type", ())]
        if "contentReference" in element:
            children[name] = Child(rank, element["contentReference"].rpartition("#")[2])
        elif name.endswith("[x]"):
            for code in types:
                children[f"{name[:-3]}{code[:1].upper()}{code[1:]}"] = Child(rank, code)
        else:
            code = types[0] if types else ""
            own = code in ("BackboneElement", "Element", "")
            children[name] = Child(rank, element["path"] if own else code)
