"""A workbook saved by LibreOffice as .ods gives the rows and the findings of the .xlsx."""

from __future__ import annotations

import datetime
import subprocess
from pathlib import Path
from typing import Any

import xlsxwriter

from needs import program
from tables.writing import TESTS, read

SEPTEMBER, NOON = datetime.datetime(2024, 9, 5), datetime.time(12, 30)
CASES: list[tuple[str, Any, str]] = [
    ("label", SEPTEMBER, "d-mmm"), ("label", SEPTEMBER, "dd/mm/yyyy"), ("label", 0.5, "# ?/?"),
    ("label", 5, '"plus de "0'), ("label", NOON, "h:mm"), ("label", True, "General"), ("label", 12.5, "0.00"),
    ("label", 1234567.891, "#,##0.00"), ("label", 1234567, "#,##0"), ("label", 0.125, "0%"), ("label", 0.125, "0.0%"),
    ("label", "x", '"N° "@'), ("code", SEPTEMBER, "d-mmm"), ("code", datetime.datetime(2024, 8, 1), "d-mmm"),
    ("code", 184095009, "General"), ("code", 123, "0000000"), ("code", 0, "General"), ("code", 1234561000315100, "0"),
    ("code", True, "General"), ("code", datetime.datetime(8302, 2, 1), "mmm-yy"),
    ("code", datetime.timedelta(hours=26), "[h]:mm:ss"), ("code", "1-8", "@"), ("level", 36.6, "General"),
    ("level", 36.64, "0.0"), ("level", 12.5, "0.00"), ("level", 5, '0" kg"'), ("level", 5, '"<"0'), ("level", -5, "0;(0)"),
    ("level", 0.5, "0%"), ("rank", 5, "0.00"), ("rank", 5, ";;;"), ("since", SEPTEMBER, "dd/mm/yy"),
    ("since", SEPTEMBER, "mmm-yy"), ("since", 45540, "General"), ("value", SEPTEMBER, "d-mmm"), ("value", True, "General"),
    ("value", NOON, "h:mm"), ("value", datetime.datetime(2024, 9, 5, 14, 30), "dd/mm/yyyy"), ("value", 5, '0" kg"'),
    ("enabled", True, "General"), ("most", 1, "General"), ("ear", "droite", "General"),
]  # fmt: skip


def _told(folder: Path) -> list[tuple[Any, list[tuple[str, str | None]]]]:
    table, report = read(folder)
    found: dict[int, list[tuple[str, str | None]]] = {}
    for item in report:
        found.setdefault(item.place.row, []).append((item.code, item.suggestion))
    rows = {row.place.row: row for row in table}
    return [(rows[number][key], found.get(number, [])) for number, (key, _, _) in enumerate(CASES, 2)]


def test_the_same_table_in_both_formats(tmp_path: Path) -> None:
    """Numbers, dates, hours and truth values in formats that show, hide or change them."""
    office = program("soffice", "libreoffice")
    path = tmp_path / "excel" / "a.xlsx"
    path.parent.mkdir()
    keys = [column.key for column in TESTS.columns]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Épreuves")
        sheet.write_row(0, 0, [column.fr for column in TESTS.columns])
        for number, (key, value, number_format) in enumerate(CASES, 1):
            style = book.add_format({"num_format": number_format})
            sheet.write_string(number, 0, f"e{number}")
            is_moment = isinstance(value, datetime.datetime | datetime.time | datetime.timedelta)
            (sheet.write_datetime if is_moment else sheet.write)(number, keys.index(key), value, style)
    home = f"-env:UserInstallation=file://{tmp_path / 'office'}"
    convert = [office, home, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path / "ods"), str(path)]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    assert _told(path.parent) == _told(tmp_path / "ods")
