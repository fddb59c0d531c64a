"""The sheet of acts in the secretariat's grid: what no column of a comment can ask for, a row for each act."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.review.record.vocabulary import Word

ACTS = (
    Word("split", Term("découper", "split"), Term("les points, un par paragraphe", "the points, one per paragraph")),
    Word("mask", Term("garder hors du public", "keep from the public"), Term("le motif", "the reason")),
    Word("unmask", Term("rendre public", "make public"), Term("le motif", "the reason")),
    Word("revise", Term("confirmer la révision", "confirm the revision")),
    Word("anonymise", Term("anonymiser", "anonymise")),
    Word("show", Term("montrer les fichiers joints", "show the attached files")),
    Word("hide", Term("garder les fichiers joints à part", "keep the attached files apart")),
    Word("drop", Term("effacer les fichiers joints", "delete the attached files"), Term("le motif", "the reason")),
    Word(
        "extend",
        Term("prolonger la concertation", "extend the review"),
        Term("la nouvelle clôture avec son fuseau, puis le motif", "the new closing with its zone, then the reason"),
    ),
    Word("publish", Term("publier le bilan", "publish the result")),
)
"""The acts that may be typed there; the help says what stands in the column Text."""
OF_THE_REVIEW = frozenset({"extend", "publish"})
"""Those that take no number."""
HEADINGS = (
    ("number", Term("N° public", "Public no."), 18),
    ("act", Term("Acte", "Act"), 32),
    ("text", Term("Texte", "Text"), 90),
)
