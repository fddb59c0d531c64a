"""The files of the French national repository of nomenclatures: JDV (value sets) and TRE (code systems).

Line 1 names the parts of the file's identity, line 2 gives them; line 3 names the columns of the codes that follow.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from tabellion.diagnostics import Report, rule
from tabellion.tables.grid import Grid, RawCell
from tabellion.tables.headings import fold
from tabellion.tables.large_grid import LargeGrid, Rows

UNREADABLE_NOMENCLATURE_FILE = rule(
    "TB028",
    "unreadable-nomenclature-file",
    "error",
    "processing",
    cause=True,
    fr="le fichier n'a pas la forme d'un JDV ou d'une TRE : {reason}",
    en="the file does not have the form of a JDV or a TRE: {reason}",
    help_fr="ligne 1 : <OID>;<Type fichier>;… ; ligne 2 : leurs valeurs ; ligne 3 : <OID>;<Code>;<Libellé> ; les codes",
    help_en="line 1: <OID>;<Type fichier>;…; line 2: their values; line 3: <OID>;<Code>;<Libellé>; then the codes",
)

# columns of each type of file, by the key of the declared column that each fills
SHEETS = {"JDV": "concepts", "TRE": "system-concepts"}
COLUMNS = {
    "JDV": {
        "oid": "system",
        "systeme": "system",
        "code": "code",
        "libelle": "label",
        "debut": "start",
        "datedebut": "start",
        "datevalid": "start",
        "fin": "end",
        "datefin": "end",
        "statut": "active",
    },
    "TRE": {"oid": "system", "code": "code", "libelle": "display", "libellelong": "definition"},
}
OPTIONAL = frozenset({"definition", "start", "end", "active"})
# what a status says to the column that asks whether a code is in use; another word is told as no value of it
IN_USE = {"actif": "oui", "active": "oui", "valide": "oui", "a": "oui"} | dict.fromkeys(
    ("inactif", "inactive", "retire", "retired", "obsolete", "deprecie", "deprecated", "i"), "non"
)
VALUE_SET = "valueset"
# the columns of a TRE that say whether a code is still in use; together they are properties of its concept
ENDS = {"datefin": "deprecated", "statut": "status"}
PROPERTIES = "properties"
DAY = re.compile(r"(\d{4})(\d\d)(\d\d)(\d{6})?")


def is_nomenclature(cells: Sequence[str]) -> bool:
    """Whether the first row of a text table is that of the files of the repository."""
    return len(cells) > 1 and fold(cells[0]) == "oid" and fold(cells[1]) == "typefichier"


def as_sheet(grid: Grid, report: Report) -> list[Grid]:
    """The rows of the file as rows of the sheet of concepts that its type fills, each at its own line."""
    values = texts_of(grid, 2)
    kind = values[1].strip().upper() if len(values) > 1 else ""
    if kind not in SHEETS:
        report.add(UNREADABLE_NOMENCLATURE_FILE, grid.place(2), reason=f"« {kind} »")
        return []
    wanted = COLUMNS[kind]
    headings = {column: wanted[fold(text)] for column, text in enumerate(texts_of(grid, 3), 1) if fold(text) in wanted}
    ends = {column: ENDS[fold(text)] for column, text in enumerate(texts_of(grid, 3), 1) if fold(text) in ENDS}
    missing = set(wanted.values()) - OPTIONAL - set(headings.values())
    if missing:
        report.add(UNREADABLE_NOMENCLATURE_FILE, grid.place(3), reason=", ".join(sorted(missing)))
        return []
    owner = {max(grid.rows[3]) + 1: values[0]} if kind == "JDV" else {}
    ends = ends if kind == "TRE" else {}
    if isinstance(grid, LargeGrid):
        return [_as_large_sheet(grid, SHEETS[kind], headings, owner, ends)]
    made = Grid(grid.file, SHEETS[kind], is_text_file=True)
    made.rows = _rows(grid.rows, headings, owner, ends)
    return [made]


def _day(text: str) -> str:
    """The day of a moment as the files write it; any other text stays."""
    day = DAY.fullmatch(text.strip())
    return "-".join(day.groups()[:3]) if day else text


def _in_use(text: str) -> str:
    """A status as the column of codes in use writes it; a word that is none stays."""
    return IN_USE.get(fold(text), text)


# how the files write what columns write otherwise, by the key of the column
WORDED = {"start": _day, "end": _day, "active": _in_use}


def _property(name: str, text: str) -> str:
    """A property of a concept as the sheet of concepts writes it; a moment of the files is told by its day."""
    return f"{name} = {(_day(text) if name == 'deprecated' else text).strip()}"


def _rows(rows: Rows, headings: Mapping[int, str], owner: Mapping[int, str], ends: Mapping[int, str]) -> Rows:
    """The row of headings, and the codes with the value set that owns them and what is said of their end."""
    keys = {**headings, **dict.fromkeys(owner, VALUE_SET), **dict.fromkeys(list(ends)[:1], PROPERTIES)}
    worded = {column: WORDED[key] for column, key in headings.items() if key in WORDED}
    made = {3: {column: RawCell(key) for column, key in keys.items()}}
    for row in sorted(rows):
        cells = {column: cell for column, cell in rows[row].items() if column in headings}
        for column in cells.keys() & worded.keys():
            cells[column] = RawCell(worded[column](str(cells[column].value)))
        cells |= {column: RawCell(text) for column, text in owner.items()}
        said = {column: str(rows[row][column].value) for column in ends if column in rows[row]}
        lines = [_property(ends[column], text) for column, text in said.items() if text.strip()]
        cells |= {column: RawCell("\n".join(lines)) for column in list(ends)[:1] if lines}
        if row > 3 and cells:
            made[row] = cells
    return made


def _as_large_sheet(
    grid: LargeGrid, sheet: str, headings: Mapping[int, str], owner: Mapping[int, str], ends: Mapping[int, str]
) -> LargeGrid:
    assert grid.frame is not None
    frame = grid.frame[list(headings)].copy()
    for column, key in headings.items():
        if key in WORDED:
            frame[column] = frame[column].map(WORDED[key])
    is_row = grid.frame.map(str.strip).ne("").any(axis=1)
    for column in list(ends)[:1]:
        said = [
            grid.frame[each].map(lambda text, name=name: _property(name, text) if text.strip() else "")
            for each, name in ends.items()
        ]
        frame[column] = said[0].str.cat(said[1:], sep="\n").str.strip("\n")
    for column, text in owner.items():
        frame[column] = is_row.map({True: text, False: ""})

    def careful(numbers: Collection[int]) -> Rows:
        return _rows(grid.careful(numbers), headings, owner, ends)

    head = _rows(grid.rows, headings, owner, ends)
    return LargeGrid(grid.file, sheet, head, is_text_file=True, frame=frame, careful=careful)


def texts_of(grid: Grid, row: int) -> list[str]:
    """The texts of a row, `""` for empty cells."""

    def texts() -> Iterator[str]:
        cells = grid.rows.get(row, {})
        for column in range(1, max(cells, default=0) + 1):
            yield str(cells[column].value) if column in cells else ""

    return list(texts())
