"""The register of a review as the public sees it, against the edition at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tabellion.review.anchors.changes import ChangedPoint, changes_between
from tabellion.review.anchors.index import AnchorIndex, Point
from tabellion.review.anchors.resolution import Renamed, Resolved, resolve
from tabellion.review.record.comment import Comment
from tabellion.review.record.states import RECEIVED, TO_COMPLETE
from tabellion.review.register.frozen import FrozenReview, reviews_in
from tabellion.review.register.register import Register

PER_PAGE = 100
"""How many comments stand on one page."""


@dataclass(frozen=True, slots=True)
class PublishedComment:
    """A comment as it is shown: `answered` tells whether its decision is public, `resolved` what became of its
    point."""

    comment: Comment
    answered: bool
    resolved: Resolved
    page: int

    @property
    def point(self) -> Point | None:
        """Where its point is in the edition at hand."""
        return self.resolved.point


@dataclass(frozen=True)
class PublishedReview:
    """A review and what the public sees of its register. `waiting` counts the comments that nobody has looked at
    yet."""

    review: FrozenReview
    comments: Sequence[PublishedComment]
    waiting: int
    published: str
    changes: Sequence[ChangedPoint]

    @property
    def pages(self) -> int:
        """How many pages its comments take."""
        return max((item.page for item in self.comments), default=0)

    @cached_property
    def by_artifact(self) -> Mapping[str, Sequence[PublishedComment]]:
        """The comments by the artifact of their point, as it is called now; those on pages by the path of the page."""
        found: dict[str, list[PublishedComment]] = {}
        for item in self.comments:
            anchor, point = item.comment.anchor, item.point
            keys = {anchor.artifact or anchor.url.partition("#")[0] or anchor.section.partition("#")[0]}
            if point is not None:
                keys.add(point.artifact or point.url.partition("#")[0])
            for key in keys - {""}:
                found.setdefault(key, []).append(item)
        return found

    @cached_property
    def by_point(self) -> Mapping[tuple[str, ...], Sequence[PublishedComment]]:
        """The comments by the key of the point that theirs is now."""
        found: dict[tuple[str, ...], list[PublishedComment]] = {}
        for item in self.comments:
            if item.point is not None:
                found.setdefault(item.point.key, []).append(item)
        return found

    @cached_property
    def change_of(self) -> Mapping[tuple[str, ...], ChangedPoint]:
        """The changes by the key of their point."""
        return {change.point.key: change for change in self.changes}

    def counts(self, of: Callable[[Comment], str]) -> list[tuple[str, int]]:
        """How many comments have each value, the most frequent first."""
        found = Counter(of(item.comment) for item in self.comments)
        return sorted(((key, count) for key, count in found.items() if key), key=lambda pair: (-pair[1], pair[0]))


def published_reviews(root: Path, index: AnchorIndex, renamed: Iterable[Renamed]) -> list[PublishedReview]:
    """The reviews of a project, the last one first."""
    rows = list(renamed)
    found = [published_review(review, index, rows) for review in reviews_in(root)]
    return sorted(found, key=lambda item: item.review.opens, reverse=True)


def published_review(review: FrozenReview, index: AnchorIndex, renamed: Sequence[Renamed]) -> PublishedReview:
    """A review as the public sees it, its points looked for in an edition."""
    register = Register(review.folder)
    published = review.published_at
    shown = [item for item in register.comments if item.state not in (RECEIVED, TO_COMPLETE)]
    comments = [
        PublishedComment(
            item,
            bool(published) or item.state == "published",
            resolve(item.anchor, review.anchors, index, renamed),
            1 + number // PER_PAGE,
        )
        for number, item in enumerate(shown)
    ]
    return PublishedReview(
        review,
        comments,
        len(register.comments) - len(shown),
        published,
        changes_between(review.anchors, index, renamed),
    )
