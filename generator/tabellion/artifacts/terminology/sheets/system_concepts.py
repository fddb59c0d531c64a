"""The sheet System concepts: the codes of code systems."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.terminology.sheets.columns import END, START
from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import CODE, NOTE, SYSTEM
from tabellion.tables.forms import CODE as CODE_FORM

SYSTEM_CONCEPTS = Sheet(
    "system-concepts",
    "Concepts des systèmes",
    "System concepts",
    owner="terminology",
    becomes="CodeSystem.concept",
    unique=("system", "code"),
    part_of="system",
    columns=(
        replace(SYSTEM, fhir="CodeSystem.id"),
        CODE,
        Column(
            "display",
            "Libellé",
            "Display",
            required=True,
            translated=True,
            every_language=True,
            aliases=("libellé officiel", "label"),
            help=Term("Le nom du code, tel que le système le définit.", "The code's name, as the system defines it."),
            example=Term("Assis", "Sitting"),
            fhir="display",
        ),
        Column(
            "definition",
            "Définition",
            "Definition",
            translated=True,
            every_language=True,
            help=Term("Ce que le code signifie.", "What the code means."),
            example=Term("Le dos droit, sans appui.", "With a straight back."),
            fhir="definition",
        ),
        Column(
            "parent",
            "Parent",
            "Parent",
            Type.CODE,
            form=CODE_FORM,
            help=Term(
                "Le code plus large sous lequel celui-ci est rangé.", "The broader code under which this one stands."
            ),
            example="position",
            fhir="concept",
        ),
        Column(
            "properties",
            "Propriétés",
            "Properties",
            many=True,
            aliases=("propriété", "property"),
            help=Term(
                "Une propriété par ligne, « nom = valeur ». Les règles des jeux de valeurs peuvent les citer.",
                "One property per line, `name = value`. Rules of value sets may name them.",
            ),
            example="notSelectable = true",
            fhir="CodeSystem.property",
        ),
        Column(
            "code_status",
            "Statut du code",
            "Code status",
            Type.CHOICE,
            choices=(
                Choice("active", "actif", "active", ("en vigueur",)),
                Choice("experimental", "expérimental", "experimental"),
                Choice("deprecated", "déprécié", "deprecated", ("déconseillé",)),
                Choice("retired", "retiré", "retired", ("inactif", "inactive", "obsolète", "supprimé", "remplacé")),
            ),
            help=Term(
                "Le code est-il encore à utiliser ? « déprécié » : permis, déconseillé ; « retiré » : plus à utiliser.",
                "Is the code still to be used? `deprecated`: allowed, discouraged; `retired`: no longer to be used.",
            ),
            fhir="CodeSystem.property",
        ),
        replace(START, fhir="property"),
        replace(END, fhir="property"),
        Column(
            "replaced_by",
            "Remplacé par",
            "Replaced by",
            Type.CODE,
            help=Term("Le code du même système qui le remplace.", "The code of the same system that replaces it."),
            example="assis",
            form=CODE_FORM,
            fhir="extension",
        ),
        NOTE,
    ),
    help=Term("les codes des systèmes que le guide publie", "the codes of the systems that the guide publishes"),
    values_only=True,
)
