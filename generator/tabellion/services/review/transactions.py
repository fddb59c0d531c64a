"""One writer after the other, and many acts in one transaction: what is answered is on the disk.

To be on the disk takes a commit milliseconds, whatever it holds. So acts that wait together are committed together, and
each is answered afterwards.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from tabellion.review.record.comment import Comment
from tabellion.review.record.event import Event
from tabellion.review.register.changes import CommentChanges
from tabellion.review.register.register import number_prefix
from tabellion.services.review.database import EVENTS, REVIEWS, Database

MOST_WAITING = 2_000
"""How many acts may wait; more are refused at once rather than answered late."""
MOST_TOGETHER = 200
Result = TypeVar("Result")
_Waiting = tuple[Callable[[CommentChanges], Any], "Future[Any]"]


class OverloadedError(RuntimeError):
    """Too many acts wait."""


class Transactions:
    """The comments of a review in a database, under change by one act after the other.

    The comments stand in memory as of the last transaction; what other processes have added since is read at the
    beginning of the next one. A thread of its own does it, from the first act to `close`.
    """

    def __init__(self, database: Database, review: str) -> None:
        self._database = database
        self._review = review
        self._change = _DatabaseChange({}, review)
        self._seen = 0
        self._waiting: queue.Queue[_Waiting | None] = queue.Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._work, name=f"transactions of {review}", daemon=True)
        with database.engine.begin() as connection:
            known = connection.execute(select(REVIEWS.c.id).where(REVIEWS.c.id == review)).first()
            if known is None:
                with suppress(IntegrityError), connection.begin_nested():
                    connection.execute(insert(REVIEWS).values(id=review))
        self._thread.start()

    async def do(self, act: Callable[[CommentChanges], Result]) -> Result:
        """What an act gives, once what it did is kept for good. Raises what the act raises, `OverloadedError`, and
        `sqlalchemy.exc.SQLAlchemyError` where it could not be kept."""
        return await asyncio.wrap_future(self._put(act))

    def do_now(self, act: Callable[[CommentChanges], Result]) -> Result:
        """The same for who waits without an event loop."""
        return self._put(act).result()

    def attachment(self, sha256: str) -> bytes | None:
        """The bytes of a file that came with a comment, where they are kept."""
        with self._database.engine.begin() as connection:
            return self._database.attachment(connection, self._review, sha256)

    def close(self) -> None:
        """End after the acts that wait."""
        self._waiting.put(None)
        self._thread.join()

    def _put(self, act: Callable[[CommentChanges], Result]) -> Future[Result]:
        answer: Future[Result] = Future()
        try:
            self._waiting.put_nowait((act, answer))
        except queue.Full:
            raise OverloadedError from None
        return answer

    def _work(self) -> None:
        while (first := self._waiting.get()) is not None:
            acts = [first]
            while len(acts) < MOST_TOGETHER:
                try:
                    item = self._waiting.get_nowait()
                except queue.Empty:
                    break
                if item is None:
                    self._together(acts)
                    return
                acts.append(item)
            self._together(acts)

    def _together(self, waiting: list[_Waiting]) -> None:
        # whoever has gone meanwhile was promised nothing
        acts = [(act, answer) for act, answer in waiting if answer.set_running_or_notify_cancel()]
        answers: list[tuple[Future[Any], Any, Exception | None]] = []
        try:
            with self._database.engine.begin() as connection:
                connection.execute(select(REVIEWS.c.id).where(REVIEWS.c.id == self._review).with_for_update())
                self._refresh(connection)
                for act, answer in acts:
                    mark = self._change.mark()
                    try:
                        answers.append((answer, act(self._change), None))
                    except Exception as fault:  # what an act does wrong is its own affair
                        self._change.restore(mark)
                        answers.append((answer, None, fault))
                self._keep(connection)
        except Exception as fault:
            # what is in memory may say more than what is kept
            self._change, self._seen = _DatabaseChange({}, self._review), 0
            answers = [(answer, None, fault) for _, answer in acts]
        self._change.settle()
        for answer, result, failure in answers:
            if failure is None:
                answer.set_result(result)
            else:
                answer.set_exception(failure)

    def _refresh(self, connection: Connection) -> None:
        """Take in what was added by others, and what this process itself added last."""
        added: dict[str, dict[str, Event]] = {}
        for seq, found in self._database.rows(connection, self._review, self._seen):
            self._seen = seq
            added.setdefault(found.comment, {})[found.id] = found
        for uid, events in added.items():
            self._change.take_in(uid, events)

    def _keep(self, connection: Connection) -> None:
        """Write down what was done. Events whose values are to be kept apart from now on replace what they were."""
        rows = []
        gone: set[str] = set()
        for uid, former in self._change.former.items():
            comment = self._change.comments.get(uid)
            if comment is None:
                continue
            there = {item.id: item for item in former.events} if former is not None else {}
            had, has = (() if known is None else known.attachments for known in (former, comment))
            gone |= {item.sha256 for item in had} - {item.sha256 for item in has}
            for item in has:
                if item.sha256 in self._change.contents:
                    content = self._change.contents[item.sha256]
                    self._database.keep_attachment(connection, self._review, item.sha256, content)
            is_as_before = former is None or former.kept_apart == comment.kept_apart
            if not is_as_before or any(there.get(item.id, item) != item for item in comment.events):
                connection.execute(EVENTS.delete().where(EVENTS.c.review == self._review, EVENTS.c.comment == uid))
                there = {}
            rows += self._database.record(self._review, comment, [e for e in comment.events if e.id not in there])
        if gone:
            gone -= {item.sha256 for other in self._change.comments.values() for item in other.attachments}
            self._database.drop_attachments(connection, self._review, gone)
        if rows:
            connection.execute(insert(EVENTS), rows)
            # nobody else adds any while this transaction lasts
            self._seen = connection.scalar(select(func.max(EVENTS.c.seq)).where(EVENTS.c.review == self._review)) or 0


class _DatabaseChange(CommentChanges):
    """Comments under change, that remember how they were when the transaction began."""

    def __init__(self, comments: Mapping[str, Comment], review: str) -> None:
        super().__init__(comments, review, 0)
        self.former: dict[str, Comment | None] = {}
        self._log: list[tuple[str, Comment | None]] = []
        self._prefix = number_prefix(review)

    def take_in(self, uid: str, events: Mapping[str, Event]) -> None:
        """Events as the database has them: they replace what is known of them."""
        known = {item.id: item for item in self.comments[uid].events} if uid in self.comments else {}
        comment = super()._put(uid, tuple((known | dict(events)).values()))
        count = comment.number.removeprefix(self._prefix)
        if count.isdigit():
            self.number = max(self.number, int(count))

    def settle(self) -> None:
        """The transaction is over."""
        self.former.clear()
        self.contents.clear()
        self.touched.clear()
        self._log.clear()

    def mark(self) -> tuple[int, int]:
        """Where things stand, to come back to."""
        return len(self._log), self.number

    def restore(self, mark: tuple[int, int]) -> None:
        """Undo what was done since."""
        length, self.number = mark
        while len(self._log) > length:
            uid, former = self._log.pop()
            if former is None:
                del self.comments[uid]
            else:
                self.comments[uid] = former

    def _put(self, uid: str, events: tuple[Event, ...]) -> Comment:
        former = self.comments.get(uid)
        self.former.setdefault(uid, former)
        self._log.append((uid, former))
        return super()._put(uid, events)
