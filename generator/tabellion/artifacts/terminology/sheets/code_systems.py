"""The sheet Code systems: those that the guide publishes or identifies."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.terminology.sheets.columns import COPYRIGHT, DERIVED_FROM, END, OID, PUBLISHER, START, URL
from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import APPROVED, DESCRIPTION, ID, NAME, NOTE, REVIEWED, STATUS, TITLE, VERSION

CODE_SYSTEMS = Sheet(
    "codesystems",
    "Systèmes de codes",
    "Code systems",
    owner="terminology",
    becomes="CodeSystem",
    unique=("id",),
    aliases=("terminologies", "tre"),
    columns=(
        ID,
        NAME,
        replace(TITLE, required=False, recommended=True),
        DESCRIPTION,
        replace(
            URL,
            help=Term(
                "L'adresse du système, s'il en a déjà une. Vide : sous l'adresse canonique du guide.",
                "The system's address, if it has one already. Empty: below the guide's canonical address.",
            ),
            example=Term(
                "https://souffle.example/fhir/CodeSystem/positions", "https://breath.example/fhir/CodeSystem/positions"
            ),
        ),
        replace(
            OID,
            help=Term(
                "L'OID du système, si un organisme lui en a donné un.",
                "The system's OID, if an organization gave it one.",
            ),
            example="1.2.250.1.213.1.1.4.1",
        ),
        replace(
            VERSION,
            help=Term("La version du système. Vide : celle du guide.", "The system's version. Empty: the guide's."),
            example="2.0.0",
            fhir="version",
        ),
        Column(
            "content",
            "Contenu",
            "Content",
            Type.CHOICE,
            required=True,
            choices=(
                Choice("complete", "complet", "complete"),
                Choice("fragment", "fragment", "fragment"),
                Choice("example", "exemple", "example"),
                Choice("not-present", "absent", "not-present", ("non présent", "identité seule")),
            ),
            help=Term(
                "Complet : tous les codes sont dans vos tables. Fragment : ceux que les tables citent. Absent : "
                "l'identité seule est publiée, et rien ne l'est du système d'un autre éditeur.",
                "Complete: all codes stand in your tables. Fragment: those that the tables name. Not-present: the "
                "identity alone is published, and nothing is of a system of another publisher.",
            ),
            fhir="content",
        ),
        PUBLISHER,
        DERIVED_FROM,
        replace(
            COPYRIGHT,
            help=Term(
                "Les droits sur les codes, s'ils ne sont pas ceux du guide.",
                "The rights on the codes, if they are not the guide's.",
            ),
            example=Term("© Collège du souffle", "© College of breath"),
        ),
        replace(START, fhir="extension"),
        replace(END, fhir="extension"),
        APPROVED,
        REVIEWED,
        STATUS,
        NOTE,
    ),
    help=Term(
        "les systèmes de codes que le guide publie ou identifie",
        "the code systems that the guide publishes or identifies",
    ),
)
