"""What docs/words.md says of names, and that what is public says what it is."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import tabellion

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "generator").rglob("*.py"))
SLANG = {"one", "ones", "thing", "beside", "besides", "heard", "bench", "shelf", "stuff", "foo", "tmp"}
# of a drawing of any things whatever
ALLOWED = {("relations.py", "thing")}


def names(tree: ast.AST) -> Iterator[str]:
    """The variables and parameters that a module gives names to."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id.strip("_")
        elif isinstance(node, ast.arg):
            yield node.arg.strip("_")


def test_variables_say_what_they_hold() -> None:
    """No word that says nothing of its value."""
    found = {
        (path.name, name)
        for path in SOURCES
        for name in names(ast.parse(path.read_text(encoding="utf-8")))
        if name in SLANG
    }
    assert found == ALLOWED


def test_the_constant_of_a_rule_is_its_public_name() -> None:
    """Whoever reads the name of a rule finds its check."""
    declared = re.compile(r'^(\w+)(?:: Rule)? = rule\(\s*"\w+",\s*"([a-z0-9-]+)"', re.MULTILINE)
    rules = [match for path in SOURCES for match in declared.findall(path.read_text(encoding="utf-8"))]
    assert len(rules) > 300
    assert [] == [(constant, name) for constant, name in rules if constant != name.upper().replace("-", "_")]


def test_every_module_says_what_it_is() -> None:
    """A docstring of more than a word."""
    texts = {path: ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "" for path in SOURCES}
    assert [] == [
        str(path.relative_to(ROOT))
        for path, text in texts.items()
        if path.name != "__main__.py" and (len(text.split()) < 3 or re.match(r"TODO|FIXME|XXX", text))
    ]


@pytest.mark.parametrize("name", [name for name in tabellion.__all__ if name != "__version__"])
def test_what_is_public_says_what_it_is(name: str) -> None:
    """A class, its public methods and properties, a function: each has a docstring of its own."""
    made = getattr(tabellion, name)
    assert inspect.getdoc(made)
    members = vars(made).items() if inspect.isclass(made) else ()
    silent = [
        key
        for key, member in members
        if not key.startswith("_")
        and (inspect.isfunction(member) or isinstance(member, property) or hasattr(member, "func"))
        and not (getattr(member, "__doc__", None) or "").strip()
    ]
    assert [] == silent


def test_the_words_are_in_order_and_lead_somewhere() -> None:
    """The modules that the page of words names are there."""
    page = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| ([^|]+) \|[^|]+\|[^|]*\| ([^|]+) \|$", page)[1:]
    words = [word for word, _ in rows]
    assert len(rows) > 20 and sorted(words, key=str.casefold) == words
    missing = [
        module
        for _, where in rows
        for module in re.findall(r"`([\w.]+)`", where)
        if not (package := ROOT / "generator" / "tabellion" / module.replace(".", "/")).is_dir()
        and not package.with_suffix(".py").is_file()
    ]
    assert [] == missing
