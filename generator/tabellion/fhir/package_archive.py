"""Reading the archive of a FHIR NPM package without trusting it: nothing is ever unpacked onto the disk."""

from __future__ import annotations

import gzip
import tarfile
import zlib
from collections.abc import Iterator
from typing import IO

from tabellion.diagnostics import Place, Report, Rule, Term, rule

MAX_FILES = 200_000
MAX_FILE_BYTES = 512 * 1024**2
MAX_TOTAL_BYTES = 4 * 1024**3

NOT_A_FILE = Term("lien, périphérique ou fichier creux", "a link, a device or a sparse file")
BAD_PATH = Term("chemin absolu ou qui remonte", "a path that is absolute or climbs")

UNREADABLE_PACKAGE = rule(
    "PK002",
    "unreadable-package",
    "error",
    "processing",
    cause=True,
    fr="ce fichier n'est pas une archive de paquet FHIR lisible : {reason}",
    en="this file is not a readable FHIR package archive: {reason}",
    help_fr="téléchargez-le de nouveau : un paquet est une archive .tgz entière qui contient un dossier « package »",
    help_en="download it again: a package is a whole .tgz archive that holds a `package` folder",
)
UNSAFE_PACKAGE_ENTRY = rule(
    "PK003",
    "unsafe-package-entry",
    "error",
    cause=True,
    fr="l'archive contient une entrée dangereuse, « {entry} » ({reason})",
    en="the archive holds an unsafe entry, `{entry}` ({reason})",
    help_fr="n'utilisez pas cette archive : demandez-en une autre à celui qui l'a publiée",
    help_en="do not use this archive: ask its publisher for another one",
)
OVERSIZED_PACKAGE = rule(
    "PK004",
    "oversized-package",
    "error",
    cause=True,
    fr="l'archive dépasse ce qu'un paquet peut contenir : {reason}",
    en="the archive is beyond what a package may hold: {reason}",
    help_fr="n'utilisez pas cette archive, ou retirez-en ce qui n'est pas du FHIR",
    help_en="do not use this archive, or remove of it what is not FHIR",
)
PACKAGE_CHECKSUM_MISMATCH = rule(
    "PK010",
    "package-checksum-mismatch",
    "error",
    cause=True,
    fr="l'archive reçue pour {package} n'a pas l'empreinte annoncée",
    en="the archive received for {package} does not have the announced checksum",
    help_fr="recommencez ; si cela se répète, n'utilisez pas cette source",
    help_en="try again; if it happens again, do not use this source",
    machine=True,
)


class PackageError(Exception):
    """Why a package cannot be used, on its way to a report: never seen outside the rooms about packages."""

    def __init__(self, rule: Rule, before: PackageError | None = None, **parameters: object) -> None:
        """`before` is why the source tried before this one did not have it."""
        super().__init__(rule.name)
        self.rule = rule
        self.before = before
        self.parameters = parameters

    def tell(self, report: Report, place: Place) -> None:
        """Add this fault to `report`, and those before it, as some of what stands at `place`."""
        if self.before is not None:
            self.before.tell(report, place)
        report.add(self.rule, place, **self.parameters)  # type: ignore[arg-type]


def archive_files(archive: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """The path and content of each file of a `.tgz` in its order, read as a stream.

    Paths have `/` between folders and no leading `./`. Raises `PackageFault` for what is not a whole archive, for
    links, devices, absolute paths and paths that climb, and for sizes beyond `MAX_FILES` and `MAX_*_BYTES`.
    """
    files = total = 0
    try:
        with gzip.open(archive) as content, tarfile.open(fileobj=content, mode="r|") as tar:
            for member in tar:
                files += 1
                if files > MAX_FILES:
                    raise PackageError(
                        OVERSIZED_PACKAGE, reason=Term(f"plus de {MAX_FILES} fichiers", f"more than {MAX_FILES} files")
                    )
                path = _safe_path(member)
                if member.isdir():
                    continue
                total += member.size
                if member.size > MAX_FILE_BYTES or total > MAX_TOTAL_BYTES:
                    raise PackageError(OVERSIZED_PACKAGE, reason=Term(f"{total} octets", f"{total} bytes"))
                stream = tar.extractfile(member)
                assert stream is not None
                yield path, stream.read()
            # A tar reader takes a stream that was cut between two files for a whole one; gzip knows its length.
            while chunk := content.read(1024**2):
                total += len(chunk)
                if total > MAX_TOTAL_BYTES:
                    raise PackageError(OVERSIZED_PACKAGE, reason=Term(f"{total} octets", f"{total} bytes"))
    # A name that is not UTF-8, a number that is not octal and the like come as ValueError from the tar reader.
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, OverflowError) as fault:
        raise PackageError(UNREADABLE_PACKAGE, reason=str(fault) or type(fault).__name__) from fault
    if not files:
        raise PackageError(UNREADABLE_PACKAGE, reason=Term("elle est vide", "it is empty"))


def _safe_path(member: tarfile.TarInfo) -> str:
    name = member.name
    if not (member.isreg() or member.isdir()) or member.issparse():
        raise PackageError(UNSAFE_PACKAGE_ENTRY, entry=name, reason=NOT_A_FILE)
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    if name.startswith(("/", "\\")) or ".." in parts or (parts and ":" in parts[0]) or "\0" in name:
        raise PackageError(UNSAFE_PACKAGE_ENTRY, entry=name, reason=BAD_PATH)
    return "/".join(parts)
