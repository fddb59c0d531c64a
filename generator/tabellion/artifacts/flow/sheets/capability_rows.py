"""The sheet Capability details: what each CapabilityStatement promises."""

from __future__ import annotations

from dataclasses import replace

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import NOTE, PROMISE, STATUS

CAPABILITY_ROWS = Sheet(
    "capability-rows",
    "Détail des capacités",
    "Capability details",
    owner="specification",
    becomes="CapabilityStatement",
    unique=("capability", "resource", "item", "value"),
    part_of="capability",
    columns=(
        Column(
            "capability",
            "Capacité",
            "Capability",
            Type.CODE,
            required=True,
            refers=("capability",),
            help=Term(
                "La déclaration dont parle la ligne, par son identifiant dans la feuille Capacités.",
                "The statement that the row is about, by its id in the sheet Capabilities.",
            ),
            example=Term("serveur", "server"),
            fhir="id",
        ),
        Column(
            "resource",
            "Ressource",
            "Resource",
            Type.CODE,
            help=Term(
                "La ressource FHIR dont parle la ligne. Vide : le système entier.",
                "The FHIR resource that the row is about. Empty: the whole system.",
            ),
            example="Observation",
            fhir="rest.resource.type",
        ),
        Column(
            "item",
            "Élément",
            "Item",
            Type.CHOICE,
            required=True,
            choices=(
                Choice("profile", "profil", "profile"),
                Choice("interaction", "interaction", "interaction"),
                Choice("search", "recherche", "search"),
                Choice("include", "_include", "include"),
                Choice("revinclude", "_revinclude", "revinclude"),
                Choice("operation", "opération", "operation"),
                Choice("combination", "combinaison", "combination"),
                Choice("option", "option", "option"),
            ),
            help=Term(
                "La nature de la déclaration : un profil, une interaction, une recherche…",
                "What kind of statement it is: a profile, an interaction, a search…",
            ),
        ),
        Column(
            "value",
            "Valeur",
            "Value",
            Type.CODE,
            required=True,
            many=True,
            help=Term(
                "Ce qui est déclaré, un par ligne. Combinaison : paramètre + paramètre + [paramètre facultatif]. "
                "Option : conditionalCreate, conditionalUpdate, updateCreate, readHistory, ou conditionalRead, "
                "conditionalDelete, versioning, referencePolicy avec = et leur code.",
                "What is declared, one per line. Combination: parameter + parameter + [optional parameter]. Option: "
                "conditionalCreate, conditionalUpdate, updateCreate, readHistory, or conditionalRead, "
                "conditionalDelete, versioning, referencePolicy with = and their code.",
            ),
            example="search-type",
            fhir="rest.resource.interaction.code",
        ),
        replace(
            PROMISE,
            help=Term(
                "La force de l'exigence. FHIR n'interdit rien ici : NE DEVRAIT PAS est le plus proche.",
                "How strong the requirement is. FHIR prohibits nothing here: SHOULD NOT comes nearest.",
            ),
            fhir="rest.resource.interaction.extension",
        ),
        Column(
            "documentation",
            "Documentation",
            "Documentation",
            translated=True,
            help=Term("Une précision pour les lecteurs.", "A remark for readers."),
            example=Term("cent résultats par page", "a hundred results per page"),
            fhir="rest.interaction.documentation",
        ),
        STATUS,
        NOTE,
    ),
    help=Term("ce que chaque CapabilityStatement déclare", "what each CapabilityStatement declares"),
)
