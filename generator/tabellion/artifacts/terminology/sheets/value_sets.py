"""The sheet Value sets: a row for each."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.terminology.sheets.columns import COPYRIGHT, DERIVED_FROM, END, OID, PUBLISHER, START, URL
from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import APPROVED, DESCRIPTION, ID, NAME, NOTE, REVIEWED, STATUS, TITLE, VERSION

NO_ELEMENT = "ValueSet has no element for where its codes were taken from"

VALUE_SETS = Sheet(
    "valuesets",
    "Jeux de valeurs",
    "Value sets",
    owner="terminology",
    becomes="ValueSet",
    unique=("id",),
    aliases=("jdv",),
    columns=(
        ID,
        NAME,
        replace(TITLE, required=False, recommended=True),
        DESCRIPTION,
        replace(
            OID,
            help=Term(
                "L'OID du jeu, si un organisme lui en a donné un.", "The set's OID, if an organization gave it one."
            ),
            example="1.2.250.1.213.1.1.5.1",
        ),
        replace(
            URL,
            help=Term(
                "L'adresse du jeu, s'il en a déjà une. Vide : sous l'adresse canonique du guide.",
                "The set's address, if it has one already. Empty: below the guide's canonical address.",
            ),
            example=Term(
                "https://souffle.example/fhir/ValueSet/positions", "https://breath.example/fhir/ValueSet/positions"
            ),
        ),
        replace(
            VERSION,
            help=Term("La version du jeu. Vide : celle du guide.", "The set's version. Empty: the guide's."),
            example="2.0.0",
            fhir="version",
        ),
        Column(
            "kind",
            "Définition",
            "Definition",
            Type.CHOICE,
            choices=(
                Choice("enumerated", "énuméré", "enumerated", ("énumérée", "en extension", "extensional")),
                Choice("rule", "par règle", "by rule", ("en intension", "intensional")),
            ),
            help=Term(
                "Énuméré : ses codes sont dans la feuille Concepts. Par règle : ils se déduisent de la colonne Règle.",
                "Enumerated: its codes stand in the sheet Concepts. By rule: they follow from the column Rule.",
            ),
        ),
        Column(
            "rule",
            "Règle",
            "Rule",
            many=True,
            help=Term(
                "Une règle par ligne : « système » pour tous ses codes, « système où propriété op valeur et … », « jeu "
                "identifiant », « sauf … ». Une valeur de plusieurs mots est entre guillemets.",
                "One rule per line: `system` for all its codes, `system where property op value and …`, `valueset id`, "
                "`except …`. A value of several words stands in quotation marks.",
            ),
            example=Term("SNOMED CT où concept is-a 404684003", "SNOMED CT where concept is-a 404684003"),
            fhir="compose",
        ),
        Column(
            "source",
            "Source",
            "Source",
            translated=True,
            pages_only=NO_ELEMENT,
            help=Term("D'où les codes ont été pris.", "Where the codes were taken from."),
            example=Term("Registre des positions", "Register of positions"),
        ),
        Column(
            "extracted",
            "Date d'extraction",
            "Extraction date",
            Type.DATE,
            help=Term(
                "Le jour où les codes ont été pris à leur source.",
                "The day on which the codes were taken from their source.",
            ),
            example="2026-02-01",
            fhir="expansion.timestamp",
        ),
        PUBLISHER,
        DERIVED_FROM,
        replace(
            COPYRIGHT,
            help=Term(
                "Les droits sur les codes, s'ils ne sont pas ceux du guide.",
                "The rights on the codes, if they are not the guide's.",
            ),
            example="© Regenstrief Institute",
        ),
        replace(START, fhir="extension"),
        replace(END, fhir="extension"),
        APPROVED,
        REVIEWED,
        STATUS,
        Column(
            "replaced_by",
            "Remplacé par",
            "Replaced by",
            Type.CODE,
            help=Term("Le jeu qui remplace celui-ci.", "The set that replaces this one."),
            example="positions-2",
            names="value-set",
        ),
        NOTE,
    ),
    help=Term("une ligne par jeu de valeurs", "one row for each value set"),
)
