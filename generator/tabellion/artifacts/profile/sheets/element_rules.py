"""What values are held to, what the element means to others, what it carries."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.profile.sheets.columns import MODIFIER
from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Type
from tabellion.tables.facets import NOTE, STATUS
from tabellion.tables.forms import NAME_OF_OTHERS

RULES_AND_USE = (
    Column(
        "invariants",
        "Invariants",
        "Invariants",
        Type.CODE,
        many=True,
        refers=("invariant",),
        aliases=("constraint(s)",),
        help=Term(
            "Les règles que l'élément doit suivre, par leur identifiant dans la feuille Invariants.",
            "The rules that the element has to follow, by their ids in the sheet Invariants.",
        ),
        example=Term("sou-1", "bre-1"),
        fhir="constraint",
    ),
    Column(
        "min_value",
        "Valeur minimale",
        "Minimum value",
        Type.VALUE,
        aliases=("min value",),
        help=Term(
            "La plus petite valeur permise. Une valeur plus petite est refusée.",
            "The smallest value allowed. A smaller one is refused.",
        ),
        example="30",
        fhir="minValue[x]",
    ),
    Column(
        "max_value",
        "Valeur maximale",
        "Maximum value",
        Type.VALUE,
        aliases=("max value",),
        help=Term(
            "La plus grande valeur permise. Une valeur plus grande est refusée.",
            "The greatest value allowed. A greater one is refused.",
        ),
        example="900",
        fhir="maxValue[x]",
    ),
    Column(
        "max_length",
        "Longueur maximale",
        "Maximum length",
        Type.INTEGER,
        aliases=("max length",),
        help=Term("Le plus grand nombre de caractères d'un texte.", "The greatest number of characters of a text."),
        example="200",
        fhir="maxLength",
    ),
    replace(
        MODIFIER,
        aliases=("is modifier?",),
        help=Term(
            "« oui » si l'élément change le sens du reste, comme « données erronées ». Rare : FHIR l'indique déjà "
            "pour ses propres éléments.",
            "`yes` if the element changes the meaning of the rest, such as `entered in error`. Rare: FHIR says so "
            "for its own.",
        ),
        fhir="isModifier",
        takes_back=True,
    ),
    Column(
        "summary",
        "Dans le résumé",
        "Is summary",
        Type.YES_NO,
        aliases=("is summary?",),
        help=Term(
            "« oui » si l'élément fait partie du résumé que l'on peut demander au serveur. Rare : FHIR l'indique déjà "
            "pour ses propres éléments.",
            "`yes` if the element is part of the summary that a server may be asked for. Rare: FHIR says so for its "
            "own.",
        ),
        fhir="isSummary",
        takes_back=True,
    ),
    Column(
        "alias",
        "Autres noms",
        "Aliases",
        Type.CODE,
        many=True,
        aliases=("alias(s)", "alias"),
        help=Term(
            "D'autres noms de l'élément, pour qui le cherche.", "Other names of the element, for those who look for it."
        ),
        example=Term("DEP", "PEF"),
        fhir="alias",
        form=NAME_OF_OTHERS,
    ),
    Column(
        "example",
        "Exemple",
        "Example",
        Type.VALUE,
        help=Term("Une valeur, telle qu'elle serait envoyée.", "A value, as it would be sent."),
        example="410 L/min",
        fhir="example.value[x]",
    ),
    Column(
        "data",
        "Donnée métier",
        "Business data",
        Type.CODE,
        many=True,
        wordlike=True,
        aliases=("mapping",),
        help=Term(
            "Les données du métier que l'élément porte, par leur identifiant dans la feuille Données.",
            "The business data that the element carries, by their ids in the sheet Data.",
        ),
        example=Term("valeur", "value"),
        fhir="mapping.map",
        names="business-datum",
    ),
    STATUS,
    NOTE,
)
