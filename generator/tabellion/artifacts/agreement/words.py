"""Words of a text as they are compared: without case, accents and endings of the plural."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

Words = tuple[str, ...]
PER = (("par",), ("per",))
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
    """The units that a text names right after one of the words `before`, each with the words that name it; the longest
    name, and one « par » another."""
    found = []
    start = set(before)
    for position, word in enumerate(text):
        if word in start and (end := _end(text, position + 1, names)) is not None:
            code = names[text[position + 1 : end]]
            if text[end : end + 1] in PER and (last := _end(text, end + 1, names)) is not None:
                code, end = f"{code}/{names[text[end + 1 : last]]}", last
            found.append((code, " ".join(text[position + 1 : end])))
    return found


def _end(text: Words, start: int, names: Mapping[Words, str]) -> int | None:
    """Where the longest name that begins at a word ends, `None` where none does."""
    longest = max(map(len, names), default=0)
    ends = range(min(start + longest, len(text)), start, -1)
    return next((end for end in ends if text[start:end] in names), None)
