"""The large sheets of values alone in an .xlsx file, read by calamine; everything else of the file as ever."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from xml.etree.ElementTree import ParseError

from tabellion.tables.grid import Grid
from tabellion.tables.large_grid import HEAD, LARGE, LargeGrid, Rows, frame_of
from tabellion.tables.workbook_parts import LARGEST
from tabellion.tables.workbook_rows import LargeSheet, cut_down, large_sheet, sheet_parts

Read = Callable[[Path | io.BytesIO], list[Grid]]


def read_large_sheets(path: Path, name: str, is_values_only: Callable[[str], bool], read: Read) -> list[Grid] | None:
    """The sheets of a workbook in their order, the large ones as `LargeGrid`; `None` where none is to be read so.

    `read` is the reader of whole workbooks; it gets the file cut down to what has to be cells.
    """
    sheets = _large_sheets(path, is_values_only)
    frames = {sheet.title: frame for sheet in sheets if (frame := _lines(path, sheet)) is not None}
    found = {sheet.title: sheet for sheet in sheets if sheet.title in frames}
    if not found:
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            heads = {sheet.part: range(1, HEAD + 1) for sheet in found.values()}
            grids = read(cut_down(archive, heads, others=True))
    except Exception:  # whatever is wrong, the reader of whole workbooks says it
        return None
    return [
        LargeGrid(
            name,
            grid.name,
            grid.rows,
            frame=frame_of(frames[grid.name]),
            doubtful=found[grid.name].doubtful,
            careful=partial(_rows, path, found[grid.name], read),
            hidden_rows=found[grid.name].hidden,
            indents=found[grid.name].indents,
            hidden_columns=grid.hidden_columns,
            is_hidden=grid.is_hidden,
            is_filtered=grid.is_filtered,
        )
        if grid.name in found
        else grid
        for grid in grids
    ]


def _large_sheets(path: Path, is_values_only: Callable[[str], bool]) -> list[LargeSheet]:
    with zipfile.ZipFile(path) as archive:
        sizes = {item.filename: item.file_size for item in archive.infolist()}
        if sum(sizes.values()) > LARGEST or max(sizes.values(), default=0) <= LARGE:
            return []
        try:
            parts = sheet_parts(archive)
            wanted = [(title, part) for title, part in parts.items() if sizes[part] > LARGE and is_values_only(title)]
            return [found for title, part in wanted if (found := large_sheet(title, part, archive)) is not None]
        except (ParseError, KeyError):
            return []  # the reader of whole workbooks says what is wrong


def _lines(path: Path, sheet: LargeSheet) -> list[list[object]] | None:
    """The rows of a sheet from its first; `None` where calamine does not see the rows that the file tells of."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            lines = [list[object](row) for row in book.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)]
    except CalamineError:
        return None
    while lines and all(value == "" for value in lines[-1]):
        lines.pop()
    return lines if len(lines) == sheet.last else None


def _rows(path: Path, sheet: LargeSheet, read: Read, numbers: Collection[int]) -> Rows:
    """The cells of some rows, as the reader of whole workbooks sees them."""
    if not numbers:
        return {}
    with zipfile.ZipFile(path) as archive:
        grids = read(cut_down(archive, {sheet.part: set(numbers)}, others=False))
    return next(grid.rows for grid in grids if grid.name == sheet.title)
