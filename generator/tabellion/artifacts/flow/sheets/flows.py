"""The sheet Flows: the exchanges with the server."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.flow.sheets.columns import NO_RESOURCE
from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import ID, LABEL, NOTE, STATUS
from tabellion.tables.forms import (
    ADDRESS,
    EXAMPLE_OR_REQUEST,
    HEADER,
    METHOD,
    NAME_OF_OTHERS,
    REQUEST_TARGET,
)

DIRECTIONS = (
    Choice("feeding", "alimentation", "submission"),
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

INTERACTION = Column(
    "interaction",
    "Interaction",
    "Interaction",
    Type.CHOICE,
    required=True,
    choices=tuple(Choice(code, code, code, ("search",) if code == "search-type" else ()) for code in INTERACTIONS),
    help=Term(
        "Ce que le client demande au serveur, par son nom dans FHIR : create pour envoyer, search-type pour "
        "chercher, read pour lire.",
        "What the client asks of the server, by FHIR's name for it: create to send, search-type to search, read to "
        "read.",
    ),
)

FLOWS = Sheet(
    "flows",
    "Flux",
    "Flows",
    owner="insurer",
    unique=("id",),
    title="label",
    columns=(
        ID,
        replace(
            LABEL,
            required=True,
            pages_only=NO_RESOURCE,
            help=Term("Le nom de l'échange pour les lecteurs.", "The name of the exchange for readers."),
            example=Term("Envoyer un débit", "Send a flow"),
        ),
        Column(
            "direction",
            "Sens",
            "Direction",
            Type.CHOICE,
            required=True,
            choices=DIRECTIONS,
            help=Term(
                "Alimentation : le client envoie. Consultation : le client demande.",
                "Submission: the client sends. Querying: the client asks.",
            ),
        ),
        INTERACTION,
        Column(
            "description",
            "Description",
            "Description",
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term("Qui envoie quoi à qui, et quand.", "Who sends what to whom, and when."),
            example=Term("Une application envoie un débit.", "An application sends a flow."),
        ),
        Column(
            "method",
            "Méthode",
            "Method",
            Type.CODE,
            help=Term(
                "La méthode HTTP, si elle n'est pas celle que l'interaction suppose.",
                "The HTTP method, if it is not the one that the interaction implies.",
            ),
            example="POST",
            form=METHOD,
        ),
        Column(
            "path",
            "Chemin",
            "Path",
            Type.CODE,
            help=Term(
                "L'adresse de la requête ; [base] est celle du serveur.",
                "The address of the request; [base] is the server's.",
            ),
            example="[base]/Observation",
            form=REQUEST_TARGET,
        ),
        Column(
            "base",
            "Adresse de base",
            "Base address",
            Type.CODE,
            help=Term(
                "Ce que [base] vaut sur le serveur ; une adresse inventée tant que la vraie n'est pas publique.",
                "What [base] is on the server; an invented address as long as the real one is not public.",
            ),
            example=Term("https://serveur.souffle.example/fhir", "https://server.breath.example/fhir"),
            form=ADDRESS,
        ),
        Column(
            "headers",
            "En-têtes",
            "Headers",
            Type.CODE,
            many=True,
            help=Term(
                "Les en-têtes que le client envoie, un par ligne ; entre crochets, ce qu'il y met, tel qu'un jeton.",
                "The headers that the client sends, one per line; in brackets what it puts itself, such as a token.",
            ),
            example=Term("Authorization: Bearer [jeton d'accès]", "Authorization: Bearer [access token]"),
            form=HEADER,
        ),
        Column(
            "tokens",
            "Jetons",
            "Tokens",
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term(
                "D'où viennent les jetons des en-têtes, et combien de temps ils valent.",
                "Where the tokens of the headers come from, and how long they are valid.",
            ),
            example=Term("Le serveur d'identité donne le jeton.", "The identity server gives the token."),
        ),
        Column(
            "resources",
            "Ressources",
            "Resources",
            Type.CODE,
            many=True,
            wordlike=True,
            help=Term("Les ressources FHIR échangées, une par ligne.", "The FHIR resources exchanged, one per line."),
            example="Observation",
            names="resource",
        ),
        Column(
            "profile",
            "Profil",
            "Profile",
            Type.CODE,
            many=True,
            refers=("profile",),
            help=Term("Les profils que ces ressources respectent.", "The profiles that these resources follow."),
            example=Term("debit-de-pointe-observation", "peak-flow-observation"),
        ),
        Column(
            "transaction",
            "Profil IHE/transaction",
            "IHE profile/transaction",
            Type.CODE,
            help=Term(
                "Le profil IHE et la transaction dont l'échange fait partie.",
                "The IHE profile and transaction that the exchange belongs to.",
            ),
            example="MHD/ITI-65",
            form=NAME_OF_OTHERS,
        ),
        Column(
            "preconditions",
            "Préconditions",
            "Preconditions",
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term("Ce qui doit être vrai avant l'échange.", "What has to be true before the exchange."),
            example=Term("La personne a consenti.", "The person has agreed."),
        ),
        Column(
            "request",
            "Exemple de requête",
            "Example request",
            Type.CODE,
            many=True,
            help=Term(
                "Une requête entière en exemple, ou l'exemple de ce guide qui est envoyé.",
                "A whole request as an example, or the example of this guide that is sent.",
            ),
            example="GET [base]/Observation?code=33452-4",
            form=EXAMPLE_OR_REQUEST,
            names="example-or-request",
        ),
        Column(
            "response",
            "Réponse attendue",
            "Expected response",
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term("Ce que le serveur répond quand tout va bien.", "What the server answers when all is well."),
            example=Term("201, avec l'adresse", "201, with the address"),
        ),
        Column(
            "response_example",
            "Exemple de réponse",
            "Example response",
            Type.CODE,
            many=True,
            help=Term(
                "L'exemple de ce guide que le serveur renvoie.", "The example of this guide that the server sends back."
            ),
            example=Term("debit-minimal", "minimal-flow"),
            form=EXAMPLE_OR_REQUEST,
            names="example-or-request",
        ),
        STATUS,
        NOTE,
    ),
    help=Term("les échanges avec le serveur", "the exchanges with the server"),
)
