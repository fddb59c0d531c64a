"""The order of a differential: that of the parent, each element before its children, slices after their list."""

from __future__ import annotations

from tabellion.elements.paths import Segment, segments_of, segments_of_element
from tabellion.fhir.json import Json
from tabellion.snapshot.element_index import SnapshotIndex

Rank = tuple[int, ...]
Key = tuple[tuple[Rank, Rank], ...]


def sort_differential(elements: list[Json], index: SnapshotIndex) -> list[Json]:
    """The elements of a differential, given in any order, in the order that the parent wants (R4 profiling, Slicing).

    `index` looks into the parent, with the same elements stated. Slices follow their list element: those of the
    parent in its order, then new ones as they are first named, parts of a slice (`lab/blood`) after it. What the
    parent does not have comes last below its parent, as it is first named. Nothing is added, left out or changed.
    """
    order = _Order(index)
    return sorted(elements, key=order.key)


class _Order:
    def __init__(self, index: SnapshotIndex) -> None:
        self._index = index
        self._known: dict[str, dict[str, int]] = {}
        self._new: dict[str, dict[str, int]] = {}

    def key(self, element: Json) -> Key:
        segments = segments_of_element(element)
        if str(segments[0]) != self._index.root:
            return (((1, self._first("", str(segments[0]))), ()),)
        key: list[tuple[Rank, Rank]] = [((0,), ())]
        parent = str(segments[0])
        for written in segments[1:]:
            written_id = f"{parent}.{written}"
            template = self._index.template(written_id)
            segment = written if template is None else segments_of(template["id"])[-1]
            key.append((self._name(parent, segment), self._slice(parent, segment)))
            parent = f"{parent}.{segment}"
        return tuple(key)

    def _children(self, parent: str) -> dict[str, int]:
        if parent not in self._known:
            children = self._index.children(parent)
            self._known[parent] = {child[len(parent) + 1 :]: position for position, child in enumerate(children)}
        return self._known[parent]

    def _first(self, where: str, what: str) -> int:
        """When something that the parent does not have was first named."""
        named = self._new.setdefault(where, {})
        return named.setdefault(what, len(named))

    def _name(self, parent: str, segment: Segment) -> Rank:
        known = self._children(parent)
        if segment.name in known:
            return 0, known[segment.name]
        return 1, self._first(parent, segment.name)

    def _slice(self, parent: str, segment: Segment) -> Rank:
        if not segment.slice_name:
            return ()
        known = self._children(parent)
        if str(segment) in known:
            return 0, known[str(segment)]
        parts = segment.slice_name.split("/")
        wholes = ["/".join(parts[: length + 1]) for length in range(len(parts))]
        return 1, *(self._first(f"{parent}.{segment.name}:", whole) for whole in wholes)
