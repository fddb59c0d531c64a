"""The sheets about the guide as a whole: what it is, and what was received from whom."""

from __future__ import annotations

from dataclasses import replace

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import VERSION

GUIDE = Sheet(
    "guide",
    "Guide",
    "Guide",
    owner="specification",
    unique=("item",),
    columns=(
        Column(
            "item",
            "Élément",
            "Item",
            required=True,
            aliases=("propriété", "property", "clé", "key"),
            help=Term(
                "L'élément que donne cette ligne : un de ceux de la liste ci-dessous.",
                "The item that this row gives: one of the list below.",
            ),
            example=Term("Titre", "Title"),
            pages=False,
        ),
        Column(
            "value",
            "Valeur",
            "Value",
            Type.VALUE,
            translated=True,
            help=Term(
                "La valeur de cet élément. Plusieurs valeurs : une par ligne de la cellule.",
                "The value of this item. Several values: one per line of the cell.",
            ),
            example=Term("Mesures du souffle", "Measurements of breath"),
            any_text="each item says what its value looks like (guide.items)",
        ),
    ),
    help=Term("l'identité du guide et de son édition", "the identity of the guide and of its edition"),
)

ROLES = (
    Choice("insurer", "assureur", "insurer"),
    Choice("terminology", "terminologie", "terminology", ("centre de terminologies", "terminology centre")),
    Choice("specification", "spécification", "specification", ("équipe de spécification", "specification team")),
)

RECEPTION = Sheet(
    "reception",
    "Réception",
    "Reception",
    owner="all",
    columns=(
        Column(
            "institution",
            "Institution",
            "Institution",
            required=True,
            aliases=("organisme", "émetteur"),
            help=Term("L'organisme qui a envoyé ce classeur.", "The organization that sent this workbook."),
            example=Term("Collège du souffle", "College of breath"),
            any_text="names are written as those who bear them want",
        ),
        Column(
            "role",
            "Rôle",
            "Role",
            Type.CHOICE,
            choices=ROLES,
            aliases=("propriétaire", "owner"),
            help=Term(
                "Ce que cet organisme tient : les mesures, les terminologies ou la spécification.",
                "What this organization maintains: measurements, terminologies or the specification.",
            ),
        ),
        replace(
            VERSION,
            required=True,
            help=Term(
                "Le numéro de version du classeur, tel que l'organisme le donne.",
                "The version number of the workbook, as its owner gives it.",
            ),
            example="3",
        ),
        Column(
            "received",
            "Date de réception",
            "Date received",
            Type.DATE,
            required=True,
            aliases=("reçu le", "received"),
            help=Term("Le jour où vous avez reçu le classeur.", "The day on which you received the workbook."),
            example="2026-03-01",
        ),
        Column(
            "files",
            "Fichiers",
            "Files",
            many=True,
            aliases=("fichier", "file"),
            help=Term(
                "Les fichiers que cet organisme a envoyés, quand la ligne ne parle pas du classeur où elle est ; "
                "* vaut pour toutes les lettres.",
                "The files that this organization sent, where the row is not about the workbook it stands in; * is any "
                "letters.",
            ),
            example=Term("souffle-*.csv", "breath-*.csv"),
            pages=False,
            any_text="files have the names that people gave them",
        ),
        Column(
            "holds",
            "Tient",
            "Holds",
            many=True,
            aliases=("colonnes tenues", "owns"),
            help=Term(
                "Les feuilles et les colonnes dont cet organisme décide, quand ce n'est pas l'usage : une feuille, ou "
                "feuille › titre. Les autres y proposent.",
                "The sheets and columns that this organization decides about, where that is not usual: a sheet, or "
                "sheet › heading. Others propose there.",
            ),
            example=Term("Mesures › Libellé", "Measurements › Label"),
            pages=False,
            any_text="the names of sheets and headings, compared with those that there are",
        ),
        Column(
            "contact",
            "Contact",
            "Contact",
            help=Term(
                "La personne ou la boîte à qui écrire au sujet du classeur. Elle n'est jamais publiée.",
                "The person or the mailbox to write to about the workbook. It is never published.",
            ),
            example=Term("tables@souffle.example", "tables@breath.example"),
            pages=False,
            any_text="a name, an address, a number: whatever reaches somebody",
        ),
        Column(
            "note",
            "Remarque",
            "Note",
            help=Term(
                "Une note pour les auteurs. Elle n'est jamais publiée.", "A note for authors. It is never published."
            ),
            example=Term("reçu par courriel", "received by e-mail"),
            pages=False,
            any_text="written by people for people",
        ),
    ),
    help=Term(
        "de qui vient ce classeur, en quelle version, reçu quand ; une ligne",
        "where this workbook comes from, its version, and when it was received; one row",
    ),
)
