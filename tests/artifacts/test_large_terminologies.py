"""Large code systems with faults: each at its cell, what follows from it not told, however many there are."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from artifacts.writing import GUIDE
from tabellion.pipeline.building import Result, check
from tabellion.pipeline.project import Project

HEADINGS = "Système;Code;Libellé;Parent;Propriétés"
EACH = 100
# what is done to every hundredth row in turn: column, value, the rule that tells it and the column it is told at
FAULTS = (
    ("Parent", "NULLEPART", "CS008"),
    ("Propriétés", "sans valeur", "CS012"),
    ("Libellé", "#REF!", "TB007"),
    ("Code", "", "TB009"),
    ("Propriétés", "rang = beaucoup", "CS023"),
)


def checked(root: Path, rows: list[list[str]], **more: str) -> Result:
    """A guide with these concepts, a value set of all of them and a map that leads from every code."""
    sources = root / "sources"
    sources.mkdir(parents=True)
    mappings = [f"suite;actes;{_code(number)};égal;actes;{_code(number)}" for number in range(len(rows))]
    texts = {
        "Guide": GUIDE,
        "Systèmes de codes": "Identifiant;Nom;Titre;Description;Contenu\nactes;Actes;Actes;Les actes.;complet",
        "Jeux de valeurs": "Identifiant;Nom;Titre;Description;Règle\ntous;Tous;Tous;Tous les actes.;actes",
        "Tables de correspondance": "Identifiant;Nom;Titre;Description;Jeu source\nsuite;Suite;Suite;La suite.;tous",
        "Correspondances": "\n".join(
            ["Table;Système source;Code source;Équivalence;Système cible;Code cible", *mappings]
        ),
        "Concepts des systèmes": "\n".join([HEADINGS, *(";".join(row) for row in rows)]),
        **more,
    }
    for name, text in texts.items():
        (sources / f"{name}.csv").write_text(text.strip() + "\n", encoding="utf-8", newline="\n")
    return check(Project(root))


def _code(number: int) -> str:
    return f"A{number:06}"


def concepts(count: int) -> list[list[str]]:
    return [
        ["actes", _code(n), f"Acte numéro {n} de la liste", _code(n % 50) if n > 50 else "", f"rang = {n}"]
        for n in range(count)
    ]


def test_a_bad_cell_each_hundredth_row(tmp_path: Path) -> None:
    """In a table that is read by columns: five kinds of faults, as many findings as bad cells, and nothing else."""
    rows = concepts(10_000)
    columns = HEADINGS.split(";")
    expected = set()
    for turn, number in enumerate(range(60, len(rows), EACH)):
        heading, value, code = FAULTS[turn % len(FAULTS)]
        rows[number][columns.index(heading)] = value
        expected.add((code, "ABCDE"[columns.index(heading)] + str(number + 2)))
    report = checked(tmp_path, rows).report
    told = [(each.code, each.place.cell) for finding in report for each in (finding, *finding.others)]
    assert sorted(expected) == sorted(told)


def test_every_cell_bad_is_one_line_of_the_report(tmp_path: Path) -> None:
    """The same fault in every row: a count, the first cells, and what else there is."""
    rows = concepts(5_000)
    for row in rows:
        row[4] = "sans valeur"
    report = checked(tmp_path, rows).report
    assert [("CS012", 5_000)] == [(finding.code, 1 + len(finding.others)) for finding in report]


def test_faults_of_hierarchy_codes_and_rules(tmp_path: Path) -> None:
    """A circle, an orphan, a code twice, a rule over no system, a set that imports itself, an undeclared property."""
    rows = concepts(4)
    rows[0][3], rows[1][3] = _code(1), _code(0)
    rows[2][3] = "B"
    rows[3][1] = _code(2)
    sets = (
        "Identifiant;Nom;Titre;Description;Règle\ntous;Tous;Tous;Tous.;actes\n"
        "absent;Absent;Absent;Absent.;nullepart\nsoi;Soi;Soi;Soi.;jeu soi\n"
    )
    told = _told(checked(tmp_path / "codes", rows, **{"Jeux de valeurs": sets}))
    for code, cell in (("CS009", "D2"), ("CS008", "D4"), ("TB025", "A5"), ("RF002", "E3"), ("VS005", "E4")):
        assert told[code, cell] == 1, (code, cell, told)
    filtered = "Identifiant;Nom;Titre;Description;Règle\ntous;Tous;Tous;Tous.;actes où couleur = rouge"
    assert {("VS007", "E2"): 1} == _told(checked(tmp_path / "rules", concepts(4), **{"Jeux de valeurs": filtered}))


def _told(result: Result) -> Counter[tuple[str, str]]:
    return Counter((finding.code, finding.place.cell) for finding in result.report if finding.severity == "error")
