"""Wall time and peak memory of received tables of another layout: python benchmarks/mapping.py [--rows 200000]

A table of concepts in another institution's layout (lines above its headings, seven columns) becomes the sheet of
concepts by a mapping that copies, joins, translates words, fills parents by how codes begin, and leaves rows out.
`plain` is the mapping of three columns as they are.

Seconds of processor time (two shared cores), and peak memory, the reading of the file included:

      rows  from  mapping          cpu    memory
   200,000   csv  plain          4.9 s   385 MiB
   200,000   csv  every reading  6.2 s   451 MiB
   200,000  xlsx  plain          7.7 s   446 MiB
   200,000  xlsx  every reading  8.8 s   496 MiB
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from pathlib import Path

from processes import run

READ = """
import sys
from pathlib import Path
from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Report
from tabellion.tables.sources import read_sources
report = Report()
sheet = next(sheet for sheet in sheets() if sheet.key == "system-concepts")
table = read_sources(Path(sys.argv[1]), sheets(), report).table(sheet, "fr", report)
assert len(table) == int(sys.argv[2]), len(table)
assert not report.failed, report.brief()[:5]
"""
ABOVE = (("Nomenclature des actes",), ("Version", "2024-03"), ())
HEADINGS = ("No", "Code de l'acte", "Libellé court", "Précision", "Genre", "Statut", "Remarques internes")
MAPPING = {
    "plain": (
        ("", "Système", "", "actes"),
        ("Code de l'acte", "Code", "", ""),
        ("Libellé court", "Libellé", "", ""),
        ("Précision", "Définition", "", ""),
    ),
    "every reading": (
        ("", "Système", "", "actes"),
        ("Code de l'acte", "Code", "", ""),
        ("Libellé court\nPrécision", "Libellé", "copie", ""),
        ("", "Définition", "modèle", "{Genre} : {Libellé court}"),
        ("Code de l'acte", "Parent", "parent par préfixe", ""),
        ("Genre", "Propriétés", "mots", "m = genre = masculin\nf = genre = féminin"),
        ("Statut", "", "ligne omise", "supprimé"),
    ),
}
START = ("Fichier", "Feuille cible", "Colonne reçue", "Colonne cible", "Lecture", "Valeur")


def write_sources(folder: Path, rows: int, mapping: str, suffix: str) -> None:
    """Write the received table and its mapping."""
    import xlsxwriter

    lines = [*ABOVE, HEADINGS, *(_act(number) for number in range(rows))]
    folder.mkdir(parents=True)
    if suffix == "csv":
        with (folder / "actes.csv").open("w", encoding="cp1252", newline="") as file:
            csv.writer(file, delimiter=";").writerows(lines)
    else:
        with xlsxwriter.Workbook(folder / "actes.xlsx", {"constant_memory": True}) as book:
            sheet = book.add_worksheet("Actes 2024")
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
    with (folder / "Tables reçues.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(START)
        writer.writerows((f"actes.{suffix}", "Concepts des systèmes", *row) for row in MAPPING[mapping])


def _act(number: int) -> tuple[str, ...]:
    code = f"A{number // 10:06}" + (f".{number % 10}" if number % 10 else "")
    return (str(number), code, f"Acte {number}", f"précision {number % 50}", "mf"[number % 2], "actif", "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=200_000)
    rows = parser.parse_args().rows
    for suffix in ("csv", "xlsx"):
        for mapping in MAPPING:
            with tempfile.TemporaryDirectory() as scratch:
                folder = Path(scratch) / "sources"
                write_sources(folder, rows, mapping, suffix)
                wall, seconds, memory = run([sys.executable, "-c", READ, str(folder), str(rows)])
                print(
                    f"{rows:>9,}  {suffix:>4}  {mapping:<13}  {wall:6.1f} {seconds:6.1f} s {memory:5.0f} MiB",
                    flush=True,
                )


if __name__ == "__main__":
    main()
