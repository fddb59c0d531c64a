"""What the words of a received column become, where they are few and ours are a closed list."""

from __future__ import annotations

from collections.abc import Sequence

from tabellion.diagnostics import Place, Report
from tabellion.tables.columns import Column, Type
from tabellion.tables.grid import RawCell
from tabellion.tables.headings import fold
from tabellion.tables.mapping.patterns import fits
from tabellion.tables.mapping.proposal.plain_systems import systems_called
from tabellion.tables.mapping.proposal.synonyms import WORDS
from tabellion.tables.values import read_cell

SYSTEMS = frozenset({"system", "source_system", "target_system"})
CLOSED = frozenset({Type.CHOICE, Type.YES_NO, Type.CARDINALITY})
# two lists of single letters that are read together alone: O is obligatory in the one and optional in the other
FRENCH_LETTERS = {"o": "mandatory", "f": "optional", "c": "conditional", "n": "prohibited"}
# and letters that say yes and no, which are neither
YES_NO_LETTERS = {"o": "mandatory", "y": "mandatory", "n": "optional"}
CARDINALITIES = {"r": "1..1", "required": "1..1", "o": "0..1", "optional": "0..1", "c": "0..1"}
CARDINALITIES |= {"single": "0..1", "multiple": "0..*"}


def pairs_for(words: Sequence[str], column: Column, lang: str) -> list[str] | None:
    """The words that need translating with what they become, `R = obligatoire`; `None` where all words read as they
    are, or the column takes any."""
    if column.key in SYSTEMS:
        return systems_called(words) or None
    if column.type not in CLOSED or not words:
        return None
    strange = [word for word in words if not _reads(word, column)]
    if not strange:
        return None
    found = ((word, _meaning(word, words, column, lang)) for word in strange)
    return [f"{word} = {said}" for word, said in found if said]


def _reads(word: str, column: Column) -> bool:
    report = Report()
    read_cell(RawCell(word), column, Place(), report)
    return not len(report)


def _meaning(word: str, words: Sequence[str], column: Column, lang: str) -> str:
    plain = word.casefold().strip()
    if column.type is Type.CARDINALITY:
        return CARDINALITIES.get(plain, "")
    if column.type is Type.YES_NO:
        said = {"n": False, "s": True, "single": False, "multiple": True}.get(plain)
        said = True if said is None and plain in ("r", "required", "ok", "✓", "✔") else said
        return "" if said is None else ({"fr": "oui", "en": "yes"} if said else {"fr": "non", "en": "no"})[lang]
    said_here = {text.casefold().strip() for text in words}
    is_french = {"f"} <= said_here <= FRENCH_LETTERS.keys()
    is_yes_no = {"n"} < said_here <= YES_NO_LETTERS.keys() or said_here == {"y"}
    letters = FRENCH_LETTERS if is_french else YES_NO_LETTERS if is_yes_no else {}
    for choice in column.choices:
        if letters.get(plain) == choice.value:
            return choice.term[lang]
        known = () if letters else WORDS.get(choice.value, ())
        if any(fits(word, name) or fold(word) == fold(name) != "" for name in known):
            return choice.term[lang]
    return ""
