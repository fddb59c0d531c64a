"""The sheet Concept maps: a row for each."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.terminology.sheets.columns import END, OID, START, URL
from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.facets import APPROVED, DESCRIPTION, ID, NAME, NOTE, REVIEWED, STATUS, TITLE, VERSION

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
        replace(
            URL,
            help=Term(
                "L'adresse de la table, si elle en a déjà une. Vide : sous l'adresse canonique du guide.",
                "The map's address, if it has one already. Empty: below the guide's canonical address.",
            ),
            example=Term(
                "https://souffle.example/fhir/ConceptMap/positions", "https://breath.example/fhir/ConceptMap/positions"
            ),
        ),
        replace(
            OID,
            help=Term(
                "L'OID de la table, si un organisme lui en a donné un.",
                "The map's OID, if an organization gave it one.",
            ),
            example="1.2.250.1.213.1.1.6.1",
        ),
        replace(
            VERSION,
            help=Term("La version de la table. Vide : celle du guide.", "The map's version. Empty: the guide's."),
            example="2.0.0",
            fhir="version",
        ),
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
        replace(START, fhir="extension"),
        replace(END, fhir="extension"),
        APPROVED,
        REVIEWED,
        STATUS,
        NOTE,
    ),
    help=Term("une ligne par table de correspondance", "one row for each concept map"),
)
