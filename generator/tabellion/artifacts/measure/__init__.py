"""Measures: what the insurer needs, in business words."""
