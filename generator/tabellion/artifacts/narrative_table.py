"""The table of a generated narrative: what the function of a kind gives, and how its cells are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape as html_escape
from typing import Any, NamedTuple

from tabellion.diagnostics import Term


class NarrativeTable(NamedTuple):
    """What the columns are called, and the rows, of which most of a long table are only counted: `rows` are what
    `cells` makes a row of. A cell is XHTML, made by `escape` and `code`."""

    headings: tuple[Term, ...]
    rows: Iterable[Any]
    cells: Callable[[Any], tuple[str, ...]] = tuple


CODE = Term("Code", "Code")
LABEL = Term("Libellé", "Label")
ELEMENT = Term("Élément", "Element")
VALUE = Term("Valeur", "Value")
# what XML 1.0 cannot hold; a JSON file of somebody else may
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape(text: str) -> str:
    """A text as XHTML; characters that XML cannot hold are replaced."""
    return html_escape(NOT_XML.sub("\ufffd", text))


def code(text: str) -> str:
    """A text as XHTML, set as code."""
    return f"<code>{escape(text)}</code>"
