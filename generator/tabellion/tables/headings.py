"""Matching of headings and names of sheets: accents, case, stars, spaces and hyphens do not count."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable


def fold(text: str) -> str:
    """What is compared: lower case letters and digits without accents, nothing else."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^0-9a-z]+", "", "".join(c for c in decomposed if not unicodedata.combining(c)))


def nearest(text: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant, `None` when none is near."""
    by_fold: dict[str, str] = {}
    for name in known:
        by_fold.setdefault(fold(name), name)
    if not by_fold or not fold(text):
        return None
    if found := by_fold.get(fold(text)):
        return found
    close = difflib.get_close_matches(fold(text), list(by_fold), n=1, cutoff=0.72)
    return by_fold[close[0]] if close else None
