"""The sheet Invariants: rules that programs check."""

from __future__ import annotations

from dataclasses import replace

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import EXPRESSION, ID, NOTE, STATUS

INVARIANTS = Sheet(
    "invariants",
    "Invariants",
    "Invariants",
    owner="specification",
    becomes="ElementDefinition.constraint",
    unique=("id",),
    columns=(
        replace(
            ID,
            help=Term(
                "La clé de la règle, unique dans le guide : elle apparaît dans les messages des validateurs.",
                "The rule's key, unique in the guide: it appears in the messages of validators.",
            ),
            example=Term("sou-1", "bre-1"),
            fhir="key",
        ),
        Column(
            "severity",
            "Gravité",
            "Severity",
            Type.CHOICE,
            required=True,
            choices=(Choice("error", "erreur", "error"), Choice("warning", "avertissement", "warning", ("alerte",))),
            help=Term(
                "Erreur : le message est refusé. Avertissement : il est accepté, avec une remarque.",
                "Error: the message is refused. Warning: it is accepted, with a remark.",
            ),
            fhir="severity",
        ),
        Column(
            "human",
            "Texte humain",
            "Human",
            required=True,
            translated=True,
            aliases=("texte", "message"),
            help=Term(
                "La règle en mots, telle que les validateurs l'affichent.",
                "The rule in words, as validators display it.",
            ),
            example=Term("Le débit est entre 30 et 900.", "The flow is between 30 and 900."),
            fhir="human",
        ),
        replace(
            EXPRESSION,
            required=True,
            help=Term(
                "La règle telle que des programmes la calculent, en FHIRPath. Son résultat doit être vrai.",
                "The rule as programs compute it, in FHIRPath. It must evaluate to true.",
            ),
            example="value >= 30 and value <= 900",
            fhir="expression",
        ),
        Column(
            "paths",
            "Chemins",
            "Paths",
            Type.CODE,
            many=True,
            wordlike=True,
            help=Term(
                "Où la règle s'applique : « profil › chemin », ou un chemin seul pour tous les profils de ce type.",
                "Where the rule applies: `profile › path`, or a path alone for all profiles of that type.",
            ),
            example="Observation.value[x]",
            fhir="ElementDefinition.constraint",
        ),
        Column(
            "rule",
            "Règle métier",
            "Business rule",
            Type.CODE,
            many=True,
            refers=("rule",),
            help=Term(
                "Les règles métier que l'invariant vérifie, par leur identifiant.",
                "The business rules that the invariant checks, by their ids.",
            ),
            example=Term("RG-SOU-01", "BR-BRE-01"),
        ),
        STATUS,
        NOTE,
    ),
    help=Term("les règles que des programmes vérifient", "rules that programs check"),
)
