"""A resource built from paths and values: arrays, slices and choices as the profile has them, fixed values filled."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tabellion.elements.choices import choice_key, is_choice, is_key_of
from tabellion.elements.paths import is_slice_of, last_of
from tabellion.elements.types import codes
from tabellion.elements.values import constant_of
from tabellion.fhir.element_model import is_list
from tabellion.fhir.json import Json
from tabellion.snapshot.element_index import SnapshotIndex

STEP = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9]*(?:\[x\])?)(?::(?P<slice>[^.\[\]]+))?(?:\[(?P<position>\d{1,9})\])?")
PRIMITIVE_DEPTH = 12


@dataclass(slots=True)
class Part:
    """One object of the resource in the making: its element, its values, and its children by name, slice, position."""

    element: str
    value: Any = None
    children: dict[tuple[str, str, int], Part] = field(default_factory=dict)
    removed: bool = False


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

    def set(self, path: str, value: Any) -> None:
        """Set the value of a path that `element_of` knows. Raises `ValueError` for one that does not read."""
        self._part(path).value = value

    def remove(self, path: str) -> None:
        """Leave the element of a path out, even when the structure requires it."""
        self._part(path).removed = True

    def _part(self, path: str) -> Part:
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
        return self._object(self.root, 0) or {}

    def _object(self, part: Part, depth: int) -> Any:
        element = self.index.get(part.element) or {}
        if part.removed:
            return None
        stated = constant_of(element)
        fixed = stated.value if stated is not None else None
        if part.value is not None and not isinstance(part.value, dict):
            return part.value
        if depth and fixed is not None and not isinstance(fixed, dict):
            return part.value if part.value is not None else fixed
        made: Json = self._identity(element) if depth else {}
        if isinstance(part.value, dict):
            made |= copy.deepcopy(part.value)
        if isinstance(fixed, dict):
            made = _laid_over(fixed, made)
        if depth < PRIMITIVE_DEPTH:
            self._children(part, made, depth)
        return made or None

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
            if not found and self._is_required(element, name, slice_name, part, made):
                found, known = [Part(child_id)], made
            for match in found:
                self._put(made, name, slice_name, element, self._object(match, depth + 1), known)
        for (name, slice_name, _), match in sorted(stated.items()):
            self._put(
                made, name, slice_name, self.index.get(match.element) or {}, self._object(match, depth + 1), given
            )

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

    def _put(self, made: Json, name: str, slice_name: str, element: Json, value: Any, known: Json) -> None:
        """Set a child, or add it to its list unless `known` has it there."""
        if value is None:
            return
        key = name
        if is_choice(name):
            types = codes(element)
            if slice_name and (not types or len(types) > 1):
                key = slice_name
            elif len(types) == 1:
                key = choice_key(name, types[0])
            else:
                return
        if is_list(element):
            items = made.setdefault(key, [])
            if isinstance(items, list) and value not in known.get(key, ()):
                items.append(value)
        elif isinstance(made.get(key), dict) and isinstance(value, dict):
            made[key] = _laid_over(made[key], value)
        else:
            made[key] = value


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
