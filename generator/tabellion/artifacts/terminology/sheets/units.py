"""The sheet Units: which units values may have."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.terminology.sheets.columns import PATH, TARGET
from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.facets import NOTE, STATUS
from tabellion.tables.forms import CODE as CODE_FORM

UNITS = Sheet(
    "units",
    "Unités",
    "Units",
    owner="terminology",
    becomes="ElementDefinition",
    unique=("target", "path", "code"),
    part_of="target",
    columns=(
        TARGET,
        replace(
            PATH,
            required=False,
            help=Term(
                "L'élément dont l'unité est réglée, par son chemin dans FHIR. Vide : la valeur du profil.",
                "The element whose unit is governed, by its path in FHIR. Empty: the profile's value.",
            ),
        ),
        Column(
            "code",
            "Code UCUM",
            "UCUM code",
            Type.CODE,
            required=True,
            form=CODE_FORM,
            aliases=("ucum", "code", "unité"),
            help=Term(
                "L'unité, en UCUM : une écriture que des programmes comprennent.",
                "The unit, in UCUM: a spelling that programs understand.",
            ),
            example="L/min",
            fhir="pattern[x]",
        ),
        Column(
            "label",
            "Libellé français",
            "Label",
            required=True,
            translated=True,
            aliases=("libellé",),
            help=Term("Le nom de l'unité pour les lecteurs.", "The unit's name for readers."),
            example=Term("litres par minute", "litres per minute"),
            fhir="Resource.valueQuantity.unit",
        ),
        Column(
            "preferred",
            "Préférée",
            "Preferred",
            Type.YES_NO,
            required=True,
            help=Term(
                "« oui » pour l'unité à utiliser, « non » pour une unité tolérée.",
                "`yes` for the unit to use, `no` for one that is tolerated.",
            ),
        ),
        Column(
            "factor",
            "Facteur vers la préférée",
            "Factor to the preferred one",
            Type.DECIMAL,
            help=Term(
                "Le nombre par lequel multiplier pour passer à l'unité préférée.",
                "The number to multiply by to get to the preferred unit.",
            ),
            example="60",
        ),
        STATUS,
        NOTE,
    ),
    help=Term("les unités permises, en UCUM", "the units allowed, in UCUM"),
)
