"""The resource that a walk is in, those around it, and what its references lead to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tabellion.fhir.json import Json
from tabellion.fhir.literal_references import is_absolute, parts
from tabellion.validation.state.location import Location, root

_HOLDING = frozenset({"Bundle", "Parameters"})


@dataclass(slots=True, eq=False)
class Frame:
    """The resource that the walk is in, and those around it. `contained` tells how it stands in the one above."""

    resource: Json
    at: Location
    above: Frame | None = None
    contained: bool = False
    full_url: str | None = None
    element_ids: set[str] | None = None
    _contained_ids: dict[str, int] | None = None
    _addresses: dict[str, Json] | None = None
    _names: dict[str, str] | None = None
    _resources: dict[int, Json] | None = None
    _holders: dict[int, Json] | None = None

    @property
    def container(self) -> Frame:
        """The frame of the resource that contains this one, itself when nothing does."""
        return self.above if self.contained and self.above is not None else self

    @property
    def contained_ids(self) -> dict[str, int]:
        """The positions of contained resources by their ids, the first of each."""
        if self._contained_ids is None:
            found: dict[str, int] = {}
            contained = self.resource.get("contained")
            for index, item in enumerate(contained if isinstance(contained, list) else ()):
                if isinstance(item, dict) and isinstance(item.get("id"), str):
                    found.setdefault(item["id"], index)
            self._contained_ids = found
        return self._contained_ids

    @property
    def _by_address(self) -> dict[str, Json]:
        if self._addresses is None:
            self._addresses = _entries_by_address(self.resource)
        return self._addresses

    @property
    def _by_resource(self) -> dict[int, Json]:
        if self._resources is None:
            self._resources = {id(resource): entry for entry, resource in _entries(self.resource)}
        return self._resources

    @property
    def _by_name(self) -> dict[str, str]:
        if self._names is None:
            self._names = _entries_by_name(self.resource)
        return self._names

    @property
    def bundle(self) -> Frame | None:
        """The frame of the Bundle that the resource stands in."""
        at = self.container.above
        while at is not None and at.resource.get("resourceType") != "Bundle":
            at = at.above
        return at

    def of_entry(self, entry: Json) -> Frame:
        """The frame of the resource of an entry of this Bundle."""
        resource = entry["resource"] if isinstance(entry.get("resource"), dict) else {}
        return Frame(resource, root(str(resource.get("resourceType", ""))), self, full_url=_full_url(entry))

    def inside(self, resource: Json, at: Location) -> Frame:
        """The frame of a resource in this one or around it: of an entry, with its fullUrl, or contained."""
        bundle = self if self.resource.get("resourceType") == "Bundle" else self.bundle
        entry = bundle._by_resource.get(id(resource)) if bundle is not None else None
        if entry is not None:
            return Frame(resource, at, bundle, full_url=_full_url(entry))
        container = self.container
        listed = container.resource.get("contained")
        if at.key != "contained" and isinstance(listed, list) and any(item is resource for item in listed):
            return Frame(resource, at, container, contained=True)
        return Frame(resource, at, self, contained=at.key == "contained")

    def resolve(self, reference: str) -> Frame | None:
        """What a reference leads to, within the resource or the Bundle around it (R4 bundle.html, 2.36.4.1)."""
        container = self.container
        if reference.startswith("#"):
            return self._contained_resource(container, reference[1:])
        address = container.address_of(reference)
        for bundle in (container if container.resource.get("resourceType") == "Bundle" else None, self.bundle):
            entry = bundle._by_address.get(address) if bundle is not None else None
            if bundle is not None and entry is not None:
                return bundle.of_entry(entry)
        return None

    def around(self, holder: Json) -> Frame:
        """The frame of the resource that a Reference stands in: this one, or one inside a Bundle or a Parameters."""
        if self.resource.get("resourceType") not in _HOLDING:
            return self
        if self._holders is None:
            self._holders = _references(self.resource)
        resource = self._holders.get(id(holder))
        return self.inside(resource, root(str(resource.get("resourceType")))) if resource is not None else self

    def address_of(self, reference: str) -> str:
        """The address that a reference within this resource means: a relative one, on the server of the fullUrl.

        A relative reference stays as it is where the fullUrl is none of a server, or not there: it then means an
        entry that has no fullUrl either, and no other.
        """
        base = parts(self.full_url or "")
        return f"{base[0]}/{reference}" if base is not None and base[0] and not is_absolute(reference) else reference

    def namesake(self, reference: str) -> str | None:
        """The fullUrl of an entry that has the type and the id of a reference, whatever its server or version."""
        known, bundle = parts(reference), self.bundle
        if known is None or bundle is None:
            return None
        return bundle._by_name.get(f"{known[1]}/{known[2]}")

    @staticmethod
    def _contained_resource(container: Frame, id_: str) -> Frame | None:
        if not id_:
            return container
        index = container.contained_ids.get(id_)
        if index is None:
            return None
        resource = container.resource["contained"][index]
        return Frame(resource, container.at.child("contained", index), container, contained=True)


def _references(resource: Json) -> dict[int, Json]:
    """The resources that one holds, but for contained ones, by the References in them."""
    found: dict[int, Json] = {}
    waiting: list[tuple[Any, Json]] = [(resource, resource)]
    while waiting:
        value, owner = waiting.pop()
        if isinstance(value, list):
            waiting.extend((item, owner) for item in value)
        elif isinstance(value, dict):
            if isinstance(value.get("reference"), str) and owner is not resource:
                found[id(value)] = owner
            for key, item in value.items():
                is_held = key == "resource" and owner is resource and isinstance(item, dict)
                waiting.append((item, item if is_held else owner))
    return found


def _full_url(entry: Json) -> str | None:
    full_url = entry.get("fullUrl")
    return full_url if isinstance(full_url, str) else None


def _entries(bundle: Json) -> Iterator[tuple[Json, Json]]:
    """The entries of a Bundle that have a resource, with it."""
    entries = bundle.get("entry")
    for entry in entries if isinstance(entries, list) else ():
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict) and resource:
            yield entry, resource


def _entries_by_address(bundle: Json) -> dict[str, Json]:
    """The entries of a Bundle by fullUrl, with their version too; by `Type/id` those that have no fullUrl."""
    found: dict[str, Json] = {}
    for entry, resource in _entries(bundle):
        meta, id_ = resource.get("meta"), resource.get("id")
        address = _full_url(entry)
        if address is None and isinstance(id_, str):
            address = f"{resource.get('resourceType')}/{id_}"
        if address is None:
            continue
        found.setdefault(address, entry)
        version = meta.get("versionId") if isinstance(meta, dict) else None
        if isinstance(version, str):
            found.setdefault(f"{address}/_history/{version}", entry)
    return found


def _entries_by_name(bundle: Json) -> dict[str, str]:
    """The fullUrls of a Bundle by the type and the id of their resources."""
    found: dict[str, str] = {}
    for entry, resource in _entries(bundle):
        address = _full_url(entry)
        if address is not None and isinstance(resource.get("id"), str):
            found.setdefault(f"{resource.get('resourceType')}/{resource['id']}", address)
    return found
