"""The sheet Removals: what the guide publishes no more."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.editorial.sheets.columns import NO_RESOURCE
from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.facets import REASON, VERSION
from tabellion.tables.forms import ELEMENT, REFERENCE

REMOVALS = Sheet(
    "removals",
    "Retraits",
    "Removals",
    owner="specification",
    columns=(
        replace(
            VERSION,
            required=True,
            help=Term(
                "L'édition qui retire l'artefact ou l'élément.",
                "The edition that removed the artifact or the element.",
            ),
            example="1.1.0",
        ),
        Column(
            "artifact",
            "Artefact",
            "Artifact",
            Type.CODE,
            required=True,
            help=Term(
                "Ce qui est retiré, en Type/identifiant. Une page qui l'annonce reste à l'ancienne adresse.",
                "What was removed, as Type/id. A page that announces it stays at the former address.",
            ),
            example=Term("StructureDefinition/ancien", "StructureDefinition/former"),
            form=REFERENCE,
        ),
        Column(
            "path",
            "Chemin",
            "Path",
            Type.PATH,
            help=Term(
                "L'élément retiré, si l'artefact reste.", "The element that was removed, if the artifact remains."
            ),
            example="Observation.note",
            form=ELEMENT,
        ),
        replace(
            REASON,
            required=True,
            pages_only=NO_RESOURCE,
            help=Term("Pourquoi il est retiré.", "Why it was removed."),
            example=Term("plus utilisé", "no longer used"),
        ),
        Column(
            "date",
            "Date",
            "Date",
            Type.DATE,
            help=Term(
                "Le jour du retrait. Vide : celui de l'édition, si c'est celle-ci.",
                "The day of the withdrawal. Empty: that of the edition, if it is this one.",
            ),
            example="2026-03-01",
        ),
        Column(
            "replaced_by",
            "Remplacé par",
            "Replaced by",
            Type.CODE,
            help=Term(
                "Ce qui le remplace : un identifiant de ce guide, ou une adresse.",
                "What replaces it: an id of this guide, or an address.",
            ),
            example=Term("StructureDefinition/debit-de-pointe", "StructureDefinition/peak-flow"),
            form=REFERENCE,
        ),
    ),
    help=Term("ce qui a été publié et ne l'est plus", "what was published and no longer is"),
)
