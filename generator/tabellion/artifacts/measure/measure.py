"""Measures, business data and business rules: what pages show and checks compare, without resources of their own."""

from __future__ import annotations

from tabellion.artifacts.kind import Kind
from tabellion.artifacts.measure.agreement import check
from tabellion.artifacts.measure.sheets import DATA, MEASURES, RULES
from tabellion.diagnostics import Term

KIND = Kind("measure", Term("mesure", "measure"), 5, (MEASURES, DATA, RULES), check=check)
