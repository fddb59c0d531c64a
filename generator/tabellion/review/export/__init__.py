"""The register for other tools: grids, CSV, JSON, the sheets of HL7 and ISO/IEC, FHIR."""
