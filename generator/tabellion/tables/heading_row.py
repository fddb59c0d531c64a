"""The row of headings of a sheet: where it is, and which columns its cells name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tabellion.diagnostics import Report, rule
from tabellion.tables.columns import Column, Sheet
from tabellion.tables.grid import Grid, RawCell
from tabellion.tables.headings import differ_by_a_slip, fold, nearest
from tabellion.tables.texts import plain_text
from tabellion.tables.values import is_error_text

MISSING_HEADING = rule(
    "TB003",
    "missing-heading",
    "error",
    "required",
    cause=True,
    fr="la colonne obligatoire « {heading} » manque",
    en="the required column `{heading}` is missing",
    help_fr="ajoutez la colonne, ou corrigez le titre de celle qui en tient lieu",
    help_en="add the column, or fix the heading of the one that stands for it",
)
UNKNOWN_HEADING = rule(
    "TB004",
    "unknown-heading",
    "warning",
    cause=True,
    fr="la colonne « {heading} » n'est pas connue dans la feuille {sheet} ; elle est ignorée",
    en="the column `{heading}` is not known in the sheet {sheet}; it is ignored",
    help_fr="corrigez le titre, ou faites-le commencer par « _ » pour une colonne privée",
    help_en="fix the heading, or begin it with `_` for a private column",
)
MISSPELT_HEADING = rule(
    "TB033",
    "misspelt-heading",
    "error",
    cause=True,
    fr="la colonne « {value} » est sans doute « {heading} », et lue comme telle",
    en="the column `{value}` is probably `{heading}`, and read as that",
    help_fr="corrigez le titre ; si c'est une colonne à vous, faites-le commencer par « _ »",
    help_en="fix the heading; if the column is one of your own, begin it with `_`",
)
DUPLICATE_HEADING = rule(
    "TB005",
    "duplicate-heading",
    "error",
    "duplicate",
    cause=True,
    fr="deux colonnes donnent « {heading} »",
    en="two columns give `{heading}`",
    help_fr="gardez-en une, ou renommez l'autre",
    help_en="keep one, or rename the other",
)
TWIN = re.compile(
    r"(?P<base>.+?)\s*(?:::\s*(?:[^()]*\()?(?P<code>[a-z]{2}(?:[-_][a-z]{4})?(?:[-_](?:[a-z]{2}|[0-9]{3}))?)\)?"
    r"|\((?P<word>anglais|english|fran[cç]ais|french)\))",
    re.I | re.S,
)
"""A heading with its language, which may have a script and a region (BCP 47): `Libellé::en`, `Libellé::fr-CA`."""
LANGUAGE_WORDS = {"anglais": "en", "english": "en", "francais": "fr", "français": "fr", "french": "fr"}
SEARCHED_ROWS = 10
SHORTEST_MISSPELT = 4  # of shorter headings, many differ by a letter


def headings_known(grid: Grid, sheet: Sheet) -> tuple[int, int, bool]:
    """How many headings of a grid a sheet knows and does not know, and whether all that it requires are among them."""
    top = heading_row(sheet, grid)
    known = known_columns(sheet)
    texts = [plain_text(cell.value) for cell in grid.rows[top].values()] if top is not None else []
    found = [column for text in texts if (column := column_of(text, known)[0]) is not None]
    complete = all(column in found for column in sheet.columns if column.required)
    return len(found), len(texts) - len(found), complete and bool(found)


def are_headings(cells: Mapping[int, RawCell], headings: Mapping[int, str]) -> bool:
    """Whether a row says what stands above its columns, and nothing else."""
    texts = {position: plain_text(cell.value) for position, cell in cells.items()}
    return len(texts) > 1 and all(
        fold(text) == fold(headings.get(position, "")) != "" for position, text in texts.items()
    )


def is_comment(cells: dict[int, RawCell]) -> bool:
    first = cells[min(cells)].value
    is_error = cells[min(cells)].fault != "" or is_error_text(first)
    return isinstance(first, str) and first.lstrip().startswith("#") and not is_error


def known_columns(sheet: Sheet) -> dict[str, Column]:
    """The columns of a sheet by their headings, as these are compared."""
    return {fold(name): column for column in reversed(sheet.columns) for name in reversed(column.headings)}


def candidates(grid: Grid) -> list[int]:
    """The rows in which headings are looked for: the first that are no comments."""
    return [number for number in sorted(grid.rows) if not is_comment(grid.rows[number])][:SEARCHED_ROWS]


def heading_row(sheet: Sheet, grid: Grid) -> int | None:
    """The first row with headings that are known; authors' notes may stand above."""
    known = known_columns(sheet)
    rows = candidates(grid)
    scores = {
        number: sum(column_of(plain_text(cell.value), known)[0] is not None for cell in grid.rows[number].values())
        for number in rows
    }
    best = max(scores.values(), default=0)
    return next((number for number in rows if scores[number] == best), None) if best else None


def column_of(heading: str, known: dict[str, Column]) -> tuple[Column | None, str]:
    """The column that a heading names, and the language of a twin."""
    if (column := known.get(fold(heading))) is not None:
        return column, ""
    if match := TWIN.fullmatch(heading.strip().rstrip("*").strip()):
        column = known.get(fold(match["base"]))
        if column is not None and column.translated:
            return column, _tag(match["code"]) if match["code"] else LANGUAGE_WORDS[match["word"].lower()]
    return None, ""


def _tag(text: str) -> str:
    """A language tag as BCP 47 writes it: `fr-CA`, `zh-Hant-TW`."""
    language, *others = re.split("[-_]", text)
    return "-".join([language.lower(), *(part.title() if len(part) == 4 else part.upper() for part in others)])


def match_headings(
    sheet: Sheet, grid: Grid, top: int, lang: str, report: Report
) -> tuple[dict[int, tuple[Column, str]], bool]:
    """The column of each cell of the headings, with its key, and whether none that is required is missing."""
    known = known_columns(sheet)
    found: dict[str, int] = {}
    columns: dict[int, tuple[Column, str]] = {}
    complete = True
    unknown: list[tuple[int, str]] = []
    for number, cell in sorted(grid.rows[top].items()):
        heading = plain_text(cell.value)
        if heading.startswith(("_", "#")):
            continue
        column, twin = column_of(heading, known)
        if column is None:
            unknown.append((number, heading))
            continue
        key = column.key if twin in ("", lang) else f"{column.key}::{twin}"
        if key in found:
            first = grid.place(top, found[key])
            report.add(DUPLICATE_HEADING, grid.place(top, number), heading=heading, related=(first,))
            complete = False
            continue
        found[key] = number
        columns[number] = (column, key)
    missing = [column for column in sheet.columns if column.key not in found]
    for number, heading in list(unknown):
        meant = _meant(heading, missing)
        if meant is not None:
            report.add(MISSPELT_HEADING, grid.place(top, number), value=heading, heading=meant.term)
            columns[number] = (meant, meant.key)
            missing.remove(meant)
            unknown.remove((number, heading))
    for number, heading in unknown:
        names = [_heading(column, lang) for column in missing] or [_heading(column, lang) for column in sheet.columns]
        report.add(
            UNKNOWN_HEADING,
            grid.place(top, number),
            heading=heading,
            sheet=grid.name,
            suggestion=nearest(heading, names),
        )
    for column in missing:
        if column.required:
            close = nearest(_heading(column, lang), [heading for _, heading in unknown])
            report.add(MISSING_HEADING, grid.place(top), heading=column.term, value=close)
            complete = False
    return columns, complete


def _meant(heading: str, missing: list[Column]) -> Column | None:
    """The column that a heading with a slip means: a required one that is near, another that differs by one letter."""
    if len(fold(heading)) < SHORTEST_MISSPELT:
        return None
    for column in missing:
        if any(differ_by_a_slip(heading, name) for name in column.headings if len(fold(name)) >= SHORTEST_MISSPELT):
            return column
    required = {name: column for column in missing if column.required for name in column.headings}
    near = nearest(heading, required)
    return required[near] if near else None


def _heading(column: Column, lang: str) -> str:
    return column.term[lang]
