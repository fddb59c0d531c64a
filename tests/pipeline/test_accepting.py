"""Warnings that the sheet Accepted warnings accepts: gone from the findings, and no row accepts more than it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects import faults, first, registry, replace_in, write_table
from tabellion.diagnostics import Report
from tabellion.pipeline.accepted_warnings import AcceptedWarnings
from tabellion.pipeline.building import build, check
from tabellion.pipeline.project import Project, read_edition

GENDER = "patiente-exemple;Patient.gender;female\n"
AMBULATORY = (
    "patiente-exemple;Patient.maritalStatus.coding.system;http://terminology.hl7.org/CodeSystem/v3-ActCode\n"
    "patiente-exemple;Patient.maritalStatus.coding.code;AMB\n"
)
ACCEPTED = "Règle;Artefact;Chemin;Motif;Date\n"
MARITAL = "TX002;Patient/patiente-exemple;Patient.maritalStatus;Ce code suffit au registre.;2024-03-01"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A guide with one warning, on a valid example."""
    made = registry(tmp_path)
    replace_in(made, "Valeurs d'exemple.csv", GENDER, GENDER + AMBULATORY)
    return made


def accept(project: Project, *rows: str) -> None:
    write_table(project.root, "Avertissements acceptés", ACCEPTED + "\n".join(rows))


def test_a_warning_about_a_valid_example_is_a_finding(project: Project) -> None:
    """It stands at the cell of the value, and stops nothing."""
    assert [("TX002", "Valeurs d'exemple.csv › C7 › Patient.maritalStatus")] == faults(project)
    assert not build(project, site=False).report.failed


def test_a_row_takes_its_warning_out_of_the_findings(project: Project) -> None:
    accept(project, MARITAL)
    assert [] == faults(project)
    assert [] == build(project, site=False).report.brief()


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (MARITAL.replace("TX002", "TX003"), "OU004", "A2"),
        (MARITAL.replace("patiente-exemple", "patient-sexe-inconnu"), "OU003", "A2"),
        (MARITAL.replace("Patient.maritalStatus", "Patient.maritalStatus.coding[0]"), "OU003", "A2"),
        (MARITAL.replace("Patient.maritalStatus", "*"), "TB032", "C2"),
        (MARITAL.replace("Patient.maritalStatus", ""), "OU003", "A2"),
        (MARITAL.replace("Patient/patiente-exemple", "*"), "TB032", "B2"),
    ],
)
def test_a_row_accepts_that_very_rule_at_that_very_place(project: Project, row: str, code: str, cell: str) -> None:
    """Another rule, artifact or path, an empty one where there is one, and wildcards, which no column has, accept
    nothing."""
    accept(project, row)
    warning = ("TX002", "Valeurs d'exemple.csv › C7 › Patient.maritalStatus")
    assert [(code, f"Avertissements acceptés.csv › {cell}"), warning] == faults(project)


def test_a_row_that_is_no_longer_met_is_a_fault(tmp_path: Path) -> None:
    """At the cell of its rule; nothing is built."""
    project = registry(tmp_path)
    accept(project, MARITAL)
    assert [("OU003", "Avertissements acceptés.csv › A2")] == faults(project)
    assert build(project, site=False).written is None


def test_a_row_beside_its_place_is_told_the_right_one(project: Project) -> None:
    accept(project, MARITAL.replace("Patient.maritalStatus", "Patient.maritalStatus.coding"))
    message, help_, value = first(check(project).report)
    assert ("TX002", True) == (value, "Patient/patiente-exemple Patient.maritalStatus.coding" in message)
    assert help_.endswith("la règle s'y présente en : Patient.maritalStatus")


def test_an_error_is_never_accepted(tmp_path: Path) -> None:
    """The error stays, and the row that names it is a fault of its own."""
    project = registry(tmp_path)
    replace_in(project, "Valeurs d'exemple.csv", "patiente-exemple;Patient.gender;female", "patiente-exemple;Patient.gender;unknown")  # fmt: skip
    accept(project, "VA070;Patient/patiente-exemple;Patient.gender;Cela ira.;2024-03-01")
    assert [
        ("OU004", "Avertissements acceptés.csv › A2"),
        ("VA070", "Valeurs d'exemple.csv › C6 › Patient.gender"),
    ] == faults(project)


def test_a_row_says_why_and_since_when(project: Project) -> None:
    """Without reason or date it is a fault."""
    accept(project, MARITAL.replace("Ce code suffit au registre.", ""))
    assert [("TB009", "Avertissements acceptés.csv › D2")] == faults(project)
    accept(project, MARITAL.replace("2024-03-01", ""))
    assert [("TB009", "Avertissements acceptés.csv › E2")] == faults(project)


def test_a_warning_about_an_artifact_is_accepted_without_path(tmp_path: Path) -> None:
    """A profile without an example: the row of the profile is the place, the artifact its name."""
    project = registry(tmp_path)
    line = "envoi-exemple;Un envoi;A submission;registre-envoi;valide;;envoi-exemple.json\n"
    replace_in(project, "Exemples.csv", line, "")
    (project.sources / "examples" / "envoi-exemple.json").unlink()
    assert [("EX012", "Profils.csv › 3")] == faults(project)
    accept(project, "EX012;StructureDefinition/registre-envoi;;Un exemple suit.;2024-03-01")
    assert [] == faults(project)


def test_a_warning_about_an_invariant_is_accepted_at_its_element(tmp_path: Path) -> None:
    """An expression that checks nothing stands at the invariant; the artifact is the profile that carries it."""
    project = registry(tmp_path)
    replace_in(
        project, "Invariants.csv", "deceased.empty() or deceased is dateTime", "deceased.empty() or deceased.exists()"
    )
    accept(project, "IN005;StructureDefinition/registre-patient;Patient;Cela viendra.;2024-03-01")
    assert [] == faults(project)


def test_a_warning_at_the_cell_of_a_code_is_accepted_by_that_code(tmp_path: Path) -> None:
    """Not by the value set alone, which has other codes."""
    project = registry(tmp_path)
    replace_in(project, "Concepts.csv", ";cotes;D;", ";cotes;D ;")
    assert [("TB013", "Concepts.csv › C2")] == faults(project)
    accept(project, "TB013;ValueSet/oreilles;D;Le tableur l'ajoute.;2024-03-01")
    assert [] == faults(project)
    accept(project, "TB013;ValueSet/oreilles;;Le tableur l'ajoute.;2024-03-01")
    assert [("OU003", "Avertissements acceptés.csv › A2"), ("TB013", "Concepts.csv › C2")] == faults(project)


def test_rows_about_the_official_validator_wait_for_it(tmp_path: Path) -> None:
    """Only `build --official` can tell whether they are met."""
    project = registry(tmp_path)
    accept(project, "Type_Specific_Checks_DT_URL_Resolve;Patient/nobody;;Nous le savons.;2024-03-01")
    accept(project, "VA087;Patient/nobody;;Nous le savons.;2024-03-01")
    assert [] == faults(project)


def test_an_official_error_is_never_accepted(tmp_path: Path) -> None:
    """Its severity is known when the validator is asked; the row is told then, as an error and not as stale."""
    project = registry(tmp_path)
    accept(project, "Some_Message;Patient/patiente-exemple;Patient.gender;Nous le savons.;2024-03-01")
    edition, _ = read_edition(project, Report())
    assert edition is not None
    accepted, report = AcceptedWarnings(edition), Report()
    assert not accepted.accepts("Some_Message", "Patient/patiente-exemple", "Patient.gender", "error")
    accepted.tell_unmet(report, official=True)
    assert [("OU004", "Avertissements acceptés.csv › A2")] == report.brief()


def test_nothing_is_called_stale_while_checks_are_not_whole(project: Project) -> None:
    """With a fault elsewhere examples are not all proved: their warnings may still be there."""
    accept(project, MARITAL)
    replace_in(project, "Éléments.csv", "Patient.birthDate;;1..1", "Patient.birthDat;;1..1")
    assert [("SD006", "Éléments.csv › B6")] == faults(project)
