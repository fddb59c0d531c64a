"""Which values of a message a finding is about: those that a pattern does not allow, that a rule asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tabellion.diagnostics import Finding, Pointer
from tabellion.fhir.json import Json
from tabellion.fhirpath.engine import is_true
from tabellion.fhirpath.errors import FHIRPathError
from tabellion.fhirpath.nodes import ResourceNode
from tabellion.fhirpath.parser import parse
from tabellion.fhirpath.syntax import (
    LOGICAL,
    Call,
    Indexer,
    Literal,
    Member,
    Node,
    Operation,
    Path,
    TypeOperation,
    Variable,
    source,
    split,
    walk,
)
from tabellion.validation.definitions.support import ValidationSupport
from tabellion.validation.resource_walk import ResourceWalk
from tabellion.validation.state.frame import Frame
from tabellion.validation.state.location import root

# what is asked of a path says nothing of which values it has
_ASKING = frozenset({"exists", "empty", "not", "count", "hasValue", "matches", "startsWith", "endsWith", "memberOf"})
# what tells a reader which object of a list is meant: an entry, a resource, an extension
_NAMES = ("fullUrl", "resourceType", "url")
_CHOOSING = frozenset({"where", "ofType", "first", "last", "tail"})


@dataclass(frozen=True, slots=True)
class Involved:
    """What a finding is about: `values` of the message, the nearest first; `absent` are paths that lead to none.

    `causes` are values for which a rule asks for what it does: the code of the method for which a device is needed.
    """

    values: tuple[Pointer, ...] = ()
    absent: tuple[str, ...] = ()
    causes: tuple[Pointer, ...] = ()


def involved(finding: Finding, resource: Json, support: ValidationSupport) -> Involved:
    """The values that a finding about a resource is about."""
    if finding.key and isinstance(finding.expected, str):
        return _Rule(finding, resource, support).involved(finding.expected)
    missing = finding.parameters.get("element")
    if isinstance(missing, str) and finding.value is None:
        return _missing(missing, finding.pointer, resource)
    value = value_at(resource, finding.pointer)
    wanted = _json(finding.expected)
    if isinstance(wanted, dict) and isinstance(value, dict):
        return Involved(tuple(_unlike(wanted, value, finding.pointer)) or (finding.pointer,))
    return Involved(tuple(_codes(value, finding.pointer)) or (finding.pointer,))


def value_at(resource: Json, pointer: Pointer) -> Any:
    """The value at a pointer, `None` where there is none."""
    value: Any = resource
    for key in pointer:
        in_list = isinstance(value, list) and isinstance(key, int) and key < len(value)
        if not in_list and not (isinstance(value, dict) and key in value):
            return None
        value = value[key]
    return value


def _json(text: object) -> Any:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except ValueError:  # words, or cut short
        return None


def _missing(element: str, pointer: Pointer, resource: Json) -> Involved:
    """An element that has to be there, or more often: what there is of it."""
    name = element.rpartition(".")[2]
    holder = value_at(resource, pointer)
    there = (*pointer, name.partition(":")[0])
    found = isinstance(holder, dict) and there[-1] in holder
    return Involved((there,) if found else (), (name,))


def _unlike(wanted: Json, value: Json, at: Pointer) -> Iterator[Pointer]:
    """Where a value has something else than a pattern, as deep as can be told; in lists any item may be meant."""
    for key, item in wanted.items():
        there, found = (*at, key), value.get(key)
        if isinstance(item, dict) and isinstance(found, dict):
            yield from _unlike(item, found, there)
        elif isinstance(item, list) and isinstance(found, list):
            for number, part_found in enumerate(found):
                if isinstance(part_found, dict) and not any(_has_all(part, part_found) for part in item):
                    yield from _codes(part_found, (*there, number))
        elif found is not None and found != item:
            yield there


def _has_all(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, dict) and isinstance(value, dict):
        return all(_has_all(item, value.get(key)) for key, item in wanted.items())
    return bool(wanted == value)


def _codes(value: Any, at: Pointer) -> Iterator[Pointer]:
    """The codes of a CodeableConcept, a Coding or a Quantity; nothing for another value."""
    if not isinstance(value, dict):
        return
    if isinstance(value.get("coding"), list):
        for number, coding in enumerate(value["coding"]):
            yield from _codes(coding, (*at, "coding", number))
    elif "code" in value and not isinstance(value["code"], dict):
        yield (*at, "code")


class _Rule:
    """An invariant that is broken, asked part by part where the message breaks it."""

    def __init__(self, finding: Finding, resource: Json, support: ValidationSupport) -> None:
        self._walk = ResourceWalk(support)
        self._walk.frame = Frame(resource, root(str(resource.get("resourceType", ""))))
        self._places = dict(_places(resource, ()))
        self._resource, self._finding = resource, finding
        self._focus = self._walk.node(resource, str(resource.get("resourceType")), None)
        self._values: dict[Pointer, None] = {}
        self._absent: dict[str, None] = {}
        self._causes: dict[Pointer, None] = {}

    def involved(self, expression: str) -> Involved:
        """The values that the failing parts of an expression speak of."""
        at = self._finding.pointer
        try:
            if at:
                found = self._walk.evaluate(self._finding.expression, self._focus)
                if len(found) != 1 or type(found[0]) is not ResourceNode:
                    return Involved((at,))
                self._focus = found[0]
                self._enter()
            self._fail(parse(expression))
        except FHIRPathError:
            return Involved((at,))
        values = [place for place in self._values if not any(_is_within(other, place) for other in self._values)]
        own = [at] if at and not values else []
        narrow = [place for value in values or own for place in self._narrow(value)]
        causes = [place for value in self._causes for place in self._narrow(value) if place not in narrow]
        return Involved(tuple(dict.fromkeys(narrow)), tuple(self._absent), tuple(dict.fromkeys(causes)))

    def _narrow(self, place: Pointer) -> list[Pointer]:
        value = value_at(self._resource, place)
        named = next((key for key in _NAMES if isinstance(value, dict) and key in value), "")
        return [(*place, named)] if named else list(_codes(value, place)) or [place]

    def _enter(self) -> None:
        """Go into the resource that holds the focus, by the entries and contained resources on the way."""
        for length in range(1, len(self._finding.pointer) + 1):
            value = value_at(self._resource, self._finding.pointer[:length])
            if isinstance(value, dict) and "resourceType" in value:
                self._walk.frame = Frame(value, root(str(value["resourceType"])), self._walk.frame)

    def _holds(self, node: Node) -> bool:
        return is_true(self._walk.evaluate(source(node), self._focus))

    def _fail(self, node: Node) -> None:
        """Take the parts of an expression that do not hold, and what makes them asked for."""
        if isinstance(node, Operation) and node.operator == "implies":
            self._fail(node.operands[1])
            for part in self._true_parts(node.operands[0]):
                self._causes.update(dict.fromkeys(place for path in _paths(part) for place in self._located(path)))
        elif isinstance(node, Operation) and node.operator in LOGICAL:
            for operand in node.operands:
                if node.operator != "and" or not self._holds(operand):
                    self._fail(operand)
        elif isinstance(node, Path) and _is_call(node.steps[-1], "all"):
            subject, call = split(node)
            assert isinstance(call, Call)
            self._fail_each(subject, call.arguments[0])
        else:
            for path in _paths(node):
                self._told(path)

    def _fail_each(self, subject: Node, criteria: Node) -> None:
        """Take what fails in each item that does not meet the criteria of `all`; the item where that is not told."""
        focus = self._focus
        for item in self._walk.evaluate(f"{source(subject)}.where(({source(criteria)}).not())", focus):
            if type(item) is not ResourceNode:
                continue
            before = len(self._values)
            self._focus = item
            self._fail(criteria)
            self._focus = focus
            place = self._places.get(id(item.value))
            if len(self._values) == before and place is not None:
                self._values[place] = None

    def _told(self, path: Node) -> None:
        places = self._located(path)
        if not places and not _is_extension(path):
            # nothing is as it is chosen: what there is instead
            while isinstance(path, Path) and _is_call(path.steps[-1], "where") and not places:
                path = split(path)[0]
                places = self._located(path)
        self._values.update(dict.fromkeys(places))
        if not places and (name := _name(path)):
            self._absent[name] = None

    def _true_parts(self, node: Node) -> Iterator[Node]:
        if isinstance(node, Operation) and node.operator in LOGICAL:
            yield from (part for operand in node.operands if self._holds(operand) for part in self._true_parts(operand))
        else:
            yield node

    def _located(self, path: Node) -> list[Pointer]:
        """The places of what a path gives: of the values themselves, or by their name in what holds them."""
        last = path.steps[-1] if isinstance(path, Path) else path
        if isinstance(last, Member):
            holders = (
                self._walk.evaluate(source(split(path)[0]), self._focus) if isinstance(path, Path) else [self._focus]
            )
            return [place for holder in holders for place in self._children(holder, last.name)]
        found = self._walk.evaluate(source(path), self._focus)
        places = [self._places.get(id(item.value)) for item in found if type(item) is ResourceNode]
        return [place for place in places if place is not None]

    def _children(self, holder: Any, name: str) -> Iterator[Pointer]:
        value = holder.value if type(holder) is ResourceNode else None
        place = self._places.get(id(value)) if isinstance(value, dict) else None
        if place is None or not isinstance(value, dict):
            return
        for key, item in value.items():
            if key == name or (key.startswith(name) and key[len(name) : len(name) + 1].isupper()):
                items = enumerate(item) if isinstance(item, list) else ()
                yield from [(*place, key, number) for number, _ in items] or [(*place, key)]


def _is_within(inner: Pointer, outer: Pointer) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _places(value: Any, at: Pointer) -> Iterator[tuple[int, Pointer]]:
    """The pointer of each object of a resource, by its identity."""
    if isinstance(value, dict):
        yield id(value), at
        for key, item in value.items():
            yield from _places(item, (*at, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _places(item, (*at, number))


def _is_call(node: Node, *names: str) -> bool:
    return isinstance(node, Call) and node.name in names


def _paths(node: Node) -> Iterator[Node]:
    """The paths that a condition asks something of, without what it asks."""
    if isinstance(node, Operation):
        for operand in node.operands:
            yield from _paths(operand)
    elif isinstance(node, TypeOperation):
        yield from _paths(node.operand)
    elif isinstance(node, Indexer | Member):
        yield node
    elif isinstance(node, Path):
        if isinstance(node.steps[-1], Member) or _is_call(node.steps[-1], *_CHOOSING):
            yield node
        else:
            # `exists(criteria)` is about what the criteria choose; other functions about what they are asked of
            yield from _paths(split(node)[0])
            if not _is_call(node.steps[-1], *_ASKING):
                yield from (path for item in _arguments(node.steps[-1]) for path in _paths(item))


def _arguments(node: Node) -> tuple[Node, ...]:
    """What a function is given that stands for itself: a path that begins at a variable."""
    given = node.arguments if isinstance(node, Call) else ()
    return tuple(item for item in given if isinstance(item, Path) and isinstance(item.steps[0], Variable))


def _name(path: Node) -> str:
    """What a path that leads to nothing is called: its members, `meta.source`; of an extension its last part."""
    for item in walk(path):
        if isinstance(item, Literal) and item.values and isinstance(item.values[0], str) and _is_extension(path):
            return f"extension {item.values[0].rpartition('/')[2]}"
    steps = path.steps if isinstance(path, Path) else (path,)
    return ".".join(step.name for step in steps if isinstance(step, Member))


def _is_extension(path: Node) -> bool:
    return isinstance(path, Path) and any(isinstance(step, Member) and step.name == "extension" for step in path.steps)
