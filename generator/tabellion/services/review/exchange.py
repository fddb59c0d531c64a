"""The register of a guide and the database of its receiver: each gets the events that the other has."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import delete, update

from tabellion.review.register.changes import CommentChanges
from tabellion.review.register.frozen import FrozenReview
from tabellion.review.register.register import attachment_content
from tabellion.review.register.writing import writing
from tabellion.services.review.database import ATTACHMENTS, EVENTS, Database
from tabellion.services.review.transactions import Transactions


def exchange(review: FrozenReview, database: Database) -> tuple[int, int]:
    """Bring both to the same state; how many comments the register and the database got or saw changed.

    Either may go on being changed meanwhile: events are only ever added, so what comes later waits for the next time.
    Raises `BusyError`, `DamagedRegisterError`, `OSError`, `sqlalchemy.exc.SQLAlchemyError`.
    """
    transactions = Transactions(database, review.id)
    try:
        with writing(review.folder, review.id) as register:

            def both_ways(received: CommentChanges) -> tuple[int, int]:
                there = dict(received.comments)
                _bring_files(received, register, review.folder)
                _merge(register, received)
                got = len(register.touched)
                _merge(received, register)
                return got, sum(there.get(uid) != comment for uid, comment in received.comments.items())

            counts = transactions.do_now(both_ways)
            for uid in register.touched:
                for item in register.comments[uid].attachments:
                    content = transactions.attachment(item.sha256)
                    if content is not None:
                        register.contents[item.sha256] = content
            return counts
    finally:
        transactions.close()


def forget(review: FrozenReview, database: Database) -> None:
    """Delete what tells who wrote, what was kept apart and the files that comments came with: after it, only what may
    be published is left in the database. What was published by name, and files, stay in the register."""
    with database.engine.begin() as connection:
        connection.execute(update(EVENTS).where(EVENTS.c.review == review.id).values(private=None))
        connection.execute(delete(ATTACHMENTS).where(ATTACHMENTS.c.review == review.id))


def _bring_files(into: CommentChanges, other: CommentChanges, folder: Path) -> None:
    """Give one side the files of the folder that it will hear of."""
    for uid, comment in other.comments.items():
        known = into.comments.get(uid)
        for item in comment.attachments if known is None or known.attachments != comment.attachments else ():
            content = attachment_content(folder, item.sha256)
            if content is not None:
                into.contents[item.sha256] = content


def _merge(into: CommentChanges, other: CommentChanges) -> None:
    for uid, comment in sorted(other.comments.items(), key=lambda item: item[1].number):
        into.merge(uid, comment.events)
