"""The headings of a received table: where they stand, and which column one of them means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tabellion.tables.grid import Grid
from tabellion.tables.headings import fold
from tabellion.tables.mapping.patterns import fits, has_wildcard
from tabellion.tables.texts import plain_text

SEARCHED_ROWS = 60
ROWS_OF_GROUPS = 2  # above a row of headings that was found
GROUPS = re.compile(r"\s*[>›]\s*")
NUMBERED = re.compile(r"(?P<text>.+?)\s*\((?P<number>[1-9]\d?)\)", re.S)
LETTERS = re.compile(r"(?:colonne|column)\s+(?P<letters>[A-Za-z]{1,3})", re.I)


@dataclass(frozen=True, slots=True)
class ReceivedHeading:
    """The heading of a column of a received table, `""` where it has none, and the groups above it."""

    column: int
    text: str
    groups: tuple[str, ...] = ()


def headings_of(grid: Grid, first: int, last: int, end: int | None = None) -> list[ReceivedHeading]:
    """The headings of the rows from `first` to `last`: the last row names the columns, those above group them. `end` is
    the row at which another table of the sheet begins.

    A column without a name in the last row has the one above, as where cells are merged downwards.
    """
    rows = {number: _texts(grid, number) for number in range(first, last + 1)}
    own = (cells for number, cells in grid.rows.items() if end is None or first <= number < end)
    used = {column for cells in own for column in cells}
    found = []
    for column in sorted(used):
        named = next((row for row in range(last, first - 1, -1) if rows[row].get(column)), None)
        text = rows[named][column] if named is not None else ""
        above = range(first, named if named is not None else first)
        groups = (_group(grid, row, rows[row], column) for row in above)
        found.append(ReceivedHeading(column, text, tuple(group for group in groups if group)))
    return found


def _texts(grid: Grid, row: int) -> dict[int, str]:
    return {column: plain_text(cell.value) for column, cell in grid.rows.get(row, {}).items()}


def _group(grid: Grid, row: int, texts: dict[int, str], column: int) -> str:
    """What stands in a row above a column: the nearest text on its left, unless a merged range ends before it."""
    start = max((number for number in texts if number <= column), default=None)
    if start is None:
        return ""
    area = next((area for area in grid.merged if area[0] <= row <= area[2] and area[1] == start), None)
    return texts[start] if area is None or area[3] >= column else ""


def found_rows(grid: Grid, wanted: Sequence[str]) -> tuple[int, int] | None:
    """The rows of headings: the first with most of the headings `wanted`, and those above it that may group them."""
    best, score = None, 0
    candidates = sorted(grid.rows)[:SEARCHED_ROWS]
    for number in candidates:
        headings = headings_of(grid, number, number)
        plain = [ReceivedHeading(heading.column, heading.text, ("*",)) for heading in headings if heading.text]
        met = sum(1 for name in wanted if not LETTERS.fullmatch(name) and _leaves(name, plain))
        if met > score:
            best, score = number, met
    if best is None:
        return None
    return max(1, best - ROWS_OF_GROUPS), best


def _leaves(name: str, headings: Iterable[ReceivedHeading]) -> list[ReceivedHeading]:
    """The headings that the last part of a name means, whatever stands above them."""
    headings = list(headings)
    return _named(name, headings) or _named(GROUPS.split(name)[-1], headings)


def columns_named(name: str, headings: Sequence[ReceivedHeading]) -> list[ReceivedHeading]:
    """The headings that a name means: none, one, or several.

    A name is a heading, `Group > Heading`, a heading with the number of its occurrence, `column C`, or one of them with
    stars for any letters.
    """
    if found := _named(name, headings):
        return found
    if match := LETTERS.fullmatch(name):
        column = column_number(match["letters"])
        return [heading for heading in headings if heading.column == column]
    *groups, leaf = GROUPS.split(name)
    if groups:
        inside = [heading for heading in headings if all(_is_in(group, heading) for group in groups)]
        return _named(leaf, inside)
    return []


def _is_in(group: str, heading: ReceivedHeading) -> bool:
    return any(_is_same(group, other) or (has_wildcard(group) and _fits(other, group)) for other in heading.groups)


def _named(name: str, headings: Sequence[ReceivedHeading]) -> list[ReceivedHeading]:
    found = [heading for heading in headings if heading.text and _is_same(name, heading.text)]
    if not found and (match := NUMBERED.fullmatch(name)):
        same = [heading for heading in headings if heading.text and _is_same(match["text"], heading.text)]
        return same[int(match["number"]) - 1 : int(match["number"])]
    if not found and has_wildcard(name):
        found = [heading for heading in headings if heading.text and _fits(heading.text, name)]
    return found


def _fits(text: str, pattern: str) -> bool:
    """Whether a heading is what a pattern says; between its stars, letters and digits count alone."""
    parts = [fold(part) for part in pattern.split("*")]
    return fits(fold(text), "*".join(parts)) if any(parts) else fits(text, pattern)


def _is_same(text: str, other: str) -> bool:
    folded = fold(text)
    return folded == fold(other) if folded else text.strip() == other.strip()


def column_number(letters: str) -> int:
    """The number of a column, from 1, by its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def shown(heading: ReceivedHeading, headings: Sequence[ReceivedHeading]) -> str:
    """What a mapping calls a column, so that it means this one alone."""
    from tabellion.diagnostics.model import column_letters

    line = " ".join(heading.text.split())
    same = [other for other in headings if other.text and _is_same(other.text, heading.text)]
    if not line:
        return f"colonne {column_letters(heading.column)}"
    if len(same) == 1:
        return line
    for group in reversed(heading.groups):
        if sum(1 for other in same if group in other.groups) == 1:
            return f"{' '.join(group.split())} > {line}"
    return f"{line} ({same.index(heading) + 1})"
