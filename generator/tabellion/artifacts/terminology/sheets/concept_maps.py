"""The sheet Concept maps: a row for each."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.facets import DESCRIPTION, ID, NAME, NOTE, STATUS, TITLE

CONCEPT_MAPS = Sheet(
    "conceptmaps",
    "Tables de correspondance",
    "Concept maps",
    owner="terminology",
    becomes="ConceptMap",
    unique=("id",),
    columns=(
        ID,
        NAME,
        TITLE,
        DESCRIPTION,
        Column(
            "source",
            "Jeu source",
            "Source value set",
            Type.CODE,
            aliases=("source",),
            help=Term(
                "Le jeu de valeurs d'où viennent les codes de départ.",
                "The value set that the codes on the source side come from.",
            ),
            example=Term("positions-locales", "local-positions"),
            fhir="source[x]",
        ),
        Column(
            "target",
            "Jeu cible",
            "Target value set",
            Type.CODE,
            aliases=("cible",),
            help=Term(
                "Le jeu de valeurs où sont les codes d'arrivée.",
                "The value set that the codes on the target side are in.",
            ),
            example=Term("position-souffle", "breath-position"),
            fhir="target[x]",
        ),
        STATUS,
        NOTE,
    ),
    help=Term("une ligne par table de correspondance", "one row for each concept map"),
)
