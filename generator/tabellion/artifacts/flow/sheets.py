"""The sheets of flows, errors, use cases, searches and capabilities."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.measure.sheets import EXPECTATIONS
from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import DESCRIPTION, ID, NAME, NOTE, STATUS, TITLE
from tabellion.tables.forms import (
    ADDRESS,
    EXAMPLE_OR_REQUEST,
    FHIRPATH,
    MEDIA_TYPE,
    METHOD,
    NAME_OF_OTHERS,
    REQUEST,
    REQUEST_TARGET,
)

DIRECTIONS = (
    Choice("feeding", "alimentation", "feeding"),
    Choice("querying", "consultation", "querying"),
)
INTERACTIONS = (
    "transaction",
    "batch",
    "search-type",
    "read",
    "vread",
    "create",
    "update",
    "patch",
    "delete",
    "history-instance",
    "history-type",
    "search-system",
    "history-system",
    "operation",
)
NO_RESOURCE = "flows and use cases are told to people: no resource of FHIR is made from them"
NOT_SENT = "an OperationOutcome tells what is wrong, its catalogue how it is mended"
INTERACTION = Column(
    "interaction",
    "Interaction",
    "Interaction",
    Type.CHOICE,
    required=True,
    choices=tuple(Choice(code, code, code, ("search",) if code == "search-type" else ()) for code in INTERACTIONS),
)
FLOW = Column("flow", "Flux", "Flow", Type.CODE, required=True, many=True, refers=("flow",))

FLOWS = Sheet(
    "flows",
    "Flux",
    "Flows",
    owner="insurer",
    unique=("id",),
    title="label",
    columns=(
        ID,
        Column("label", "Libellé", "Label", required=True, translated=True, pages_only=NO_RESOURCE),
        Column("direction", "Sens", "Direction", Type.CHOICE, required=True, choices=DIRECTIONS),
        INTERACTION,
        Column("description", "Description", "Description", translated=True, pages_only=NO_RESOURCE),
        Column("method", "Méthode", "Method", Type.CODE, form=METHOD),
        Column("path", "Chemin", "Path", Type.CODE, example="[base]/Observation", form=REQUEST_TARGET),
        Column("resources", "Ressources", "Resources", Type.CODE, many=True, names="resource"),
        Column("profile", "Profil", "Profile", Type.CODE, many=True, refers=("profile",)),
        Column("transaction", "Profil IHE/transaction", "IHE profile/transaction", Type.CODE, form=NAME_OF_OTHERS),
        Column("preconditions", "Préconditions", "Preconditions", translated=True, pages_only=NO_RESOURCE),
        Column(
            "request",
            "Exemple de requête",
            "Example request",
            Type.CODE,
            many=True,
            form=EXAMPLE_OR_REQUEST,
            names="example-or-request",
        ),
        Column("response", "Réponse attendue", "Expected response", translated=True, pages_only=NO_RESOURCE),
        Column(
            "response_example",
            "Exemple de réponse",
            "Example response",
            Type.CODE,
            many=True,
            form=EXAMPLE_OR_REQUEST,
            names="example-or-request",
        ),
        STATUS,
        NOTE,
    ),
    help=Term("les échanges avec le serveur", "the exchanges with the server"),
)

ERRORS = Sheet(
    "errors",
    "Erreurs",
    "Errors",
    owner="insurer",
    unique=("id",),
    title="message",
    description=("cause",),
    columns=(
        ID,
        FLOW,
        Column("http", "HTTP", "HTTP", Type.INTEGER, required=True),
        Column("code", "Code issue", "Issue code", Type.CODE, aliases=("code",)),
        Column(
            "severity",
            "Gravité",
            "Severity",
            Type.CHOICE,
            choices=(
                Choice("fatal", "fatale", "fatal"),
                Choice("error", "erreur", "error"),
                Choice("warning", "avertissement", "warning"),
                Choice("information", "information", "information"),
            ),
        ),
        Column("message", "Message", "Message", translated=True),
        Column(
            "diagnostics",
            "Diagnostic exact",
            "Exact diagnostics",
            required=True,
            translated=True,
            help=Term("le texte que le serveur renvoie", "the text that the server sends"),
        ),
        Column("cause", "Cause", "Cause", required=True, translated=True),
        Column("remedy", "Correction à faire", "Remedy", required=True, translated=True, pages_only=NOT_SENT),
        Column("measures", "Mesures concernées", "Measures concerned", Type.CODE, many=True, refers=("measure",)),
        Column("invariant", "Invariant", "Invariant", Type.CODE, many=True, refers=("invariant",)),
        STATUS,
        NOTE,
    ),
    help=Term("une ligne par erreur que le serveur renvoie", "one row for each error that the server sends"),
)

USE_CASES = Sheet(
    "usecases",
    "Cas d'usage",
    "Use cases",
    owner="insurer",
    unique=("id",),
    columns=(
        ID,
        replace(TITLE, pages_only=NO_RESOURCE),
        Column("actors", "Acteurs", "Actors", translated=True, pages_only=NO_RESOURCE),
        Column("scenario", "Scénario", "Scenario", required=True, translated=True, pages_only=NO_RESOURCE),
        Column("measures", "Mesures", "Measures", Type.CODE, many=True, refers=("measure",)),
        STATUS,
        NOTE,
    ),
    help=Term("des histoires qui montrent à quoi servent les flux", "stories that show what the flows are for"),
)

SEARCHES = Sheet(
    "searches",
    "Recherches",
    "Searches",
    owner="specification",
    unique=("resource", "parameter"),
    columns=(
        Column("resource", "Ressource", "Resource", Type.CODE, required=True),
        Column(
            "parameter",
            "Paramètre",
            "Parameter",
            Type.CODE,
            required=True,
            help=Term("nom du paramètre, ex. date, _include", "name of the parameter, for instance date, _include"),
        ),
        Column(
            "type",
            "Type",
            "Type",
            Type.CHOICE,
            choices=tuple(
                Choice(code, code, code)
                for code in (
                    "number",
                    "date",
                    "string",
                    "token",
                    "reference",
                    "composite",
                    "quantity",
                    "uri",
                    "special",
                )
            ),
        ),
        Column("expectation", "Exigence", "Expectation", Type.CHOICE, required=True, choices=EXPECTATIONS),
        Column("rule", "Règle", "Rule", translated=True),
        Column("request", "Exemple de requête", "Example request", Type.CODE, form=REQUEST),
        Column(
            "definition",
            "Définition",
            "Definition",
            Type.CODE,
            help=Term(
                "adresse du SearchParameter ; vide : celui de FHIR", "address of the SearchParameter; empty: FHIR's own"
            ),
            form=ADDRESS,
        ),
        Column(
            "id",
            "Identifiant",
            "Id",
            Type.ID,
            help=Term("pour un paramètre que ce guide définit", "for a parameter that this guide defines"),
        ),
        Column("expression", "Expression FHIRPath", "FHIRPath expression", aliases=("expression",), form=FHIRPATH),
        Column("target", "Cibles", "Targets", Type.CODE, many=True),
        Column("description", "Description", "Description", translated=True),
        Column("measures", "Mesures", "Measures", Type.CODE, many=True, refers=("measure",)),
        STATUS,
        NOTE,
    ),
    help=Term("les paramètres de recherche", "the search parameters"),
)

CAPABILITIES = Sheet(
    "capabilities",
    "Capacités",
    "Capabilities",
    owner="specification",
    unique=("id",),
    columns=(
        ID,
        NAME,
        TITLE,
        DESCRIPTION,
        Column(
            "mode",
            "Rôle",
            "Mode",
            Type.CHOICE,
            required=True,
            choices=(Choice("server", "serveur", "server"), Choice("client", "client", "client")),
        ),
        Column("formats", "Formats", "Formats", Type.CODE, many=True, form=MEDIA_TYPE),
        Column("security", "Sécurité", "Security", translated=True),
        Column("flows", "Flux", "Flows", Type.CODE, many=True, refers=("flow",)),
        STATUS,
        NOTE,
    ),
    help=Term("une ligne par CapabilityStatement", "one row for each CapabilityStatement"),
)

CAPABILITY_ROWS = Sheet(
    "capability-rows",
    "Détail des capacités",
    "Capability details",
    owner="specification",
    unique=("capability", "resource", "item", "value"),
    part_of="capability",
    columns=(
        Column("capability", "Capacité", "Capability", Type.CODE, required=True, refers=("capability",)),
        Column(
            "resource",
            "Ressource",
            "Resource",
            Type.CODE,
            help=Term("vide : le système entier", "empty: the whole system"),
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
                "une par ligne ; combinaison : paramètre + paramètre + [paramètre facultatif]",
                "one per line; combination: parameter + parameter + [optional parameter]",
            ),
        ),
        Column("expectation", "Exigence", "Expectation", Type.CHOICE, choices=EXPECTATIONS),
        Column("documentation", "Documentation", "Documentation", translated=True),
        STATUS,
        NOTE,
    ),
    help=Term("ce que chaque CapabilityStatement promet", "what each CapabilityStatement promises"),
)
