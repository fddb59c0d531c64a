"""The texts of a piece: lines that begin in a byte range, lines of a compressed file, rows of a Parquet column."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from tabellion.diagnostics import Finding, Term, rule
from tabellion.diagnostics.words import nearest_name
from tabellion.validation.many.pieces import SourcePiece
from tabellion.validation.source_texts import (
    MAX_LINE,
    MEGABYTE,
    NOTHING_TO_VALIDATE,
    TEXT_TOO_BIG,
    SourceText,
    file_lines,
    read_fault,
    stream_lines,
    whole_text,
)

NO_COLUMN_OF_RESOURCES = rule(
    "VA096",
    "no-column-of-resources",
    "error",
    "not-found",
    fr="le fichier Parquet n'a pas de colonne de ressources {value} ; ses colonnes de textes : {columns}",
    en="the Parquet file has no column of resources {value}; its columns of texts: {columns}",
    help_fr="nommez la colonne qui contient les ressources : « --column »",
    help_en="name the column that holds the resources: `--column`",
)
_AT_ONCE = 1 << 20
_ROWS = 64
_NONE = Term("aucune", "none")


def piece_texts(piece: SourcePiece, column: str | None) -> Iterator[SourceText]:
    """The texts of a piece; what cannot be read ends it with a fault. `column` is that of Parquet files."""
    if piece.fault is not None:
        yield SourceText(piece.name, 0, b"", piece.fault)
        return
    try:
        import fsspec

        with fsspec.open(piece.url, "rb") as stream:
            yield from _read(piece, stream, column)
    except Exception as fault:  # drivers of storage, gzip and Parquet raise errors of their own kinds
        yield SourceText(piece.name, 0, b"", read_fault(fault))


def count_lines(piece: SourcePiece) -> int:
    """How many lines begin in a byte range; 0 where it cannot be read, which is told when it is validated."""
    try:
        import fsspec

        with fsspec.open(piece.url, "rb") as stream:
            before = max(piece.start - 1, 0)
            stream.seek(before)
            left, found = piece.end - 1 - before, int(piece.start == 0)
            while left > 0 and (block := stream.read(min(left, _AT_ONCE))):
                found += block.count(b"\n")
                left -= len(block)
            return found
    except Exception:
        return 0


def _read(piece: SourcePiece, stream: Any, column: str | None) -> Iterator[SourceText]:
    if piece.kind == "parquet":
        yield from _rows(piece, stream, column)
        return
    if piece.kind == "whole":
        yield whole_text(piece.name, stream)._replace(of_folder=piece.of_folder)
        return
    buffered = io.BufferedReader(stream, _AT_ONCE)
    if piece.kind == "gzip":
        with gzip.open(buffered) as uncompressed:
            yield from file_lines(piece.name, cast(BinaryIO, uncompressed), of_folder=piece.of_folder)
    elif piece.end < 0:
        yield from file_lines(piece.name, cast(BinaryIO, buffered), of_folder=piece.of_folder)
    else:
        for text in stream_lines(piece.name, _Range(buffered, piece.start, piece.end)):
            if text.line:  # a range in which no line begins has nothing, which is no fault
                yield text._replace(line=text.line + piece.first - 1)


class _Range:
    """The lines of a stream that begin in a range of bytes."""

    def __init__(self, stream: io.BufferedReader, start: int, end: int) -> None:
        self._stream, self._at, self._end = stream, max(start - 1, 0), end
        stream.seek(self._at)
        if start:  # up to the end of the line that begins before
            while (part := self.readline(_AT_ONCE)) and not part.endswith(b"\n"):
                pass

    def readline(self, size: int = -1) -> bytes:
        if self._at >= self._end:
            return b""
        line = self._stream.readline(size)
        self._at += len(line)
        return line


def _rows(piece: SourcePiece, stream: BinaryIO, column: str | None) -> Iterator[SourceText]:
    """The rows of a column, a few at a time: a row group may be larger than the memory."""
    from pyarrow import parquet

    file = parquet.ParquetFile(stream, pre_buffer=False, buffer_size=_AT_ONCE)
    named = _column(file.schema_arrow, column)
    if isinstance(named, Finding):
        yield SourceText(piece.name, 0, b"", named)
        return
    groups = range(piece.start, piece.end if piece.end >= 0 else file.metadata.num_row_groups)
    number, told = piece.first, False
    for batch in file.iter_batches(_ROWS, row_groups=list(groups), columns=[named]):
        for value in batch.column(0):
            size = 0 if not value.is_valid else value.as_buffer().size
            content = value.as_buffer().to_pybytes() if 0 < size <= MAX_LINE * MEGABYTE else b""
            if size > MAX_LINE * MEGABYTE:
                yield SourceText(piece.name, number, b"", Finding(TEXT_TOO_BIG, parameters={"limit": MAX_LINE}))
                told = True
            elif content.strip():  # a cell of blanks is empty, as a line is
                yield SourceText(piece.name, number, content)
                told = True
            number += 1
    if not told and len(groups) == file.metadata.num_row_groups:
        yield SourceText(piece.name, 0, b"", Finding(NOTHING_TO_VALIDATE))


def _column(schema: Any, asked: str | None) -> str | Finding:
    """The column asked for, else the only one of texts."""
    import pyarrow

    texts = [field.name for field in schema if _is_text(field.type, pyarrow.types)]
    if asked in texts if asked is not None else len(texts) == 1:
        return asked or texts[0]
    told = ", ".join(texts) or _NONE
    nearest = nearest_name(asked, texts) if asked is not None else None
    return Finding(NO_COLUMN_OF_RESOURCES, parameters={"columns": told}, value=asked or "", suggestion=nearest)


def _is_text(type_: Any, types: Any) -> bool:
    return bool(
        types.is_string(type_) or types.is_large_string(type_) or types.is_binary(type_) or types.is_large_binary(type_)
    )
