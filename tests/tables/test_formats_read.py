"""The formats that workbooks come in: templates, and OpenDocument as one flat document."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tables.writing import read

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
FLAT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0" xmlns:text="{OFFICE}:text:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:body><office:spreadsheet><table:table table:name="Épreuves">{{}}</table:table></office:spreadsheet></office:body>
</office:document>"""
ROWS = [["Identifiant", "Code"], ["ouie", "1-8"], ["vue", "007"]]


def flat(rows: list[list[str]]) -> str:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    return FLAT.format("".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows))


@pytest.mark.parametrize("name", ["a.xlsx", "a.xlsm", "a.xltx", "a.xltm", "a.fods"])
def test_workbooks_of_any_ending(tmp_path: Path, name: str) -> None:
    """Templates are workbooks; a flat document is one."""
    if name.endswith(".fods"):
        (tmp_path / name).write_text(flat(ROWS), encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        book.template = name.startswith("a.xlt")
        sheet = book.active
        sheet.title = "Épreuves"
        for row in ROWS:
            sheet.append(row)
        book.save(tmp_path / name)
    table, report = read(tmp_path)
    assert [] == report.brief()
    assert [("ouie", "1-8"), ("vue", "007")] == [(row["id"], row["code"]) for row in table]
    assert f"{name} › Épreuves!B3 (Code)" == str(list(table)[1].at("code"))


@pytest.mark.parametrize("content", ["", "x", "<a/>", flat(ROWS)[:-30], "PK"])
def test_a_flat_document_that_is_none(tmp_path: Path, content: str) -> None:
    """Damaged, empty, or something else: told, as of any workbook."""
    (tmp_path / "a.fods").write_text(content, encoding="utf-8")
    assert ("FI002", "a.fods") in read(tmp_path)[1].brief()
