"""The resources of files and folders, one at a time: JSON, XML, and NDJSON of any length in bounded memory."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from tabellion.diagnostics import Term
from tabellion.validation.issues import Issue, finding
from tabellion.validation.reading import TOO_BIG

UNREADABLE = finding(
    "VA007",
    "unreadable-file",
    "error",
    "processing",
    fr="le fichier ne peut pas être lu : {reason}",
    en="the file cannot be read: {reason}",
    help_fr="vérifiez le chemin et les droits",
    help_en="check the path and the permissions",
)
NOTHING_TO_READ = finding(
    "VA008",
    "nothing-to-validate",
    "warning",
    "informational",
    fr="il n'y a aucune ressource ici",
    en="there is no resource here",
    help_fr="donnez un fichier .json, .xml ou .ndjson, ou un dossier qui en contient",
    help_en="give a .json, .xml or .ndjson file, or a folder that holds some",
)

SUFFIXES = frozenset({".json", ".xml", ".ndjson", ".jsonl"})
LINE_SUFFIXES = frozenset({".ndjson", ".jsonl"})
STANDARD_INPUT = "-"
MAX_FILE = 512
"""Megabytes of one resource in a file of its own."""
MAX_LINE = 64
"""Megabytes of one line."""
_MEGABYTE = 1024 * 1024
_NOT_RESOURCES = frozenset({"package.json", ".index.json", "manifest.json"})


class Text(NamedTuple):
    """The text of one resource: the file it is from, the number of its line (0 when it is the whole file)."""

    file: str
    line: int
    content: bytes
    fault: Issue | None = None


def texts(paths: Iterable[str]) -> Iterator[Text]:
    """The texts of all resources in files and folders, `-` being standard input."""
    for path in paths:
        if path == STANDARD_INPUT:
            yield from _lines_or_whole(path, sys.stdin.buffer)
        elif Path(path).is_dir():
            yield from _folder(Path(path))
        else:
            yield from _file(Path(path), path)


def _folder(folder: Path) -> Iterator[Text]:
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    files = [path for path in files if path.name not in _NOT_RESOURCES]
    for path in files:
        yield from _file(path, str(path))
    if not files:
        yield Text(str(folder), 0, b"", Issue(NOTHING_TO_READ, ""))


def _file(path: Path, name: str) -> Iterator[Text]:
    try:
        with path.open("rb") as stream:
            if path.suffix.lower() in LINE_SUFFIXES:
                yield from _lines(name, stream)
            else:
                yield _whole(name, stream)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        if isinstance(fault, FileNotFoundError):
            reason_term: str | Term = Term("il n'existe pas", "it does not exist")
        else:
            reason_term = reason
        yield Text(name, 0, b"", Issue(UNREADABLE, "", {"reason": reason_term}))


def _whole(name: str, stream: BinaryIO, begun: bytes = b"") -> Text:
    content = begun + stream.read(MAX_FILE * _MEGABYTE + 1 - len(begun))
    if len(content) > MAX_FILE * _MEGABYTE:
        return Text(name, 0, b"", Issue(TOO_BIG, "", {"limit": MAX_FILE}))
    return Text(name, 0, content)


def _lines_or_whole(name: str, stream: BinaryIO) -> Iterator[Text]:
    """Standard input tells by its first line which of the two it is: a whole object there is one of many."""
    first = stream.readline(MAX_LINE * _MEGABYTE)
    if first.rstrip().endswith(b"}") and first.lstrip()[:1] == b"{" and len(first.strip()) > 1:
        yield from _lines(name, stream, first)
    else:
        yield _whole(name, stream, first)


def _lines(name: str, stream: BinaryIO, begun: bytes = b"") -> Iterator[Text]:
    number = 0
    while line := begun or stream.readline(MAX_LINE * _MEGABYTE + 1):
        begun = b""
        number += 1
        if len(line) > MAX_LINE * _MEGABYTE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(_MEGABYTE)
            yield Text(name, number, b"", Issue(TOO_BIG, "", {"limit": MAX_LINE}, line=number, column=1))
        elif line.strip():
            yield Text(name, number, line)
    if not number:
        yield Text(name, 0, b"", Issue(NOTHING_TO_READ, ""))
