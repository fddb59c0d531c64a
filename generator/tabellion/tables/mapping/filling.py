"""How a received column becomes one of ours: a function for each reading, from received cells to cells of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from tabellion.diagnostics import Place
from tabellion.tables.headings import fold
from tabellion.tables.mapping import levels
from tabellion.tables.mapping.headings import column_number
from tabellion.tables.mapping.patterns import fits, has_wildcard
from tabellion.tables.mapping.received import Item, ReceivedTable, is_faulty, raw_text, text_of, with_text
from tabellion.tables.mapping.spelling import FILTERS, spelt
from tabellion.tables.mapping.statement import BLANK, LINE_BREAK, PLACEHOLDER, MappingStatement

CELL = re.compile(r"(?P<letters>[A-Z]{1,3})(?P<row>[1-9]\d*)")
SHEET_WORDS, FILE_WORDS = {"feuille", "sheet"}, {"fichier", "file"}


@dataclass(slots=True)
class FilledColumn:
    """A column of ours: its cells in the order of the received rows, and where each comes from.

    `column` is the received column, 0 for what the mapping itself says (`stated`, its place); `elsewhere` has the rows
    and columns of cells that come from another.
    """

    key: str
    items: list[Item]
    column: int
    stated: Place
    elsewhere: dict[int, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asking:
    """What a statement is asked of: the received table, its columns in their order, and the columns that the value
    names, by name."""

    statement: MappingStatement
    table: ReceivedTable
    columns: tuple[int, ...]
    named: Mapping[str, int]

    def items(self, column: int) -> list[Item]:
        return self.table.items(column)

    def texts(self, column: int) -> list[str]:
        return [text_of(item) for item in self.table.items(column)]


def filled(asked: Asking) -> FilledColumn:
    """The column that a statement fills."""
    statement = asked.statement
    items, elsewhere = _READ[statement.reading](asked)
    table = asked.table
    column = asked.columns[0] if asked.columns else min(asked.named.values(), default=0)
    for index, number in enumerate(table.numbers):
        row = table.row_of(number, column)
        if row != number and column:
            elsewhere.setdefault(index, (row, column))
    return FilledColumn(statement.key, items, column, statement.at("value" if not column else "column"), elsewhere)


Read = tuple[list[Item], dict[int, tuple[int, int]]]


def _each(items: Sequence[Item], change: Callable[[str], str]) -> list[Item]:
    """Cells with their texts changed; each distinct text once, and cells with an error as they are."""
    known: dict[str, str] = {}
    found: list[Item] = []
    for item in items:
        if is_faulty(item):
            found.append(item)
            continue
        text = text_of(item)
        if text not in known:
            known[text] = change(text)
        found.append(with_text(item, known[text]))
    return found


def _copy(asked: Asking) -> Read:
    first, *others = asked.columns
    if not others:
        return asked.items(first), {}
    separator = asked.statement.separator or LINE_BREAK
    rows = zip(*(asked.items(column) for column in asked.columns), strict=True)
    return [_joined(row, separator, asked.table) for row in rows], {}


def _joined(items: Sequence[Item], separator: str, table: ReceivedTable) -> Item:
    faulty = next((item for item in items if is_faulty(item)), None)
    text = separator.join(text for item in items if (text := text_of(item)))
    return faulty if faulty is not None else table.item(text)


def _first(asked: Asking) -> Read:
    rows = zip(*(asked.items(column) for column in asked.columns), strict=True)
    items: list[Item] = []
    elsewhere = {}
    for index, row in enumerate(rows):
        place = next((place for place, item in enumerate(row) if text_of(item)), 0)
        items.append(row[place])
        if place:
            elsewhere[index] = (asked.table.numbers[index], asked.columns[place])
    return items, elsewhere


def _above(asked: Asking) -> Read:
    items = asked.items(asked.columns[0])
    elsewhere = {}
    last = None
    for index, item in enumerate(items):
        if text_of(item):
            last = index
        elif last is not None:
            items[index] = items[last]
            elsewhere[index] = (asked.table.numbers[last], asked.columns[0])
    return items, elsewhere


def _words(asked: Asking) -> Read:
    pairs = asked.statement.pairs()
    plain = {" ".join(word.casefold().split()): said for word, said in reversed(pairs)}

    def change(text: str) -> str:
        folded = " ".join(text.casefold().split())
        if folded in plain:
            return plain[folded]
        if not text:
            return text
        return next((said for word, said in pairs if has_wildcard(word) and fits(text, word)), text)

    items = asked.items(asked.columns[0])
    changed = _each(items, change)
    if said := plain.get(""):
        filling = asked.table.item(said)
        changed = [new if text_of(item) else filling for item, new in zip(items, changed, strict=True)]
    return changed, {}


def parts_of(text: str, separator: str) -> list[str]:
    """The parts of a text without the blanks around them; several blanks separate as one does."""
    return text.split() if separator == BLANK else [part.strip() for part in text.split(separator)]


def _part(asked: Asking) -> Read:
    first, end = asked.statement.part()
    separator = asked.statement.separator

    def change(text: str) -> str:
        return separator.join(parts_of(text, separator)[first:end])

    return _each(asked.items(asked.columns[0]), change), {}


def _before(asked: Asking) -> Read:
    mark = asked.statement.values[0]
    return _each(asked.items(asked.columns[0]), lambda text: text.partition(mark)[0].strip()), {}


def _after(asked: Asking) -> Read:
    mark = asked.statement.values[0]
    return _each(asked.items(asked.columns[0]), lambda text: text.partition(mark)[2].strip()), {}


def _spelt(asked: Asking) -> Read:
    items, elsewhere = _copy(asked)
    return _each(items, lambda text: spelt(text, asked.statement.reading)), elsewhere


def _constant(asked: Asking) -> Read:
    text = constant_text(asked.statement, asked.table)
    return [asked.table.item(text)] * len(asked.table.numbers), {}


def constant_text(statement: MappingStatement, table: ReceivedTable) -> str:
    """What a constant says of a received table: `{sheet}`, `{file}` and `{B2}` are its own; other braces stay."""

    def said(match: object) -> str:
        whole, name = match[0], match[1]  # type: ignore[index]
        return _of_table(name, table) if is_of_table(name) else whole

    return PLACEHOLDER.sub(said, "\n".join(statement.values))


def is_of_table(name: str) -> bool:
    """Whether a placeholder names the received sheet, its file or one of its cells."""
    plain = name.partition(":")[0].strip()
    return fold(plain) in SHEET_WORDS | FILE_WORDS or _cell(plain) is not None


def _cell(name: str) -> tuple[int, int] | None:
    match = CELL.fullmatch(name)
    return (int(match["row"]), column_number(match["letters"])) if match else None


def _of_table(name: str, table: ReceivedTable) -> str:
    plain, _, wanted = (part.strip() for part in name.partition(":"))
    if fold(plain) in SHEET_WORDS:
        text = table.grid.name
    elif fold(plain) in FILE_WORDS:
        text = PurePath(table.grid.file).stem
    else:
        text = table.text_at(*(_cell(plain) or (0, 0)))
    return spelt(text, FILTERS.get(fold(wanted), ""))


def _template(asked: Asking) -> Read:
    pieces = PLACEHOLDER.split("\n".join(asked.statement.values))
    columns: list[list[str] | str] = []
    needed: list[list[str]] = []
    for position, piece in enumerate(pieces):
        if position % 2 == 0:
            columns.append(piece)
        elif (column := asked.named.get(piece.partition(":")[0].strip())) is not None:
            needed.append(asked.texts(column))
            wanted = FILTERS.get(fold(piece.partition(":")[2]), "")
            columns.append([spelt(text, wanted) for text in needed[-1]])
        else:
            columns.append(_of_table(piece, asked.table))
    items: list[Item] = []
    for index in range(len(asked.table.numbers)):
        is_said = all(texts[index] for texts in needed)  # half of a text is none
        text = "".join(part if isinstance(part, str) else part[index] for part in columns) if is_said else ""
        items.append(asked.table.item(text))
    return items, {}


def levels_of(asked: Asking) -> list[int | None]:
    """The level of each row, by its columns of levels or by the indentation of the one column."""
    if len(asked.columns) > 1:
        return levels.levels_of_columns([asked.texts(column) for column in asked.columns])
    items = asked.items(asked.columns[0])
    return levels.levels_of_indents([raw_text(item) for item in items], asked.table.indents(asked.columns[0]))


def _labels(asked: Asking) -> Read:
    if len(asked.columns) == 1:
        return _each(asked.items(asked.columns[0]), levels.without_marks), {}
    rows = list(zip(*(asked.items(column) for column in asked.columns), strict=True))
    items: list[Item] = []
    elsewhere = {}
    for index, (row, level) in enumerate(zip(rows, levels_of(asked), strict=True)):
        items.append(row[level or 0])
        if level:
            elsewhere[index] = (asked.table.numbers[index], asked.columns[level])
    return items, elsewhere


def _keys(asked: Asking) -> list[str]:
    """The keys of the rows of an outline: the column that the value names, else the labels themselves."""
    if asked.named:
        return asked.texts(next(iter(asked.named.values())))
    return [text_of(item) for item in _labels(asked)[0]]


def _parent(asked: Asking) -> Read:
    above = levels.ancestors(levels_of(asked), _keys(asked))
    return [asked.table.item(keys[-1] if keys else "") for keys in above], {}


def _path(asked: Asking) -> Read:
    separator = asked.statement.separator or "."
    keys = _keys(asked)
    above = levels.ancestors(levels_of(asked), keys)
    found = (separator.join((*before, key)) if key else "" for before, key in zip(above, keys, strict=True))
    return [asked.table.item(text) for text in found], {}


def _prefix(asked: Asking) -> Read:
    parents = levels.parents_by_prefix(asked.texts(asked.columns[0]))
    return [asked.table.item(parent) for parent in parents], {}


_READ: Mapping[str, Callable[[Asking], Read]] = {
    "copy": _copy,
    "each": _copy,
    "first": _first,
    "above": _above,
    "words": _words,
    "part": _part,
    "before": _before,
    "after": _after,
    "id": _spelt,
    "name": _spelt,
    "constant": _constant,
    "template": _template,
    "label": _labels,
    "parent": _parent,
    "path": _path,
    "prefix": _prefix,
}
