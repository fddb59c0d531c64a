"""FHIR NPM packages: opening one, and looking definitions up across several."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from tabellion.diagnostics import Place, Report, Term, rule
from tabellion.fhir import json
from tabellion.fhir.coordinates import Coordinate, version_answers, version_key
from tabellion.fhir.definitions import FHIR_ROOT, TYPE_ROOT, OtherElement
from tabellion.fhir.json import Json
from tabellion.fhir.other_versions import OtherVersions, Types, stands_for_element
from tabellion.fhir.package_archive import UNREADABLE_PACKAGE, PackageError
from tabellion.fhir.package_folder import FolderFiles
from tabellion.fhir.package_index import IndexEntry
from tabellion.fhir.package_store import open_archive
from tabellion.fhir.user_folders import cache_folder

NOT_A_PACKAGE = rule(
    "PK001",
    "not-a-package",
    "error",
    "processing",
    cause=True,
    fr="il n'y a pas de paquet FHIR à cet endroit",
    en="there is no FHIR package at this place",
    help_fr="donnez un fichier .tgz, ou un dossier qui contient « package.json » ou un dossier « package »",
    help_en="give a .tgz file, or a folder that holds `package.json` or a `package` folder",
)
BAD_PACKAGE_MANIFEST = rule(
    "PK005",
    "bad-package-manifest",
    "error",
    cause=True,
    fr="le paquet n'a pas de « package.json » utilisable : {reason}",
    en="the package has no usable `package.json`: {reason}",
    help_fr="un « package.json » donne au moins le nom et la version du paquet",
    help_en="a `package.json` gives at least the name and the version of the package",
)
UNREADABLE_PACKAGE_RESOURCE = rule(
    "PK006",
    "unreadable-package-resource",
    "warning",
    "processing",
    cause=True,
    fr="le fichier « {file} » du paquet ne peut pas être lu et est laissé de côté : {reason}",
    en="the file `{file}` of the package cannot be read and is left out: {reason}",
    help_fr="téléchargez le paquet de nouveau, ou signalez-le à celui qui l'a publié",
    help_en="download the package again, or tell its publisher",
)

CORE_NAME = re.compile(r"hl7\.fhir\.r\d+[a-z]?\.core")


class PackageFiles(Protocol):
    """The bytes of a package's files by their path below `package/`, and the index of its resources."""

    entries: list[IndexEntry]
    sha256: str

    @property
    def names(self) -> Iterable[str]:
        """The paths of the files."""

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises `KeyError` for one that is not there."""


class Package:
    """An opened package. Resources are read when asked for, kept, and shared: callers never change them.

    `path` is where it was opened. Safe to share between threads.
    """

    def __init__(self, path: Path, files: PackageFiles, manifest: Mapping[str, Any], report: Report) -> None:
        self.path = path
        self.manifest = MappingProxyType(dict(manifest))
        self._files = files
        self._report = report
        self._parsed: dict[str, Json | None] = {}
        self._by_url: dict[str, list[IndexEntry]] | None = None

    def __repr__(self) -> str:
        return f"Package({self.coordinate})"

    def __getstate__(self) -> dict[str, Any]:
        """What was read is left out: it is read again where it is asked for."""
        return self.__dict__ | {"manifest": dict(self.manifest), "_parsed": {}, "_by_url": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state | {"manifest": MappingProxyType(state["manifest"])})

    @property
    def name(self) -> str:
        """The name in `package.json`: `hl7.fhir.r4.core`."""
        return str(self.manifest["name"])

    @property
    def version(self) -> str:
        """The version in `package.json`."""
        return str(self.manifest["version"])

    @property
    def coordinate(self) -> Coordinate:
        """Name and version, as the package itself says them."""
        return Coordinate(self.name, self.version)

    @property
    def sha256(self) -> str:
        """Of the archive it was opened from; `""` for a folder."""
        return self._files.sha256

    @property
    def canonical(self) -> str:
        """The root of the canonical addresses of what the package defines, `""` when it does not say."""
        return str(self.manifest.get("canonical") or "")

    @cached_property
    def fhir_versions(self) -> tuple[str, ...]:
        """The versions of FHIR that the package is for, in its own order."""
        listed = self.manifest.get("fhirVersions") or self.manifest.get("fhir-version-list") or []
        return tuple(str(item) for item in ([listed] if isinstance(listed, str) else listed))

    @property
    def dependencies(self) -> Mapping[str, str]:
        """The packages that this one needs: name to version."""
        listed = self.manifest.get("dependencies")
        return MappingProxyType({str(k): str(v) for k, v in listed.items()} if isinstance(listed, dict) else {})

    @property
    def is_core(self) -> bool:
        """Whether this is the package of definitions of a version of FHIR."""
        return CORE_NAME.fullmatch(self.name) is not None

    @property
    def entries(self) -> Sequence[IndexEntry]:
        """The index: one entry per resource, ordered by file."""
        return self._files.entries

    def entries_of(self, url: str) -> Sequence[IndexEntry]:
        """The entries of a canonical address without version, the newest first; examples have none."""
        if self._by_url is None:
            by_url: dict[str, list[IndexEntry]] = {}
            for entry in self.entries:
                if entry.url and not entry.is_example:
                    by_url.setdefault(entry.url, []).append(entry)
            for several in by_url.values():
                if len(several) > 1:
                    several.sort(key=lambda entry: version_key(entry.version), reverse=True)
            self._by_url = by_url
        return self._by_url.get(url, ())

    def resource(self, entry: IndexEntry) -> Json | None:
        """The resource of an entry, kept for the next caller; `None` (and a diagnostic) when it cannot be read."""
        if entry.file not in self._parsed:
            # When two threads parse the same file at once, both must hand out the same object.
            self._parsed.setdefault(entry.file, self._parse(entry.file))
        return self._parsed[entry.file]

    def files(self) -> list[str]:
        """The paths of all files, below `package/`."""
        return sorted(self._files.names)

    def file(self, name: str) -> bytes | None:
        """The bytes of a file by its path below `package/` (`other/spec.internals`), `None` when there is none."""
        try:
            return self._files.read(name)
        except KeyError:
            return None
        except (ValueError, OSError) as fault:
            self._tell(name, str(fault))
            return None

    @property
    def is_sound(self) -> bool:
        """Whether every resource that was asked for could be read."""
        return None not in self._parsed.values()

    def tell(self, report: Report) -> None:
        """Tell this report, from now on, of resources that cannot be read."""
        self._report = report

    def _parse(self, name: str) -> Json | None:
        content = self.file(name)
        if content is None:
            return None
        try:
            resource = json.loads(content)
        except (ValueError, RecursionError) as fault:
            self._tell(name, str(fault))
            return None
        if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
            self._tell(name, Term("pas de resourceType", "no resourceType"))
            return None
        return resource

    def _tell(self, name: str, reason: str | Term) -> None:
        self._report.add(UNREADABLE_PACKAGE_RESOURCE, Place(file=str(self.path)), file=name, reason=reason)


def open_package(path: Path, report: Report, content: bytes | None = None) -> Package | None:
    """Open a package: a `.tgz` file, or a folder that holds `package/` or `package.json`.

    With `content`, that archive instead of what `path` holds, which is then only its name. An archive is kept in our
    cache in a form that opens fast, found again by its sha256. Nothing is written elsewhere.
    What is wrong goes to `report`, and `None` is returned when the package cannot be used.
    """
    place = Place(file=str(path))

    def unreadable(file: str, reason: str) -> None:
        report.add(UNREADABLE_PACKAGE_RESOURCE, place, file=file, reason=reason)

    try:
        files: PackageFiles
        if content is not None:
            files = open_archive(io.BytesIO(content), _stores(), unreadable)
        elif path.is_dir():
            if not ((path / "package").is_dir() or (path / "package.json").is_file()):
                raise PackageError(NOT_A_PACKAGE)
            files = FolderFiles(path, unreadable)
        elif path.is_file():
            with path.open("rb") as archive:
                files = open_archive(archive, _stores(), unreadable)
        else:
            raise PackageError(NOT_A_PACKAGE)
        return Package(path, files, _manifest(files), report)
    except PackageError as fault:
        fault.tell(report, place)
    except OSError as fault:
        report.add(UNREADABLE_PACKAGE, place, reason=fault.strerror or str(fault))
    return None


def _stores() -> Path:
    return cache_folder() / "packages"


def _manifest(files: PackageFiles) -> Json:
    try:
        manifest = json.loads(files.read("package.json"))
    except KeyError:
        raise PackageError(BAD_PACKAGE_MANIFEST, reason=Term("il n'y en a pas", "there is none")) from None
    except (ValueError, RecursionError) as fault:
        raise PackageError(BAD_PACKAGE_MANIFEST, reason=str(fault)) from fault
    for key in ("name", "version"):
        if not isinstance(manifest, dict) or not isinstance(manifest.get(key), str) or not manifest[key]:
            raise PackageError(BAD_PACKAGE_MANIFEST, reason=Term(f"« {key} » manque", f"`{key}` is missing"))
    assert isinstance(manifest, dict)
    return manifest


class PackageDefinitions:
    """The definitions of several packages (a `Definitions`). Safe to share between threads.

    The first core package among them is *the* core package: for the types of FHIR itself it wins over any other
    package. Elsewhere the newest version wins, and between equals the package named first. Other core packages are set
    aside, for extensions that stand for elements of their versions; `find_core` gives those that are not among them.
    """

    def __init__(
        self, packages: Iterable[Package], find_core: Callable[[Coordinate], Package | None] | None = None
    ) -> None:
        given = list(packages)
        cores = [package for package in given if package.is_core]
        self.core = cores[0] if cores else None
        self._cores = {package.name: package for package in reversed(cores)}
        self._find_core = find_core
        self.packages = tuple([package for package in given if not package.is_core] + cores[:1])
        self._found: dict[tuple[str, str | None], tuple[Package, IndexEntry]] = {}
        self._elements = OtherVersions(self._type, self.fhir_version, self._types_of)
        self.incomplete = False
        """Whether a package that was asked for is missing: what none of the others has may be in it."""

    def __repr__(self) -> str:
        return f"PackageDefinitions({', '.join(str(package.coordinate) for package in self.packages)})"

    @property
    def fhir_version(self) -> str:
        """The version of the core package; without one, the first that a package is for; `""` when none says."""
        for package in (self.core, *self.packages):
            if package is not None and package.fhir_versions:
                return package.fhir_versions[0]
        return self.core.version if self.core else ""

    def get(self, canonical: str, resource_type: str | None = None) -> Json | None:
        """The resource of `url` or `url|version`, `None` when no package has it.

        Without a version it is the newest. What the core package holds of others, such as the code systems of
        terminology.hl7.org, is a copy of its day, whose version is FHIR's: it stands back behind the owner's package.
        """
        found = self.find(canonical, resource_type)
        if found is not None:
            return found[0].resource(found[1])
        other = self.of_other_version(canonical) if resource_type in (None, "StructureDefinition") else None
        return other.definition if other is not None else None

    def find(self, canonical: str, resource_type: str | None = None) -> tuple[Package, IndexEntry] | None:
        """The package and the entry that `get` reads."""
        key = (canonical, resource_type)
        found = self._found.get(key)
        if found is None:
            found = self._look_up(canonical, resource_type)
            # What is not there is not remembered: messages may name any number of such addresses.
            if found is not None:
                self._found[key] = found
        return found

    def all(self, resource_type: str) -> Iterator[Json]:
        """Every resource of a type that has a url, one for each url, ordered by url."""
        for url in self.addresses(resource_type):
            resource = self.get(url, resource_type)
            if resource is not None:
                yield resource

    def resources(self, resource_type: str) -> Iterator[Json]:
        """Every resource of a type, of every package, with or without an address; examples are none."""
        for package in self.packages:
            for entry in package.entries:
                if entry.resource_type == resource_type and not entry.is_example:
                    resource = package.resource(entry)
                    if resource is not None:
                        yield resource

    def addresses(self, resource_type: str) -> Iterator[str]:
        """The addresses of the resources of a type, in order, from the indexes alone."""
        return iter(sorted({entry.url for entry in self._entries(resource_type) if entry.url}))

    def types(self, kind: str = "") -> Iterator[str]:
        """The names of the types of FHIR that the packages define, of one `kind` or all, from the indexes alone."""
        found = {
            entry.type
            for entry in self._entries("StructureDefinition")
            if _is_fhir_type(entry) and kind in ("", entry.kind)
        }
        return iter(sorted(found))

    def of_other_version(self, canonical: str) -> OtherElement | None:
        """The element of another version of FHIR that the address of an extension stands for."""
        return self._elements.element(canonical) if stands_for_element(canonical) else None

    def _type(self, name: str) -> Json | None:
        return self.get(TYPE_ROOT + name, "StructureDefinition")

    def _types_of(self, wanted: Coordinate) -> Types | None:
        core = self._cores.get(wanted.name)
        if core is None and self._find_core is not None:
            core = self._find_core(wanted)
        return partial(_type_of, core) if core is not None else None

    def _entries(self, resource_type: str) -> Iterator[IndexEntry]:
        for package in self.packages:
            for entry in package.entries:
                if entry.resource_type == resource_type and not entry.is_example:
                    yield entry

    def _look_up(self, canonical: str, resource_type: str | None) -> tuple[Package, IndexEntry] | None:
        url, _, version = canonical.partition("|")
        best: tuple[Package, IndexEntry] | None = None
        best_rank: tuple[bool, bool, tuple[Any, ...]] | None = None
        for package in self.packages:
            own = package is not self.core or url.startswith(FHIR_ROOT)
            for entry in package.entries_of(url):
                if resource_type not in (None, entry.resource_type):
                    continue
                if version and not version_answers(entry.version, version):
                    continue
                if package is self.core and _is_fhir_type(entry):
                    return package, entry
                rank = (own, entry.version == version, version_key(entry.version))
                if best_rank is None or rank > best_rank:
                    best, best_rank = (package, entry), rank
        return best


def _type_of(core: Package, name: str) -> Json | None:
    """The definition of a type in a core package."""
    return next((core.resource(entry) for entry in core.entries_of(TYPE_ROOT + name)), None)


def _is_fhir_type(entry: IndexEntry) -> bool:
    """Whether the entry defines a type of FHIR rather than a profile of one."""
    return entry.resource_type == "StructureDefinition" and entry.type == entry.url.rpartition("/")[2]
