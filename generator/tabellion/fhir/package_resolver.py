"""The packages at hand: in the project's own folder, in the cache that FHIR tools share, in ours, else fetched."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tabellion.diagnostics import Place, Report, rule
from tabellion.fhir.coordinates import Coordinate, parse_coordinate, version_fits, version_key
from tabellion.fhir.package_archive import PackageError
from tabellion.fhir.package_sources import PINNED, archive_name, archives_folder, fetch_archive
from tabellion.fhir.packages import CORE_NAME, Package, PackageDefinitions, open_package
from tabellion.fhir.user_folders import fhir_cache_folder
from tabellion.fhir.versions import VERSIONS

if TYPE_CHECKING:
    from tabellion.fhir.registry import Registry

CORE_PACKAGE_NOT_OFFICIAL = rule(
    "PK012",
    "core-package-not-official",
    "warning",
    cause=True,
    fr="l'archive du paquet {package} n'est pas l'archive officielle : son empreinte est {sha256}",
    en="the archive of the package {package} is not the official one: its checksum is {sha256}",
    help_fr="retirez-la du dossier du projet pour prendre l'officielle, à moins qu'elle n'y soit à dessein",
    help_en="remove it of the project's folder to use the official one, unless it is there on purpose",
)
FHIR_VERSION_WITHOUT_CORE_PACKAGE = rule(
    "PK013",
    "fhir-version-without-core-package",
    "error",
    "not-found",
    cause=True,
    fr="aucun paquet de base n'est connu pour la version « {value} » de FHIR",
    en="no core package is known for version `{value}` of FHIR",
    help_fr="versions possibles : {known}",
    help_en="possible versions: {known}",
)
MISSING_PACKAGE_DEPENDENCY = rule(
    "PK014",
    "missing-package-dependency",
    "warning",
    "not-found",
    cause=True,
    fr="le paquet {package} dépend {dependency:de}, qui manque : son contenu n'est pas connu ici",
    en="the package {package} depends on {dependency}, which is not available: its content is unknown here",
    help_fr="ajoutez-le : « tabellion packages add {dependency} »",
    help_en="add it: `tabellion packages add {dependency}`",
)
PACKAGE_NOT_AT_HAND = rule(
    "PK015",
    "package-not-at-hand",
    "error",
    "not-found",
    cause=True,
    fr="le paquet {package} manque et ne peut pas être téléchargé d'ici",
    en="the package {package} is not available and cannot be downloaded from here",
    help_fr="ajoutez-le : « tabellion packages add {package} », ou « tabellion packages add FICHIER.tgz »",
    help_en="add it: `tabellion packages add {package}`, or `tabellion packages add FILE.tgz`",
)
PACKAGE_IS_ANOTHER = rule(
    "PK016",
    "package-is-another",
    "error",
    cause=True,
    fr="l'archive reçue pour {package} contient {found}",
    en="the archive received for {package} holds {found}",
    help_fr="recommencez, ou prenez une autre source",
    help_en="try again, or use another source",
    machine=True,
)

ELEMENTS_OF_OTHER_VERSION = re.compile(r"hl7\.fhir\.extensions\.r\d+[a-z]?")
"""What guides name that use elements of other versions as extensions (R4 versions.html, 2.1.0.4.6). There are no such
packages: the core packages of those versions say the same, and are taken where they are needed."""
BUILDS = ("current", "dev")
"""Versions that only the cache of FHIR tools has: builds that were not published."""


FETCHES = logging.getLogger("tabellion.fetch")  # each package that is about to be fetched, for whoever waits


class AvailablePackage(NamedTuple):
    """A package that needs no network: what it is, and where."""

    coordinate: Coordinate
    path: Path


class PackageResolver:
    """Finds packages and opens each once. What is wrong goes to `report`.

    `folder` is the project's own folder of packages, which need not exist. Without `fetch`, only what is at hand.
    """

    def __init__(
        self, folder: Path | None, report: Report, *, registry: Registry | None = None, fetch: bool = True
    ) -> None:
        self._folder = folder
        self._report = report
        self._registry = registry
        self._fetch = fetch
        self._opened: dict[Path, Package | None] = {}

    def find(self, wanted: Coordinate, place: Place | None = None) -> Package | None:
        """The package of a coordinate, fetched and kept when it is not at hand.

        Versions like `1.2.x` and `latest` take the newest at hand before asking the registry. `None` when it cannot
        be had: the reasons stand at `place`.
        """
        place = place or Place()
        aside = Report()
        found = self._at_hand(wanted, aside)
        if found is None and self._fetch and wanted.version not in BUILDS:
            found = self._fetched(wanted, place)
        elif found is None:
            self._report.add(PACKAGE_NOT_AT_HAND, place, package=str(wanted))
        if found is None:
            self._report.extend(aside)
        return found

    def at_hand(self, wanted: Coordinate) -> Package | None:
        """The package as `find` has it without network, `None` (and no diagnostic) when it is not at hand."""
        return self._at_hand(wanted, Report())

    def find_core(self, fhir_version: str, place: Place | None = None) -> Package | None:
        """The core package of a version of FHIR (`4.0.1`), found as `find` does."""
        version = VERSIONS.get(fhir_version)
        if version is None:
            self._report.add(FHIR_VERSION_WITHOUT_CORE_PACKAGE, place, value=fhir_version, known=", ".join(VERSIONS))
            return None
        return self.find(version.core, place)

    def definitions(
        self, fhir_version: str, dependencies: Iterable[tuple[Coordinate, Place]], place: Place | None = None
    ) -> PackageDefinitions | None:
        """The core package and the dependencies, each with what it depends on; `None` without the core package.

        A dependency that is missing is told, and leaves the definitions incomplete (`PackageDefinitions.incomplete`).
        What a dependency itself depends on is taken when it is at hand, told when it is not, and never fetched, so
        that a build does not ask the network each time. A name that was found already is not taken again in another
        version, and other core packages are set aside.
        """
        asked = [item for item in dependencies if not _is_of_other_version(item[0])]
        direct = [(self.find(item, where), where) for item, where in asked]
        core = self.find_core(fhir_version, place)
        present = [(item, where) for item, where in direct if item is not None]
        if core is None:
            return None
        found = self._completed(
            core, [item for item, _ in present], [need for item in present for need in _needs(*item)]
        )
        found.incomplete = len(present) != len(asked)
        return found

    def definitions_over(
        self,
        given: Iterable[Package],
        fhir_version: str,
        needs: Iterable[tuple[str, Coordinate]] = (),
        *,
        is_stated: bool = False,
    ) -> PackageDefinitions | None:
        """The packages given, each with what it depends on as `definitions` takes it; `None` without a core package.

        A core package among those given wins over the one of `fhir_version`, unless the other packages are for another
        version of FHIR, or `is_stated` says that `fhir_version` is that of a guide: then it is there for extensions
        that stand for its elements. `needs` are what others than packages depend on, each with who does.
        """
        packages = list(given)
        meant = [fhir_version] if is_stated else [number for item in packages for number in _needed_versions(item)]
        releases = {_release(number) for number in meant}
        cores = [item for item in packages if item.is_core and (not releases or _release(item.version) in releases)]
        core = next(iter(cores), None) or self.find_core(fhir_version)
        if core is None:
            return None
        others = [package for package in packages if package is not core]
        wanted = [need for other in others for need in _needs(other, Place(file=str(other.path)))]
        wanted += [(asking, coordinate, Place()) for asking, coordinate in needs]
        return self._completed(core, others, wanted)

    def _completed(
        self, core: Package, given: list[Package], needs: list[tuple[str, Coordinate, Place]]
    ) -> PackageDefinitions:
        found = {item.name: item for item in given}
        while needs:
            asking, wanted, place = needs.pop(0)
            if wanted.name in found or CORE_NAME.fullmatch(wanted.name) or _is_of_other_version(wanted):
                continue
            dependency = self.at_hand(wanted)
            if dependency is None:
                self._report.add(MISSING_PACKAGE_DEPENDENCY, place, package=asking, dependency=str(wanted))
                continue
            found[wanted.name] = dependency
            needs += _needs(dependency, place)
        return PackageDefinitions([core, *found.values()], partial(_core_at_hand, self._folder))

    def packages(self, *, caches: bool = False) -> list[AvailablePackage]:
        """The packages of the project's folder by name and version, then with `caches` those of the two caches."""
        opened = [(self._open(path, self._report), path) for path in self._project_paths()]
        found = _by_name((package.coordinate, path) for package, path in opened if package is not None)
        return found + (_by_name(_in_fhir_cache()) + _by_name(_in_own_cache()) if caches else [])

    def _at_hand(self, wanted: Coordinate, aside: Report) -> Package | None:
        """From the three folders in their order. Faults of files that are not the project's go to `aside`."""
        return self._in_project(wanted) or self._in_caches(wanted, aside)

    def _in_project(self, wanted: Coordinate) -> Package | None:
        fitting = []
        # The file that is named for the package first, so that the others need not be opened.
        for path in sorted(self._project_paths(), key=lambda path: path.name not in _usual_names(wanted)):
            package = self._open(path, self._report)
            if package is None or package.name != wanted.name:
                continue
            if _is_named(package, wanted) and (package.version == wanted.version or path.name in _usual_names(wanted)):
                return self._checked(package)
            if version_fits(package.version, wanted.version):
                fitting.append(package)
        newest = max(fitting, key=lambda package: version_key(package.version), default=None)
        return self._checked(newest) if newest else None

    def _checked(self, package: Package) -> Package:
        if package.sha256 and package.sha256 != PINNED.get(package.coordinate, package.sha256):
            place = Place(file=str(package.path))
            self._report.add(CORE_PACKAGE_NOT_OFFICIAL, place, package=str(package.coordinate), sha256=package.sha256)
        return package

    def _in_caches(self, wanted: Coordinate, aside: Report) -> Package | None:
        for named, path in (*_fitting(_in_fhir_cache(), wanted), *_fitting(_in_own_cache(), wanted)):
            package = self._open(path, aside)
            if package is None or not _is_named(package, named):
                continue
            if package.sha256 and package.sha256 != PINNED.get(named, package.sha256):
                continue  # not what was fetched: it is fetched again
            return package
        return None

    def _fetched(self, wanted: Coordinate, place: Place) -> Package | None:
        FETCHES.info("%s", wanted)
        try:
            coordinate, content = fetch_archive(wanted, self._registry)
        except PackageError as fault:
            fault.tell(self._report, place)
            return None
        package = open_package(archives_folder() / archive_name(coordinate), self._report, content)
        if package is not None and package.coordinate != coordinate:
            self._report.add(PACKAGE_IS_ANOTHER, place, package=str(coordinate), found=str(package.coordinate))
            return None
        return package

    def _project_paths(self) -> list[Path]:
        if self._folder is None or not self._folder.is_dir():
            return []
        return sorted(path for path in self._folder.iterdir() if _may_be_package(path))

    def _open(self, path: Path, report: Report) -> Package | None:
        if path not in self._opened:
            self._opened[path] = open_package(path, report)
        return self._opened[path]


def _is_of_other_version(wanted: Coordinate) -> bool:
    return ELEMENTS_OF_OTHER_VERSION.fullmatch(wanted.name) is not None


def _needed_versions(package: Package) -> tuple[str, ...]:
    """The versions of FHIR that a package is for, one that defines a version itself left out."""
    return () if package.is_core else package.fhir_versions


def _release(version: str) -> str:
    return ".".join(version.split(".")[:2])


def _core_at_hand(folder: Path | None, wanted: Coordinate) -> Package | None:
    """The core package of another version of FHIR, looked for when something stands for an element of that version."""
    return PackageResolver(folder, Report(), fetch=False).at_hand(wanted)


def _by_name(found: Iterable[tuple[Coordinate, Path]]) -> list[AvailablePackage]:
    named = [AvailablePackage(coordinate, path) for coordinate, path in found]
    return sorted(named, key=lambda item: (item.coordinate.name, version_key(item.coordinate.version)))


def _needs(package: Package, place: Place) -> list[tuple[str, Coordinate, Place]]:
    """Who depends on what, and where that is said."""
    asking = str(package.coordinate)
    return [(asking, Coordinate(*dependency), place) for dependency in sorted(package.dependencies.items())]


def _is_named(package: Package, coordinate: Coordinate) -> bool:
    """Whether a package is what its place says; the manifest of a build has the version that it will have one day."""
    return package.name == coordinate.name and coordinate.version in (package.version, *BUILDS)


def _usual_names(wanted: Coordinate) -> set[str]:
    named = f"{wanted.name}#{wanted.version}"
    return {archive_name(wanted), f"{wanted}.tgz", f"{named}.tgz", named}


def _may_be_package(path: Path) -> bool:
    if path.name.startswith((".", "~")):
        return False
    return path.name.endswith((".tgz", ".tar.gz")) or (path / "package.json").exists() or (path / "package").is_dir()


def _in_fhir_cache() -> list[tuple[Coordinate, Path]]:
    """The packages of the cache that FHIR tools share: a folder `name#version` for each."""
    folder = fhir_cache_folder()
    paths = sorted(folder.glob("*#*")) if folder.is_dir() else []
    named = [(parse_coordinate(path.name), path) for path in paths if (path / "package").is_dir()]
    return [(coordinate, path) for coordinate, path in named if coordinate is not None]


def _in_own_cache() -> list[tuple[Coordinate, Path]]:
    """The archives fetched before: a version begins at the first dash that a number follows."""
    folder = archives_folder()
    paths = sorted(folder.glob("*.tgz")) if folder.is_dir() else []
    matches = [(re.fullmatch(r"(.+?)-(\d.*)\.tgz", path.name), path) for path in paths]
    return [(Coordinate(match[1], match[2]), path) for match, path in matches if match]


def _fitting(present: Iterable[tuple[Coordinate, Path]], wanted: Coordinate) -> list[tuple[Coordinate, Path]]:
    """Those that fit what is wanted, the very version first, then the newest."""
    fitting = [
        item
        for item in present
        if item[0].name == wanted.name
        and (item[0].version == wanted.version or version_fits(item[0].version, wanted.version))
    ]
    return sorted(fitting, key=lambda item: (item[0] == wanted, version_key(item[0].version)), reverse=True)
