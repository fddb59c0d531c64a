"""What an edition states anew, otherwise than an earlier one, or no longer: the lines of its change log."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from tabellion.elements.paths import holders_of, parent_of
from tabellion.review.anchors.index import MOST_CONCEPTS, AnchorIndex, Point
from tabellion.review.anchors.resolution import Renamed

TYPES = frozenset({"artifact", "element", "code", "concept", "rule", "flow", "error"})
"""The points whose coming and going is told; one that stands in both editions is compared whatever it is."""
CODES = frozenset({"code", "concept"})


@dataclass(frozen=True, slots=True)
class ChangedPoint:
    """A point of an edition, and what it was before: `None` for a new one, the old one where it was renamed. One that
    `is_gone` is a point of the former edition alone."""

    point: Point
    former: Point | None = None
    is_gone: bool = False

    @property
    def is_renamed(self) -> bool:
        """Whether it has another name than before; that of its artifact is told at the artifact."""
        former, point = self.former, self.point
        return former is not None and (former.element or former.key) != (point.element or point.key)

    @property
    def id(self) -> str:
        """Its anchor among the changes."""
        said = "-".join(part for part in (self.point.reference or self.point.type, self.point.element) if part)
        return "c-" + re.sub(r"[^A-Za-z0-9.-]+", "_", said or self.point.section)

    @property
    def facets(self) -> list[tuple[str, str, str]]:
        """What it says otherwise: facet, before, after."""
        before = self.former.facets if self.former is not None else {}
        now = self.point.facets
        names = dict.fromkeys((*before, *now))
        return [(name, before.get(name, ""), now.get(name, "")) for name in names if before.get(name) != now.get(name)]


def changes_between(frozen: AnchorIndex, index: AnchorIndex, renamed: Iterable[Renamed]) -> list[ChangedPoint]:
    """What changed from the frozen edition to another one, in the order of its points; `[]` for the same one."""
    if frozen.version == index.version:
        return []
    olds = _old_names(frozen, index, renamed)
    found, known = [], set()
    for point in index.points:
        former = frozen.by_key.get(point.key)
        if former is None and (before := _called_before(point, olds)) is not None:
            former = frozen.by_key.get((point.type, *before, ""))
        if former is None:
            if point.own and point.type in TYPES:
                found.append(ChangedPoint(point))
            continue
        known.add(former.key)
        is_renamed = former.key != point.key and (point.artifact, point.element) in olds
        if is_renamed or (point.type != "page" and former.fingerprint() != point.fingerprint()):
            found.append(ChangedPoint(point, former))
    return [*found, *_gone(frozen, index, known)]


def _called_before(point: Point, olds: Mapping[tuple[str, str], tuple[str, str]]) -> tuple[str, str] | None:
    """Artifact and element as they were called: by a name of their own, else by that of what they stand in."""
    for holder in reversed([*holders_of(point.element)]):
        if (old := olds.get((point.artifact, holder))) is not None:
            return old[0], old[1] + point.element[len(holder) :]
    whole = olds.get((point.artifact, ""))
    return (whole[0], point.element) if whole is not None else None


def _gone(frozen: AnchorIndex, index: AnchorIndex, known: Set[tuple[str, ...]]) -> Iterator[ChangedPoint]:
    """The points of the frozen edition that this one has under no name; of an artifact, and of an element, with all
    that was in it, the outermost alone."""
    gone = {(point.artifact, point.element) for point in frozen.points if point.key not in known}
    counted = Counter(point.artifact for point in index.points if point.type in CODES)
    for point in frozen.points:
        if point.key in known or not point.own or point.type not in TYPES:
            continue
        if point.type in CODES and counted[point.artifact] >= MOST_CONCEPTS:
            continue  # it may be among those that are no points of their own
        holders = {"", parent_of(point.element)} if point.type == "element" else {""}
        if not point.element or not point.artifact or gone.isdisjoint((point.artifact, item) for item in holders):
            yield ChangedPoint(point, is_gone=True)


def _old_names(
    frozen: AnchorIndex, index: AnchorIndex, renamed: Iterable[Renamed]
) -> dict[tuple[str, str], tuple[str, str]]:
    """Artifact and element as they were called, by what they are called now; `""` for the element of an artifact."""
    found = {}
    for row in renamed:
        old, new = frozen.find(row.old_artifact), index.find(row.new_artifact or row.old_artifact)
        if old is None or new is None:
            continue
        now = index.find(row.new_artifact or row.old_artifact, row.new_path) if row.new_path else new
        former = frozen.find(row.old_artifact, row.old_path) if row.old_path else old
        if now is not None and former is not None:
            found[now.artifact, now.element] = (former.artifact, former.element)
    return found
