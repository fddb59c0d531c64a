"""What is said of an element in words."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.profile.sheets.columns import SHORT
from tabellion.diagnostics import Term
from tabellion.tables.columns import Column

TEXTS = (
    replace(
        SHORT,
        recommended=True,
        aliases=("short", "libellé"),
        help=Term(
            "Ce que l'élément contient, en quelques mots. C'est ce que les lecteurs voient d'abord.",
            "What the element contains, in a few words. This is what readers see first.",
        ),
        example=Term("Débit mesuré", "Flow measured"),
        fhir="short",
    ),
    Column(
        "definition",
        "Définition",
        "Definition",
        translated=True,
        help=Term("Ce que l'élément contient, en entier.", "What the element contains, in full."),
        example=Term("Le meilleur de trois essais.", "The best of three attempts."),
        fhir="definition",
    ),
    Column(
        "requirements",
        "Pourquoi",
        "Requirements",
        translated=True,
        aliases=("motif",),
        help=Term("Pourquoi l'élément est demandé.", "Why the element is asked for."),
        example=Term("Pour comparer deux jours.", "To compare two days."),
        fhir="requirements",
    ),
    Column(
        "comment",
        "Consigne",
        "Comment",
        translated=True,
        aliases=("comments",),
        help=Term("Une consigne pour qui remplit l'élément.", "Advice for whoever fills the element."),
        example=Term("Souffler debout.", "Blow while standing."),
        fhir="comment",
    ),
)
