"""What is done to the comments of a review, wherever they are kept: each act adds an event, nothing is lost."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from tabellion.review.record.comment import Comment, changes_between, comment_of, stored
from tabellion.review.record.event import PERSONAL, WITHHELD, Event, FieldChange
from tabellion.review.record.states import check_transition
from tabellion.review.record.submission import Submission
from tabellion.review.register.register import number_prefix


class CommentChanges:
    """Comments under change, in memory. `number` is the highest one given so far."""

    def __init__(self, comments: Mapping[str, Comment], review: str, number: int) -> None:
        self.review = review
        self.comments: dict[str, Comment] = dict(comments)
        """The comments by uid, as they are with what was done so far."""
        self.number = number
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
        """Take the person out of the comment: name, e-mail and organisation leave every event; no file keeps them."""
        known = self.add(comment, "anonymise", {"anonymised": True}, by=by, at=at)
        events = tuple(
            Event(
                event.comment,
                event.at,
                event.by,
                event.action,
                {key: _emptied(change) if key in PERSONAL else change for key, change in event.changes.items()},
                event.id,
            )
            for event in known.events
        )
        return self._put(known.uid, events)

    def merge(self, uid: str, events: Iterable[Event]) -> None:
        """Add events that were written elsewhere; those that are known, or all of them at once, change nothing."""
        known = self.comments[uid].events if uid in self.comments else ()
        there = {event.id: event for event in known}
        new = [event for event in events if event.id not in there]
        if new:
            self._put(uid, (*known, *new))

    def _put(self, uid: str, events: tuple[Event, ...]) -> Comment:
        comment = comment_of(uid, events)
        self.comments[uid] = comment
        self.touched[uid] = None
        return comment


def _emptied(change: FieldChange) -> FieldChange:
    return FieldChange(
        *(WITHHELD if value is not None and value != "" else value for value in (change.before, change.after))
    )


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
