"""The sheet Measures: what the guide is about."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.measure.sheets.columns import NO_RESOURCE
from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import LABEL, NOTE, STATUS
from tabellion.tables.forms import VERSION

FEEDING = (
    Choice("yes", "oui", "yes", ("o", "vrai", "true", "x", "1")),
    Choice("no", "non", "no", ("n", "faux", "false", "0")),
    Choice("computed", "calculée", "computed", ("calculé", "calculated")),
)

FAMILIES = (
    Choice("vital-signs", "signes-vitaux", "vital-signs", ("signe vital", "signes vitaux")),
    Choice("laboratory", "biologie", "laboratory"),
    Choice("activity", "activite", "activity", ("activité",)),
    Choice("survey", "ressenti", "survey", ("questionnaire",)),
    Choice("other", "autre", "other"),
)

DEVICE = (
    Choice("mandatory", "obligatoire", "mandatory"),
    Choice("optional", "facultatif", "optional"),
    Choice("prohibited", "interdit", "prohibited"),
    Choice("if-connected", "si objet connecté", "if connected", ("si objet connecte",)),
)

MEASURES = Sheet(
    "measures",
    "Mesures",
    "Measurements",
    owner="insurer",
    unique=("id",),
    title="label",
    description=("definition",),
    columns=(
        Column(
            "id",
            "Identifiant",
            "Id",
            Type.ID,
            required=True,
            aliases=("id_mesure", "measure id"),
            help=Term(
                "La clé de la mesure dans toutes les tables, courte et stable : lettres sans accent, chiffres, "
                "tirets. Elle devient l'adresse de sa page.",
                "The measurement's key in all tables, short and stable: letters without accents, digits, hyphens. It "
                "becomes the address of its page.",
            ),
            example=Term("debit-de-pointe", "peak-flow"),
        ),
        replace(
            LABEL,
            required=True,
            pages_only=NO_RESOURCE,
            aliases=("nom", "titre", "title"),
            help=Term("Le nom de la mesure pour les lecteurs.", "The measurement's name for readers."),
            example=Term("Débit de pointe", "Peak flow"),
        ),
        Column(
            "family",
            "Famille",
            "Family",
            Type.CHOICE,
            required=True,
            choices=FAMILIES,
            aliases=("catégorie", "category"),
            help=Term(
                "Le groupe sous lequel la mesure est rangée dans le guide. Une règle commune peut viser tout un "
                "groupe.",
                "The group under which the guide lists the measurement. A common rule may address a whole group.",
            ),
        ),
        Column(
            "definition",
            "Définition métier",
            "Business definition",
            recommended=True,
            translated=True,
            pages_only=NO_RESOURCE,
            aliases=("définition", "definition"),
            help=Term(
                "Ce qui est mesuré, en mots que toute personne du métier comprend.",
                "What is measured, in words that everyone in the field understands.",
            ),
            example=Term("Le souffle le plus fort.", "The strongest breath."),
        ),
        Column(
            "feeding",
            "Alimentation",
            "Submission",
            Type.CHOICE,
            required=True,
            choices=FEEDING,
            aliases=("écriture",),
            help=Term(
                "La mesure peut-elle être envoyée ? « calculée » : personne ne l'envoie, le serveur la calcule.",
                "May the measurement be sent? `computed`: nobody sends it, the server computes it.",
            ),
        ),
        Column(
            "querying",
            "Consultation",
            "Querying",
            Type.YES_NO,
            required=True,
            aliases=("lecture", "reading"),
            help=Term("La mesure peut-elle être demandée au serveur ?", "May the server be asked for the measurement?"),
        ),
        Column(
            "unit",
            "Unité métier",
            "Business unit",
            recommended=True,
            aliases=("unité", "unit"),
            help=Term(
                "L'unité voulue. Le centre de terminologies en donne le code dans la feuille Unités.",
                "The wanted unit. The terminology centre gives its code in the sheet Units.",
            ),
            example="L/min",
            any_text="a unit in everyday words; the sheet Units says whether they agree (MG002)",
        ),
        Column(
            "min",
            "Min plausible",
            "Plausible min",
            Type.DECIMAL,
            aliases=("minimum",),
            help=Term(
                "La plus petite valeur plausible. Pour qu'une valeur plus petite soit refusée, ajoutez une valeur "
                "minimale ou un invariant.",
                "The smallest plausible value. To have a smaller one refused, add a minimum value or an invariant.",
            ),
            example="30",
        ),
        Column(
            "max",
            "Max plausible",
            "Plausible max",
            Type.DECIMAL,
            aliases=("maximum",),
            help=Term(
                "La plus grande valeur plausible. Pour qu'une valeur plus grande soit refusée, ajoutez une valeur "
                "maximale ou un invariant.",
                "The greatest plausible value. To have a greater one refused, add a maximum value or an invariant.",
            ),
            example="900",
        ),
        Column(
            "decimals",
            "Décimales",
            "Decimals",
            Type.INTEGER,
            aliases=("précision", "precision"),
            help=Term(
                "Le nombre de chiffres après la virgule qui ont un sens.",
                "The number of digits after the decimal point that make sense.",
            ),
            example="0",
        ),
        Column(
            "computation",
            "Calcul",
            "Computation",
            translated=True,
            pages_only=NO_RESOURCE,
            aliases=("formule", "formula"),
            help=Term(
                "Comment la mesure se calcule à partir d'autres.", "How the measurement is computed from others."
            ),
            example=Term("poids ÷ taille²", "weight ÷ height²"),
        ),
        Column(
            "device",
            "Dispositif",
            "Device",
            Type.CHOICE,
            recommended=True,
            choices=DEVICE,
            help=Term(
                "Faut-il décrire l'appareil qui a pris la mesure ?",
                "Must the device that took the measurement be described?",
            ),
        ),
        Column(
            "population",
            "Public concerné",
            "Population",
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term("Les personnes que la mesure concerne.", "The people whom the measurement is about."),
            example=Term("enfants de plus de six ans", "children over six"),
        ),
        Column(
            "profile",
            "Profil",
            "Profile",
            Type.CODE,
            refers=("profile",),
            help=Term(
                "Le profil qui porte la mesure : la structure FHIR qui la transporte.",
                "The profile that carries the measurement: the FHIR structure that conveys it.",
            ),
            example=Term("debit-de-pointe-observation", "peak-flow-observation"),
        ),
        STATUS,
        Column(
            "since",
            "Version d'introduction",
            "Since",
            Type.CODE,
            help=Term(
                "L'édition du guide qui introduit la mesure.",
                "The edition of the guide that introduced the measurement.",
            ),
            example="1.0.0",
            form=VERSION,
        ),
        NOTE,
    ),
    help=Term("une ligne par mesure", "one row for each measurement"),
)
