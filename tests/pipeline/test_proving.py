"""Examples are proved in every build."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects import faults, registry, replace_in


def test_a_fault_of_an_example_is_shown_at_its_cell(tmp_path: Path) -> None:
    """A valid example that breaks an invariant names the cell of the value."""
    project = registry(tmp_path)
    replace_in(
        project,
        "Valeurs d'exemple.csv",
        "patiente-exemple;Patient.gender;female",
        "patiente-exemple;Patient.gender;unknown",
    )
    assert [("VA070", "Valeurs d'exemple.csv › C6 › Patient.gender")] == faults(project)


def test_a_fault_of_an_example_file_is_shown_at_the_file(tmp_path: Path) -> None:
    """An example from JSON names its file, and the line and the column of the property there."""
    project = registry(tmp_path)
    path = project.sources / "examples" / "envoi-exemple.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"1975-06-01"', '"hier"'), encoding="utf-8", newline="\n")
    assert [("VA015", "examples/envoi-exemple.json:15:9 › Bundle.entry[0].resource.birthDate")] == faults(project)


def test_a_refused_example_that_is_valid(tmp_path: Path) -> None:
    """A refused example has to break the rule that it states."""
    project = registry(tmp_path)
    replace_in(
        project,
        "Valeurs d'exemple.csv",
        "patient-sexe-inconnu;Patient.gender;unknown",
        "patient-sexe-inconnu;Patient.gender;male",
    )
    assert [("EX010", "Exemples.csv › F3")] == faults(project)


def test_a_refused_example_with_another_fault(tmp_path: Path) -> None:
    """A refused example breaks the rule that it states and no other."""
    project = registry(tmp_path)
    replace_in(
        project,
        "Valeurs d'exemple.csv",
        "patient-sexe-inconnu;Patient.birthDate;1980-02-28",
        "patient-sexe-inconnu;Patient.birthDate;sans objet",
    )
    assert [("EX011", "Valeurs d'exemple.csv › C11")] == faults(project)


def test_a_required_element_that_a_cell_takes_away(tmp_path: Path) -> None:
    """The cell that says « sans objet » is the one to mend."""
    project = registry(tmp_path)
    replace_in(
        project,
        "Valeurs d'exemple.csv",
        "patiente-exemple;Patient.birthDate;1980-02-29",
        "patiente-exemple;Patient.birthDate;sans objet",
    )
    assert [("VA012", "Valeurs d'exemple.csv › C7 › Patient")] == faults(project)


def test_an_invariant_that_nothing_can_break(tmp_path: Path) -> None:
    """An expression that is always true is told at its cell."""
    project = registry(tmp_path)
    replace_in(
        project, "Invariants.csv", "deceased.empty() or deceased is dateTime", "deceased.empty() or deceased.exists()"
    )
    assert [("IN005", "Invariants.csv › E3")] == faults(project)


def test_an_invariant_about_an_element_that_is_not_there(tmp_path: Path) -> None:
    """An expression that names no element of the type is told with the nearest one."""
    project = registry(tmp_path)
    replace_in(project, "Invariants.csv", "deceased.empty() or deceased is dateTime", "decesed.empty() or active")
    assert [("IN003", "Invariants.csv › E3")] == faults(project)


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        # nothing of this keeps an expression from being read
        ("Profils.csv", ";Patient;Patient;", ";Patient;Pateint;", "SD007"),
        ("Concepts des systèmes.csv", "cotes;D;", "cotes;;", "TB009"),
        ("Concepts.csv", "Jeu de valeurs;", "Jeux;", "TB003"),
        (
            "Éléments.csv",
            "registre-patient;Patient.birthDate;;1..1",
            "registre-patient;Patient.birthDate;;1..x",
            "TB017",
        ),
    ],
)
def test_invariants_are_read_while_faults_stand_elsewhere(
    tmp_path: Path, file: str, old: str, new: str, fault: str
) -> None:
    """One run tells everything: an expression that does not read is told beside other faults."""
    project = registry(tmp_path)
    replace_in(project, "Invariants.csv", "deceased.empty() or deceased is dateTime", "deceased.empty( or")
    replace_in(project, file, old, new)
    assert {fault, "IN001"} <= {code for code, _ in faults(project)}
