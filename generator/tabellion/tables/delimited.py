"""The rows of a text table: what separates its cells, where quotes stand, and at which line a row begins.

RFC 4180, and the habits of those who do not follow it: `sep=;` above the headings, tables without any quotes.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from tabellion.diagnostics import Term

QUOTE_LEFT_OPEN = Term("un guillemet n'y est pas refermé", "a quote is left open in it")
QUOTE_INSIDE = Term("un guillemet y est suivi d'autre chose que du séparateur", "something follows a quote in it")
CELL_TOO_LONG = Term("une cellule y dépasse 131 072 caractères", "a cell of it has more than 131,072 characters")
NOT_A_TABLE = Term("ses lignes ne se lisent pas", "its lines cannot be read")
UNREADABLE = {"unexpected end": QUOTE_LEFT_OPEN, "expected after": QUOTE_INSIDE, "larger than": CELL_TOO_LONG}
TAKES_NEXT = Term(
    "un guillemet s'y ouvre et prend dans sa cellule la ligne qui suit",
    "a quote opens in it and takes the line that follows into its cell",
)
TAKES_LINES = Term(
    "un guillemet s'y ouvre et prend dans sa cellule les {count} lignes qui suivent",
    "a quote opens in it and takes the {count} lines that follow into its cell",
)
SAID = re.compile(r'"?sep=(.)"?(\r\n?|\n)', re.IGNORECASE)
SEPARATORS, RARE = ";\t,", "|"
FIRST_LINES = 50  # tell what separates cells
MOST = 0.8  # of these lines have what separates cells
FEWEST_COLUMNS = 3  # of a table in which a line of text inside a cell is told from a row


class TextTableError(ValueError):
    """A text that is no table: `line` is where, counted from 1, `reason` what is wrong."""

    def __init__(self, line: int, reason: Term) -> None:
        super().__init__(f"line {line}: {reason.en}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Delimited:
    """The rows of a text table, the line that each begins at, from 1, and whether its first row says the separator."""

    rows: list[list[str]]
    begins: Sequence[int]
    says_separator: bool = False


def read_delimited(text: str) -> Delimited:
    """The rows of a text. Raises `TextTableError`.

    Quotes have to be where they mean something, since one left open would make one cell of all the rows that follow.
    A table of tabs may be without any, where a quote is a character as others; its lines tell.
    """
    separator = delimiter(text)
    says_separator = SAID.match(text) is not None
    try:
        rows, begins = _quoted(text, separator)
    except TextTableError:
        plain = _unquoted(text) if separator == "\t" else None
        if plain is None:
            raise
        rows, begins = plain, range(1, len(plain) + 1)
    return Delimited(rows, begins, says_separator)


def delimiter(text: str) -> str:
    """The separator that the first line says (`sep=|`, as Excel does), else that of the first line that has one, the
    most frequent of semicolon, tab and comma outside quotes: where the lines below it have another, as below a title,
    it is that one. A bar separates where every line has as many of them as the first."""
    if said := SAID.match(text):
        return said[1]
    filled = (line for line in io.StringIO(text) if line.strip() and not line.startswith("#"))
    lines = [_outside(line) for line in islice(filled, FIRST_LINES)]
    if lines and lines[0].count(RARE) and not any(lines[0].count(other) for other in SEPARATORS):
        count = lines[0].count(RARE)
        if sum(line.count(RARE) == count for line in lines) >= MOST * len(lines):
            return RARE
    for number, line in enumerate(lines):
        best = max(SEPARATORS, key=line.count)
        if best in line:
            return _better(best, lines[number + 1 :])
    return ";"


def _better(separator: str, below: Sequence[str]) -> str:
    """The separator of the lines below the first that has one: another only where most have that and few have this."""
    having = {other: sum(other in line for line in below) for other in SEPARATORS}
    other = max(SEPARATORS, key=lambda item: having[item])
    if 2 * having[separator] < len(below) and having[other] >= MOST * len(below):
        return other
    return separator


def _outside(line: str) -> str:
    """A line without what stands in quotes."""
    return "".join(line.split('"')[::2]) if '"' in line else line


def _quoted(text: str, separator: str) -> tuple[list[list[str]], Sequence[int]]:
    spaced = _spaced(text, separator)
    if spaced is not None:
        return spaced, range(1, len(spaced) + 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        raise _refusal(text, separator, str(error)) from None
    if reader.line_num == len(rows):
        return rows, range(1, len(rows) + 1)
    begins = _begins(text, separator)
    _refuse_swallowed(text, separator, rows, begins)
    return rows, begins


def _spaced(text: str, separator: str) -> list[list[str]] | None:
    """The rows of a table with a blank before its quotes (`A1, "a, b"`), `None` of any other: they are as wide as the
    first then, and are not where the quotes mean nothing."""
    if re.search(re.escape(separator) + ' +"', text) is None:
        return None
    readings = []
    for skips in (True, False):
        lines = io.StringIO(text, newline="")
        reader = csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=skips)
        try:
            readings.append(list(reader))
        except csv.Error:
            return None
        if skips and reader.line_num != len(readings[0]):
            return None
    widths = [{len(row) for row in rows if row} for rows in readings]
    return readings[0] if len(widths[0]) == 1 and len(widths[1]) > 1 else None


def _begins(text: str, separator: str) -> list[int]:
    """The line that each row begins at, as far as they read."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = [1]
    try:
        begins += [reader.line_num + 1 for _ in reader]
    except csv.Error:
        return begins
    return begins[:-1]


def _refuse_swallowed(text: str, separator: str, rows: Sequence[Sequence[str]], begins: Sequence[int]) -> None:
    """A cell of several lines of which each is as wide as the rows of the table has rows in it."""
    width = Counter(map(len, rows)).most_common(1)[0][0]
    if width < FEWEST_COLUMNS:
        return
    lines = list(io.StringIO(text, newline=""))
    for first, after in zip(begins, [*begins[1:], len(lines) + 1], strict=True):
        own = lines[first - 1 : after - 1]
        if len(own) > 1 and all(line.count(separator) == width - 1 for line in own):
            raise TextTableError(first, _takes(len(own) - 1))


def _takes(count: int) -> Term:
    if count == 1:
        return TAKES_NEXT
    return Term(TAKES_LINES.fr.format(count=count), TAKES_LINES.en.format(count=count))


def _refusal(text: str, separator: str, said: str) -> TextTableError:
    """What is wrong with the row that cannot be read: where the quote that makes it one opens, which may be some lines
    above where that is noticed."""
    reason = next((reason for words, reason in UNREADABLE.items() if words in said), NOT_A_TABLE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    first = 1
    try:
        for _ in reader:
            first = reader.line_num + 1
    except csv.Error:
        pass
    last = reader.line_num
    opened = _opened("".join(list(io.StringIO(text, newline=""))[first - 1 : last]), separator, first)
    taken = last - opened
    if taken < 1 or reason is NOT_A_TABLE:
        return TextTableError(last, reason)
    return TextTableError(opened, _takes(taken))


def _opened(row: str, separator: str, first: int) -> int:
    """The line at which the last quote of a row opens that does not close in its line."""
    line, found = first, first
    is_open = False
    before = separator
    place = 0
    while place < len(row):
        character = row[place]
        if character == '"' and is_open:
            if row[place + 1 : place + 2] == '"':
                place += 1
            else:
                is_open = False
        elif character == '"' and before in (separator, "\n", "\r"):
            is_open, found = True, line
        if character == "\n" or (character == "\r" and row[place + 1 : place + 2] != "\n"):
            line += 1
        before = character
        place += 1
    return found


def _unquoted(text: str) -> list[list[str]] | None:
    """The rows of a table of tabs in which a quote is a character as others, `None` where its lines are not all as
    wide as the first."""
    lines = [line.rstrip("\r\n") for line in io.StringIO(text, newline="")]
    rows = [line.split("\t") for line in lines]
    is_even = len(rows) > 1 and all(len(row) == len(rows[0]) for row in rows if row != [""])
    return [[] if row == [""] else row for row in rows] if is_even and len(rows[0]) > 1 else None
