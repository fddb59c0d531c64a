"""One file for a whole package, made for lazy reading: the bytes of its files, an index of them, a trailer.

Layout: `MAGIC`, the files' bytes one after the other, the index as JSON in UTF-8, then a trailer of fixed size with
the index's place, size and CRC-32 and `MAGIC` again. A file that was cut short has no trailer, and one made by
another version of the format has another name and another `MAGIC`: both are made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import struct
import tempfile
import zlib
from collections.abc import Callable, Iterable
from functools import partial
from json import dumps
from pathlib import Path
from typing import IO

from tabellion.fhir import json
from tabellion.fhir.package_archive import archive_files
from tabellion.fhir.package_index import IndexEntry, index_package

FORMAT = 2
MAGIC = b"tabellion-package-%04d\n" % FORMAT
TRAILER = struct.Struct(f"<QQI{len(MAGIC)}s")


class StoredFiles:
    """The files of a package kept in one file. Safe to share between threads and processes: each read opens it."""

    def __init__(self, sha256: str, opened: Callable[[], IO[bytes]], forget: Callable[[], object] = bool) -> None:
        """`sha256` is that of the archive.

        Raises `ValueError` or `OSError` when what `opened` gives is not a whole store of this format.
        """
        self.sha256 = sha256
        self._opened = opened
        self._forget = forget
        with opened() as file:
            size = file.seek(0, io.SEEK_END)
            if size < TRAILER.size + len(MAGIC):
                raise ValueError("cut short")
            file.seek(size - TRAILER.size)
            start, length, crc, magic = TRAILER.unpack(file.read(TRAILER.size))
            if magic != MAGIC or start + length + TRAILER.size != size:
                raise ValueError("not a store of this format")
            file.seek(start)
            index = file.read(length)
        if zlib.crc32(index) != crc:
            raise ValueError("damaged index")
        read = json.loads(index)
        self._places: dict[str, list[int]] = read["files"]
        self.entries = [IndexEntry._make(row) for row in read["entries"]]
        self.unreadable: list[tuple[str, str]] = [(file, reason) for file, reason in read["unreadable"]]

    @property
    def names(self) -> Iterable[str]:
        return self._places

    def read(self, name: str) -> bytes:
        """The bytes of a file of the package. Raises `KeyError` when it has none of that name, and `ValueError` or
        `OSError` when the store was damaged after it was opened; it is then forgotten, so that the next run makes it
        again.
        """
        start, length, crc = self._places[name]
        with self._opened() as file:
            file.seek(start)
            content = file.read(length)
        if zlib.crc32(content) != crc:
            self._forget()
            raise ValueError("the cache of this package was damaged and is removed; run the command again")
        return content


def open_archive(archive: IO[bytes], folder: Path, unreadable: Callable[[str, str], None]) -> StoredFiles:
    """The store of a package archive, from `folder` or made there; files it could not index are told to `unreadable`.

    Raises `PackageFault` when the archive cannot be used and `OSError` when it cannot be read.
    """
    stored = _store_of(archive, folder)
    for file, reason in stored.unreadable:
        unreadable(file, reason)
    return stored


def _store_of(archive: IO[bytes], folder: Path) -> StoredFiles:
    """The store of a package archive: from `folder`, where it is made first when it is not there or not whole.

    Its name there says the format and the archive's sha256. Where `folder` cannot be written, the store is kept in
    memory. Raises `PackageFault` when the archive cannot be used and `OSError` when it cannot be read.
    """
    digest = hashlib.file_digest(archive, "sha256").hexdigest()  # type: ignore[arg-type]
    kept = folder / f"{digest}.v{FORMAT}"
    with contextlib.suppress(ValueError, OSError, KeyError, TypeError):
        return _open_kept(digest, kept)
    archive.seek(0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix="making-")
    except OSError:
        return _store_in_memory(digest, archive)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w+b") as target:
            write_store(archive_files(archive), target)
        temporary.replace(kept)
        return _open_kept(digest, kept)
    except OSError:  # a full disk; or another run has the same file open, on systems that forbid replacing it
        archive.seek(0)
        return _store_in_memory(digest, archive)
    finally:
        temporary.unlink(missing_ok=True)


def _read(path: Path) -> IO[bytes]:
    return path.open("rb")


def _open_kept(digest: str, kept: Path) -> StoredFiles:
    return StoredFiles(digest, partial(_read, kept), partial(kept.unlink, missing_ok=True))


def _store_in_memory(digest: str, source: IO[bytes]) -> StoredFiles:
    target = io.BytesIO()
    write_store(archive_files(source), target)
    content = target.getvalue()
    return StoredFiles(digest, partial(io.BytesIO, content))


def write_store(files: Iterable[tuple[str, bytes]], target: IO[bytes]) -> None:
    """Write the store of an archive's `files` (path in the archive, content) to `target`."""
    target.write(MAGIC)
    position = len(MAGIC)
    places: dict[str, list[int]] = {}
    for path, content in files:
        name = name_in_package(path)
        if name is None or name in places:
            continue
        places[name] = [position, len(content), zlib.crc32(content)]
        target.write(content)
        position += len(content)

    def read(name: str) -> bytes:
        target.seek(places[name][0])
        return target.read(places[name][1])

    # Kept with the index, so that a warm run says the same as a cold one.
    unreadable: list[tuple[str, str]] = []
    entries = index_package(places, read, lambda file, reason: unreadable.append((file, reason)))
    index = dumps({"files": places, "entries": entries, "unreadable": unreadable}).encode("utf-8")
    target.seek(position)
    target.write(index)
    target.write(TRAILER.pack(position, len(index), zlib.crc32(index), MAGIC))


def name_in_package(path: str) -> str | None:
    """The path below `package/` of a path in an archive; examples beside `package/` count as below it."""
    folder, slash, rest = path.partition("/")
    if not slash:
        return None
    return rest if folder == "package" else path if folder in ("example", "examples", "other") else None
