"""How the items of a list are told apart into slices (R4 profiling.html, 5.1.0.13): paths and what is compared."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tabellion.elements.choices import is_choice, stem_of
from tabellion.elements.facets import Binding, binding_of, maximum_of
from tabellion.elements.tree import Node, Trees
from tabellion.elements.types import TypeRef, profiles_of, types_of
from tabellion.elements.values import value_of
from tabellion.fhir.json import Json

_STEP = re.compile(
    r"\s*(?:\$this|(?P<function>extension|resolve|ofType|as)\(\s*'?(?P<argument>[^')]*)'?\s*\)|`?(?P<child>\w+)`?)\s*"
)
_LONGEST_WALK = 12
DEFAULT = "@default"
"""The slice of all items that no other slice takes (R4 profiling.html, 5.1.0.14)."""


class PathStep(NamedTuple):
    """One part of a discriminator's path: the name of a child, or `extension`, `resolve`, `ofType` and its argument."""

    name: str
    function: bool
    argument: str


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

    @property
    def is_plain(self) -> bool:
        """Whether values alone decide, not the codes of a value set."""
        return self.binding is None and all(below.is_plain for _, _, below in self.children)


@dataclass(frozen=True, slots=True, eq=False)
class Discriminator:
    """One test of a slice: `kind` as ElementDefinition.slicing.discriminator.type has it."""

    kind: str
    steps: tuple[PathStep, ...]
    criteria: tuple[Criterion, ...]
    types: tuple[TypeRef, ...] = field(default=())

    @property
    def by_itself(self) -> bool:
        """Whether the item itself gives the answer: neither a profile is asked nor a reference followed."""
        return self.kind != "profile" and all(step.name != "resolve" for step in self.steps)

    @property
    def is_plain(self) -> bool:
        """Whether the answer needs no value set."""
        return all(item.is_plain for item in self.criteria)

    @property
    def is_of_presence(self) -> bool:
        """Whether a slice that is to have a value of its own only says that there is one.

        Slices "have different values in the nominated element, as determined by the applicable fixed value, pattern, or
        required ValueSet binding" (R4 profiling.html, 5.1.0.13).
        """
        return self.kind in ("value", "pattern") and not any(item.states for item in self.criteria)

    @property
    def decides(self) -> bool:
        """Whether the definition says anything by which an item could be told."""
        if self.kind == "position":
            return True
        if self.kind in ("type", "profile"):
            return bool(self.types)
        return any(item.exists is not None or (item.states and self.kind != "exists") for item in self.criteria)


def steps_of(path: str) -> tuple[PathStep, ...] | None:
    """The parts of a discriminator's path, `$this` left out; `None` where it is not the restricted FHIRPath of
    R4 profiling.html, 5.1.0.13.

    >>> steps_of("$this.resolve().code")
    (PathStep(name='resolve', function=True, argument=''), PathStep(name='code', function=False, argument=''))
    """
    steps, position = [], 0
    while match := _STEP.match(path, position):
        if match["function"] or match["child"]:
            steps.append(
                PathStep(match["function"] or match["child"], bool(match["function"]), match["argument"] or "")
            )
        position = match.end()
        if position == len(path):
            return tuple(steps)
        if path[position] != ".":
            return None
        position += 1
    return None


def nodes_at(node: Node, steps: tuple[PathStep, ...], trees: Trees) -> list[Node]:
    """The elements of a definition that a path leads to from the element of a slice."""
    nodes = [node]
    for step in steps[:_LONGEST_WALK]:
        if step.function and step.name in ("resolve", "ofType", "as"):
            nodes = [found for item in nodes for found in _resolved(item, step, trees)]
        elif step.function and step.name == "extension":
            nodes = [found for item in nodes for found in _extension(item, step.argument, trees)]
        else:
            nodes = [found for item in nodes for found in _named(item, step.name, trees)]
    return nodes


def _children(node: Node, trees: Trees) -> list[Node]:
    """The children of an element: stated, of the element of a profile that it is held to, of its one profile, or of its
    type."""
    if node.children:
        return node.children + _of_element(node, trees)
    for ref in types_of(node.element):
        for canonical in (*ref.profiles[:1], ref.code):
            tree = trees.tree(canonical)
            if tree is not None:
                return tree.root.children
            if ref.code == "Extension":
                # An extension that is not known here is still told by its address (R4 extensibility.html, 2.4.0.1).
                return [Node({"path": "Extension.url", "min": 1, "fixedUri": canonical.partition("|")[0]}, "url", [])]
    return []


def _of_element(node: Node, trees: Trees) -> list[Node]:
    """The children of the one element of another profile that the profile of a type is meant for."""
    codes = [ref.code for ref in types_of(node.element)]
    meant = [canonical for code in codes for canonical in profiles_of(node.element, code) if "#" in canonical]
    address, _, id_ = meant[0].partition("#") if len(meant) == 1 else ("", "", "")
    tree = trees.tree(address) if id_ else None
    return tree.by_id[id_].children if tree is not None and id_ in tree.by_id else []


def _named(node: Node, name: str, trees: Trees) -> list[Node]:
    found: list[Node] = []
    for child in _children(node, trees):
        if stem_of(child.name) == name:
            # Where the child is sliced itself, what its compulsory slices state is stated for the child.
            found += [item for item in child.slices if item.element.get("min", 0) > 0]
            found.append(child)
    return found


def _extension(node: Node, url: str, trees: Trees) -> list[Node]:
    for child in _children(node, trees):
        if child.name == "extension":
            for item in child.slices:
                if any(url in ref.profiles for ref in types_of(item.element)) or url in _fixed_urls(item):
                    return [item]
    return []


def _fixed_urls(node: Node) -> list[Any]:
    """The address that a part of a complex extension states itself: `lang`."""
    return [value for child in node.children if child.name == "url" for value in _stated(child.element, "fixed")]


def _resolved(node: Node, step: PathStep, trees: Trees) -> list[Node]:
    """Of a reference, its target profiles as elements; `ofType` keeps the element."""
    if step.name != "resolve":
        return [node]
    found = []
    for ref in types_of(node.element):
        for target in ref.targets:
            tree = trees.tree(target)
            if tree is not None:
                types = [{"code": tree.root.element["path"], "profile": [target]}]
                found.append(Node({**tree.root.element, "type": types}, tree.root.name, tree.root.children))
    return found


def criterion_of(node: Node, trees: Trees, depth: int = 0) -> Criterion:
    """What an element states, with what its own stated children do."""
    element = node.element
    binding = binding_of(element)
    minimum = element.get("min", 0)
    if maximum_of(element) == 0:
        return Criterion((), (), None, False)  # whatever else is said of what is not there
    exists = True if minimum > 0 else None
    children = []
    if depth < _LONGEST_WALK:
        for child in node.children:
            for item in (child, *child.slices):
                below = criterion_of(item, trees, depth + 1)
                if below.states and (item is child or item.element.get("min", 0) > 0):
                    children.append((stem_of(child.name), item.element.get("min", 0) > 0, below))
    return Criterion(
        _stated(element, "fixed"),
        _stated(element, "pattern") or _extension_url(node),
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


def _stated(element: Json, stem: str) -> tuple[Any, ...]:
    """The value of a stem, as nothing or one."""
    stated = value_of(element, stem)
    return (stated.value,) if stated is not None else ()


def tests_of(node: Node, trees: Trees) -> dict[str, tuple[Discriminator, ...]]:
    """The tests of each slice of a list element, by the name of the slice, in their order; `()` where nothing tells.

    A part of a slice (`lab/blood`) is told from the other parts by the discriminators of that slice, where it states
    its own, else by those of the list.
    """
    of_list: list[Json] = node.element.get("slicing", {}).get("discriminator") or implied(node)
    of_parts: dict[str, list[Json]] = {}
    tests = {}
    for item in node.slices:
        stated = of_parts.get(item.slice_name.rpartition("/")[0], of_list)
        of_parts[item.slice_name] = item.element.get("slicing", {}).get("discriminator") or stated
        tests[item.slice_name] = tuple(discriminator_of(item, discriminator, trees) for discriminator in stated)
    return tests


def implied(node: Node) -> list[Json]:
    """Discriminators where none is stated: extensions differ by url, choices by type."""
    if node.name in ("extension", "modifierExtension"):
        return [{"type": "value", "path": "url"}]
    return [{"type": "type", "path": "$this"}] if is_choice(node.name) else []


def discriminator_of(node: Node, stated: Json, trees: Trees) -> Discriminator:
    """The test that a statement of ElementDefinition.slicing.discriminator is for the slice `node`.

    What an element on the way states for all below it, `code` for `code.coding.code`, is stated for the end as well.
    """
    path = stated.get("path", "$this")
    steps = steps_of(path)
    if steps is None:  # a path that does not read leads nowhere
        return Discriminator(stated.get("type", "value"), (PathStep(path, False, ""),), ())
    nodes = nodes_at(node, steps, trees)
    above = tuple(Criterion((), (value,), None, None) for value in _stated_above(node, steps, trees))
    criteria = above or tuple(criterion_of(item, trees) for item in nodes)
    types = tuple(ref for item in nodes for ref in types_of(item.element))
    return Discriminator(stated.get("type", "value"), steps, criteria, types)


def _stated_above(node: Node, steps: tuple[PathStep, ...], trees: Trees) -> list[Any]:
    """The values at the end of a path that fixed values and patterns before its end state."""
    nodes = [node]
    values: list[Any] = []
    for step in steps[:_LONGEST_WALK]:
        values += [value for item in nodes for stem in ("fixed", "pattern") for value in _stated(item.element, stem)]
        if not step.function:
            inside = [value.get(step.name) for value in values if isinstance(value, dict)]
            values = [item for value in inside for item in (value if isinstance(value, list) else [value])]
        elif step.name not in ("ofType", "as"):
            values = []
        nodes = [found for item in nodes for found in nodes_at(item, (step,), trees)]
    return [value for value in values if value is not None]
