"""The folder of the sources: which files hold which sheets."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import filterfalse
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from tabellion.diagnostics import Place, Report, rule
from tabellion.tables.columns import Sheet
from tabellion.tables.given_frames import grid_of_frame
from tabellion.tables.grid import Grid
from tabellion.tables.heading_row import headings_known
from tabellion.tables.headings import fold, nearest
from tabellion.tables.kept import KeptTables
from tabellion.tables.large_grid import large_grid_of
from tabellion.tables.left_out import PRIVATE, report_file, report_subfolder, report_unknown
from tabellion.tables.mapping.applying import apply_mapping
from tabellion.tables.mapping.patterns import fits
from tabellion.tables.mapping.sheet import RECEIVED_TABLES
from tabellion.tables.nos import as_sheets, is_nomenclature, texts_of
from tabellion.tables.nos_identity import NomenclatureIdentity
from tabellion.tables.settings import USUAL, Settings
from tabellion.tables.shared_value_sets import SHARED_VALUE_SETS, are_shared_value_sets, read_shared_value_sets
from tabellion.tables.table import Table
from tabellion.tables.textfile import ANY_TEXT, TEXT_TABLES, read_text_table
from tabellion.tables.workbook import EXCEL, OPEN_DOCUMENTS, read_named_sheets, read_workbook

if TYPE_CHECKING:
    import pandas

NO_SOURCES = rule(
    "FI001",
    "no-sources",
    "error",
    "required",
    cause=True,
    fr="aucun classeur ni fichier CSV dans {folder}",
    en="no workbook and no CSV file in {folder}",
    help_fr="déposez-y les tables reçues, ou indiquez un autre dossier avec --project",
    help_en="put the tables received there, or name another folder with --project",
)
SAME_FILE_TWICE = rule(
    "FI008",
    "same-file-twice",
    "error",
    "duplicate",
    cause=True,
    fr="le fichier a le même contenu {other:que} : chaque ligne y serait deux fois",
    en="the file has the same content as {other}: each row would appear twice",
    help_fr="gardez un seul des deux",
    help_en="keep only one of the two",
)
MISSING_SHEET = rule(
    "TB001",
    "missing-sheet",
    "error",
    "required",
    cause=True,
    fr="la feuille obligatoire « {sheet} » n'est dans aucun fichier",
    en="the required sheet `{sheet}` is in no file",
    help_fr="ajoutez la feuille, ou corrigez le nom de celle qui en tient lieu",
    help_en="add the sheet, or fix the name of the one that stands for it",
)
MISSPELT_SHEET = rule(
    "TB034",
    "misspelt-sheet",
    "error",
    cause=True,
    fr="la feuille « {value} » est sans doute « {sheet} », qui manque, et lue comme telle",
    en="the sheet `{value}` is probably `{sheet}`, which is missing, and read as that",
    help_fr="corrigez son nom ; si c'est une feuille à vous, faites-le commencer par « _ »",
    help_en="fix its name; if the sheet is one of your own, begin it with `_`",
)

WORKBOOKS = EXCEL | OPEN_DOCUMENTS
OLD_WORKBOOKS = {".xls", ".xlsb"}
TABLES = WORKBOOKS | TEXT_TABLES | OLD_WORKBOOKS
SILENT_SHEETS = {"listes", "lists", "lisezmoi", "readme"}


@dataclass(slots=True)
class Sources:
    """The grids of every sheet found, by the key of the declared sheet, the names of the files, and of those that could
    not be read; how the guide says that tables are to be read; `nomenclatures` has the identities of the files of the
    French repository, by their names."""

    grids: dict[str, list[Grid]] = field(default_factory=dict)
    unknown: list[Grid] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    settings: Settings = USUAL
    nomenclatures: dict[str, NomenclatureIdentity] = field(default_factory=dict)
    kept: KeptTables = field(default_factory=KeptTables)

    @property
    def workbooks(self) -> list[str]:
        """The workbooks that hold a sheet of the guide, but for the one that says how others are read."""
        told = {key: grids for key, grids in self.grids.items() if key != RECEIVED_TABLES.key}
        read = {grid.file for grids in told.values() for grid in grids}
        return [name for name in self.files if name in read and Path(name).suffix.lower() in WORKBOOKS]

    def table(self, sheet: Sheet, lang: str, report: Report) -> Table:
        """The typed table of a declared sheet; empty when no file has it."""
        table = self.kept.table(sheet, self.grids.get(sheet.key, []), lang, report, self.settings)
        table.whole = table.whole and not self.unread
        return table


def read_sources(
    folder: Path,
    sheets: Sequence[Sheet],
    report: Report,
    frames: Mapping[str, pandas.DataFrame] = MappingProxyType({}),
    kept: KeptTables | None = None,
) -> Sources:
    """Open every workbook and CSV file of `folder` and sort their sheets by the declarations.

    Lock files of Excel and LibreOffice are ignored. Files are taken in the order of their names, then `frames`, by the
    name of their sheet. What did not change since `kept` was filled is not read again. Raises `ValueError` for a frame
    named after no sheet.
    """
    known = {fold(name): sheet for sheet in sheets for name in sheet.names}
    sources = Sources(kept=kept or KeptTables())
    contents: dict[bytes, str] = {}
    nomenclatures: list[Grid] = []
    texts: list[Path] = []
    for path in _files(folder, report):
        if path.suffix.lower() in ANY_TEXT:
            texts.append(path)
            continue
        suffix = path.suffix.lower()
        is_table = suffix in TABLES or (suffix in SHARED_VALUE_SETS and are_shared_value_sets(path))
        content_sum = _sum(path) if is_table else None
        read = partial(_read_file, path, known, sheets)
        grids = sources.kept.grids(path.name, content_sum, read, report)
        if content_sum and any(fold(grid.name) in known or _is_nomenclature(grid) for grid in grids):
            first = contents.setdefault(content_sum, path.name)
            if first != path.name:
                report.add(SAME_FILE_TWICE, Place(path.name), other=first, related=(Place(first),))
                continue
        nomenclatures += filter(_is_nomenclature, grids)
        for grid in filterfalse(_is_nomenclature, grids):
            name = fold(grid.name)
            if sheet := known.get(name):
                sources.grids.setdefault(sheet.key, []).append(grid)
            elif not grid.name.startswith(("_", "#")) and name not in SILENT_SHEETS:
                sources.unknown.append(grid)
        if is_table:
            sources.files.append(path.name)
            if not grids and any(row.file == path.name for row in report.rows_with_errors):
                sources.unread.append(path.name)
    for name, frame in frames.items():
        sheet = known.get(fold(name))
        if sheet is None:
            raise ValueError(f"no sheet is called {name!r}; did you mean {nearest(name, _names(sheets))!r}?")
        grid = grid_of_frame(name, frame)
        sources.grids.setdefault(sheet.key, []).append(large_grid_of(grid) if sheet.values_only else grid)
        sources.files.append(name)
    _read_mapped(sources, nomenclatures, texts, sheets, report)
    _take_misspelt(sources, sheets, report)
    if not sources.files:
        report.add(NO_SOURCES, Place(folder.name), folder=folder.name)
    _report_unknown(sources, sheets, report)
    return sources


def grids_of_sheet(folder: Path, sheet: Sheet) -> list[Grid]:
    """The grids of one sheet, as far as names tell where it stands: nothing else of the files is read, and nothing is
    reported."""
    known = {fold(name): sheet for name in sheet.names}
    found: list[Grid] = []
    for path in _files(folder, Report()):
        suffix = path.suffix.lower()
        if suffix in TEXT_TABLES and _sheet_of(path.stem, known) is None:
            continue
        try:
            if suffix in EXCEL:
                found += read_named_sheets(path, path.name, lambda title: fold(title) in known)
            else:
                grids = _read_file(path, known, (sheet,), Report())
                found += [grid for grid in grids if fold(grid.name) in known]
        except Exception:  # whatever is wrong with the file, whoever reads all of it says it
            continue
    return found


def read_file(path: Path, report: Report) -> list[Grid]:
    """The sheets of one file of any layout, all that they hold as cells; what is wrong with it is reported."""
    if path.suffix.lower() in ANY_TEXT:
        return read_text_table(path, path.name, path.stem, report)
    return _read_file(path, {}, (), report)


def _files(folder: Path, report: Report) -> Iterator[Path]:
    """The files of the sources in the order of their names, and folders that are called as workbooks are."""
    for path in sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else ():
        if path.name.startswith(PRIVATE):
            continue
        if path.is_file() or path.suffix.lower() in TABLES:
            yield path
        elif path.is_dir():
            report_subfolder(path, TABLES, report)


def _sum(path: Path) -> bytes | None:
    """A sum over the content of a file, `None` where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return None


def _names(sheets: Sequence[Sheet]) -> list[str]:
    return [name for sheet in sheets for name in sheet.names]


def _read_file(path: Path, known: dict[str, Sheet], sheets: Sequence[Sheet], report: Report) -> list[Grid]:
    suffix = path.suffix.lower()
    if suffix in WORKBOOKS | OLD_WORKBOOKS:
        return read_workbook(path, path.name, report, lambda title: _is_values_only(title, known))
    if suffix in TEXT_TABLES:
        name = _sheet_of(path.stem, known)
        grids = read_text_table(path, path.name, name or path.stem, report, _is_values_only(name or "", known))
        return [] if _sheet_of(path.stem, SILENT_SHEETS) is not None else grids
    if suffix in SHARED_VALUE_SETS and are_shared_value_sets(path):
        return read_shared_value_sets(path, path.name, report)
    report_file(path, sheets, report)
    return []


def _is_nomenclature(grid: Grid) -> bool:
    return is_nomenclature(texts_of(grid, 1))


def _is_values_only(name: str, known: Mapping[str, Sheet]) -> bool:
    """Whether a large sheet may be read by columns; one of another layout may be mapped to a sheet of values."""
    sheet = known.get(fold(name))
    return sheet is None or sheet.values_only


def _sheet_of(stem: str, known: Container[str]) -> str | None:
    """The sheet that a CSV file is named after: the whole stem, or what follows a dot, an underscore or a dash."""
    candidates = [stem, *(stem[match.end() :] for match in re.finditer(r"[._\- ]+", stem))]
    return next((candidate for candidate in candidates if fold(candidate) in known), None)


def _read_mapped(
    sources: Sources, nomenclatures: list[Grid], texts: Sequence[Path], sheets: Sequence[Sheet], report: Report
) -> None:
    """Read received tables as the sheet about them says, then the files of the repository of nomenclatures. Of `texts`
    those are read that the sheet names.

    The grids of a sheet stay in the order of their files."""
    if RECEIVED_TABLES in sheets:
        _take_misspelt(sources, (RECEIVED_TABLES,), report)
    mapping = sources.table(RECEIVED_TABLES, "fr", report)
    if mapping.rows:
        own = sources.grids[RECEIVED_TABLES.key]
        known = [grid for grids in sources.grids.values() for grid in grids if grid not in own]
        named = [path for path in texts if _is_text_named(path.name, mapping)]
        from_texts = [grid for path in named for grid in read_text_table(path, path.name, path.stem, report, True)]
        sources.files += [path.name for path in named]
        texts = [path for path in texts if path not in named]
        applied = apply_mapping(mapping, [*known, *sources.unknown, *nomenclatures, *from_texts], sheets, report)
        taken = {id(grid) for grid in applied.received}
        for grids in (*sources.grids.values(), sources.unknown, nomenclatures):
            grids[:] = [grid for grid in grids if id(grid) not in taken]
        for key, filled in applied.grids.items():
            sources.grids.setdefault(key, []).extend(filled)
        sources.unread += dict.fromkeys(applied.unread)
    for path in texts:
        report_file(path, sheets, report)
    per_file = Counter(grid.file for grid in nomenclatures)
    for grid in nomenclatures:
        made, identity = as_sheets(grid, report)
        for part in made:
            sources.grids.setdefault(part.name, []).append(part)
        if identity is None:
            sources.unread.append(grid.file)
        elif per_file[grid.file] == 1:  # of a file of several value sets no edition is taken in place of another
            sources.nomenclatures[grid.file] = identity
    for key in [key for key, grids in sources.grids.items() if not grids]:
        del sources.grids[key]
    order = {name: position for position, name in enumerate(sources.files)}
    for grids in sources.grids.values():
        grids.sort(key=lambda grid: order.get(grid.file, len(order)))


def _is_text_named(name: str, mapping: Table) -> bool:
    """Whether the sheet about received tables says of a text that it is one; a pattern of all files does not."""
    patterns = (pattern for row in mapping for pattern in row.many("file"))
    return any(fits(name, pattern) for pattern in patterns if pattern.lower().endswith(tuple(ANY_TEXT)))


def _take_misspelt(sources: Sources, sheets: Sequence[Sheet], report: Report) -> None:
    """Take unknown sheets for the missing ones that they are: near by name, and with all the headings that these need.

    A misspelt name is one fault then, and all that the sheet says is checked."""
    for grid in list(sources.unknown):
        names = {name: sheet for sheet in sheets if sheet.key not in sources.grids for name in (sheet.fr, sheet.en)}
        near = nearest(_name_of(grid), names)
        if near is not None and headings_known(grid, names[near])[2]:
            report.add(MISSPELT_SHEET, grid.place(), value=_name_of(grid), sheet=names[near].term)
            sources.grids[names[near].key] = [grid]
            sources.unknown.remove(grid)


def _name_of(grid: Grid) -> str:
    """What the author called a sheet: a CSV file is called after it, whatever stands before the last dot."""
    return re.split(r"[._]", grid.name)[-1] if grid.is_text_file else grid.name


def _report_unknown(sources: Sources, sheets: Sequence[Sheet], report: Report) -> None:
    missing = [name for sheet in sheets if sheet.key not in sources.grids for name in (sheet.fr, sheet.en)]
    for grid in sources.unknown:
        name = _name_of(grid)
        report_unknown(grid, name, sheets, nearest(name, missing), report)


def require(sheet: Sheet, sources: Sources, report: Report) -> bool:
    """Report a required sheet that no file has; the nearest unknown sheet is suggested."""
    if sheet.key in sources.grids:
        return True
    if sources.unread or not sources.files:
        return False  # reported: it may be in a file that could not be read
    near = nearest(sheet.fr, [grid.name for grid in sources.unknown]) or nearest(
        sheet.en, [g.name for g in sources.unknown]
    )
    report.add(MISSING_SHEET, Place(), sheet=sheet.term, value=near)
    return False
