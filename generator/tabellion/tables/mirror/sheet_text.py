"""The text of a sheet: what stands above its headings, its headings, and a block of lines for each row.

A block begins with the key of its row, in its first column; below it each filled cell has a line, behind a tab: its
heading, a colon, its value. The lines of a text that has several stand below, behind two tabs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tabellion.diagnostics import Term
from tabellion.tables.mapping.headings import column_number
from tabellion.tables.mirror.values import Value, read_value, written

ABOVE, HEADINGS = "@row", "@headings"
NO_NUMBER = Term("la ligne des titres n'a pas de numéro", "the row of headings has no number")
UNSETTLED = Term("un conflit que personne n'a réglé", "a conflict that nobody has settled")
NO_ROW = Term("une cellule sans ligne", "a cell without a row")
NO_COLUMN = Term("aucune colonne ne s'appelle ainsi", "no column is called so")
NO_VALUE = Term("la valeur n'est pas lisible", "the value cannot be read")
NOT_WRITABLE = Term(
    "un caractère de contrôle (U+{code:04X}), qu'aucun classeur ne peut contenir",
    "a control character (U+{code:04X}), which no workbook can hold",
)
# what is no character of XML 1.0, in which workbooks are written
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Cells = dict[str, Value]
Key = tuple[tuple[str, ...], int]
Rows = dict[int, dict[int, Any]]
"""The values of cells by row and column, from 1."""


class MirrorTextError(ValueError):
    """A text that is no mirror of a sheet; `line` is where, counted from 1, `reason` what is wrong."""

    def __init__(self, line: int, reason: Term) -> None:
        super().__init__(f"line {line}: {reason.en}")
        self.line = line
        self.reason = reason


@dataclass(slots=True)
class MirroredSheet:
    """A sheet as its text tells it.

    `above` has the cells of the rows above the headings by row and letters of the column, `top` is the row of the
    headings (0 where there is none), `headings` the text in each column by its letters. `rows` are the cells of each
    row by the name of its column; `keys` the names of the columns that tell rows apart.
    """

    above: dict[int, Cells] = field(default_factory=dict)
    top: int = 0
    headings: dict[str, Value] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    rows: list[Cells] = field(default_factory=list)

    def names(self) -> dict[str, str]:
        """The name of each column by its letters: its heading in one line, its letters where it has none of its own."""
        lines = {letters: " ".join(str(value).split()) for letters, value in self.headings.items()}
        count = Counter(lines.values())
        return {letters: line if line and count[line] == 1 else f"[{letters}]" for letters, line in lines.items()}

    def by_key(self) -> dict[Key, Cells]:
        """The rows by their key; those that share one are told apart by their order."""
        count: Counter[tuple[str, ...]] = Counter()
        found: dict[Key, Cells] = {}
        for cells in self.rows:
            key = tuple("\n".join(written(cells.get(name))) for name in self.keys)
            found[key, count[key]] = cells
            count[key] += 1
        return found


def addressed(sheet: MirroredSheet) -> Rows:
    """The cells of a sheet where they stand, the rows below the headings one after the other."""
    names = {name: letters for letters, name in sheet.names().items()}
    by_row = sheet.above | ({sheet.top: sheet.headings} if sheet.top else {})
    by_row |= {
        row: {names[name]: value for name, value in cells.items()}
        for row, cells in enumerate(sheet.rows, sheet.top + 1)
    }
    return {row: {column_number(letters): value for letters, value in cells.items()} for row, cells in by_row.items()}


def label(key: Key) -> str:
    """The line that a block begins with."""
    line = " · ".join(" ".join(part.split()) for part in key[0] if part).lstrip("<=>") or "…"
    return f"{line} ({key[1] + 1})" if key[1] else line


def cell_lines(name: str, value: Value) -> list[str]:
    """The lines of a cell."""
    lines = written(value)
    if len(lines) == 1:
        return [f"\t{name}: {lines[0]}"]
    return [f"\t{name}:", *(f"\t\t{line}" for line in lines)]


def text_of_sheet(sheet: MirroredSheet) -> str:
    """The text of a sheet, each block after an empty line."""
    blocks = [_block(f"{ABOVE} {row}", cells) for row, cells in sorted(sheet.above.items())]
    if sheet.top:
        blocks.append(_block(f"{HEADINGS} {sheet.top} {' · '.join(sheet.keys)}".rstrip(), sheet.headings))
    blocks += [_block(label(key), cells) for key, cells in sheet.by_key().items()]
    return "\n".join(blocks)


def _block(first: str, cells: Mapping[str, Value]) -> str:
    lines = [line for name, value in cells.items() for line in cell_lines(name, value)]
    return "\n".join([first, *lines]) + "\n"


def sheet_of_text(text: str) -> MirroredSheet:
    """The sheet that a text tells. Raises `MirrorTextError`."""
    sheet = MirroredSheet()
    names: list[str] = []
    for number, first, lines in _blocks(text):
        kind, _, rest = first.partition(" ")
        if kind == ABOVE and not sheet.top and rest.isdigit():
            sheet.above[int(rest)] = _cells(number, lines, None)
        elif kind == HEADINGS and not sheet.top:
            row, _, keys = rest.partition(" ")
            if not row.isdigit():
                raise MirrorTextError(number, NO_NUMBER)
            sheet.top, sheet.headings = int(row), _cells(number, lines, None)
            names = list(sheet.names().values())
            sheet.keys = tuple(key for key in keys.split(" · ") if key)
        else:
            sheet.rows.append(_cells(number, lines, names))
    return sheet


def _blocks(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Each block: the number of its first line, this line, and the others."""
    first, start, lines = "", 0, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            raise MirrorTextError(number, UNSETTLED)
        if line.startswith("\t"):
            if not first:
                raise MirrorTextError(number, NO_ROW)
            lines.append(line[1:])
        elif line.strip():
            if first:
                yield start, first, lines
            first, start, lines = line, number, []
    if first:
        yield start, first, lines


def _cells(start: int, lines: Sequence[str], names: Sequence[str] | None) -> Cells:
    """The cells of a block; `names` are those of the columns, any where it is `None`."""
    cells: Cells = {}
    name, found = "", list[str]()
    for number, line in enumerate([*lines, ""], start + 1):
        if line.startswith("\t"):
            found.append(line[1:])
            continue
        if name:
            cells[name] = _read(number - 1, found)
        if not line:
            break
        name = _name(line, names)
        if not name:
            raise MirrorTextError(number, NO_COLUMN)
        rest = line[len(name) + 1 :].removeprefix(" ")
        found = [rest] if rest else []
    return cells


def _name(line: str, names: Sequence[str] | None) -> str:
    if names is None:
        return line.partition(":")[0]
    return max((name for name in names if line.startswith(f"{name}:")), key=len, default="")


def _read(number: int, lines: list[str]) -> Value:
    try:
        value = read_value(lines or [""])
    except ValueError:
        raise MirrorTextError(number, NO_VALUE) from None
    if isinstance(value, str) and (found := CONTROLS.search(value)) is not None:
        code = ord(found[0])
        raise MirrorTextError(number, Term(NOT_WRITABLE.fr.format(code=code), NOT_WRITABLE.en.format(code=code)))
    return value
