"""The recipes, each applied to a new project as it is written."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tabellion.diagnostics import Report
from tabellion.pipeline.building import build
from tabellion.pipeline.new_project.project import start
from tabellion.pipeline.new_project.wanted import NewGuide
from tabellion.pipeline.project import Project
from tabellion.publish.narrative import read_narrative
from tabellion.publish.pages.registry import read_in
from tabellion.publish.render import Renderer

DOCS = Path(__file__).resolve().parents[2] / "docs"
STEP = re.compile(
    r"^`(?P<book>\w+\.xlsx)` › (?P<sheet>[^`\n:]+?)(?: ?: (?:la ligne|the row) `(?P<row>[^`]+)`)?\n\n(?P<table>(?:\|[^\n]*\n)+)"
    r"|`(?P<file>sources/pages/[^`]+\.md)`(?: ?[:.])?\n\n```markdown\n(?P<text>.*?)```",
    re.MULTILINE | re.DOTALL,
)
PICTURE = re.compile(r"`(\w+\.png)`[^`]+`(sources/pages/\w+/)`")
# what each recipe adds, by its place in the page
ADDED = (
    {"StructureDefinition": 1, "Observation": 1},
    {"StructureDefinition": 1, "Device": 1},
    {"StructureDefinition": 1},
    {"CodeSystem": 1, "ValueSet": 1},
    {"CodeSystem": 1, "ConceptMap": 1},
    {},
    {"CapabilityStatement": 1, "OperationOutcome": 1},
    {},
)
LANGUAGES = ("fr", "en")


def recipes(lang: str) -> list[str]:
    """The text of each recipe."""
    return (DOCS / f"recipes.{lang}.md").read_text(encoding="utf-8").split("\n## ")[1:]


def cells(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def apply(recipe: str, root: Path) -> int:
    """Do what a recipe says; how many steps it has."""
    steps = 0
    for step in STEP.finditer(recipe):
        steps += 1
        if step["file"]:
            path = root / step["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step["text"], encoding="utf-8")
            continue
        headings, _, *rows = [cells(line) for line in step["table"].strip().splitlines()]
        fill(root / "sources" / step["book"], step["sheet"].strip(), step["row"], headings, rows)
    for picture, folder in PICTURE.findall(recipe):
        (root / folder / picture).write_bytes(b"\x89PNG")
    return steps


def fill(path: Path, name: str, row_id: str | None, headings: list[str], rows: list[list[str]]) -> None:
    """Add rows to a sheet, each cell below its heading; into the row of an id, or an item of the guide, where it is there."""
    book = openpyxl.load_workbook(path)
    sheet = book[name]
    known = {str(cell.value).rstrip("*"): cell.column for cell in sheet[1] if cell.value}
    for heading in headings:
        if heading not in known:
            known[heading] = max(known.values()) + 1
            sheet.cell(1, known[heading]).value = heading
    for row in rows:
        wanted = row_id or row[0]
        taken = [cell.row for cell in sheet["A"][1:] if cell.value == wanted] if row_id or name == "Guide" else []
        number = taken[0] if taken else next(n for n in range(2, 500) if not sheet.cell(n, 1).value)
        for heading, value in zip(headings, row, strict=True):
            if value:
                sheet.cell(number, known[heading]).value = value
    book.save(path)


def every() -> Iterator[tuple[str, int]]:
    yield from ((lang, number) for lang in LANGUAGES for number in range(len(ADDED)))


@pytest.mark.parametrize(("lang", "number"), every())
def test_a_recipe_gives_what_it_says(lang: str, number: int, tmp_path: Path) -> None:
    """Nothing is reported, and the artifacts are there."""
    start(tmp_path, NewGuide(datetime.date(2026, 3, 15), (lang,)), Report())
    before = build(Project(tmp_path), site=False).edition
    assert apply(recipes(lang)[number], tmp_path) > 0
    result = build(Project(tmp_path), site=False)
    assert [] == [(str(item.place), item.message(lang), item.help(lang)) for item in result.report]
    assert before is not None
    assert result.edition is not None
    known = {artifact.reference for artifact in before.artifacts}
    new = [artifact.type for artifact in result.edition.artifacts if artifact.reference not in known]
    assert ADDED[number] == {name: new.count(name) for name in new}
    for other in result.edition.info.langs:
        reading, report = read_in(result.edition, other), Report()
        read_narrative(tmp_path / "sources" / "pages", reading, Renderer(reading), report, {})
        assert [] == report.brief()


def test_both_pages_have_the_same_recipes() -> None:
    """As many, with as many steps."""
    counted = [[len(STEP.findall(recipe)) for recipe in recipes(lang)] for lang in LANGUAGES]
    assert counted[0] == counted[1]
    assert len(ADDED) == len(counted[0])
