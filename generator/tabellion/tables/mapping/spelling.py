"""Ids and computer names made of any text."""

from __future__ import annotations

import re
import unicodedata

LONGEST_ID = 64  # R4 Datatypes, 2.24.0.1 (id)
FILTERS = {"id": "id", "identifiant": "id", "name": "name", "nom": "name"}


def _ascii(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "Oe").replace("æ", "ae"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def as_id(text: str) -> str:
    """An id of a text (R4 id): letters without accents, digits, dots and hyphens. What is one already stays."""
    plain = _ascii(text)
    if re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", plain):
        return plain
    return re.sub(r"[^a-z0-9.]+", "-", plain.casefold()).strip("-.")[:LONGEST_ID].strip("-.")


def as_name(text: str) -> str:
    """A name for programs (R4 cnl-0): a capital, then letters and digits."""
    words = re.findall(r"[A-Za-z0-9]+", _ascii(text))
    name = "".join(word[:1].upper() + word[1:] for word in words)
    return f"N{name}" if name[:1].isdigit() else name


def spelt(text: str, wanted: str) -> str:
    """A text as a filter wants it: `id` or `name`, any other leaves it."""
    return as_id(text) if wanted == "id" else as_name(text) if wanted == "name" else text
