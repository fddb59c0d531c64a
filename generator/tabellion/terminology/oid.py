"""Object identifiers (ISO/IEC 9834-1) and the code systems or identifier systems that they name."""

from __future__ import annotations

import re

from tabellion.fhir.definitions import Definitions

PREFIX = "urn:oid:"

_OID = re.compile(r"[0-2](\.(0|[1-9][0-9]*))+")


def is_oid(text: str) -> bool:
    """Whether `text` is an object identifier in dotted form: first arc 0 to 2, second below 40 under 0 and 1."""
    if _OID.fullmatch(text) is None:
        return False
    arcs = text.split(".")
    return arcs[0] == "2" or (len(arcs[1]) <= 2 and int(arcs[1]) < 40)


def as_uri(text: str) -> str | None:
    """`urn:oid:…` of an object identifier written with or without that prefix, `None` when it is not one."""
    bare = text.strip().removeprefix(PREFIX)
    return PREFIX + bare if is_oid(bare) else None


def preferred_systems(definitions: Definitions) -> dict[str, str]:
    """For each `urn:oid:…` that a CodeSystem or a NamingSystem gives for itself, the URI that FHIR uses instead.

    What a NamingSystem marks as preferred comes before what stands only as another of its identifiers.
    """
    found: dict[str, str] = {}
    for system in definitions.all("CodeSystem"):
        for identifier in system.get("identifier", ()):
            value = str(identifier.get("value", ""))
            if value.startswith(PREFIX) and system["url"] != value:
                found.setdefault(value, system["url"])
    for naming in definitions.all("NamingSystem"):
        names = naming.get("uniqueId", ())
        uris = sorted((not name.get("preferred", False), name["value"]) for name in names if name.get("type") == "uri")
        for name in names:
            uri = as_uri(str(name.get("value", ""))) if name.get("type") == "oid" else None
            if uri and uris:
                found.setdefault(uri, uris[0][1])
    return found
