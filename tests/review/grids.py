"""Grids as contributors fill them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from tabellion.diagnostics import Report
from tabellion.review.grid.columns import COLUMNS
from tabellion.review.grid.workbook import grid_workbook
from tabellion.review.intake.imports import ImportedFile, read_file, receive, tell
from tabellion.review.register.frozen import FrozenReview
from tabellion.review.register.register import Register
from tabellion.review.register.writing import writing

POSITION = {column.key: number for number, column in enumerate(COLUMNS, 1)}
DEBIT = "StructureDefinition/debit-de-pointe-observation"
GOOD = {
    "type": "élément", "artifact": DEBIT, "element": "Observation.method", "facet": "liaison", "nature": "question",
    "severity": "mineur", "comment": "Quelle méthode pour un enfant ?",
}  # fmt: skip


def filled(
    path: Path,
    review: FrozenReview,
    rows: Sequence[Mapping[str, Any]],
    *,
    organization: Mapping[str, str] | None = None,
    start: bytes | None = None,
) -> Path:
    """A grid with these rows typed into it, from the grid that the command makes, or from another."""
    book = openpyxl.load_workbook(io.BytesIO(start or grid_workbook(review, "fr", ())))
    sheet = book["Commentaires"]
    for number, row in enumerate(rows, 2):
        for key, value in row.items():
            sheet.cell(number, POSITION[key], value)
    for number, value in enumerate((organization or {"organization": "Bal SA"}).values(), 1):
        book["Organisme"].cell(number, 2, value)
    book.save(path)
    return path


def table(path: Path, headings: Sequence[str], rows: Sequence[Sequence[Any]], above: Sequence[str] = ()) -> Path:
    """A workbook of somebody else: lines above, headings, rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in above:
        sheet.append([line])
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def imported(path: Path, review: FrozenReview, at: Any) -> tuple[ImportedFile | None, Report]:
    """A file received into the register, and what was said about it."""
    report = Report()
    read = read_file(path, review, report, "fr")
    if read is not None:
        with writing(review.folder, review.id) as change:
            receive(read, change, review, at)
        tell(read, report)
    return read, report


def comments(review: FrozenReview) -> list[str]:
    """The texts in the register, by number."""
    return [comment.comment for comment in Register(review.folder).comments]
