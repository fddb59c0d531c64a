"""Which other models the elements of a structure are mapped to (StructureDefinition.mapping)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tabellion.artifacts.workspace import Workspace
from tabellion.fhir.json import Json


def put_mappings(resource: Json, snapshot: list[Json] | None, workspace: Workspace) -> None:
    """Declare every identity that elements of the snapshot name: the structure's own declarations first, then those of
    its base definition and of the types that its elements have, as HL7's generator takes them over."""
    declared = {mapping["identity"]: mapping for mapping in resource.get("mapping", ())}
    missing = {item["identity"] for element in snapshot or () for item in element.get("mapping", ())} - declared.keys()
    for url in _sources(resource, snapshot or ()):
        if not missing:
            break
        for mapping in (workspace.definitions.get(url, "StructureDefinition") or {}).get("mapping", ()):
            if mapping["identity"] in missing:
                declared[mapping["identity"]] = mapping
                missing.discard(mapping["identity"])
    if declared:
        resource["mapping"] = list(declared.values())


def _sources(resource: Json, snapshot: Iterable[Json]) -> Iterator[str]:
    yield resource["baseDefinition"]
    seen: set[str] = set()
    for element in snapshot:
        for type_ref in element.get("type", ()):
            for url in (f"http://hl7.org/fhir/StructureDefinition/{type_ref['code']}", *type_ref.get("profile", ())):
                if url not in seen:
                    seen.add(url)
                    yield url
