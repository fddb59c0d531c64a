"""Workbooks as programs other than Excel write them: everything is read, mirrored, changed and annotated."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Place, Report
from tabellion.tables.annotation.remarks import remarks_of
from tabellion.tables.annotation.workbook_copy import annotated_workbook
from tabellion.tables.left_out import UNKNOWN_SHEET
from tabellion.tables.mirror.workbooks import texts_of_workbook, workbook_of_texts
from tabellion.tables.sources import read_file

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
    'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPES}.sharedStrings+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Envoi" sheetId="1" '
    'r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>Code</t></si><si><t>Début</t></si><si><t>漢字</t>'
    '<rPh sb="0" eb="2"><t>カンジ</t></rPh><phoneticPr fontId="0"/></si></sst>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><fills><fill/></fills><borders><border/>'
    '</borders><cellXfs><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>'
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" s="1"><v>45352</v></c></row>'
    '<row r="3"><c r="A3" t="inlineStr"><is><t>007</t></is></c><c r="B3" s="1"><v>45353</v></c></row>'
    '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData></worksheet>',
}
DAYS = [datetime.datetime(2024, 3, 1), datetime.datetime(2024, 3, 2)]

Change = Callable[[str, str], tuple[str, str]]


def strict(name: str, text: str) -> tuple[str, str]:
    """ISO/IEC 29500 Strict, an option of Excel."""
    for usual, other in STRICT.items():
        text = text.replace(usual, other)
    return name, text


def backslashes(name: str, text: str) -> tuple[str, str]:
    """As .NET packs folders on Windows."""
    if name == "[Content_Types].xml":
        return name, text
    return name.replace("/", "\\"), text.replace('Target="xl/', 'Target="xl\\').replace("worksheets/s", "worksheets\\s")


def other_case(name: str, text: str) -> tuple[str, str]:
    return name.replace("sharedStrings", "SharedStrings").replace("sheet1", "Sheet1"), text


def absolute(name: str, text: str) -> tuple[str, str]:
    return name, text.replace('Target="', 'Target="/xl/').replace("/xl/xl/", "/xl/") if name.endswith(".rels") else text


def prefixed(name: str, text: str) -> tuple[str, str]:
    """As the SDK of Open XML writes."""
    if f'xmlns="{MAIN}"' not in text:
        return name, text
    text = text.replace("</", "</\0").replace("<", "<x:").replace("<x:/\0", "</x:")
    return name, text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')


def without_places(name: str, text: str) -> tuple[str, str]:
    if "/worksheets/" not in name:
        return name, text
    for place in ("1", "2", "3", "A1", "A2", "A3", "B1", "B2", "B3"):
        text = text.replace(f' r="{place}"', "")
    return name, text


WRITERS = [strict, backslashes, other_case, absolute, prefixed, without_places]


def book(path: Path, change: Change) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in PARTS.items():
            archive.writestr(*change(name, text))
    return path


def values(path: Path) -> list[list[object]]:
    report = Report()
    grid = read_file(path, report)[0]
    assert report.brief() == []
    return [[cell.value for _, cell in sorted(row.items())] for _, row in sorted(grid.rows.items())]


@pytest.mark.parametrize("change", WRITERS)
def test_everything_is_read(tmp_path: Path, change: Change) -> None:
    """Phonetic letters beside a text are no part of it."""
    assert [["Code", "Début"], ["漢字", DAYS[0]], ["007", DAYS[1]]] == values(book(tmp_path / "t.xlsx", change))


@pytest.mark.parametrize("change", WRITERS)
def test_it_is_mirrored_and_changed(tmp_path: Path, change: Change) -> None:
    path = book(tmp_path / "t.xlsx", change)
    texts = texts_of_workbook(path, sheets())
    assert "\tCode: 007\n\tDébut: 2024-03-02" in texts["Envoi"]
    changed = {"Envoi": texts["Envoi"].replace("2024-03-02", "2025-01-31").replace("漢字", "A1")}
    path.write_bytes(workbook_of_texts(changed, path))
    assert [["Code", "Début"], ["A1", DAYS[0]], ["007", datetime.datetime(2025, 1, 31)]] == values(path)


@pytest.mark.parametrize("change", WRITERS)
def test_it_is_annotated(tmp_path: Path, change: Change) -> None:
    """The copy has the values of the file, and the messages in a sheet of their own."""
    path = book(tmp_path / "t.xlsx", change)
    report = Report()
    report.add(UNKNOWN_SHEET, Place("t.xlsx", "Envoi", 3, 1), sheet="Envoi")
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(annotated_workbook(path, remarks_of(list(report), "t.xlsx", "en")))
    assert [["Code", "Début"], ["漢字", DAYS[0]], ["007", DAYS[1]]] == values(copy)
    grids = read_file(copy, Report())
    assert "TB002" in [cell.value for cell in grids[1].rows[2].values()]


def test_formulas_that_share_one_where_a_part_does_not_read(tmp_path: Path) -> None:
    """A mirror of a workbook of which a part without values is damaged has the formulas of its cells."""

    def damaged(name: str, text: str) -> tuple[str, str]:
        if name.endswith("styles.xml"):
            return name, text.replace("<fill/>", "<fill><patternFill patternType='none of them'/></fill>")
        shared = '<c r="A3" t="str"><f t="shared" ref="A3:A4" si="0">B2&amp;"a"</f><v>x</v></c></row>'
        below = '<row r="4"><c r="A4" t="str"><f t="shared" si="0"/><v>y</v></c></row><row r="1048576">'
        start, end = text.find('<c r="A3"'), text.find('<row r="1048576">')
        return name, text[:start] + shared + below + text[end + 17 :] if "/worksheets/" in name else text

    texts = texts_of_workbook(book(tmp_path / "t.xlsx", damaged), sheets())
    assert '=B2&"a"' in texts["Envoi"]
    assert '=B3&"a"' in texts["Envoi"]
