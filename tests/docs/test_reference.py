"""The generated pages are what the program says today."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import rules

DOCS = Path(__file__).resolve().parents[2] / "docs"
NAMES = ("authoring-reference.fr.md", "authoring-reference.en.md", "rules/index.fr.md", "rules/index.en.md")


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", DOCS / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", NAMES)
def test_generated_pages_are_current(reference: ModuleType, name: str) -> None:
    """A declaration that changes changes its page: run `python docs/reference.py`."""
    made = reference.pages()
    assert set(NAMES) == set(made)
    assert made[name] == (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_nothing_is_left_out(reference: ModuleType, lang: str) -> None:
    """Every sheet, column and rule has its line."""
    text = reference.authoring_reference(lang)
    missing = [sheet.term[lang] for sheet in sheets() if f"### {sheet.term[lang]}\n" not in text]
    missing += [
        column.term[lang] for sheet in sheets() for column in sheet.columns if f"| **{column.term[lang]}**" not in text
    ]
    index = reference.rules_index(lang)
    assert [] == missing + [rule.code for rule in rules() if f"[{rule.code}](" not in index]


def test_every_room_has_a_title(reference: ModuleType) -> None:
    """The index names each room of rules in words."""
    assert set() == {rule.code[:2] for rule in rules()} - set(reference.ROOMS)
