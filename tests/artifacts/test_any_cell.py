"""Whatever stands in a cell of a workbook, it is told or makes valid artifacts; nothing ends in a traceback."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import Any

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from every_column import every_sheet
from tabellion.artifacts.kinds import sheets
from tabellion.pipeline.building import check
from tabellion.pipeline.project import Project

FORMATS = ("General", "0", "0.00", "0%", "# ?/?", "dd/mm/yyyy", "mmm-yy", "h:mm", '"plus de "0', "@", ";;;")
VALUES = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.datetimes(datetime.datetime(1900, 3, 1), datetime.datetime(9999, 12, 30)),
    st.sampled_from(["#N/A", "N/A", "null", "SEP-1", "'12", "a\tb", "\u200b", "\ufffd", "01-août", "Ã©", "x" * 5_000]),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_value_in_any_column(data: st.DataObject) -> None:
    """Some cells of one sheet hold anything: what is found has words in both languages, and what is not found at a
    cell gives definitions that our own validator takes."""
    sheet = data.draw(st.sampled_from([sheet.fr for sheet in sheets()]))
    with tempfile.TemporaryDirectory() as folder:
        rows: list[list[Any]] = [list(row) for row in every_sheet(Path(folder))[sheet]]
        count = data.draw(st.integers(1, 3))
        spoilt = {
            (data.draw(st.integers(1, len(rows) - 1)), data.draw(st.integers(0, len(rows[0]) - 1))): (
                data.draw(VALUES),
                data.draw(st.sampled_from(FORMATS)),
            )
            for _ in range(count)
        }
        (Path(folder) / "sources" / f"{sheet}.csv").unlink()
        _write(Path(folder) / "sources" / "envoi.xlsx", sheet, rows, spoilt)
        report = check(Project(Path(folder))).report
        assert all(item.message(lang) and item.help(lang) is not None for item in report for lang in ("fr", "en"))
        told = {(item.place.row - 1, item.place.column - 1) for item in report if item.place.file == "envoi.xlsx"}
        if not told & spoilt.keys():
            assert [] == [item for item in report if item.code.startswith(("VA", "SN")) and not item.place.file]


def _write(path: Path, name: str, rows: list[list[Any]], spoilt: dict[tuple[int, int], tuple[Any, str]]) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(name)
        for row, values in enumerate(rows):
            for column, text in enumerate(values):
                value, number_format = spoilt.get((row, column), (text, ""))
                style = book.add_format({"num_format": number_format}) if number_format else None
                if isinstance(value, datetime.datetime):
                    sheet.write_datetime(row, column, value, style)
                elif isinstance(value, str):
                    sheet.write_string(row, column, value, style)
                elif isinstance(value, bool):
                    sheet.write_boolean(row, column, value, style)
                else:
                    sheet.write_number(row, column, value, style)
