"""What a new guide is to be: what its author answers, and what is wrong with an answer."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass

from tabellion.diagnostics import Term
from tabellion.guide.forms import FORMS
from tabellion.guide.reading import PACKAGE_ID

NOT_A_PACKAGE_ID = Term(
    "des mots en minuscules séparés par des points, au moins deux, ex. exemple.fhir.souffle",
    "words in lower case separated by dots, at least two, for instance example.fhir.breath",
)


@dataclass(frozen=True, slots=True)
class NewGuide:
    """The guide to begin: the day of its edition, its languages, its own first, its identity.

    `""` stands for what the small guide about breath has. `empty` leaves the rows of that guide out.
    """

    date: datetime.date
    langs: tuple[str, ...] = ("fr",)
    title: str = ""
    package_id: str = ""
    canonical: str = ""
    empty: bool = False

    @property
    def lang(self) -> str:
        return self.langs[0]


def fault_of(key: str, answer: str) -> Term | None:
    """What an answer has to look like, `None` when it does: `package_id` or `canonical`."""
    pattern, form = (PACKAGE_ID, NOT_A_PACKAGE_ID) if key == "package_id" else FORMS[key]
    return None if pattern.fullmatch(answer) else form


def name_of(title: str) -> str:
    """A name for programs made from a title: `Mesures du souffle` gives `MesuresDuSouffle`."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", title) if not unicodedata.combining(c))
    words = re.findall(r"[A-Za-z0-9]+", plain)
    name = "".join(word[:1].upper() + word[1:] for word in words)
    return name if name[:1].isalpha() else f"Guide{name}"
