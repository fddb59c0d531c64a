"""Outlines: rows below rows, told by the column that is filled, by indentation, or by how codes begin."""

from __future__ import annotations

import re
from collections.abc import Sequence

MARKS = re.compile(r"(?:[\s\u00a0]|[-–—•·>](?=[\s\u00a0\-–—•·>]))*")


def levels_of_columns(columns: Sequence[Sequence[str]]) -> list[int | None]:
    """The level of each row: the last of its columns that is filled, from 0; `None` where none is."""
    return [max((level for level, text in enumerate(row) if text), default=None) for row in zip(*columns, strict=True)]


def levels_of_indents(texts: Sequence[str], indents: Sequence[int]) -> list[int | None]:
    """The width of what stands before each label: blanks and dashes, and what the cell is indented by."""
    widths = [len(MARKS.match(text)[0]) + indent for text, indent in zip(texts, indents, strict=True)]  # type: ignore[index]
    return [width if text.strip() else None for width, text in zip(widths, texts, strict=True)]


def without_marks(text: str) -> str:
    """A label without what indents it."""
    return MARKS.sub("", text, count=1).strip()


def ancestors(levels: Sequence[int | None], keys: Sequence[str]) -> list[tuple[str, ...]]:
    """The keys of what each row stands below, the outermost first; rows without a key, or without a level, are left
    out of them."""
    open_rows: list[tuple[int, str]] = []
    found: list[tuple[str, ...]] = []
    for level, key in zip(levels, keys, strict=True):
        if level is None:
            found.append(())
            continue
        while open_rows and open_rows[-1][0] >= level:
            open_rows.pop()
        found.append(tuple(above for _, above in open_rows if above))
        open_rows.append((level, key))
    return found


def parents_by_prefix(codes: Sequence[str]) -> list[str]:
    """The longest other code that each code begins with, `""` where there is none."""
    known = set(codes) - {""}

    def parent(code: str) -> str:
        return next((code[:end] for end in range(len(code) - 1, 0, -1) if code[:end] in known), "")

    return [parent(code) for code in codes]
