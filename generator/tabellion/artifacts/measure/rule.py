"""Business rules: what pages show and errors and invariants cite, without resources of their own."""

from __future__ import annotations

from tabellion.artifacts.kind import Kind
from tabellion.artifacts.measure.sheets.rules import RULES

KIND = Kind("rule", 5, (RULES,), shapes_structures=True)
