"""Names with stars: of files, sheets and headings, and of what cells say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache


def has_wildcard(pattern: str) -> bool:
    """Whether a pattern means more than one text."""
    return "*" in pattern


def fits(text: str, pattern: str) -> bool:
    """Whether a text is what a pattern says: case, and how many blanks there are, do not count; `*` is any letters."""
    return _compiled(pattern).fullmatch(_plain(text)) is not None


def fits_any(text: str, patterns: Iterable[str]) -> bool:
    """Whether a text is what one of several patterns says."""
    return any(fits(text, pattern) for pattern in patterns)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


@lru_cache(maxsize=1 << 10)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in _plain(pattern).split("*")), re.S)
