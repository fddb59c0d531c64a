"""The parts of an .xlsx file, made such that openpyxl reads them: without empty cells, in the usual namespaces."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from posixpath import dirname, join, normpath

from tabellion.diagnostics import Term
from tabellion.tables.grid import UnreadableWorkbookError

# worksheets below this size are read as they are
LARGE = 1_000_000
# what a workbook may hold when unpacked: more is a mistake or an attack
LARGEST = 1_000_000_000
TOO_LARGE = Term("plus d'un gigaoctet une fois décompressé", "more than a gigabyte when unpacked")

# only those that say where they stand: without it the place of others would change
EMPTY_CELL = rb"<(?:\w+:)?c(?=\s)(?=[^<>]*\sr=)[^<>]*+(?<=/)>|<(?:\w+:)?c(?=\s)(?=[^<>]*\sr=)[^<>]*+></(?:\w+:)?c>"
EMPTY_ROW = rb"<(?:\w+:)?row(?=\s)(?=[^<>]*\sr=)[^<>]*+(?:(?<=/)>|>(?:" + EMPTY_CELL + rb"|\s)*+</(?:\w+:)?row>)"
EMPTY_CELLS = re.compile(rb"(?:" + EMPTY_CELL + rb")++")
EMPTY_ROWS = re.compile(rb"(?:(?:" + EMPTY_ROW + rb")\s*+)++")
WORKSHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
# "Strict Open XML", an option of Excel, has the elements of the usual files in other namespaces (ISO/IEC 29500-1)
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
RELATIONSHIPS = "_rels/.rels"
TARGET = re.compile(rb"\sTarget\s*=\s*[\"']([^\"']+)[\"']")


def readable(path: Path | io.BytesIO) -> io.BytesIO | Path:
    """The workbook with its large worksheets rid of cells that have a format only, and strict files made usual ones;
    `path` itself when there is nothing to change.

    Raises `UnreadableWorkbookError` for a workbook that is too large to be one of tables, and what `zipfile` raises.
    """
    with zipfile.ZipFile(path) as archive:
        if sum(item.file_size for item in archive.infolist()) > LARGEST:
            raise UnreadableWorkbookError(TOO_LARGE)
    named = with_usual_names(path)
    with zipfile.ZipFile(named) as archive:
        parts = archive.infolist()
        is_strict = RELATIONSHIPS in archive.namelist() and STRICT.search(archive.read(RELATIONSHIPS)) is not None
        if not is_strict and not any(_is_large(item) for item in parts):
            return named
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as usual:
            for part in parts:
                content = archive.read(part)
                if is_strict and part.filename.endswith((".xml", ".rels")):
                    content = STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", content)
                usual.writestr(part.filename, _stripped(content) if _is_large(part) else content)
    made.seek(0)
    return made


def with_usual_names(path: Path | io.BytesIO) -> io.BytesIO | Path:
    """The archive with its parts called as the relations between them say: of some writers they are called otherwise
    by case, which does not count (ECMA-376-2, 6.2.2.3), or have backslashes. `path` itself where they are not."""
    with zipfile.ZipFile(path) as archive:
        stored = archive.namelist()
        has_backslashes = any("\\" in name for name in stored)
        names = {name: name.replace("\\", "/") for name in stored}
        by_case = {usual.casefold(): name for name, usual in names.items()}
        for name, usual in list(names.items()):
            if not usual.endswith(".rels"):
                continue
            for target in TARGET.findall(archive.read(name)):
                text = target.decode("utf-8", "replace").replace("\\", "/")
                asked = text.lstrip("/") if text.startswith("/") else normpath(join(dirname(dirname(usual)), text))
                actual = by_case.get(asked.casefold())
                if actual is not None:
                    names[actual] = asked
        if all(name == usual for name, usual in names.items()):
            return path
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as renamed:
            for item in archive.infolist():
                usual, content = names[item.filename], archive.read(item)
                is_relations = has_backslashes and usual.endswith(".rels")
                renamed.writestr(usual, TARGET.sub(_with_slashes, content) if is_relations else content)
    made.seek(0)
    return made


def _with_slashes(match: re.Match[bytes]) -> bytes:
    return match[0].replace(b"\\", b"/")


def _is_large(part: zipfile.ZipInfo) -> bool:
    return part.file_size > LARGE and WORKSHEET.fullmatch(part.filename) is not None


def _stripped(worksheet: bytes) -> bytes:
    """Without cells that have no value, and rows without cells; the last row stays, to tell how far the formats go."""
    last = max(worksheet.rfind(b"<row "), worksheet.rfind(b":row "))
    if last < 0:
        return worksheet
    start = worksheet.rfind(b"<", 0, last + 1)
    return EMPTY_CELLS.sub(b"", EMPTY_ROWS.sub(b"", worksheet[:start])) + worksheet[start:]
