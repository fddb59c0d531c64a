"""The sheet Bindings: which value set for which element."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.terminology.sheets.columns import PATH, TARGET
from tabellion.diagnostics import Term
from tabellion.tables.columns import Sheet
from tabellion.tables.facets import NOTE, REASON, STATUS, STRENGTH, VALUE_SET

BINDINGS = Sheet(
    "bindings",
    "Liaisons",
    "Bindings",
    owner="terminology",
    becomes="ElementDefinition",
    unique=("target", "path"),
    part_of="target",
    columns=(
        TARGET,
        PATH,
        replace(VALUE_SET, required=True),
        replace(
            STRENGTH, fr="Force", en="Strength", required=True, aliases=("force de la liaison", "binding strength")
        ),
        replace(
            REASON,
            help=Term("Pourquoi ce jeu de valeurs et cette force.", "Why this value set and this strength."),
            example=Term("aucun autre code n'a de sens", "no other code makes sense"),
            fhir="binding.description",
        ),
        STATUS,
        NOTE,
    ),
    help=Term("quel jeu de valeurs pour quel élément", "which value set for which element"),
)
