"""The files of the French national repository of nomenclatures: JDV (value sets) and TRE (code systems).

Line 1 names the parts of the file's identity, line 2 gives them; line 3 names the columns of the codes that follow.
"""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.diagnostics import Report, rule
from tabellion.tables.grid import Grid, RawCell
from tabellion.tables.headings import fold

BAD_FILE = rule(
    "TB028",
    "unreadable-nomenclature-file",
    "error",
    "processing",
    fr="le fichier n'a pas la forme d'un JDV ou d'une TRE : {reason}",
    en="the file does not have the form of a JDV or a TRE: {reason}",
    help_fr="ligne 1 : <OID>;<Type fichier>;… ; ligne 2 : leurs valeurs ; ligne 3 : <OID>;<Code>;<Libellé> ; les codes",
    help_en="line 1: <OID>;<Type fichier>;…; line 2: their values; line 3: <OID>;<Code>;<Libellé>; then the codes",
)

# columns of each type of file, by the key of the declared column that each fills
SHEETS = {"JDV": "concepts", "TRE": "system-concepts"}
COLUMNS = {
    "JDV": {"oid": "system", "systeme": "system", "code": "code", "libelle": "label"},
    "TRE": {"oid": "system", "code": "code", "libelle": "display", "libellelong": "definition"},
}
VALUE_SET = "valueset"


def is_nomenclature(grid: Grid) -> bool:
    """Whether a text table begins as the files of the repository do."""
    cells = _texts(grid, 1)
    return len(cells) > 1 and fold(cells[0]) == "oid" and fold(cells[1]) == "typefichier"


def as_sheet(grid: Grid, report: Report) -> list[Grid]:
    """The rows of the file as rows of the sheet of concepts that its type fills, each at its own line."""
    values = _texts(grid, 2)
    kind = values[1].strip().upper() if len(values) > 1 else ""
    if kind not in SHEETS:
        report.add(BAD_FILE, grid.place(2), reason=f"« {kind} »")
        return []
    wanted = COLUMNS[kind]
    headings = {column: wanted[fold(text)] for column, text in enumerate(_texts(grid, 3), 1) if fold(text) in wanted}
    missing = set(wanted.values()) - {"definition"} - set(headings.values())
    if missing:
        report.add(BAD_FILE, grid.place(3), reason=", ".join(sorted(missing)))
        return []
    made = Grid(grid.file, SHEETS[kind], is_text_file=True)
    made.rows[3] = {column: RawCell(key) for column, key in headings.items()}
    owner = max(grid.rows[3]) + 1
    if kind == "JDV":
        made.rows[3][owner] = RawCell(VALUE_SET)
    for row in sorted(grid.rows):
        if row > 3:
            cells = {column: cell for column, cell in grid.rows[row].items() if column in headings}
            if kind == "JDV":
                cells[owner] = RawCell(values[0])
            made.rows[row] = cells
    return [made]


def _texts(grid: Grid, row: int) -> list[str]:
    """The texts of a row, `""` for empty cells."""

    def texts() -> Iterator[str]:
        cells = grid.rows.get(row, {})
        for column in range(1, max(cells, default=0) + 1):
            yield str(cells[column].value) if column in cells else ""

    return list(texts())
