"""Profiles that say otherwise than what they rest on: the cell of each, and the parent's where it is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.writing import make

HEADINGS = (
    "Profil;Chemin;Tranche;Cardinalité;Valeur fixe;Motif de valeur;Longueur maximale;Valeur maximale;Discriminant"
)
TABLES = """
[+Profils]
pointe;Pointe;Pointe;Observation;debit;Le débit de pointe.
matin;Matin;Matin;Observation;pointe;Le débit de pointe du matin.
"""


@pytest.mark.parametrize(
    ("parent", "child", "code", "column"),
    [
        ("status;;;final;;;;", "status;;;amended;;;;", "SN045", "E"),
        ("status;;;;final;;;", "status;;;;amended;;;", "SN045", "F"),
        ("status;;;;final;;;", "status;;;amended;;;;", "SN045", ""),
        ("valueString;;;;;20;;", "valueString;;;;;30;;", "SN046", "G"),
        ("valueInteger;;;;;;20;", "valueInteger;;;;;;30;", "SN046", "H"),
        ("note;;1..2;;;;;", "note;;1..3;;;;;", "SN030", "D"),
    ],
)
def test_the_cells_of_both(tmp_path: Path, parent: str, child: str, code: str, column: str) -> None:
    """The grandchild says otherwise than the first profile of its line."""
    made = make(tmp_path, f"{TABLES}[Éléments]\n{HEADINGS}\ndebit;{parent}\nmatin;{child}")
    found = [item for item in made.report if item.code == code]
    assert [code] == [item.code for item in found]
    assert found[0].place.row == 3
    assert [2] == [place.row for place in found[0].related] if column else True
    if column:
        assert [f"{column}3", f"{column}2"] == [
            str(place).split(" › ")[1][:2] for place in (found[0].place, *found[0].related)
        ]


def test_an_invariant_of_a_package_keeps_its_key(tmp_path: Path) -> None:
    """A key that the base definition has already means its own constraint (R4 Observation, obs-6)."""
    made = make(
        tmp_path,
        """
        [Éléments]
        Profil;Chemin;Invariants
        debit;Observation;obs-6
        [Invariants]
        Identifiant;Gravité;Texte humain;Expression FHIRPath
        obs-6;erreur;Une valeur.;value.exists()
        """,
    )
    assert ("SN047", "Éléments › C2") in made.faults


def test_minima_of_slices_above_the_maximum_of_their_list(tmp_path: Path) -> None:
    """Two slices that have to be there, in a list of the parent that the child allows once."""
    made = make(
        tmp_path,
        f"""{TABLES}[Éléments]
        {HEADINGS}
        debit;component;;;;;;;pattern:code
        debit;component;a;1..1;;;;;
        debit;component:a.code;;;;LOINC#33452-4;;;
        debit;component;b;1..1;;;;;
        debit;component:b.code;;;;LOINC#69970-2;;;
        pointe;component;;0..1;;;;;
        """,
    )
    assert [("SN037", "Éléments › D7")] == [fault for fault in made.faults if fault[0].startswith("SN")]
