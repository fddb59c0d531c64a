"""The page of downloads."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Term
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.page import Contents, GuidePage
from tabellion.publish.pages.reading import Link, Text

FOLDER = "files"
SUMS = "SHA256SUMS"
# the index of artifacts for programs
INDEX = Term("artefacts.json", "artifacts.json")


# what files are, by how their names end
FILES = {
    ".tgz": "package",
    ".xlsx": "table",
    ".csv": "table_csv",
    "-openapi.json": "openapi",
    "-postman.json": "postman",
}


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
    """The downloads, the packages that the guide depends on, and the commands that validate a message by it."""

    frame: PageFrame
    files: Sequence[File]
    dependencies: Sequence[str]
    commands: Sequence[str] = ()


def offline_name(edition: Edition) -> str:
    """The archive of the whole site."""
    return f"{edition.info.package_id}-{edition.info.version}-site.zip"


def downloads_page(contents: Contents) -> DownloadsPage:
    """The files to download; the archive of the site, made later, is named as well."""
    reading = contents.reading
    page = reading.addresses.single("downloads")
    crumbs = [
        Link(reading.say("home"), reading.here("index.html", page)),
        Link(reading.say("conformance"), reading.here(reading.addresses.single("conformance"), page)),
    ]
    frame = frame_of(page, Text(reading.say("downloads")), reading, crumbs=crumbs)
    shown = [
        File(
            reading.file(f"{FOLDER}/{name}", page),
            name,
            reading.say(f"file_{_what(name)}"),
            size_of(len(content), reading.lang),
            hashlib.sha256(content).hexdigest(),
        )
        for name, content in contents.downloads.items()
    ]
    offline = offline_name(reading.edition)
    shown.append(File(reading.file(f"{FOLDER}/{offline}", page), offline, reading.say("file_offline")))
    index = INDEX[reading.addresses.lang]
    shown.append(File(reading.file(index, page), index, reading.say("file_index")))
    shown.append(File(reading.file(f"{FOLDER}/{SUMS}", page), SUMS, reading.say("file_sums")))
    package = next((name for name in contents.downloads if name.endswith(".tgz")), "")
    version = reading.edition.definitions.fhir_version
    official = f"java -jar validator_cli.jar message.json -version {version} -ig {package}"
    commands = [f"tabellion validate message.json --package {package}", official] if package else []
    packages = [str(dependency) for dependency in reading.edition.info.dependencies]
    return DownloadsPage(frame, shown, packages, commands)


def sums_of(files: Mapping[str, bytes]) -> str:
    """The checksums of some files by name, as `sha256sum --check` reads them."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))


def _what(name: str) -> str:
    return next(what for end, what in FILES.items() if name.endswith(end))


def size_of(count: int, lang: str) -> str:
    """A number of bytes for readers: `12,3 ko`, `12.3 kB`."""
    small = count < 1_000_000
    unit = Term("ko" if small else "Mo", "kB" if small else "MB")[lang]
    value = f"{count / (1_000 if small else 1_000_000):.1f}"
    return f"{value.replace('.', ',') if lang == 'fr' else value} {unit}"


PAGES = (
    GuidePage(
        name="downloads",
        label="downloads",
        template="downloads.j2",
        page=downloads_page,
        path=Term("telechargements", "downloads"),
        section="conformance",
        order=10,
    ),
)
