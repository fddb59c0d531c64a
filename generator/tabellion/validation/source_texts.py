"""The resources of files and folders, one at a time: JSON, XML, and NDJSON of any length in bounded memory."""

from __future__ import annotations

import gzip
import json
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol, cast

from tabellion.diagnostics import Finding, Place, Report, Term, rule
from tabellion.diagnostics.model import in_a_line
from tabellion.fhir.json_text import NO_OBJECT, NO_RESOURCE_TYPE, read_json

TEXT_TOO_BIG = rule(
    "VA006",
    "text-too-big",
    "error",
    "too-long",
    fr="le texte dépasse {limit} Mo et n'est pas lu",
    en="the text is over {limit} MB and is not read",
    help_fr="partagez-le, une ressource par ligne",
    help_en="split it, one resource a line",
)
UNREADABLE_FILE = rule(
    "VA007",
    "unreadable-file",
    "error",
    "processing",
    fr="le fichier ne peut pas être lu : {reason}",
    en="the file cannot be read: {reason}",
    help_fr="vérifiez le chemin et les droits",
    help_en="check the path and the permissions",
)
NOTHING_TO_VALIDATE = rule(
    "VA008",
    "nothing-to-validate",
    "warning",
    "informational",
    fr="il n'y a aucune ressource ici",
    en="there is no resource here",
    help_fr="donnez un fichier .json, .xml ou .ndjson, ou un dossier qui en contient",
    help_en="give a .json, .xml or .ndjson file, or a folder that holds some",
)

FILE_LEFT_ASIDE = rule(
    "VA092",
    "file-left-aside",
    "information",
    "informational",
    fr="le fichier est laissé de côté : {reason}",
    en="the file is left aside: {reason}",
    help_fr="donnez son nom à la commande pour qu'il soit vérifié quand même",
    help_en="name the file itself to have it checked all the same",
)

SUFFIXES = frozenset({".json", ".xml", ".ndjson", ".jsonl"})
LINE_SUFFIXES = frozenset({".ndjson", ".jsonl"})
GZIP = ".gz"
STANDARD_INPUT = "-"
MAX_FILE = 128
"""Megabytes of one resource in a file of its own."""
MAX_LINE = 64
"""Megabytes of one line."""
MEGABYTE = 1024 * 1024
_BLANKS = b" \t\r\n\xef\xbb\xbf"
_BLANK_LINES = 1000
_MANIFEST = "manifest.json"
_NOT_RESOURCES = frozenset({"package.json", ".index.json", _MANIFEST})
REQUEST_WITHOUT_RESOURCE = Term("ce n'est pas une ressource FHIR", "it is not a FHIR resource")
_NOT_PUBLISHED = Term("le guide construit ne le publie pas", "the built guide does not publish it")
_LEADS_OUT = Term("le lien mène hors du dossier", "the link leads out of the folder")


class SourceText(NamedTuple):
    """The text of one resource: the file it is from, the number of its line (0 when it is the whole file).

    What a folder holds (`of_folder`) need not be a resource; what was named on its own has to be one.
    """

    file: str
    line: int
    content: bytes
    fault: Finding | None = None
    of_folder: bool = False


class LineReader(Protocol):
    """What lines are read from."""

    def readline(self, size: int = -1, /) -> bytes:
        """The next line with its end, no more than `size` bytes of it."""


def texts(paths: Iterable[str]) -> Iterator[SourceText]:
    """The texts of all resources in files and folders, `-` being standard input."""
    for path in paths:
        if path == STANDARD_INPUT:
            yield from _lines_or_whole(path, sys.stdin.buffer)
        elif Path(path).is_dir():
            yield from _folder(Path(path))
        else:
            yield from _file(Path(path), path)


def _folder(folder: Path) -> Iterator[SourceText]:
    """The resources in a folder and those below it, hidden folders and links that lead out of it left aside."""
    empty = True
    for path, aside in files_below(folder, is_read):
        if isinstance(aside, OSError):
            yield SourceText(str(path), 0, b"", read_fault(aside))
        elif aside is not None:
            yield SourceText(str(path), 0, b"", Finding(FILE_LEFT_ASIDE, Place(), {"reason": aside}))
            continue
        else:
            yield from _file(path, str(path), of_folder=True)
        empty = False
    if empty:
        yield SourceText(str(folder), 0, b"", Finding(NOTHING_TO_VALIDATE))


def has_lines(name: str) -> bool:
    """Whether a file of this name has a resource on each line, compressed by gzip or not."""
    return Path(name.lower().removesuffix(GZIP)).suffix in LINE_SUFFIXES


def is_read(name: str) -> bool:
    """Whether a file of this name is one that may hold resources."""
    return has_lines(name) or Path(name).suffix.lower() in SUFFIXES


def files_below(folder: Path, wanted: Callable[[str], bool]) -> Iterator[tuple[Path, Term | OSError | None]]:
    """The files of a wanted name, by path; with each that is left aside, and each folder, why it is."""
    root = folder.resolve()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda item: item.name)
        except OSError as fault:
            yield here, fault
            continue
        published = _published(here)
        inner = []
        for entry in entries:
            path = Path(entry.path)
            listed = published is None or entry.name in published
            if entry.is_dir(follow_symlinks=False):
                if listed and not entry.name.startswith("."):
                    inner.append(path)
                elif not listed:
                    yield path, _NOT_PUBLISHED
            elif wanted(entry.name) and (entry.is_symlink() or entry.is_file()) and not path.is_dir():
                yield path, _aside(path, root, listed=listed)
        waiting.extend(reversed(inner))


def _aside(path: Path, root: Path, *, listed: bool) -> Term | None:
    """Why a file is not looked at, `None` when it is."""
    if path.name in _NOT_RESOURCES:
        return REQUEST_WITHOUT_RESOURCE
    if path.is_symlink() and _leads_out(path, root):
        return _LEADS_OUT
    return None if listed else _NOT_PUBLISHED


def _published(folder: Path) -> frozenset[str] | None:
    """The files of a built guide that its manifest publishes, `None` for any other folder.

    Examples that are to be refused, and the copies that the site offers, stand in folders below it.
    """
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    files = manifest.get("files") if isinstance(manifest, dict) and "guide" in manifest else None
    return frozenset(name for name in files if "/" not in name) if isinstance(files, dict) else None


def _leads_out(link: Path, root: Path) -> bool:
    try:
        return not link.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # a link to itself: it cannot be opened either, which is told then
        return False


def _file(path: Path, name: str, *, of_folder: bool = False) -> Iterator[SourceText]:
    try:
        with path.open("rb") as stream:
            if not has_lines(name):
                yield whole_text(name, stream)._replace(of_folder=of_folder)
            elif name.lower().endswith(GZIP):
                with gzip.open(stream) as uncompressed:
                    yield from file_lines(name, cast(BinaryIO, uncompressed), of_folder=of_folder)
            else:
                yield from file_lines(name, stream, of_folder=of_folder)
    except (OSError, EOFError, zlib.error) as fault:
        yield SourceText(name, 0, b"", read_fault(fault))


def read_fault(fault: Exception) -> Finding:
    """Why a file cannot be read, as a finding."""
    reason: str | Term = getattr(fault, "strerror", None) or in_a_line(str(fault)) or type(fault).__name__
    if isinstance(fault, FileNotFoundError):
        reason = Term("il n'existe pas", "it does not exist")
    elif isinstance(fault, EOFError):
        reason = Term("il est coupé avant sa fin", "it is cut off before its end")
    return Finding(UNREADABLE_FILE, Place(), {"reason": reason})


def file_lines(name: str, stream: BinaryIO, *, of_folder: bool) -> Iterator[SourceText]:
    """The lines of a file; one of a folder that holds no resources is left aside."""
    if of_folder and not _begins_with_resource(stream):
        yield SourceText(name, 0, b"", Finding(FILE_LEFT_ASIDE, Place(), {"reason": REQUEST_WITHOUT_RESOURCE}))
    else:
        yield from stream_lines(name, stream)


def _begins_with_resource(stream: BinaryIO) -> bool:
    """Whether the first line is a resource, or may have been one; the stream is left where it was."""
    first = next((line for line in iter(lambda: stream.readline(MAX_LINE * MEGABYTE), b"") if line.strip()), b"")
    stream.seek(0)
    found = Report()
    read_json(first, found)
    return not any(finding.parameters.get("reason") in (NO_OBJECT, NO_RESOURCE_TYPE) for finding in found)


def whole_text(name: str, stream: BinaryIO, begun: Sequence[bytes] = ()) -> SourceText:
    """The one text of a file."""
    start = b"".join(begun)
    content = start + stream.read(MAX_FILE * MEGABYTE + 1 - len(start))
    if len(content) > MAX_FILE * MEGABYTE:
        return SourceText(name, 0, b"", Finding(TEXT_TOO_BIG, Place(), {"limit": MAX_FILE}))
    return SourceText(name, 0, content)


def _lines_or_whole(name: str, stream: BinaryIO) -> Iterator[SourceText]:
    """Standard input tells by its first lines which of the two it is: a whole object on one of them is one of many."""
    begun = [stream.readline(MAX_LINE * MEGABYTE)]
    while begun[-1] and not begun[-1].strip() and len(begun) < _BLANK_LINES:
        begun.append(stream.readline(MAX_LINE * MEGABYTE))
    if not _is_object(begun[-1]) and begun[-1].lstrip(_BLANKS)[:1] == b"{":
        begun.append(stream.readline(MAX_LINE * MEGABYTE))
    if _is_object(begun[-1]):
        yield from stream_lines(name, stream, begun)
    else:
        yield whole_text(name, stream, begun)


def _is_object(line: bytes) -> bool:
    text = line.strip(_BLANKS)
    return len(text) > 1 and text.startswith(b"{") and text.endswith(b"}")


def stream_lines(name: str, stream: LineReader, begun: Sequence[bytes] = ()) -> Iterator[SourceText]:
    """The texts on the lines of a stream; a line beyond the limit is passed over in pieces."""
    number, empty = 0, True
    for line in chain(begun, iter(lambda: stream.readline(MAX_LINE * MEGABYTE + 1), b"")):
        number += 1
        if len(line) > MAX_LINE * MEGABYTE:
            rest = line
            while rest and not rest.endswith(b"\n"):
                rest = stream.readline(MEGABYTE)
            yield SourceText(name, number, b"", Finding(TEXT_TOO_BIG, parameters={"limit": MAX_LINE}))
        elif line.strip(_BLANKS):
            yield SourceText(name, number, line)
        else:
            continue
        empty = False
    if empty:
        yield SourceText(name, 0, b"", Finding(NOTHING_TO_VALIDATE))
