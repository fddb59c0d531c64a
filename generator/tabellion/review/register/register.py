"""The register of a review: a folder with a text file for each comment, a line of JSON for each event.

    reviews/CONC-2026-01/
        comments/C-2026-0042.1f0c9d2e.jsonl    what was done to a comment, in the order done
        attachments/<sha256>                   the files that comments came with and that may be seen
        private/<uid>.jsonl                    the events whose values must not be published, in full
        private/attachments/<sha256>           the files that nobody has looked at yet
        .gitattributes, .gitignore             both sides of a merge are kept; `private/` is never committed

A file is named after the number of its comment and the beginning of its uid, so that two branches which give one number
to two comments do not meet in one file. `merge=union` lets git keep the lines of both branches: lines are events with
instants, so their order in the file does not matter.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from tabellion.review.record.comment import Comment, comment_of
from tabellion.review.record.event import Event, EventError

FILE_NAME = re.compile(r"(C-[\w-]*?\d{4,})\.([0-9a-f]{8})\.jsonl")
UNION = "comments/*.jsonl merge=union\nevents.jsonl merge=union\n"
FOLDERS = ("private/attachments", "attachments")
"""Where files of comments stand: those that are kept apart, those that are shown."""
IGNORED = "/private/\n/.tabellion/\n"


class UnknownCommentError(LookupError):
    """No comment has this number."""


@dataclass(frozen=True, slots=True)
class DamagedLine:
    """A line of the register that is no event, as an unfinished merge leaves it."""

    path: Path
    line: int
    text: str


class Register:
    """A review's comments as its folder has them at this moment; a folder that is not there has none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.damaged: list[DamagedLine] = []
        self._files: dict[str, list[str]] = defaultdict(list)
        self.comments = tuple(self._read())
        """The comments by their numbers."""

    @cached_property
    def by_number(self) -> Mapping[str, Comment]:
        """The comments by number."""
        return {comment.number: comment for comment in self.comments}

    @cached_property
    def by_uid(self) -> Mapping[str, Comment]:
        """The comments by uid."""
        return {comment.uid: comment for comment in self.comments}

    def __getitem__(self, number: str) -> Comment:
        """The comment of a number, however it is typed. Raises `UnknownCommentError`."""
        try:
            return self.by_number[number.strip().upper().replace(" ", "")]
        except KeyError:
            raise UnknownCommentError(number) from None

    def files_of(self, uid: str) -> tuple[str, ...]:
        """The files below `comments/` that hold events of a comment: one, or two where branches numbered it twice."""
        return tuple(self._files.get(uid, ()))

    def _read(self) -> Iterable[Comment]:
        events: dict[str, list[Event]] = defaultdict(list)
        numbers: dict[str, list[str]] = defaultdict(list)
        folder = self.folder / "comments"
        for path in sorted(folder.glob("*.jsonl")) if folder.is_dir() else ():
            name = FILE_NAME.fullmatch(path.name)
            for uid, event in self._events(path):
                events[uid].append(event)
                if path.name not in self._files[uid]:
                    self._files[uid].append(path.name)
                    if name is not None:
                        numbers[uid].append(name[1])
        comments = []
        for uid, found in events.items():
            comment = comment_of(uid, self._in_full(uid, found))
            comments.append(comment if comment.number else replace(comment, number=min(numbers[uid], default="")))
        return numbered(comments)

    def _events(self, path: Path) -> Iterable[tuple[str, Event]]:
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if not line.strip():
                continue
            try:
                event = Event.of(line)
            except EventError:
                self.damaged.append(DamagedLine(path, number, line[:80]))
                continue
            yield event.comment, event

    def _in_full(self, uid: str, events: Iterable[Event]) -> list[Event]:
        """The events with the values that are kept apart, where they are at hand."""
        path = self.folder / "private" / f"{uid}.jsonl"
        if not path.is_file():
            return list(events)
        full = {event.id: event for _, event in self._events(path)}
        return [full.get(event.id, event) for event in events]


def attachment_content(folder: Path, sha256: str) -> bytes | None:
    """The bytes of a file that came with a comment; `None` where they are not here, or are no longer those."""
    for name in FOLDERS:
        path = folder / name / sha256
        if path.is_file() and hashlib.sha256(content := path.read_bytes()).hexdigest() == sha256:
            return content
    return None


def numbered(comments: Iterable[Comment]) -> list[Comment]:
    """Comments in the order of their numbers. Where two branches gave one number to two, the one that was received
    first keeps it; the number of the other is followed by the beginning of its uid."""
    found: list[Comment] = []
    taken: set[str] = set()
    for comment in sorted(comments, key=lambda item: (item.number, item.received, item.uid)):
        own = comment if comment.number not in taken else replace(comment, number=f"{comment.number}-{comment.uid[:4]}")
        taken.add(own.number)
        found.append(own)
    return found


def number_prefix(review: str) -> str:
    """How the numbers of a review begin: `C-2026-` for CONC-2026-01."""
    year = re.search(r"\d{4}", review)
    return f"C-{year[0]}-" if year else "C-"


def last_number(folder: Path, review: str) -> int:
    """The highest number that a review, or another one of the same year beside it, has given; 0 when none has."""
    prefix = number_prefix(review)
    names = (FILE_NAME.fullmatch(path.name) for path in folder.parent.glob(f"*/comments/{prefix}*.jsonl"))
    counts = [name[1].removeprefix(prefix) for name in names if name is not None]
    return max((int(count) for count in counts if count.isdigit()), default=0)
