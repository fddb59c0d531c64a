"""A sheet or a cell that cannot be read is one fault: nothing is said to be missing because of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.writing import make

TABLES = """
[Profils]
{id};Nom;Titre;Type;Parent;Description
debit;Debit;Débit;Observation;Observation;Le débit.
crete;Crete;Crête;Observation;debit;La crête.
[Éléments]
{profile};Chemin;Type;Jeu de valeurs;Force de la liaison;Invariants;Motif de valeur
debit;Observation.method;;positions;obligatoire;;postures#assis
crete;Observation.hasMember;Reference(debit);;;inv-1;
[Invariants]
{invariant};Gravité;Texte humain;Expression FHIRPath
inv-1;erreur;Il y en a un.;$this.exists()
[Systèmes de codes]
{system};Nom;Titre;Contenu
postures;Postures;Postures;complet
[Concepts des systèmes]
{concept};Code;Libellé
postures;assis;Assis
[Jeux de valeurs]
{valueset};Nom;Titre
positions;Positions;Positions
[Concepts]
{of};Système;Code;Libellé
positions;postures;assis;Assis
[Tables de correspondance]
{map};Nom;Titre
de-a;DeA;De a à b
[Correspondances]
{mapping};Système source;Code source;Équivalence;Système cible;Code cible
de-a;postures;assis;équivalent;postures;assis
[Exemples]
{example};Titre;Intention;Profil;Attendu
un;Un;Un;crete;valide
[Valeurs d'exemple]
{value};Chemin;Valeur
un;Observation.method;postures#assis
"""
HEADINGS = {
    "id": "Identifiant",
    "profile": "Profil",
    "invariant": "Identifiant",
    "system": "Identifiant",
    "concept": "Système",
    "valueset": "Identifiant",
    "of": "Jeu de valeurs",
    "map": "Identifiant",
    "mapping": "Table",
    "example": "Identifiant",
    "value": "Exemple",
}


def test_the_tables_are_sound(tmp_path: Path) -> None:
    """What the other tests find is theirs alone."""
    assert [] == make(tmp_path, TABLES.format(**HEADINGS)).faults


@pytest.mark.parametrize("sheet", HEADINGS)
def test_a_heading_that_is_not_known(sheet: str, tmp_path: Path) -> None:
    """Without its first heading no row of a sheet is read; what names one, or waits for one, is not at fault."""
    found = make(tmp_path, TABLES.format(**HEADINGS | {sheet: "Zzz"})).faults
    assert ["TB003", "TB004"] == sorted(code for code, _ in found)


@pytest.mark.parametrize(
    ("row", "bad", "cell"),
    [
        ("debit;Debit", "débit;Debit", "Profils › A2"),
        ("positions;Positions", "pôsitions;Positions", "Jeux de valeurs › A2"),
        ("postures;Postures", "pôstures;Postures", "Systèmes de codes › A2"),
        ("inv-1;erreur", "inv 1;erreur", "Invariants › A2"),
        ("de-a;DeA", "dé-a;DeA", "Tables de correspondance › A2"),
        ("un;Un", "ün;Un", "Exemples › A2"),
    ],
)
def test_an_id_that_does_not_read(row: str, bad: str, cell: str, tmp_path: Path) -> None:
    """A bad id is told once, at its cell, and not again wherever it is named."""
    name, new = row.split(";", maxsplit=1)[0], bad.split(";", maxsplit=1)[0]
    text = TABLES.format(**HEADINGS)
    renamed = "\n".join(
        ";".join(new if item == name else item for item in line.split(";")) for line in text.splitlines()
    )
    renamed = renamed.replace(f"Reference({name})", f"Reference({new})").replace(f"{name}#", f"{new}#")
    assert [("TB019", cell)] == make(tmp_path, renamed).faults


def test_an_equivalence_that_does_not_read(tmp_path: Path) -> None:
    """A word that is no equivalence is one fault at its cell."""
    tables = TABLES.format(**HEADINGS).replace("assis;équivalent", "assis;pareil")
    assert [("TB010", "Correspondances › D2")] == make(tmp_path, tables).faults


@pytest.mark.parametrize("sheet", ["Profils", "Correspondances"])
def test_any_empty_cell(sheet: str, tmp_path: Path) -> None:
    """Whatever cell of a row is empty, the run goes on to its end."""
    lines = TABLES.format(**HEADINGS).strip().splitlines()
    number = lines.index(f"[{sheet}]") + 2
    values = lines[number].split(";")
    for cell in range(len(values)):
        emptied = ";".join([*values[:cell], "", *values[cell + 1 :]])
        made = make(tmp_path / str(cell), "\n".join([*lines[:number], emptied, *lines[number + 1 :]]))
        assert made.report.failed
