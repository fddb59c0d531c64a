"""Code systems that everybody knows by a short name: their addresses, and the notices that their use asks for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownSystem:
    """`names` are what authors call it, `notice` what its licence asks to be said where its codes are shown."""

    url: str
    title: str
    names: tuple[str, ...] = ()
    oid: str = ""
    notice: str = ""


KNOWN_SYSTEMS: tuple[KnownSystem, ...] = (
    KnownSystem(
        "http://loinc.org",
        "LOINC",
        ("LOINC",),
        "2.16.840.1.113883.6.1",
        "This material contains content from LOINC (https://loinc.org). LOINC is copyright © Regenstrief Institute, "
        "Inc. and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost "
        "under the license at https://loinc.org/license. LOINC® is a registered United States trademark of "
        "Regenstrief Institute, Inc.",
    ),
    KnownSystem(
        "http://snomed.info/sct",
        "SNOMED CT",
        ("SNOMED CT", "SNOMED", "SCT"),
        "2.16.840.1.113883.6.96",
        "This material includes SNOMED Clinical Terms® (SNOMED CT®), used by permission of SNOMED International. "
        "SNOMED CT® was originally created by the College of American Pathologists. Its use requires a licence: see "
        "https://www.snomed.org/get-snomed.",
    ),
    KnownSystem(
        "http://unitsofmeasure.org",
        "UCUM",
        ("UCUM",),
        "2.16.840.1.113883.6.8",
        "This product includes all or a portion of the UCUM table, UCUM codes, and UCUM definitions or is derived "
        "from it, subject to a license from Regenstrief Institute, Inc. and The UCUM Organization. Copyright © "
        "1999–2013, Regenstrief Institute, Inc. and The UCUM Organization, Indianapolis, IN. All rights reserved. "
        "https://ucum.org/license",
    ),
    KnownSystem("http://hl7.org/fhir/sid/icd-10", "ICD-10", ("ICD-10", "CIM-10", "CIM10"), "2.16.840.1.113883.6.3"),
    KnownSystem("http://hl7.org/fhir/sid/icd-11", "ICD-11", ("ICD-11", "CIM-11")),
    KnownSystem("http://www.whocc.no/atc", "ATC", ("ATC",), "2.16.840.1.113883.6.73"),
    KnownSystem("http://www.nlm.nih.gov/research/umls/rxnorm", "RxNorm", ("RxNorm",), "2.16.840.1.113883.6.88"),
    KnownSystem("urn:iso:std:iso:11073:10101", "ISO/IEEE 11073-10101 (MDC)", ("MDC",), "2.16.840.1.113883.6.24"),
    KnownSystem("urn:iso:std:iso:3166", "ISO 3166", ("ISO 3166", "ISO3166"), "1.0.3166.1.2.2"),
    KnownSystem("urn:iso:std:iso:4217", "ISO 4217", ("ISO 4217", "ISO4217"), "1.0.4217"),
    KnownSystem("urn:ietf:bcp:47", "BCP 47", ("BCP 47", "BCP47")),
    KnownSystem("urn:ietf:bcp:13", "BCP 13", ("BCP 13", "MIME")),
    KnownSystem("http://dicom.nema.org/resources/ontology/DCM", "DICOM", ("DICOM", "DCM"), "1.2.840.10008.2.16.4"),
    KnownSystem("http://www.orpha.net", "ORPHAcodes", ("ORPHA", "Orphanet"), "1.3.6.1.4.1.12559.11.10.1.3.1.44.5"),
)
BY_URL = {system.url: system for system in KNOWN_SYSTEMS}
