"""The page about marks tells all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tabellion.publish.narrative import SECTIONS
from tabellion.publish.placeholders import TABLES, WORDS

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_mark_and_table_is_told(lang: str) -> None:
    """Each word, table and section that the program knows stands in the page of each language, and no other."""
    text = (DOCS / f"narrative-pages.{lang}.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `\{\{ (\S+)", text, re.MULTILINE))
    assert set(WORDS.values()) == {WORDS[word] for word in told}
    tables = next(line for line in text.splitlines() if line.startswith("| `{{ table me"))
    assert set(TABLES.values()) == {TABLES[name] for name in re.findall(r"`([^`{}]+)`", tables.split("|")[2])}
    assert SECTIONS == tuple(re.findall(r"`(\w+)`", text.splitlines()[-1]))
