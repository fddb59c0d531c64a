"""Definitions as fast tables."""
