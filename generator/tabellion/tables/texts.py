"""The text of a cell: line ends, composed letters, and the characters that nobody sees."""

from __future__ import annotations

import datetime
import re
import unicodedata

EDGES = " \t\r\n\u00a0\u202f\u2007\u200b\u200c\u200d\u2060\ufeff\u00ad"
WIDE_BLANKS = re.compile("[\u00a0\u202f\u2007]")
INVISIBLE = re.compile("[\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad]")
EXACT = 1e15  # spreadsheet programs keep fifteen digits of a number


def plain_text(value: object) -> str:
    """A value as text: line ends as LF, no blanks around, Unicode composed; numbers in their shortest spelling."""
    if isinstance(value, str):
        return composed(value).strip(EDGES)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    return str(value)


def composed(text: str) -> str:
    """A text with LF at line ends and composed letters."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def visible(text: str) -> str:
    """A code without blanks around it and without characters that nobody sees; blanks inside as plain spaces."""
    return WIDE_BLANKS.sub(" ", INVISIBLE.sub("", text)).strip(EDGES)
