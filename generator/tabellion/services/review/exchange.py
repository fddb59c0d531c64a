"""The register of a guide and the database of its receiver: each gets the events that the other has."""

from __future__ import annotations

from sqlalchemy import update

from tabellion.review.register.changes import CommentChanges
from tabellion.review.register.frozen import FrozenReview
from tabellion.review.register.writing import writing
from tabellion.services.review.database import EVENTS, Database
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
                _merge(register, received)
                got = len(register.touched)
                _merge(received, register)
                return got, sum(there.get(uid) != comment for uid, comment in received.comments.items())

            return transactions.do_now(both_ways)
    finally:
        transactions.close()


def forget(review: FrozenReview, database: Database) -> None:
    """Delete what tells who wrote and what was kept apart: after it, only what may be published is left in the
    database. What was published by name stays in the register."""
    with database.engine.begin() as connection:
        connection.execute(update(EVENTS).where(EVENTS.c.review == review.id).values(private=None))


def _merge(into: CommentChanges, other: CommentChanges) -> None:
    for uid, comment in sorted(other.comments.items(), key=lambda item: item[1].number):
        into.merge(uid, comment.events)
