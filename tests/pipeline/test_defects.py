"""Every fault of every file in one run, each at its cell."""

from __future__ import annotations

import csv
import datetime
import os
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from office import converted
from pipeline.reception import received
from tabellion.cli.app import app
from tabellion.diagnostics import Report
from tabellion.diagnostics.render import render
from tabellion.pipeline.building import check
from tabellion.pipeline.project import Project


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def found(report: Report) -> dict[str, str]:
    """The code of each finding by its place without the file's ending."""
    return {place.replace(".xlsx", ""): code for code, place in report.brief()}


def test_the_deliveries_have_no_fault(tmp_path: Path) -> None:
    """What the other tests spoil is clean."""
    assert [] == check(received(tmp_path)).report.brief()


def test_a_fault_says_all_that_is_needed(tmp_path: Path) -> None:
    """File, sheet, cell, heading, value, code, what is expected; the exit code says that there are faults."""
    project = received(tmp_path, {"guide-profils › Éléments!C4": "1..x"})
    code, text = run("check", "--project", str(project.root))
    assert 1 == code
    assert (
        "1 erreur\n"
        "     1 × TB017 bad-cardinality\n"
        "\n"
        "erreur[TB017] : « 1..x » n'est pas une cardinalité\n"
        f"  --> {os.path.relpath(project.sources)}/guide-profils.xlsx › Éléments!C4 (Cardinalité) : « 1..x »\n"
        "  aide : attendu : min..max, ex. 1..1, 0..*\n"
        "  plus : tabellion explain TB017\n"
    ) == text
    assert (1, True) == (code, "expected: min..max" in run("check", "--project", str(project.root), "--lang", "en")[1])


def test_twelve_faults_in_one_run(tmp_path: Path) -> None:
    """Twelve faults in three sheets of two files, one of them two at once: a value set unknown, and bound by nothing."""
    changes: dict[str, Any] = {
        "guide-profils › Éléments!C2": "1..x",
        "guide-profils › Éléments!D2": "peut-être",
        "guide-profils › Éléments!B3": "Observation.valeur",
        "guide-profils › Éléments!E5": "Reference(Patient",
        "guide-profils › Éléments!C6": "2..1",
        "guide-profils › Profils!B2": "mon débit",
        "guide-profils › Profils!E3": "Observatoin",
        "cgts-terminologies › Codes!C2": "33452-5",
        "cgts-terminologies › Codes!B3": "LONIC",
        "cgts-terminologies › Codes!C3": "LA1-9 ",
        "cgts-terminologies › Codes!A3": "reversibilité",
        "guide-profils › Éléments!G4": "postions",
    }
    report = check(received(tmp_path, changes)).report
    assert {
        "cgts-terminologies › Codes!A3": "RF001",
        "cgts-terminologies › Codes!B3": "RF002",
        "cgts-terminologies › Codes!C2": "CS001",
        "cgts-terminologies › Codes!C3": "TB013",
        "guide-profils › Profils!B2": "SD019",
        "guide-profils › Profils!E3": "SD007",
        "guide-profils › Éléments!B3": "SD006",
        "guide-profils › Éléments!C2": "TB017",
        "guide-profils › Éléments!C6": "TB018",
        "guide-profils › Éléments!D2": "TB010",
        "guide-profils › Éléments!E5": "SD001",
        "guide-profils › Éléments!G4": "RF003",
        "guide-profils › Éléments!H4": "SD010",
    } == found(report)
    lines = render(report, "text", "fr").splitlines()
    assert "12 erreurs, 1 avertissement" == lines[0]
    assert 13 == sum(" × " in line for line in lines)
    places = [diagnostic.place for diagnostic in report.in_order()]
    assert sorted(places) == places


# the fault of each family, by its cell; a cell that has to stay silent has no code
SEEDED: dict[str, tuple[Any, str]] = {
    "cgts-terminologies › Codes!C3": (datetime.datetime(6997, 2, 1), "TB011"),  # a code that became a date
    "cgts-terminologies › Codes!C2": ("33452-5", "CS001"),
    "cgts-terminologies › Concepts!C3": ("debout ", "TB013"),
    "cgts-terminologies › Unités!B3": ("Kg", "CS004"),
    "cnam-mesures › Mesures!F3": ("kg", ""),
    "cnam-mesures › Mesures!G2": ("30,5", ""),
    "guide-profils › Éléments!D2": ("VRAI", ""),
    "guide-profils › Éléments!C1": ("Cardi-\nnalité *", ""),
    "guide-profils › Éléments!F1": ("Libellé cour", "TB033"),
    "cgts-terminologies › Divers!A1": ("Bonjour", "TB002"),
    "cgts-terminologies › Concepts!A4": ("positions", "TB025"),
    "cgts-terminologies › Concepts!B4": ("postures", ""),
    "cgts-terminologies › Concepts!C4": ("assis", ""),
    "cnam-mesures › Mesures!F2": ("mL/min", "MG002"),
    "guide-profils › Éléments!B4": ("Observation.metod", "SD006"),
    "guide-profils › Éléments!C3": ("0..1", ""),
    "cnam-mesures › Données!D2": ("obligatoire", "MG007"),  # the profile says 0..1
    "guide-profils › Éléments!A8": ("debit", ""),
    "guide-profils › Éléments!B8": ("Observation.status", ""),
    "guide-profils › Éléments!C8": ("0..1", "SN030"),  # the parent says 1..1
    "guide-profils › Éléments!G8": ("http://hl7.org/fhir/ValueSet/observation-status", "SN032"),
    "guide-profils › Éléments!H8": ("préférée", ""),  # the parent says required
    "guide-profils › Éléments!F6": ("Le seuil auditif mesuré", "MG015"),  # a text about another measure
    "guide-profils › Valeurs d'exemple!C10": ("sans objet", "VA012"),  # what the profile requires
}


# a decision about values that nobody says any more
LAPSED = (
    "Mesure;Facette;Valeur de l'assureur vue;Valeur du centre vue;Décision;Valeur retenue;Motif;Décidé par;Date\n"
    "reversibilite;unité;kg;g;terminologie;g;Vu.;Le comité;2024-03-01\n"
)


def as_text_tables(project: Project) -> None:
    """Each sheet of the workbooks as a CSV file of French Excel, dates as it shows them."""
    for path in sorted(project.sources.glob("[!~]*.xlsx")):
        for sheet in openpyxl.load_workbook(path).worksheets:
            with (project.sources / f"{path.stem}.{sheet.title}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, delimiter=";")
                for row in sheet.values:
                    writer.writerow(
                        [f"{value:%d/%m/%Y}" if isinstance(value, datetime.datetime) else value for value in row]
                    )
        path.unlink()


def in_text_table(place: str) -> str:
    """The place of a cell of a workbook in the CSV file of its sheet."""
    book, sign, rest = place.partition(" › ")
    if book.endswith(".csv"):
        return place
    sheet, _, cell = rest.partition("!")
    return f"{book}.{sheet}.csv{sign}{cell}"


@pytest.mark.parametrize("ending", ["xlsx", "ods", "fods", "csv"])
def test_a_fault_of_each_family(tmp_path: Path, ending: str) -> None:
    """What real deliveries get wrong, all at once: each at its cell, and nothing at the cells that are merely unusual.
    In every format that can hold it."""
    project = received(tmp_path, {place: value for place, (value, _) in SEEDED.items()})
    path = project.sources / "cgts-terminologies.xlsx"
    book = openpyxl.load_workbook(path)
    book["Codes"].merge_cells("D2:D3")
    book.save(path)
    (project.sources / "~$guide-profils.xlsx").write_bytes(b"\x05Marie")
    windows = "Règle;Artefact;Motif;Date\r\nTB013;ValueSet/positions;Espaces tolérés en mars;1/3/2024\r\n"
    (project.sources / "Avertissements acceptés.csv").write_bytes(windows.encode("cp1252"))
    expected = {place: code for place, (_, code) in SEEDED.items() if code}
    expected |= {"cgts-terminologies › Codes!D2": "TB006", "cgts-terminologies › Divers": "TB002"}
    expected["guide-profils › Valeurs d'exemple!C10 › Observation"] = expected.pop(
        "guide-profils › Valeurs d'exemple!C10"
    )
    del expected["cgts-terminologies › Divers!A1"]
    (project.sources / "Arbitrages.csv").write_text(LAPSED, encoding="utf-8")
    expected["Arbitrages.csv › F2"] = "AR003"
    if ending == "csv":
        as_text_tables(project)
        expected = {in_text_table(place): code for place, code in expected.items() if code != "TB006"}
        expected["cgts-terminologies.Divers.csv"] = "FI007"
        del expected["cgts-terminologies.Divers.csv › "]
    elif ending != "xlsx":
        converted(sorted(project.sources.glob("[!~]*.xlsx")), ending, tmp_path)
    assert expected == {
        place.replace(f".{ending} ›", " ›") if ending != "csv" else place: code
        for place, code in found(check(project).report).items()
    }


@pytest.mark.parametrize(
    ("changes", "proved"),
    [
        ({"guide-profils › Éléments!C2": "1..x"}, True),  # of another profile
        ({"cgts-terminologies › Codes!C2": "33452-5"}, True),
        ({"cgts-terminologies › Concepts!C2": datetime.datetime(2024, 1, 8)}, True),
        ({"guide-profils › Éléments!C7": "1..x"}, False),  # of the profile of the example
        ({"guide-profils › Profils!F4": None}, False),
        ({"guide-profils › Valeurs d'exemple!C9": "{"}, False),
        ({"cnam-mesures › Mesures!D4": "peut-être"}, False),
        ({"cgts-terminologies › Concepts des systèmes!B2": 12}, False),
        ({"guide-profils › Éléments!B1": "Chemins"}, True),  # read as what it means
    ],
)
def test_examples_are_proved_while_faults_stand_elsewhere(
    tmp_path: Path, changes: dict[str, Any], proved: bool
) -> None:
    """An example is proved when nothing that it rests on has a fault; else its findings would be noise."""
    broken = {"guide-profils › Valeurs d'exemple!C10": "sans objet"}
    report = check(received(tmp_path, changes | broken)).report
    assert report.failed
    assert proved == any(diagnostic.code == "VA012" for diagnostic in report)
    assert proved or {"VA"}.isdisjoint({diagnostic.code[:2] for diagnostic in report})


@pytest.mark.parametrize(("range_", "proved"), [("F4:F5", True), ("F6:F7", False)])
def test_a_merged_range_is_in_all_its_rows(tmp_path: Path, range_: str, proved: bool) -> None:
    """Rows of a merged range lack a value each: what is made from the last of them is not proved either."""
    broken = {"guide-profils › Valeurs d'exemple!C10": "sans objet"}
    project = received(tmp_path, broken)
    path = project.sources / "guide-profils.xlsx"
    book = openpyxl.load_workbook(path)
    book["Éléments"].merge_cells(range_)
    book.save(path)
    codes = {diagnostic.code for diagnostic in check(project).report}
    assert {"TB006"} | ({"VA012"} if proved else set()) == codes


RULES = {
    "Identifiant": "sou-1",
    "Gravité": "erreur",
    "Texte humain": "Il y a une valeur.",
    "Chemins": "seuil › Observation",
}


@pytest.mark.parametrize("expression", ["status.exists() or", "statut = 'final'", "value.exists()"])
def test_examples_of_an_invariant_with_a_fault(tmp_path: Path, expression: str) -> None:
    """An invariant that does not read is one fault, at its cell: nothing is said of the examples that it is about."""
    rows = [*RULES.items(), ("Expression FHIRPath", expression)]
    changes = {
        f"guide-profils › Invariants!{'ABCDE'[column]}{row}": cell
        for column, pair in enumerate(rows)
        for row, cell in enumerate(pair, 1)
    }
    report = check(received(tmp_path, changes)).report
    is_right = expression == "value.exists()"
    assert [("VA" if is_right else "IN")] == [diagnostic.code[:2] for diagnostic in report]


def test_an_invariant_without_a_key(tmp_path: Path) -> None:
    """That it has none is told; its expression cannot be told apart by its name, and is read when it has one."""
    rows = [*(RULES | {"Identifiant": ""}).items(), ("Expression FHIRPath", "status.exists() or")]
    changes = {
        f"guide-profils › Invariants!{'ABCDE'[column]}{row}": cell or None
        for column, pair in enumerate(rows)
        for row, cell in enumerate(pair, 1)
    }
    assert ["TB009"] == [diagnostic.code for diagnostic in check(received(tmp_path, changes)).report]


def test_profiles_that_were_not_made(tmp_path: Path) -> None:
    """A file that names a profile which has faults is not said to name one that nobody knows."""
    project = received(
        tmp_path, {"guide-profils › Profils!E4": "Obserwation", "guide-profils › Exemples!E1": "Fichier JSON"}
    )
    path = project.sources / "guide-profils.xlsx"
    book = openpyxl.load_workbook(path)
    book["Exemples"].append(["envoi", "Un envoi", "Bundle", "valide", "envoi.json"])
    book.save(path)
    entry = '{"resourceType": "Observation", "meta": {"profile": ["https://souffle.example/fhir/StructureDefinition/seuil"]}}'
    (project.sources / "examples").mkdir()
    content = '{"resourceType": "Bundle", "type": "collection", "entry": [{"resource": ' + entry + "}]}"
    (project.sources / "examples" / "envoi.json").write_text(content)
    assert ["SD007"] == [diagnostic.code for diagnostic in check(project).report]


def test_the_cell_of_a_choice(tmp_path: Path) -> None:
    """A fault of an example is at the cell that gives the value, whatever the name of the choice."""
    changes = {
        "guide-profils › Profils!D4": "MedicationRequest",
        "guide-profils › Profils!E4": "MedicationRequest",
        "guide-profils › Éléments!B7": "MedicationRequest.subject",
    }
    rows = {
        "MedicationRequest.status": "active",
        "MedicationRequest.intent": "order",
        "MedicationRequest.subject": "Patient/exemple",
        "MedicationRequest.medicationCodeableConcept": "postures#couche",
    }
    for number, (path, value) in enumerate(rows.items(), 8):
        changes |= {
            f"guide-profils › Valeurs d'exemple!{column}{number}": cell
            for column, cell in zip("ABC", ("seuil-minimal", path, value), strict=True)
        }
    places = [
        (diagnostic.code, diagnostic.place.row, diagnostic.place.column)
        for diagnostic in check(received(tmp_path, changes)).report
    ]
    assert ("TX005", 11, 3) in places
