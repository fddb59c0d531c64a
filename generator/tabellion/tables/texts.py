"""The text of a cell: line ends, composed letters, and the characters that nobody sees."""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal

# blanks of every width (Unicode: Zs, Zl, Zp), and characters that have none: marks of direction, fillers, joiners
_WIDE = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_BREAKS = "\u0085\u2028\u2029"
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062"
    "\u2063\u2064\u2066\u2067\u2068\u2069\u2800\u3164\ufeff\uffa0"
)
EDGES = " \t\r\n" + _WIDE + _BREAKS + _UNSEEN
WIDE_BLANKS = re.compile(f"[{_WIDE}]")
INVISIBLE = re.compile(f"[{_UNSEEN}]")
POWER = re.compile(r"-?[\d.]+e[-+]?\d{1,2}")
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
    text = str(value)
    # a sheet that shows digits shows no power of ten, which only Python writes
    return f"{Decimal(text):f}" if isinstance(value, float) and POWER.fullmatch(text) else text


def composed(text: str) -> str:
    """A text with LF at line ends and composed letters."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_blank(text: str) -> bool:
    """Whether nobody sees anything of a text: it is empty once it is cleaned."""
    return not "!" <= text[:1] <= "~" and not visible(text).strip()


def visible(text: str) -> str:
    """A code without blanks around it and without characters that nobody sees; blanks inside as plain spaces."""
    return WIDE_BLANKS.sub(" ", INVISIBLE.sub("", text)).strip(EDGES)
