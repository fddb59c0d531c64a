"""The tutorials, followed step by step."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from tabellion.cli.app import app

DOCS = Path(__file__).resolve().parents[2] / "docs"
STEP = re.compile(r"^```(?P<kind>\w+)\n(?P<block>.*?)^```|^(?P<table>(?:\|[^\n]*\n)+)", re.MULTILINE | re.DOTALL)
EDITED = {"fr": ("mon-guide", "Classeur", "Feuille"), "en": ("my-guide", "Workbook", "Sheet")}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_the_tutorial_says_is_what_happens(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its commands run, its cells are typed, and each output that it shows is the one that comes."""
    monkeypatch.chdir(tmp_path)
    folder, *heading = EDITED[lang]
    output, shown, typed = "", 0, 0
    for step in STEP.finditer((DOCS / f"tutorial.{lang}.md").read_text(encoding="utf-8")):
        if step["kind"] == "sh":
            output = "".join(run(line) for line in step["block"].splitlines() if line.startswith("tabellion"))
        elif step["kind"] == "text":
            assert step["block"] == output
            shown += 1
        elif step["table"]:
            rows = [[cell.strip(" `") for cell in line.strip("|\n").split("|")] for line in step["table"].splitlines()]
            if rows[0][:2] == heading:
                for workbook, sheet, cell, value in rows[2:]:
                    write(tmp_path / folder / "sources" / workbook, sheet, cell, value)
                    typed += 1
    assert (3, 13) == (shown, typed)
    assert any((tmp_path / folder / "output").glob("*.tgz"))


def run(line: str) -> str:
    """What a command prints; the site is left out, since other tests build it."""
    arguments = line.split()[1:]
    result = CliRunner().invoke(app, arguments + (["--no-site"] if arguments[0] == "build" else []))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.stdout


def write(path: Path, sheet: str, cell: str, value: str) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)
