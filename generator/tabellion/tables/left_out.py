"""Files and sheets that are not read: a table that fits, or nearly does, is never left out without a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tabellion.diagnostics import Place, Report, rule
from tabellion.tables.columns import Sheet
from tabellion.tables.encodings import decoded
from tabellion.tables.grid import Grid
from tabellion.tables.heading_row import headings_known
from tabellion.tables.headings import differ_by_a_slip, fold, nearest
from tabellion.tables.textfile import ANY_TEXT

UNKNOWN_FILE = rule(
    "FI007",
    "unknown-file",
    "information",
    "informational",
    cause=True,
    fr="le fichier n'est ni un classeur ni une table connue ; il est ignoré",
    en="the file is neither a workbook nor a known table; it is ignored",
    help_fr="nommez un CSV d'après sa feuille, ex. « Concepts.csv » ou « classeur.Concepts.csv » ; s'il a d'autres "
    "colonnes, "
    "indiquez comment le lire : « tabellion map » le propose",
    help_en="name a CSV file after its sheet, for instance `Concepts.csv` or `workbook.Concepts.csv`; if it has other "
    "columns, say how it is read: `tabellion map` proposes it",
)
TABLES_IN_SUBFOLDER = rule(
    "FI011",
    "tables-in-subfolder",
    "warning",
    "informational",
    cause=True,
    fr="le sous-dossier contient des tables qui ne sont pas lues : {names}",
    en="the subfolder holds tables that are not read: {names}",
    help_fr="déplacez-les dans le dossier des sources ; un dossier dont le nom commence par « _ » est à vous",
    help_en="move them to the folder of the sources; a folder whose name begins with `_` is yours",
)
TABLE_OF_OTHER_FORMAT = rule(
    "FI012",
    "table-of-other-format",
    "warning",
    "informational",
    cause=True,
    fr="le fichier est une table au format {suffix}, qui n'est pas lu",
    en="the file is a table of the format {suffix}, which is not read",
    help_fr="enregistrez-le au format .xlsx, .ods ou .csv ; un fichier dont le nom commence par « _ » est à vous",
    help_en="save it as .xlsx, .ods or .csv; a file whose name begins with `_` is yours",
)
TABLE_NOT_READ = rule(
    "FI013",
    "table-not-read",
    "warning",
    "informational",
    cause=True,
    fr="le fichier ressemble à une table « {sheet} », mais son nom ne l'indique pas ; il n'est pas lu",
    en="the file looks like a table `{sheet}`, but its name does not say so; it is not read",
    help_fr="nommez-le « {name}.csv » s'il doit être lu ; un fichier dont le nom commence par « _ » est à vous",
    help_en="name it `{name}.csv` if it is to be read; a file whose name begins with `_` is yours",
)
UNKNOWN_SHEET = rule(
    "TB002",
    "unknown-sheet",
    "information",
    "informational",
    cause=True,
    fr="la feuille « {sheet} » n'est pas connue ; elle est ignorée",
    en="the sheet `{sheet}` is not known; it is ignored",
    help_fr="corrigez son nom, ou faites-le commencer par « _ » pour une feuille privée ; si elle a d'autres colonnes, "
    "indiquez comment la lire : « tabellion map » le propose",
    help_en="fix its name, or begin it with `_` for a private sheet; if it has other columns, say how it is read: "
    "`tabellion "
    "map` proposes it",
)
SHEET_NOT_READ = rule(
    "TB049",
    "sheet-not-read",
    "warning",
    "informational",
    cause=True,
    fr="la feuille « {value} » ressemble à « {sheet} », mais ne porte pas ce nom ; elle n'est pas lue",
    en="the sheet `{value}` looks like `{sheet}`, but does not have this name; it is not read",
    help_fr="nommez-la « {sheet} » si elle doit être lue ; si elle est à vous, faites commencer son nom par « _ »",
    help_en="call it `{sheet}` if it is to be read; if it is your own, begin its name with `_`",
)

OTHER_FORMATS = {".sxc", ".numbers", ".dbf", ".slk", ".dif", ".wk1", ".et"}
OWN_FOLDERS = {"pages", "examples"}  # of the project: what they hold is read for itself
PRIVATE = ("~$", ".", "_")
SHOWN = 5
WORDS = re.compile(r"[\W_]+")
FIRST_BYTES = 4_000


def report_subfolder(folder: Path, suffixes: set[str], report: Report) -> None:
    """Tell of the tables in a folder of the sources, which is not looked into."""
    if folder.name.startswith(PRIVATE) or folder.name in OWN_FOLDERS:
        return
    names = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.suffix.lower() in suffixes | OTHER_FORMATS and path.is_file() and not path.name.startswith(PRIVATE)
    )
    if names:
        shown = ", ".join(names[:SHOWN]) + (f"… ({len(names)})" if len(names) > SHOWN else "")
        report.add(TABLES_IN_SUBFOLDER, Place(folder.name), names=shown)


def report_file(path: Path, sheets: Sequence[Sheet], report: Report) -> None:
    """Tell of a file with an extension that is not read: of a table with what would make it read."""
    suffix = path.suffix.lower()
    if suffix in OTHER_FORMATS or (suffix in ANY_TEXT and _is_table(path, sheets)):
        report.add(TABLE_OF_OTHER_FORMAT, Place(path.name), suffix=suffix)
    else:
        report.add(UNKNOWN_FILE, Place(path.name))


def _is_table(path: Path, sheets: Sequence[Sheet]) -> bool:
    """Whether a text file is called after a sheet, or begins with the headings of one."""
    if sheet_named(path.stem, sheets) is not None:
        return True
    try:
        with path.open("rb") as file:
            text = decoded(file.read(FIRST_BYTES), path.name, Report()) or ""
    except OSError:
        return False
    line = next((line for line in text.splitlines() if line.strip()), "")
    cells = {fold(part) for part in re.split(r"[;,\t|]", line)}
    needed = ({fold(column.fr), fold(column.en)} for sheet in sheets for column in sheet.columns if column.required)
    return len(cells) > 1 and sum(bool(cells & names) for names in needed) > 1


def sheet_named(stem: str, sheets: Sequence[Sheet]) -> Sheet | None:
    """The sheet whose name stands among the words of another, as in `Concepts (1)` or `Copie de Concepts`."""
    words = [word for word in WORDS.split(stem) if word]
    known = {fold(name): sheet for sheet in reversed(sheets) for name in sheet.names}
    spans = [(start, end) for start in range(len(words)) for end in range(len(words), start, -1)]
    for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
        if (sheet := known.get(fold(" ".join(words[start:end])))) is not None:
            return sheet
    return None


def probable_sheet(grid: Grid, name: str, sheets: Sequence[Sheet]) -> Sheet | None:
    """The sheet that a grid of another name probably is: by a slip in its name, by a part of it, or by its headings."""
    names = {known: sheet for sheet in sheets for known in (sheet.fr, sheet.en)}
    near = nearest(name, names)
    if near is not None and (differ_by_a_slip(name, near) or headings_known(grid, names[near])[0] > 1):
        return names[near]
    part = sheet_named(grid.name, sheets)
    if part is not None and headings_known(grid, part)[0] > 1:
        return part
    fitting: list[tuple[int, Sheet]] = []
    for sheet in sheets:
        known, others, complete = headings_known(grid, sheet)
        if complete and known > 1 and known >= others:
            fitting.append((known, sheet))
    return max(fitting, key=lambda found: found[0])[1] if fitting else None


def report_unknown(grid: Grid, name: str, sheets: Sequence[Sheet], suggestion: str | None, report: Report) -> None:
    """Tell of a sheet or a CSV file of no known name: `name` is what its author called it."""
    sheet = probable_sheet(grid, name, sheets)
    if grid.is_text_file:
        if sheet is None:
            report.add(UNKNOWN_FILE, Place(grid.file), suggestion=suggestion)
        else:
            report.add(TABLE_NOT_READ, Place(grid.file), sheet=sheet.term, name=sheet.term)
    elif sheet is None:
        report.add(UNKNOWN_SHEET, grid.place(), sheet=grid.name, suggestion=suggestion)
    else:
        report.add(SHEET_NOT_READ, grid.place(), value=grid.name, sheet=sheet.term)
