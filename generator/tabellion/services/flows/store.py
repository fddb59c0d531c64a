"""What the reference server keeps: resources in SQLite, and in memory what searches ask of them."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tabellion.fhir.json import Json, dumps, loads

TABLE = """
create table if not exists resource (
    number integer primary key autoincrement,
    type text not null,
    id text not null,
    version integer not null,
    updated text not null,
    content text not null,
    unique (type, id)
)
"""
SELECT = "select content, version, updated from resource order by number"
INSERT = "insert into resource (version, updated, content, type, id) values (?, ?, ?, ?, ?)"
UPDATE = "update resource set version = ?, updated = ?, content = ? where type = ? and id = ?"
MOST_RESOURCES = 50_000
"""More are not taken: the server is for trying a guide, and keeps what it has in memory too."""


class StoreFullError(RuntimeError):
    """There is no room for more resources."""


@dataclass(slots=True)
class Stored:
    """A resource as it is kept; `found` has the values of search parameters that were asked for already."""

    resource: Json
    version: int
    updated: str
    created: bool = True
    found: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """`Observation/12`."""
        return f"{self.resource['resourceType']}/{self.resource['id']}"

    @property
    def location(self) -> str:
        """The address of this version below the base."""
        return f"{self.reference}/_history/{self.version}"


class Store:
    """Resources by type and id, in one file of SQLite or, without one, as long as the process lives.

    Threads may share it: writers wait for each other, and what a `writing` block does is kept whole or not at all.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(str(file) if file is not None else ":memory:", check_same_thread=False)
        self._connection.execute(TABLE)
        self._connection.commit()
        self._kept: dict[str, Stored] = {}
        for content, version, updated in self._connection.execute(SELECT):
            stored = Stored(loads(content), version, updated)
            self._kept[stored.reference] = stored

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def __len__(self) -> int:
        return len(self._kept)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A block whose changes are kept together when it ends, and forgotten when it raises."""
        with self._lock:
            writing = Writing(self._connection, dict(self._kept))
            try:
                yield writing
                self._connection.commit()
            except BaseException:
                self._connection.rollback()
                raise
            self._kept = writing.kept

    def get(self, reference: str) -> Stored | None:
        """A resource by `Type/id`."""
        return self._kept.get(reference)

    def of_type(self, type_: str) -> list[Stored]:
        """The resources of a type, the first kept first."""
        kept = self._kept
        return [stored for stored in kept.values() if stored.resource["resourceType"] == type_]


class Writing:
    """Changes under way."""

    def __init__(self, connection: sqlite3.Connection, kept: dict[str, Stored]) -> None:
        self._connection = connection
        self.kept = kept
        last = connection.execute("select seq from sqlite_sequence where name = 'resource'").fetchone()
        self._number: int = last[0] if last else 0

    def find(self, type_: str, wanted: Callable[[Stored], bool]) -> list[Stored]:
        """The resources of a type that are wanted, those of this block included."""
        return [stored for stored in self.kept.values() if stored.resource["resourceType"] == type_ and wanted(stored)]

    def new_id(self, type_: str) -> str:
        """An id that no resource of this type has or had."""
        while True:
            self._number += 1
            if f"{type_}/{type_.lower()}-{self._number}" not in self.kept:
                return f"{type_.lower()}-{self._number}"

    def put(self, resource: Json, id_: str) -> Stored:
        """Keep a resource: a new one, or the next version of the one with this id. Raises `StoreFullError`."""
        type_ = resource["resourceType"]
        before = self.kept.get(f"{type_}/{id_}")
        if before is None and len(self.kept) >= MOST_RESOURCES:
            raise StoreFullError
        updated = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        version = before.version + 1 if before is not None else 1
        meta = {**resource.get("meta", {}), "versionId": str(version), "lastUpdated": updated}
        kept = {"resourceType": type_, "id": id_, "meta": meta}
        kept |= {key: value for key, value in resource.items() if key not in kept}
        values = (version, updated, dumps(kept), type_, id_)
        self._connection.execute(UPDATE if before is not None else INSERT, values)
        stored = Stored(kept, version, updated, created=before is None)
        self.kept[stored.reference] = stored
        return stored

    def remove(self, references: Iterable[str]) -> None:
        """Forget resources."""
        for reference in references:
            if self.kept.pop(reference, None) is not None:
                self._connection.execute("delete from resource where type=? and id=?", reference.split("/"))
