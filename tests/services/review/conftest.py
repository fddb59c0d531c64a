"""A receiver on a free port, over the frozen review of the small guide; on SQLite and on PostgreSQL."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from postgresql import postgresql
from review.conftest import REVIEW, opened_root, review, root  # noqa: F401
from served import needs_service, served
from tabellion.review.register.frozen import FrozenReview

PAGES = "https://guide.example"
"""Where the frozen pages stand."""


def comment(text: str = "Le débit au repos manque.", **values: Any) -> dict[str, Any]:
    """A comment as the page hands it in."""
    return {"uid": str(uuid.uuid4()), "nature": "question", "severity": "minor", "comment": text, **values}


def record(*comments: dict[str, Any], **contributor: Any) -> dict[str, Any]:
    """A record as the page posts it."""
    made: dict[str, Any] = {"format": "tabellion-review", "review": REVIEW, "comments": list(comments)}
    return made | ({"contributor": contributor} if contributor else {})


@dataclass
class Receiver:
    """A receiver that answers."""

    address: str
    database: Any
    review: FrozenReview

    def post(self, *comments: dict[str, Any], **contributor: Any) -> httpx.Response:
        """Post comments, in French."""
        return httpx.post(f"{self.address}/comments", json=record(*comments, **contributor), timeout=30)

    def kept(self) -> dict[str, Any]:
        """The comments that the database has, by uid, read afresh."""
        from tabellion.services.review.transactions import Transactions

        transactions = Transactions(self.database, self.review.id)
        try:
            return transactions.do_now(lambda change: dict(change.comments))
        finally:
            transactions.close()


@contextmanager
def receiving(
    review: FrozenReview,  # noqa: F811
    kept_in: str,
    key: bytes,
    **settings: Any,
) -> Iterator[Receiver]:
    """A receiver over a database, until the block ends."""
    from tabellion.services.review.application import ReceiverSettings, application
    from tabellion.services.review.database import Database

    database = Database(kept_in, key)
    settings = {"address": "http://127.0.0.1", "per_minute": 0, "origins": frozenset({PAGES})} | settings
    made, transactions = application(review, database, ReceiverSettings(**settings))
    try:
        with served(made) as found:
            yield Receiver(found, database, review)
    finally:
        transactions.close()
        database.engine.dispose()


@pytest.fixture(scope="session")
def key() -> bytes:
    """A key to what is encrypted."""
    needs_service()
    from cryptography.fernet import Fernet

    return Fernet.generate_key()


@pytest.fixture(scope="session")
def server_of_databases() -> Iterator[str]:
    """A PostgreSQL server."""
    needs_service()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with postgresql(Path(folder) / "postgresql") as address:
            yield address


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """The address of a new file of SQLite."""
    return f"sqlite:///{tmp_path / 'receiver.sqlite'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database, of each kind."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite")
        return
    from sqlalchemy import create_engine

    address = request.getfixturevalue("server_of_databases")
    yield address
    from tabellion.services.review.database import TABLES

    engine = create_engine(address)
    TABLES.drop_all(engine)
    engine.dispose()


@pytest.fixture
def receiver(review: FrozenReview, sqlite: str, key: bytes) -> Iterator[Receiver]:  # noqa: F811
    """A receiver on SQLite."""
    with receiving(review, sqlite, key) as found:
        yield found
