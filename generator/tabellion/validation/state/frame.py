"""The resource that a walk is in, those around it, and what its references lead to."""

from __future__ import annotations

from dataclasses import dataclass

from tabellion.fhir.json import Json
from tabellion.fhir.literal_references import parts, unversioned
from tabellion.validation.state.location import Location, root


@dataclass(slots=True, eq=False)
class Frame:
    """The resource that the walk is in, and those around it. `contained` tells how it stands in the one above."""

    resource: Json
    at: Location
    above: Frame | None = None
    contained: bool = False
    full_url: str | None = None
    entries: dict[str, Json] | None = None
    element_ids: set[str] | None = None
    _contained_ids: dict[str, int] | None = None

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
    def bundle(self) -> Frame | None:
        """The frame of the Bundle that the resource stands in."""
        at = self.container.above
        while at is not None and at.resource.get("resourceType") != "Bundle":
            at = at.above
        return at

    def of_entry(self, entry: Json) -> Frame:
        """The frame of the resource of an entry of this Bundle."""
        full_url = entry.get("fullUrl")
        resource = entry["resource"] if isinstance(entry.get("resource"), dict) else {}
        at = root(str(resource.get("resourceType", "")))
        return Frame(resource, at, self, full_url=full_url if isinstance(full_url, str) else None)

    def resolve(self, reference: str) -> Frame | None:
        """What a reference leads to, within the resource or the Bundle around it (R4 bundle.html, 2.36.4)."""
        container = self.container
        if reference.startswith("#"):
            return self._contained_resource(container, reference[1:])
        bundle = self.bundle
        if bundle is None:
            return None
        index = bundle.entries if bundle.entries is not None else _entries_by_address(bundle.resource)
        bundle.entries = index
        entry = index.get(reference)
        if entry is None and ":" not in reference:
            base = parts(container.full_url or "")
            if base is not None and base[0]:
                entry = index.get(f"{base[0]}/{reference}") or index.get(f"{base[0]}/{unversioned(reference)}")
        if entry is None:
            entry = index.get(unversioned(reference))
        return bundle.of_entry(entry) if entry is not None else None

    @staticmethod
    def _contained_resource(container: Frame, id_: str) -> Frame | None:
        if not id_:
            return container
        index = container.contained_ids.get(id_)
        if index is None:
            return None
        resource = container.resource["contained"][index]
        return Frame(resource, container.at.child("contained", index), container, contained=True)


def _entries_by_address(bundle: Json) -> dict[str, Json]:
    """The entries of a Bundle by fullUrl, and by `Type/id` for those that have no other address."""
    found: dict[str, Json] = {}
    entries = bundle.get("entry")
    for entry in entries if isinstance(entries, list) else ():
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(resource, dict) or not resource:
            continue
        full_url = entry.get("fullUrl")
        version = resource.get("meta", {}).get("versionId") if isinstance(resource.get("meta"), dict) else None
        if isinstance(full_url, str):
            found.setdefault(full_url, entry)
            if isinstance(version, str):
                found.setdefault(f"{full_url}/_history/{version}", entry)
        if isinstance(resource.get("id"), str):
            found.setdefault(f"{resource.get('resourceType')}/{resource['id']}", entry)
    return found
