"""From workbooks to the texts of their sheets, and back."""

from __future__ import annotations

import datetime
import io
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tabellion.diagnostics.model import column_letters
from tabellion.tables.columns import Sheet
from tabellion.tables.grid import Grid, RawCell
from tabellion.tables.headings import fold
from tabellion.tables.mapping.proposal.proposing import heading_row
from tabellion.tables.mapping.targets import column_named
from tabellion.tables.mirror.open_documents import duration, is_open_document, open_document_of, rows_of_open_document
from tabellion.tables.mirror.patching import patched_workbook
from tabellion.tables.mirror.sheet_text import MirroredSheet, Rows, addressed, sheet_of_text, text_of_sheet
from tabellion.tables.workbook_values import read_somehow

VALUES = (str, int, float, datetime.date, datetime.time)


def texts_of_workbook(path: Path, sheets: Sequence[Sheet]) -> dict[str, str]:
    """The text of each sheet of a workbook (.xlsx, .xlsm, .ods), in their order; formulas stand as they are written.

    `sheets` are those of ours, whose keys tell rows apart. Raises what their readers do of a file that is no workbook.
    """
    if is_open_document(path):
        return {title: text_of_sheet(mirrored(title, rows, sheets)) for title, rows in rows_of_open_document(path)}
    book = _loaded(path)
    return {sheet.title: text_of_sheet(mirrored(sheet.title, _rows(sheet), sheets)) for sheet in book.worksheets}


def _loaded(path: Path) -> Any:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return read_somehow(path, openpyxl.load_workbook)


def _rows(worksheet: Any) -> Rows:
    """The cells of a worksheet of openpyxl."""
    rows: Rows = {}
    for (row, column), cell in sorted(worksheet._cells.items()):
        if cell.value not in (None, ""):
            rows.setdefault(row, {})[column] = _plain(cell.value)
    return rows


def _plain(value: Any) -> Any:
    """The formula of an array is its text, and so is a duration, which no value of Python tells."""
    if isinstance(value, datetime.timedelta):
        return duration(value)
    return value if isinstance(value, VALUES) else getattr(value, "text", None) or "=TABLE()"


def mirrored(title: str, rows: Rows, sheets: Sequence[Sheet]) -> MirroredSheet:
    """A sheet by its cells as its text tells it."""
    grid = Grid("", title, {row: {c: RawCell(v) for c, v in cells.items()} for row, cells in rows.items()})
    top = heading_row(grid, sheets) or min(rows, default=0)
    found = MirroredSheet(top=top)
    used = sorted({column for row, cells in rows.items() if row >= top for column in cells})
    found.headings = {column_letters(column): rows[top].get(column, "") for column in used} if top else {}
    names = found.names()
    for row, cells in rows.items():
        if row < top:
            found.above[row] = {column_letters(column): value for column, value in cells.items()}
        elif row > top:
            found.rows.append({names[column_letters(column)]: value for column, value in cells.items()})
    found.keys = _keys(found, title, sheets)
    return found


def _keys(sheet: MirroredSheet, title: str, sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """The columns that tell rows apart: as declared for a sheet of ours, else the first, as far as they need to."""
    names = list(sheet.names().values())
    declared = next((item for item in sheets if fold(title) in map(fold, item.names)), None)
    if declared is not None and declared.unique:
        by_key = {found[1]: name for name in reversed(names) if (found := column_named(name, declared)) is not None}
        keys = tuple(by_key[key] for key in declared.unique if key in by_key)
        if keys:
            return keys
    return tuple(names[:1])


def workbook_of_texts(texts: Mapping[str, str], former: Path | None) -> bytes:
    """The workbook that texts tell, sheet by sheet in their order.

    A `former` workbook gives all that texts do not tell, and its worksheets that no text tells of are left out. It is
    an .ods or .fods where `former` is called so. Raises `MirrorTextError`.
    """
    mirrors = {name: sheet_of_text(text) for name, text in texts.items()}
    if former is not None and is_open_document(former):
        return open_document_of({name: addressed(mirror) for name, mirror in mirrors.items()}, former)
    wanted = {name: addressed(mirror) for name, mirror in mirrors.items()}
    if former is not None and former.is_file():
        return patched_workbook(former, {sheet.title: _rows(sheet) for sheet in _loaded(former).worksheets}, wanted)
    return _new(wanted)


def _new(sheets: Mapping[str, Rows]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        worksheet = book.create_sheet(name)
        for row, cells in rows.items():
            for column, value in cells.items():
                _set(worksheet.cell(row, column), value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _set(cell: Any, value: Any) -> None:
    """A text stays one, also where it begins as a formula does in a column of texts."""
    is_text = isinstance(value, str) and not (value.startswith("=") and len(value) > 1)
    cell.value = value
    if is_text:
        cell.data_type = "s"
