"""Words of a text as they are compared: without case, accents and endings of the plural."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

Words = tuple[str, ...]
WORD = re.compile(r"[0-9a-z%°]+(?:[/\[\]][0-9a-z\[\]]+)*")


def words(text: str) -> Words:
    """The words of a text in their order."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return tuple(_singular(word) for word in WORD.findall(plain))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def mentioned(text: Words, names: Mapping[Words, str]) -> set[str]:
    """What a text names: the longest names first, so that « tour de taille » does not name « taille » as well."""
    found: set[str] = set()
    position = 0
    longest = max(map(len, names), default=0)
    while position < len(text):
        for length in range(min(longest, len(text) - position), 0, -1):
            name = names.get(text[position : position + length])
            if name is not None:
                found.add(name)
                position += length - 1
                break
        position += 1
    return found


def named_after(text: Words, before: Iterable[str], names: Mapping[Words, str]) -> list[tuple[str, str]]:
    """What a text names right after one of the words `before`, each with the words that name it; the longest name."""
    found = []
    start = set(before)
    longest = max(map(len, names), default=0)
    for position, word in enumerate(text):
        if word in start:
            for length in range(min(longest, len(text) - position - 1), 0, -1):
                said = text[position + 1 : position + 1 + length]
                if said in names:
                    found.append((names[said], " ".join(said)))
                    break
    return found
