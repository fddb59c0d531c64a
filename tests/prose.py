"""What can be held mechanically of the prose of pages, in any guide: spaces, stops, elisions, numbers, words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

NO_BREAK, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
BLOCKS = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "caption",
        "figcaption",
        "summary",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "nav",
        "label",
        "option",
        "button",
        "tr",
        "table",
        "ul",
        "ol",
        "dl",
        "blockquote",
        "details",
        "title",
        "legend",
        "aside",
        "svg",
        "g",
        "text",
    ]
)
NOT_PROSE = frozenset(("script", "style", "pre", "q", "kbd", "textarea"))
CODE = "◇"
"""Stands for a code, a path or a link that is shown as code."""


def blocks(root: Any, lang: str) -> list[str]:
    """The texts of a page as readers see them, one for each block, in the order of the page.

    Code, quotations and texts that are marked as being in another language are left out.
    """
    found: list[str] = []
    pieces: list[str] = []

    def flush() -> None:
        text = re.sub(r"[ \t\n]+", " ", "".join(pieces)).strip(" ")
        pieces.clear()
        if text:
            found.append(text)

    def walk(node: Any) -> None:
        if isinstance(node.tag, str):
            other = node.get("lang", lang) != lang
            if node.get("class") == "tb-comments":
                pass  # people's own words
            elif node.tag == "code" or other:
                pieces.append(CODE)
            elif node.tag not in NOT_PROSE:
                is_block = node.tag in BLOCKS
                if is_block:
                    flush()
                pieces.append(" " if node.tag == "br" else node.text or "")
                for child in node:
                    walk(child)
                if is_block:
                    flush()
        pieces.append(node.tail or "")

    walk(root)
    flush()
    return found


@dataclass(frozen=True, slots=True)
class Rule:
    """What no sentence has: a pattern, and what it finds that is right all the same."""

    name: str
    pattern: re.Pattern[str]
    right: re.Pattern[str] | None = None

    def faults(self, text: str) -> Iterator[str]:
        """The places of a text that break the rule, with what is around them."""
        for match in self.pattern.finditer(text):
            around = text[max(0, match.start() - 25) : match.end() + 25]
            if self.right is None or not self.right.search(match[0]):
                yield f"{self.name}: …{around}…"


def _rule(name: str, pattern: str, right: str | None = None, flags: int = 0) -> Rule:
    return Rule(name, re.compile(pattern, flags), re.compile(right, flags) if right else None)


ANY = (
    _rule("two full stops", r"(?<![.\d/…])\.\.(?![.\d*/])|…\."),
    _rule("a word twice", r"\b([^\W\d_]{2,})[ \N{NO-BREAK SPACE}]\1\b(?![\w-])", r"(?i)^(nous|vous|that) "),
    _rule("a space before a comma or a stop", r"[^\W\d_] [,.](?=[ \N{NO-BREAK SPACE}]|$)"),
    _rule("a comma twice", r",\s*,|;\s*;"),
    _rule("a gap that was not filled", r"\{\w+(?::[^}]*)?\}|\bNone\b|\bundefined\b"),
    # the last two are official labels
    _rule("a plural in brackets", r"[^\W\d_]+\((?:s|es|e)\)", r"^(?:name|Autre)\(s\)$"),
)
VOWEL = "aeiouâàäéèêëîïôöûùüœæAEIOUÂÀÉÈÊËÎÏÔÛŒ"
FRENCH = (
    *ANY,
    _rule(
        "a missing elision",
        rf"(?<![\w’'-])(?:[Dd]e|[Qq]ue|[Ll]e|[Ll]a|[Nn]e|[Ss]e|[Jj]usque|[Ll]orsque|[Pp]uisque|[Ss]i(?= ils?\b)) "
        rf"(?:[{VOWEL}]|h(?:émo|eure|ôpit|istoir|omme|abit|iver|ormon))[\w’']*",
        r" (?:on[zc]\w*|oui|un[ei]?|EUI|OU|email|ex|et|ou|à|au|aux|en|il|ils|[A-Z]|[a-z])$|[Ll][ea] (?:a|à|y)$",
    ),
    _rule("a missing no-break space", r"[\w)»][;!?](?=\s|$)|[^\W\d_)]:(?=\s|$)"),
    _rule("a space that breaks", r" [;:!?»](?=\s|$)|« "),
    _rule("a plural after one", r"(?<![\d.,  -])1 [a-zéèê]+s\b", r"1 (?:fois|mois|pas|cas|corps|dans|sans|plus|sous)$"),
    _rule(
        "« dire » for « indiquer »",
        r"\b(?:ne )?(?:dit|disent|dites) (?:que|qu’|pourquoi|si|comment|quel\w*|lequel|laquelle|où|pas|rien|ce qu\w*)\b|"
        r"\bveu(?:t|lent) dire\b",
    ),
    _rule("an odd word", r"(?i)\b(?:remédier à la faute|la faute|une faute|des fautes|alertes?)\b"),
)
ENGLISH = (
    *ANY,
    _rule("a plural after one", r"(?<![\d.,-])1 [a-z]+s\b(?! of)", r"1 (?:is|was|as|has|says|means|times|days)$"),
    _rule("a for an", r"\b[Aa] (?:[aeioAEIO])[a-z]+", r" (?:one|once|euro|uni|use)"),
    _rule("an for a", r"\b[Aa]n [bcdfgjklmnpqrstvwyz][a-z]+"),
    _rule(
        "a measure that is a measurement", r"\b(?:[Aa]|[Tt]he|[Ee]ach|one|per|[Nn]o|glucose|this|latest) measures?\b"
    ),
    _rule(
        "an odd word",
        r"(?i)\b(?:mend(?:ed|ing|s)?|datum|feeding|at hand|is told|are told|is said to|are said to|lets? through|"
        r"one of a kind|for want of|lest|whence|thereof|known already|known yet already)\b",
    ),
)
RULES = {"fr": FRENCH, "en": ENGLISH}


def faults(text: str, lang: str) -> list[str]:
    """What is wrong in a text of one language."""
    return [fault for rule in RULES[lang] for fault in rule.faults(text)]


ACRONYM = re.compile(
    r"(?<![\w./:#›!-])(?:[A-Z]{2,7}(?:-\d+)?\d?|[A-Z][a-z]+[A-Z]\d?[a-z]?|[A-Z]{2,}[a-z])(?![\w/_!-]|\.\w| [A-Z]{2,}\d)"
)
"""A word of capitals, alone: neither part of a path, nor of an id, nor the column of a cell."""


def acronyms(text: str) -> set[str]:
    """The acronyms of a text; none of one that is all in capitals, as official labels are."""
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) > 8 and sum(letter.isupper() for letter in letters) * 2 > len(letters):
        return set()
    return {match[0] for match in ACRONYM.finditer(text) if not re.fullmatch(r"[A-Z]{1,2}\d+", match[0])}
