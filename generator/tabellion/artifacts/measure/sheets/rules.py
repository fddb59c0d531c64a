"""The sheet Business rules."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.measure.sheets.columns import ACTORS, MEASURE, NO_RESOURCE
from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.facets import EXPECTATION, INVARIANT, NOTE, REASON, STATUS

RULES = Sheet(
    "rules",
    "Règles métier",
    "Business rules",
    owner="insurer",
    unique=("id",),
    part_of="measure",
    columns=(
        Column(
            "id",
            "Identifiant",
            "Id",
            Type.ID,
            required=True,
            help=Term(
                "Le numéro de la règle, tel qu'on le cite dans les échanges.", "The rule's number, as people quote it."
            ),
            example=Term("RG-SOU-01", "BR-BRE-01"),
        ),
        MEASURE,
        Column(
            "statement",
            "Énoncé",
            "Statement",
            required=True,
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term(
                "La règle, en une phrase que l'on peut vérifier.", "The rule, in one sentence that can be checked."
            ),
            example=Term("Le débit est inférieur à 900.", "The flow is below 900."),
        ),
        replace(
            EXPECTATION,
            required=True,
            help=Term(
                "La force de la règle : DOIT, DEVRAIT, PEUT, NE DOIT PAS.",
                "How strong the rule is: SHALL, SHOULD, MAY, SHALL NOT.",
            ),
        ),
        Column(
            "actor",
            "Acteur",
            "Actor",
            Type.CHOICE,
            required=True,
            choices=ACTORS,
            help=Term(
                "Qui doit suivre la règle : celui qui envoie, celui qui reçoit, ou les deux.",
                "Who has to follow the rule: who sends, who receives, or both.",
            ),
        ),
        Column(
            "data",
            "Données concernées",
            "Data concerned",
            Type.CODE,
            many=True,
            wordlike=True,
            help=Term(
                "Les données dont parle la règle, par leur identifiant dans la feuille Données.",
                "The data that the rule is about, by their ids in the sheet Data.",
            ),
            example=Term("valeur", "value"),
            names="business-datum",
        ),
        Column(
            "error",
            "Erreur liée",
            "Related error",
            Type.CODE,
            many=True,
            refers=("error",),
            help=Term(
                "L'erreur que le serveur renvoie quand la règle n'est pas suivie.",
                "The error that the server sends when the rule is not followed.",
            ),
            example=Term("err-valeur", "err-value"),
        ),
        replace(
            INVARIANT,
            help=Term(
                "L'invariant par lequel des programmes vérifient la règle. Vide : les pages indiquent ce que la "
                "structure impose, ou qu'il n'y a pas de contrôle automatique.",
                "The invariant by which programs check the rule. Empty: pages tell what the structure imposes, or that "
                "there is no automatic check.",
            ),
            example=Term("sou-1", "bre-1"),
        ),
        replace(
            REASON,
            pages_only=NO_RESOURCE,
            help=Term("Pourquoi la règle existe.", "Why the rule is there."),
            example=Term("au-delà, l'appareil se trompe", "beyond, the meter errs"),
        ),
        STATUS,
        NOTE,
    ),
    help=Term("les règles du métier, chacune avec son identifiant", "the rules of the business, each with its id"),
)
