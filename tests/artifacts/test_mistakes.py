"""Guides written by somebody who knows spreadsheets: right as they stand, and each slip told at its cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.writing import tables
from tabellion.pipeline.building import check
from tabellion.pipeline.project import Project

GUIDES = Path(__file__).parents[1] / "guides"
GUIDE = (GUIDES / "laboratory.txt").read_text("utf-8")
# what is written, what slipped in its place, the rule, the cell, and what is proposed
SLIPS = [
    ("Package id;org.example.lab", "Package id;Org Example", "GU004", "Guide.csv › B2", None),
    ("License;CC-BY-4.0", "License;free", "GU013", "Guide.csv › B12", None),
    ("Version;1.0.0", "Version;v1", "GU005", "Guide.csv › B7", None),
    ("DiagnosticReport.issued;;1..1", "DiagnosticReport.isued;;1..1", "SD006", "Elements.csv › B7", "DiagnosticReport.issued"),
    ("Observation.subject;;1..1", "Observation.subject;;1..2", "SN030", "Elements.csv › D12", None),
    ("LOINC#24323-8", "LOINC#24323-9", "CS001", "Elements.csv › H20", "24323-8"),
    ("potassium;Observation.code;;;yes;;;LOINC#2823-3", "potassium;Observation.code;;;yes;;;2823-3", "SD050", "Elements.csv › H23", None),
    ("1..1;yes;;http://unitsofmeasure.org", "1..1;yes;;unitsofmeasure", "SD049", "Elements.csv › G25", None),
    ("UCUM;meq/L", "UCUM;mEq/L", "CS004", "Concepts.csv › C9", "meq/L"),
    ("create;The laboratory sends a report.;POST", "create;The laboratory sends a report.;GET", "CP027", "Flows.csv › F2", None),
    ("patient.;GET;[base]/DiagnosticReport;", "patient.;GET;[base]/DiagnosticReports;", "CP003", "Flows.csv › G3", "DiagnosticReport"),
    ("DiagnosticReport?patient=Patient/pat-1", "DiagnosticReport?patient=Patient/pat-1&dates=2026", "CP028", "Flows.csv › K3", "date"),
    ("delete;SHOULD NOT", "delete;SHALL NOT", "TB010", "Capability details.csv › E4", "SHOULD-NOT"),
    ("birthDate;1971-05-04", "birthDate;4 May 1971", "SD004", "Example values.csv › C5", None),
    ("refused;lab-1", "refused;lab-2", "RF013", "Examples.csv › F8", "lab-1"),
]  # fmt: skip
# slips that only a guide without an error shows
WARNINGS = [
    ("k-1;Observation.specimen;Specimen/tube-1", "k-1;Observation.specimen;Specimen/tube-2", "MG025", "Example values.csv › C15", "Specimen/tube-1"),
    ("[1];Observation/gluc-1", "[1];Observation/tube-1", "MG025", "Example values.csv › C27", "Specimen/tube-1"),
    ("DiagnosticReport?patient=Patient/pat-1", "DiagnosticReport?date=2026", "CP029", "Flows.csv › K3", None),
    ("find-report;date;optional", "find-report;date;prohibited", "", "", None),
]  # fmt: skip


def found(root: Path, text: str) -> list[tuple[str, str, str | None]]:
    """Rule, cell and proposal of everything that `check` says of a guide."""
    (root / "sources" / "examples").mkdir(parents=True)
    for name, content in tables(text).items():
        (root / "sources" / f"{name}.csv").write_text(content + "\n", encoding="utf-8", newline="\n")
    return [
        (item.rule.code, str(item.place).partition(" (")[0].rpartition("/")[2], item.suggestion)
        for item in check(Project(root)).report.in_order()
    ]


def slipped(text: str, slips: list[tuple[str, str, str, str, str | None]]) -> str:
    """The guide with each slip once."""
    for right, wrong, *_ in slips:
        assert right in text, right
        text = text.replace(right, wrong, 1)
    return text


@pytest.mark.parametrize(
    ("guide", "said"),
    [
        # report, panels, specimen, units, exchanges, capabilities
        ("laboratory", []),
        # document with slices by profile, slices below slices, an extension of parts that have parts
        ("vaccination", []),
    ],
)
def test_what_is_right_is_accepted(tmp_path: Path, guide: str, said: list[tuple[str, str, str | None]]) -> None:
    """Whole guides of other domains, with examples of every profile."""
    assert said == sorted(found(tmp_path, (GUIDES / f"{guide}.txt").read_text("utf-8")))


def test_the_sort_of_business_data(tmp_path: Path) -> None:
    """A data item of a sort that the type of its element does not carry."""
    rows = """
    [Measurements]
    Id;Label;Family;Submission;Querying;Profile
    k;Potassium;other;yes;yes;potassium
    [Data]
    Measurement;Data id;Label;Business obligation;Business type;Proposed FHIR path
    k;value;Value;mandatory;text;Observation.value[x]
    k;amount;Amount;mandatory;quantity;Observation.value[x]
    k;range;Range;optional;file;Observation.referenceRange
    """
    said = [item for item in found(tmp_path, GUIDE + rows) if item[0] == "MG026"]
    assert [("MG026", "Data.csv › E2", None)] == said


def test_every_slip_in_one_run(tmp_path: Path) -> None:
    """All of them are told at their cells, each once, and nothing else."""
    assert sorted(slip[2:] for slip in SLIPS) == sorted(found(tmp_path, slipped(GUIDE, SLIPS)))


@pytest.mark.parametrize("slip", WARNINGS)
def test_slips_between_sheets(tmp_path: Path, slip: tuple[str, str, str, str, str | None]) -> None:
    """A reference that misses its example, a request that is not what its flow takes."""
    assert [slip[2:]] * bool(slip[2]) == found(tmp_path, slipped(GUIDE, [slip]))
