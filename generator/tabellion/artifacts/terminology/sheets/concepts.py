"""The sheet Concepts: the codes of value sets."""

from __future__ import annotations

from dataclasses import replace

from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.facets import CODE, NOTE, SYSTEM, VALUE_SET

CONCEPTS = Sheet(
    "concepts",
    "Concepts",
    "Concepts",
    owner="terminology",
    becomes="ValueSet.compose.include.concept",
    unique=("valueset", "system", "code"),
    part_of="valueset",
    columns=(
        replace(VALUE_SET, fhir="ValueSet.id", required=True, aliases=(*VALUE_SET.aliases, "identifiant du jeu")),
        replace(SYSTEM, fhir="ValueSet.compose.include.system"),
        CODE,
        Column(
            "label",
            "Libellé français",
            "Label",
            recommended=True,
            translated=True,
            every_language=True,
            aliases=("libellé", "display fr", "designation"),
            help=Term(
                "Le nom du code dans la langue du guide, tel que les lecteurs le voient.",
                "The code's name in the guide's language, as readers see it.",
            ),
            example=Term("Assis", "Sitting"),
            fhir="display",
        ),
        Column(
            "display",
            "Libellé officiel",
            "Official display",
            aliases=("display",),
            help=Term(
                "Le nom du code dans son propre système, mot pour mot.",
                "The code's name in its own system, word for word.",
            ),
            example="Sitting position",
            fhir="display",
            any_text="displays are as the system has them, which tells where it is at hand (TX001)",
        ),
        Column(
            "definition",
            "Définition",
            "Definition",
            translated=True,
            help=Term("Ce que le code signifie.", "What the code means."),
            example=Term("Le dos droit, sans appui.", "With a straight back."),
        ),
        Column(
            "order",
            "Ordre",
            "Order",
            Type.INTEGER,
            help=Term("La place du code dans la liste.", "The code's place in the list."),
            example="1",
            pages=False,
        ),
        Column(
            "active",
            "Actif",
            "Active",
            Type.YES_NO,
            help=Term(
                "« non » pour un code qui n'est plus à utiliser.", "`no` for a code that is no longer to be used."
            ),
            fhir="ValueSet.expansion.contains.inactive",
        ),
        Column(
            "start",
            "Début",
            "Start",
            Type.DATE,
            help=Term("Le premier jour où le code est permis.", "The first day on which the code is allowed."),
            example="2026-01-01",
        ),
        Column(
            "end",
            "Fin",
            "End",
            Type.DATE,
            help=Term("Le dernier jour où le code est permis.", "The last day on which the code is allowed."),
            example="2026-12-31",
        ),
        NOTE,
    ),
    help=Term("les codes de chaque jeu de valeurs", "the codes of each value set"),
    values_only=True,
)
