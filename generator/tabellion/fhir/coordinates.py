"""What names a package: its packageId and a version, and how versions compare."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from tabellion.diagnostics import rule

BAD_PACKAGE_COORDINATE = rule(
    "PK007",
    "bad-package-coordinate",
    "error",
    "value",
    cause=True,
    fr="« {value} » ne désigne pas un paquet",
    en="`{value}` does not name a package",
    help_fr="écrivez le nom du paquet, « @ », puis sa version : « org.exemple.audiologie@1.0.0 »",
    help_en="write the name of the package, `@`, then its version: `org.example.hearing@1.0.0`",
)


class Coordinate(NamedTuple):
    """What names a package in a list of dependencies: its packageId and its version."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name}@{self.version}" if self.version else self.name


NAME = re.compile(r"[a-z][a-z0-9]*([._-][a-z0-9]+)*", re.IGNORECASE)
VERSION = re.compile(r"[a-z0-9]+([.+_-][a-z0-9]+)*", re.IGNORECASE)


def parse_coordinate(text: str) -> Coordinate | None:
    """The coordinate written `name@version`, or `name#version` as FHIR writes it; `version` is `""` for a bare name.

    `None` for anything else: no path can be read as a coordinate with a version.
    """
    name, separator, version = text.strip().replace("#", "@", 1).partition("@")
    if not NAME.fullmatch(name) or (separator and not VERSION.fullmatch(version)):
        return None
    return Coordinate(name, version)


def version_fits(version: str, wanted: str) -> bool:
    """Whether a version is the wanted one, which may end in `.x` for any release of that line, or be `latest`."""
    if wanted in ("", "latest"):
        return "-" not in version
    if wanted.endswith(".x"):
        return version.startswith(wanted[:-1]) and "-" not in version
    return version == wanted


def version_answers(version: str, asked: str) -> bool:
    """Whether a version is the one that a canonical address asks for, which may leave out its last parts: `|1.3` is
    `1.3.2` as well."""
    return version == asked or version.startswith(f"{asked}.")


def version_key(version: str) -> tuple[Any, ...]:
    """Orders versions: numbers by value, a release after its pre-releases, no version before all (as SemVer 2, 11)."""
    main, dash, pre = version.partition("-")
    numbers = tuple(_part(part, -1) for part in main.split(".")) if main else ()
    return (numbers, not dash, tuple(_part(part, 1) for part in pre.split(".")), version)


def _part(part: str, rank: int) -> tuple[int, int, str]:
    """Orders parts of versions: numbers by value, however long; `rank` says on which side of them words come."""
    digits = part.lstrip("0") or "0"
    return (0, len(digits), digits) if part.isascii() and part.isdecimal() else (rank, 0, part)
