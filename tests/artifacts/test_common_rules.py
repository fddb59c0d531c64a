"""Rules that many profiles share, the exceptions to them, and cells that contradict each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.writing import clean, make

PROFILES = """
[+Profils]
volume;Volume;Volume;Observation;Observation;Le volume expiré.
souffleur;Souffleur;Souffleur;Patient;Patient;Une personne.
"""
MEASURES = """
[Mesures]
Identifiant;Libellé;Famille;Alimentation;Consultation;Profil
m-debit;Débit;signes-vitaux;oui;oui;debit
m-volume;Volume;biologie;oui;oui;volume
"""


@pytest.mark.parametrize(
    ("scope", "exceptions", "concerned"),
    [
        ("Observation", "", ["debit", "volume"]),
        ("Observation", "volume", ["debit"]),
        ("debit", "", ["debit"]),
        ("debit|volume", "", ["debit", "volume"]),
        ("signes-vitaux", "", ["debit"]),
        ("vital-signs", "", ["debit"]),
        ("biologie", "", ["volume"]),
        ("Patient", "", []),
    ],
)
def test_whom_a_common_rule_concerns(tmp_path: Path, scope: str, exceptions: str, concerned: list[str]) -> None:
    """A scope is a type, a family of measures, or profiles; exceptions are left out."""
    rules = f"[Règles communes]\nPérimètre;Exceptions;Chemin;Cardinalité\n{scope};{exceptions};{{path}};1..1"
    path = "Patient.gender" if scope == "Patient" else "Observation.subject"
    made = clean(tmp_path, PROFILES + MEASURES + rules.format(path=path))
    said = {name: made.differential(name) for name in ("debit", "volume")}
    assert concerned == [name for name, change in said.items() if "Observation.subject" in change]
    assert (scope == "Patient") == ("Patient.gender" in made.differential("souffleur"))


def test_a_rule_for_all(tmp_path: Path) -> None:
    """A rule for `*` concerns every profile; a path without type is read in each."""
    rules = "[Règles communes]\nPérimètre;Chemin;Cardinalité\n*;identifier;1..*"
    made = clean(tmp_path, PROFILES + rules)
    assert [1, 1] == [
        made.differential("debit")["Observation.identifier"]["min"],
        made.differential("souffleur")["Patient.identifier"]["min"],
    ]


def test_an_own_row_counts_before_a_common_one(tmp_path: Path) -> None:
    """A profile's own cell takes the place of the common one, facet by facet; `sans objet` takes a facet back."""
    made = clean(
        tmp_path,
        """
        [Éléments]
        Profil;Chemin;Cardinalité;À prendre en charge;Libellé court;Type
        debit;Observation.subject;1..1;;;
        debit;Observation.note;sans objet;sans objet;;
        debit;Observation.performer;;oui;;not applicable
        [Règles communes]
        Périmètre;Chemin;Cardinalité;À prendre en charge;Libellé court;Type
        *;Observation.subject;0..1;oui;Personne;
        *;Observation.note;0..1;oui;Remarque;
        *;Observation.performer;;;;Reference(Patient)
        """,
    )
    said = made.differential()
    assert {"min": 1, "mustSupport": True, "short": "Personne"} == said["Observation.subject"]
    assert {"short": "Remarque"} == said["Observation.note"]
    assert {"mustSupport": True} == said["Observation.performer"]


def test_two_cells_that_differ(tmp_path: Path) -> None:
    """Two cells of the same rank that say two things are an error that names both, and what they say."""
    made = make(
        tmp_path,
        """
        [Règles communes]
        Périmètre;Chemin;Cardinalité;Libellé court
        *;Observation.subject;0..1;Personne
        Observation;Observation.subject;1..1;Personne
        debit;Observation.subject;;La  personne
        """,
    )
    assert [("MG001", "Règles communes › C3"), ("MG001", "Règles communes › D4")] == made.faults
    item, two = made.report.in_order()
    assert ["Règles communes.csv › C2 (Cardinalité)"] == [str(place) for place in item.related]
    assert (
        "deux cellules donnent à « minimum de la cardinalité » d'Observation.subject des valeurs différentes : « 0 » en "
        "Règles communes.csv › C2 (Cardinalité), « 1 » en Règles communes.csv › C3 (Cardinalité)"
    ) == item.message("fr")
    assert (
        "two cells give `Short` of Observation.subject different values: `Personne` at Règles communes.csv › D2 "
        "(Libellé court), `La  personne` at Règles communes.csv › D4 (Libellé court)"
    ) == two.message("en")


def test_two_values_that_differ(tmp_path: Path) -> None:
    """A value is shown as it was written, without its type."""
    rows = "*;Observation.status;final\nObservation;Observation.status;amended"
    (item,) = make(tmp_path, f"[Règles communes]\nPérimètre;Chemin;Valeur fixe\n{rows}").report
    assert (
        "two cells give `Fixed value` of Observation.status different values: `final` at Règles communes.csv › C2 "
        "(Valeur fixe), `amended` at Règles communes.csv › C3 (Valeur fixe)"
    ) == item.message("en")


def test_cells_that_agree(tmp_path: Path) -> None:
    """Cells that say the same, blanks apart, are no contradiction; texts may each bring a language."""
    made = clean(
        tmp_path,
        """
        [Règles communes]
        Périmètre;Chemin;Cardinalité;Libellé court;Libellé court::en
        *;Observation.subject;1..1;La  personne;
        Observation;Observation.subject;1..1;La personne;The person
        debit;subject;1..1;;
        """,
    )
    said = made.differential()["Observation.subject"]
    assert (1, "La  personne") == (said["min"], said["short"])
    assert "The person" == said["_short"]["extension"][0]["extension"][1]["valueString"]


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("debits;;Observation.note", "SD021", "A2"),
        ("*;nulle-part;Observation.note", "RF001", "B2"),
        ("Observation;;Observation.nte", "SD006", "C2"),
    ],
)
def test_faults_of_common_rules(tmp_path: Path, row: str, code: str, cell: str) -> None:
    """A scope or an exception that nobody knows, and a path that leads nowhere, are errors."""
    made = make(tmp_path, f"[Règles communes]\nPérimètre;Exceptions;Chemin;Cardinalité\n{row};0..1")
    assert [(code, f"Règles communes › {cell}")] == made.faults
