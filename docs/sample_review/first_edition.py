"""The first edition of the sample, of February 2022, from the sources of the second: what the review changed is undone.

What no source of that time tells stands as it is known: lists of codes are those of the second edition.
"""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import openpyxl

VERSION = "1.1.0-concertation"
DATE = datetime.datetime(2022, 2, 8)
OLD, NEW = "mesures-observation-bodyheight", "mesures-observation-body-height"
# file, sheet, text of the second edition, text of the first
UNDONE = (
    ("guide-profils.xlsx", "Guide", "1.2.0-concertation", VERSION),
    ("guide-profils.xlsx", "Éléments", "Le poids du patient, avec son unité.", "Le poid du patient."),
    ("guide-profils.xlsx", "Éléments", "The patient's weight, with its unit.", "The patient's weight."),
    ("guide-profils.xlsx", "Éléments", "Siège de la douleur, en texte libre", "Localisation"),
    ("guide-profils.xlsx", "Éléments", "Identifiant système (EUI-64)", "Identifiant système"),
    ("cgts-terminologies.xlsx", "Concepts", "Tape measure", "Meter"),
    ("cnam-mesures.xlsx", "Erreurs", "Patient différent de celui du jeton", "Patient different de celui du jeton"),
)

ROWS_OF_LATER = ("Renommages", "Retraits")
NUMBER_OF_THESE = "mesures-observation-steps-by-day"


def write_first_edition(sources: Path, target: Path) -> None:
    """The sources of the first edition. Raises `LookupError` where the second says something else than is undone."""
    shutil.copytree(sources, target)
    for path in (*target.rglob("*.json"), *target.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(NEW, OLD).replace("1.2.0-concertation", VERSION), encoding="utf-8", newline="\n")
    for path in target.glob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        wanted = {(sheet, text): former for file, sheet, text, former in UNDONE if file == path.name}
        found = set()
        for sheet in book:
            if sheet.title in ROWS_OF_LATER:
                sheet.delete_rows(2, sheet.max_row)
            for row in sheet.iter_rows(min_row=2):
                for cell in row:
                    if not isinstance(cell.value, str):
                        continue
                    if (sheet.title, cell.value) in wanted:
                        found.add((sheet.title, cell.value))
                        cell.value = wanted[sheet.title, cell.value]
                    cell.value = cell.value.replace(NEW, OLD)
        if found != set(wanted):
            raise LookupError(f"{path.name}: {sorted(set(wanted) - found)}")
        if "Guide" in book.sheetnames:
            _first_guide(book)
        if "Éléments" in book.sheetnames:
            _number_not_demanded(book["Éléments"])
        book.save(path)


def _first_guide(book: openpyxl.Workbook) -> None:
    sheet = book["Guide"]
    for number in range(sheet.max_row, 1, -1):
        item = sheet.cell(number, 1).value
        if item == "Date de l'édition":
            sheet.cell(number, 2, DATE)
        elif item in ("Ouverture de la concertation", "Clôture de la concertation"):
            sheet.delete_rows(number)


def _number_not_demanded(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    """The number of a measure was not mandatory yet, where FHIR's vital signs did not make it so."""
    headings = {str(cell.value).rstrip("*"): cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        profiles = str(sheet.cell(row, headings["Profil"]).value)
        if NUMBER_OF_THESE in profiles and sheet.cell(row, headings["Chemin"]).value == "Observation.value[x].value":
            sheet.cell(row, headings["Cardinalité"], "0..1")
