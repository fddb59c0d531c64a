"""A register under change: one process at a time, all of it or nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tabellion.files.change import BusyError, FolderChange, changing
from tabellion.review.record.comment import Comment
from tabellion.review.register.changes import CommentChanges
from tabellion.review.register.frozen import events_of
from tabellion.review.register.register import FOLDERS, IGNORED, UNION, Register, attachment_content, last_number

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


class RegisterChange(CommentChanges):
    """What is being done to a register."""

    def __init__(self, change: FolderChange, folder: Path, review: str) -> None:
        self.register = Register(folder)
        if self.register.damaged:
            first = self.register.damaged[0]
            raise DamagedRegisterError(first.path, first.line)
        super().__init__(self.register.by_uid, review, last_number(folder, review))
        self._change = change
        self.folder = folder
        self.is_published = any(event.action == "publish" for event in events_of(folder))

    def commit(self) -> None:
        """Write what was done. Raises `OSError`: then nothing of it is."""
        files: dict[str, bytes] = {}
        removed = []
        for uid in self.touched:
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
            self._attachments(comment, files, removed)
        if self.review_events:
            path = self.folder / "events.jsonl"
            before = path.read_bytes() if path.is_file() else b""
            files["events.jsonl"] = before + _lines([event.line() for event in self.review_events])
        if files:
            files |= {".gitattributes": UNION.encode(), ".gitignore": IGNORED.encode()}
            self._change.put(files, removed)

    def _attachments(self, comment: Comment, files: dict[str, bytes], removed: list[str]) -> None:
        """Where the files of a comment stand: apart until they are shown, nowhere once no comment has them."""
        for item in comment.attachments:
            content = self.contents.get(item.sha256) or attachment_content(self.folder, item.sha256)
            if content is not None:
                shown = item in comment.published_attachments
                files[f"{FOLDERS[shown]}/{item.sha256}"] = content
                removed.append(f"{FOLDERS[not shown]}/{item.sha256}")
        former = self.register.by_uid.get(comment.uid)
        gone = set(former.attachments if former is not None else ()) - set(comment.attachments)
        if gone:
            wanted = {item.sha256 for other in self.comments.values() for item in other.attachments}
            removed += [f"{folder}/{item.sha256}" for item in gone if item.sha256 not in wanted for folder in FOLDERS]

    def put(self, files: Mapping[str, bytes | Path]) -> None:
        """Write other files of the review, at once. Raises `OSError`."""
        self._change.put(files)


def _lines(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


__all__ = ["BusyError", "DamagedRegisterError", "RegisterChange", "writing"]
