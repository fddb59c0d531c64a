"""The values of a column of a large sheet, checked together: what is plainly right is taken, the rest is converted as
the cells of all other sheets are, each distinct value once."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from tabellion.diagnostics import Place, Report
from tabellion.tables.columns import Column, Type
from tabellion.tables.forms import CODE
from tabellion.tables.grid import RawCell
from tabellion.tables.lost_characters import LOST
from tabellion.tables.table import State
from tabellion.tables.texts import EDGES, EXACT, is_blank
from tabellion.tables.values import read_cell

_UNUSUAL = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"  # control characters but tabs and line ends, halves of characters
_EDGE = re.escape(EDGES)
# a text without blanks around it, which is neither an error value nor a formula of a spreadsheet program
_TEXT = re.compile(rf"(?!#|Err:|=)[^{_UNUSUAL}{_EDGE}](?:[^{_UNUSUAL}]*[^{_UNUSUAL}{_EDGE}])?")
# a code that no spreadsheet program makes of a date, an hour or a long number, and that does not say "not applicable"
_CODE = re.compile(
    r"(?!Err:|(?i:s[^0-9a-z]*a|n[^0-9a-z]*[oa]))(?![0-9A-Za-z]{1,5}\.?-[0-9A-Za-z]{1,5}\.?\Z)"
    r"(?![0-9]{1,4}[-:][0-9]{2}(?:[-:]|\Z)|[0-9]+(?:\.[0-9]+)?[Ee][0-9])[A-Za-z0-9][A-Za-z0-9._:\-]{0,254}"
    r"|[0-9]{1,32}-[0-9]{1,32}"
)
NOWHERE = Place()


class _Doubtful:
    """What stands for a value that has to be read as a cell."""


DOUBTFUL = _Doubtful()


def column_values(raw: Sequence[object], column: Column, is_text: bool) -> tuple[list[Any], list[int]]:
    """The typed values of a column, `None` for empty cells, and the positions of those that only a reader of cells can
    judge: it gives their value, and says what is wrong with them. `is_text` says that the file knows texts for such."""
    quick = _quick(column)
    texts = "\n".join(value for value in raw if isinstance(value, str))
    is_usual = unicodedata.is_normalized("NFC", texts) and LOST.search(texts) is None
    known: dict[tuple[type, object], Any] = {}
    shared: dict[str, str] = {}
    """Codes and lines, which many rows have alike: each stands in memory once."""
    share = shared.setdefault if column.many or column.type is Type.CODE else None
    values: list[Any] = []
    for value in raw:
        if value == "":
            values.append(None)
            continue
        found = quick(value) if quick is not None and is_usual and isinstance(value, str) else None
        if found is None:
            key = (type(value), value)
            if key not in known:
                known[key] = _converted(value, column, is_text)
            found = known[key]
        elif share is not None:
            found = tuple([share(part, part) for part in found]) if column.many else share(found, found)
        values.append(found)
    doubtful = [position for position, value in enumerate(values) if value is DOUBTFUL]
    return values, doubtful


def _quick(column: Column) -> Callable[[str], Any] | None:
    """What takes the values of a column that are plainly right."""
    if column.form not in (None, CODE):
        return None
    return _QUICK.get(column.type) if not column.many else _several if column.type is Type.TEXT else None


def _text(value: str) -> str | None:
    return value if _TEXT.fullmatch(value) else None


def _code(value: str) -> str | None:
    return value if _CODE.fullmatch(value) else None


def _several(value: str) -> tuple[str, ...] | None:
    if "|" in value or not _TEXT.fullmatch(value):
        return None
    if "\n" not in value:
        return (value,)
    return tuple(part for line in value.split("\n") if (part := line.strip(EDGES)))


_QUICK: dict[Type, Callable[[str], Any]] = {Type.TEXT: _text, Type.CODE: _code}


def _converted(value: object, column: Column, is_text: bool) -> Any:
    if isinstance(value, str):
        if is_blank(value):
            return None
    elif not _is_plain(value, column):
        return DOUBTFUL
    report = Report()
    cell = read_cell(RawCell(value, is_text=is_text), column, NOWHERE, report)
    is_plain = cell.state in (State.VALUE, State.EMPTY) and not len(report)
    return cell.value if is_plain else DOUBTFUL


def _is_plain(value: object, column: Column) -> bool:
    """Whether a value that is no text means the same to every reader, whatever its format."""
    kind = column.type
    if kind is Type.INTEGER or (kind is Type.CODE and column.whole_numbers):
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return 0 <= value < EXACT and value == int(value)
    if kind is Type.YES_NO:
        return isinstance(value, bool)
    return kind is Type.DATE and isinstance(value, datetime.date)
