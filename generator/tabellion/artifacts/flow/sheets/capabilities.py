"""The sheet Capabilities: a row for each CapabilityStatement."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import APPROVED, DESCRIPTION, ID, NAME, NOTE, REVIEWED, STATUS, TITLE
from tabellion.tables.forms import ADDRESS, MEDIA_TYPE

CAPABILITIES = Sheet(
    "capabilities",
    "Capacités",
    "Capabilities",
    owner="specification",
    becomes="CapabilityStatement",
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
            help=Term(
                "Le côté décrit par la déclaration : le serveur ou le client.",
                "Which side the statement describes: the server or the client.",
            ),
            fhir="rest.mode",
        ),
        Column(
            "formats",
            "Formats",
            "Formats",
            Type.CODE,
            many=True,
            help=Term("Les formats acceptés. Vide : json et xml.", "The formats accepted. Empty: json and xml."),
            example="json",
            fhir="format",
            form=MEDIA_TYPE,
        ),
        Column(
            "security",
            "Sécurité",
            "Security",
            translated=True,
            help=Term("Comment les deux côtés s'authentifient.", "How both sides authenticate."),
            example=Term("Un jeton OAuth 2.", "An OAuth 2 token."),
            fhir="rest.security.description",
        ),
        Column(
            "services",
            "Services de sécurité",
            "Security services",
            Type.CHOICE,
            many=True,
            choices=tuple(
                Choice(code, code, code)
                for code in ("OAuth", "SMART-on-FHIR", "NTLM", "Basic", "Kerberos", "Certificates")
            ),
            help=Term(
                "Les protocoles par lesquels les deux côtés se font reconnaître, par leurs codes dans FHIR, un par "
                "ligne.",
                "The protocols by which both sides prove who they are, by FHIR's codes for them, one per line.",
            ),
            fhir="rest.security.service",
        ),
        Column(
            "instantiates",
            "Reprend",
            "Instantiates",
            Type.CODE,
            many=True,
            help=Term(
                "L'adresse de chaque CapabilityStatement d'un autre guide dont tout est promis ici.",
                "The address of each CapabilityStatement of another guide of which everything is promised here.",
            ),
            example="https://souffle.example/fhir/CapabilityStatement/serveur",
            fhir="instantiates",
            form=ADDRESS,
        ),
        Column(
            "flows",
            "Flux",
            "Flows",
            Type.CODE,
            many=True,
            refers=("flow",),
            help=Term(
                "Les échanges que cette déclaration couvre, par leur identifiant dans la feuille Flux. Les "
                "paramètres qu'un "
                "échange demande ensemble deviennent une combinaison ; pour un client, ses interactions, ses profils "
                "et ses "
                "recherches viennent des échanges, sauf ce que la feuille « Détail des capacités » indique elle-même.",
                "The exchanges that this statement covers, by their ids in the sheet Flows. The parameters that an "
                "exchange wants together become a combination; a client's interactions, profiles and searches come "
                "from "
                "its exchanges, but for what the sheet `Capability details` says itself.",
            ),
            example=Term("envoyer-debit", "send-flow"),
            fhir="rest.resource.extension",
        ),
        APPROVED,
        REVIEWED,
        STATUS,
        NOTE,
    ),
    help=Term("une ligne par CapabilityStatement", "one row for each CapabilityStatement"),
)
