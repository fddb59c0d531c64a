"""What is done to the comments of a review, wherever they are kept: each act adds an event, nothing is lost."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from tabellion.review.record.comment import Comment, changes_between, comment_of, stored
from tabellion.review.record.event import PERSONAL, WITHHELD, Event, FieldChange
from tabellion.review.record.states import check_transition
from tabellion.review.record.submission import Submission
from tabellion.review.record.vocabulary import plain
from tabellion.review.register.frozen import ReviewEvent
from tabellion.review.register.register import number_prefix

_TAKEN_OUT = PERSONAL | {"attachments"}
Point = tuple[str, ...]
"""An organization and what it speaks of, as they are compared."""


def point_of(said: Comment | Submission) -> Point:
    """Who speaks of what."""
    return plain(said.organization), *said.anchor.key


class CommentChanges:
    """Comments under change, in memory. `number` is the highest one given so far."""

    def __init__(self, comments: Mapping[str, Comment], review: str, number: int) -> None:
        self.review = review
        self.comments: dict[str, Comment] = dict(comments)
        """The comments by uid, as they are with what was done so far."""
        self.number = number
        self.contents: dict[str, bytes] = {}
        """The bytes of files that came with comments, by their SHA-256."""
        self.review_events: list[ReviewEvent] = []
        """What was done to the review as a whole, still to be written down."""
        self.is_published = False
        self.touched: dict[str, None] = {}
        """The uids of the comments that something was done to, in that order."""

    def receive(self, submission: Submission, at: datetime.datetime, **more: Any) -> Comment:
        """A new comment with the next number. `at` is when the organiser received it; `more` are further fields."""
        uid = submission.uid if _is_uuid(submission.uid) and submission.uid not in self.comments else str(uuid.uuid4())
        self.number += 1
        number = f"{number_prefix(self.review)}{self.number:04}"
        values = {
            **submission.values(),
            "number": number,
            "review": self.review,
            "received": at.isoformat(),
            "state": "received",
            **more,
        }
        said = {key: FieldChange(None, stored(value)) for key, value in values.items() if value}
        self.keep_files(submission)
        event = Event(uid, at, "contributor", "receive", said).identified()
        return self._put(uid, (event,))

    def add(
        self, comment: Comment, action: str, values: Mapping[str, Any], *, by: str, at: datetime.datetime
    ) -> Comment:
        """The comment with these values, by an event that says so; the same comment when it has them all.

        Raises `TransitionError` for a state that does not follow its own.
        """
        known = self.comments[comment.uid]
        changes = changes_between(known, values)
        if not changes:
            return known
        if "state" in changes:
            check_transition(known.state, str(values["state"]))
        last = known.events[-1].at if known.events else at
        event = Event(known.uid, max(at, last), by, action, changes).identified()
        return self._put(known.uid, (*known.events, event))

    def anonymise(self, comment: Comment, *, by: str, at: datetime.datetime) -> Comment:
        """Take the person out of the comment: name, e-mail, organisation and attachments leave every event and file."""
        values = {"anonymised": True, "attachments_shown": False}
        known = self.add(comment, "anonymise", values, by=by, at=at)
        return self._put(known.uid, _without_person(known.events))

    def keep_files(self, submission: Submission) -> None:
        """Keep the files that a submission comes with."""
        for item in submission.kept_files:
            self.contents[item.attachment.sha256] = item.content or b""

    def about(self, point: Point) -> Iterator[Comment]:
        """The comments of one organization about one point, the first first."""
        for uid in self._by_point.get(point, ()):
            if uid in self.comments and point_of(self.comments[uid]) == point:
                yield self.comments[uid]

    @cached_property
    def _by_point(self) -> dict[Point, dict[str, None]]:
        found: dict[Point, dict[str, None]] = defaultdict(dict)
        for comment in self.comments.values():
            found[point_of(comment)][comment.uid] = None
        return found

    def merge(self, uid: str, events: Iterable[Event]) -> None:
        """Add events that were written elsewhere; those that are known, or all of them at once, change nothing."""
        known = self.comments[uid].events if uid in self.comments else ()
        there = {event.id: event for event in known}
        new = [event for event in events if event.id not in there]
        if new and self._put(uid, (*known, *new)).anonymised:
            self._put(uid, _without_person(self.comments[uid].events))

    def _put(self, uid: str, events: tuple[Event, ...]) -> Comment:
        comment = comment_of(uid, events)
        self.comments[uid] = comment
        self.touched[uid] = None
        self._by_point[point_of(comment)][uid] = None
        return comment


def _without_person(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events without the values that tell who a person is, and without files, which may; their ids stay."""
    return tuple(
        replace(
            event, changes={key: _emptied(said) if key in _TAKEN_OUT else said for key, said in event.changes.items()}
        )
        for event in events
    )


def _emptied(change: FieldChange) -> FieldChange:
    return FieldChange(*(WITHHELD if value not in (None, "", []) else value for value in (change.before, change.after)))


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
