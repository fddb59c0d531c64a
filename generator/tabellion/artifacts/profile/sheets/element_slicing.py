"""How the slices of an element are told apart."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Type

SLICING = (
    Column(
        "discriminator",
        "Discriminant",
        "Discriminator",
        Type.CODE,
        many=True,
        wordlike=True,
        aliases=("slicing discriminator",),
        help=Term(
            "À quoi on reconnaît les tranches : « pattern:code » compare le code. À indiquer sur la ligne de "
            "l'élément répété.",
            "What slices are told apart by: `pattern:code` compares the code. Said in the row of the repeated element.",
        ),
        example="pattern:code",
        fhir="slicing.discriminator",
    ),
    Column(
        "slicing_rules",
        "Règle de tranche",
        "Slicing rules",
        Type.CHOICE,
        choices=(
            Choice("open", "ouverte", "open"),
            Choice("closed", "fermée", "closed"),
            Choice("openAtEnd", "ouverte à la fin", "openAtEnd"),
        ),
        help=Term(
            "D'autres éléments que les tranches sont-ils permis ? Ouverte : oui. Fermée : non.",
            "Are other elements than the slices allowed? Open: yes. Closed: no.",
        ),
        fhir="slicing.rules",
        pages=False,
    ),
    Column(
        "slicing_ordered",
        "Tranches ordonnées",
        "Slicing ordered",
        Type.YES_NO,
        help=Term(
            "« oui » si les tranches doivent venir dans l'ordre des lignes.",
            "`yes` if the slices have to come in the order of the rows.",
        ),
        fhir="slicing.ordered",
        pages=False,
        takes_back=True,
    ),
    Column(
        "slicing_description",
        "Description des tranches",
        "Slicing description",
        translated=True,
        help=Term("Comment les tranches se distinguent, en mots.", "How the slices differ, in words."),
        example=Term("Un par essai.", "One for each attempt."),
        fhir="slicing.description",
    ),
)
