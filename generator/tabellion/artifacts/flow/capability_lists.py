"""The lists of a CapabilityStatement, by what the sheet Capability details calls their entries."""

from __future__ import annotations

EXPECTATION = "http://hl7.org/fhir/StructureDefinition/capabilitystatement-expectation"
# what may be said of the whole system (CapabilityStatement.rest), by the name of its list there
SYSTEM_LISTS = {"interaction": "interaction", "search": "searchParam", "operation": "operation"}
LISTS = {
    "profile": "supportedProfile",
    "interaction": "interaction",
    "include": "searchInclude",
    "revinclude": "searchRevInclude",
    "search": "searchParam",
    "operation": "operation",
}
