"""A resource built from paths and values: arrays, slices and choices as the profile has them, fixed values filled."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tabellion.diagnostics.model import Pointer
from tabellion.elements.choices import choice_key, is_choice, is_key_of
from tabellion.elements.paths import is_slice_of, last_of
from tabellion.elements.types import codes
from tabellion.elements.values import constant_of
from tabellion.fhir.element_model import is_list
from tabellion.fhir.json import Json
from tabellion.snapshot.element_index import SnapshotIndex

STEP = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9]*(?:\[x\])?)(?::(?P<slice>[^.\[\]]+))?(?:\[(?P<position>\d{1,9})\])?")
# what is required is filled down to here: types may require each other without end
DEEPEST_REQUIRED = 12


@dataclass(slots=True)
class Part:
    """One object of the resource in the making: its element, its values, and its children by name, slice, position.

    `steps` lead to it from what holds it, once the resource is made: its property, and its position in a list.
    """

    element: str
    value: Any = None
    children: dict[tuple[str, str, int], Part] = field(default_factory=dict)
    removed: bool = False
    steps: Pointer = ()

    @property
    def is_stated(self) -> bool:
        """Whether a value, or that there is none, is said of it."""
        return self.removed or self.value is not None

    def walk(self) -> Iterator[Part]:
        """The part and all those below it."""
        waiting = [self]
        while waiting:
            current = waiting.pop()
            yield current
            waiting += current.children.values()


class PartValue(NamedTuple):
    """The value of a part, and the id and extensions beside the value of a primitive (R4 json.html, 2.6.2.3)."""

    value: Any
    sibling: Json | None = None


NOTHING = PartValue(None)


class Instance:
    """Builds a resource of the structure that `index` looks into.

    Values are set by paths that are element ids, `[0]`, `[1]`… for repeated elements; then `finish` fills what the
    structure requires and fixes, and gives the resource. `is_resource` tells types of resources from data types:
    a resource inside another (`Bundle.entry:patient.resource`) says its own type, and the profile that it has there.
    """

    def __init__(self, index: SnapshotIndex, is_resource: Callable[[str], bool]) -> None:
        self.index = index
        self._is_resource = is_resource
        self.root = Part(index.root)

    def element_of(self, path: str) -> Json | None:
        """The definition of the element that a path leads to, positions left out; `None` when there is none."""
        return self.index.get(re.sub(r"\[\d+\]", "", path))

    def part(self, path: str) -> Part:
        """The part that a path which `element_of` knows leads to: its `value` is what stands there, one that is
        `removed` is left out even when the structure requires it. Raises `ValueError` for a path that does not read."""
        part = self.root
        for text in path.split(".")[1:]:
            match = STEP.fullmatch(text)
            if match is None:
                raise ValueError(f"not a path: {path}")
            wanted = f"{part.element}.{match['name']}" + (f":{match['slice']}" if match["slice"] else "")
            full = self.index.normalized(wanted)
            if full is None:
                raise ValueError(f"no such element: {wanted}")
            name, slice_name = last_of(full)
            key = (name, slice_name, int(match["position"] or 0))
            part = part.children.setdefault(key, Part(full))
        return part

    def finish(self) -> Json:
        """The resource, without `resourceType`."""
        return self._made(self.root, 0).value or {}

    def pointers(self) -> Iterator[tuple[Part, Pointer]]:
        """The parts that stand in the resource which `finish` made, each with what leads to it from there."""
        waiting: list[tuple[Part, Pointer]] = [(self.root, ())]
        while waiting:
            part, pointer = waiting.pop()
            yield part, pointer
            # what belongs to a primitive stands beside it (R4 json.html, 2.6.2.3)
            is_primitive = bool(pointer) and _is_primitive(self.index.get(part.element) or {})
            above = (*pointer[: -len(part.steps)], f"_{part.steps[0]}", *part.steps[1:]) if is_primitive else pointer
            waiting += [(child, (*above, *child.steps)) for child in part.children.values() if child.steps]

    def _made(self, part: Part, depth: int) -> PartValue:
        element = self.index.get(part.element) or {}
        if part.removed:
            return NOTHING
        stated = constant_of(element)
        fixed = stated.value if stated is not None else None
        value = part.value if part.value is not None else fixed if depth else None
        if depth and (_is_primitive(element) or (value is not None and not isinstance(value, dict))):
            held: Json = {}
            if part.children:
                self._children(part, held, depth)
            return PartValue(value, held or None)
        made: Json = self._identity(element) if depth else {}
        if isinstance(part.value, dict):
            made |= copy.deepcopy(part.value)
        if isinstance(fixed, dict):
            made = _laid_over(fixed, made)
        self._children(part, made, depth)
        return PartValue(made or None)

    def _identity(self, element: Json) -> Json:
        """What a resource inside another says of itself; nothing for a data type."""
        types = element.get("type", [])
        if len(types) != 1 or not self._is_resource(types[0].get("code", "")):
            return {}
        profiles = types[0].get("profile", [])[:1]
        return {"resourceType": types[0]["code"]} | ({"meta": {"profile": profiles}} if profiles else {})

    def _children(self, part: Part, made: Json, depth: int) -> None:
        """Set the children that were stated and those that the structure requires, in its order."""
        stated = dict(part.children)
        given = {key: list(value) for key, value in made.items() if isinstance(value, list)}
        for child_id in self._in_order(part.element):
            name, slice_name = last_of(child_id)
            positions = [key for key in stated if key[:2] == (name, slice_name)]
            found = [stated.pop(key) for key in sorted(positions)]
            element = self.index.get(child_id) or {}
            # what rows state is there as often as they state it; what is only required, unless it is there
            known = given
            required = depth < DEEPEST_REQUIRED and self._is_required(element, name, slice_name, part, made)
            if not found and required:
                found, known = [Part(child_id)], made
            for match in found:
                match.steps = self._put(made, name, slice_name, element, self._made(match, depth + 1), known)
        for (name, slice_name, _), match in sorted(stated.items()):
            element = self.index.get(match.element) or {}
            match.steps = self._put(made, name, slice_name, element, self._made(match, depth + 1), given)
        for key in [key for key, items in made.items() if isinstance(items, list) and not any(map(_is_said, items))]:
            del made[key]  # of these primitives only what is beside them is there

    def _in_order(self, element_id: str) -> list[str]:
        """The children of an element; items of no slice after the slices where these come first (`openAtEnd`)."""
        children = list(self.index.children(element_id))
        for child_id in list(children):
            if (self.index.get(child_id) or {}).get("slicing", {}).get("rules") == "openAtEnd":
                slices = [number for number, child in enumerate(children) if is_slice_of(child, child_id)]
                if slices:
                    children.insert(slices[-1] + 1, child_id)
                    children.remove(child_id)
        return children

    def _is_required(self, element: Json, name: str, slice_name: str, part: Part, made: Json) -> bool:
        """Whether an element that nobody stated has to be there: required, fixed inside something that is there."""
        if element.get("min", 0) < 1 or element.get("max") == "0":
            return False
        if slice_name and not is_choice(name):
            return True
        if any(is_key_of(key, name) for key in made):
            return False
        return not any(key[0] == name for key in part.children)

    def _put(self, made: Json, name: str, slice_name: str, element: Json, child: PartValue, known: Json) -> Pointer:
        """Set a child, or add it to its list unless `known` has it there; the steps that lead to it, none where it is
        not there."""
        value, sibling = child
        key = self._key(name, slice_name, element)
        if child == NOTHING or not key:
            return ()
        if is_list(element):
            items = made.setdefault(key, [])
            if not isinstance(items, list):
                return ()
            if sibling is None and value in known.get(key, ()):
                return (key, items.index(value)) if value in items else ()
            items.append(value)
            _align(made, key, sibling)
            return (key, len(items) - 1)
        if sibling is not None:
            made[f"_{key}"] = sibling
        if value is None:
            return (key,)
        if isinstance(made.get(key), dict) and isinstance(value, dict):
            made[key] = _laid_over(made[key], value)
        else:
            made[key] = value
        return (key,)

    def _key(self, name: str, slice_name: str, element: Json) -> str:
        """The property of an element; `""` for a choice whose type nothing tells."""
        if not is_choice(name):
            return name
        types = codes(element)
        if slice_name and len(types) != 1:
            return slice_name
        return choice_key(name, types[0]) if len(types) == 1 else ""


def _is_primitive(element: Json) -> bool:
    """Whether an element has a value and not objects: of a primitive type, or of one of FHIRPath's (ids, urls)."""
    types = codes(element)
    return bool(types) and all(code[:1].islower() for code in types)


def _is_said(item: Any) -> bool:
    return item is not None


def _align(made: Json, key: str, sibling: Json | None) -> None:
    """Put what stands beside the last item of a list of primitives at its place in the other list, if there is one."""
    if sibling is None and f"_{key}" not in made:
        return
    siblings = made.setdefault(f"_{key}", [])
    siblings += [None] * (len(made[key]) - len(siblings))
    siblings[-1] = sibling


def _laid_over(below: Any, above: Any) -> Any:
    """A pattern with what was stated laid over it; arrays are merged item by item."""
    if isinstance(below, dict) and isinstance(above, dict):
        merged = copy.deepcopy(below)
        for key, value in above.items():
            merged[key] = _laid_over(merged[key], value) if key in merged else copy.deepcopy(value)
        return merged
    if isinstance(below, list) and isinstance(above, list):
        longest = max(len(below), len(above))
        return [
            _laid_over(below[n], above[n])
            if n < min(len(below), len(above))
            else copy.deepcopy((above if n < len(above) else below)[n])
            for n in range(longest)
        ]
    return copy.deepcopy(above)
