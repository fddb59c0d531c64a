"""How the items of a list are told apart into slices (R4 profiling.html, 5.1.0.13): paths and what is compared."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from tabellion.snapshot.tree import Node
from tabellion.validation.definitions.shapes import Binding, Shapes, TypeRef, binding_of, maximum_of, types_of

_STEP = re.compile(r"\s*(?:\$this|([A-Za-z_]\w*)(?:\(\s*(?:'([^']*)'|([\w.]*))\s*\))?|`(\w+)`)\s*(?:\.|$)")
_LONGEST_WALK = 12


class PathStep(NamedTuple):
    """One part of a discriminator's path: the name of a child, or `extension`, `resolve`, `ofType` and its argument."""

    name: str
    function: bool
    argument: str


class Item(NamedTuple):
    """A value in a resource: what stands in its `_` property, and the code of its type where it is known."""

    value: Any
    sibling: Any
    type: str


def is_resource(item: Item) -> bool:
    """Whether a value is a whole resource."""
    return isinstance(item.value, dict) and "resourceType" in item.value


@dataclass(frozen=True, slots=True, eq=False)
class Criterion:
    """What an element of a slice states that can be told from a value alone."""

    fixed: tuple[Any, ...]
    pattern: tuple[Any, ...]
    binding: Binding | None
    exists: bool | None
    children: tuple[tuple[str, bool, Criterion], ...] = ()

    @property
    def states(self) -> bool:
        return bool(self.fixed or self.pattern or self.binding or self.children)


@dataclass(frozen=True, slots=True, eq=False)
class Discriminator:
    """One test of a slice: `kind` as ElementDefinition.slicing.discriminator.type has it."""

    kind: str
    steps: tuple[PathStep, ...]
    criteria: tuple[Criterion, ...]
    types: tuple[TypeRef, ...] = field(default=())


def steps_of(path: str) -> tuple[PathStep, ...]:
    """The parts of a discriminator's path (the restricted FHIRPath of R4 profiling.html)."""
    steps, position = [], 0
    while position < len(path):
        match = _STEP.match(path, position)
        if match is None:
            return (PathStep(path, False, ""),)
        if match[1] or match[4]:
            call = match[2] is not None or match[3] is not None
            steps.append(PathStep(match[1] or match[4], call, match[2] or match[3] or ""))
        position = match.end()
    return tuple(steps)


def nodes_at(node: Node, steps: tuple[PathStep, ...], shapes: Shapes) -> list[Node]:
    """The elements of a definition that a path leads to from the element of a slice."""
    nodes = [node]
    for step in steps[:_LONGEST_WALK]:
        if step.function and step.name in ("resolve", "ofType", "as"):
            nodes = [found for item in nodes for found in _resolved(item, step, shapes)]
        elif step.function and step.name == "extension":
            nodes = [found for item in nodes for found in _extension(item, step.argument, shapes)]
        else:
            nodes = [found for item in nodes for found in _named(item, step.name, shapes)]
    return nodes


def _children(node: Node, shapes: Shapes) -> list[Node]:
    """The children of an element: stated, of its one profile, or of its type."""
    if node.children:
        return node.children
    for ref in types_of(node.element):
        for canonical in (*ref.profiles[:1], ref.code):
            tree = shapes.tree(canonical)
            if tree is not None:
                return tree.root.children
            if ref.code == "Extension":
                # An extension that is not known here is still told by its address (R4 extensibility.html, 2.4.0.1).
                return [Node({"path": "Extension.url", "min": 1, "fixedUri": canonical.partition("|")[0]}, "url", [])]
    return []


def _named(node: Node, name: str, shapes: Shapes) -> list[Node]:
    found: list[Node] = []
    for child in _children(node, shapes):
        if child.name in (name, f"{name}[x]"):
            # Where the child is sliced itself, what its compulsory slices state is stated for the child.
            found += [item for item in child.slices if item.element.get("min", 0) > 0]
            found.append(child)
    return found


def _extension(node: Node, url: str, shapes: Shapes) -> list[Node]:
    for child in _children(node, shapes):
        if child.name == "extension":
            for item in child.slices:
                if any(url in ref.profiles for ref in types_of(item.element)):
                    return [item]
    return []


def _resolved(node: Node, step: PathStep, shapes: Shapes) -> list[Node]:
    """Of a reference, its target profiles as elements; `ofType` keeps the element."""
    if step.name != "resolve":
        return [node]
    found = []
    for ref in types_of(node.element):
        for target in ref.targets:
            tree = shapes.tree(target)
            if tree is not None:
                types = [{"code": tree.root.element["path"], "profile": [target]}]
                found.append(Node({**tree.root.element, "type": types}, tree.root.name, tree.root.children))
    return found


def criterion_of(node: Node, shapes: Shapes, depth: int = 0) -> Criterion:
    """What an element states, with what its own stated children do."""
    element = node.element
    binding = binding_of(element)
    minimum = element.get("min", 0)
    exists = True if minimum > 0 else False if maximum_of(element) == 0 else None
    children = []
    if depth < _LONGEST_WALK:
        for child in node.children:
            for item in (child, *child.slices):
                below = criterion_of(item, shapes, depth + 1)
                if below.states and (item is child or item.element.get("min", 0) > 0):
                    children.append((child.name.removesuffix("[x]"), item.element.get("min", 0) > 0, below))
    return Criterion(
        tuple(value for key, value in element.items() if key.startswith("fixed")),
        tuple(value for key, value in element.items() if key.startswith("pattern")) or _extension_url(node),
        binding if binding is not None and binding.strength == "required" else None,
        exists,
        tuple(children),
    )


def _extension_url(node: Node) -> tuple[Any, ...]:
    """An extension with one profile is told by its url."""
    refs = types_of(node.element)
    if len(refs) == 1 and refs[0].code == "Extension" and len(refs[0].profiles) == 1:
        return ({"url": refs[0].profiles[0].partition("|")[0]},)
    return ()


def same(stated: Any, value: Any) -> bool:
    """Whether two values are equal as fixed values are: exactly, numbers by value, never `true` as 1."""
    if isinstance(stated, dict):
        return (
            isinstance(value, dict)
            and stated.keys() == value.keys()
            and all(same(statement, value[key]) for key, statement in stated.items())
        )
    if isinstance(stated, list):
        return (
            isinstance(value, list)
            and len(stated) == len(value)
            and all(same(statement, two) for statement, two in zip(stated, value, strict=True))
        )
    if isinstance(stated, bool) or isinstance(value, bool):
        return stated is value
    if isinstance(stated, int | Decimal) and isinstance(value, int | Decimal):
        return Decimal(stated) == Decimal(value)
    return isinstance(value, str) and bool(stated == value)


def matches(pattern: Any, value: Any) -> bool:
    """Whether a value has at least what a pattern states (R4 ElementDefinition.pattern[x])."""
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(
            key in value and matches(item, value[key]) for key, item in pattern.items()
        )
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(matches(item, two) for two in value) for item in pattern)
    return same(pattern, value)


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
