"""Terminology through CSV, workbooks and back: tables to resources, resources to tables, and the same bytes again."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from artifacts.writing import GUIDE
from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Report
from tabellion.fhir.packages import open_package
from tabellion.pipeline.building import build, check
from tabellion.pipeline.guide_import.importing import import_guide
from tabellion.pipeline.project import Project

# the second bytes of UTF-8, and what Windows-1252 makes of them: behind a letter they are told as damage
SECOND_BYTES = "".join(map(chr, range(0x80, 0xC0))) + "ŠšŽžŒœŸƒ"
UNSHRUNK = (Phase.explicit, Phase.generate)  # each example builds three guides
KINDS = ("codesystem", "valueset", "conceptmap", "namingsystem")
Rows = list[list[str]]
TEXT = st.text(
    st.characters(
        min_codepoint=0x20,
        max_codepoint=0x24F,
        exclude_characters="\x7f;\"'" + SECOND_BYTES,
        exclude_categories=["Cc", "Cs", "Z"],
    )
    | st.just(" "),
    min_size=1,
    max_size=12,
).map(lambda text: " ".join(f"L{text}x".split()))
LABELS = st.tuples(TEXT, st.none() | TEXT)
CONCEPT = st.fixed_dictionaries(
    {
        "label": LABELS,
        "definition": st.none() | TEXT,
        "parent": st.integers(0, 30),
        "rank": st.none() | st.integers(-3, 10_000),
        "colour": st.sampled_from(["", "rouge", "bleu"]),
        "replaced": st.none() | st.integers(0, 30),
        "retired": st.booleans(),
    }
)


def tables(concepts: Sequence[Mapping[str, Any]], chosen: Sequence[int]) -> dict[str, Rows]:
    """A code system, its value sets by list and by rule, a map within it and a naming system."""
    codes = [f"C{number}.{'x' * (number % 3)}1" for number in range(len(concepts))]
    rows: Rows = [
        [
            "Système",
            "Code",
            "Libellé",
            "Libellé::en",
            "Définition",
            "Parent",
            "Propriétés",
            "Statut du code",
            "Remplacé par",
        ]
    ]
    for number, (code, item) in enumerate(zip(codes, concepts, strict=True)):
        parent = codes[item["parent"]] if item["parent"] < number else ""
        other = item["replaced"]
        replaced = codes[other] if other is not None and other < len(codes) and other != number else ""
        lines = [f"rang = {item['rank']}"] if item["rank"] is not None else []
        lines += [f"couleur = {item['colour']}"] if item["colour"] else []
        french, english = item["label"]
        state = "retiré" if item["retired"] else ""
        definition = item["definition"] or ""
        rows.append(["sorte", code, french, english or "", definition, parent, "\n".join(lines), state, replaced])
    listed = sorted({codes[number % len(codes)] for number in chosen})
    return {
        "Guide": [line.split(";") for line in GUIDE.replace("Éditeur;", "Langues;fr|en\nÉditeur;").strip().splitlines()],
        "Systèmes de codes": [["Identifiant", "Nom", "Titre", "Description", "Contenu", "OID"], ["sorte", "Sorte", "Sortes", "Les sortes.", "complet", "1.2.250.1.213.1.4.91"]],
        "Concepts des systèmes": rows,
        "Jeux de valeurs": [
            ["Identifiant", "Nom", "Titre", "Description", "Règle"],
            ["choisis", "Choisis", "Choisis", "Ceux qui sont choisis.", ""],
            ["dessous", "Dessous", "Dessous", "Le premier et ce qui est dessous.", f"sorte où concept is-a {codes[0]}"],
        ],
        "Concepts": [["Jeu de valeurs", "Système", "Code"], *(["choisis", "sorte", code] for code in listed)],
        "Tables de correspondance": [["Identifiant", "Nom", "Titre", "Description"], ["suite", "Suite", "Suite", "Ce qui suit."]],
        "Correspondances": [
            ["Table", "Système source", "Code source", "Équivalence", "Système cible", "Code cible", "Commentaire"],
            *(["suite", "sorte", code, "plus étroit", "sorte", codes[0], "Moins précis."] for code in codes[1:] or codes),
        ],
        "Systèmes de nommage": [["Identifiant", "Nom", "Titre", "Description", "Nature", "OID"], ["sortes", "NomsDesSortes", "Noms", "Le numéro.", "racine", "1.2.250.1.213.1.4.92"]],
    }  # fmt: skip


def resources(edition: Edition | None) -> dict[str, str]:
    assert edition is not None
    return {artifact.reference: artifact.json() for artifact in edition.of(*KINDS)}


def write_csv(folder: Path, sheets: Mapping[str, Rows]) -> None:
    folder.mkdir(parents=True)
    for name, rows in sheets.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)


def write_workbook(folder: Path, sheets: Mapping[str, Rows]) -> None:
    import xlsxwriter

    folder.mkdir(parents=True)
    with xlsxwriter.Workbook(str(folder / "guide.xlsx"), {"strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, text in enumerate(row):
                    if text:
                        sheet.write_string(number, column, text)


@settings(max_examples=5, deadline=None, phases=UNSHRUNK, suppress_health_check=[HealthCheck.too_slow])
@given(concepts=st.lists(CONCEPT, min_size=1, max_size=12), chosen=st.lists(st.integers(0, 11), min_size=1, max_size=5))
def test_nothing_is_lost_on_the_way(concepts: Sequence[Mapping[str, Any]], chosen: Sequence[int]) -> None:
    """From CSV and from a workbook the same; made into a package, taken over into workbooks and made again the same."""
    sheets = tables(concepts, chosen)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_csv(root / "csv" / "sources", sheets)
        write_workbook(root / "xlsx" / "sources", sheets)
        first = build(Project(root / "csv"), site=False)
        assert not first.report.failed, [str(finding) for finding in first.report]
        expected = resources(first.edition)
        assert expected == resources(check(Project(root / "xlsx")).edition)
        (archive,) = (root / "csv" / "output").glob("*.tgz")
        package = open_package(archive, Report())
        assert package is not None
        report = Report()
        assert import_guide(package, root / "again", report) is not None, [str(finding) for finding in report]
        assert expected == resources(check(Project(root / "again")).edition)
