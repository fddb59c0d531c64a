"""An .xlsx file cut down to some rows of some sheets, so that openpyxl reads these alone; which sheets are large."""

from __future__ import annotations

import io
import re
import zipfile
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from posixpath import join, normpath
from xml.etree import ElementTree

WORKBOOK, SHARED_STRINGS, STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WITHOUT_ROWS = f'<worksheet xmlns="{MAIN[1:-1]}"><sheetData/></worksheet>'.encode()
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
WORKSHEET = re.compile(r"xl/worksheets/[^/]+\.xml")

# elements with a prefix are left to the reader of whole workbooks
DATA = re.compile(rb"<sheetData\b[^<>]*>(?P<rows>.*)</sheetData\s*>", re.DOTALL)
ROW = re.compile(rb"<row(?=[\s>/])(?:[^<>]*?\sr=[\"'](\d+)[\"'])?")
HIDDEN_ROW = re.compile(rb"<row(?=\s)[^<>]*?\shidden=[\"'](?:1|true)[\"']")
CELL_WITHOUT_PLACE = re.compile(rb"<c(?:[>/]|\s(?![^<>]*\br=))")
STRING = re.compile(rb"<si(?=[\s>/])")
SHARED = re.compile(rb"\st=[\"']s[\"']")
STRING_CELL = re.compile(rb"(\st=[\"']s[\"'][^<>]*>\s*<v>)(\d+)(?=<)")
# what a reader of values alone does not see in cells: formulas, errors, texts and dates that are not kept as usual
HIDDEN = [b"<f>", b"<f ", b"<f/", *(f" t={mark}{kind}{mark}".encode() for kind in ("e", "d", "str") for mark in "\"'")]
# and in texts: parts with a format, escaped characters, blanks around what is not said to keep them
HIDDEN_IN_TEXT = [b"<r>", b"<r ", b"<rPh", b"_x", b"<t>&#", *(b"<t>" + blank for blank in (b" ", b"\t", b"\r", b"\n")),
                  *(blank + b"</t>" for blank in (b" ", b"\t", b"\r", b"\n"))]  # fmt: skip
STYLED_CELL = re.compile(rb"<c\s[^<>]*?\ss=[^<>]*>")
STYLE, PLACE = re.compile(rb"\ss=[\"'](\d+)[\"']"), re.compile(rb"\sr=[\"']([A-Z]+)(\d+)[\"']")
REFERENCE_AT_END = re.compile(rb"&#\w+;</t>")
# numbers in these formats, built in or written so, are read the same by every reader; text is in any format
PLAIN_FORMATS = {"0", "1", "14", "49"}
DATES = ("yyyy-mm-dd", "yyyy\\-mm\\-dd", "dd/mm/yyyy", "dd\\/mm\\/yyyy", "yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd h:mm:ss")
PLAIN_CODES = {"general", "0", "@", *DATES}


@dataclass(frozen=True, slots=True)
class LargeSheet:
    """A worksheet that may be read by columns: its title, its part, its last row, the rows that have more to them than
    values, and those that are hidden. `indents` are the cells that their format moves to the right, by row and column,
    each with the steps."""

    title: str
    part: str
    last: int
    doubtful: frozenset[int]
    hidden: frozenset[int] = frozenset()
    indents: Mapping[tuple[int, int], int] = field(default_factory=dict)


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each worksheet by its title. Empty where the workbook counts its days from 1904, or is unusual."""
    names = set(archive.namelist())
    relations = "xl/_rels/workbook.xml.rels"
    if not {WORKBOOK, relations, STYLES} <= names:
        return {}
    book = ElementTree.fromstring(archive.read(WORKBOOK))
    settings = book.find(f"{MAIN}workbookPr")
    if book.tag != f"{MAIN}workbook" or (settings is not None and settings.get("date1904", "0") not in ("0", "false")):
        return {}
    targets = {item.get("Id"): item.get("Target", "") for item in ElementTree.fromstring(archive.read(relations))}
    found = {}
    for sheet in book.iter(f"{MAIN}sheet"):
        target = targets.get(sheet.get(RELATION), "")
        part = target.removeprefix("/") if target.startswith("/") else normpath(join("xl", target))
        if part in names and WORKSHEET.fullmatch(part):
            found[sheet.get("name", "")] = part
    return found


def large_sheet(title: str, part: str, archive: zipfile.ZipFile) -> LargeSheet | None:
    """What a worksheet has besides values; `None` for one to be read as a whole: merged cells, links, unusual XML."""
    xml = archive.read(part)
    data = DATA.search(xml)
    if data is None or b"<!" in xml or b"mergeCell " in xml or b"hyperlink " in xml:
        return None
    rows = data["rows"]
    if CELL_WITHOUT_PLACE.search(rows):
        return None
    starts, numbers = _row_places(rows)
    if not numbers or numbers != sorted(set(numbers)):
        return None
    styles = archive.read(STYLES)
    marks = [*HIDDEN, *_style_marks(styles)]
    positions = [*(place for mark in marks for place in _all(rows, mark)), *_hidden_in_texts(rows)]
    strings = _doubtful_strings(archive)
    if strings is None:
        return None
    if strings:
        positions += [match.start() for match in STRING_CELL.finditer(rows) if int(match[2]) in strings]
    doubtful = frozenset(numbers[bisect_right(starts, place) - 1] for place in positions)
    last = max(rows.rfind(b"<c "), rows.rfind(b":c "))
    if last < 0:
        return None
    hidden = frozenset(numbers[bisect_right(starts, match.start()) - 1] for match in HIDDEN_ROW.finditer(rows))
    return LargeSheet(title, part, numbers[bisect_right(starts, last) - 1], doubtful, hidden, _indents(rows, styles))


def cut_down(archive: zipfile.ZipFile, kept: Mapping[str, Collection[int]], others: bool) -> io.BytesIO:
    """The workbook with the `kept` rows alone of some worksheets, by part; the other worksheets as they are with
    `others`, else without rows. Texts that no cell shows any more are left out."""
    contents = {}
    for item in archive.infolist():
        is_sheet = WORKSHEET.fullmatch(item.filename) is not None
        if is_sheet and item.filename in kept:
            contents[item.filename] = _with_rows(archive.read(item), kept[item.filename])
        else:
            contents[item.filename] = WITHOUT_ROWS if is_sheet and not others else archive.read(item)
    if SHARED_STRINGS in contents:
        _leave_out_strings(contents)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as cut:
        for name, content in contents.items():
            cut.writestr(name, content)
    made.seek(0)
    return made


def _with_rows(xml: bytes, kept: Collection[int]) -> bytes:
    data = DATA.search(xml)
    if data is None:
        return xml
    rows = data["rows"]
    starts, numbers = _row_places(rows)
    ends = [*starts[1:], len(rows)]
    parts = [rows[start:end] for start, end, number in zip(starts, ends, numbers, strict=True) if number in kept]
    return xml[: data.start("rows")] + b"".join(parts) + xml[data.end("rows") :]


def _row_places(rows: bytes) -> tuple[list[int], list[int]]:
    """Where each row starts, and its number; no rows where one does not tell its number."""
    starts, numbers = [], []
    for match in ROW.finditer(rows):
        if match[1] is None:
            return [], []
        starts.append(match.start())
        numbers.append(int(match[1]))
    return starts, numbers


def _all(text: bytes, mark: bytes) -> Iterator[int]:
    place = text.find(mark)
    while place >= 0:
        yield place
        place = text.find(mark, place + 1)


def _style_marks(styles: bytes) -> list[bytes]:
    """How a cell names the formats that strike it out, raise or lower it, or show a number as something else."""
    root = ElementTree.fromstring(styles)
    codes = {item.get("numFmtId"): item.get("formatCode", "").lower() for item in root.iter(f"{MAIN}numFmt")}
    fonts = root.find(f"{MAIN}fonts")
    marked = {
        str(index)
        for index, font in enumerate(fonts if fonts is not None else ())
        if font.find(f"{MAIN}strike") is not None or font.find(f"{MAIN}vertAlign") is not None
    }
    cells = root.find(f"{MAIN}cellXfs")
    marks = []
    for index, style in enumerate(cells if cells is not None else ()):
        number = style.get("numFmtId", "0")
        is_plain = codes[number] in PLAIN_CODES if number in codes else number in PLAIN_FORMATS
        if not is_plain or style.get("fontId", "0") in marked:
            marks += [f' s="{index}"'.encode(), f" s='{index}'".encode()]
    return marks


def _indents(rows: bytes, styles: bytes) -> dict[tuple[int, int], int]:
    """The cells whose format moves their text to the right (18.8.1 alignment), by row and column."""
    from openpyxl.utils import column_index_from_string

    cells = ElementTree.fromstring(styles).find(f"{MAIN}cellXfs")
    steps: dict[bytes, int] = {}
    for index, style in enumerate(cells if cells is not None else ()):
        alignment = style.find(f"{MAIN}alignment")
        indent = int(alignment.get("indent", "0")) if alignment is not None else 0
        if indent:
            steps[str(index).encode()] = indent
    if not steps:
        return {}
    found = {}
    for match in STYLED_CELL.finditer(rows):
        style_of, place = STYLE.search(match[0]), PLACE.search(match[0])
        if style_of is not None and place is not None and style_of[1] in steps:
            found[int(place[2]), column_index_from_string(place[1].decode())] = steps[style_of[1]]
    return found


def _hidden_in_texts(xml: bytes) -> list[int]:
    places = [place for mark in HIDDEN_IN_TEXT for place in _all(xml, mark)]
    return places + ([match.start() for match in REFERENCE_AT_END.finditer(xml)] if b"&#" in xml else [])


def _doubtful_strings(archive: zipfile.ZipFile) -> set[int] | None:
    """The numbers of the shared texts that a reader of values alone might change; `None` for texts in unusual XML."""
    if SHARED_STRINGS not in archive.namelist():
        return set()
    xml = archive.read(SHARED_STRINGS)
    if b"<sst" not in xml or b"<!" in xml:
        return None
    places = _hidden_in_texts(xml)
    if not places:
        return set()
    starts = [match.start() for match in STRING.finditer(xml)]
    return {bisect_right(starts, place) - 1 for place in places}


def _leave_out_strings(contents: dict[str, bytes]) -> None:
    """Keep the shared texts that cells show, numbered anew."""
    xml = contents[SHARED_STRINGS]
    sheets = {name: content for name, content in contents.items() if WORKSHEET.fullmatch(name)}
    shown = {name: [int(match[2]) for match in STRING_CELL.finditer(content)] for name, content in sheets.items()}
    kept = sorted({number for found in shown.values() for number in found})
    is_usual = all(len(SHARED.findall(sheets[name])) == len(found) for name, found in shown.items())
    last = kept[-1] if kept else 0
    starts = [match.start() for match in islice(STRING.finditer(xml), last + 2)]  # and the end of the last one
    if not is_usual or last >= len(starts):
        return
    places = {old: str(new).encode() for new, old in enumerate(kept)}
    for name, content in sheets.items():
        contents[name] = STRING_CELL.sub(lambda match: match[1] + places[int(match[2])], content)
    end = xml.rindex(b"</")
    bounds = [*starts, end]
    texts = [xml[bounds[old] : bounds[old + 1]] for old in kept]
    contents[SHARED_STRINGS] = xml[: starts[0]] + b"".join(texts) + xml[end:]
