"""Flows and use cases: what pages show of the exchanges, without resources of their own."""

from __future__ import annotations

from tabellion.artifacts.flow.sheets.flows import FLOWS
from tabellion.artifacts.flow.sheets.use_cases import USE_CASES
from tabellion.artifacts.kind import Kind, Shown
from tabellion.diagnostics import Term

KIND = Kind(
    "flow",
    6,
    (FLOWS, USE_CASES),
    Shown(
        order=90,
        folder=Term("flux", "flows"),
        singular=Term("Flux", "Exchange"),
        plural=Term("Flux", "Exchanges"),
        section="flows",
        rows="pages",
    ),
)
