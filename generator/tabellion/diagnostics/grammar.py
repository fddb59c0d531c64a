"""Sentences that are filled: nouns agree with their number, French words lose their vowel before another.

A field of a template takes, after its colon:

- `{count:ligne|lignes}`: the number with the noun that agrees with it; `{count:|est|sont}`: the word alone;
- `{title:de}`, `{title:que}`: the word before the text, as French wants it there: `d'Indice`, `du poids`, `qu'une`.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

NO_BREAK, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
VOWELS = frozenset("aeiouyœæ")
# before these a vowel stays: an aspirated h by its first letters, and words that begin as consonants do
ASPIRATED = (
    "hach", "hai", "hall", "halo", "halt", "hamac", "hamp", "hanch", "hand", "hangar", "haricot", "harp", "hasard",
    "hauss", "haut", "havr", "hernie", "héron", "héros", "hertz", "heurt", "hibou", "hic", "hiérarch", "hobby", "hoch",
    "homard", "hongr", "honte", "hoquet", "hors", "houl", "hub", "huit", "hurl",
)  # fmt: skip
CONSONANTS = ("onz", "ouate", "oui", "ouistiti", "uhlan", "ya", "yé", "yo")
# capital letters read one by one whose name begins with a vowel
SPELT_WITH_VOWEL = frozenset("AEFHILMNORSX")
ACRONYM = re.compile(r"[A-Z][A-Z0-9]*(?![\w-])")
READ_AS_WORDS = frozenset(("FHIR", "LOINC", "SNOMED", "MOS", "NOS", "SAS", "REST", "HAPI", "SIDA", "MAPA"))
"""Acronyms that are said as a word: *de FHIR*, as against *d'HL7*."""
CONTRACTED = (("les ", "des "), ("le ", "du "))


def elides(text: str) -> bool:
    """Whether a French word that ends in a mute vowel loses it before `text`: `d'Indice`, but `de Hauteur`."""
    bare = text.lstrip(f'«“"( {NO_BREAK}{NARROW}')
    acronym = ACRONYM.match(bare)
    if acronym and len(acronym[0]) > 1 and acronym[0] not in READ_AS_WORDS:
        return bare[0] in SPELT_WITH_VOWEL
    word = bare.casefold()
    if word.startswith(ASPIRATED) or word.startswith(CONSONANTS):
        return False
    letter = unicodedata.normalize("NFD", word)[:1]
    return letter in VOWELS or letter == "h"


def of(text: str) -> str:
    """`de` before a noun, with or without its article: `d'Indice`, `du poids`, `des mesures`, `de la taille`."""
    for article, contracted in CONTRACTED:
        if text.casefold().startswith(article):
            return contracted + text[len(article) :]
    return f"d'{text}" if elides(text) else f"de {text}"


def that(text: str) -> str:
    """`que` before a word: `qu'une mesure`, `que le poids`."""
    return f"qu'{text}" if elides(text) else f"que {text}"


def number_in(lang: str, count: int) -> str:
    """A number as its language groups its digits: `20 000`, `20,000`; four digits stay together in French."""
    if lang == "fr":
        return f"{count:,}".replace(",", NARROW) if abs(count) > 9999 else f"{count}"
    return f"{count:,}"


def agreeing(count: int, singular: str, plural: str, lang: str) -> str:
    """The form of a word after a number: French counts nothing as one, English as many."""
    return singular if abs(count) < 2 and (lang == "fr" or count) else plural


def sentence(text: str) -> str:
    """A text as a whole sentence: with one full stop, unless it ends in a sign of its own."""
    text = text.rstrip()
    return text if not text or text.endswith((".", "!", "?", "…", ":", ".»", ".”")) else f"{text}."


def filled(template: str, lang: str, values: Mapping[str, object]) -> str:
    """`template` with its fields filled, as `str.format` does it, and with the fields of this module.

    Raises what `str.format` raises: `KeyError` for a field that has no value, `ValueError` for a template cut short.
    """
    return _FORMATTERS[lang].vformat(template, (), values)


class _AgreeingFormatter(string.Formatter):
    def __init__(self, lang: str) -> None:
        self._lang = lang

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs[str(key)]

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "de":
            return of(str(value))
        if format_spec == "que":
            return that(str(value))
        if "|" not in format_spec:
            return str(format(value, format_spec))
        count = int(value)
        alone = format_spec.startswith("|")
        singular, plural = format_spec.removeprefix("|").split("|")
        word = agreeing(count, singular, plural, self._lang)
        return word if alone else f"{number_in(self._lang, count)} {word}"


_FORMATTERS = {lang: _AgreeingFormatter(lang) for lang in ("fr", "en")}
