"""What cells of a row say, under the headings of their columns."""

from __future__ import annotations

from collections.abc import Iterable

from tabellion.publish.pages.reading import Reading
from tabellion.tables.table import Row


def facts_of(row: Row, keys: Iterable[str], reading: Reading) -> list[tuple[str, str]]:
    """What cells of a row say, each under the heading of its column; those without a value are left out."""
    found = [(row.sheet.column(key).term[reading.lang], reading.choice(row, key)) for key in keys]
    return [(name, value) for name, value in found if value]
