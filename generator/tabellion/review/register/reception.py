"""What becomes of a submission that comes in: a new comment, a revision of a known one, or the same again.

Nothing that was received is lost or doubled: a row that is sent again is recognised by its uid or, when its sender goes
on from the first file, by organisation, anchor and texts.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tabellion.review.record.comment import TEXTS, Comment
from tabellion.review.record.submission import Submission
from tabellion.review.record.vocabulary import plain
from tabellion.review.register.changes import CommentChanges, point_of

NEAR = 0.6
"""How alike two texts of one organisation about one point are that are taken for one, said anew."""
MOST_COMPARED = 50
MOST_CHARACTERS = 500
"""How much of two texts is compared: to compare takes the square of it."""
REVISED = (*TEXTS, "nature", "severity", "anchor")
"""What a contributor may revise."""


class Became(StrEnum):
    """What became of a submission."""

    new = "new"
    same = "same"
    revised = "revised"
    noted = "noted"
    proposed = "proposed"


@dataclass(frozen=True, slots=True)
class Received:
    """A submission that was received, and what it became: `proposed` is a new comment that seems to be a revision,
    `noted` a revision that came after the closing or from another organisation, kept as a note until somebody looks at
    it."""

    became: Became
    comment: Comment


class Desk:
    """Receives the submissions of one delivery. Only comments that were there before it are taken for earlier ones."""

    def __init__(
        self,
        change: CommentChanges,
        closes: datetime.datetime | None,
        *,
        grace: datetime.timedelta = datetime.timedelta(),
    ) -> None:
        self._change = change
        self._closes = None if closes is None else closes + grace
        self._in_this: dict[tuple[str, ...], str] = {}
        self._new: set[str] = set()

    def receive(self, submission: Submission, at: datetime.datetime, *, masked: bool = False) -> Received:
        """Receive a submission, kept from the public where it is `masked`. `at` is the organiser's clock: what a file
        says of its date decides nothing."""
        late = self._closes is not None and at > self._closes
        known = self._change.comments.get(submission.uid) if submission.uid else None
        if known is not None:
            return self._again(known, submission, at, late)
        # a page gives each comment a uid: without an organization nothing says that two of them are one
        is_new = bool(submission.uid) and not submission.organization
        same = None if is_new else self._in_this.get(_said(submission)) or self._same(submission)
        if same is not None:
            return Received(Became.same, self._change.comments[same])
        former = self._near(submission)
        revision = "" if former is None else former.number
        comment = self._change.receive(submission, at, late=late, masked=masked, revision_of=revision)
        self._in_this[_said(submission)] = comment.uid
        self._new.add(comment.uid)
        return Received(Became.new if former is None else Became.proposed, comment)

    def _again(self, known: Comment, submission: Submission, at: datetime.datetime, late: bool) -> Received:
        files = submission.attachments
        brings_none = set(files) <= set(known.attachments)
        if _said(known) == _said(submission) and _rest(known) == _rest(submission) and brings_none:
            return Received(Became.same, known)
        is_theirs = plain(known.organization) == plain(submission.organization)
        if late or not is_theirs or not known.is_open:
            note = "\n\n".join(text for key in TEXTS if (text := getattr(submission, key)))
            if note in known.notes:
                return Received(Became.same, known)
            noted = self._change.add(known, "note", {"notes": (*known.notes, note)}, by="contributor", at=at)
            return Received(Became.noted, noted)
        values = {key: getattr(submission, key) for key in REVISED}
        if not brings_none:
            # a file that is not sent again is not taken back, and a new one is looked at before it is shown
            values |= {"attachments": files, "attachments_shown": False}
            self._change.keep_files(submission)
        return Received(Became.revised, self._change.add(known, "revise", values, by="contributor", at=at))

    def _same(self, submission: Submission) -> str | None:
        wanted = _said(submission)
        return next((comment.uid for comment in self._before(submission) if _said(comment) == wanted), None)

    def _near(self, submission: Submission) -> Comment | None:
        """The known comment of the same organisation about the same point that is said in nearly the same words; of
        very many the last ones are looked at."""
        if not submission.organization:
            return None
        wanted = plain(submission.comment)[:MOST_CHARACTERS]
        matcher = difflib.SequenceMatcher(None, "", wanted)
        for comment in list(self._before(submission))[-MOST_COMPARED:]:
            matcher.set_seq1(plain(comment.comment)[:MOST_CHARACTERS])
            if matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR:
                return comment
        return None

    def _before(self, submission: Submission) -> Iterator[Comment]:
        """What its organization had said of the point before this delivery."""
        return (item for item in self._change.about(point_of(submission)) if item.uid not in self._new)


def _said(said: Comment | Submission) -> tuple[str, ...]:
    return *point_of(said), *_texts(getattr(said, key) for key in TEXTS)


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(plain(text) for text in texts)


def _rest(said: Comment | Submission) -> tuple[str, ...]:
    return said.nature, said.severity, said.anchor.facet
