"""The sheet Profiles: a row for each."""

from __future__ import annotations

from dataclasses import replace

from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.facets import APPROVED, DESCRIPTION, ID, NAME, NOTE, REVIEWED, STATUS, TITLE

PROFILES = Sheet(
    "profiles",
    "Profils",
    "Profiles",
    owner="specification",
    becomes="StructureDefinition",
    unique=("id",),
    description=("description", "purpose"),
    columns=(
        ID,
        NAME,
        TITLE,
        Column(
            "type",
            "Type",
            "Type",
            Type.CODE,
            required=True,
            help=Term("La ressource FHIR que le profil règle.", "The FHIR resource that the profile governs."),
            example="Observation",
            fhir="type",
        ),
        Column(
            "parent",
            "Parent",
            "Parent",
            Type.CODE,
            required=True,
            aliases=("base", "base definition"),
            help=Term(
                "La définition sur laquelle le profil se fonde : son adresse, un type de FHIR, ou un profil de ce "
                "guide. Vos lignes n'indiquent que ce qui change.",
                "The definition that the profile builds on: its address, a type of FHIR, or a profile of this "
                "guide. Your rows say only what changes.",
            ),
            example="http://hl7.org/fhir/StructureDefinition/vitalsigns",
            fhir="baseDefinition",
        ),
        Column(
            "measure",
            "Mesure",
            "Measurement",
            Type.CODE,
            many=True,
            refers=("measure",),
            help=Term(
                "Les mesures que le profil porte, par leur identifiant dans la feuille Mesures.",
                "The measurements that the profile carries, by their ids in the sheet Measurements.",
            ),
            example=Term("debit-de-pointe", "peak-flow"),
        ),
        replace(DESCRIPTION, required=True),
        Column(
            "purpose",
            "Motif",
            "Purpose",
            translated=True,
            help=Term("Pourquoi le profil existe.", "Why the profile is there."),
            example=Term("Pour suivre l'asthme.", "To follow asthma."),
            fhir="purpose",
        ),
        Column(
            "declared",
            "À déclarer",
            "To be declared",
            Type.YES_NO,
            help=Term(
                "« oui » si chaque ressource doit nommer ce profil dans meta.profile ; elle peut en nommer d'autres.",
                "`yes` if each resource has to name this profile in meta.profile; it may name others.",
            ),
            fhir="differential.element.patternCanonical",
        ),
        Column(
            "abstract",
            "Abstrait",
            "Abstract",
            Type.YES_NO,
            help=Term(
                "« oui » pour un profil qui ne sert que de base à d'autres.",
                "`yes` for a profile that only serves as a base of others.",
            ),
            fhir="abstract",
        ),
        APPROVED,
        REVIEWED,
        STATUS,
        NOTE,
    ),
    help=Term("une ligne par profil", "one row for each profile"),
)
