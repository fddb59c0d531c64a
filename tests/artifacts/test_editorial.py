"""Renamings and removals: what they name is there, or is not, as they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.writing import make

TABLES = """
[Éléments]
Profil;Chemin;Tranche;Cardinalité;Motif de valeur;Discriminant
debit;Observation.component;;;;pattern:code
debit;Observation.component;essai;0..1;;
debit;Observation.component:essai.code;;;LOINC#33452-4;
[Jeux de valeurs]
Identifiant;Nom;Titre;Règle
positions;Positions;Positions;LOINC
[Renommages]
Version;Ancien artefact;Ancien chemin;Nouvel artefact;Nouveau chemin
{renamed}
[Retraits]
Version;Artefact;Chemin;Motif;Remplacé par
{removed}
"""


@pytest.mark.parametrize(
    ("row", "fault", "suggestion"),
    [
        ("1;debits;;debit;", None, None),
        ("1;StructureDefinition/debits;;StructureDefinition/debit;", None, None),
        ("1;postures;;ValueSet/positions;", None, None),
        ("1;debit;Observation.component:souffle;debit;Observation.component:essai", None, None),
        ("1;debit;component:souffle;debit;component:essai.value[x]", None, None),
        # the new name is of nothing, or of something of another type
        ("1;debits;;debut;", ("ED001", "D2"), "debit"),
        ("1;debits;;ValueSet/debit;", ("ED001", "D2"), "debit"),
        (
            "1;debit;Observation.component:souffle;debit;Observation.component:essais",
            ("ED002", "E2"),
            "Observation.component:essai",
        ),
        # the old name is of something
        ("1;debit;;debit;", ("ED003", "B2"), None),
        ("1;ValueSet/debit;;debit;", None, None),
    ],
)
def test_renamings(row: str, fault: tuple[str, str] | None, suggestion: str | None, tmp_path: Path) -> None:
    """An old name is free, and the new one leads somewhere."""
    made = make(tmp_path, TABLES.format(renamed=row, removed=""))
    found = [(code, place.replace("Renommages › ", "")) for code, place in made.faults]
    assert ([fault] if fault else [], [suggestion] if fault else []) == (
        found,
        [diagnostic.suggestion for diagnostic in made.report],
    )


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("1;debits;;Fondu.;debit", None),
        ("1;debits;;Fondu.;", None),
        ("1;debits;;Fondu.;https://ailleurs.example/fhir/StructureDefinition/debit", None),
        ("1;debit;Observation.note;Inutile.;", None),
        ("1;debits;;Fondu.;debut", ("ED001", "E2")),
        ("1;debit;;Fondu.;", ("ED003", "B2")),
    ],
)
def test_removals(row: str, fault: tuple[str, str] | None, tmp_path: Path) -> None:
    """What was removed is no longer there, and what replaces it is."""
    made = make(tmp_path, TABLES.format(renamed="", removed=row))
    assert ([fault] if fault else []) == [(code, place.replace("Retraits › ", "")) for code, place in made.faults]
