"""The sheet Data: what a measure shall or may carry."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.measure.sheets.columns import ACTORS, MEASURE, NO_RESOURCE
from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import LABEL, NOTE, REASON, STATUS
from tabellion.tables.forms import CODE_OF_SYSTEM, ELEMENT

OBLIGATIONS = (
    Choice("mandatory", "obligatoire", "mandatory"),
    Choice("conditional", "conditionnelle", "conditional", ("conditionnel",)),
    Choice("optional", "facultative", "optional", ("facultatif",)),
    Choice("prohibited", "interdite", "prohibited", ("interdit",)),
)

DATA_TYPES = (
    Choice("text", "texte", "text"),
    Choice("number", "nombre", "number"),
    Choice("quantity", "quantité", "quantity"),
    Choice("date", "date", "date"),
    Choice("date-time", "date-heure", "date-time"),
    Choice("code", "code", "code"),
    Choice("yes-no", "oui-non", "yes-no"),
    Choice("reference", "référence", "reference"),
    Choice("file", "fichier", "file"),
)

DATA = Sheet(
    "data",
    "Données",
    "Data",
    owner="insurer",
    unique=("measure", "id"),
    part_of="measure",
    columns=(
        MEASURE,
        Column(
            "id",
            "Identifiant donnée",
            "Data id",
            Type.ID,
            required=True,
            aliases=("donnée", "data element id"),
            help=Term(
                "Le nom court de la donnée, unique dans sa mesure. D'autres feuilles la citent par lui.",
                "The short name of the data item, unique in its measurement. Other sheets name it by this.",
            ),
            example="position",
        ),
        replace(
            LABEL,
            required=True,
            pages_only=NO_RESOURCE,
            help=Term("Le nom de la donnée pour les lecteurs.", "The name of the data item for readers."),
            example=Term("Position pendant le souffle", "Position while blowing"),
        ),
        Column(
            "description",
            "Description",
            "Description",
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term(
                "Ce que la donnée signifie, et ce qu'elle ne signifie pas.",
                "What the data item means, and what it does not mean.",
            ),
            example=Term("Debout ou assis.", "Standing or sitting."),
        ),
        Column(
            "obligation",
            "Obligation métier",
            "Business obligation",
            Type.CHOICE,
            required=True,
            choices=OBLIGATIONS,
            help=Term(
                "La donnée est-elle obligatoire ? Le profil est comparé à cette réponse.",
                "Is the data item mandatory? The profile is compared with this answer.",
            ),
        ),
        Column(
            "condition",
            "Condition",
            "Condition",
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term("Quand une donnée conditionnelle est exigée.", "When a conditional data item is required."),
            example=Term("si la personne est alitée", "if the person is in bed"),
        ),
        Column(
            "repeats",
            "Répétable",
            "Repeats",
            Type.YES_NO,
            help=Term(
                "« oui » si la donnée peut être donnée plusieurs fois. Le profil est comparé à cette réponse.",
                "`yes` if the data item may be given several times. The profile is compared with this answer.",
            ),
        ),
        Column(
            "type",
            "Type métier",
            "Business type",
            Type.CHOICE,
            required=True,
            choices=DATA_TYPES,
            help=Term(
                "La sorte de donnée, en mots du métier. Le type FHIR de l'élément est comparé à elle.",
                "The sort of data item, in business terms. The element's FHIR type is compared with it.",
            ),
        ),
        Column(
            "list",
            "Liste de valeurs",
            "List of values",
            help=Term(
                "Le nom de la liste de valeurs voulue, telle que le centre de terminologies la publie.",
                "The name of the wanted list of values, as the terminology centre publishes it.",
            ),
            example=Term("Position pendant le souffle", "Position while blowing"),
            names="value-set",
        ),
        Column(
            "proposed_code",
            "Code proposé",
            "Proposed code",
            Type.CODE,
            help=Term(
                "Le code auquel l'assureur pense, en système#code. C'est une proposition au centre de terminologies.",
                "The code that the insurer suggests, as system#code. It is a proposal to the terminology centre.",
            ),
            example="LOINC#33452-4",
            form=CODE_OF_SYSTEM,
            names="coding",
        ),
        Column(
            "example",
            "Exemple",
            "Example",
            help=Term("Une valeur, telle qu'une personne l'écrirait.", "A value, as a person would write it."),
            example="410 L/min",
            any_text="an example of any type of data",
        ),
        Column(
            "path",
            "Chemin FHIR proposé",
            "Proposed FHIR path",
            Type.PATH,
            aliases=("chemin fhir", "fhir path"),
            help=Term(
                "L'élément FHIR qui porterait la donnée, si vous le connaissez. « tabellion paths » aide à le trouver.",
                "The FHIR element that would carry the data item, if you know it. `tabellion paths` helps to find it.",
            ),
            example="Observation.method",
            form=ELEMENT,
            names="element",
        ),
        Column(
            "actor",
            "Acteur",
            "Actor",
            Type.CHOICE,
            choices=ACTORS,
            help=Term(
                "Qui est concerné : celui qui envoie, celui qui reçoit, ou les deux.",
                "Who is concerned: who sends, who receives, or both.",
            ),
        ),
        replace(
            REASON,
            pages_only=NO_RESOURCE,
            help=Term(
                "Pourquoi la donnée est demandée, ou interdite.", "Why the data item is asked for, or prohibited."
            ),
            example=Term("change l'interprétation", "changes the interpretation"),
        ),
        STATUS,
        NOTE,
    ),
    help=Term("les données qu'une mesure doit ou peut porter", "the data that a measurement shall or may carry"),
)
