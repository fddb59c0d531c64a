"""Looking elements up by id: those of a snapshot, and those that a differential may name below them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tabellion.elements.choices import choice_key, is_choice, stem_of
from tabellion.elements.paths import Segment, segments_of, segments_of_element
from tabellion.elements.tree import Node, Tree
from tabellion.elements.types import codes
from tabellion.fhir.json import Json
from tabellion.snapshot import choices
from tabellion.snapshot.generator import SnapshotGenerator
from tabellion.snapshot.unfolding import Unfolded, unfold_reference, unfold_type


@dataclass(frozen=True, slots=True)
class _Found:
    """An element under the id that it was asked by, with the nodes that its children and slices come from."""

    id: str
    element: Json
    children: list[Node]
    slices: list[Node]
    origin: Tree


class SnapshotIndex:
    """The elements that a profile of a definition may speak of, by id.

    Besides the elements of the definition's snapshot these are, made when asked for, the children of data types, of
    profiles of types and of what content references lead to, to any depth, and the slices by type of choices
    (`Observation.value[x]:valueQuantity`). Ids may have short forms (`Observation.valueQuantity.code`).

    `canonical` is the address of the parent definition, or the code of a type. `stated` are elements of the
    differential in the making: the slices that they add are there as well, and the types that they leave decide what
    is below an element. What they say is otherwise not in what `get` returns.

    >>> index = SnapshotIndex(generator, "Observation")
    >>> index.get("Observation.component.valueQuantity.code")["type"]
    [{'code': 'code'}]
    >>> index.normalized("Observation.component.valueQuantity.code")
    'Observation.component.value[x]:valueQuantity.code'
    """

    def __init__(self, generator: SnapshotGenerator, canonical: str, stated: Iterable[Json] = ()) -> None:
        self._generator = generator
        self._tree = generator.tree(canonical)
        self._found: dict[tuple[Segment, ...], _Found | None] = {}
        self._asked: dict[tuple[str, bool], _Found | None] = {}
        self._nearest: dict[tuple[str, int], list[str]] = {}
        self._below: dict[str, dict[str, str]] = {}
        self._types: dict[str, list[Json]] = {}
        self._slices: dict[str, dict[str, None]] = {}
        if self._tree is not None:
            for element in stated:
                self._take(element)

    @property
    def root(self) -> str:
        """The id of the root, `""` when the definition has no snapshot to look in."""
        return self._tree.root.name if self._tree is not None else ""

    def get(self, element_id: str) -> Json | None:
        """The element of an id (or a path) as the parent has it, its id and path written in full; `None` without one.

        A slice by type that the parent does not have yet, and a slice that only the differential states, come as
        they start out: the list element without its slicing, minimum 0, and the type that a short form names.
        """
        found = self._of(element_id)
        return found.element if found is not None else None

    def __contains__(self, element_id: str) -> bool:
        return self.get(element_id) is not None

    def normalized(self, element_id: str) -> str | None:
        """The id in full: `value[x]:valueQuantity` for `valueQuantity`; `None` for an id that leads nowhere."""
        found = self._of(element_id)
        return found.id if found is not None else None

    def template(self, element_id: str) -> Json | None:
        """Like `get`, with slices that do not exist read as new slices of their list element, at any depth."""
        found = self._of(element_id, new_slices=True)
        return found.element if found is not None else None

    def children(self, element_id: str) -> list[str]:
        """The ids of the children of an element, in the order of the definition, each followed by its slices."""
        found = self._of(element_id, new_slices=True)
        if found is None:
            return []
        return [f"{found.id}.{item.segment}" for node in self._nodes(found) for item in (node, *node.slices)]

    def nearest(self, element_id: str, limit: int = 3) -> list[str]:
        """The known ids that come nearest to one that leads nowhere, best first.

        They are sought where the id stops leading somewhere, among children, slices and short forms of types, then
        in the whole snapshot.
        """
        key = (element_id, limit)
        if key not in self._nearest:
            self._nearest[key] = self._sought(element_id, limit)
        return self._nearest[key]

    def _sought(self, element_id: str, limit: int) -> list[str]:
        if self._tree is None:
            return []
        segments = segments_of(element_id)
        known = _Found(self.root, self._tree.root.element, self._tree.root.children, [], self._tree)
        stopped = segments[0]
        for length in range(1, len(segments) + 1):
            found = self._find(tuple(segments[:length]))
            if found is None:
                stopped = segments[length - 1]
                break
            known = found
        below = self._below.get(known.id)
        if below is None:
            below = {written: full for node in self._nodes(known) for written, full in self._spellings(node, known.id)}
            self._below[known.id] = below
        close = difflib.get_close_matches(str(stopped), below, limit, 0.6)
        if close:
            return list(dict.fromkeys(below[item] for item in close))
        by_tail: dict[str, str] = {}
        for full in self._tree.by_id:
            by_tail.setdefault(full.rpartition(".")[2], full)
        last = str(segments[-1])
        return [by_tail[item] for item in difflib.get_close_matches(last, by_tail, limit, 0.8)]

    def _take(self, element: Json) -> None:
        segments = segments_of_element(element)
        found = self._find(tuple(segments[:-1]), new_slices=True) if len(segments) > 1 else None
        if found is None:
            return
        node, slice_name = self._node_of(found, segments[-1])
        if node is None:
            return
        head = f"{found.id}.{node.name}"
        if slice_name:
            self._slices.setdefault(head, {})[slice_name] = None
        if element.get("type"):
            self._types[f"{head}:{slice_name}" if slice_name else head] = element["type"]
        self._found.clear()
        self._asked.clear()

    def _spellings(self, node: Node, parent_id: str) -> Iterator[tuple[str, str]]:
        """What an author may have meant by a segment, with the full id of each."""
        head = f"{parent_id}.{node.name}"
        yield node.name, head
        names = dict.fromkeys([*(item.slice_name for item in node.slices), *self._slices.get(head, ())])
        for slice_name in names:
            yield f"{node.name}:{slice_name}", f"{head}:{slice_name}"
        if is_choice(node.name):
            yield stem_of(node.name), head
            for code in codes(node.element):
                short = choice_key(node.name, code)
                yield short, f"{head}:{short}"

    def _of(self, element_id: str, *, new_slices: bool = False) -> _Found | None:
        """What an id leads to, sought once."""
        key = (element_id, new_slices)
        if key not in self._asked:
            self._asked[key] = self._find(tuple(segments_of(element_id)), new_slices=new_slices)
        return self._asked[key]

    def _find(self, segments: tuple[Segment, ...], *, new_slices: bool = False) -> _Found | None:
        tree = self._tree
        if tree is None or segments[0] != (tree.root.name, ""):
            return None
        found: _Found | None = _Found(tree.root.name, tree.root.element, tree.root.children, [], tree)
        for length in range(2, len(segments) + 1):
            assert found is not None
            key = segments[:length]
            if key in self._found:
                below = self._found[key]
            else:
                below = self._found[key] = self._step(found, key[-1])
            if below is None and new_slices:
                below = self._new_slice(found, key[-1])
            if below is None:
                return None
            found = below
        return found

    def _nodes(self, found: _Found) -> list[Node]:
        """The nodes of the children of an element, unfolded where it has none of its own."""
        stated = self._types.get(found.id)
        if found.children and stated is None:
            return found.children
        unfolded = self._unfold(found, stated)
        return unfolded.node.children if unfolded is not None else found.children

    def _unfold(self, found: _Found, stated: list[Json] | None) -> Unfolded | None:
        if stated is not None and found.children and codes({"type": stated}) == codes(found.element):
            return None
        element = found.element if stated is None else {**found.element, "type": stated}
        # the type of what is referred to says nothing of its children
        names = {"BackboneElement", "Element"}
        if "contentReference" in element and names.issuperset(codes({"type": stated or []})):
            return unfold_reference(element["contentReference"], found.origin, self._generator)
        return unfold_type(element, self._generator)

    def _node_of(self, found: _Found, segment: Segment) -> tuple[Node | None, str]:
        """The child node that a segment is about, and the slice that it names: `valueQuantity` means one of them."""
        nodes = self._nodes(found)
        for node in nodes:
            if node.name == segment.name:
                return node, segment.slice_name
        for node in nodes:
            code = choices.type_of_short_form(segment.name, node.name, node.element, self._generator.system)
            if code is not None and self._allows(node.element, code):
                return node, segment.slice_name or choice_key(node.name, code)
        return None, ""

    def _allows(self, element: Json, code: str) -> bool:
        return any(self._generator.system.fits(code, item) for item in codes(element))

    def _step(self, found: _Found, segment: Segment) -> _Found | None:
        node, slice_name = self._node_of(found, segment)
        if node is None:
            return None
        head = f"{found.id}.{node.name}"
        path = f"{found.element['path']}.{node.name}"
        origin = self._origin(found)
        if not slice_name:
            return _Found(head, {**node.element, "id": head, "path": path}, node.children, node.slices, origin)
        element_id = f"{head}:{slice_name}"
        for item in node.slices:
            if item.slice_name == slice_name:
                return _Found(element_id, {**item.element, "id": element_id, "path": path}, item.children, [], origin)
        code = choices.type_of_short_form(slice_name, node.name, node.element, self._generator.system)
        by_type = code is not None and self._allows(node.element, code)
        if not by_type and slice_name not in self._slices.get(head, ()):
            return None
        return self._started(node, head, path, slice_name, code if by_type else None, origin)

    def _new_slice(self, found: _Found, segment: Segment) -> _Found | None:
        node, slice_name = self._node_of(found, segment)
        if node is None or not slice_name:
            return None
        head, path = f"{found.id}.{node.name}", f"{found.element['path']}.{node.name}"
        return self._started(node, head, path, slice_name, None, self._origin(found))

    def _started(self, node: Node, head: str, path: str, slice_name: str, code: str | None, origin: Tree) -> _Found:
        """A slice as it starts out; a slice of a slice (`lab/part`) starts from that slice."""
        whole = next((item for item in node.slices if item.slice_name == slice_name.rpartition("/")[0]), node)
        element = {key: value for key, value in whole.element.items() if key != "slicing"}
        element |= {"id": f"{head}:{slice_name}", "path": path, "sliceName": slice_name, "min": 0}
        if code is not None:
            element["type"] = choices.types_of(whole.element, code)
        children = [] if code is not None and len(codes(whole.element)) > 1 else whole.children
        return _Found(element["id"], element, children, [], origin)

    def _origin(self, found: _Found) -> Tree:
        """The tree that the children of an element come from."""
        stated = self._types.get(found.id)
        if found.children and stated is None:
            return found.origin
        unfolded = self._unfold(found, stated)
        return unfolded.origin if unfolded is not None else found.origin
