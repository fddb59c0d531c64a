"""The words that the fields of a comment may hold, in both languages, with those of HL7 and ISO/IEC beside them.

A comment holds the codes; people read the labels. What a person may type instead is among the `aliases`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tabellion.diagnostics import Term

__all__ = [
    "DOORS", "FACETS", "IMPACTS", "NATURES", "OPINIONS", "ORGANIZATION_KINDS", "PUBLICATIONS", "REACTIONS",
    "SEVERITIES", "SYSTEM_ROLES", "TARGETS", "Word", "find", "word_of",
]  # fmt: skip


NO_HELP = Term("", "")


@dataclass(frozen=True, slots=True)
class Word:
    """A word that a field may hold: its code, its label, one line of help, other words for it, and the code that an HL7
    ballot sheet (`hl7`) and an ISO/IEC commenting template (`iso`) have for it."""

    code: str
    label: Term
    help: Term = NO_HELP
    aliases: tuple[str, ...] = ()
    hl7: str = ""
    iso: str = ""


def word_of(options: Iterable[Word], code: str) -> Word:
    """The option of a code. Raises `KeyError` for a code that none has."""
    for found in options:
        if found.code == code:
            return found
    raise KeyError(code)


def find(options: Sequence[Word], text: str) -> Word | None:
    """The option that a person means by a code, a label in either language or an alias; case and accents do not
    count."""
    by_code = next((found for found in options if found.code == text), None)
    return by_code if by_code is not None else _named(tuple(options)).get(plain(text))


@cache
def _named(options: tuple[Word, ...]) -> Mapping[str, Word]:
    """The options by all that they are called; the first one of a name has it."""
    found: dict[str, Word] = {}
    for option in options:
        for word in (option.code, option.label.fr, option.label.en, *option.aliases):
            found.setdefault(plain(word), option)
    return found


def plain(text: str) -> str:
    """A text as it is compared: no case, no accents, no punctuation, single blanks."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", kept))


def _options(*rows: tuple[str, str, str]) -> tuple[Word, ...]:
    return tuple(Word(code, Term(fr, en)) for code, fr, en in rows)


NATURES = (
    Word(
        "question",
        Term("question", "question"),
        Term("vous ne comprenez pas, ou il vous manque une précision", "something is unclear to you"),
        ("A-Q", "clarification"),
        "A-Q",
        "ge",
    ),
    Word(
        "wording",
        Term("rédaction", "wording"),
        Term(
            "une coquille ou une phrase à reprendre, le sens ne change pas",
            "a typo or a sentence to rephrase; the meaning stays",
        ),
        ("A-T", "ed", "editorial", "coquille", "typo", "typographical"),
        "A-T",
        "ed",
    ),
    Word(
        "correction",
        Term("correction", "correction"),
        Term("ce qui est écrit est faux ou ne marche pas", "what is written is wrong or does not work"),
        ("te", "technical"),
        "Neg-Mi",
        "te",
    ),
    Word(
        "change",
        Term("évolution", "change"),
        Term(
            "ce qui est écrit est juste, vous demandez autre chose ou davantage", "you ask for something else or more"
        ),
        ("A-S", "enhancement", "suggestion"),
        "A-S",
        "te",
    ),
    Word(
        "removal",
        Term("suppression", "removal"),
        Term("quelque chose est de trop", "something should be removed"),
        (),
        "A-S",
        "te",
    ),
    Word(
        "agreement",
        Term("accord", "agreement"),
        Term("vous êtes d'accord et tenez à le signaler", "you agree, and say so"),
        ("A-C", "comment", "ge", "general"),
        "A-C",
        "ge",
    ),
)
SEVERITIES = (
    Word(
        "blocking",
        Term("bloquant", "blocking"),
        Term("sans changement, vous ne pourrez pas mettre en œuvre", "without a change you cannot implement"),
        ("Neg-Mj",),
        "Neg-Mj",
    ),
    Word(
        "major",
        Term("majeur", "major"),
        Term("la mise en œuvre sera coûteuse ou risquée", "implementing will be costly or risky"),
        (),
        "Neg-Mj",
    ),
    Word(
        "minor",
        Term("mineur", "minor"),
        Term("gênant, mais acceptable", "inconvenient, but acceptable"),
        ("Neg-Mi",),
        "Neg-Mi",
    ),
    Word("suggestion", Term("suggestion", "suggestion"), Term("une simple idée", "a mere idea"), (), "A-S"),
)
TARGETS = _options(
    ("guide", "guide", "guide"),
    ("page", "page", "page"),
    ("section", "section", "section"),
    ("artifact", "artefact", "artifact"),
    ("element", "élément", "element"),
    ("code", "code", "code"),
    ("concept", "concept", "concept"),
    ("example", "exemple", "example"),
    ("flow", "flux", "flow"),
    ("error", "erreur", "error"),
    ("rule", "règle", "rule"),
    ("question", "question", "question"),
    ("missing", "il manque", "missing"),
)
FACETS = _options(
    ("existence", "existence", "existence"),
    ("cardinality", "cardinalité", "cardinality"),
    ("obligation", "obligation", "obligation"),
    ("type", "type", "type"),
    ("fixed-value", "valeur fixe", "fixed value"),
    ("binding", "liaison", "binding"),
    ("unit", "unité", "unit"),
    ("label", "libellé", "label"),
    ("definition", "définition", "definition"),
    ("invariant", "invariant", "invariant"),
    ("example", "exemple", "example"),
    ("other", "autre", "other"),
)
DOORS = _options(
    ("form", "formulaire de la page", "form of the page"),
    ("grid", "grille", "grid"),
    ("tracker", "outil de suivi", "tracker"),
    ("email", "courriel saisi", "e-mail typed in"),
)
PUBLICATIONS = _options(
    ("name", "nom et organisme", "name and organization"),
    ("organization", "organisme", "organization"),
    ("anonymous", "anonyme", "anonymous"),
)
ORGANIZATION_KINDS = _options(
    ("vendor", "éditeur", "software vendor"),
    ("manufacturer", "fabricant d'objet connecté", "device manufacturer"),
    ("provider", "établissement", "care provider organization"),
    ("professional", "professionnel", "professional"),
    ("federation", "fédération", "federation"),
    ("institution", "institution", "institution"),
    ("individual", "particulier", "individual"),
)
SYSTEM_ROLES = _options(
    ("feeds", "alimente", "feeds"),
    ("consults", "consulte", "consults"),
    ("both", "les deux", "both"),
    ("other", "autre", "other"),
)
IMPACTS = _options(
    ("breaking", "rupture", "breaking"),
    ("compatible", "substantiel compatible", "substantive, compatible"),
    ("non-substantive", "non substantiel", "non-substantive"),
    ("none", "aucun", "none"),
)
OPINIONS = _options(
    ("satisfied", "satisfait", "satisfied"),
    ("not-satisfied", "non satisfait", "not satisfied"),
    ("no-answer", "sans réponse", "no answer"),
)
REACTIONS = (
    *OPINIONS,
    Word("support", Term("je soutiens", "I support this"), aliases=("soutien", "soutient", "support", "supports")),
    Word(
        "oppose",
        Term("je ne suis pas d'accord", "I disagree"),
        aliases=("désaccord", "pas d'accord", "oppose", "disagree", "disagrees"),
    ),
)
"""What anybody may say of a comment that is there."""
