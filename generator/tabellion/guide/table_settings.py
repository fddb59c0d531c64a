"""What the Guide sheet says of how tables are read; needed before any of them, itself included, is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tabellion.diagnostics import Place, Report, rule
from tabellion.guide.items import HIDDEN, ITEMS
from tabellion.guide.sheets import GUIDE
from tabellion.tables.columns import Sheet, Type
from tabellion.tables.headings import fold, nearest
from tabellion.tables.settings import Hidden, Settings
from tabellion.tables.sources import Sources
from tabellion.tables.texts import plain_text

UNKNOWN_COLUMN_OF_CODES = rule(
    "GU015",
    "unknown-column-of-codes",
    "error",
    "value",
    fr="« {value} » n'est pas une colonne de codes",
    en="`{value}` is not a column of codes",
    help_fr="écrivez feuille › titre, ex. Concepts › Code",
    help_en="write sheet › heading, for instance Concepts › Code",
)

BETWEEN = re.compile(r"\s*[›>!.]\s*")


def table_settings(sources: Sources, sheets: Sequence[Sheet], lang: str, report: Report) -> Settings:
    """The settings that the Guide sheet holds; what it says of the rest is read later, with its faults."""
    said, _ = text_of_item("hidden", sources)
    hidden = next((Hidden(choice.value) for choice in HIDDEN if fold(said) in map(fold, choice.words)), Hidden.TOLD)
    text, place = text_of_item("whole_numbers", sources)
    named = {
        (fold(sheet_name), fold(name)): (sheet.key, column.key)
        for sheet in sheets
        for column in sheet.columns
        if column.type is Type.CODE
        for sheet_name in sheet.names
        for name in column.headings
    }
    found = set()
    for line in filter(None, map(str.strip, text.splitlines())):
        parts = tuple(map(fold, BETWEEN.split(line, maxsplit=1)))
        if parts in named:
            found.add(named[parts])
        else:
            shown = [f"{s.term[lang]} › {c.term[lang]}" for s in sheets for c in s.columns if c.type is Type.CODE]
            report.add(UNKNOWN_COLUMN_OF_CODES, place, value=line, suggestion=nearest(line, shown))
    return Settings(hidden, frozenset(found))


def text_of_item(key: str, sources: Sources) -> tuple[str, Place]:
    """The text beside the name of an item in the Guide sheet, and its cell; `""` where there is none."""
    names = {fold(name) for entry in ITEMS if entry.key == key for name in entry.headings}
    for grid in sources.grids.get(GUIDE.key, []):
        for row, cells in grid.rows.items():
            texts = [(column, plain_text(cell.value)) for column, cell in sorted(cells.items())]
            if len(texts) > 1 and fold(texts[0][1]) in names:
                return texts[1][1], grid.place(row, texts[1][0])
    return "", Place()
