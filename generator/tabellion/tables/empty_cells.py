"""Worksheets without their empty cells: a format dragged down to the last row costs no time and no memory."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

# worksheets below this size are read as they are
LARGE = 1_000_000
# what a workbook may hold when unpacked: more is a mistake or an attack
LARGEST = 1_000_000_000

# only those that say where they stand: without it the place of others would change
EMPTY_CELL = re.compile(rb"<(?:\w+:)?c(?=\s)(?=[^<>]*\sr=)[^<>]*(?:/>|></(?:\w+:)?c>)")
EMPTY_ROW = re.compile(rb"<(?:\w+:)?row(?=\s)(?=[^<>]*\sr=)[^<>]*(?:/>|>\s*</(?:\w+:)?row>)")
WORKSHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


def without_empty_cells(path: Path) -> io.BytesIO | Path:
    """A workbook's large worksheets without cells that have a format only, unpacked in memory; `path` itself when
    there is none.

    Raises `ValueError` for a workbook that is too large to be one of tables, and what `zipfile` raises.
    """
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if sum(one.file_size for one in parts) > LARGEST:
            raise ValueError(f"> {LARGEST // 1_000_000} MB")
        if not any(_is_large(one) for one in parts):
            return path
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as lighter:
            for part in parts:
                content = archive.read(part)
                lighter.writestr(part.filename, _stripped(content) if _is_large(part) else content)
    made.seek(0)
    return made


def _is_large(part: zipfile.ZipInfo) -> bool:
    return part.file_size > LARGE and WORKSHEET.fullmatch(part.filename.replace("\\", "/")) is not None


def _stripped(worksheet: bytes) -> bytes:
    """Without cells that have no value, and rows without cells; the last row stays, to tell how far the formats go."""
    last = max(worksheet.rfind(b"<row "), worksheet.rfind(b":row "))
    if last < 0:
        return worksheet
    start = worksheet.rfind(b"<", 0, last + 1)
    return EMPTY_ROW.sub(b"", EMPTY_CELL.sub(b"", worksheet[:start])) + worksheet[start:]
