"""The seeded set of two received workbooks: a fault of each family, all told in one run, each at its cell."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

from pipeline.reception import received
from tabellion.pipeline.building import build, check
from tabellion.pipeline.project import Project

CENTRE, INSURER, GUIDE = "cgts-terminologies.xlsx", "cnam-mesures.xlsx", "guide-profils.xlsx"


def line(place: str, cells: str) -> dict[str, str]:
    """The cells of a row, from its first: `cgts › Mesures!2` and their texts behind semicolons."""
    sheet, _, number = place.rpartition("!")
    return {f"{sheet}!{letter}{number}": cell for letter, cell in zip("ABCDEFGHI", cells.split(";"), strict=False)}


MEASURES = line("cgts › Mesures!1", "Identifiant;Libellé;Famille;Alimentation;Consultation;Profil")
# what the last edition had besides: a profile that the next one drops, labels that the centre repeats
PUBLISHED = {
    **line("guide › Profils!5", "ancien;Ancien;Ancien débit;Observation;Observation;Le débit d'avant."),
    **MEASURES,
    **line("cgts › Mesures!2", "reversibilite;Réversibilité;autre;non;oui;reversibilite"),
}
# by family: the cells that are spoilt, and the code and place of what is told; nothing where it must stay silent
DEFECTS: dict[str, tuple[Mapping[str, Any], tuple[str, str] | None]] = {
    "a code that became a date": (
        {"cgts › Codes!C3": datetime.datetime(6997, 2, 1)},
        ("TB011", "cgts › Codes!C3"),
    ),
    "a LOINC code with a wrong check digit": ({"cgts › Codes!C2": "33452-5"}, ("CS001", "cgts › Codes!C2")),
    "a blank behind a code": ({"cgts › Concepts!C3": "debout "}, ("TB013", "cgts › Concepts!C3")),
    "a unit in the wrong case": ({"cgts › Unités!B3": "Kg", "cnam › Mesures!F3": "kg"}, ("CS004", "cgts › Unités!B3")),
    "a decimal comma": ({"cnam › Mesures!G2": "30,5"}, None),
    "a truth in French": ({"cgts › Éléments!D2": "VRAI"}, None),
    "a heading with a line break": ({"cgts › Éléments!C1": "Cardi-\nnalité *"}, None),
    "a misspelt heading": ({"cgts › Éléments!F1": "Libellé cour"}, ("TB033", "cgts › Éléments!F1")),
    "a sheet that nobody knows": ({"cgts › Divers!A1": "Bonjour"}, ("TB002", "cgts › Divers")),
    "merged cells": ({}, ("TB006", "cgts › Codes!D2")),
    "a key that stands twice": (
        line("cgts › Concepts!4", "positions;postures;assis"),
        ("TB025", "cgts › Concepts!A4"),
    ),
    "a unit on which two do not agree": (
        {"cnam › Mesures!F2": "mL/min", "cgts › Unités!B2": "L/s"},
        ("MG002", "cnam › Mesures!F2"),
    ),
    "a label that differs only in how it is written": (
        MEASURES | line("cgts › Mesures!3", "debit;De\u0301bit de  pointe;autre;oui;oui;debit"),
        None,
    ),
    "a proposal by one who does not own it": (
        line("cgts › Mesures!2", "reversibilite;Gain de souffle;autre;non;oui;reversibilite"),
        ("AR001", "cgts › Mesures!B2"),
    ),
    "a decision about values that are gone": (
        line(
            "cgts › Arbitrages!1",
            "Mesure;Facette;Valeur de l'assureur vue;Valeur du centre vue;Décision;Valeur retenue;Motif;Décidé par;Date",
        )
        | line("cgts › Arbitrages!2", "reversibilite;unité;kg;g;terminologie;g;Vu.;Le comité;2024-03-01"),
        ("AR003", "cgts › Arbitrages!F2"),
    ),
    "a path with a typo": ({"cgts › Éléments!B4": "Observation.metod"}, ("SD006", "cgts › Éléments!B4")),
    "a binding weaker than that of the parent": (
        {
            "cgts › Éléments!A8": "debit",
            "cgts › Éléments!B8": "Observation.status",
            "cgts › Éléments!G8": "http://hl7.org/fhir/ValueSet/observation-status",
            "cgts › Éléments!H8": "préférée",
        },
        ("SN032", "cgts › Éléments!G8"),
    ),
    "a cardinality wider than that of the parent": ({"cgts › Éléments!C8": "0..1"}, ("SN030", "cgts › Éléments!C8")),
    "an obligation that the cardinality contradicts": (
        {"cnam › Données!D2": "obligatoire", "cgts › Éléments!C3": "0..1"},
        ("MG007", "cnam › Données!D2"),
    ),
    "an example without what is required": (
        {"cgts › Valeurs d'exemple!C10": "sans objet"},
        ("VA012", "cgts › Valeurs d'exemple!C10 › Observation"),
    ),
    "an id that is gone, and no removal": ({}, ("ED004", "cgts › Guide!B6")),
    "the sentence of another measure": (
        {"cgts › Éléments!F6": "Le seuil auditif mesuré"},
        ("MG015", "cgts › Éléments!F6"),
    ),
    "a file that is open in Excel": ({}, None),
    "a table in a Windows encoding": ({}, None),
}
NAMES = {"cgts": CENTRE, "cnam": INSURER, "guide": GUIDE}


def in_two_workbooks(project: Project) -> None:
    """The sheets of the specification team in the workbook of the centre, which then states them all."""
    centre = openpyxl.load_workbook(project.sources / CENTRE)
    guide = openpyxl.load_workbook(project.sources / GUIDE)
    for sheet in guide.worksheets:
        if sheet.title not in centre.sheetnames:
            added = centre.create_sheet(sheet.title)
            for row in sheet.values:
                added.append(row)
    centre.save(project.sources / CENTRE)
    (project.sources / GUIDE).unlink()


def put(sources: Path, cells: Mapping[str, Any]) -> None:
    """Put cells into workbooks; a sheet that is not there yet is added."""
    for stem in {place.partition(" › ")[0] for place in cells}:
        book = openpyxl.load_workbook(sources / NAMES[stem])
        for place, value in cells.items():
            file, _, address = place.partition(" › ")
            title, _, cell = address.rpartition("!")
            if file == stem:
                sheet = book[title] if title in book.sheetnames else book.create_sheet(title)
                sheet[cell] = value
        book.save(sources / NAMES[stem])


def spoil(sources: Path) -> None:
    """Put the defects of every family into the two workbooks and beside them."""
    put(sources, {place: value for cells, _ in DEFECTS.values() for place, value in cells.items()})
    book = openpyxl.load_workbook(sources / CENTRE)
    book["Codes"].merge_cells("D2:D3")
    book.save(sources / CENTRE)
    (sources / "~$cgts-terminologies.xlsx").write_bytes(b"\x05Marie")
    windows = "Règle;Artefact;Motif;Date\r\nTB013;ValueSet/positions;Espaces tolérés en mars;1/3/2024\r\n"
    (sources / "Avertissements acceptés.csv").write_bytes(windows.encode("cp1252"))


def test_each_family_in_two_workbooks(tmp_path: Path) -> None:
    """Eighteen at their cell, six silent, after an edition whose profile and unit they speak of."""
    assert (24, 18) == (len(DEFECTS), sum(told is not None for _, told in DEFECTS.values()))
    published = received(tmp_path / "published")
    put(published.sources, PUBLISHED)
    in_two_workbooks(published)
    assert not build(published, site=False).report.failed
    project = received(tmp_path / "now")
    in_two_workbooks(project)
    shutil.copytree(published.root / "output", project.root / "output")
    spoil(project.sources)
    assert [CENTRE, INSURER] == sorted(path.name for path in project.sources.glob("[!~]*.xlsx"))
    found = check(project).report.brief()
    expected = {told[1]: told[0] for _, told in DEFECTS.values() if told is not None}
    places = {place.replace(CENTRE, "cgts").replace(INSURER, "cnam"): code for code, place in found}
    assert expected == places
    assert len(expected) == len(found)
