"""One word for one thing, in each language, in all that authors and readers see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Term, rules
from tabellion.diagnostics.render import text
from tabellion.guide.items import ITEMS
from tabellion.publish.words import WORDS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "generator" / "tabellion"
# what is said of one thing, and what is not said of it; a word in another sense is left out by what stands around it
NOT_SAID = {
    "fr": {
        "erreur": re.compile(r"\bfautes?\b(?! de (frappe|traduction))", re.I),
        "avertissement": re.compile(r"\balertes?\b", re.I),
        "jeu de valeurs": re.compile(r"\b(value ?sets?|ensembles? de valeurs)\b", re.I),
        "concertation": re.compile(r"\bconsultation publique\b", re.I),
        "indiquer": re.compile(r"\b(?:dit|disent|dites) (?:que\b|qu'|pourquoi|comment|lequel|laquelle|pas\b|rien\b)"),
        "d'HL7": re.compile(r"\bde HL7\b"),
    },
    "en": {
        "error": re.compile(r"\bfaults?\b", re.I),
        "warning": re.compile(r"\balerts?\b", re.I),
        "value set": re.compile(r"\bvaluesets?\b(?! [a-z-]+ *\|)"),
        "review": re.compile(r"\bpublic consultation\b", re.I),
        "fix": re.compile(r"\bmend(?:ed|ing|s)?\b", re.I),
        "data item": re.compile(r"\bdatum\b", re.I),
        "measurement": re.compile(r"\b(?:a|the|each|one|no|this) measures?\b", re.I),
        "submission": re.compile(r"\bfeeding\b", re.I),
        "available": re.compile(r"\bat hand\b", re.I),
    },
}
# names of files and of programs, and what is shown as code
QUOTED = re.compile(r"`[^`]*`|```.*?```|\{\{.*?\}\}|\{\w+\}|\]\([^)]*\)|^# [^\n]*$|https?://\S+", re.M | re.S)
# the authoring reference has headings of both languages in a line, and says what the declarations above say
PAGES = ("tutorial.{}.md", "narrative-pages.{}.md", "recipes.{}.md")
ENGLISH_PAGES = ("index.md", "ci-recipe.md", "packages.md", "receiver.md", "../README.md")
FRENCH_PAGES = ("ci-recipe.fr.md", "packages.fr.md", "receiver.fr.md")


def terms() -> Iterator[tuple[str, Term]]:
    """Messages and helps of rules, names and explanations of sheets and columns, words of pages."""
    for rule in rules():
        yield rule.code, rule.message
        yield rule.code, rule.help
    for sheet in sheets():
        yield sheet.key, sheet.term
        yield sheet.key, sheet.help
        for column in sheet.columns:
            yield f"{sheet.key}.{column.key}", column.term
            yield f"{sheet.key}.{column.key}", column.help
    for item in ITEMS:
        yield item.key, item.help
    yield from WORDS.items()


def said(lang: str) -> Iterator[tuple[str, str]]:
    """Everything that is said in a language, with where."""
    yield from ((where, term[lang]) for where, term in terms())
    yield (
        "findings",
        " ".join([*text.WORDS[lang].values(), *(form for forms in text.COUNTED.values() for form in forms[lang])]),
    )
    files = [
        *(PACKAGE / "diagnostics" / "pages" / lang).glob("*.md"),
        PACKAGE / f"pipeline/new_project/texts/{lang}/README.md",
    ]
    files += [
        ROOT / "docs" / name.format(lang) for name in (*PAGES, *(ENGLISH_PAGES if lang == "en" else FRENCH_PAGES))
    ]
    yield from ((path.name, path.read_text(encoding="utf-8")) for path in files)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_one_word_for_one_thing(lang: str) -> None:
    """The word beside each pattern is the one that is said."""
    found = [
        (where, match[0], f"say: {word}")
        for where, words in said(lang)
        for word, pattern in NOT_SAID[lang].items()
        for match in pattern.finditer(QUOTED.sub(" ", words))
    ]
    assert [] == found
