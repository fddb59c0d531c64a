"""Measures and their business data: what pages show and checks compare, without resources of their own."""

from __future__ import annotations

from tabellion.artifacts.kind import Kind, Shown
from tabellion.artifacts.measure.agreement import check
from tabellion.artifacts.measure.sheets.data import DATA
from tabellion.artifacts.measure.sheets.measures import MEASURES
from tabellion.diagnostics import Term

KIND = Kind(
    "measure",
    5,
    (MEASURES, DATA),
    Shown(
        order=5,
        folder=Term("mesures", "measures"),
        singular=Term("Mesure", "Measurement"),
        plural=Term("Mesures", "Measurements"),
        section="measures",
    ),
    check=check,
    shapes_structures=True,
)
