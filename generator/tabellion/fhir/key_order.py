"""FHIR's order of elements for the keys of a resource (R4, 2.6.2: JSON does not want it, readers and diffs do)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tabellion.fhir.definitions import Definitions
from tabellion.fhir.element_model import ElementModel
from tabellion.fhir.json import Json


class KeyOrder:
    """Puts the keys of resources in the order of their definitions, to any depth. Keys that no definition knows come
    last, in the order they had; `_x` comes after `x`."""

    def __init__(self, definitions: Definitions) -> None:
        self._model = ElementModel(definitions)
        self._elements: dict[int, tuple[Json, Json]] = {}
        self._plans: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}

    def ordered(self, resource: Json) -> Json:
        """The resource with its keys in order; values are shared with the one given."""
        return self._object(resource, str(resource.get("resourceType", "")))

    def _object(self, value: Json, of: str) -> Json:
        plan = self._plans.get(key := (of, *value))
        if plan is None:
            plan = self._plans[key] = self._plan(value, of)
        return {name: self._value(value[name], type_name) for name, type_name in plan}

    def _plan(self, keys: Iterable[str], of: str) -> tuple[tuple[str, str], ...]:
        """The keys in their order, each with the type of its value: made once, since most objects are alike."""
        children = self._model.children(of)

        def rank(key: str) -> tuple[int, bool]:
            if key == "resourceType":
                return 0, False
            child = children.get(key.removeprefix("_"))
            return (child.rank if child else len(children) + 1), key.startswith("_")

        def type_name(key: str) -> str:
            child = children.get(key.removeprefix("_"))
            return "Element" if child is None or key.startswith("_") else child.of

        return tuple((key, type_name(key)) for key in sorted(keys, key=rank))

    def _value(self, value: Any, of: str) -> Any:
        if isinstance(value, list):
            return [self._value(item, of) for item in value]
        if isinstance(value, dict):
            if of == "ElementDefinition":
                return self._element(value)
            return self._object(value, str(value["resourceType"]) if "resourceType" in value else of)
        return value

    def _element(self, value: Json) -> Json:
        """An ElementDefinition, put in order once: snapshots share most of theirs with their parents'."""
        known = self._elements.get(id(value))
        if known is None:
            # the element itself is kept too, so that its id cannot become another's
            known = self._elements[id(value)] = (value, self._object(value, "ElementDefinition"))
        return known[1]
