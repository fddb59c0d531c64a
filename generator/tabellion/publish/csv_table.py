"""Tables as CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice

FORMULA = frozenset("=+-@\t\r")
"""What a text that a spreadsheet takes for a formula begins with."""
_FORMULA_AT_START = re.compile(f"\n[{re.escape(''.join(sorted(FORMULA)))}]")
_TOGETHER = 1_000
"""Rows that are looked through at once."""


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV that spreadsheets open: `;`, a byte-order mark, nothing that a spreadsheet takes for a formula."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    source = iter(rows)
    while some := list(islice(source, _TOGETHER)):
        if _FORMULA_AT_START.search("\n" + "\n".join(chain.from_iterable(some))):
            some = [[safe_cell(cell) for cell in row] for row in some]
        table.writerows(some)
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in FORMULA else text
