"""The sheet Questions: what the authors ask the reviewers."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.public_review.sheets.reviews import NO_RESOURCE
from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.facets import ID, NOTE
from tabellion.tables.forms import ELEMENT, REFERENCE

QUESTIONS = Sheet(
    "questions",
    "Questions",
    "Questions",
    owner="specification",
    unique=("id",),
    part_of="review",
    columns=(
        replace(
            ID,
            help=Term(
                "Un nom court et stable ; la question a cette adresse.", "A short, stable name; the question has it."
            ),
            example="Q1",
            fhir="",
        ),
        Column(
            "review",
            "Concertation",
            "Public review",
            Type.CODE,
            required=True,
            refers=("review",),
            help=Term("La concertation qui pose la question.", "The review that asks the question."),
            example="CONC-2026-01",
        ),
        Column(
            "question",
            "Question",
            "Question",
            required=True,
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term("Ce que vous demandez, en une phrase.", "What you ask, in a sentence."),
            example=Term("Faut-il aussi l'heure du lever ?", "Is the hour of rising needed too?"),
        ),
        Column(
            "artifact",
            "Artefact",
            "Artifact",
            Type.CODE,
            help=Term(
                "Sur quoi porte la question, en Type/identifiant. Vide : le guide entier.",
                "What the question is about, as Type/id. Empty: the whole guide.",
            ),
            example=Term("StructureDefinition/souffle", "StructureDefinition/breath"),
            form=REFERENCE,
        ),
        Column(
            "path",
            "Chemin",
            "Path",
            Type.PATH,
            help=Term("L'élément dont il s'agit, s'il y en a un.", "The element that is meant, if there is one."),
            example="Observation.component:essai",
            form=ELEMENT,
        ),
        NOTE,
    ),
    title="question",
    description=(),
    help=Term("une ligne par question posée aux relecteurs", "one row for each question put to reviewers"),
)
