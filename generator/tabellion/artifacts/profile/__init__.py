"""Profiles, extensions and invariants: StructureDefinitions from rows."""
