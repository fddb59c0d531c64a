"""A snapshot as a tree: each element with its children and its slices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from tabellion.elements.choices import is_choice, stem_of
from tabellion.elements.paths import Segment, last_of, name_of, parent_of
from tabellion.fhir.json import Json


@dataclass(slots=True, eq=False)
class Node:
    """An element of a snapshot. `slices` of a list element are in the snapshot's order, reslices among them."""

    element: Json
    name: str
    children: list[Node] = field(default_factory=list)
    slices: list[Node] = field(default_factory=list)

    @property
    def slice_name(self) -> str:
        return self.element.get("sliceName") or ""

    @property
    def segment(self) -> str:
        """The part of the id that stands for this element: `component:systolic`."""
        return str(Segment(self.name, self.slice_name))

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the order of a snapshot."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.slices))
            waiting.extend(reversed(node.children))


@dataclass(slots=True, eq=False)
class Tree:
    """The tree of one snapshot, with the address of its definition."""

    url: str
    root: Node
    by_id: dict[str, Node]


class Trees(Protocol):
    """The snapshots of definitions."""

    def tree(self, canonical: str) -> Tree | None:
        """The tree of a definition's snapshot by its address, or of a type's by its code; `None` without one."""


def tree_of(elements: list[Json], url: str) -> Tree:
    """Build the tree of a published snapshot: the root comes first, parents before children, slices after their list.

    Elements are completed, on copies, with what the tree's users count on: id, base, and the source of constraints.
    """
    first = complete(elements[0], elements[0]["path"], url)
    root = Node(first, first["path"])
    tree = Tree(url, root, {root.name: root})
    open_nodes = [(root, root.name)]
    for listed in elements[1:]:
        element = listed
        depth = element["path"].count(".")
        del open_nodes[max(depth, 1) :]
        parent, parent_id = open_nodes[-1]
        name, slice_name = _renamed_choice(element, parent)
        last = parent.children[-1] if parent.children else None
        node_id = f"{parent_id}.{Segment(name, slice_name)}"
        path = f"{parent.element['path']}.{name}"
        if element.get("path") != path or element.get("sliceName", "") != slice_name:
            element = {**element, "path": path, "sliceName": slice_name}
            if not slice_name:
                del element["sliceName"]
        node = Node(complete(element, node_id, url), name)
        if slice_name and last is not None and last.name == name:
            last.slices.append(node)
        else:
            parent.children.append(node)
        tree.by_id.setdefault(node_id, node)
        open_nodes.append((node, node_id))
    return tree


def tree_by_ids(elements: list[Json], url: str) -> Tree:
    """The tree of elements of which nothing is missing, as snapshots made here are, or of one of them with all below.

    >>> tree_by_ids(snapshot.elements, profile["url"])
    """
    root = Node(elements[0], name_of(elements[0]["path"]))
    tree = Tree(url, root, {elements[0]["id"]: root})
    for element in elements[1:]:
        head, (name, slice_name) = parent_of(element["id"]), last_of(element["id"])
        node = tree.by_id[element["id"]] = Node(element, name)
        siblings = tree.by_id[head].children
        if slice_name and siblings and siblings[-1].name == name:
            siblings[-1].slices.append(node)
        else:
            siblings.append(node)
    return tree


def _renamed_choice(element: Json, parent: Node) -> tuple[str, str]:
    """Name and slice name of an element; older snapshots write `valueQuantity` where `value[x]` is meant."""
    name, slice_name = name_of(element["path"]), element.get("sliceName") or ""
    choice = name_of(element.get("base", {}).get("path", ""))
    if not is_choice(choice) or is_choice(name) or not name.startswith(stem_of(choice)):
        return name, slice_name
    last = parent.children[-1] if parent.children else None
    return choice, (slice_name or name) if last is not None and last.name == choice else ""


def complete(element: Json, node_id: str, url: str) -> Json:
    """The element with id, base and constraint sources; the same object when nothing is missing."""
    added: Json = {}
    if element.get("id") != node_id:
        added["id"] = node_id
    if "base" not in element:
        added["base"] = {"path": element["path"], "min": element.get("min", 0), "max": element.get("max", "*")}
    for constraint in element.get("constraint", ()):
        if "source" not in constraint:
            constraints = element["constraint"]
            added["constraint"] = [item if "source" in item else with_source(item, url) for item in constraints]
            break
    return {**element, **added} if added else element


def with_source(constraint: Json, url: str) -> Json:
    """A copy of the constraint that names the definition that states it."""
    return {**constraint, "source": url}
