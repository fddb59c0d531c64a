"""Putting a package into the project's own folder, so that everybody who has the project has it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tabellion.diagnostics import Place, Report, Term, rule
from tabellion.fhir.coordinates import BAD_PACKAGE_COORDINATE, Coordinate, parse_coordinate
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.package_sources import archive_name
from tabellion.fhir.packages import BAD_PACKAGE_MANIFEST, Package, open_package
from tabellion.fhir.registry import Registry
from tabellion.files.cause import cause_of
from tabellion.files.change import replace_files
from tabellion.files.moving import write_whole

PACKAGE_NOT_WRITTEN = rule(
    "PK017",
    "package-not-written",
    "error",
    "processing",
    cause=True,
    fr="le paquet ne peut pas être écrit : {reason}",
    en="the package cannot be written: {reason}",
    help_fr="{remedy}",
    help_en="{remedy}",
    machine=True,
)


class Added(NamedTuple):
    """A package in the project's folder: what it is, its file or folder, and whether it was there already."""

    coordinate: Coordinate
    path: Path
    was_there: bool


def add_package(source: str, folder: Path, report: Report, registry: Registry | None = None) -> Added | None:
    """Put a package into `folder`: a `.tgz` file or an unpacked folder, or by `name@version` from the caches or the
    registry.

    Its file is named `name-version.tgz` whatever it was called. A package that cannot be used is not added: `report`
    says why, and `None` is returned.
    """
    package = open_named(source, report, registry)
    if package is None:
        return None
    # What the package calls itself becomes the name of a file.
    if parse_coordinate(str(package.coordinate)) != package.coordinate:
        reason = Term(f"« {package.coordinate} » n'est pas un nom", f"`{package.coordinate}` is not a name")
        report.add(BAD_PACKAGE_MANIFEST, Place(file=str(package.path)), reason=reason)
        return None
    try:
        return _put(package, folder)
    except OSError as fault:
        cause = cause_of(fault)
        report.add(PACKAGE_NOT_WRITTEN, Place(file=str(folder)), reason=cause.reason, remedy=cause.remedy)
    return None


def open_named(source: str, report: Report, registry: Registry | None = None) -> Package | None:
    """The package of a `.tgz` file or a folder, or of `name@version` from the caches or the registry; `None` for one
    that cannot be had, which is told."""
    path = Path(source)
    if path.exists() or source.endswith((".tgz", ".tar.gz")):
        return open_package(path, report)
    wanted = parse_coordinate(source)
    if wanted is None:
        report.add(BAD_PACKAGE_COORDINATE, value=source)
        return None
    return PackageResolver(None, report, registry=registry).find(wanted)


def package_files(package: Package) -> dict[str, bytes]:
    """The files that hold a package in a project's folder of packages, by their paths below it: its archive, or those
    of its folder, of which it is a package from the last one on."""
    if package.path.is_file():
        return {archive_name(package.coordinate): package.path.read_bytes()}
    names = sorted(package.files(), key=lambda name: name == "package.json")
    folder = f"{package.name}#{package.version}/package"
    return {f"{folder}/{name}": package.file(name) or b"" for name in names}


def _put(package: Package, folder: Path) -> Added:
    files = package_files(package)
    if package.path.is_file():
        (target, content), *_ = ((folder / name, content) for name, content in files.items())
        was_there = target.is_file() and target.read_bytes() == content
        if not was_there:
            write_whole(target, content)
        return Added(package.coordinate, target, was_there)
    target = folder / f"{package.name}#{package.version}"
    was_there = target.is_dir()
    replace_files(target, {name.partition("/")[2]: content for name, content in files.items()})
    return Added(package.coordinate, target, was_there)
