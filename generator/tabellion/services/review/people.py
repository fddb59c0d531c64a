"""Who may enter the office, with which roles; a session once they have."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from tabellion.services.review.database import PEOPLE, SESSIONS, Database

SECRETARIAT, INSTRUCTOR, DECIDER = "secretariat", "instructor", "decider"
ROLES = (SECRETARIAT, INSTRUCTOR, DECIDER)
"""The secretariat admits, splits, groups and assigns; an instructor looks into comments; a decider decides."""
HOURS_OF_A_SESSION = 12


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the organiser, with roles of `ROLES`. `session` is the secret of the session, `""` for a program that
    shows its token with each request."""

    name: str
    roles: frozenset[str]
    session: str = ""

    @property
    def form_key(self) -> str:
        """What every form of this session holds, so that no page of somebody else's can send one."""
        return hmac.new(self.session.encode(), b"form", hashlib.sha256).hexdigest()


class People:
    """The people of a database. Only hashes of tokens and sessions are kept."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine

    def admit(self, name: str, roles: frozenset[str], *, with_token: bool) -> str:
        """Let somebody in with these roles, or with others than before; the token that opens, `""` without one. For who
        signs on elsewhere `name` is the e-mail address that is told there."""
        token = secrets.token_urlsafe(32) if with_token else ""
        values = {"name": _name(name), "roles": " ".join(sorted(roles)), "token": _hash(token) if token else None}
        with self._engine.begin() as connection:
            connection.execute(delete(PEOPLE).where(PEOPLE.c.name == values["name"]))
            connection.execute(delete(SESSIONS).where(SESSIONS.c.name == values["name"]))
            connection.execute(insert(PEOPLE).values(values))
        return token

    def dismiss(self, name: str) -> bool:
        """Let somebody in no more, from now on; whether they were known."""
        with self._engine.begin() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.name == _name(name)))
            return connection.execute(delete(PEOPLE).where(PEOPLE.c.name == _name(name))).rowcount > 0

    def of_token(self, token: str) -> Person | None:
        """Whose token this is."""
        with self._engine.begin() as connection:
            found = connection.execute(select(PEOPLE).where(PEOPLE.c.token == _hash(token))).first()
        return None if found is None else Person(found.name, frozenset(found.roles.split()))

    def of_name(self, name: str) -> Person | None:
        """Who is known by this name or e-mail address."""
        with self._engine.begin() as connection:
            found = connection.execute(select(PEOPLE).where(PEOPLE.c.name == _name(name))).first()
        return None if found is None else Person(found.name, frozenset(found.roles.split()))

    def open_session(self, person: Person) -> str:
        """A session of some hours; its secret."""
        session = secrets.token_urlsafe(32)
        now = int(time.time())
        with self._engine.begin() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.until < now))
            until = now + HOURS_OF_A_SESSION * 3600
            connection.execute(insert(SESSIONS).values(session=_hash(session), name=person.name, until=until))
        return session

    def of_session(self, session: str) -> Person | None:
        """Who has this session, while it lasts and while they may come in."""
        wanted = (
            select(PEOPLE)
            .join(SESSIONS, SESSIONS.c.name == PEOPLE.c.name)
            .where(SESSIONS.c.session == _hash(session), SESSIONS.c.until >= int(time.time()))
        )
        with self._engine.begin() as connection:
            found = connection.execute(wanted).first()
        return None if found is None else Person(found.name, frozenset(found.roles.split()), session)

    def close_session(self, session: str) -> None:
        """End a session."""
        with self._engine.begin() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.session == _hash(session)))


def _name(name: str) -> str:
    return name.strip().casefold()


def _hash(secret: str) -> str:
    # secrets are long and random: a plain hash is enough
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
