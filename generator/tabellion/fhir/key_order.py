"""FHIR's order of elements for the keys of a resource (R4, 2.6.2: JSON does not want it, readers and diffs do)."""

from __future__ import annotations

from collections.abc import Iterable
from operator import is_
from typing import Any, NamedTuple

from tabellion.fhir.definitions import Definitions
from tabellion.fhir.element_model import ElementModel, XmlForm
from tabellion.fhir.json import HOLDERS, Json

_OBJECTS = {dict}


class _Plan(NamedTuple):
    """Whether keys are in their order, that order, and the types of the values that may be objects or lists of them."""

    is_order: bool
    keys: tuple[str, ...]
    below: tuple[tuple[str, str], ...]


class KeyOrder:
    """Puts the keys of resources in the order of their definitions, to any depth. Keys that no definition knows come
    last, in the order they had; `_x` comes after `x`."""

    def __init__(self, definitions: Definitions) -> None:
        self._model = ElementModel(definitions)
        self._elements: dict[int, tuple[Json, Json]] = {}
        self._plans: dict[tuple[str, ...], _Plan] = {}
        self._settled: dict[str, set[tuple[str, ...]]] = {}
        """By type the keys that are in order and have only primitives: most of what lists consist of."""

    def ordered(self, resource: Json) -> Json:
        """The resource with its keys in order; what is in order already is shared with the one given."""
        return self._object(resource, str(resource.get("resourceType", "")))

    def _object(self, value: Json, of: str) -> Json:
        plan = self._plans.get(key := (of, *value))
        if plan is None:
            plan = self._plans[key] = self._plan(value, of)
            if plan.is_order and not plan.below and "resourceType" not in value:
                self._settled.setdefault(of, set()).add(key[1:])
        changed = {}
        for name, type_name in plan.below:
            child = value[name]
            if isinstance(child, HOLDERS) and (put := self._value(child, type_name)) is not child:
                changed[name] = put
        if plan.is_order:
            return value | changed if changed else value
        return {name: changed[name] if name in changed else value[name] for name in plan.keys}

    def _plan(self, keys: Iterable[str], of: str) -> _Plan:
        """The keys in their order, each with the type of its value: made once, since most objects are alike."""
        children = self._model.children(of)

        def rank(key: str) -> tuple[int, bool]:
            if key == "resourceType":
                return 0, False
            child = children.get(key.removeprefix("_"))
            return (child.rank if child else len(children) + 1), key.startswith("_")

        def below(key: str) -> str:
            """The type of a value that may be an object or a list of them, `""` for a primitive."""
            child = children.get(key.removeprefix("_"))
            if child is None or key.startswith("_"):
                return "Element"
            return child.of if child.form in (XmlForm.COMPLEX, XmlForm.RESOURCE) else ""

        given = list(keys)
        ordered = sorted(given, key=rank)
        return _Plan(
            ordered == given, tuple(ordered), tuple((key, of_key) for key in ordered if (of_key := below(key)))
        )

    def _value(self, value: Any, of: str) -> Any:
        if isinstance(value, list):
            settled = self._settled.setdefault(of, set())
            if settled and set(map(type, value)) == _OBJECTS and settled.issuperset(map(tuple, value)):
                return value
            put = [
                item if isinstance(item, dict) and tuple(item) in settled else self._value(item, of) for item in value
            ]
            return value if all(map(is_, put, value)) else put
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
