"""Everyday words, compared: accents, case and plurals do not count, and French words find what FHIR says in English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources

STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "in",
        "l",
        "la",
        "le",
        "les",
        "of",
        "on",
        "or",
        "ou",
        "the",
        "to",
        "un",
        "une",
    ]
)
CAPITALS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

# what a word of the question may be in a text, as stems; any of them will do
Asked = frozenset[str]


def stems(text: str) -> list[str]:
    """The words of a text in order, without accents, case and plural; names such as `bodySite` are two words."""
    plain = unicodedata.normalize("NFKD", CAPITALS.sub(" ", text).replace("œ", "oe").replace("Œ", "oe"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return [_stem(word) for word in re.findall(r"[a-z0-9]+", plain)]


def _stem(word: str) -> str:
    """A word without the ending of its plural."""
    for ending, singular in (("ies", "y"), ("aux", "al"), ("sses", "ss"), ("xes", "x")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + singular
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and not word.endswith("ss") else word


@lru_cache(maxsize=1)
def everyday() -> Mapping[tuple[str, ...], Asked]:
    """What French phrases mean, both as stems."""
    text = (resources.files("tabellion.pipeline.lookup") / "everyday.txt").read_text(encoding="utf-8")
    found = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            phrase, _, words = line.partition(":")
            found[tuple(word for word in stems(phrase) if word not in STOP_WORDS)] = frozenset(stems(words))
    return found


def asked(question: str) -> list[Asked]:
    """What a question asks for: for each of its words or phrases, the stems that answer to it."""
    words = [word for word in stems(question) if word not in STOP_WORDS]
    longest = max(map(len, everyday()))
    found: list[Asked] = []
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            meaning = everyday().get(tuple(words[at : at + length]))
            if meaning is not None or length == 1:
                found.append((meaning or frozenset()) | frozenset(words[at : at + length]))
                at += length
                break
    return found


def score(wanted: Sequence[Asked], fields: Iterable[tuple[str, float]]) -> float:
    """How well texts answer, each with its weight; 0 when one of the words asked for is in none of them.

    A field counts more when little else is in it.
    """
    best = [0.0] * len(wanted)
    for text, weight in fields:
        words = stems(text)
        for number, meanings in enumerate(wanted):
            hits = sum(1 for word in set(words) if any(_answers(word, meaning) for meaning in meanings))
            if hits:
                best[number] = max(best[number], weight * (1 + hits / len(words)))
    return sum(best) if all(best) else 0.0


def _answers(word: str, meaning: str) -> bool:
    return word == meaning or (len(meaning) > 4 and word.startswith(meaning))
