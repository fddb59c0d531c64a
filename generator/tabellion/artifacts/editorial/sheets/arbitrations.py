"""The sheet Arbitrations: what was decided where two institutions say two things."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.forms import ELEMENT

SEEN = "quoted from the cell of the institution, whatever stands there"
FACETS = (
    Choice("unit", "unité", "unit", ("unite",)),
    Choice("code", "code", "code"),
    Choice("list", "liste de valeurs", "list of values", ("liste", "list", "jeu de valeurs", "value set")),
)
DECISIONS = (
    Choice("insurer", "assureur", "insurer"),
    Choice("terminology", "terminologie", "terminology", ("centre de terminologies", "terminology centre")),
    Choice("specification", "spécification", "specification", ("équipe", "équipe de spécification", "team")),
    Choice("other", "autre valeur", "another value", ("autre", "other")),
)

ARBITRATIONS = Sheet(
    "arbitrations",
    "Arbitrages",
    "Arbitrations",
    owner="specification",
    unique=("measure", "path", "facet", "sheet", "row", "column"),
    columns=(
        Column(
            "measure",
            "Mesure",
            "Measurement",
            Type.CODE,
            refers=("measure",),
            help=Term(
                "La mesure dont on a décidé, par son identifiant dans la feuille Mesures ; ou bien « Feuille », "
                "« Ligne » et « Colonne ».",
                "The measurement that was decided about, by its id in the sheet Measurements; or else `Sheet`, "
                "`Row` and `Column`.",
            ),
            example=Term("debit-de-pointe", "peak-flow"),
            pages=False,
        ),
        Column(
            "path",
            "Chemin",
            "Path",
            Type.PATH,
            help=Term(
                "L'élément, tel que la feuille Données l'écrit. Vide pour une unité.",
                "The element, as the sheet Data writes it. Empty for a unit.",
            ),
            example="Observation.method",
            pages=False,
            form=ELEMENT,
        ),
        Column(
            "facet",
            "Facette",
            "Facet",
            Type.CHOICE,
            choices=FACETS,
            help=Term("Ce qui était en désaccord.", "What was disagreed about."),
            pages=False,
        ),
        Column(
            "sheet",
            "Feuille",
            "Sheet",
            help=Term(
                "La feuille de la ligne que plusieurs institutions écrivent.",
                "The sheet of the row that several institutions write.",
            ),
            example=Term("Mesures", "Measurements"),
            pages=False,
            any_text="the name of a sheet, compared with those that there are",
        ),
        Column(
            "row",
            "Ligne",
            "Row",
            help=Term(
                "La clé de la ligne, telle que la page des conflits l'écrit.",
                "The key of the row, as the page of conflicts writes it.",
            ),
            example=Term("debit-de-pointe", "peak-flow"),
            pages=False,
            any_text="the key of a row, compared with those that there are",
        ),
        Column(
            "column",
            "Colonne",
            "Column",
            help=Term(
                "La colonne dont on a décidé, par son titre.", "The column that was decided about, by its heading."
            ),
            example=Term("Libellé", "Label"),
            pages=False,
            any_text="a heading, compared with those that there are",
        ),
        Column(
            "insurer_value",
            "Valeur de l'assureur vue",
            "Insurer's value seen",
            Type.CODE,
            help=Term(
                "Le contenu de la cellule de l'assureur le jour de la décision. Si elle change, la décision n'est "
                "plus valable.",
                "What the insurer's cell said on the day of the decision. Once it changes, the decision lapses.",
            ),
            example="L/s",
            pages=False,
            any_text=SEEN,
        ),
        Column(
            "terminology_value",
            "Valeur du centre vue",
            "Centre's value seen",
            Type.CODE,
            aliases=("valeur du centre de terminologies vue",),
            help=Term(
                "Le contenu de la cellule du centre de terminologies. Si elle change, la décision n'est plus valable.",
                "What the cell of the terminology centre said. Once it changes, the decision lapses.",
            ),
            example="L/min",
            pages=False,
            any_text=SEEN,
        ),
        Column(
            "specification_value",
            "Valeur de l'équipe vue",
            "Team's value seen",
            Type.CODE,
            help=Term(
                "Le contenu de la cellule de l'équipe de spécification, si elle dit quelque chose de la même ligne.",
                "What the cell of the specification team said, where it says anything of the same row.",
            ),
            example="L/s",
            pages=False,
            any_text=SEEN,
        ),
        Column(
            "decision",
            "Décision",
            "Decision",
            Type.CHOICE,
            required=True,
            choices=DECISIONS,
            help=Term("Qui est suivi, ou une autre valeur.", "Who is followed, or another value."),
            pages=False,
        ),
        Column(
            "value",
            "Valeur retenue",
            "Value kept",
            Type.CODE,
            required=True,
            help=Term(
                "Ce qui est publié, écrit comme le centre de terminologies l'écrirait.",
                "What is published, written as the terminology centre would write it.",
            ),
            example="L/min",
            pages=False,
            any_text="it takes the place of the centre's cell, and is checked there",
        ),
        Column(
            "reason",
            "Motif",
            "Reason",
            required=True,
            help=Term("Pourquoi.", "Why."),
            example=Term("l'unité des appareils", "the unit of the meters"),
            pages=False,
            any_text="written by people for people",
        ),
        Column(
            "by",
            "Décidé par",
            "Decided by",
            required=True,
            help=Term("La personne ou le comité qui a décidé.", "The person or the board that decided."),
            example=Term("Comité de relecture", "Review board"),
            pages=False,
            any_text="names are written as those who bear them want",
        ),
        Column(
            "date",
            "Date",
            "Date",
            Type.DATE,
            required=True,
            help=Term("Le jour de la décision.", "The day of the decision."),
            example="2026-03-01",
            pages=False,
        ),
    ),
    help=Term(
        "ce qui a été décidé quand deux institutions divergent",
        "what was decided where two institutions do not say the same",
    ),
)
