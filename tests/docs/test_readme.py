"""The README's examples do what they say."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def blocks(language: str) -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_first_two_commands_are_set_up_and_test() -> None:
    """A newcomer needs two blocks: one builds the guide, one passes the tests."""
    first, second, *_ = blocks("sh")
    assert "tabellion build" in first.splitlines()
    assert any(line.startswith("pytest") for line in second.splitlines())


def test_the_python_example_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example prints the title of a profile, the size of its snapshot, and the cell of a facet."""
    monkeypatch.chdir(ROOT)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(blocks("python")[0], {})
    title, cell = out.getvalue().splitlines()
    assert title.startswith("Patient du registre ")
    assert "Éléments.csv › D6 (Cardinalité)" == cell
