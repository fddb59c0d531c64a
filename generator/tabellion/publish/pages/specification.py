"""The pages of the FHIR specification, in the version that a guide is on."""

from __future__ import annotations

import re

from tabellion.elements.types import last_part
from tabellion.fhir.definitions import TYPE_ROOT
from tabellion.fhir.json import Json
from tabellion.fhir.versions import name_of_version

# canonical addresses of what the specification itself defines; other guides of HL7 stand deeper
VALUE_SETS = re.compile(r"http://(hl7\.org/fhir|terminology\.hl7\.org)/ValueSet/[^/]+")
CODE_SYSTEMS = re.compile(r"http://(hl7\.org/fhir|hl7\.org/fhir/CodeSystem|terminology\.hl7\.org/CodeSystem)/[^/]+")
OLD_TABLE = re.compile(r"v2-(\d+(?:\.\d+)+)-(\d{4})")
# pages that do not have the name of what they define
IRREGULAR = {
    "MetadataResource": "metadataresource.html",
    "Reference": "references.html#Reference",
    "xhtml": "narrative.html#xhtml",
    "elementdefinition-de": "elementdefinition-de.html",
    "ehrsrle-auditevent": "ehrsrle/ehrsrle-auditevent.html",
    "ehrsrle-provenance": "ehrsrle/ehrsrle-provenance.html",
    "summary": "codesystem-example-summary.html",
    "example-extensional": "valueset-example.html",
    "inactive": "valueset-example-inactive.html",
    "yesnodontknow": "valueset-example-yesnodontknow.html",
    "v3-xBasicConfidentialityKind": "v3/x_BasicConfidentialityKind/vs.html",
}


def root(fhir_version: str) -> str:
    """The address of the specification: `https://hl7.org/fhir/R4/` for 4.0.1."""
    return f"https://hl7.org/fhir/{name_of_version(fhir_version)}/"


def type_page(code: str, definition: Json | None, fhir_version: str) -> str:
    """The page of a resource or data type by its code; FHIRPath's types of ids and urls are strings there."""
    name = last_part(code)
    if name.startswith("System."):
        name = name.removeprefix("System.").lower()
    if name in IRREGULAR:
        return root(fhir_version) + IRREGULAR[name]
    if definition is not None and definition.get("kind") == "resource":
        return f"{root(fhir_version)}{name.lower()}.html"
    return f"{root(fhir_version)}datatypes.html#{name}"


def definition_page(definition: Json, fhir_version: str) -> str:
    """The page of a definition of the specification; of another one its own canonical address, `""` for no address."""
    url, kind, name = str(definition.get("url", "")), definition["resourceType"], str(definition.get("id", ""))
    page = ""
    if kind == "StructureDefinition" and url.startswith(TYPE_ROOT):
        page = _structure(definition, name, fhir_version)
    elif kind == "ValueSet" and VALUE_SETS.fullmatch(url):
        page = _terminology(name, "valueset", "vs")
    elif kind == "CodeSystem" and CODE_SYSTEMS.fullmatch(url):
        page = _terminology(name, "codesystem", "cs")
    if page:
        return page if page.startswith("https:") else root(fhir_version) + IRREGULAR.get(name, page)
    return url if url.startswith(("http://", "https://")) else ""


def _structure(definition: Json, name: str, fhir_version: str) -> str:
    if definition.get("derivation") != "constraint":
        return type_page(str(definition["type"]), definition, fhir_version)
    if definition.get("type") == "Extension":
        return f"extension-{name.lower()}.html"
    return f"datatypes.html#{name}" if definition.get("kind") == "complex-type" else f"{name.lower()}.html"


def _terminology(name: str, kind: str, page: str) -> str:
    """Value sets and code systems, those of HL7's versions 2 and 3 in folders of their own."""
    if match := OLD_TABLE.fullmatch(name):
        return f"v2/{match[2]}/{match[1]}/index.html"
    if name.startswith("v2-"):
        return f"v2/{name.removeprefix('v2-')}/index.html"
    if name.startswith("v3-"):
        return f"v3/{name.removeprefix('v3-')}/{page}.html"
    return f"{kind}-{name}.html"
