"""The page of each rule: why it matters, the smallest example that gives it, and the same example corrected.

A page is documentation, what `tabellion explain` prints, and a test: its wrong example gives exactly its rule.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

LANGUAGES = ("fr", "en")
# the headings of the two examples, in each language
WRONG = {"fr": "Donne le diagnostic", "en": "Gives the diagnostic"}
RIGHT = {"fr": "Est accepté", "en": "Is accepted"}

CODE = re.compile(r"[A-Z]{2}\d{3}")


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a rule in one language: `text` is the whole Markdown, the others its parts without their headings."""

    code: str
    name: str
    lang: str
    text: str
    why: str
    wrong: str
    right: str


def page(code: str, lang: str) -> Page:
    """The page of the rule `code` in `lang` (`fr` or `en`).

    Raises `KeyError` when there is no such page, `ValueError` when the page does not have its three parts.
    """
    if not CODE.fullmatch(code) or lang not in LANGUAGES:
        raise KeyError(code)
    file = resources.files("tabellion.diagnostics") / "pages" / lang / f"{code}.md"
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KeyError(code) from None
    form = rf"# {code} (?P<name>\S+)\n(?P<why>.*?)\n## {WRONG[lang]}\n(?P<wrong>.*?)\n## {RIGHT[lang]}\n(?P<right>.*)"
    match = re.fullmatch(form, text, re.DOTALL)
    if match is None:
        raise ValueError(f"the page {lang}/{code}.md does not have the title and the two headings of a rule's page")
    parts = {key: value.strip() for key, value in match.groupdict().items()}
    return Page(code, parts["name"], lang, text, parts["why"], parts["wrong"], parts["right"])


def address(code: str, lang: str) -> str | None:
    """The address of the page of a rule: of its file, where the package is unpacked; `None` when there is none."""
    file = resources.files("tabellion.diagnostics") / "pages" / lang / f"{code}.md"
    return file.resolve().as_uri() if isinstance(file, Path) and file.is_file() else None


def codes(lang: str) -> tuple[str, ...]:
    """The codes that have a page in `lang`, in order."""
    folder = resources.files("tabellion.diagnostics") / "pages" / lang
    return tuple(sorted(file.name.removesuffix(".md") for file in folder.iterdir() if file.name.endswith(".md")))


def named(text: str, lang: str) -> str | None:
    """The code that a text means: a code in any case, or the name of a rule; `None` when it is neither."""
    if text.upper() in codes(lang):
        return text.upper()
    return _names(lang).get(text.lower())


def nearest_code(text: str, lang: str) -> str | None:
    """The code or the name of a rule that was probably meant, `None` when none is near."""
    found = difflib.get_close_matches(text.upper(), codes(lang), n=1, cutoff=0.6)
    found = found or difflib.get_close_matches(text.lower(), list(_names(lang)), n=1, cutoff=0.6)
    return found[0] if found else None


@lru_cache(maxsize=len(LANGUAGES))
def _names(lang: str) -> dict[str, str]:
    return {page(code, lang).name: code for code in codes(lang)}
