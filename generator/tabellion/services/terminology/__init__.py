"""A FHIR terminology service of a guide's own value sets, code systems and maps, and of its packages (R4)."""
