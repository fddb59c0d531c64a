"""Grids as people send them back, read with caution: bounded in size, formulas and merged cells told apart."""

from __future__ import annotations

import datetime
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tabellion.diagnostics import Place, Report, Term, rule
from tabellion.review.grid.acts import HEADINGS as ACT_HEADINGS
from tabellion.review.grid.columns import ORGANIZATION, SHEETS
from tabellion.review.grid.dialects import Dialect, dialect_of
from tabellion.review.grid.formulas import Cells, column_number, formulas_of
from tabellion.tables.grid import Grid, RawCell, range_name
from tabellion.tables.headings import fold
from tabellion.tables.textfile import read_text_table
from tabellion.tables.workbook import read_workbook

FILE_TOO_LARGE = rule(
    "RV010",
    "file-too-large",
    "error",
    "too-long",
    cause=True,
    fr="le fichier est trop grand pour une grille ({reason})",
    en="the file is too large for a grid ({reason})",
    help_fr="envoyez-le en plusieurs fichiers, sans images ni feuilles étrangères à la grille",
    help_en="send it as several files, without pictures or sheets that are no part of the grid",
)
NO_COMMENT_SHEET = rule(
    "RV011",
    "no-comment-sheet",
    "error",
    "structure",
    cause=True,
    fr="aucune feuille n'a les titres d'une grille de commentaires",
    en="no sheet has the headings of a comment grid",
    help_fr="partez de la grille que fait « tabellion review grid », ou gardez les titres d'ISO/CEI, HL7 ou IEEE",
    help_en="start from the grid that `tabellion review grid` makes, or keep the headings of ISO/IEC, HL7 or IEEE",
)
ACTIVE_CONTENT_IGNORED = rule(
    "RV012",
    "active-content-ignored",
    "warning",
    "informational",
    fr="le classeur contient {value} ; rien n'en a été lu ni exécuté",
    en="the workbook holds {value}; nothing of it was read or run",
    help_fr="enregistrez la grille sans cela, au format .xlsx ; écrivez dans les cellules ce qu'un objet montre",
    help_en="save the grid without it, as .xlsx; write into the cells what an object shows",
)

MEGABYTE = 1_000_000
LARGEST_FILE = 50 * MEGABYTE
LARGEST_UNPACKED = 200 * MEGABYTE
LARGEST_RATIO = 200
MOST_ROWS = 20_000
MOST_COLUMNS = 300
MOST_MERGED = 1_000_000
"""Cells of merged ranges: a reader makes something of each of them."""
MERGED = Term("des plages fusionnées de plus d'un million de cellules", "merged ranges of over a million cells")
MERGED_RANGE = re.compile(rb'<(?:x:)?mergeCell [^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
HEADING_ROWS = 30
ACTIVE = {
    "vbaProject.bin": "macros",
    "externalLinks/": "external links",
    "embeddings/": "embedded objects",
    "activeX/": "controls",
}
ROW_TAG = re.compile(rb"<(?:x:)?row[ >/]|<table:table-row[ >/]")


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a grid: what its cells say by the keys of columns, which of them hold a formula, and the merged range
    that it is a part of. `columns` are where the keys stand."""

    file: str
    sheet: str
    number: int
    values: Mapping[str, str]
    columns: Mapping[str, int]
    headings: Mapping[str, str]
    formulas: frozenset[str] = frozenset()
    merged: str = ""

    def place(self, key: str = "") -> Place:
        """The cell of a column, or the row."""
        return Place(self.file, self.sheet, self.number, self.columns.get(key, 0), self.headings.get(key, ""))

    def said(self, key: str) -> str:
        """What the cell of a column says, `""` where there is nothing."""
        return self.values.get(key, "")


@dataclass(frozen=True, slots=True)
class GridFile:
    """A grid that was read: its rows, what its sheet about the organization says, whose headings it has, the names of
    files by the number of the row that they come with, and the rows of the sheet of acts."""

    dialect: Dialect
    rows: tuple[GridRow, ...]
    organization: Mapping[str, str] = field(default_factory=dict)
    files: tuple[tuple[str, str], ...] = ()
    acts: tuple[GridRow, ...] = ()


def read_grid(path: Path, report: Report) -> GridFile | None:
    """A grid from a workbook or a CSV file; `None`, with the reason in the report, where it is none that can be
    read."""
    name = path.name
    try:
        size = path.stat().st_size
        measured = _measured(path) if zipfile.is_zipfile(path) else (size, 0, 0, [])
    except (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        size, measured = 0, (0, 0, 0, [])
    unpacked, rows, merged, active = measured
    for found in active:
        report.add(ACTIVE_CONTENT_IGNORED, Place(name), value=found)
    if size > LARGEST_FILE or unpacked > LARGEST_UNPACKED or (size > MEGABYTE and unpacked > LARGEST_RATIO * size):
        report.add(FILE_TOO_LARGE, Place(name), reason=f"{max(size, unpacked) // MEGABYTE} MB")
        return None
    if merged > MOST_MERGED:
        report.add(FILE_TOO_LARGE, Place(name), reason=MERGED)
        return None
    if rows > MOST_ROWS:
        report.add(FILE_TOO_LARGE, Place(name), reason=f"> {MOST_ROWS}")
        return None
    is_text = path.suffix.lower() in (".csv", ".tsv", ".txt")
    grids = read_text_table(path, name, path.stem, report) if is_text else read_workbook(path, name, report)
    if any(len(grid.rows) > MOST_ROWS for grid in grids):
        report.add(FILE_TOO_LARGE, Place(name), reason=f"> {MOST_ROWS}")
        return None
    if not grids:
        return None
    formulas = {} if is_text else formulas_of(path)
    for grid in grids:
        comments = _comments(grid, formulas.get(grid.name, frozenset()))
        if comments is not None:
            dialect, read = comments
            return GridFile(dialect, tuple(read), _organization(grids), tuple(_files(grids)), tuple(_acts(grids)))
    report.add(NO_COMMENT_SHEET, Place(name))
    return None


def _measured(path: Path) -> tuple[int, int, int, list[str]]:
    """The size of what a workbook unpacks to, as it says and never more than is looked at; its rows; the cells of its
    merged ranges; active content."""
    unpacked = rows = merged = 0
    active = []
    with zipfile.ZipFile(path) as archive:
        for part in archive.infolist():
            unpacked += part.file_size
            active += [word for mark, word in ACTIVE.items() if mark in part.filename and word not in active]
        if unpacked > LARGEST_UNPACKED:
            return unpacked, 0, 0, active
        for part in archive.infolist():
            if re.search(r"xl/worksheets/[^/]+\.xml$|^content\.xml$", part.filename):
                found = _rows_and_merged(archive, part)
                rows, merged = max(rows, found[0]), merged + found[1]
    return unpacked, rows, merged, active


def _rows_and_merged(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, int]:
    count = merged = 0
    with archive.open(part) as stream:
        rest = b""
        while chunk := stream.read(1 << 20):
            text = rest + chunk
            count += len(ROW_TAG.findall(text))
            for first, top, last, bottom in MERGED_RANGE.findall(text):
                wide = abs(column_number(last.decode()) - column_number(first.decode())) + 1
                merged += wide * (abs(int(bottom) - int(top)) + 1)
            if count > MOST_ROWS or merged > MOST_MERGED:
                break
            # a tag that is cut in two is read with what follows; one that is whole is not read twice
            cut = text.rfind(b"<")
            rest = text[cut:] if cut > text.rfind(b">") else b""
    return count, merged


def _comments(grid: Grid, formulas: Cells) -> tuple[Dialect, Iterator[GridRow]] | None:
    for number in sorted(grid.rows)[:HEADING_ROWS]:
        cells = grid.rows[number]
        headings = {column: text_of(cell).rstrip("* ") for column, cell in cells.items() if column <= MOST_COLUMNS}
        found = dialect_of(headings)
        if found is not None:
            return found[0], _rows(grid, number, found[1], headings, formulas)
    return None


def _rows(
    grid: Grid, head: int, keys: Mapping[int, str], headings: Mapping[int, str], formulas: Cells
) -> Iterator[GridRow]:
    columns = {key: column for column, key in reversed(list(keys.items()))}
    names = {key: headings[column] for key, column in columns.items()}
    merged = {
        row: range_name(area)
        for area in grid.merged
        for row in range(max(area[0], head + 1), min(area[2], head + MOST_ROWS) + 1)
    }
    sheet = "" if grid.is_text_file else grid.name
    with_formula = {row for row, _ in formulas}
    for number in sorted(grid.rows):
        if number <= head:
            continue
        cells = grid.rows[number]
        values = {}
        for column, key in keys.items():
            if column in cells and key not in values and (text := text_of(cells[column])):
                values[key] = text
        formula = (
            frozenset(key for column, key in keys.items() if (number, column) in formulas)
            if number in with_formula
            else frozenset[str]()
        )
        yield GridRow(grid.file, sheet, number, values, columns, names, formula, merged.get(number, ""))


def _organization(grids: Iterable[Grid]) -> dict[str, str]:
    known = {fold(text): key for key, term in ORGANIZATION for text in (term.fr, term.en)}
    found: dict[str, str] = {}
    names = {fold(SHEETS["organization"].fr), fold(SHEETS["organization"].en)}
    for grid in grids:
        if fold(grid.name) in names:
            for cells in grid.rows.values():
                key = known.get(fold(text_of(cells.get(1)).rstrip("* ")))
                if key and (text := text_of(cells.get(2))):
                    found.setdefault(key, text)
    return found


def _files(grids: Iterable[Grid]) -> Iterator[tuple[str, str]]:
    names = {fold(SHEETS["attachments"].fr), fold(SHEETS["attachments"].en)}
    for grid in grids:
        if fold(grid.name) in names:
            for number in sorted(grid.rows)[:MOST_ROWS]:
                line, name = (text_of(grid.rows[number].get(column)) for column in (1, 2))
                if line.isdigit() and name:
                    yield line, name


def _acts(grids: Iterable[Grid]) -> Iterator[GridRow]:
    names = {fold(SHEETS["acts"].fr), fold(SHEETS["acts"].en)}
    columns = {key: position for position, (key, _, _) in enumerate(ACT_HEADINGS, 1)}
    headings = {key: heading.fr for key, heading, _ in ACT_HEADINGS}
    for grid in grids:
        if fold(grid.name) in names:
            for number in sorted(grid.rows)[:MOST_ROWS]:
                cells = grid.rows[number]
                values = {key: text for key, at in columns.items() if (text := text_of(cells.get(at)))}
                if number > 1 and values:
                    yield GridRow(grid.file, grid.name, number, values, columns, headings)


def text_of(cell: RawCell | None) -> str:
    """What a cell says, as text: whole numbers without decimals, dates as ISO 8601."""
    if cell is None or cell.value is None:
        return ""
    value = cell.value
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
