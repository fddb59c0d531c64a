"""Several tables on one sheet, apart by empty rows: each is proposed and read by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabellion.diagnostics import Report
from tabellion.pipeline.received_file import proposal_for
from tabellion.tables.sources import read_file
from tables.mapping.mapped import read, write_book

ROWS = [
    ["Laboratory export"],
    [],
    ["Code", "Label", "Unit"],
    ["GLU", "Glucose", "mmol/L"],
    ["HB", "Haemoglobin", "g/L"],
    [],
    ["Tubes"],
    ["Code", "Label", "Colour", "Remarks"],
    ["T1", "Dry", "red", "x"],
    ["T2", "EDTA", "violet"],
    [],
    ["Code", "Label", "Colour", "Remarks"],
    ["T3", "Citrate", "blue", "y"],
]


def write(path: Path) -> Path:
    if path.suffix == ".xlsx":
        write_book(path, {"Export": ROWS})
    else:
        path.write_text("".join(";".join(row) + "\n" for row in ROWS), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["export.xlsx", "export.csv"])
def test_each_table_is_proposed(tmp_path: Path, name: str) -> None:
    """The rows of headings are found, a title above them with them, which names what is made of the table; headings that
    stand again are no row."""
    found = proposal_for(write(tmp_path / name), (), "", "en", Report())
    assert ["3", "7-8"] == sorted({str(row["top"]) for proposal in found.proposals for row in proposal.rows})
    made = [
        tuple(str(cells[place].value) for place, cell in grid.rows[1].items() if str(cell.value) in ("system", "code"))
        for sheet, grid in found.made
        if sheet.key == "system-concepts"
        for _, cells in sorted(grid.rows.items())[1:]
    ]
    first = "export" if name.endswith("csv") else "Export"
    assert [(first, "GLU"), (first, "HB"), ("Tubes", "T1"), ("Tubes", "T2"), ("Tubes", "T3")] == made


@pytest.mark.parametrize("name", ["export.xlsx", "export.csv"])
def test_each_table_is_read(tmp_path: Path, name: str) -> None:
    """A row of the mapping without its row of headings is about the table of the one above it."""
    write(tmp_path / name)
    found = read(
        tmp_path,
        f"""
        {name};;3;;Concepts des systèmes;;Système;;analyses
        {name};;;;Concepts des systèmes;Code;Code
        {name};;;;Concepts des systèmes;Label;Libellé
        {name};;;;;Unit;;non repris
        {name};;7-8;;Concepts des systèmes;;Système;;tubes
        {name};;;;Concepts des systèmes;Code;Code
        {name};;;;Concepts des systèmes;Label;Libellé
        {name};;;;;Colour;;non repris
        """,
    )
    assert [
        ("analyses", "GLU"), ("analyses", "HB"), ("tubes", "T1"), ("tubes", "T2"), ("tubes", "T3"),
    ] == found.rows("system-concepts", "system", "code")  # fmt: skip
    assert [("MP008", 8), ("TB050", 12)] == [(item.code, item.place.row) for item in found.report.in_order()]


def test_headings_that_stand_again(tmp_path: Path) -> None:
    """As on every page of a print: they are no row of the table, which is told."""
    (tmp_path / "p.csv").write_text("Nr;Titre\nA1;Un\n\nNr;Titre\nA2;Deux\n", encoding="utf-8")
    found = read(
        tmp_path,
        """
        p.csv;;;;Concepts des systèmes;;Système;;s
        p.csv;;;;Concepts des systèmes;Nr;Code
        p.csv;;;;Concepts des systèmes;Titre;Libellé
        """,
    )
    assert [("A1",), ("A2",)] == found.rows("system-concepts", "code")
    assert [("TB050", "p.csv › 4")] == found.report.brief()


def test_what_a_merged_cell_covers_is_not_seen(tmp_path: Path) -> None:
    """LibreOffice keeps what stood below a merged range, and shows it to nobody."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    cell = "<table:table-cell office:value-type='string'{more}><text:p>{text}</text:p></table:table-cell>"
    covered = "<table:covered-table-cell office:value-type='string'><text:p>below</text:p></table:covered-table-cell>"
    spanned = cell.format(text="seen", more=" table:number-columns-spanned='2' table:number-rows-spanned='1'")
    row = f"<table:table-row>{spanned}{covered}{cell.format(text='after', more='')}</table:table-row>"
    (tmp_path / "t.fods").write_text(
        f"<office:document xmlns:office='{office}:office:1.0' xmlns:table='{office}:table:1.0' "
        f"xmlns:text='{office}:text:1.0' office:mimetype='application/vnd.oasis.opendocument.spreadsheet'><office:body>"
        f"<office:spreadsheet><table:table table:name='F'>{row}</table:table></office:spreadsheet></office:body>"
        "</office:document>",
        encoding="utf-8",
    )
    (grid,) = read_file(tmp_path / "t.fods", Report())
    assert {1: "seen", 3: "after"} == {column: item.value for column, item in grid.rows[1].items()}
