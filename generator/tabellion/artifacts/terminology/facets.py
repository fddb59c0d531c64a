"""Codes, units and bindings: rows that add to profiles and make no resource of their own."""

from __future__ import annotations

from tabellion.artifacts.kind import Kind
from tabellion.artifacts.profile.coded import check_codes
from tabellion.artifacts.terminology.imported_bindings import binding_rows
from tabellion.artifacts.terminology.sheets.bindings import BINDINGS
from tabellion.artifacts.terminology.sheets.codes import CODES
from tabellion.artifacts.terminology.sheets.units import UNITS

KIND = Kind(
    "coding",
    15,
    (CODES, UNITS, BINDINGS),
    check=check_codes,
    shapes_structures=True,
    rows_of=binding_rows,
)
