"""The sheet Errors: what the server answers when it refuses."""

from __future__ import annotations

from dataclasses import replace

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import ID, INVARIANT, NOTE, STATUS
from tabellion.tables.forms import HEADER_PARAMETER_OR_ELEMENT

NOT_SENT = "an OperationOutcome tells what is wrong, its catalogue how it is mended"

TRIGGERS = (
    Choice("unreadable", "corps illisible", "unreadable body"),
    Choice("too-large", "corps trop grand", "body too large"),
    Choice("not-accepted", "ressource non acceptée", "resource not accepted"),
    Choice("invalid", "ressource non conforme", "resource not conforming"),
    Choice("unknown-parameter", "paramètre inconnu", "unknown parameter"),
    Choice("parameters", "autres paramètres", "other parameters"),
)

FLOW = Column(
    "flow",
    "Flux",
    "Flow",
    Type.CODE,
    required=True,
    many=True,
    refers=("flow",),
    help=Term(
        "L'échange dont parle la ligne, par son identifiant dans la feuille Flux.",
        "The exchange that the row is about, by its id in the sheet Flows.",
    ),
    example=Term("envoyer-debit", "send-flow"),
)

ERRORS = Sheet(
    "errors",
    "Erreurs",
    "Errors",
    owner="insurer",
    becomes="OperationOutcome",
    unique=("id",),
    title="message",
    description=("cause",),
    columns=(
        ID,
        FLOW,
        Column(
            "http",
            "HTTP",
            "HTTP",
            Type.INTEGER,
            required=True,
            help=Term("Le code HTTP de la réponse, de 400 à 599.", "The HTTP code of the answer, from 400 to 599."),
            example="422",
        ),
        Column(
            "code",
            "Code issue",
            "Issue code",
            Type.CODE,
            aliases=("code",),
            help=Term(
                "La sorte d'erreur, par son code dans OperationOutcome.",
                "The sort of error, by its code in OperationOutcome.",
            ),
            example="invariant",
            fhir="issue.code",
        ),
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
            help=Term("La gravité, telle que la réponse la donne.", "The severity, as the answer gives it."),
            fhir="issue.severity",
            pages=False,
        ),
        Column(
            "message",
            "Message",
            "Message",
            translated=True,
            help=Term("L'erreur, en mots pour la personne qui lit.", "The error, in words for the person who reads."),
            example=Term("Le débit est hors limites.", "The flow is out of range."),
            fhir="issue.details.text",
        ),
        Column(
            "diagnostics",
            "Diagnostic exact",
            "Exact diagnostics",
            required=True,
            translated=True,
            help=Term("Le texte exact que le serveur renvoie.", "The exact text that the server sends."),
            example=Term("sou-1: value >= 30", "bre-1: value >= 30"),
            fhir="issue.diagnostics",
        ),
        Column(
            "cause",
            "Cause",
            "Cause",
            required=True,
            translated=True,
            help=Term("Ce qui a été mal fait.", "What was done wrong."),
            example=Term("Une unité a été oubliée.", "A unit was left out."),
            fhir="ImplementationGuide.definition.resource.description",
        ),
        Column(
            "remedy",
            "Correction à faire",
            "Remedy",
            required=True,
            translated=True,
            pages_only=NOT_SENT,
            help=Term("Ce qu'il faut faire pour que l'envoi passe.", "What to do to have the submission accepted."),
            example=Term("Envoyer la valeur en L/min.", "Send the value in L/min."),
        ),
        Column(
            "measures",
            "Mesures concernées",
            "Measurements concerned",
            Type.CODE,
            many=True,
            aliases=("measures concerned",),
            refers=("measure",),
            help=Term(
                "Les mesures pour lesquelles l'erreur peut venir. Vide : toutes.",
                "The measurements for which the error may come. Empty: all.",
            ),
            example=Term("debit-de-pointe", "peak-flow"),
        ),
        Column(
            "concerned",
            "Porte sur",
            "Concerns",
            Type.CODE,
            many=True,
            wordlike=True,
            help=Term(
                "Ce qui est en cause dans cette erreur : un en-tête du flux, un paramètre de recherche, ou un élément.",
                "What is wrong when this error is given: a header of the flow, a search parameter, or an element.",
            ),
            example="Observation.subject.identifier",
            form=HEADER_PARAMETER_OR_ELEMENT,
        ),
        Column(
            "trigger",
            "Occasion",
            "Occasion",
            Type.CHOICE,
            choices=TRIGGERS,
            help=Term(
                "Quand le serveur donne cette erreur, si ni un invariant, ni ce sur quoi elle porte, ne l'indiquent.",
                "When the server gives this error, where neither an invariant nor what it concerns says so.",
            ),
            pages=False,
        ),
        replace(
            INVARIANT,
            help=Term("L'invariant qui n'est pas respecté.", "The invariant that is not respected."),
            example=Term("sou-1", "bre-1"),
        ),
        STATUS,
        NOTE,
    ),
    help=Term("une ligne par erreur que le serveur renvoie", "one row for each error that the server sends"),
)
