"""When a definition was approved and last reviewed: elements where the version of FHIR has them, else extensions."""

from __future__ import annotations

from tabellion.fhir.json import Json

APPROVAL, LAST_REVIEW = "approvalDate", "lastReviewDate"
EXTENSIONS = {name: f"http://hl7.org/fhir/StructureDefinition/resource-{name}" for name in (APPROVAL, LAST_REVIEW)}


def review_date(resource: Json, name: str) -> str:
    """`approvalDate` or `lastReviewDate` of a resource wherever it stands, `""` where it has none."""
    found = (item["valueDate"] for item in resource.get("extension", ()) if item.get("url") == EXTENSIONS[name])
    return str(resource.get(name) or next(found, ""))
