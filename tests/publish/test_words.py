"""The words of the interface are complete."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tabellion.artifacts.kinds import kind_words
from tabellion.elements.review_dates import APPROVAL, LAST_REVIEW
from tabellion.publish import render
from tabellion.publish.words import WORDS, declared
from tabellion.publish.words.review_form import WORDS as FORM

SOURCES = Path(render.__file__).parent


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_word_exists_in_both_languages(lang: str) -> None:
    assert [] == [key for key, term in {**WORDS, **kind_words()}.items() if not term[lang].strip()]


def test_no_word_stands_twice() -> None:
    """The second of two words with one key would silently be the one that is said."""
    keys = [key for key, _ in declared()] + list(kind_words())
    assert [] == sorted({key for key in keys if keys.count(key) > 1})


def test_both_languages_have_the_same_gaps_to_fill() -> None:
    """A value that one language shows and the other forgets is a fault."""
    gaps = re.compile(r"\{(\w+)(?::[^}]*)?\}")
    different = {key for key, term in WORDS.items() if set(gaps.findall(term.fr)) != set(gaps.findall(term.en))}
    assert set() == different


def test_every_word_that_is_said_exists_and_the_others_are_gone() -> None:
    """Keys are written out, or begin with what is written before the part that is filled in."""
    said = {APPROVAL, LAST_REVIEW}
    begun: set[str] = set()
    for path in [*SOURCES.rglob("*.py"), *SOURCES.rglob("*.j2"), *SOURCES.rglob("assets/*.js")]:
        text = path.read_text(encoding="utf-8")
        said |= set(re.findall(r"(?:say|counted)\(\s*['\"]([\w\-]+)['\"]\s*[,)]", text))
        said |= {f"{key}_one" for key in re.findall(r"counted\(\s*\"([\w\-]+)\"", text)}
        begun |= set(re.findall(r"say\(\s*f?['\"]([\w\-]+_)(?:\{|['\"]\s*~)", text))
        begun |= set(re.findall(r"say\(`([\w\-]+_)\$", text))
        if path.parent.name != "words":
            said |= {key for key in re.findall(r"['\"]([\w\-]+)['\"]", text) if key in WORDS}
    known = {**WORDS, **kind_words()}
    assert set() == said - set(known)
    assert [] == [item for item in begun if not any(key.startswith(item) for key in known)]
    unused = {key for key in WORDS if key not in said and not key.startswith(tuple(begun))}
    assert set() == unused


def test_the_scripts_of_a_review_have_their_words() -> None:
    """They are handed those of the form alone; a word of elsewhere would be a field without a label."""
    said: set[str] = set()
    for path in SOURCES.glob("assets/*.js"):
        text = path.read_text(encoding="utf-8")
        said |= set(re.findall(r"(?:say|counted)\(\"([\w\-]+)\"", text))
        said |= {f"{key}_one" for key in re.findall(r"counted\(\"([\w\-]+)\"", text)}
    assert set() == said - set(FORM)
