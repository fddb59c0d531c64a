"""What an edition states anew, or otherwise than an earlier one: the lines of its change log."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tabellion.review.anchors.index import AnchorIndex, Point
from tabellion.review.anchors.resolution import Renamed

TYPES = frozenset({"artifact", "element", "code", "concept", "rule", "flow", "error"})
"""The points whose coming is told; one that stands in both editions is compared whatever it is."""


@dataclass(frozen=True, slots=True)
class ChangedPoint:
    """A point of an edition, and what it was before: `None` for a new one, the old one where it was renamed."""

    point: Point
    former: Point | None = None

    @property
    def is_renamed(self) -> bool:
        """Whether it has another name than before."""
        return self.former is not None and self.former.key != self.point.key

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
    found = []
    for point in index.points:
        old = olds.get((point.artifact, point.element)) or olds.get((point.artifact, ""))
        former = frozen.by_key.get(point.key)
        if former is None and old is not None:
            element = old[1] if (point.artifact, point.element) in olds and old[1] else point.element
            former = frozen.by_key.get((point.type, old[0], element, ""))
        if former is None:
            if point.own and point.type in TYPES:
                found.append(ChangedPoint(point))
        elif (point.type != "page" and former.fingerprint() != point.fingerprint()) or (
            former.key != point.key and (not point.element or old is None or old[1])
        ):
            found.append(ChangedPoint(point, former))
    return found


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
