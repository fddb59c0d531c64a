"""Matching of headings and names of sheets: accents, case, stars, spaces and hyphens do not count."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property, lru_cache


@lru_cache(maxsize=1 << 12)
def fold(text: str) -> str:
    """What is compared: lower case letters and digits without accents, nothing else."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^0-9a-z]+", "", "".join(c for c in decomposed if not unicodedata.combining(c)))


# comparisons of one list of names with texts of any kind, before only typing errors are looked for
MOST_COMPARISONS = 20_000


class Vocabulary:
    """Names that are known, ready to tell which of them a text probably means.

    Every name is compared with a text while there are few of both. Beyond `MOST_COMPARISONS` it is only those that
    differ from it by a letter or two: thousands of wrong cells are checked in time that grows with their number alone.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = known
        self._compared = 0

    @cached_property
    def _by_fold(self) -> dict[str, str]:
        """The names by what is compared, made when a text is held against them: most are never needed."""
        found: dict[str, str] = {}
        for name in self._known:
            found.setdefault(fold(name), name)
        return found

    def nearest(self, text: str) -> str | None:
        """The known name that was probably meant, `None` when none is near."""
        folded = fold(text)
        if not self._by_fold or not folded:
            return None
        if found := self._by_fold.get(folded):
            return found
        candidates: Iterable[str] = self._by_fold
        self._compared += len(self._by_fold)
        if self._compared > MOST_COMPARISONS:
            candidates = dict.fromkeys(name for form in _shortened(folded) for name in self._by_shortened.get(form, ()))
        close = difflib.get_close_matches(folded, list(candidates), n=1, cutoff=0.72)
        return self._by_fold[close[0]] if close else None

    @cached_property
    def _by_shortened(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self._by_fold:
            for form in _shortened(name):
                found.setdefault(form, []).append(name)
        return found


def _shortened(text: str) -> set[str]:
    """A text, and what is left of it without any one of its letters: texts that differ by a letter added, left out,
    replaced or swapped with the next have one of these in common."""
    return {text, *(text[:position] + text[position + 1 :] for position in range(len(text)))}


def differ_by_a_slip(text: str, other: str) -> bool:
    """Whether two names are no more than a letter added, left out, replaced or swapped apart."""
    return bool(_shortened(fold(text)) & _shortened(fold(other)))


def nearest(text: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant, `None` when none is near. Where many texts are compared with the same
    names, a `Vocabulary` of these is faster."""
    return Vocabulary(known).nearest(text)
