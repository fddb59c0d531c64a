"""How strongly a promise of a CapabilityStatement is meant (Extension: capabilitystatement-expectation)."""

from __future__ import annotations

from tabellion.fhir.json import Json

EXPECTATION = "http://hl7.org/fhir/StructureDefinition/capabilitystatement-expectation"


def expectation_of(holder: Json) -> str | None:
    """The expectation that an element states (`SHALL`), `None` for none."""
    return next((item.get("valueCode") for item in holder.get("extension", ()) if item["url"] == EXPECTATION), None)
