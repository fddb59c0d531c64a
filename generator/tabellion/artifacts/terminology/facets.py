"""Codes, units and bindings: rows that add to profiles and make no resource of their own."""

from __future__ import annotations

from tabellion.artifacts.kind import Kind
from tabellion.artifacts.profile.coded import check_codes
from tabellion.artifacts.terminology.sheets import BINDINGS, CODES, UNITS

KIND = Kind(
    "coding",
    15,
    (CODES, UNITS, BINDINGS),
    check=check_codes,
    shapes_structures=True,
)
