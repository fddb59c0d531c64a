"""The sheet Elements: a row for each constrained element."""

from __future__ import annotations

from tabellion.artifacts.profile.sheets.element_columns import ELEMENT_COLUMNS
from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type

ELEMENTS = Sheet(
    "elements",
    "Éléments",
    "Elements",
    owner="specification",
    becomes="ElementDefinition",
    unique=("profile", "path", "slice"),
    part_of="profile",
    columns=(
        Column(
            "profile",
            "Profil",
            "Profile",
            Type.CODE,
            required=True,
            many=True,
            refers=("profile", "extension"),
            aliases=("structure.id", "extension"),
            help=Term(
                "Le profil ou l'extension dont parle la ligne, par son identifiant ; * pour tous les profils.",
                "The profile or extension that the row is about, by its id; * for all profiles.",
            ),
            example=Term("debit-de-pointe-observation", "peak-flow-observation"),
            fhir="StructureDefinition.id",
        ),
        *ELEMENT_COLUMNS,
    ),
    help=Term("une ligne par élément contraint", "one row for each constrained element"),
)
