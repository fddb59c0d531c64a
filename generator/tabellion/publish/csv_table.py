"""Tables as CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = frozenset("=+-@\t\r")
"""What a text that a spreadsheet takes for a formula begins with."""


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV that spreadsheets open: `;`, a byte-order mark, nothing that a spreadsheet takes for a formula."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerows([f"'{cell}" if cell[:1] in FORMULA else cell for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in FORMULA else text
