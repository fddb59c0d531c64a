"""FHIR itself: JSON and XML, packages, definitions, data types, names."""
