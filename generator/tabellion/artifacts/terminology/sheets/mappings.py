"""The sheet Mappings: codes set against each other."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import STATUS
from tabellion.tables.forms import CODE as CODE_FORM

MAPPINGS = Sheet(
    "mappings",
    "Correspondances",
    "Mappings",
    owner="terminology",
    becomes="ConceptMap.group.element",
    unique=("map", "source_system", "source_code", "target_system", "target_code"),
    part_of="map",
    columns=(
        Column(
            "map",
            "Table",
            "Map",
            Type.CODE,
            required=True,
            refers=("conceptmap",),
            help=Term(
                "La table dont parle la ligne, par son identifiant.", "The map that the row belongs to, by its id."
            ),
            example=Term("codes-du-debit", "codes-of-flow"),
            fhir="ConceptMap.id",
        ),
        Column(
            "source_system",
            "Système source",
            "Source system",
            Type.CODE,
            refers=("codesystem",),
            required=True,
            help=Term("Le système du code de départ.", "The system of the code on the source side."),
            example="LOINC",
            fhir="ConceptMap.group.source",
        ),
        Column(
            "source_code",
            "Code source",
            "Source code",
            Type.CODE,
            required=True,
            help=Term("Le code de départ.", "The code on the source side."),
            example="33452-4",
            fhir="code",
            form=CODE_FORM,
        ),
        Column(
            "source_label",
            "Libellé source",
            "Source label",
            translated=True,
            help=Term("Le nom du code de départ.", "The name of the code on the source side."),
            example=Term("Débit de pointe", "Peak flow"),
            fhir="display",
        ),
        Column(
            "equivalence",
            "Équivalence",
            "Equivalence",
            Type.CHOICE,
            required=True,
            choices=(
                Choice("equivalent", "équivalent", "equivalent"),
                Choice("equal", "égal", "equal"),
                Choice("wider", "plus large", "wider"),
                Choice("subsumes", "englobe", "subsumes"),
                Choice("narrower", "plus étroit", "narrower"),
                Choice("specializes", "précise", "specializes"),
                Choice("inexact", "inexact", "inexact"),
                Choice("relatedto", "voisin", "relatedto", ("related to",)),
                Choice("disjoint", "disjoint", "disjoint"),
                Choice("unmatched", "sans équivalent", "unmatched"),
            ),
            help=Term(
                "Le rapport du code d'arrivée au code de départ. « plus large » : le code d'arrivée est plus général "
                "que celui de départ ; « plus étroit » : il est plus précis.",
                "How the target code relates to the source code. `wider`: the target is broader than the source; "
                "`narrower`: it is more specific.",
            ),
            fhir="target.equivalence",
        ),
        Column(
            "target_system",
            "Système cible",
            "Target system",
            Type.CODE,
            refers=("codesystem",),
            help=Term("Le système du code d'arrivée.", "The system of the code on the target side."),
            example="SNOMED CT",
            fhir="ConceptMap.group.target",
        ),
        Column(
            "target_code",
            "Code cible",
            "Target code",
            Type.CODE,
            help=Term(
                "Le code d'arrivée. Vide pour « sans équivalent ».",
                "The code on the target side. Empty for `unmatched`.",
            ),
            example="18491006",
            fhir="target.code",
            form=CODE_FORM,
        ),
        Column(
            "target_label",
            "Libellé cible",
            "Target label",
            translated=True,
            help=Term("Le nom du code d'arrivée.", "The name of the code on the target side."),
            example=Term("Débit", "Flow"),
            fhir="target.display",
        ),
        Column(
            "comment",
            "Commentaire",
            "Comment",
            translated=True,
            help=Term(
                "Ce qui se perd ou change au passage. À préciser quand le code d'arrivée est plus étroit.",
                "What is lost or changed in the mapping. Required when the target code is narrower.",
            ),
            example=Term("l'appareil n'est plus indiqué", "the meter is no longer stated"),
            fhir="target.comment",
        ),
        STATUS,
    ),
    help=Term("les codes mis en correspondance", "codes mapped to each other"),
    values_only=True,
)
