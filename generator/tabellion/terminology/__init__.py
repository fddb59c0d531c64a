"""Codes: check digits, units of measure, object identifiers, code systems, and what a value set holds."""
