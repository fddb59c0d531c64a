"""How values, and words near a wrong one, are said in a message."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from tabellion.diagnostics.model import Term

_SHOWN = 120
_SAID = 1000
_SHORTEST_WORD = 4
"""Of fewer letters, one that differs makes another word."""


def shown(value: Any) -> str:
    """A value as a message shows it: short, on one line, nothing that a terminal or UTF-8 would choke on."""
    if isinstance(value, Term):
        return value.en
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value}"
    if isinstance(value, dict):
        return "{" + ", ".join(str(key)[:20] for key in list(value)[:5]) + ("…}" if len(value) > 5 else "}")
    if isinstance(value, list):
        return f"[{len(value)}]"
    # An integer of thousands of digits cannot even be written out.
    text = (
        value if isinstance(value, str) else hex(value) if isinstance(value, int) and abs(value) >> 64 else str(value)
    )
    return printable(text, _SHOWN)


def printable(text: str, most: int = _SAID) -> str:
    """A text as part of a message: bounded, every character one that can be written."""
    text = "".join(character if character.isprintable() else "·" for character in text[: most + 1])
    return text if len(text) <= most else text[:most] + "…"


def nearest_code(code: str, known: Iterable[str]) -> str | None:
    """The known code that `code` is meant to be: the same but for case, blanks and dashes, or with one letter mistyped.

    A code says what it means by every character: one digit, a word more (`inactive`) is another code.
    """
    codes = [item for item in known if item != code]
    folded = _folded(code)
    same = [item for item in codes if _folded(item) == folded]
    if not same:
        same = [item for item in codes if _differs_by_a_letter(folded, _folded(item))]
    return same[0] if len(same) == 1 else None


def _folded(code: str) -> str:
    return "".join(character for character in code.casefold() if character not in " -_\t")


def _differs_by_a_letter(word: str, other: str) -> bool:
    """Whether one letter is missing, too much, another, or changed places with the next; digits do not count."""
    if abs(len(word) - len(other)) > 1 or word == other or max(len(word), len(other)) < _SHORTEST_WORD:
        return False
    start = next((place for place, pair in enumerate(zip(word, other, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        start = min(len(word), len(other))
    end = 0
    while end < min(len(word), len(other)) - start and word[-1 - end] == other[-1 - end]:
        end += 1
    middle, of_other = word[start : len(word) - end], other[start : len(other) - end]
    letters = (middle + of_other).isalpha()
    return letters and (max(len(middle), len(of_other)) <= 1 or (len(middle) == 2 and middle == of_other[::-1]))


def nearest_name(word: str, known: Iterable[str]) -> str | None:
    """The known name that is probably meant by `word`, case and all; `None` when none is near.

    Names of FHIR are told by their letters; names that authors write are compared by `tables.headings.nearest`,
    whatever their case and accents.
    """
    if len(word) > 64:
        return None
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.75)
    return found[0] if found and found[0] != word else None
