"""The sheet Synonyms: everyday words by which readers look for things."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.facets import NOTE, STATUS

SYNONYMS = Sheet(
    "synonyms",
    "Synonymes",
    "Synonyms",
    owner="all",
    unique=("target",),
    columns=(
        Column(
            "target",
            "Mène à",
            "Leads to",
            Type.CODE,
            required=True,
            refers=("measure", "profile", "extension", "valueset", "codesystem", "conceptmap", "flow", "error"),
            help=Term(
                "L'identifiant de ce que les lecteurs cherchent : une mesure, un jeu de valeurs, un flux, une erreur…",
                "The id of what readers look for: a measurement, a value set, a flow, an error…",
            ),
            example=Term("debit-de-pointe", "peak-flow"),
        ),
        Column(
            "words",
            "Mots",
            "Words",
            required=True,
            translated=True,
            pages_only="words of readers, which no resource holds: the page shows them and the search finds it by them",
            help=Term(
                "Les mots de tous les jours par lesquels on le cherche, séparés par des points-virgules.",
                "The everyday words by which it is looked for, separated by semicolons.",
            ),
            example=Term("souffle ; peak flow ; DEP", "breath; peak flow; PEF"),
        ),
        STATUS,
        NOTE,
    ),
    help=Term(
        "les mots de tous les jours qui mènent à une mesure, une liste ou un échange",
        "the everyday words that lead to a measurement, a list or an exchange",
    ),
)
