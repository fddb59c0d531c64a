"""What the terminology centre says of the codes and units of a profile, row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tabellion.elements.paths import rooted
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.codes import system_name
from tabellion.publish.pages.essentials import number
from tabellion.publish.pages.reading import Reading, Text
from tabellion.tables.table import Row

# the columns that are shown of each sheet, the first names the row
SHOWN = {
    "codes": (
        "code",
        "system",
        "version",
        "label",
        "display",
        "role",
        "relationship",
        "code_status",
        "replaced_by",
        "path",
    ),
    "units": ("code", "label", "preferred", "factor", "path"),
}
# the element of a row that names none
USUAL = {"codes": "code", "units": "value[x]"}


@dataclass(frozen=True, slots=True)
class CodedTable:
    """The rows of a sheet about a profile; columns that are empty in all of them are left out."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Text]]


def coded_tables(artifact: Artifact, measures: Sequence[Row], reading: Reading) -> list[CodedTable]:
    """The rows of Codes and Units that name a profile or its measures, or everything that has their element."""
    names = {artifact.id, *(str(row["id"]) for row in measures)}
    elements, root = reading.elements(artifact), str(artifact.resource["type"])

    def is_about(row: Row) -> bool:
        if names & set(row.many("target")):
            return True
        usual = USUAL[row.sheet.key]
        return "*" in row.many("target") and rooted(row["path"] or usual, root) in elements

    found = []
    for sheet, keys in SHOWN.items():
        rows = [row for row in reading.edition.rows(sheet) if row["code"] and is_about(row)]
        filled = [key for key in keys if any(row[key] is not None for row in rows)]
        if rows:
            declared = rows[0].sheet
            headings = [declared.column(key).term[reading.lang] for key in filled]
            cells = [[_cell(row, key, reading) for key in filled] for row in rows]
            found.append(CodedTable(declared.term[reading.lang], headings, cells))
    return found


def _cell(row: Row, key: str, reading: Reading) -> Text:
    if row[key] is None:
        return Text("")
    if row.sheet.column(key).translated:
        return reading.text(row.text(key))
    shown: dict[str, Callable[[], str]] = {
        "system": lambda: system_name(reading.systems.url(row[key]) or str(row[key]), reading),
        "factor": lambda: number(row[key], reading.lang),
    }
    return Text(shown[key]() if key in shown else reading.choice(row, key))
