"""Nonsense in each column of each sheet is told at its cell, unless the column says why any text is right there."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from every_column import every_sheet, nonsense_that_reads, write
from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Report
from tabellion.guide.items import ITEMS
from tabellion.pipeline.building import check
from tabellion.pipeline.project import Project, read_edition
from tabellion.tables.columns import Column, Sheet, Type

# what nonsense a cell takes is told by what the program knows besides: one kind of it shows that
TRIED = 1


def takes_any_text(column: Column) -> bool:
    """Whether a column says that it is written for people, or why any text is right in it."""
    return column.translated or bool(column.any_text)


@pytest.mark.parametrize("sheet", sheets(), ids=lambda sheet: sheet.key)
def test_nonsense_is_told_at_its_cell(tmp_path: Path, sheet: Sheet) -> None:
    """In a guide with rows in every sheet, one cell is spoilt at a time; nothing ends in a traceback."""
    rows = every_sheet(tmp_path)[sheet.fr]
    untold = []
    for column in sheet.columns:
        if takes_any_text(column):
            continue
        place = rows[0].index(column.fr)
        filled = next((number for number in range(len(rows) - 1, 0, -1) if rows[number][place]), 1)
        for kind, text in itertools.islice(nonsense_that_reads(column).items(), TRIED):
            if (column.type, kind) == (Type.DATE, "date"):
                continue
            spoilt = [list(row) for row in rows]
            spoilt[filled][place] = text
            write(tmp_path, sheet.fr, spoilt)
            if not is_told(Project(tmp_path), f"{sheet.fr}.csv", filled + 1, place + 1):
                untold.append((column.key, kind))
        write(tmp_path, sheet.fr, rows)
    assert [] == untold


@pytest.mark.parametrize("item", [item for item in ITEMS if not item.translated], ids=lambda item: item.key)
def test_nonsense_in_the_guide_sheet(tmp_path: Path, item: Column) -> None:
    """The same for each item of the Guide sheet, but for the name of the publisher, who writes it as they like."""
    rows = every_sheet(tmp_path)["Guide"]
    if item.key == "publisher":
        assert {"20,000 digits", "emoji"} <= nonsense_that_reads(item).keys()
        return
    number = next((number for number, row in enumerate(rows) if row[0] in item.headings), len(rows))
    for kind, text in nonsense_that_reads(item).items():
        if (item.type, kind) == (Type.DATE, "date"):
            continue
        row = [item.fr, text, *[""] * (len(rows[0]) - 2)]
        write(tmp_path, "Guide", [*rows[:number], row, *rows[number + 1 :]])
        assert is_told(Project(tmp_path), "Guide.csv", number + 1, 2), kind


def is_told(project: Project, file: str, row: int, column: int) -> bool:
    """Whether a finding stands at a cell, be it of what reads the tables or of what proves the guide."""
    report = Report()
    read_edition(project, report)
    return any(
        (finding.place.file, finding.place.row, finding.place.column) == (file, row, column)
        for found in (lambda: report, lambda: check(project).report)
        for finding in found()
    )
