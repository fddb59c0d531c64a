"""The sheets about the guide as a whole: what it is, and what was received from whom."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.forms import VERSION

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
            help=Term("ce qui est dit du guide", "what is said of the guide"),
        ),
        Column(
            "value",
            "Valeur",
            "Value",
            translated=True,
            help=Term("plusieurs valeurs : une par ligne", "several values: one per line"),
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
            any_text="names are written as those who bear them want",
        ),
        Column("role", "Rôle", "Role", Type.CHOICE, choices=ROLES, aliases=("propriétaire", "owner")),
        Column("version", "Version", "Version", Type.CODE, required=True, form=VERSION),
        Column(
            "received",
            "Date de réception",
            "Date received",
            Type.DATE,
            required=True,
            aliases=("reçu le", "received"),
        ),
        Column("contact", "Contact", "Contact", any_text="a name, an address, a number: whatever reaches somebody"),
        Column("note", "Remarque", "Note", any_text="written by people for people"),
    ),
    help=Term(
        "de qui vient ce classeur, en quelle version, reçu quand ; une ligne",
        "from whom this workbook comes, in which version, received when; one row",
    ),
)
