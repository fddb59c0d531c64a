"""The first elements of every conformance resource of a guide (MetadataResource)."""

from __future__ import annotations

from tabellion.artifacts.texts import put_text
from tabellion.fhir.json import Json
from tabellion.guide.info import GuideInfo
from tabellion.tables.table import Row


def header(resource_type: str, row: Row, url: str, info: GuideInfo) -> Json:
    """Identity, version, status, publisher and jurisdiction, in FHIR's order; `description` is the row's."""
    resource: Json = {"resourceType": resource_type, "id": row["id"], "language": info.lang, "url": url}
    resource["version"] = row["version"] or info.version
    resource["name"] = row["name"] or pascal_case(row["id"])
    put_text(resource, "title", row.text("title"), info.lang)
    resource["status"] = info.status
    if info.experimental:
        resource["experimental"] = True
    resource["date"] = info.date.isoformat()
    resource |= publisher(info)
    put_text(resource, "description", row.text("description"), info.lang)
    if info.jurisdiction:
        resource["jurisdiction"] = [jurisdiction(info.jurisdiction)]
    put_text(resource, "purpose", row.text("purpose"), info.lang)
    put_text(resource, "copyright", row.text("copyright") or info.copyright, info.lang)
    return resource


def publisher(info: GuideInfo) -> Json:
    """`publisher` and `contact`."""
    found: Json = {"publisher": info.publisher}
    telecom = [{"system": "url", "value": info.publisher_url}] if info.publisher_url else []
    if info.contact:
        system = "url" if info.contact.startswith("http") else "email"
        telecom.append({"system": system, "value": info.contact.removeprefix("mailto:")})
    if telecom:
        found["contact"] = [({"name": info.publisher} if info.publisher else {}) | {"telecom": telecom}]
    return found


def jurisdiction(code: str) -> Json:
    """A country or a region of ISO 3166, or `001` for the whole world (UN M.49)."""
    system = "http://unstats.un.org/unsd/methods/m49/m49.htm" if code.isdigit() else "urn:iso:std:iso:3166"
    return {"coding": [{"system": system, "code": code}]}


def pascal_case(row_id: str) -> str:
    """A name for programs made from an id: `peak-flow` gives `PeakFlow`."""
    return "".join(part[:1].upper() + part[1:] for part in row_id.replace(".", "-").split("-") if part)
