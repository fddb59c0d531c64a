"""The sheet Concertation: a row for each public review."""

from __future__ import annotations

import re
from dataclasses import replace

from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.facets import DESCRIPTION, ID, NOTE, TITLE, VERSION
from tabellion.tables.forms import NAME_OF_OTHERS, TextForm
from tabellion.tables.forms import VERSION as VERSION_FORM

NO_RESOURCE = "FHIR has no resource for a public review: what it says stands on the pages"
TIME = TextForm(
    re.compile(r"([01]?\d|2[0-3])\s?[h:]\s?[0-5]\d(:[0-5]\d)?"),
    Term("une heure, ex. 23:59", "a time, for instance 23:59"),
)
ZONE = TextForm(
    re.compile(r"[A-Z][A-Za-z_]+(/[A-Z][A-Za-z_+\-0-9]+){1,2}|UTC"),
    Term("un fuseau de la base IANA, ex. Europe/Paris", "a zone of the IANA database, for instance Europe/Paris"),
)
PLACE_TO_WRITE = TextForm(
    re.compile(r"(mailto:)?[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+|https?://[^\s<>\"]+"),
    Term("une adresse électronique, ou l'adresse https d'un outil de suivi", "an e-mail or a tracker's https address"),
)

REVIEWS = Sheet(
    "reviews",
    "Concertation",
    "Public review",
    owner="specification",
    unique=("id",),
    aliases=("concertations", "public reviews"),
    columns=(
        replace(
            ID,
            help=Term(
                "Le nom de la concertation, jamais réutilisé : CONC, l'année, un numéro.",
                "The name of the review, never used again: CONC, the year, a number.",
            ),
            example="CONC-2026-01",
            fhir="",
        ),
        replace(TITLE, fhir="", pages_only=NO_RESOURCE, example=Term("Avis sur le souffle", "Views about breath")),
        replace(
            DESCRIPTION,
            key="object",
            fr="Objet",
            en="Object",
            recommended=False,
            fhir="",
            pages_only=NO_RESOURCE,
            help=Term("Ce sur quoi vous demandez un avis, et pourquoi.", "What you ask for views about, and why."),
            example=Term("Le débit de pointe suffit-il ?", "Does the peak flow suffice?"),
        ),
        replace(
            VERSION,
            required=True,
            form=VERSION_FORM,
            fhir="",
            help=Term(
                "L'édition soumise à avis, par sa version exacte ; « tabellion review open » la fige.",
                "The edition under review, by its exact version; `tabellion review open` freezes it.",
            ),
            example="1.2.0-ballot",
        ),
        Column(
            "opens",
            "Ouverture",
            "Opens",
            Type.DATE,
            required=True,
            help=Term("Le jour où les commentaires sont ouverts.", "The day on which comments are opened."),
            example="2026-04-01",
        ),
        Column(
            "opening_time",
            "Heure d'ouverture",
            "Opening time",
            Type.CODE,
            help=Term("L'heure de l'ouverture. Vide : 00:00.", "The hour of the opening. Empty: 00:00."),
            example="09:00",
            form=TIME,
        ),
        Column(
            "closes",
            "Clôture",
            "Closes",
            Type.DATE,
            required=True,
            help=Term("Le dernier jour des commentaires.", "The last day of comments."),
            example="2026-05-15",
        ),
        Column(
            "closing_time",
            "Heure de clôture",
            "Closing time",
            Type.CODE,
            help=Term(
                "L'heure de la clôture. Vide : la fin du jour, 23:59:59. Ce qui est reçu après est gardé, hors délai.",
                "The hour of the closing. Empty: the end of the day, 23:59:59. What comes later is kept, marked late.",
            ),
            example="18:00",
            form=TIME,
        ),
        Column(
            "zone",
            "Fuseau horaire",
            "Time zone",
            Type.CODE,
            help=Term("Le fuseau de ces heures. Vide : Europe/Paris.", "The zone of these hours. Empty: Europe/Paris."),
            example="Europe/Paris",
            form=ZONE,
        ),
        Column(
            "grace",
            "Tolérance",
            "Days of grace",
            Type.INTEGER,
            help=Term(
                "Combien de jours après la clôture un envoi n'est pas encore hors délai. Vide : aucun.",
                "For how many days after the closing what comes is not late yet. Empty: none.",
            ),
            example="1",
        ),
        Column(
            "result",
            "Date du bilan",
            "Date of the result",
            Type.DATE,
            help=Term("Quand vous publierez les réponses.", "When you will publish the answers."),
            example="2026-07-15",
        ),
        Column(
            "write_to",
            "Où écrire",
            "Where to write",
            Type.CODE,
            help=Term(
                "L'adresse électronique ou l'outil de suivi qui reçoit les commentaires. Vide : celle de "
                "la feuille Guide.",
                "The e-mail address or the tracker that gets comments. Empty: that of the sheet Guide.",
            ),
            example=Term("avis@souffle.example", "views@breath.example"),
            form=PLACE_TO_WRITE,
        ),
        Column(
            "receiver",
            "Récepteur",
            "Receiver",
            Type.URL,
            help=Term(
                "L'adresse du service qui reçoit les commentaires envoyés depuis la page, si vous en avez un.",
                "The address of the service that gets comments posted from the page, if you have one.",
            ),
            example="https://souffle.example/avis",
            pages=False,
        ),
        Column(
            "rules",
            "Règles",
            "Rules",
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term(
                "Ce qui est publié, sous quel délai, dans quelles langues, et ce que deviennent les envois tardifs.",
                "What is published, within what time, in which languages, and what becomes of late comments.",
            ),
            example=Term("Chaque commentaire reçoit une réponse publique.", "Every comment gets a public answer."),
        ),
        Column(
            "deciders",
            "Qui décide",
            "Who decides",
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term("Qui instruit les commentaires et qui décide.", "Who looks into comments and who decides."),
            example=Term("Le collège décide.", "The college decides."),
        ),
        Column(
            "instructors",
            "Instructeurs",
            "Instructors",
            Type.CODE,
            many=True,
            help=Term(
                "Les organismes à qui les commentaires sont confiés.", "The organizations that comments are given to."
            ),
            example=Term("Collège|Fabricants", "College|Makers"),
            form=NAME_OF_OTHERS,
        ),
        NOTE,
    ),
    title="title",
    description=("object",),
    help=Term("une ligne par concertation publique", "one row for each public review"),
)
