"""What the cells of a received column look like: codes, units, dates, words of a language."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tabellion.diagnostics import Term
from tabellion.tables.grid import RawCell
from tabellion.tables.headings import fold
from tabellion.tables.mapping.received import Item, text_of
from tabellion.tables.typed_values import day_of

MOST_READ = 400  # filled cells that tell what a column looks like
ENOUGH = 0.8
FEW_WORDS = 12
FRENCH = frozenset(["le", "la", "les", "de", "des", "du", "un", "une", "et", "ou", "dans", "pour", "par", "avec"])
ENGLISH = frozenset(["the", "of", "and", "or", "in", "for", "by", "with", "without", "on", "is", "to", "an", "at"])
# the atoms that units of tables are mostly made of
ATOMS = re.compile(
    r"([munpkc]?(g|L|l|mol|m|s|Pa|W|J|cal|U|eq|Eq|kat)|min|h|d|wk|mo|a|Cel|K|Hz|IU|bar|deg|mm\[Hg\]|\[[A-Za-z_]+\]|\{[^{}]+\}"
    r"|%|1|10\*-?\d+)-?\d?"
)


LOOKS: Mapping[str, Term] = {
    "loinc": Term("codes LOINC", "LOINC codes"),
    "snomed": Term("codes SNOMED CT", "SNOMED CT codes"),
    "ucum": Term("unités UCUM", "UCUM units"),
    "oid": Term("OID", "OIDs"),
    "url": Term("adresses", "addresses"),
    "cardinality": Term("cardinalités", "cardinalities"),
    "path": Term("chemins d'éléments", "element paths"),
    "date": Term("dates", "dates"),
    "number": Term("nombres", "numbers"),
    "yes-no": Term("oui ou non", "yes or no"),
    "words": Term("quelques mots", "a few words"),
    "code": Term("codes", "codes"),
    "fr": Term("textes en français", "texts in French"),
    "en": Term("textes en anglais", "texts in English"),
    "text": Term("textes", "texts"),
    "": Term("rien", "nothing"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What a column looks like, a key of `LOOKS`; its distinct texts while they are few; whether each stands once."""

    kind: str
    words: tuple[str, ...]
    is_unique: bool


def look_of(items: Sequence[Item]) -> Look:
    """What the filled cells of a column look like; most of them decide."""
    filled = [item for item in items if text_of(item)][:MOST_READ]
    texts = [text_of(item) for item in filled]
    distinct = tuple(dict.fromkeys(texts))
    is_unique = len(distinct) == len(texts)
    words = distinct if len(distinct) <= FEW_WORDS else ()
    if not texts:
        return Look("", (), False)
    if _most(filled, _is_date):
        return Look("date", words, is_unique)
    for kind, fits in _KINDS.items():
        if _most(texts, fits):
            return Look(kind, words, is_unique)
    if words and len(texts) > 2 * len(words) and max(map(len, words)) < 40:
        return Look("words", words, is_unique)
    if _most(texts, lambda text: re.fullmatch(r"[A-Za-z0-9][\w.\-/#]{0,40}", text) is not None):
        return Look("code", words, is_unique)
    return Look(_language(texts), words, is_unique)


def _most(values: Sequence[object], fits: Callable[..., bool]) -> bool:
    return sum(1 for value in values if fits(value)) >= ENOUGH * len(values)


def _is_date(item: Item) -> bool:
    value = item.value if isinstance(item, RawCell) else item
    if isinstance(value, datetime.date):
        return True
    text = text_of(item)
    return day_of(text) is not None or re.fullmatch(r"(19|20)\d\d-\d\d-\d\d[T ].*", text) is not None


def _is_loinc(text: str) -> bool:
    """A LOINC code with its check digit (Luhn)."""
    from stdnum import luhn

    match = re.fullmatch(r"(\d{1,7})-(\d)", text)
    return match is not None and bool(luhn.is_valid(match[1] + match[2]))


def _is_snomed(text: str) -> bool:
    from stdnum import verhoeff

    return re.fullmatch(r"[1-9]\d{5,17}", text) is not None and bool(verhoeff.is_valid(text))


def _is_unit(text: str) -> bool:
    return not text.isdigit() and all(ATOMS.fullmatch(atom) for atom in re.split("[./]", text.removeprefix("/")))


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


_KINDS: Mapping[str, Callable[[str], bool]] = {
    "loinc": _is_loinc,
    "snomed": _is_snomed,
    "oid": _matches(r"(urn:oid:)?[0-2](\.\d+){3,}"),
    "url": _matches(r"https?://\S+"),
    "cardinality": _matches(r"\d+\s*\.\.\s*(\d+|\*|[nN])"),
    "path": _matches(r"[A-Z][A-Za-z]+(\.[a-z][A-Za-z]*(\[x\])?(:[\w\-]+)?)+"),
    "ucum": _is_unit,
    "yes-no": lambda text: fold(text) in {"oui", "non", "yes", "no", "vrai", "faux", "true", "false", "x", "y", "n"},
    "number": _matches(r"-?\d+([.,]\d+)?"),
}


def _language(texts: Sequence[str]) -> str:
    words = [word for text in texts for word in re.findall(r"[a-zà-ÿœ]+", text.casefold())]
    french = sum(1 for word in words if word in FRENCH) + sum(1 for word in words if re.search("[à-ÿœ]", word))
    english = sum(1 for word in words if word in ENGLISH)
    if french == english:
        return "text"
    return "fr" if french > english else "en"
