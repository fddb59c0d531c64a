"""The sheet Common rules: constraints that several profiles share."""

from __future__ import annotations

from tabellion.artifacts.profile.sheets.element_columns import ELEMENT_COLUMNS
from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type

COMMON = Sheet(
    "common",
    "Règles communes",
    "Common rules",
    owner="specification",
    becomes="ElementDefinition",
    columns=(
        Column(
            "scope",
            "Périmètre",
            "Scope",
            Type.CODE,
            required=True,
            many=True,
            wordlike=True,
            help=Term(
                "Les profils que la règle vise : une famille de mesures, un type de ressource, des profils, ou * "
                "pour tous.",
                "The profiles that the rule addresses: a family of measurements, a type of resource, profiles, or * "
                "for all.",
            ),
            example="Observation",
        ),
        Column(
            "exceptions",
            "Exceptions",
            "Exceptions",
            Type.CODE,
            many=True,
            refers=("profile",),
            help=Term(
                "Les profils auxquels la règle ne s'applique pas.", "The profiles to which the rule does not apply."
            ),
            example=Term("debit-de-pointe-observation", "peak-flow-observation"),
        ),
        *ELEMENT_COLUMNS,
    ),
    help=Term("les contraintes que plusieurs profils partagent", "constraints that several profiles share"),
)
