"""The sheet Accepted warnings: those that the team lives with."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.editorial.sheets.columns import NO_RESOURCE
from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.facets import REASON
from tabellion.tables.forms import ELEMENT_OR_CODE, REFERENCE, RULE

ACCEPTED = Sheet(
    "accepted",
    "Avertissements acceptés",
    "Accepted warnings",
    aliases=("alertes acceptées",),
    owner="specification",
    unique=("rule", "artifact", "path"),
    columns=(
        Column(
            "rule",
            "Règle",
            "Rule",
            Type.CODE,
            required=True,
            help=Term(
                "La règle qui donne l'avertissement, par son code, ou l'identifiant du message du validateur officiel.",
                "The rule that gives the warning, by its code, or the message id of the official validator.",
            ),
            example="SD013",
            form=RULE,
        ),
        Column(
            "artifact",
            "Artefact",
            "Artifact",
            Type.CODE,
            required=True,
            help=Term(
                "L'artefact dont parle l'avertissement, en Type/identifiant ; l'identifiant seul de ce qui n'est pas "
                "une ressource : mesure, règle, flux.",
                "The artifact that the warning is about, as Type/id; the id alone of what is no resource: "
                "measurement, rule, flow.",
            ),
            example=Term("Observation/debit-minimal", "Observation/minimal-flow"),
            form=REFERENCE,
        ),
        Column(
            "path",
            "Chemin",
            "Path",
            Type.CODE,
            help=Term(
                "L'élément tel que l'avertissement le montre, ou le code en cause. Vide : l'artefact même.",
                "The element as the warning shows it, or the code concerned. Empty: the artifact itself.",
            ),
            example="Observation.note",
            form=ELEMENT_OR_CODE,
        ),
        replace(
            REASON,
            required=True,
            pages_only=NO_RESOURCE,
            help=Term("Pourquoi l'équipe accepte l'avertissement.", "Why the team accepts the warning."),
            example=Term("voulu ainsi", "meant to be so"),
        ),
        Column(
            "date",
            "Date",
            "Date",
            Type.DATE,
            required=True,
            help=Term("Le jour de la décision.", "The day of the decision."),
            example="2026-03-01",
        ),
        Column(
            "by",
            "Décidé par",
            "Decided by",
            help=Term("Qui a décidé.", "Who decided."),
            example=Term("Comité de relecture", "Review board"),
            any_text="names are written as those who bear them want",
        ),
    ),
    help=Term(
        "les avertissements que l'équipe a examinés et accepte, un par ligne",
        "the warnings that the team has looked at and accepts, one per row",
    ),
)
