"""Tabellion: from the tables of health insurers and terminology centres to a FHIR implementation guide."""

__version__ = "0.1.0"
