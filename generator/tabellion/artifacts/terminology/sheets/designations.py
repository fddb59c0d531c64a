"""The sheet Designations: more labels of codes."""

from __future__ import annotations

from dataclasses import replace

from tabellion.diagnostics import Term
from tabellion.tables.columns import Sheet
from tabellion.tables.facets import CODE, LABEL, NOTE, SYSTEM

DESIGNATIONS = Sheet(
    "designations",
    "Désignations",
    "Designations",
    owner="terminology",
    unique=("system", "code"),
    columns=(
        SYSTEM,
        CODE,
        replace(
            LABEL,
            every_language=True,
            aliases=("libellé français",),
            help=Term(
                "Un nom de plus pour le code, dans la langue du guide ou dans celle de la colonne jumelle.",
                "One more name of the code, in the guide's language or in that of the twin column.",
            ),
            example=Term("Gauche", "Left"),
            fhir="ValueSet.compose.include.concept",
        ),
        NOTE,
    ),
    help=Term(
        "des libellés de plus pour des codes que d'autres tables ou fichiers nomment, dans d'autres langues",
        "more labels of codes that other tables or files name, in other languages",
    ),
    values_only=True,
)
