"""The FHIR package registry: which versions a package has, and the archive of one, over HTTP."""

from __future__ import annotations

import base64
import hashlib
import http.client
import io
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from tabellion.diagnostics import Term, rule
from tabellion.fhir import json
from tabellion.fhir.coordinates import Coordinate, version_fits, version_key
from tabellion.fhir.package_archive import PACKAGE_CHECKSUM_MISMATCH, PackageError

DEFAULT_ADDRESS = "https://packages.fhir.org"
SETTING = "TABELLION_PACKAGE_REGISTRY"
MAX_ARCHIVE_BYTES = 1024**3
SECONDS_OF_SILENCE = 20.0
SECONDS_IN_ALL = 600.0

PACKAGE_REGISTRY_UNREACHABLE = rule(
    "PK008",
    "package-registry-unreachable",
    "error",
    "processing",
    cause=True,
    fr="le registre de paquets ne répond pas comme il faut pour {package} : {reason}",
    en="the package registry does not answer as it should for {package}: {reason}",
    help_fr="vérifiez le réseau ou le réglage « {setting} » ; sans réseau, téléchargez {address} sur un ordinateur "
    "relié, apportez le fichier sous le nom « {file} », puis lancez « tabellion packages add {file} »",
    help_en="check the network or the setting `{setting}`; without a network, download {address} on a computer that "
    "has one, carry the file over as `{file}`, then run `tabellion packages add {file}`",
    machine=True,
)
PACKAGE_NOT_IN_REGISTRY = rule(
    "PK009",
    "package-not-in-registry",
    "error",
    "not-found",
    cause=True,
    fr="le registre n'a pas le paquet {package}",
    en="the registry does not have the package {package}",
    help_fr="vérifiez le nom et la version{versions}",
    help_en="check the name and the version{versions}",
)


class Registry:
    """A registry that answers as npm's do: `/{name}` lists the versions, `/{name}/{version}` is the archive."""

    def __init__(self, address: str | None = None) -> None:
        """`address` is the setting `TABELLION_PACKAGE_REGISTRY` when not given, else the public FHIR registry."""
        self.address = (address or os.environ.get(SETTING) or DEFAULT_ADDRESS).rstrip("/")

    def fetch(self, wanted: Coordinate) -> tuple[Coordinate, bytes]:
        """The archive of a package, and its coordinate: without a version, or with `latest`, the registry's latest;
        with `1.2.x`, the newest release that fits.

        Raises `PackageFault` when the registry cannot be reached, does not know the package, answers with something
        else, or when the archive does not have the announced checksum.
        """
        listed = self._listing(wanted)
        versions = listed.get("versions")
        if not isinstance(versions, dict):
            raise self._fault(wanted, Term("la liste des versions manque", "the list of versions is missing"))
        version = _pick(wanted.version, versions, listed.get("dist-tags"))
        if version is None:
            some = ", ".join(sorted(map(str, versions), key=version_key, reverse=True)[:8])
            asked = Term(f" ; il a les versions {some}", f"; it has the versions {some}") if some else ""
            raise PackageError(PACKAGE_NOT_IN_REGISTRY, package=str(wanted), versions=asked)
        found = Coordinate(wanted.name, version)
        described = versions[version]
        dist = described.get("dist") if isinstance(described, dict) else None
        dist = dist if isinstance(dist, dict) else {}
        content = self._get(found, f"{self.address}/{found.name}/{found.version}")
        if not content.startswith(b"\x1f\x8b") and isinstance(dist.get("tarball"), str):
            # A plain npm registry answers this address with a description and keeps archives elsewhere.
            content = self._get(found, urllib.parse.urljoin(self.address + "/", dist["tarball"]))
        if not content.startswith(b"\x1f\x8b"):
            raise self._fault(found, Term("la réponse n'est pas une archive", "the answer is not an archive"))
        if not _has_checksum(content, dist):
            raise PackageError(PACKAGE_CHECKSUM_MISMATCH, package=str(found))
        return found, content

    def _listing(self, wanted: Coordinate) -> dict[str, Any]:
        try:
            listed = json.loads(self._get(wanted, f"{self.address}/{wanted.name}"))
        except (ValueError, RecursionError) as fault:
            raise self._fault(wanted, Term("la réponse n'est pas du JSON", "the answer is not JSON")) from fault
        if not isinstance(listed, dict):
            raise self._fault(wanted, Term("la réponse n'est pas du JSON", "the answer is not JSON"))
        return listed

    def _get(self, wanted: Coordinate, address: str) -> bytes:
        deadline = time.monotonic() + SECONDS_IN_ALL
        content = io.BytesIO()
        try:
            with _opener().open(address, timeout=SECONDS_OF_SILENCE) as answer:
                while chunk := answer.read1(1024**2):
                    content.write(chunk)
                    if content.tell() > MAX_ARCHIVE_BYTES or time.monotonic() > deadline:
                        raise self._fault(wanted, Term("réponse trop longue", "the answer is too long"))
                # A connection that ends early gives fewer bytes than announced, and no error from `read1`.
                announced = answer.headers.get("Content-Length", "")
                if announced.isdecimal() and int(announced) != content.tell():
                    raise self._fault(wanted, Term("réponse coupée", "the answer was cut short"))
        except urllib.error.HTTPError as fault:
            if fault.code in (404, 410):
                raise PackageError(PACKAGE_NOT_IN_REGISTRY, package=str(wanted), versions="") from fault
            raise self._fault(wanted, f"HTTP {fault.code}") from fault
        except urllib.error.URLError as fault:
            raise self._fault(wanted, str(fault.reason)) from fault
        except (OSError, http.client.HTTPException, ValueError) as fault:
            raise self._fault(wanted, str(fault) or type(fault).__name__) from fault
        return content.getvalue()

    def _fault(self, wanted: Coordinate, reason: str | Term) -> PackageError:
        address = f"{self.address}/{wanted.name}/{wanted.version}"
        file = f"{wanted.name}-{wanted.version}.tgz"
        return PackageError(
            PACKAGE_REGISTRY_UNREACHABLE,
            package=str(wanted),
            reason=reason,
            setting=SETTING,
            address=address,
            file=file,
        )


def _opener() -> urllib.request.OpenerDirector:
    """Web addresses only: urllib's own opener would follow a registry that names `file:` or `ftp:`."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _pick(wanted: str, versions: dict[str, Any], tags: Any) -> str | None:
    """The version that is meant among those listed, `None` when none fits."""
    if wanted in versions:
        return wanted
    if wanted in ("", "latest"):
        latest = tags.get("latest") if isinstance(tags, dict) else None
        if latest in versions:
            return str(latest)
        return max(versions, key=version_key, default=None)
    return max((version for version in versions if version_fits(version, wanted)), key=version_key, default=None)


def _has_checksum(content: bytes, dist: dict[str, Any]) -> bool:
    """Whether an archive has the checksums that its registry gives (npm's `integrity` and `shasum`), if any."""
    integrity = dist.get("integrity")
    if isinstance(integrity, str):
        algorithm, _, expected = integrity.partition("-")
        if algorithm in ("sha256", "sha384", "sha512"):
            return base64.b64encode(hashlib.new(algorithm, content).digest()).decode("ascii") == expected
    shasum = dist.get("shasum")
    if isinstance(shasum, str) and shasum:
        # sha1 is what these registries publish: it tells a damaged archive, not a malicious registry.
        return hashlib.sha1(content, usedforsecurity=False).hexdigest() == shasum.lower()
    return True
