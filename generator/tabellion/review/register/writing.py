"""A register under change: one process at a time, all of it or nothing."""

from __future__ import annotations

import datetime
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tabellion.files.change import BusyError, FolderChange, changing
from tabellion.review.record.comment import Comment, changes_between, comment_of, stored
from tabellion.review.record.event import PERSONAL, WITHHELD, Event, FieldChange
from tabellion.review.record.states import check_transition
from tabellion.review.record.submission import Submission
from tabellion.review.register.register import IGNORED, UNION, Register, last_number, number_prefix

WAIT = 30.0
"""Seconds that a command waits for another one that changes the register."""
_PAUSE = 0.05


class DamagedRegisterError(ValueError):
    """A file of the register has a line that is no event: it must be mended before anything is added to it."""

    def __init__(self, path: Path, line: int) -> None:
        super().__init__(f"{path}:{line}")
        self.path = path
        self.line = line


@contextmanager
def writing(folder: Path, review: str, *, wait: float = WAIT) -> Iterator[RegisterChange]:
    """A register that this process alone may change; what was done is in its files when the block ends well, nothing
    of it when it does not, whatever kills it.

    Waits while another process changes it, and reads it then. Raises `BusyError` after `wait` seconds,
    `DamagedRegisterError` and `OSError`.
    """
    with ExitStack() as stack:
        change = RegisterChange(_locked(folder, wait, stack), folder, review)
        yield change
        change.commit()


def _locked(folder: Path, wait: float, stack: ExitStack) -> FolderChange:
    until = time.monotonic() + wait
    while True:
        try:
            return stack.enter_context(changing(folder))
        except BusyError:
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE)


class RegisterChange:
    """What is being done to a register."""

    def __init__(self, change: FolderChange, folder: Path, review: str) -> None:
        self.register = Register(folder)
        if self.register.damaged:
            first = self.register.damaged[0]
            raise DamagedRegisterError(first.path, first.line)
        self.review = review
        self.comments: dict[str, Comment] = dict(self.register.by_uid)
        """The comments by uid, as they are with what was done so far."""
        self._change = change
        self._folder = folder
        self._touched: dict[str, None] = {}
        self._number = last_number(folder, review)

    def receive(self, submission: Submission, at: datetime.datetime, **more: Any) -> Comment:
        """A new comment with the next number. `at` is when the organiser received it; `more` are further fields."""
        uid = submission.uid if _is_uuid(submission.uid) and submission.uid not in self.comments else str(uuid.uuid4())
        self._number += 1
        number = f"{number_prefix(self.review)}{self._number:04}"
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

    def commit(self) -> None:
        """Write what was done. Raises `OSError`: then nothing of it is."""
        files: dict[str, bytes] = {}
        removed = []
        for uid in self._touched:
            comment = self.comments[uid]
            apart = comment.kept_apart
            own = self.register.files_of(uid) or (f"{comment.number}.{uid[:8]}.jsonl",)
            files[f"comments/{own[0]}"] = _lines([event.line(apart) for event in comment.events])
            removed += [f"comments/{name}" for name in own[1:]]
            private = [event.line() for event in comment.events if event.line() != event.line(apart)]
            if private:
                files[f"private/{uid}.jsonl"] = _lines(private)
            else:
                removed.append(f"private/{uid}.jsonl")
        if files:
            files |= {".gitattributes": UNION.encode(), ".gitignore": IGNORED.encode()}
            self._change.put(files, removed)

    def put(self, files: Mapping[str, bytes | Path]) -> None:
        """Write other files of the review, at once. Raises `OSError`."""
        self._change.put(files)

    def _put(self, uid: str, events: tuple[Event, ...]) -> Comment:
        comment = comment_of(uid, events)
        self.comments[uid] = comment
        self._touched[uid] = None
        return comment


def _emptied(change: FieldChange) -> FieldChange:
    return FieldChange(
        *(WITHHELD if value is not None and value != "" else value for value in (change.before, change.after))
    )


def _lines(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


__all__ = ["BusyError", "DamagedRegisterError", "RegisterChange", "writing"]
