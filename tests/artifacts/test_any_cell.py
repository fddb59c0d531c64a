"""Whatever stands in a cell of a workbook, it is told or makes valid artifacts; nothing ends in a traceback."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from any_cell import FILE, spoil
from tabellion.pipeline.building import check
from tabellion.pipeline.project import Project


@settings(max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_value_in_any_column(data: st.DataObject) -> None:
    """Some cells of one sheet hold anything: what is found has words in both languages, and what is not found at a
    cell gives definitions that our own validator takes."""
    with tempfile.TemporaryDirectory() as folder:
        spoilt = spoil(data, Path(folder))
        report = check(Project(Path(folder))).report
        assert all(item.message(lang) and item.help(lang) is not None for item in report for lang in ("fr", "en"))
        told = {(item.place.row - 1, item.place.column - 1) for item in report if item.place.file == FILE}
        if not told & spoilt.cells.keys():
            assert [] == [item for item in report if item.code.startswith(("VA", "SN")) and not item.place.file]
