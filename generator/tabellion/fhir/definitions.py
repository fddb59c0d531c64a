"""Where a canonical address or the name of a type leads: own artifacts first, then the packages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from tabellion.fhir.coordinates import Coordinate, version_answers, version_key
from tabellion.fhir.json import Json

FHIR_ROOT = "http://hl7.org/fhir/"
TYPE_ROOT = f"{FHIR_ROOT}StructureDefinition/"
SYSTEM_TYPE = "http://hl7.org/fhirpath/System."
"""What the codes of the types of FHIRPath begin with: ids of elements and urls of extensions have them."""
QUANTITY_TYPES = frozenset({"Quantity", "Age", "Count", "Distance", "Duration", "MoneyQuantity", "SimpleQuantity"})
"""Quantity, and the types that are one with more rules (R4 datatypes.html, 2.24.0.7)."""


class OtherElement(NamedTuple):
    """An element of another version of FHIR as an extension.

    `definition` is that of the extension, `None` while the core package `lacking` is not at hand. `is_own` says that
    the version in use has the element as well, just the same.
    """

    definition: Json | None
    lacking: Coordinate | None
    is_own: bool


class Definitions(Protocol):
    """Read-only look-up of conformance resources. Implementations are safe to share between threads.

    What is returned is shared: callers never change it.
    """

    def get(self, canonical: str, resource_type: str | None = None) -> Json | None:
        """The resource of a canonical address (`url` or `url|version`), `None` when nothing has it.

        With `resource_type`, only a resource of that type. Without a version the newest one at hand, with the first
        parts of one (`url|1.3`) the newest that goes on with them.
        """

    def all(self, resource_type: str) -> Iterator[Json]:
        """Every resource of a type, ordered by url."""

    def resources(self, resource_type: str) -> Iterator[Json]:
        """Every resource of a type, with or without an address, as naming systems of R4 have none; some may stand there
        in several versions. In no order that means anything."""

    def addresses(self, resource_type: str) -> Iterator[str]:
        """The addresses that `all` would give resources of, in its order; nothing is read for it."""

    def types(self, kind: str = "") -> Iterator[str]:
        """The names of the types defined, in order, all or those of a kind (StructureDefinition.kind); nothing is read
        for it."""

    def of_other_version(self, canonical: str) -> OtherElement | None:
        """The element of another version of FHIR that the address of an extension stands for, by which `get` finds the
        extension's definition; `None` for other addresses and for elements that no version has."""

    @property
    def fhir_version(self) -> str:
        """The version of the core package in use, `4.0.1` for instance."""


def type_definition(definitions: Definitions, name: str) -> Json | None:
    """The StructureDefinition of a resource or data type by its name or URI."""
    return definitions.get(name if ":" in name else TYPE_ROOT + name, "StructureDefinition")


class OwnDefinitions:
    """Resources at hand (a guide's own) laid over other definitions."""

    def __init__(self, resources: Iterable[Json], below: Definitions) -> None:
        self._below = below
        self._own: dict[str, Json] = {}
        self._versions: dict[str, dict[str, Json]] = {}
        self._all: dict[str, list[Json]] = {}
        for resource in resources:
            self.add(resource)

    def add(self, resource: Json) -> None:
        """Lay one more resource over the others; one without a canonical address has no place here."""
        if "url" in resource:
            url, version = resource["url"], str(resource.get("version", ""))
            self._versions.setdefault(url, {})[version] = resource
            known = self._own.get(url)
            if known is not None and version_key(str(known.get("version", ""))) > version_key(version):
                return  # of several versions the newest is the one that is meant without a version
            self._own[url] = resource
            self._all.pop(resource["resourceType"], None)

    def get(self, canonical: str, resource_type: str | None = None) -> Json | None:
        url, _, version = canonical.partition("|")
        own = self._of_version(url, version) if version else self._own.get(url)
        if own is not None and resource_type in (None, own["resourceType"]):
            return own
        return self._below.get(canonical, resource_type)

    def _of_version(self, url: str, asked: str) -> Json | None:
        versions = self._versions.get(url, {})
        fitting = [version for version in versions if version_answers(version, asked)]
        best = max(fitting, key=lambda version: (version == asked, version_key(version)), default=None)
        return versions[best] if best is not None else None

    def all(self, resource_type: str) -> Iterator[Json]:
        found = self._all.get(resource_type)
        if found is None:
            own = {url: item for url, item in self._own.items() if item["resourceType"] == resource_type}
            below = {definition["url"]: definition for definition in self._below.all(resource_type)}
            merged = below | own
            found = self._all[resource_type] = [merged[url] for url in sorted(merged)]
        return iter(found)

    def resources(self, resource_type: str) -> Iterator[Json]:
        yield from (item for item in self._own.values() if item["resourceType"] == resource_type)
        yield from self._below.resources(resource_type)

    def addresses(self, resource_type: str) -> Iterator[str]:
        own = {url for url, item in self._own.items() if item["resourceType"] == resource_type}
        return iter(sorted(own.union(self._below.addresses(resource_type))))

    def types(self, kind: str = "") -> Iterator[str]:
        return self._below.types(kind)  # own definitions constrain types, they define none

    def of_other_version(self, canonical: str) -> OtherElement | None:
        return self._below.of_other_version(canonical)

    @property
    def fhir_version(self) -> str:
        return self._below.fhir_version
