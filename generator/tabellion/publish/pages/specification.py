"""The pages of the FHIR specification, in the version that a guide is on."""

from __future__ import annotations

from tabellion.fhir.definitions import TYPE_ROOT
from tabellion.fhir.json import Json

ROOTS = {"4.0": "R4", "4.3": "R4B", "5.0": "R5"}
# data types that the specification describes elsewhere than in datatypes.html
TYPE_PAGES = {
    "Reference": "references.html#Reference",
    "CodeableReference": "references.html#CodeableReference",
    "Extension": "extensibility.html#Extension",
    "Meta": "resource.html#Meta",
    "Narrative": "narrative.html#Narrative",
    "Dosage": "dosage.html#Dosage",
    "ElementDefinition": "elementdefinition.html#ElementDefinition",
    "BackboneElement": "backboneelement.html#BackboneElement",
    "Element": "element.html#Element",
    "xhtml": "narrative.html#xhtml",
    "ContactDetail": "metadatatypes.html#ContactDetail",
    "Contributor": "metadatatypes.html#Contributor",
    "DataRequirement": "metadatatypes.html#DataRequirement",
    "Expression": "metadatatypes.html#Expression",
    "ParameterDefinition": "metadatatypes.html#ParameterDefinition",
    "RelatedArtifact": "metadatatypes.html#RelatedArtifact",
    "TriggerDefinition": "metadatatypes.html#TriggerDefinition",
    "UsageContext": "metadatatypes.html#UsageContext",
}
HL7, THO = "http://hl7.org/fhir/", "http://terminology.hl7.org/"


def root(fhir_version: str) -> str:
    """The address of the specification: `https://hl7.org/fhir/R4/` for 4.0.1."""
    name = ROOTS.get(".".join(fhir_version.split(".")[:2]), fhir_version)
    return f"https://hl7.org/fhir/{name}/"


def type_page(code: str, definition: Json | None, fhir_version: str) -> str:
    """The page of a resource or data type by its code; types of FHIRPath are strings there."""
    name = code.rpartition("/")[2].rpartition(".")[2] if code.startswith("http://hl7.org/fhirpath/") else code
    if name == "String" or code.startswith("http://hl7.org/fhirpath/"):
        name = name[:1].lower() + name[1:]
    if name in TYPE_PAGES:
        return root(fhir_version) + TYPE_PAGES[name]
    if definition is not None and definition.get("kind") == "resource":
        return f"{root(fhir_version)}{name.lower()}.html"
    return f"{root(fhir_version)}datatypes.html#{name}"


def definition_page(definition: Json, fhir_version: str) -> str:
    """The page of a definition of the core package; of another one its own canonical address."""
    url, kind, name = str(definition.get("url", "")), definition["resourceType"], str(definition.get("id", ""))
    if not url.startswith((HL7, THO)):
        return url
    if kind == "StructureDefinition" and url.startswith(TYPE_ROOT):
        if definition.get("type") == "Extension" and definition.get("derivation") == "constraint":
            return f"{root(fhir_version)}extension-{name.lower()}.html"
        if definition.get("derivation") == "constraint":
            return f"{root(fhir_version)}{name.lower()}.html"
        return type_page(str(definition["type"]), definition, fhir_version)
    for prefix, page in (("ValueSet", "vs"), ("CodeSystem", "cs")):
        if kind == prefix and name.startswith("v3-"):
            return f"{root(fhir_version)}v3/{name.removeprefix('v3-')}/{page}.html"
        if kind == prefix and name.startswith("v2-"):
            number = name.removeprefix("v2-")
            return f"{root(fhir_version)}v2/{number}/index.html"
        if kind == prefix:
            return f"{root(fhir_version)}{prefix.lower()}-{name.lower()}.html"
    return url
