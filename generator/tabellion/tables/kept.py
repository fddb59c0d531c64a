"""What was read of sources, for who reads them again and again: what did not change is not read anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tabellion.diagnostics import Finding, Report
from tabellion.tables.columns import Sheet
from tabellion.tables.grid import Grid
from tabellion.tables.settings import Settings
from tabellion.tables.shape import shape
from tabellion.tables.table import Table


class _File(NamedTuple):
    """The sheets of a file with this sum, and what was said as they were read."""

    sum: bytes
    grids: list[Grid]
    findings: tuple[Finding, ...]


class _Shaped(NamedTuple):
    """The table that sheets made, read in this way, and what was said of them."""

    grids: list[Grid]
    lang: str
    settings: Settings
    table: Table
    findings: tuple[Finding, ...]


class KeptTables:
    """The sheets of files, and the tables that they made, as they were the last time."""

    def __init__(self) -> None:
        self._files: dict[str, _File] = {}
        self._tables: dict[str, _Shaped] = {}

    def grids(
        self, name: str, content_sum: bytes | None, read: Callable[[Report], list[Grid]], report: Report
    ) -> list[Grid]:
        """The sheets of a file by the name and the sum of its content; `None` of one that cannot be read is no sum."""
        known = self._files.get(name)
        if known is None or content_sum is None or known.sum != content_sum:
            told = Report()
            known = _File(content_sum or b"", read(told), tuple(told))
            self._files[name] = known
        report.extend(known.findings)
        return list(known.grids)

    def table(self, sheet: Sheet, grids: list[Grid], lang: str, report: Report, settings: Settings) -> Table:
        """The table of a sheet as `shape` makes it. Whoever changes its rows changes them for himself alone."""
        known = self._tables.get(sheet.key)
        if known is None or (known.lang, known.settings) != (lang, settings) or not _are_same(known.grids, grids):
            told = Report()
            known = _Shaped(list(grids), lang, settings, shape(sheet, grids, lang, told, settings), tuple(told))
            self._tables[sheet.key] = known
        report.extend(known.findings)
        return Table(known.table.sheet, list(known.table.rows), known.table.whole)


def _are_same(before: Sequence[Grid], now: Sequence[Grid]) -> bool:
    """Whether grids hold the same; large ones are compared by identity, since that is what their files keep."""
    return len(before) == len(now) and all(
        old is new or (type(old) is type(new) is Grid and old == new) for old, new in zip(before, now, strict=True)
    )
