"""Guides with rows in every sheet of which some cells hold anything, as Hypothesis draws them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from hypothesis import strategies as st

from every_column import columns, every_sheet, reads_as
from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics.model import column_letters

FILE = "envoi.xlsx"
FORMATS = ("General", "0", "0.00", "0%", "# ?/?", "dd/mm/yyyy", "mmm-yy", "h:mm", '"plus de "0', "@", ";;;")
VALUES = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.datetimes(datetime.datetime(1900, 3, 1), datetime.datetime(9999, 12, 30)),
    st.sampled_from(["#N/A", "N/A", "null", "SEP-1", "'12", "a\tb", "\u200b", "\ufffd", "01-août", "Ã©", "x" * 5_000]),
)  # fmt: skip
# what some column of ours takes, and another may take without a right to it
WELL_FORMED = ["0..1", "1..*", "2..5", "0..0", "12", "0", "-3", "0.5", "oui", "non", "a", "A-1", "abc.def", "1.2.250.1.9",
               "https://souffle.example/x", "urn:oid:1.2.3", "2024-02-30", "2024-05-01", "Observation.value[x]",
               "Observation.component", "Observation", "Patient", "string", "Quantity", "mg/dL", "33452-4", "LOINC", "*",
               "a|b", "a\nb", "(a + b)", "value > 3", "true", "%", "fr", "en-GB", "x" * 300, "<b>x</b>", "a & b", "[x](y)",
               "`a`", "# a", "| a |"]  # fmt: skip
Cells = dict[tuple[int, int], tuple[Any, str]]


@dataclass(frozen=True)
class Spoilt:
    """The sheet that was changed, and the value and number format of each changed cell by row and column from 0."""

    sheet: str
    cells: Cells

    def __str__(self) -> str:
        said = (f"{column_letters(column + 1)}{row + 1}={value!r}" for (row, column), (value, _) in self.cells.items())
        return f"{self.sheet} › {', '.join(said)}"


def spoil(data: st.DataObject, root: Path, *, plausible: bool = False) -> Spoilt:
    """Write the guide of `every_sheet` below `root`, one of its sheets a workbook of which one to three cells hold
    anything; where they are to be `plausible`, what such a column can hold."""
    name = data.draw(st.sampled_from([sheet.fr for sheet in sheets()]))
    rows: list[list[Any]] = [list(row) for row in every_sheet(root)[name]]
    spoilt: Cells = {}
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(1, len(rows) - 1)), data.draw(st.integers(0, len(rows[0]) - 1))
        spoilt[place] = (
            (data.draw(_values_of(name, rows, place[1])), "")
            if plausible
            else (data.draw(VALUES), data.draw(st.sampled_from(FORMATS)))
        )
    (root / "sources" / f"{name}.csv").unlink()
    _write(root / "sources" / FILE, name, rows, spoilt)
    return Spoilt(name, spoilt)


def _values_of(sheet: str, rows: list[list[Any]], place: int) -> st.SearchStrategy[Any]:
    """What a column of a sheet can hold: the words of its choices, its example, what it and others hold, any text."""
    heading = rows[0][place].removesuffix("::en")
    column = next((column for each, column in columns() if each.fr == sheet and column.fr == heading), None)
    if column is None:
        return st.text(min_size=1)
    known = [choice.fr for choice in column.choices] + column.shown_example("fr").split("\n")
    known += [row[place] for row in rows[1:]] + ["", *WELL_FORMED]
    texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
    return st.one_of(
        st.sampled_from([text for text in known if not text or reads_as(text, column)] or [""]),
        texts if column.translated or column.any_text else st.nothing(),
    )


def _write(path: Path, name: str, rows: list[list[Any]], spoilt: Cells) -> None:
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
