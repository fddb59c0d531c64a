"""Workbooks: every cell that has a value, error cells and formulas without result included.

openpyxl reads those of Excel, since no other reader keeps error values, formulas, merged ranges and struck-out text.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tabellion.diagnostics import Report, Term, rule
from tabellion.diagnostics.model import Place
from tabellion.tables.grid import (
    CharacterPosition,
    EncryptedFileError,
    Grid,
    RawCell,
    Run,
    UnreadableWorkbookError,
    text_of_formula,
)
from tabellion.tables.openpyxl_library import openpyxl
from tabellion.tables.texts import is_blank

if TYPE_CHECKING:
    from openpyxl.cell.rich_text import CellRichText
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles import Font
    from openpyxl.worksheet.worksheet import Worksheet

NOT_A_WORKBOOK = rule(
    "FI002",
    "not-a-workbook",
    "error",
    "processing",
    cause=True,
    fr="le fichier n'est pas un classeur lisible ({reason})",
    en="the file is not a readable workbook ({reason})",
    help_fr="ouvrez-le dans le tableur et enregistrez-le au format .xlsx, ou demandez un nouvel envoi",
    help_en="open it in the spreadsheet program and save it as .xlsx, or ask for it again",
)
PROTECTED_BY_PASSWORD = rule(
    "FI003",
    "protected-by-password",
    "error",
    "processing",
    cause=True,
    fr="le classeur est protégé par un mot de passe",
    en="the workbook is protected by a password",
    help_fr="enregistrez-en une copie sans mot de passe",
    help_en="save a copy without a password",
)
LOCKED_FILE = rule(
    "FI004",
    "locked-file",
    "error",
    "processing",
    cause=True,
    fr="le fichier est verrouillé ({reason})",
    en="the file is locked ({reason})",
    help_fr="fermez-le dans Excel, ou rendez-le lisible, puis relancez",
    help_en="close it in Excel, or make it readable, then run again",
    machine=True,
)
OLD_WORKBOOK_FORMAT = rule(
    "FI005",
    "old-workbook-format",
    "error",
    "processing",
    cause=True,
    fr="le classeur est à l'ancien format .xls",
    en="the workbook has the old format .xls",
    help_fr="enregistrez-le au format .xlsx",
    help_en="save it as .xlsx",
)

FLAT = {".fods"}
OPEN_DOCUMENTS = {".ods", ".ots"} | FLAT
"""The endings of the names of OpenDocument spreadsheets; those that are `FLAT` are one document of XML."""
EXCEL = {".xlsx", ".xlsm", ".xltx", ".xltm"}
NO_SHEET = Term("aucune feuille", "no sheet")
NO_CONTENT = Term("il est vide", "it is empty")
A_FOLDER = Term("c'est un dossier", "it is a folder")
CUT_SHORT = Term("il est coupé ou abîmé", "it is cut short or damaged")
SOMETHING_ELSE = Term("c'est autre chose sous ce nom", "it is something else under this name")
REFUSED = Term("accès refusé", "access refused")
DAMAGED = Term("une de ses parties manque ou est abîmée", "one of its parts is missing or damaged")
ZIP = b"PK"
COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
MANY_EMPTY_ROWS = 1000
ROWS_OF_SHEET = 1_048_576  # all that Excel knows


def read_workbook(
    path: Path, name: str, report: Report, is_values_only: Callable[[str], bool] = lambda title: False
) -> list[Grid]:
    """The sheets of a workbook (`.xlsx`, `.xlsm`, `.ods`) in their order; `name` is what messages call the file.

    A large sheet whose title `is_values_only` comes as a `LargeGrid`. A file that cannot be read gives a diagnostic and
    no sheet.
    """
    place = Place(name)
    if path.is_dir():
        report.add(NOT_A_WORKBOOK, place, reason=A_FOLDER)
        return []
    try:
        with path.open("rb") as file:
            start = file.read(8)
            if start == COMPOUND_FILE:
                rest = file.read()
                protected = "EncryptedPackage".encode("utf-16-le") in rest
                report.add(PROTECTED_BY_PASSWORD if protected else OLD_WORKBOOK_FORMAT, place)
                return []
    except OSError as error:
        report.add(LOCKED_FILE, place, reason=refusal(error))
        return []
    if not zipfile.is_zipfile(path) and path.suffix.lower() not in FLAT:
        report.add(NOT_A_WORKBOOK, place, reason=_not_an_archive(start))
        return []
    try:
        read = _open_document if path.suffix.lower() in OPEN_DOCUMENTS else _excel
        grids = read(path, name, is_values_only)
        if grids:
            return grids
        report.add(NOT_A_WORKBOOK, place, reason=NO_SHEET)
    except EncryptedFileError:
        report.add(PROTECTED_BY_PASSWORD, place)
    except PermissionError as error:
        report.add(LOCKED_FILE, place, reason=refusal(error))
    except UnreadableWorkbookError as error:
        report.add(NOT_A_WORKBOOK, place, reason=error.reason)
    except Exception:  # the libraries raise many kinds on a damaged file, in words of their own
        report.add(NOT_A_WORKBOOK, place, reason=DAMAGED)
    return []


def refusal(error: OSError) -> str | Term:
    """Why the system does not give a file."""
    return REFUSED if isinstance(error, PermissionError) or not error.strerror else error.strerror


def _not_an_archive(start: bytes) -> Term:
    """Why a file is no archive, as workbooks are, by its first bytes."""
    if not start:
        return NO_CONTENT
    return CUT_SHORT if start.startswith(ZIP) else SOMETHING_ELSE


def read_named_sheets(path: Path, name: str, is_wanted: Callable[[str], bool]) -> list[Grid]:
    """The sheets of an .xlsx file whose titles are wanted, without a look at the others. Raises many kinds of exception
    for a file that `read_workbook` says what is wrong with."""
    from tabellion.tables.workbook_rows import cut_down, sheet_parts

    with zipfile.ZipFile(path) as archive:
        wanted = {part: range(1, ROWS_OF_SHEET + 1) for title, part in sheet_parts(archive).items() if is_wanted(title)}
        grids = _read_whole(cut_down(archive, wanted, others=False), name) if wanted else []
    return [grid for grid in grids if is_wanted(grid.name)]


def _excel(path: Path, name: str, is_values_only: Callable[[str], bool]) -> list[Grid]:
    from tabellion.tables.large_workbook import read_large_sheets

    grids = read_large_sheets(path, name, is_values_only, lambda source: _read_whole(source, name))
    return grids if grids is not None else _read_whole(path, name)


def _read_whole(source: Path | io.BytesIO, name: str) -> list[Grid]:
    from tabellion.tables.workbook_values import read_somehow

    return read_somehow(source, lambda usual: _grids(usual, name))


def _grids(source: Path | io.BytesIO, name: str) -> list[Grid]:
    import warnings

    library = openpyxl()
    from openpyxl.worksheet.worksheet import Worksheet as Sheet

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of features it leaves out; no value is among them
        book = library.load_workbook(source, data_only=False, rich_text=True)
        sheets = [sheet for sheet in book.worksheets if isinstance(sheet, Sheet)]
        has_formula = any(cell.data_type == "f" for sheet in sheets for cell in sheet._cells.values())
        results = library.load_workbook(source, data_only=True) if has_formula else None
    grids = []
    for sheet in sheets:
        grid = Grid(name, sheet.title)
        calculated = results[sheet.title] if results is not None else None
        last = 0
        for (row, column), cell in sorted(sheet._cells.items()):
            raw = _raw_cell(cell, calculated)
            last = row
            if raw is not None:
                grid.rows.setdefault(row, {})[column] = raw
        grid.empty_rows = last - max(grid.rows, default=0)
        grid.merged = [
            (area.min_row, area.min_col, area.max_row, area.max_col)
            for area in sorted(sheet.merged_cells.ranges, key=str)
        ]
        _see_hidden(grid, sheet)
        grids.append(grid)
    return grids


def _see_hidden(grid: Grid, sheet: Worksheet) -> None:
    from openpyxl.utils import column_index_from_string

    grid.is_hidden = sheet.sheet_state != "visible"
    grid.is_filtered = sheet.auto_filter.ref is not None
    grid.hidden_rows = frozenset(number for number, row in sheet.row_dimensions.items() if row.hidden)
    grid.hidden_columns = frozenset(
        number
        for letter, column in sheet.column_dimensions.items()
        if column.hidden
        for number in range(
            column.min or column_index_from_string(letter), (column.max or column_index_from_string(letter)) + 1
        )
    )


def _raw_cell(cell: object, calculated: object) -> RawCell | None:
    from openpyxl.cell.rich_text import CellRichText
    from openpyxl.utils.escape import unescape

    value = cell.value  # type: ignore[attr-defined]
    if value is None:
        return None
    kind = cell.data_type  # type: ignore[attr-defined]
    fault = "error" if kind == "e" else ""
    if kind == "f":
        result = calculated.cell(cell.row, cell.column)  # type: ignore[attr-defined]
        if result.value is None and result.data_type == "str":
            return None  # the result is an empty text
        if result.value is None:
            formula = value if isinstance(value, str) else getattr(value, "text", "") or "="
            text = text_of_formula(formula)
            if text is None:
                return RawCell(formula, fault="uncalculated")
            return None if is_blank(text) else RawCell(text)
        value = result.value
        fault = "error" if result.data_type == "e" else ""
    runs: tuple[Run, ...] = ()
    if isinstance(value, (str, CellRichText)):
        runs = _runs(value, cell.font if cell.has_style else None)  # type: ignore[attr-defined]
        value = unescape(str(value))  # openpyxl leaves characters such as _x000D_ as the file spells them
        if is_blank(value):
            return None
    struck = bool(cell.has_style and cell.font.strike)  # type: ignore[attr-defined]
    if runs:
        struck = all(run.position is CharacterPosition.STRUCK for run in runs if run.text.strip())
    indent = int(cell.alignment.indent or 0) if cell.has_style and isinstance(value, str) else 0  # type: ignore[attr-defined]
    kept = () if struck else runs
    return RawCell(value, cell.number_format, fault, struck, kept, indent=indent)  # type: ignore[attr-defined]


def _runs(value: str | CellRichText, font: Font | None) -> tuple[Run, ...]:
    """The runs of a text of which one at least does not stand as usual; a run without a format has that of its cell."""
    usual = _position(font) if font is not None else None
    if isinstance(value, str):
        return (Run(value, usual),) if usual in (CharacterPosition.RAISED, CharacterPosition.LOWERED) else ()
    runs = tuple(Run(item, usual) if isinstance(item, str) else Run(item.text, _position(item.font)) for item in value)
    return runs if any(run.position is not None for run in runs) else ()


def _position(font: Font | InlineFont) -> CharacterPosition | None:
    if font.strike:
        return CharacterPosition.STRUCK
    return {"superscript": CharacterPosition.RAISED, "subscript": CharacterPosition.LOWERED}.get(font.vertAlign or "")


def _open_document(path: Path, name: str, is_values_only: Callable[[str], bool]) -> list[Grid]:
    from tabellion.tables.large_grid import large_grid_of
    from tabellion.tables.open_document import read_open_document

    grids = read_open_document(path, name)
    return [large_grid_of(grid) if is_values_only(grid.name) else grid for grid in grids]
