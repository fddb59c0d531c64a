"""What code systems are called besides their addresses: identifiers that they and naming systems state, ids, names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tabellion.fhir.definitions import Definitions
from tabellion.fhir.json import Json

OID_PREFIX = "urn:oid:"


def systems_by_identifier(definitions: Definitions) -> Mapping[str, str]:
    """The addresses of the code systems of some definitions by every other identifier that is known of them: OIDs bare,
    other URIs whole.

    A CodeSystem states its own (R4 CodeSystem.identifier); a NamingSystem of kind `codesystem` sets a URI beside OIDs
    and other URIs, of which the preferred one, else the first, is the address (R4 NamingSystem.uniqueId). Where both
    speak of an OID, the CodeSystem is right. Two systems with one identifier have none of it.
    """
    found: dict[str, str] = {}
    doubled: set[str] = set()
    for system in definitions.resources("CodeSystem"):
        if system.get("content") == "supplement":
            continue  # it adds to a system and may repeat its identifier
        for value in _values(system):
            if system.get("url") and found.setdefault(value, system["url"]) != system["url"]:
                doubled.add(value)
    for value in doubled:
        del found[value]
    for naming in definitions.resources("NamingSystem"):
        for value, url in _named(naming):
            if value not in doubled:
                found.setdefault(value, url)
    return found


def systems_by_name(definitions: Definitions) -> Mapping[str, str]:
    """The addresses of the code systems of some definitions by the ids, names and titles that one of them alone has."""
    found: dict[str, str] = {}
    doubled: set[str] = set()
    for system in definitions.resources("CodeSystem"):
        if not system.get("url") or system.get("content") == "supplement":
            continue
        for key in ("id", "name", "title"):
            name = system.get(key)
            if isinstance(name, str) and found.setdefault(name, system["url"]) != system["url"]:
                doubled.add(name)
    return {name: url for name, url in found.items() if name not in doubled}


def _values(resource: Json) -> Iterator[str]:
    identifiers = resource.get("identifier", [])
    for identifier in identifiers if isinstance(identifiers, list) else [identifiers]:
        value = identifier.get("value")
        if isinstance(value, str) and value != resource.get("url"):
            yield value.removeprefix(OID_PREFIX)


def _named(naming: Json) -> Iterator[tuple[str, str]]:
    """The identifiers of a naming system, each with the address of the code system."""
    if naming.get("kind") != "codesystem":
        return
    ids = [item for item in naming.get("uniqueId", ()) if isinstance(item.get("value"), str)]
    uris = [item for item in ids if item.get("type") == "uri"]
    preferred = [item for item in uris if item.get("preferred") is True]
    address = next((str(item["value"]) for item in (*preferred, *uris)), None)
    if address is not None:
        for item in ids:
            if item["value"] != address:
                yield str(item["value"]).removeprefix(OID_PREFIX), address
