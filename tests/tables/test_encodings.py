"""Encodings of text tables: what nothing tells is told, and what a wrong one destroyed is never published."""

from __future__ import annotations

from pathlib import Path

import pytest

from tables.writing import faults, read, text_file, values, workbook

ROWS = "Identifiant;Libellé court\nouie;Élévation légère\nvue;Épreuve déjà répétée\ngout;Goût amer\n"
LABELS = ["Élévation légère", "Épreuve déjà répétée", "Goût amer"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be"])
def test_usual_encodings(tmp_path: Path, encoding: str) -> None:
    """What spreadsheet programs write today is read without a word."""
    assert LABELS == values(text_file(tmp_path / "Épreuves.csv", ROWS.encode(encoding)), "label")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_a_first_line_that_says_the_separator(tmp_path: Path, separator: str) -> None:
    """As Excel writes it, for itself; it is no row, and others keep their lines."""
    said = f"sep={separator}\r\n{ROWS.replace(';', separator)}"
    table, report = read(text_file(tmp_path / "Épreuves.csv", said.encode()))
    assert (LABELS, []) == ([row["label"] for row in table], report.brief())
    assert 3 == next(iter(table)).place.row


@pytest.mark.parametrize(("encoding", "name"), [("cp850", "DOS (cp850)"), ("mac_roman", "MacRoman")])
def test_encodings_of_older_programs(tmp_path: Path, encoding: str, name: str) -> None:
    """They are told by the letters inside words; the rest is checked all the same."""
    table, report = read(text_file(tmp_path / "Épreuves.csv", ROWS.encode(encoding)))
    assert [("FI010", "Épreuves.csv")] == report.brief()
    assert name in next(iter(report)).message("en")
    assert LABELS == [row["label"] for row in table]


def test_a_file_that_is_utf_8_but_for_some_lines(tmp_path: Path) -> None:
    """The lines are named; a file with a mark of UTF-8 is one too."""
    lines = ROWS.encode().splitlines(keepends=True)
    lines[2] = lines[2].decode().encode("cp1252")
    for number, mark in enumerate((b"", b"\xef\xbb\xbf")):
        folder = text_file(tmp_path / str(number) / "Épreuves.csv", mark + b"".join(lines))
        table, report = read(folder)
        assert [("FI009", "Épreuves.csv:3")] == report.brief()
        assert "the file is UTF-8, but for line 3" == next(iter(report)).message("en")
        assert LABELS == [row["label"] for row in table]


@pytest.mark.parametrize(
    ("written", "code", "meant"),
    [
        ("Ã‰lÃ©vation lÃ©gÃ¨re", "TB048", "Élévation légère"),
        ("36 Â°C", "TB048", "36 °C"),
        ("lâ€™ouÃ¯e", "TB048", "l’ouïe"),
        ("dÃ©jÃ\u00a0 vu", "TB048", "déjà vu"),
        ("ou\ufffde", "TB047", None),
        ("NÃO", None, None),
        ("37 °C, l’été « doux »", None, None),
    ],
)
@pytest.mark.parametrize("file", ["a.xlsx", "Épreuves.csv"])
def test_characters_that_are_lost(tmp_path: Path, file: str, written: str, code: str | None, meant: str | None) -> None:
    """Text that was encoded twice and the sign of a lost character are errors, with what was written where it is known."""
    rows = ("Identifiant", "Libellé court"), ("ouie", written)
    if file.endswith(".csv"):
        text_file(tmp_path / file, "\n".join(map(";".join, rows)) + "\n")
    else:
        workbook(tmp_path / file, *rows)
    table, report = read(tmp_path)
    assert ([(code, meant)] if code else []) == [(item.code, item.suggestion) for item in report]
    assert next(iter(table))["label"] == (None if code else written)


def test_words_of_the_library_of_csv_are_not_shown(tmp_path: Path) -> None:
    """A file whose quotes do not close is refused in words of the reader's language."""
    folder = text_file(tmp_path / "Épreuves.csv", 'Identifiant;Code\nouie;"1-8\n')
    assert ("FI006", "Épreuves.csv:2") in faults(folder)
    found = next(item for item in read(folder)[1] if item.code == "FI006")
    assert "un guillemet n'y est pas refermé" in found.message("fr")
