"""Source files written for a test, and what the reader makes of them."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import Workbook

from tabellion.diagnostics import Report, Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.forms import CODE
from tabellion.tables.sources import read_sources, require
from tabellion.tables.table import Table

EARS = (Choice("R", "droite", "right"), Choice("L", "gauche", "left"))
# one column of each type, about hearing tests
TESTS = Sheet(
    "tests",
    "Épreuves",
    "Tests",
    owner="terminology",
    unique=("id",),
    columns=(
        Column("id", "Identifiant", "Id", Type.ID, required=True),
        Column("code", "Code", "Code", Type.CODE, aliases=("code loinc",)),
        Column("label", "Libellé court", "Short label", translated=True),
        Column("cardinality", "Cardinalité", "Cardinality", Type.CARDINALITY),
        Column("enabled", "Active", "Enabled", Type.YES_NO),
        Column("level", "Niveau", "Level", Type.DECIMAL),
        Column("rank", "Rang", "Rank", Type.INTEGER),
        Column("since", "Depuis", "Since", Type.DATE),
        Column("url", "Adresse", "Address", Type.URL),
        Column("oid", "OID", "OID", Type.OID),
        Column("path", "Chemin", "Path", Type.PATH),
        Column("names", "Autres noms", "Other names", Type.CODE, many=True),
        Column("most", "Au plus", "At most", Type.MAXIMUM),
        Column("ear", "Oreille", "Ear", Type.CHOICE, choices=EARS),
        Column("value", "Valeur", "Value", Type.VALUE),
        Column("strict", "Code strict", "Strict code", Type.CODE, form=CODE),
    ),
    help=Term("", ""),
)  # fmt: skip

Rows = Sequence[Sequence[Any]]


def read(folder: Path, lang: str = "fr") -> tuple[Table, Report]:
    """The table of hearing tests of a folder, and what was reported."""
    report = Report()
    sources = read_sources(folder, (TESTS,), report)
    require(TESTS, sources, report)
    return sources.table(TESTS, lang, report), report


def faults(folder: Path) -> list[tuple[str, str]]:
    """Code and place of what reading a folder reports."""
    return read(folder)[1].brief()


def values(folder: Path, key: str) -> list[Any]:
    """A column of the table of a folder that reads without a fault."""
    table, report = read(folder)
    assert [] == report.brief()
    return [row[key] for row in table]


def workbook(path: Path, *rows: Sequence[Any], sheet: str = "Épreuves") -> Path:
    """A workbook as Excel writes it: numbers, dates and texts each as what they are, formulas without result."""
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path.parent


def texts(path: Path, sheets: dict[str, Rows]) -> Path:
    """A workbook in which every cell is text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write_string(number, column, value)
    return path.parent


def text_file(path: Path, content: str | bytes) -> Path:
    """A text file, its bytes as given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path.parent


def rewritten(path: Path, old: str, new: str, parts: str = "xl/") -> None:
    """Change the XML of a workbook, in every part whose name begins so; the text has to be there."""
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    changed = {
        name: content.replace(old.encode(), new.encode()) if name.startswith(parts) else content
        for name, content in contents.items()
    }
    assert changed != contents, f"{old!r} is nowhere in {path.name}"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in changed.items():
            archive.writestr(name, content)


OPEN_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>
<table:table table:name="{name}">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""


def open_document(path: Path, rows: str, sheet: str = "Épreuves", styles: str = "") -> Path:
    """An OpenDocument spreadsheet of one sheet, its rows and styles as XML."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", OPEN_DOCUMENT.format(name=sheet, rows=rows, styles=styles))
    return path.parent
