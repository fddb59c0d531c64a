"""Text tables as programs write them: what separates cells, and where quotes stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabellion.diagnostics import Report
from tabellion.tables.sources import read_file


def read(folder: Path, text: str, name: str = "t.csv") -> tuple[list[list[object]], list[tuple[str, str]]]:
    """The values of the rows, and each finding with its place and what it says in English."""
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    report = Report()
    grids = read_file(path, report)
    rows = [[cell.value for _, cell in sorted(row.items())] for grid in grids for _, row in sorted(grid.rows.items())]
    return rows, [(str(finding.place), finding.message("en")) for finding in report]


HEAD = "Code;Label;Note"


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        ('A1;a;x\nA2;"b;y\nA3;c;z\nA4;d;w', 3, "takes the 2 lines that follow"),
        ('A1;"12 inch;x\nA2;5";y\nA3;c;z', 2, "takes the line that follows"),
        ('A1;"a;x\nA2;"b";y\nA3;c;z', 2, "takes the line that follows"),
        ('A1;"one\ntwo";x\nA2;"b;y\nA3;c;z\nA4;d;w', 4, "takes the 2 lines that follow"),
        ('A1;"say ""yes"";x\nA2;b;y', 2, "takes the line that follows"),
        ('A1;a;x\nA2;"b;y', 3, "a quote is left open"),
        ('A1;"a "b" c";x', 2, "something follows a quote"),
    ],
)
def test_a_quote_that_takes_rows(tmp_path: Path, rows: str, line: int, said: str) -> None:
    """Nothing of the file is read; the line named is that of the quote, and the lines that it takes are counted."""
    found, told = read(tmp_path, f"{HEAD}\n{rows}\n")
    ((place, message),) = told
    assert [] == found
    assert f"t.csv:{line}" == place
    assert said in message


@pytest.mark.parametrize(
    "rows",
    [
        'A1;"first line\nsecond; line";x\nA2;b;y',
        'A1;a;"first line\nsecond; line\n\nthird"\nA2;b;y',
        'A1;a;"- one; two; three\n- four; five"\nA2;b;y',
    ],
)
def test_a_cell_of_several_lines(tmp_path: Path, rows: str) -> None:
    """Lines of a text are no rows, whatever signs stand in them."""
    found, told = read(tmp_path, f"{HEAD}\n{rows}\n")
    assert ([], [3, 3, 3]) == (told, [len(row) for row in found])


def test_a_table_of_tabs_without_quotes(tmp_path: Path) -> None:
    """As research vocabularies are written: a quote is a character there, and the width of all lines tells so."""
    found, told = read(tmp_path, 'id\tterm\tend\n1\t"Half" a dose\t\n2\tplain\tx\n3\t"open\ty\n', "CONCEPT.tsv")
    assert ([], ["1", '"Half" a dose'], ["3", '"open', "y"]) == (told, found[1], found[3])


def test_a_table_of_tabs_with_quotes(tmp_path: Path) -> None:
    """As Excel writes "Text (tab delimited)"."""
    found, told = read(tmp_path, 'id\tterm\n1\t"a, ""b"""\n2\t"two\nlines"\n', "t.tsv")
    assert ([], [["1", 'a, "b"'], ["2", "two\nlines"]]) == (told, found[1:])


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Export of the catalogue, version 2024\n\nCode;Label;Unit\nA1;a;b\nA2;c, d;e\n", [["Code", "Label", "Unit"]]),
        ("Code|Label|Note\nA1|a, b|c\nA2|d; e|f\n", [["Code", "Label", "Note"], ["A1", "a, b", "c"]]),
        ("Code\nA1|A2\nA3\n", [["Code"], ["A1|A2"]]),
        ("Code;Types\nA1;a|b|c\n", [["Code", "Types"], ["A1", "a|b|c"]]),
        ("Code,Label\nA1,a;b;c\nA2,d\n", [["Code", "Label"], ["A1", "a;b;c"]]),
        ("sep=|\rCode|Label\rA1|a;b\r", [["Code", "Label"], ["A1", "a;b"]]),
        ('"sep=;"\r\nCode;Label\r\nA1;a,b\r\n', [["Code", "Label"], ["A1", "a,b"]]),
        ('Code, Label, Note\nA1, "a, b", x\n', [["Code", "Label", "Note"], ["A1", "a, b", "x"]]),
        ('Code,Label\nA1, "x" marks\n', [["Code", "Label"], ["A1", ' "x" marks']]),
    ],
)
def test_what_separates_cells(tmp_path: Path, text: str, rows: list[list[str]]) -> None:
    found, told = read(tmp_path, text)
    assert [] == told
    start = found.index(rows[0])
    assert rows == found[start : start + len(rows)]
