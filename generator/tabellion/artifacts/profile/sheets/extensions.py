"""The sheet Extensions: a row for each."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.profile.sheets.columns import CARDINALITY, MODIFIER, SHORT
from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.facets import APPROVED, DESCRIPTION, ID, NAME, NOTE, REVIEWED, STATUS, STRENGTH, TITLE, VALUE_SET

EXTENSIONS = Sheet(
    "extensions",
    "Extensions",
    "Extensions",
    owner="specification",
    becomes="StructureDefinition",
    unique=("id",),
    columns=(
        ID,
        NAME,
        TITLE,
        replace(DESCRIPTION, required=True),
        Column(
            "context",
            "Contexte",
            "Context",
            Type.CODE,
            required=True,
            many=True,
            help=Term(
                "Les éléments où l'extension est permise, un par ligne.",
                "The elements where the extension is allowed, one per line.",
            ),
            example="Observation",
            fhir="context.expression",
        ),
        Column(
            "type",
            "Type ou sous-extensions",
            "Type or sub-extensions",
            Type.CODE,
            required=True,
            aliases=("type",),
            help=Term(
                "Le type de la valeur ; ou, pour une extension à plusieurs cases, une ligne « nom : type 0..1 » par "
                "case. Une case qui a elle-même des cases est du type Extension ; la feuille Éléments décrit les "
                "siennes.",
                "The type of the value; or, for an extension with several parts, a line `name: type 0..1` for each "
                "part. A part that has parts itself is of the type Extension; the sheet Elements describes these.",
            ),
            example="string",
            fhir="differential.element.type",
        ),
        replace(
            CARDINALITY,
            help=Term(
                "Le nombre d'occurrences de l'extension, là où elle est utilisée.",
                "How often the extension may be there, where it is used.",
            ),
            example="0..1",
            fhir="differential.element.min",
        ),
        replace(VALUE_SET, fhir="differential.element.binding.valueSet"),
        replace(STRENGTH, fhir="differential.element.binding.strength"),
        replace(
            MODIFIER,
            help=Term(
                "« oui » si l'extension change le sens de ce qui la porte.",
                "`yes` if the extension changes the meaning of what carries it.",
            ),
            fhir="differential.element.isModifier",
        ),
        replace(
            SHORT,
            help=Term("Ce que l'extension signifie, en quelques mots.", "What the extension means, in a few words."),
            example=Term("Effort fourni", "Effort made"),
            fhir="differential.element.short",
        ),
        APPROVED,
        REVIEWED,
        STATUS,
        NOTE,
    ),
    help=Term("une ligne par extension", "one row for each extension"),
)
