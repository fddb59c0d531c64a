"""Everyday words: rows that pages show and the search reads."""

from __future__ import annotations

import re

from tabellion.artifacts.editorial.sheets.synonyms import SYNONYMS
from tabellion.artifacts.kind import Kind
from tabellion.tables.table import Row


def everyday_words(row: Row, lang: str) -> list[str]:
    """The words of a row in a language, else in the guide's own."""
    return [word for part in re.split(r"[;\n|]", row.text("words").in_(lang)) if (word := part.strip())]


KIND = Kind("synonym", 96, (SYNONYMS,))
