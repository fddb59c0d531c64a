"""A sheet or a cell that cannot be read is one fault: nothing is said to be missing because of it."""

from __future__ import annotations

import csv
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artifacts.writing import make
from tabellion.pipeline.building import check
from tabellion.pipeline.project import Project

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


def _cells(guide: Path) -> list[tuple[str, int, int]]:
    """Every cell with a value below the headings of a guide's tables: file, row and column, from 0."""
    return [
        (path.name, row, column)
        for path in sorted(guide.glob("*.csv"))
        for row, values in enumerate(_rows(path))
        for column, value in enumerate(values)
        if row and value.strip()
    ]


def _rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines(), delimiter=";"))


GUIDES = {name: Path(__file__).parents[1] / "guides" / name / "sources" for name in ("souffle", "registry")}
CELLS = [(name, *cell) for name, guide in GUIDES.items() for cell in _cells(guide)]


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(CELLS))
def test_no_cell_that_is_not_read_has_a_second_fault(cell: tuple[str, str, int, int]) -> None:
    """Whatever cell of whatever sheet holds an error value: that is told, and nothing that follows from it."""
    assert ["TB007"] == _told(*cell)


# what says more in other sheets when it is empty than when it is not read
HANGING = [
    ("souffle", "Erreurs.csv", "envoyer|demander"),
    ("souffle", "Exemples.csv", "refusé"),
    ("souffle", "Flux.csv", "transaction"),
    ("souffle", "Guide.csv", "Éditeur"),
    ("souffle", "Guide.csv", "fr|en"),
    ("souffle", "Profils.csv", "seuil-auditif"),
    ("souffle", "Éléments.csv", "Observation.note"),
    ("registry", "Valeurs d'exemple.csv", "Patient.name.given[0]"),
]


@pytest.mark.parametrize(("guide", "file", "value"), HANGING)
def test_what_hangs_on_a_cell_waits_until_it_is_read(guide: str, file: str, value: str) -> None:
    """A fault in a cell on which flows, errors, examples, measures or languages hang is told alone."""
    assert ["TB007"] == _told(guide, file, *_first(guide, file, value))


# rows that name nothing which is there, by the cell that names it: they may have meant anything
ASTRAY = [
    ("souffle", "Codes.csv", "debit-de-pointe", ["RF001"]),
    ("souffle", "Concepts.csv", "position-souffle", ["VS003"]),
    ("souffle", "Erreurs.csv", "envoyer|demander", ["RF001"]),
    ("souffle", "Guide.csv", "Langues", ["GU001"]),
    ("souffle", "Profils.csv", "seuil-auditif", ["RF001"]),
    ("souffle", "Valeurs d'exemple.csv", "debit-minimal", ["RF001"]),
    ("souffle", "Éléments.csv", "Observation.note", ["SD006"]),
    ("souffle", "Éléments.csv", "seuil-auditif-observation", ["RF001"]),
    ("registry", "Valeurs d'exemple.csv", "patiente-exemple", ["RF001"]),
    ("registry", "Éléments.csv", "Patient.identifier", ["SD006"]),
]


@pytest.mark.parametrize(("guide", "file", "value", "codes"), ASTRAY)
def test_what_hangs_on_a_row_that_names_nothing_waits(guide: str, file: str, value: str, codes: list[str]) -> None:
    """What an element, an example or a list lacks because a row went astray is not told as well."""
    assert codes == _told(guide, file, *_first(guide, file, value), "zzz")


NAMELESS = [
    ("Capacités.csv", "serveur-souffle"),
    ("Exemples.csv", "debit-minimal"),
    ("Guide.csv", "Langues"),
    ("Guide.csv", "Canonique"),
    ("Jeux de valeurs.csv", "position-souffle"),
    ("Mesures.csv", "debit-de-pointe"),
    ("Profils.csv", "seuil-auditif-observation"),
]


@pytest.mark.parametrize(("file", "name"), NAMELESS)
def test_a_row_without_its_name_may_be_the_one_that_is_missed(file: str, name: str) -> None:
    """The cells that name it are not at fault: the name is missing once, where it belongs."""
    assert ["TB009"] == _told("souffle", file, *_first("souffle", file, name), "")


def _first(guide: str, file: str, value: str) -> tuple[int, int]:
    """Row and column of the first cell with a value."""
    found = enumerate(_rows(GUIDES[guide] / file))
    return next((row, values.index(value)) for row, values in found if value in values)


def _told(guide: str, file: str, row: int, column: int, bad: str = "#N/A") -> list[str]:
    """The codes of what a check tells when a cell holds something else."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(GUIDES[guide], root / "sources")
        rows = _rows(root / "sources" / file)
        rows[row][column] = bad
        with (root / "sources" / file).open("w", encoding="utf-8", newline="") as changed:
            csv.writer(changed, delimiter=";").writerows(rows)
        return [code for code, _ in check(Project(root)).report.brief()]


@pytest.mark.parametrize(
    ("sheet", "row", "bad", "codes"),
    [
        ("Éléments", "debit;Observation.method;", "#N/A;Observation.method;", ["TB007"]),
        ("Éléments", "positions;obligatoire", "positions;forcée", ["TB010"]),
        ("Éléments", "positions;obligatoire", "#REF!;obligatoire", ["TB007"]),
        ("Invariants", "inv-1;erreur", "inv-1;grave", ["TB010"]),
        ("Systèmes de codes", "Postures;Postures;complet", "Postures;Postures;tout", ["TB010"]),
        ("Concepts des systèmes", "postures;assis;Assis", "postures;août-02;Assis", ["TB011"]),
        ("Concepts des systèmes", "postures;assis;Assis", "#N/A;assis;Assis", ["TB007"]),
        ("Concepts", "positions;postures;assis;Assis", "#N/A;postures;assis;Assis", ["TB007"]),
        ("Concepts", "positions;postures;assis;Assis", "positions;#N/A;assis;Assis", ["TB007"]),
        ("Concepts", "positions;postures;assis;Assis", "positions;postures;1,2E+05;Assis", ["TB012"]),
        ("Correspondances", "de-a;postures;assis", "#N/A;postures;assis", ["TB007"]),
        ("Correspondances", "postures;assis\n", "postures;août-02\n", ["TB011"]),
        ("Exemples", "crete;valide", "#N/A;valide", ["TB007"]),
        ("Valeurs d'exemple", "un;Observation.method", "#N/A;Observation.method", ["TB007"]),
        ("Valeurs d'exemple", "un;Observation.method", "un;#N/A", ["TB007"]),
    ],
)
def test_what_refers_to_a_cell_that_is_not_read(
    tmp_path: Path, sheet: str, row: str, bad: str, codes: list[str]
) -> None:
    """A cell that others refer to, or wait for, and the only faults that there are when it does not read."""
    text = TABLES.format(**HEADINGS)
    before, after = text.split(f"[{sheet}]")
    assert row in after
    assert codes == [code for code, _ in make(tmp_path, f"{before}[{sheet}]{after.replace(row, bad, 1)}").faults]


def test_an_oid_that_does_not_read(tmp_path: Path) -> None:
    """Concepts may name their value set by its OID: one that is wrong in both places is told where it is declared."""
    text = TABLES.format(**HEADINGS).replace("{valueset}", "")
    text = text.replace(
        "Identifiant;Nom;Titre\npositions;Positions;Positions\n[Concepts]",
        "Identifiant;Nom;Titre;OID\npositions;Positions;Positions;1.2.03\n[Concepts]",
    )
    text = text.replace("positions;postures;assis;Assis", "1.2.03;postures;assis;Assis")
    assert [("TB021", "Jeux de valeurs › D2")] == make(tmp_path, text).faults


def test_a_name_of_nothing_is_still_told(tmp_path: Path) -> None:
    """An id that does not read hides itself alone: another name that nothing has is a fault of its own."""
    text = (
        TABLES.format(**HEADINGS).replace("debit;Debit", "débit;Debit").replace("Reference(debit)", "Reference(debi)")
    )
    found = make(tmp_path, text.replace("Observation;debit;", "Observation;débit;")).faults
    assert ("TB019", "Profils › A2") in found
    assert ("SD003", "Éléments › C3") in found
