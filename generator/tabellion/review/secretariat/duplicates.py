"""Comments that seem to say the same: proposed to the secretariat, never merged by themselves."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tabellion.review.record.comment import Comment
from tabellion.review.record.vocabulary import plain

NEAR = 0.75
"""How alike two texts about one point are that are shown together."""
MOST_PER_POINT = 200
MOST_CHARACTERS = 500
"""How much of two texts is compared: to compare takes the square of it."""
SHARED_WORDS = 0.4
"""How many of all their words two texts share at least, before their letters are compared."""


@dataclass(frozen=True, slots=True)
class ProposedDuplicate:
    """Two comments about one point, the earlier first; `exact` when they say the same but for case and punctuation."""

    first: Comment
    second: Comment
    exact: bool
    likeness: float


def proposed_duplicates(comments: Iterable[Comment]) -> Iterator[ProposedDuplicate]:
    """Pairs of open comments with the same anchor and near texts, as nobody has yet said what they are."""
    by_point: dict[tuple[str, ...], list[Comment]] = defaultdict(list)
    for comment in comments:
        if comment.is_open and not comment.duplicate_of and comment.comment:
            by_point[comment.anchor.key].append(comment)
    for found in by_point.values():
        texts = [plain(comment.comment)[:MOST_CHARACTERS] for comment in found[:MOST_PER_POINT]]
        words = [frozenset(text.split()) for text in texts]
        for later in range(1, len(texts)):
            for earlier in range(later):
                if len(words[earlier] & words[later]) < SHARED_WORDS * len(words[earlier] | words[later]):
                    continue
                likeness = _likeness(texts[earlier], texts[later])
                if likeness >= NEAR:
                    first, second = found[earlier], found[later]
                    yield ProposedDuplicate(first, second, texts[earlier] == texts[later], likeness)


def _likeness(first: str, second: str) -> float:
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR else 0.0
