"""The sheet Capabilities: a row for each CapabilityStatement."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import DESCRIPTION, ID, NAME, NOTE, STATUS, TITLE
from tabellion.tables.forms import (
    MEDIA_TYPE,
)

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
            "flows",
            "Flux",
            "Flows",
            Type.CODE,
            many=True,
            refers=("flow",),
            help=Term(
                "Les échanges que cette déclaration couvre, par leur identifiant dans la feuille Flux.",
                "The exchanges that this statement covers, by their ids in the sheet Flows.",
            ),
            example=Term("envoyer-debit", "send-flow"),
        ),
        STATUS,
        NOTE,
    ),
    help=Term("une ligne par CapabilityStatement", "one row for each CapabilityStatement"),
)
