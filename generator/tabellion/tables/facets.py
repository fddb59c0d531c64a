"""Columns that several kinds of artifact share, so that a facet has one heading everywhere."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Type
from tabellion.tables.forms import CODE as CODE_FORM

STRENGTHS = (
    Choice("required", "obligatoire", "required", ("requise", "imposée")),
    Choice("extensible", "extensible", "extensible"),
    Choice("preferred", "préférée", "preferred", ("preferee", "recommandée")),
    Choice("example", "exemple", "example"),
)

ID = Column(
    "id",
    "Identifiant",
    "Id",
    Type.ID,
    required=True,
    aliases=("identifier", "code identifiant"),
    help=Term("identifiant technique, stable d'une édition à l'autre", "technical id, stable between editions"),
)
NAME = Column(
    "name",
    "Nom",
    "Name",
    Type.CODE,
    required=True,
    help=Term("nom pour les programmes, en PascalCase", "name for programs, in PascalCase"),
)
TITLE = Column(
    "title",
    "Titre",
    "Title",
    required=True,
    translated=True,
    aliases=("libellé", "label"),
    help=Term("titre pour les lecteurs", "title for readers"),
)
DESCRIPTION = Column(
    "description",
    "Description",
    "Description",
    recommended=True,
    translated=True,
    help=Term("ce que c'est et à quoi cela sert, en Markdown", "what it is and what it is for, in Markdown"),
)
STATUS = Column(
    "status",
    "Statut",
    "Status",
    Type.CHOICE,
    choices=(
        Choice("proposed", "proposé", "proposed", ("proposée", "draft")),
        Choice("to-validate", "à valider", "to validate"),
        Choice("validated", "validé", "validated", ("validée", "active")),
        Choice("withdrawn", "retiré", "withdrawn", ("retirée", "retired")),
    ),
    help=Term(
        "où en est la ligne ; vide : validé. Un guide actif ne prend que les lignes validées",
        "how far the row is; empty: validated. An active guide takes validated rows only",
    ),
    example="validé",
)
NOTE = Column(
    "note",
    "Remarque",
    "Note",
    aliases=("comment", "commentaire interne"),
    help=Term("note pour les auteurs, jamais publiée", "a note for authors, never published"),
    any_text="written by people for people",
)
VALUE_SET = Column(
    "valueset",
    "Jeu de valeurs",
    "Value set",
    Type.CODE,
    refers=("valueset",),
    aliases=("binding value set", "valueset", "liste de valeurs", "jdv"),
    help=Term(
        "identifiant d'un jeu de valeurs de ce guide, OID ou adresse canonique",
        "id of a value set of this guide, OID or canonical address",
    ),
)
STRENGTH = Column(
    "strength",
    "Force de la liaison",
    "Binding strength",
    Type.CHOICE,
    choices=STRENGTHS,
    aliases=("force", "strength"),
    help=Term("à quel point le jeu de valeurs engage", "how far the value set binds"),
)
SYSTEM = Column(
    "system",
    "Système",
    "System",
    Type.CODE,
    required=True,
    refers=("codesystem",),
    aliases=("terminologie", "code system", "codesystem"),
    help=Term(
        "nom connu (LOINC, SNOMED CT, UCUM…), identifiant d'un système de codes de ce guide, OID ou adresse",
        "known name (LOINC, SNOMED CT, UCUM…), id of a code system of this guide, OID or address",
    ),
)
CODE = Column(
    "code",
    "Code",
    "Code",
    Type.CODE,
    required=True,
    help=Term("le code, au format Texte", "the code, in the format Text"),
    form=CODE_FORM,
    any_text="which codes there are is known where the system is at hand (VS004, CS001)",
)
