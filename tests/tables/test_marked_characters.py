"""Characters that are raised, lowered or struck out: a format says something that their text does not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tables.writing import TESTS, open_document, read

RAISED, LOWERED, STRUCK = {"font_script": 1}, {"font_script": 2}, {"font_strikeout": True}
STYLES = """
<style:style style:name="up" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="low" style:family="text"><style:text-properties style:text-position="-33% 58%"/></style:style>
<style:style style:name="out" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="cell" style:family="table-cell"><style:text-properties style:text-line-through-type="single"/>
</style:style>
"""
NAMES = {id(RAISED): "up", id(LOWERED): "low", id(STRUCK): "out"}

Runs = Sequence[tuple[str, dict[str, Any] | None]]

# the column, the runs of its cell, the code and the suggestion of what is found, and what is read
CASES: list[tuple[str, Runs, str, str | None, str | None]] = [
    ("Code", [("10", None), ("9", RAISED), ("/L", None)], "TB041", "10*9/L", None),
    ("Code", [("10", None), ("-3", RAISED), (".mol", None)], "TB041", "10*-3.mol", None),
    ("Code", [("H", None), ("2", LOWERED), ("O", None)], "TB041", None, None),
    ("Libellé court", [("kg/m", None), ("2", RAISED)], "TB042", "kg/m²", "kg/m2"),
    ("Libellé court", [("CO", None), ("2", LOWERED), (" total", None)], "TB042", "CO₂ total", "CO2 total"),
    ("Libellé court", [("1", None), ("er", RAISED), (" jour", None)], "TB042", None, "1er jour"),
    ("Code", [("A", STRUCK), ("BC", None)], "TB043", None, None),
    ("Libellé court", [("Ouïe ", None), ("fine", STRUCK)], "TB043", None, None),
    ("Libellé court", [("Ouïe", STRUCK), (" fine", STRUCK)], "TB043", None, None),
]  # fmt: skip


def _outcome(folder: Path, column: str) -> tuple[Any, list[tuple[str, str | None]]]:
    table, report = read(folder)
    key = next(item.key for item in TESTS.columns if item.fr == column)
    return next(iter(table))[key], [(found.code, found.suggestion) for found in report]


@pytest.mark.parametrize(("column", "runs", "code", "suggestion", "value"), CASES)
def test_runs_of_a_workbook(
    tmp_path: Path, column: str, runs: Runs, code: str, suggestion: str | None, value: str | None
) -> None:
    """A part of a cell that does not stand as usual is told; only a text for people is read all the same."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Épreuves")
        sheet.write_row(0, 0, ["Identifiant", column])
        sheet.write_string(1, 0, "ouie")
        plain = book.add_format({"bold": True})
        parts = [part for text, style in runs for part in (book.add_format(style) if style else plain, text)]
        sheet.write_rich_string(1, 1, *parts)
    assert (value, [(code, suggestion)]) == _outcome(tmp_path, column)


@pytest.mark.parametrize(("column", "runs", "code", "suggestion", "value"), CASES)
def test_runs_of_an_open_document(
    tmp_path: Path, column: str, runs: Runs, code: str, suggestion: str | None, value: str | None
) -> None:
    """The same in an .ods."""
    spans = "".join(
        f'<text:span text:style-name="{NAMES[id(style)]}">{text}</text:span>' if style else text for text, style in runs
    ).replace("> ", "><text:s/>")
    assert (value, [(code, suggestion)]) == _outcome(_document(tmp_path, column, spans), column)


def _document(folder: Path, column: str, content: str, style: str = "") -> Path:
    cells = [(f"<text:p>{text}</text:p>", "") for text in ("Identifiant", column, "ouie")]
    cells.append((f"<text:p>{content}</text:p>", style))
    made = [f"<table:table-cell{style}>{text}</table:table-cell>" for text, style in cells]
    rows = (
        f"<table:table-row>{''.join(made[:2])}</table:table-row><table:table-row>{''.join(made[2:])}</table:table-row>"
    )
    return open_document(folder / "a.ods", rows, styles=STYLES)


@pytest.mark.parametrize(("style", "code"), [(RAISED, "TB041"), (STRUCK, "TB043")])
def test_a_whole_cell(tmp_path: Path, style: dict[str, Any], code: str) -> None:
    """A format of the whole cell counts as one of its parts."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Épreuves")
        sheet.write_row(0, 0, ["Identifiant", "Code"])
        sheet.write_string(1, 0, "ouie")
        sheet.write_string(1, 1, "1-8", book.add_format(style))
    assert (None, [(code, None)]) == _outcome(tmp_path, "Code")


def test_a_struck_cell_of_an_open_document(tmp_path: Path) -> None:
    """The style of a cell strikes out what its spans do not."""
    folder = _document(tmp_path, "Code", "1-8", ' table:style-name="cell"')
    assert (None, [("TB043", None)]) == _outcome(folder, "Code")
