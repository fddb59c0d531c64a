"""The sheet Renamings: what things were called before."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.editorial.sheets.columns import NO_RESOURCE
from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.facets import REASON, VERSION
from tabellion.tables.forms import ELEMENT, REFERENCE

RENAMINGS = Sheet(
    "renamings",
    "Renommages",
    "Renamings",
    owner="specification",
    columns=(
        replace(
            VERSION,
            required=True,
            help=Term("L'édition dans laquelle le nom a changé.", "The edition in which the name changed."),
            example="1.1.0",
        ),
        Column(
            "old_artifact",
            "Ancien artefact",
            "Old artifact",
            Type.CODE,
            required=True,
            help=Term(
                "L'ancien nom, en Type/identifiant ou par l'identifiant seul.",
                "The old name, as Type/id or by the id alone.",
            ),
            example=Term("StructureDefinition/souffle", "StructureDefinition/breath"),
            form=REFERENCE,
        ),
        Column(
            "old_path",
            "Ancien chemin",
            "Old path",
            Type.PATH,
            help=Term(
                "L'ancien chemin, si un élément seul a changé de nom.",
                "The old path, if an element alone changed its name.",
            ),
            example=Term("Observation.component:essai", "Observation.component:attempt"),
            form=ELEMENT,
        ),
        Column(
            "new_artifact",
            "Nouvel artefact",
            "New artifact",
            Type.CODE,
            required=True,
            help=Term("Le nouveau nom. L'ancienne page y conduit.", "The new name. The old page leads to it."),
            example=Term("StructureDefinition/debit-de-pointe", "StructureDefinition/peak-flow"),
            form=REFERENCE,
        ),
        Column(
            "new_path",
            "Nouveau chemin",
            "New path",
            Type.PATH,
            help=Term("Le nouveau chemin de l'élément.", "The element's new path."),
            example=Term("Observation.component:premier", "Observation.component:first"),
            form=ELEMENT,
        ),
        replace(
            REASON,
            pages_only=NO_RESOURCE,
            help=Term("Pourquoi le nom a changé.", "Why the name changed."),
            example=Term("nom plus précis", "a more exact name"),
        ),
    ),
    help=Term(
        "les anciennes adresses continuent de mener au bon endroit", "old addresses keep leading to the right place"
    ),
)
