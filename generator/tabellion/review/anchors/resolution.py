"""What becomes of the point of a comment in a later edition: unchanged, changed, moved, removed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tabellion.review.anchors.index import AnchorIndex, Point
from tabellion.review.record.anchor import Anchor


class Resolution(StrEnum):
    """What became of a point."""

    unchanged = "unchanged"
    changed = "changed"
    moved = "moved"
    removed = "removed"
    artifact_removed = "artifact-removed"
    section_not_found = "section-not-found"


@dataclass(frozen=True, slots=True)
class Renamed:
    """A row of the sheet Renamings: an artifact (`Type/id` or id), or one of its elements, and its new name."""

    old_artifact: str
    old_path: str
    new_artifact: str
    new_path: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of the point of a comment: `before` and `after` are what it said and says, `point` where it is
    now."""

    resolution: Resolution
    before: str = ""
    after: str = ""
    point: Point | None = None


def resolve(anchor: Anchor, frozen: AnchorIndex, later: AnchorIndex, renamed: Iterable[Renamed] = ()) -> Resolved:
    """What became of the point of an anchor, from the edition under review to a later one."""
    former = frozen.of(anchor)
    before = former.said(anchor.facet) if former is not None else anchor.quoted
    now = later.of(anchor)
    if now is not None:
        after = now.said(anchor.facet)
        same = (former.fingerprint(anchor.facet) if former else anchor.fingerprint) == now.fingerprint(anchor.facet)
        return Resolved(Resolution.unchanged if same else Resolution.changed, before, after, now)
    moved = _moved(anchor, former, later, renamed)
    if moved is not None:
        return Resolved(Resolution.moved, before, moved.said(anchor.facet), moved)
    if not anchor.artifact:
        return Resolved(Resolution.section_not_found if anchor.section else Resolution.unchanged, before)
    artifact = any(point.artifact == anchor.artifact and not point.element for point in later.points)
    return Resolved(Resolution.removed if artifact else Resolution.artifact_removed, before)


def _moved(anchor: Anchor, former: Point | None, later: AnchorIndex, renamed: Iterable[Renamed]) -> Point | None:
    reference = former.reference if former is not None else anchor.artifact.rpartition("/")[2]
    names = {reference, reference.rpartition("/")[2]}
    for row in renamed:
        if row.old_artifact not in names:
            continue
        if row.old_path and not _is_path(anchor.element, row.old_path):
            continue
        element = row.new_path if row.old_path and row.new_path else anchor.element
        for wanted in (element, f"{anchor.element.partition('.')[0]}.{element}"):
            point = later.find(row.new_artifact, wanted)
            if point is not None:
                return point
    return None


def _is_path(element: str, path: str) -> bool:
    """Whether an element is what a path names, with or without the type before it."""
    return element == path or element.partition(".")[2] == path
