"""Received tables and a mapping written for a test, and the tables of ours that they make."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Report
from tabellion.tables.sources import Sources, read_sources
from tabellion.tables.table import Table

HEADINGS = (
    "Fichier;Feuille reçue;Ligne de titres;Bloc;Feuille cible;Colonne reçue;Colonne cible;Lecture;Valeur;Séparateur"
)


@dataclass(frozen=True)
class Mapped:
    """What a folder of sources reads as."""

    sources: Sources
    report: Report

    def table(self, key: str) -> Table:
        sheet = next(sheet for sheet in sheets() if sheet.key == key)
        return self.sources.table(sheet, "fr", self.report)

    def rows(self, key: str, *columns: str) -> list[tuple[Any, ...]]:
        """The values of these columns of each row."""
        return [tuple(row[column] for column in columns) for row in self.table(key)]


def mapping(text: str) -> bytes:
    """The sheet of received tables: a line for each row, its cells in the order of `HEADINGS`; ¶ is a line break."""
    lines = [line.strip() for line in text.strip().splitlines()]
    return "\n".join([HEADINGS, *(_quoted(line) for line in lines)]).encode("utf-8")


def _quoted(line: str) -> str:
    if "¶" not in line:
        return line
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerow([cell.replace("¶", "\n") for cell in line.split(";")])
    return out.getvalue().rstrip("\n")


def write_book(
    path: Path, given: dict[str, Sequence[Sequence[Any]]], merged: Sequence[tuple[str, str, str]] = ()
) -> None:
    """A workbook: texts as texts, numbers as numbers; merged ranges as sheet, range and text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, rows in given.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value not in (None, ""):
                        sheet.write(number, column, value)
            for title, area, text in merged:
                if title == name:
                    sheet.merge_range(area, text)


def read(folder: Path, text: str, **files: bytes) -> Mapped:
    """The tables of ours that a mapping makes of files; those of names given here are written first, with `__` for a
    dot."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Tables reçues.csv").write_bytes(mapping(text))
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_bytes(content)
    report = Report()
    return Mapped(read_sources(folder, sheets(), report), report)
