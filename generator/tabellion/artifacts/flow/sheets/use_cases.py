"""The sheet Use cases: stories that show what flows are for."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.flow.sheets.columns import NO_RESOURCE
from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet
from tabellion.tables.facets import ID, MEASURES, NOTE, STATUS, TITLE

USE_CASES = Sheet(
    "usecases",
    "Cas d'usage",
    "Use cases",
    owner="insurer",
    unique=("id",),
    columns=(
        ID,
        replace(TITLE, pages_only=NO_RESOURCE),
        Column(
            "actors",
            "Acteurs",
            "Actors",
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term("Les personnes et les logiciels qui agissent.", "The people and the software that act."),
            example=Term("Une patiente, son application", "A patient, her application"),
        ),
        Column(
            "scenario",
            "Scénario",
            "Scenario",
            required=True,
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term("Le scénario, étape par étape.", "The scenario, step by step."),
            example=Term("Elle souffle chaque matin.", "She blows each morning."),
        ),
        replace(
            MEASURES,
            help=Term("Les mesures utilisées dans le scénario.", "The measurements used in the scenario."),
            example=Term("debit-de-pointe", "peak-flow"),
        ),
        STATUS,
        NOTE,
    ),
    help=Term("des scénarios qui montrent à quoi servent les flux", "scenarios that show what the flows are for"),
)
