"""The sheet Codes: which codes profiles fix."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.terminology.sheets.columns import PATH, TARGET
from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import CODE, NOTE, STATUS, SYSTEM
from tabellion.tables.forms import CODE as CODE_FORM
from tabellion.tables.forms import VERSION

CODES = Sheet(
    "codes",
    "Codes",
    "Codes",
    owner="terminology",
    becomes="ElementDefinition",
    unique=("target", "path", "system", "code"),
    part_of="target",
    columns=(
        TARGET,
        replace(
            PATH,
            required=False,
            help=Term(
                "L'élément que le code remplit, par son chemin dans FHIR. Vide : le code du profil.",
                "The element that the code fills, by its path in FHIR. Empty: the profile's code.",
            ),
        ),
        replace(SYSTEM, fhir="pattern[x]"),
        Column(
            "version",
            "Version du système",
            "System version",
            Type.CODE,
            recommended=True,
            help=Term(
                "La version de la terminologie dans laquelle le code a été pris.",
                "The version of the terminology that the code was taken from.",
            ),
            example="2.77",
            form=VERSION,
        ),
        replace(CODE, fhir="pattern[x]"),
        Column(
            "label",
            "Libellé français",
            "Label",
            recommended=True,
            translated=True,
            aliases=("display fr", "libellé", "french label"),
            help=Term("Le nom du code dans la langue du guide.", "The code's name in the guide's language."),
            example=Term("Débit expiratoire de pointe", "Peak expiratory flow"),
            fhir="Resource.code.text",
        ),
        Column(
            "display",
            "Libellé officiel",
            "Official display",
            recommended=True,
            aliases=("display",),
            help=Term(
                "Le nom du code dans son propre système, mot pour mot.",
                "The code's name in its own system, word for word.",
            ),
            example="Peak expiratory gas flow Respiratory system airway --during expiration",
            fhir="Resource.code.coding.display",
            any_text="displays are as the system has them, which tells where it is at hand (TX001)",
        ),
        Column(
            "role",
            "Rôle",
            "Role",
            Type.CHOICE,
            choices=(
                Choice("main", "principal", "main"),
                Choice("alternative", "alternatif", "alternative"),
                Choice("component", "composant", "component"),
            ),
            help=Term(
                "Principal : le code que tout envoi porte. Alternatif : un code de plus, permis. Composant : le "
                "code d'une partie.",
                "Main: the code that every submission carries. Alternative: one more code, allowed. Component: the "
                "code of a part.",
            ),
        ),
        Column(
            "relationship",
            "Équivalence",
            "Relationship",
            Type.CHOICE,
            choices=(
                Choice("equivalent", "équivalent", "equivalent"),
                Choice("wider", "plus large", "wider"),
                Choice("narrower", "plus étroit", "narrower"),
                Choice("relatedto", "voisin", "related to"),
            ),
            help=Term(
                "Ce que vaut un code alternatif au regard du principal.",
                "How the alternative code relates to the main one.",
            ),
        ),
        Column(
            "code_status",
            "Statut du code",
            "Code status",
            Type.CHOICE,
            choices=(
                Choice("active", "actif", "active"),
                Choice("deprecated", "déprécié", "deprecated"),
                Choice("replaced", "remplacé", "replaced"),
            ),
            help=Term("Le code est-il encore valable dans son système ?", "Is the code still valid in its system?"),
        ),
        Column(
            "replaced_by",
            "Remplacé par",
            "Replaced by",
            Type.CODE,
            help=Term("Le code qui remplace celui-ci.", "The code that replaces this one."),
            example="19935-6",
            form=CODE_FORM,
            names="code",
        ),
        STATUS,
        NOTE,
    ),
    help=Term("les codes fixés", "the codes that are fixed"),
)
