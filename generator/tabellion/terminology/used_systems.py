"""How an expansion says which version of a code system it used (R4 ValueSet.expansion.parameter `used-codesystem`)."""

from __future__ import annotations

from tabellion.fhir.json import Json

OID = "urn:oid:"


def used_system(canonical: str) -> Json:
    """The parameter of a code system, `address|version` where the version is known.

    An OID with a version is no uri, of which R4 asks that it be an OID to its end: it is said as a string.
    """
    is_uri = not (canonical.startswith(OID) and "|" in canonical)
    return {"name": "used-codesystem", "valueUri" if is_uri else "valueString": canonical}
