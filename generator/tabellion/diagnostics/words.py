"""How values, and words near a wrong one, are said in a message."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from tabellion.diagnostics.model import Term

_SHOWN = 120
_SAID = 1000


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


def nearest_name(word: str, known: Iterable[str]) -> str | None:
    """The known name that is probably meant by `word`, case and all; `None` when none is near.

    Names of FHIR are told by their letters; names that authors write are compared by `tables.headings.nearest`,
    whatever their case and accents.
    """
    if len(word) > 64:
        return None
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.75)
    return found[0] if found and found[0] != word else None
