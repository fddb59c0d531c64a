"""Two deliveries of one institution, read and compared."""

from __future__ import annotations

from pathlib import Path

from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Report
from tabellion.tables.comparison import DeliveryDifference, differences
from tabellion.tables.sources import read_file


def compare_deliveries(old: Path, new: Path, report: Report) -> list[DeliveryDifference]:
    """What differs between two received files, sheet by sheet and row by row; what keeps one from being read is
    reported, and nothing is compared then."""
    before, after = read_file(old, report), read_file(new, report)
    return [] if report.failed else list(differences(before, after, sheets()))
