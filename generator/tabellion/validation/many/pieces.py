"""What is to be read, cut into pieces that can be read apart: byte ranges of NDJSON, row groups of Parquet, files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from tabellion.diagnostics import Finding
from tabellion.validation.source_texts import (
    FILE_LEFT_ASIDE,
    GZIP,
    NOTHING_TO_VALIDATE,
    files_below,
    has_lines,
    is_read,
    read_fault,
)

Kind = Literal["lines", "gzip", "parquet", "whole", "fault"]

PARQUET = ".parquet"
_SPLIT_FILES = 1000


class SourcePiece(NamedTuple):
    """A part of a file that is read on its own.

    `start` and `end` are bytes of NDJSON, of which the lines that begin in between are meant, or row groups of Parquet;
    -1 is the end of the file. `first` is the number of the first line or row. Of a folder, what is no FHIR is left
    aside.
    """

    url: str
    name: str
    kind: Kind
    size: int = 0
    start: int = 0
    end: int = -1
    first: int = 1
    of_folder: bool = False
    fault: Finding | None = None


Split = tuple[SourcePiece, ...]
"""What one worker reads at once: a piece of a large file, or many small files."""


def pieces(sources: Iterable[str], limit: int) -> Iterator[SourcePiece]:
    """What is in all sources, in order, cut to about `limit` bytes. What cannot be found is a piece with a fault."""
    for source in sources:
        try:
            yield from _found(source, limit)
        except Exception as fault:  # drivers of storage raise errors of their own kinds
            yield _fault(source, read_fault(fault))


def splits(cut: Iterable[SourcePiece], limit: int) -> Iterator[Split]:
    """Pieces gathered, in order, to about `limit` bytes each."""
    gathered: list[SourcePiece] = []
    size = 0
    for piece in cut:
        if gathered and (size + piece.size > limit or len(gathered) == _SPLIT_FILES):
            yield tuple(gathered)
            gathered, size = [], 0
        gathered.append(piece)
        size += piece.size
    if gathered:
        yield tuple(gathered)


def _found(source: str, limit: int) -> Iterator[SourcePiece]:
    import fsspec

    storage, path = fsspec.url_to_fs(source)
    known = storage.info(path)
    if known["type"] != "directory":
        yield from _of_file(storage, path, _name(storage, path, source), known["size"] or 0, limit)
        return
    empty = True
    for piece in _below_here(source, path, limit) if _is_local(storage) else _below_there(storage, path, limit):
        empty = empty and piece.fault is not None and piece.fault.rule is FILE_LEFT_ASIDE
        yield piece
    if empty:
        yield _fault(source, Finding(NOTHING_TO_VALIDATE))


def _below_here(source: str, path: str, limit: int) -> Iterator[SourcePiece]:
    import fsspec

    storage = fsspec.filesystem("file")
    folder = Path(path if "://" in source else source)
    for file, aside in files_below(folder, _is_read):
        name = str(file)
        if isinstance(aside, OSError):
            yield _fault(name, read_fault(aside))
        elif aside is not None:
            yield _fault(name, Finding(FILE_LEFT_ASIDE, parameters={"reason": aside}))
        else:
            try:
                yield from _of_file(storage, name, name, file.stat().st_size, limit, of_folder=True)
            except OSError as fault:
                yield _fault(name, read_fault(fault))


def _below_there(storage: Any, path: str, limit: int) -> Iterator[SourcePiece]:
    """The files of a folder of object storage, hidden ones left out."""
    root = path.rstrip("/")
    for key, known in sorted(storage.find(root, detail=True).items()):
        inner = key[len(root) :].split("/")
        if _is_read(key) and not any(part.startswith(".") for part in inner):
            name = storage.unstrip_protocol(key)
            yield from _of_file(storage, key, name, known["size"] or 0, limit, of_folder=True)


def _of_file(
    storage: Any, path: str, name: str, size: int, limit: int, *, of_folder: bool = False
) -> Iterator[SourcePiece]:
    kind = _kind(path)
    url = storage.unstrip_protocol(path)
    whole = SourcePiece(url, name, kind, size, of_folder=of_folder)
    if size <= limit or kind not in ("lines", "parquet"):
        yield whole
    elif kind == "parquet":
        yield from _row_groups(storage, path, whole, limit)
    else:
        for start in range(0, size, limit):
            end = min(start + limit, size)
            yield whole._replace(start=start, end=end, size=end - start)


def _row_groups(storage: Any, path: str, whole: SourcePiece, limit: int) -> Iterator[SourcePiece]:
    """The row groups of a Parquet file, gathered to about `limit` bytes as they are compressed in the file."""
    from pyarrow import parquet

    try:
        with storage.open(path, "rb") as stream:
            known = parquet.ParquetFile(stream).metadata
            sizes = [_compressed(known.row_group(at)) for at in range(known.num_row_groups)]
            rows = [known.row_group(at).num_rows for at in range(known.num_row_groups)]
    except Exception as fault:
        yield _fault(whole.name, read_fault(fault))
        return
    start = 0
    for at in range(len(sizes)):
        if at + 1 == len(sizes) or sum(sizes[start : at + 2]) > limit:
            size, first = sum(sizes[start : at + 1]), 1 + sum(rows[:start])
            yield whole._replace(start=start, end=at + 1, size=size, first=first)
            start = at + 1


def _compressed(group: Any) -> int:
    return sum(int(group.column(at).total_compressed_size) for at in range(group.num_columns))


def _kind(path: str) -> Kind:
    name = path.lower()
    if name.endswith(PARQUET):
        return "parquet"
    if has_lines(name):
        return "gzip" if name.endswith(GZIP) else "lines"
    return "whole"


def _is_read(path: str) -> bool:
    return path.lower().endswith(PARQUET) or is_read(path)


def _is_local(storage: Any) -> bool:
    return "file" in ((storage.protocol,) if isinstance(storage.protocol, str) else storage.protocol)


def _name(storage: Any, path: str, source: str) -> str:
    return source if "://" not in source or not _is_local(storage) else path


def _fault(name: str, fault: Finding) -> SourcePiece:
    return SourcePiece("", name, "fault", fault=fault)
