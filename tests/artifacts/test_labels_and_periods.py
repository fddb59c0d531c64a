"""Labels that a value set and the guide's own code system give one code, periods that end before they start, and codes for
which FHIR has a profile of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.writing import make

SYSTEM = """
[Systèmes de codes]
Identifiant;Nom;Titre;Contenu
oiseaux;Oiseaux;Oiseaux;complet
[Concepts des systèmes]
Système;Code;Libellé;Libellé::en;Début;Fin
oiseaux;o;Chouette;Owl;{period}
[Jeux de valeurs]
Identifiant;Nom;Titre
choisis;Choisis;Choisis
"""
CHOSEN = "[Concepts]\nJeu de valeurs;Système;Code;Libellé français;Libellé français::en;Libellé français::de\n"


@pytest.mark.parametrize(
    ("labels", "more", "faults"),
    [
        ("Chouette;Owl;Eule", "", []),  # the system says nothing in German
        ("CHOUETTE;owl;", "", []),
        ("Hibou;Owl;", "", [("VS011", "Concepts › D2")]),
        ("Chouette;Barn owl;", "", [("VS011", "Concepts › E2")]),
        ("Owl;Owl;", "", []),  # a name of the code all the same
        ("Hibou;Owl;", "[Désignations]\nSystème;Code;Libellé\noiseaux;o;Hibou\n", []),
    ],
)
def test_another_label_than_the_systems(tmp_path: Path, labels: str, more: str, faults: list[tuple[str, str]]) -> None:
    """A value set of the guide calls a code of the guide something that its system does not: both cells are named. One
    more name stands in the sheet of designations."""
    found = make(tmp_path, SYSTEM.format(period=";") + f"{CHOSEN}choisis;oiseaux;o;{labels}\n{more}")
    assert faults == found.faults
    assert all(item.related[0].sheet == "Concepts des systèmes" or item.related[0].file for item in found.report)


@pytest.mark.parametrize(
    ("period", "faults"),
    [
        ("2024-01-01;2024-12-31", []),
        ("2024-01-01;2024-01-01", []),
        ("2024-12-31;", []),
        ("2024-12-31;2024-01-01", [("CS025", "Concepts des systèmes › F2")]),
    ],
)
def test_an_end_before_its_start(tmp_path: Path, period: str, faults: list[tuple[str, str]]) -> None:
    chosen = f"{CHOSEN}choisis;oiseaux;o;Chouette;Owl;\n"
    said = [each for each in make(tmp_path, SYSTEM.format(period=period) + chosen).faults if each[0] == "CS025"]
    assert faults == said


PROFILES = (
    "[Profils]\nIdentifiant;Nom;Titre;Type;Parent;Description\ntaille;Taille;Taille;Observation;{parent};La taille.\n"
)
CODES = "[Codes]\nMesure;Chemin;Système;Code;Rôle\ntaille;{path};LOINC;{code};{role}\n"
HEIGHT = "http://hl7.org/fhir/StructureDefinition/bodyheight"


@pytest.mark.parametrize(
    ("parent", "code", "path", "role", "is_told"),
    [
        ("Observation", "8302-2", "", "", True),
        ("Observation", "8306-3", "", "", True),  # a more specific code of body height
        ("Observation", "8302-2", "", "alternatif", False),
        ("Observation", "33452-4", "", "", False),
        (HEIGHT, "8302-2", "", "", False),
        ("http://hl7.org/fhir/StructureDefinition/vitalsigns", "8302-2", "", "", True),
        ("Observation", "8302-2", "Observation.method", "", False),
    ],
)
def test_a_code_for_which_fhir_has_a_profile(
    tmp_path: Path, parent: str, code: str, path: str, role: str, is_told: bool
) -> None:
    """The profile of the code is a parent, near or far, or the code is told: messages are held to it in any case."""
    text = PROFILES.format(parent=parent) + CODES.format(path=path, code=code, role=role)
    assert is_told is ("SD051" in [code for code, _ in make(tmp_path, text).faults])
