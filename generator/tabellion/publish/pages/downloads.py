"""The page of downloads."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tabellion.diagnostics import Term
from tabellion.publish.pages.frame import Frame, frame_of
from tabellion.publish.pages.reading import Link, Reading, Text

FOLDER = "fichiers"


@dataclass(frozen=True, slots=True)
class File:
    """A file to download: where it is, what it is, its size and checksum where they are known."""

    href: str
    name: str
    what: str
    size: str = ""
    checksum: str = ""


@dataclass(frozen=True, slots=True)
class DownloadsPage:
    """The downloads, and the packages that the guide depends on."""

    frame: Frame
    files: Sequence[File]
    dependencies: Sequence[str]


def downloads_page(reading: Reading, files: Mapping[str, bytes]) -> DownloadsPage:
    """`files` are those to download by name; what each is, is told by its ending."""
    page = reading.addresses.single("downloads")
    crumbs = [
        Link(reading.say("home"), reading.here("index.html", page)),
        Link(reading.say("conformance"), reading.here(reading.addresses.index("conformance"), page)),
    ]
    frame = frame_of(page, Text(reading.say("downloads")), reading, crumbs=crumbs)
    shown = [
        File(
            reading.file(f"{FOLDER}/{name}", page),
            name,
            reading.say(f"file_{_what(name)}"),
            size_of(len(content), reading.lang),
            hashlib.sha256(content).hexdigest() if name.endswith(".tgz") else "",
        )
        for name, content in files.items()
    ]
    return DownloadsPage(frame, shown, [str(one) for one in reading.edition.info.dependencies])


def _what(name: str) -> str:
    return {"tgz": "package", "xlsx": "table", "csv": "table_csv", "zip": "offline"}[name.rpartition(".")[2]]


def size_of(count: int, lang: str) -> str:
    """A number of bytes for readers: `12,3 ko`, `12.3 kB`."""
    small = count < 1_000_000
    unit = Term("ko" if small else "Mo", "kB" if small else "MB")[lang]
    value = f"{count / (1_000 if small else 1_000_000):.1f}"
    return f"{value.replace('.', ',') if lang == 'fr' else value} {unit}"
