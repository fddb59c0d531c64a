"""The files of the French national repository of nomenclatures: JDV (value sets), TRE (code systems), ASS (maps).

Line 1 names the parts of the file's identity, line 2 gives them (`nos_identity`); line 3 names the columns of what
follows: codes, or the codes that an association sets side by side (`nos_associations`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial

from tabellion.diagnostics import Report, rule
from tabellion.tables.grid import Grid, RawCell
from tabellion.tables.headings import fold
from tabellion.tables.large_grid import LargeGrid, Rows
from tabellion.tables.literals import OID
from tabellion.tables.nos_associations import association_grids
from tabellion.tables.nos_identity import (
    DAY,
    DECLARED_BY,
    NomenclatureIdentity,
    day,
    declaring_grid,
    identity_of,
    placed,
    property_name,
    tell_unknown,
)
from tabellion.tables.texts import plain_text
from tabellion.tables.typed_values import NOT_A_DATE

UNREADABLE_NOMENCLATURE_FILE = rule(
    "TB028",
    "unreadable-nomenclature-file",
    "error",
    "processing",
    cause=True,
    fr="le fichier n'a pas la forme d'un JDV, d'une TRE ou d'une ASS : {reason}",
    en="the file does not have the form of a JDV, a TRE or an ASS: {reason}",
    help_fr="ligne 1 : <OID>;<Type fichier>;… ; ligne 2 : leurs valeurs ; ligne 3 : <OID>;<Code>;<Libellé> ; les codes",
    help_en="line 1: <OID>;<Type fichier>;…; line 2: their values; line 3: <OID>;<Code>;<Libellé>; then the codes",
)

# columns of each type of file, by the key of the declared column that each fills
SHEETS = {"JDV": "concepts", "TRE": "system-concepts"}
DATES = {
    "debut": "start",
    "datedebut": "start",
    "datevalid": "start",
    "fin": "end",
    "datefin": "end",
}
COLUMNS = {
    "JDV": {
        "oid": "system",
        "systeme": "system",
        "code": "code",
        "libelle": "label",
        "statut": "active",
        **DATES,
    },
    "TRE": {
        "oid": "system",
        "systeme": "system",
        "code": "code",
        "libelle": "display",
        "libellelong": "definition",
        "statut": "code_status",
        "parent": "parent",
        **DATES,
    },
}
REQUIRED = {"JDV": ("system", "code", "label"), "TRE": ("system", "code", "display")}
VALUE_SET = "valueset"
# what the columns of a TRE that are properties of its concepts are called, where it is not as their headings say
AS_PROPERTIES = {"datemaj": "dateMaj", "libellecourt": "libelleCourt"}
PROPERTIES = "properties"
MOMENTS = frozenset({"start", "end"})
WRITTEN_OTHERWISE = MOMENTS | {"system", "active"}
"""The columns that the files write in their own way."""
# what a status says to the column that asks whether a code is in use; another word is told as no value of it
IN_USE = {"actif": "oui", "active": "oui", "valide": "oui", "a": "oui"} | dict.fromkeys(
    ("inactif", "inactive", "retire", "retired", "obsolete", "deprecie", "deprecated", "i"), "non"
)


def is_nomenclature(cells: Sequence[str]) -> bool:
    """Whether the first row of a text table is that of the files of the repository."""
    return len(cells) > 1 and fold(cells[0]) == "oid" and fold(cells[1]) == "typefichier"


def as_sheets(grid: Grid, report: Report) -> tuple[list[Grid], NomenclatureIdentity | None]:
    """The file as rows of declared sheets, each at its own line: of what it declares, then of what that holds."""
    if isinstance(grid, LargeGrid) and not grid.is_text_file:
        grid = grid.as_cells()
    identity = identity_of(grid)
    if identity.kind not in DECLARED_BY:
        report.add(UNREADABLE_NOMENCLATURE_FILE, grid.place(2), reason=f"« {identity.kind} »")
        return [], None
    if not identity.oid:
        report.add(UNREADABLE_NOMENCLATURE_FILE, grid.place(2, identity.columns.get("oid", 0)), reason="OID")
        return [], None
    if identity.kind != "JDV" and identity.updated and not DAY.fullmatch(identity.updated):
        # the sheet of value sets has a column for it, which tells so
        report.add(NOT_A_DATE, grid.place(2, identity.columns["updated"]), value=identity.updated)
    if identity.kind == "ASS":
        mappings = association_grids(grid, identity.id, report)
        if not mappings:
            report.add(UNREADABLE_NOMENCLATURE_FILE, grid.place(3), reason="OID")
            return [], None
        return [declaring_grid(grid, identity), *mappings], identity
    heads = [fold(text) for text in texts_of(grid, 3)]
    wanted = COLUMNS[identity.kind]
    headings = {column: wanted[head] for column, head in enumerate(heads, 1) if head in wanted}
    for column, text in enumerate(texts_of(grid, 3), 1):
        name, twin, lang = text.strip("<> ").partition("::")
        if twin and (key := wanted.get(fold(name))) is not None:
            headings[column] = f"{key}::{lang}"
    missing = set(REQUIRED[identity.kind]) - {key.partition("::")[0] for key in headings.values()}
    if missing:
        report.add(UNREADABLE_NOMENCLATURE_FILE, grid.place(3), reason=", ".join(sorted(missing)))
        return [], None
    owner = {max(grid.rows[3]) + 1: identity.oid} if identity.kind == "JDV" else {}
    named = {
        column: AS_PROPERTIES.get(fold(text)) or property_name(text)
        for column, text in enumerate(texts_of(grid, 3), 1)
        if column not in headings and text and not text.strip("<> ").startswith("_")
    }
    if identity.kind == "JDV":
        tell_unknown(grid, named, report)
        named = {}
    sheet = SHEETS[identity.kind]
    if isinstance(grid, LargeGrid):
        return [declaring_grid(grid, identity), _as_large_sheet(grid, sheet, headings, owner, named)], identity
    made = Grid(grid.file, sheet, is_text_file=True, origin=placed(grid))
    made.rows = _rows(grid.rows, headings, owner, named, grid.is_text_file)
    return [declaring_grid(grid, identity), made], identity


def _property(name: str, text: str) -> str:
    """A property of a concept as the sheet of concepts writes it; a moment of the files is told by its day."""
    return f"{name} = {day(text).strip()}"


def _system(text: str) -> str:
    """The OID of a system with its prefix, so that one which nobody else names is an address all the same."""
    return f"urn:oid:{text.strip()}" if OID.fullmatch(text.strip()) else text


def _value(key: str, text: str) -> str:
    if key == "active":
        return IN_USE.get(fold(text), text)
    return day(text) if key in MOMENTS else _system(text) if key == "system" else text


def _cell(key: str, cell: RawCell, is_text: bool) -> RawCell:
    """A cell of a column as the sheet of codes has it; a number in a workbook stays one, which is told where it is a
    code."""
    if not is_text and key not in WRITTEN_OTHERWISE:
        return cell
    return cell if cell.fault else RawCell(_value(key, str(cell.value) if is_text else plain_text(cell.value)))


def _rows(
    rows: Rows,
    headings: Mapping[int, str],
    owner: Mapping[int, str],
    named: Mapping[int, str],
    is_text: bool = True,
) -> Rows:
    """The row of headings, and the codes with the value set that owns them and what is said of them besides."""
    keys = {**headings, **dict.fromkeys(owner, VALUE_SET), **dict.fromkeys(list(named)[:1], PROPERTIES)}
    made = {3: {column: RawCell(key) for column, key in keys.items()}}
    for row in sorted(rows):
        if row <= 3:
            continue
        cells = {
            column: _cell(headings[column], cell, is_text) for column, cell in rows[row].items() if column in headings
        }
        said = {column: plain_text(rows[row][column].value) for column in named if column in rows[row]}
        lines = [_property(named[column], text) for column, text in said.items() if text.strip()]
        cells |= {column: RawCell("\n".join(lines)) for column in list(named)[:1] if lines}
        if cells:
            made[row] = cells | {column: RawCell(text) for column, text in owner.items()}
    return made


def _as_large_sheet(
    grid: LargeGrid, sheet: str, headings: Mapping[int, str], owner: Mapping[int, str], named: Mapping[int, str]
) -> LargeGrid:
    assert grid.frame is not None
    frame = grid.frame[list(headings)].copy()
    for column, key in headings.items():
        if key in WRITTEN_OTHERWISE:
            known = {text: _value(key, text) for text in frame[column].unique()}
            frame[column] = frame[column].map(known)
    is_row = grid.frame.map(str.strip).ne("").any(axis=1)
    for column in list(named)[:1]:
        said = [grid.frame[each].map(partial(_property_or_nothing, name)) for each, name in named.items()]
        frame[column] = said[0].str.cat(said[1:], sep="\n").str.strip("\n")
    for column, text in owner.items():
        frame[column] = is_row.map({True: text, False: ""})

    def careful(numbers: Collection[int]) -> Rows:
        return _rows(grid.careful(numbers), headings, owner, named)

    head = _rows(grid.rows, headings, owner, named)
    return LargeGrid(grid.file, sheet, head, is_text_file=True, frame=frame, doubtful=grid.doubtful, careful=careful)


def _property_or_nothing(name: str, text: str) -> str:
    return _property(name, text) if text.strip() else ""


def texts_of(grid: Grid, row: int) -> list[str]:
    """The texts of a row, `""` for empty cells."""

    def texts() -> Iterator[str]:
        cells = grid.rows.get(row, {})
        for column in range(1, max(cells, default=0) + 1):
            yield plain_text(cells[column].value) if column in cells else ""

    return list(texts())
