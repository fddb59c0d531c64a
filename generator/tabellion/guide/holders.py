"""Who holds what: the role of the institution that sent each file, and the institution that owns each column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tabellion.diagnostics import Report, rule
from tabellion.guide.sheets import RECEPTION, ROLES
from tabellion.tables.columns import Sheet
from tabellion.tables.headings import fold, nearest
from tabellion.tables.mapping.patterns import fits_any
from tabellion.tables.sources import Sources
from tabellion.tables.table import Table

UNKNOWN_COLUMN_HELD = rule(
    "GU018",
    "unknown-column-held",
    "error",
    "value",
    fr="« {value} » n'est ni une feuille ni une colonne",
    en="`{value}` is neither a sheet nor a column",
    help_fr="écrivez le nom d'une feuille, ou feuille › titre, ex. Mesures › Libellé",
    help_en="write the name of a sheet, or sheet › heading, for instance Measurements › Label",
)
COLUMN_HELD_TWICE = rule(
    "GU017",
    "column-held-twice",
    "error",
    "business-rule",
    fr="« {value} » est déjà tenu par une autre institution ({other})",
    en="`{value}` is held by another institution already ({other})",
    help_fr="une colonne n'a qu'un propriétaire : gardez-la à une seule ligne de Réception",
    help_en="a column has one owner: keep it on one row of Reception only",
)
BETWEEN = re.compile(r"\s*[›>!]\s*")


@dataclass(frozen=True, slots=True)
class Holders:
    """`roles` are those of the institutions that sent files, by the name of the file; `columns` the roles that hold
    columns, by the keys of sheet and column, and whole sheets, with `""` for the column."""

    roles: Mapping[str, str]
    columns: Mapping[tuple[str, str], str]

    def owner(self, sheet: Sheet, column: str) -> str:
        """The role that owns a column: as the sheet Reception says, else as the sheet is declared."""
        base = column.partition("::")[0]
        usual = sheet.owner if sheet.owner != "all" else "specification"
        return self.columns.get((sheet.key, base)) or self.columns.get((sheet.key, "")) or usual


NOBODY = Holders({}, {})


def read_holders(sources: Sources, sheets: Sequence[Sheet], lang: str, report: Report) -> Holders:
    """What the sheet Reception says of files and columns. A row without files speaks of the file that it stands in."""
    table = sources.table(RECEPTION, lang, Report())  # its own faults are told where it is read for good
    files = [*sources.files]
    roles: dict[str, str] = {}
    for row in table:
        patterns = row.many("files")
        for file in files:
            if row["role"] and (fits_any(file, patterns) if patterns else file == row.place.file):
                roles.setdefault(file, row["role"])
    return Holders(roles, _columns(table, sheets, lang, report))


def _columns(table: Table, sheets: Sequence[Sheet], lang: str, report: Report) -> dict[tuple[str, str], str]:
    named = {(fold(name), ""): (sheet.key, "") for sheet in sheets for name in sheet.names}
    named |= {
        (fold(name), fold(heading)): (sheet.key, column.key)
        for sheet in sheets
        for column in sheet.columns
        for name in sheet.names
        for heading in column.headings
    }
    found: dict[tuple[str, str], str] = {}
    for row in table:
        for text in row.many("holds"):
            sheet_name, *heading = BETWEEN.split(text, maxsplit=1)
            held = named.get((fold(sheet_name), fold(heading[0]) if heading else ""))
            if held is None:
                shown = [sheet.term[lang] for sheet in sheets]
                shown += [f"{sheet.term[lang]} › {column.term[lang]}" for sheet in sheets for column in sheet.columns]
                report.add(UNKNOWN_COLUMN_HELD, row.at("holds"), value=text, suggestion=nearest(text, shown))
            elif found.setdefault(held, row["role"] or "") != (row["role"] or ""):
                other = next(choice.term for choice in ROLES if choice.value == found[held])
                report.add(COLUMN_HELD_TWICE, row.at("holds"), value=text, other=other)
    return {held: role for held, role in found.items() if role}
