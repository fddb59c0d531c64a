"""Which received files get a copy, and what it is called."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from tabellion.diagnostics import Finding, Place, Report, Term, rule
from tabellion.tables.annotation.open_document_copy import annotated_open_document
from tabellion.tables.annotation.remarks import remarks_of
from tabellion.tables.annotation.workbook_copy import annotated_workbook
from tabellion.tables.delimited import read_delimited
from tabellion.tables.encodings import decoded
from tabellion.tables.template import CREATED
from tabellion.tables.textfile import TEXT_TABLES
from tabellion.tables.workbook import EXCEL, FLAT, OPEN_DOCUMENTS

NOT_ANNOTATED = rule(
    "FI014",
    "not-annotated",
    "warning",
    "informational",
    fr="le fichier n'a pas de copie annotée : il ne s'ouvre pas comme un classeur",
    en="the file has no annotated copy: it does not open as a workbook",
    help_fr="lisez ses messages dans la sortie de la commande",
    help_en="read its messages in the output of the command",
)
ANNOTATED = Term("-annoté", "-annotated")
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\']")
LONGEST_TITLE = 31
LONGEST_CELL = 32_767  # characters, of a cell of a workbook


def annotated_copies(
    folder: Path, findings: Iterable[Finding], lang: str, report: Report
) -> Iterator[tuple[str, bytes]]:
    """Name and content of the copy of each workbook and text table of a folder that has findings; another file with
    some is told."""
    found = list(findings)
    for name in sorted({finding.place.file for finding in found}):
        path = folder / name
        if not name or path.parent != folder or not path.is_file():
            continue
        try:
            if path.suffix.lower() in EXCEL:
                yield copy_name(path, lang), annotated_workbook(path, remarks_of(found, name, lang))
                continue
            if path.suffix.lower() in OPEN_DOCUMENTS - FLAT:
                yield copy_name(path, lang), annotated_open_document(path, remarks_of(found, name, lang))
                continue
            if path.suffix.lower() in TEXT_TABLES:
                title = NOT_IN_A_TITLE.sub(" ", path.stem)[:LONGEST_TITLE]
                remarks = remarks_of(found, name, lang, title)
                yield copy_name(path, lang), annotated_workbook(_as_workbook(path, title), remarks)
                continue
        except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, StopIteration, OSError, ValueError):
            pass
        report.add(NOT_ANNOTATED, Place(name))


def copy_name(path: Path, lang: str) -> str:
    """What the copy of a file is called: a text table becomes a workbook."""
    is_text = path.suffix.lower() in TEXT_TABLES
    return f"{path.name}{ANNOTATED[lang]}.xlsx" if is_text else f"{path.stem}{ANNOTATED[lang]}{path.suffix}"


def _as_workbook(path: Path, title: str) -> io.BytesIO:
    """A workbook with the cells of a text table, each as text.

    Raises `ValueError` for what is no text, or where lines do not read.
    """
    import xlsxwriter

    text = decoded(path.read_bytes(), path.name, Report())
    if text is None:
        raise ValueError(path.name)
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        plain = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(title)
        for row, line in enumerate(read_delimited(text).rows):
            for column, value in enumerate(line):
                if value:
                    sheet.write_string(row, column, value[:LONGEST_CELL], plain)
    made.seek(0)
    return made
