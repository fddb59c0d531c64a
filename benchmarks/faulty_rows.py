"""Processor seconds for sheets full of wrong rows: python benchmarks/faulty_rows.py [--rows 1250,2500,5000,10000]

Each line is a small guide that one sheet of which has this many wrong rows, of several kinds in turn: cells that do not
read, names of nothing, values that contradict. Reading the workbook and showing the findings as text are counted. The
last column says how many findings there were.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from generated_guide import sheets_of, write_workbook

PROFILES = 12
Row = tuple[str, ...]
Wrong = Callable[[int], Row]

# by sheet: its headings where the guide has no such sheet, and rows that are wrong, each in a way of its own
FAULTS: dict[str, tuple[Row, Sequence[Wrong]]] = {
    "Éléments": (
        (),
        (
            lambda n: ("mesure-1", "Observation.note", "deux", "", "", "", "", ""),
            lambda n: (f"mesur-{n}", "Observation.note", "", "", "", "", "", ""),
            lambda n: ("mesure-2", f"Observation.noté{n}", "", "", "", "", "", ""),
            lambda n: ("mesure-3", "Observation.note", "", "peut-être", "", "", "", ""),
            lambda n: ("mesure-4", "Observation.bodySite", "", "", f"Inconnu{n}", "", "", ""),
            lambda n: ("mesure-5", "Observation.valueQuantity.value", "", "", "", f"trois-{n}", "", ""),
            lambda n: ("mesure-6", "Observation.note", "", "", "", "", f"Un libellé {n}", ""),
            lambda n: ("*", "Observation.bodySite", "9..1", "", "", "", "", ""),
        ),
    ),
    "Codes": (
        ("Mesure", "Chemin", "Système", "Code", "Libellé français", "Rôle"),
        (
            lambda n: (f"mesur-{n}", "", "LOINC", "33452-4", "Un code", "principal"),
            lambda n: ("mesure-1", "", f"LOINK{n}", "33452-4", "Un code", "principal"),
            lambda n: ("mesure-2", "", "LOINC", f"{n}-x", "Un code", "principal"),
            lambda n: ("mesure-3", f"Observation.coode{n}", "LOINC", "33452-4", "Un code", "principal"),
            lambda n: ("mesure-4", "", "LOINC", "33452-4", f"Un code {n}", "premier"),
            lambda n: ("mesure-5", "Observation.note.text", "LOINC", f"{n}-5", "Un code", "principal"),
        ),
    ),
    "Concepts": (
        (),
        (
            lambda n: (f"methode-{n}", "methodes", f"X{n}", "Un concept"),
            lambda n: ("methodes-1", f"methods{n}", f"X{n}", "Un concept"),
            lambda n: ("methodes-2", "methodes", "août-02", f"Un concept {n}"),
            lambda n: ("methodes-3", "SNOMED CT", f"{n}1", "Un concept"),
            lambda n: ("methodes-4", "methodes", "", f"Un concept {n}"),
            lambda n: ("methodes-5", "methodes", "M5-1", f"Un concept {n}"),
        ),
    ),
    "Concepts des systèmes": (
        ("Système", "Code", "Libellé", "Parent", "Propriétés"),
        (
            lambda n: (f"methods{n}", f"X{n}", "Un concept", "", ""),
            lambda n: ("complet", f"X{n}", "Un concept", f"Y{n}", ""),
            lambda n: ("complet", f"X{n}", "Un concept", f"X{n}", ""),
            lambda n: ("complet", "", f"Un concept {n}", "", ""),
            lambda n: ("complet", f"X{n}", "Un concept", "", f"poids {n}"),
            lambda n: ("complet", "X0", f"Un concept {n}", "", ""),
        ),
    ),
    "Correspondances": (
        ("Table", "Système source", "Code source", "Équivalence", "Système cible", "Code cible"),
        (
            lambda n: ("de-a", "complet", f"Z{n}", "équivalent", "methodes", "M1-1"),
            lambda n: (f"de-{n}", "complet", "A1", "équivalent", "methodes", "M1-1"),
            lambda n: ("de-a", f"complat{n}", "A1", "équivalent", "methodes", "M1-1"),
            lambda n: ("de-a", "complet", "A1", f"pareil{n}", "methodes", "M1-1"),
            lambda n: ("de-a", "complet", "A1", "équivalent", "", f"M{n}"),
            lambda n: ("de-a", "complet", f"Z{n}", "équivalent", "UCUM", f"kilo{n}"),
        ),
    ),
    "Valeurs d'exemple": (
        (),
        (
            lambda n: (f"example-{n}", "Observation.status", "final"),
            lambda n: ("exemple-1", f"Observation.noté{n}", "final"),
            lambda n: ("exemple-2", "Observation.issued", f"hier-{n}"),
            lambda n: ("exemple-3", f"Observation.note[{n}].txt", "final"),
            lambda n: ("exemple-4", f"Observation.note[{n}].text", "#N/A"),
            lambda n: ("exemple-5", "", f"final-{n}"),
        ),
    ),
    "Mesures": (
        ("Identifiant", "Libellé", "Famille", "Définition métier", "Alimentation", "Consultation", "Unité métier",
         "Min plausible", "Max plausible", "Profil"),
        (
            lambda n: (f"m é {n}", "Une", "autre", "Une mesure.", "oui", "oui", "kg", "1", "2", ""),
            lambda n: (f"m-{n}", "Une", "autre", "Une mesure.", "oui", "oui", "kg", "9", "2", ""),
            lambda n: (f"m-{n}", "Une", "autre", "Une mesure.", "oui", "oui", "kg", "un", "2", ""),
            lambda n: (f"m-{n}", "Une", f"famille {n}", "Une mesure.", "oui", "oui", "kg", "1", "2", ""),
            lambda n: (f"m-{n}", "Une", "autre", "Une mesure.", "oui", "oui", "kg", "1", "2", f"mesur-{n}"),
            lambda n: (f"m-{n}", "Une", "autre", "Une mesure.", "calculée", "oui", "kg", "1", "2", ""),
        ),
    ),
    "Données": (
        ("Mesure", "Identifiant donnée", "Libellé", "Obligation métier", "Type métier", "Chemin FHIR proposé"),
        (
            lambda n: (f"mesur-{n}", f"d-{n}", "Une donnée", "facultative", "texte", "Observation.note"),
            lambda n: ("mesure-1", f"d é {n}", "Une donnée", "facultative", "texte", "Observation.note"),
            lambda n: ("mesure-2", f"d-{n}", "Une donnée", "parfois", "texte", "Observation.note"),
            lambda n: ("*", f"d-{n}", "Une donnée", "obligatoire", "texte", "Observation.noté"),
            lambda n: ("m-1", f"d-{n}", "Une donnée", "obligatoire", "texte", "Observation.note"),
            lambda n: ("m-1", f"d-{n}", "Une donnée", "obligatoire", "texte", f"Observation.noté{n}"),
        ),
    ),
    "Exemples": (
        (),
        (
            lambda n: (f"autre-{n}", "Un exemple", f"mesur-{n}", "valide"),
            lambda n: (f"autre é {n}", "Un exemple", "mesure-1", "valide"),
            lambda n: (f"autre-{n}", "Un exemple", "mesure-1", "valide"),
            lambda n: (f"autre-{n}", "Un exemple", "mesure-1", "refusé"),
            lambda n: (f"autre-{n}", "Un exemple", "mesure-1", f"peut-être {n}"),
        ),
    ),
}  # fmt: skip
# what the wrong rows speak of beside the guide's own
OTHERS: dict[str, list[Row]] = {
    "Systèmes de codes": [("complet", "Complet", "Complet", "complet")],
    "Concepts des systèmes": [
        ("Système", "Code", "Libellé", "Parent", "Propriétés"),
        *(("complet", f"A{n}", f"Concept {n}", "", "") for n in range(1, 100)),
    ],
    "Tables de correspondance": [("Identifiant", "Nom", "Titre"), ("de-a", "DeA", "De a à b")],
    "Mesures": [
        ("Identifiant", "Libellé", "Famille", "Définition métier", "Alimentation", "Consultation", "Unité métier",
         "Min plausible", "Max plausible", "Profil"),
        ("m-1", "Une", "autre", "Une mesure.", "oui", "oui", "kg", "1", "2", "mesure-7"),
    ],
}  # fmt: skip


def write_faulty(root: Path, sheet: str, rows: int) -> None:
    """Write a project with this many wrong rows in one sheet."""
    sheets = sheets_of(PROFILES)
    for name, others in OTHERS.items():
        sheets[name] = [*sheets.get(name, []), *others]
    headings, kinds = FAULTS[sheet]
    wrong = (kinds[number % len(kinds)](number) for number in range(rows))
    sheets[sheet] = [*(sheets.get(sheet) or [headings]), *wrong]
    write_workbook(root, sheets)


def measure(root: Path) -> tuple[float, int]:
    """Seconds of the processor that a check takes whose findings are shown, and their number."""
    from tabellion.diagnostics.render.text import text_pieces
    from tabellion.pipeline.building import check
    from tabellion.pipeline.project import Project

    started = time.process_time()
    report = check(Project(root)).report
    "".join(text_pieces(report.in_order(), "fr", everything=True))
    return time.process_time() - started, len(report)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", default="1250,2500,5000,10000")
    options.add_argument("--sheets", default=",".join(FAULTS), help="the sheets that get wrong rows")
    chosen = options.parse_args()
    sizes = [int(item) for item in chosen.rows.split(",")]
    print(f"{'seconds, rows:':>24}", *(f"{size:>8}" for size in sizes), f"{'findings':>10}")
    with tempfile.TemporaryDirectory(prefix="tabellion-benchmark-") as folder:
        for sheet in chosen.sheets.split(","):
            print(f"{sheet:>24}", end="", flush=True)
            found = 0
            for size in sizes:
                root = Path(tempfile.mkdtemp(dir=folder))
                write_faulty(root, sheet, size)
                seconds, found = measure(root)
                print(f" {seconds:8.2f}", end="", flush=True)
            print(f" {found:10}")


if __name__ == "__main__":
    main()
