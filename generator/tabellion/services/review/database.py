"""What the receiver keeps, in SQLite or PostgreSQL: events of comments, each once and for good, and people.

What must not be published (addresses, names of those who do not wish to be named, texts kept apart) stands in a column
of its own, encrypted: whoever reads a copy of the database without the key finds nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    insert,
    select,
)
from sqlalchemy.engine import make_url

from tabellion.files.moving import write_whole
from tabellion.review.record.comment import Comment
from tabellion.review.record.event import Event

TABLES = MetaData()
_COUNTER = BigInteger().with_variant(Integer, "sqlite")
REVIEWS = Table("reviews", TABLES, Column("id", String(80), primary_key=True))
"""A row for each review: whoever adds events to it has this row locked."""
EVENTS = Table(
    "events",
    TABLES,
    Column("seq", _COUNTER, primary_key=True, autoincrement=True),
    Column("review", String(80), nullable=False, index=True),
    Column("comment", String(80), nullable=False),
    Column("event", String(16), nullable=False),
    Column("line", Text, nullable=False),
    Column("private", LargeBinary),
    UniqueConstraint("review", "comment", "event"),
)
ATTACHMENTS = Table(
    "attachments",
    TABLES,
    Column("review", String(80), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""Files that came with comments, encrypted, by the SHA-256 of what they hold."""
PEOPLE = Table(
    "people",
    TABLES,
    Column("name", String(200), primary_key=True),
    Column("roles", String(200), nullable=False),
    Column("token", String(64), unique=True),
)
"""Who may enter the office: an e-mail address or a name, roles, the hash of a token for those who have one."""
SESSIONS = Table(
    "sessions",
    TABLES,
    Column("session", String(64), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("until", BigInteger, nullable=False),
)


class WrongKeyError(ValueError):
    """The key does not open what the database holds."""


class Database:
    """The database at an address of SQLAlchemy (`sqlite:///…`, `postgresql+psycopg://…`), and the key to what is
    encrypted in it. Raises `sqlalchemy.exc.SQLAlchemyError` when it does not answer."""

    def __init__(self, address: str, key: bytes) -> None:
        self.engine = _engine(address)
        self._cipher = Fernet(key)
        TABLES.create_all(self.engine)

    def rows(self, connection: Connection, review: str, after: int) -> list[tuple[int, Event]]:
        """The events of a review with a higher number than `after`, in full where the key opens them. Raises
        `WrongKeyError`."""
        wanted = (
            select(EVENTS.c.seq, EVENTS.c.line, EVENTS.c.private)
            .where(EVENTS.c.review == review, EVENTS.c.seq > after)
            .order_by(EVENTS.c.seq)
        )
        return [
            (seq, Event.of(line if private is None else self._opened(private)))
            for seq, line, private in connection.execute(wanted)
        ]

    def record(self, review: str, comment: Comment, events: Iterable[Event]) -> list[dict[str, Any]]:
        """Events of a comment as rows of the table."""
        apart = comment.kept_apart
        rows = []
        for item in events:
            line, full = item.line(apart), item.line()
            private = None if line == full else self._cipher.encrypt(full.encode("utf-8", "replace"))
            row = {"review": review, "comment": comment.uid, "event": item.id, "line": line, "private": private}
            rows.append(row)
        return rows

    def attachment(self, connection: Connection, review: str, sha256: str) -> bytes | None:
        """The bytes of a file that came with a comment. Raises `WrongKeyError`."""
        wanted = select(ATTACHMENTS.c.content).where(ATTACHMENTS.c.review == review, ATTACHMENTS.c.sha256 == sha256)
        content = connection.scalar(wanted)
        return None if content is None else self._decrypted(content)

    def keep_attachment(self, connection: Connection, review: str, sha256: str, content: bytes) -> None:
        """Keep a file, once."""
        known = select(ATTACHMENTS.c.sha256).where(ATTACHMENTS.c.review == review, ATTACHMENTS.c.sha256 == sha256)
        if connection.execute(known).first() is None:
            encrypted = self._cipher.encrypt(content)
            connection.execute(insert(ATTACHMENTS).values(review=review, sha256=sha256, content=encrypted))

    def drop_attachments(self, connection: Connection, review: str, sums: Iterable[str]) -> None:
        """Delete files."""
        gone = ATTACHMENTS.c.sha256.in_(sorted(sums))
        connection.execute(ATTACHMENTS.delete().where(ATTACHMENTS.c.review == review, gone))

    def _opened(self, private: bytes) -> str:
        return self._decrypted(private).decode("utf-8")

    def _decrypted(self, content: bytes) -> bytes:
        try:
            return self._cipher.decrypt(content)
        except InvalidToken:
            raise WrongKeyError from None


def key_of(path: Path) -> bytes:
    """The key that a file holds; a new one is made where there is none, for its owner alone. Raises `OSError`."""
    if path.is_file():
        return path.read_bytes().strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, Fernet.generate_key() + b"\n")
    path.chmod(0o600)
    return path.read_bytes().strip()


def _engine(address: str) -> Engine:
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 30, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    # the driver would begin transactions by itself, too late for a lock
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    # a commit is on the disk when it returns, or a receipt would promise too much
    connection.execute("PRAGMA synchronous=FULL")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
