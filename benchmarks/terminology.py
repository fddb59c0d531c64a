"""Wall time and peak memory of big terminologies: python benchmarks/terminology.py [--sizes 20000,100000]

A code system whose concepts have five properties, a parent and two labels more, with a value set of all its codes and a
map of every tenth: from a workbook and from CSV files. `read` is the sheet alone, `check` and `build` are the commands.

Seconds of processor time and peak memory of a build of 100,000 concepts, on two cores that other programs used as well.
`first` is the program that checked, ordered and wrote each object by itself. The others were measured in turn within
minutes, the lower of two runs, with the site one run: `shared`, objects that concepts share are checked once, XML is
written from patterns, labels told once for both languages; `rows`, a row of a large sheet makes its place when it is
asked for, what names nothing twice is not looked for, a narrative counts the rows that it does not show.

    from                    first           unshared              shared                rows
     csv  --no-site   21.2 s  1011 MiB   9.4 s   602 MiB    8.6 s   603 MiB    7.1 s   600 MiB
    xlsx  --no-site                     11.2 s   575 MiB   10.6 s   576 MiB
     csv  with site                     22.4 s  1172 MiB   20.0 s  1025 MiB

Writing the code system as XML (93 MB) alone: 3.5 s before, 1.8 s after. What a build with its site takes beyond one
without, now: 8.9 s, mkdocs left out. 1,000,000 concepts from csv, `--no-site`:

    first                   115 s  4433 MiB
    rows                     78 s  4447 MiB
    lines shared             82 s  3824 MiB (the machine busier)
    the same, a bad cell in each thousandth row of ten kinds, nothing written: 77 s, 3582 MiB, 308 findings

Since then, in turn with `rows`, on a machine whose processor had half the speed and other work: an archive at a lower
level, no look for circles at the end, lines of XML and texts of properties that concepts share made once:

     csv  --no-site   18.3 s before   16.9 s after (medians of three; in pairs 0.82 to 1.04, median 0.91)
     parts of a site  22.0 s before   15.5 s after (once each; pages of both languages, files beside them, no mkdocs)

SUSHI 3.21 beside at 20,000 concepts (`--fsh FOLDER` writes its sources: four properties and two labels for each, no
hierarchy, no map), in turn on one machine:

    SUSHI, bare concepts and a value set of all    3.0 s   227 MiB
    SUSHI, with properties and labels             37.5 s  1891 MiB
    ours, five properties, hierarchy, map          2.6 s   223 MiB
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sys
import tempfile
from pathlib import Path

from generated_guide import GUIDE
from processes import run

READ = """
import sys
from pathlib import Path
from tabellion.artifacts.terminology.sheets.system_concepts import SYSTEM_CONCEPTS
from tabellion.diagnostics import Report
from tabellion.tables.sources import read_sources
report = Report()
table = read_sources(Path(sys.argv[1]), (SYSTEM_CONCEPTS,), report).table(SYSTEM_CONCEPTS, "fr", report)
assert len(table) == int(sys.argv[2]), len(table)
"""
COMMAND = "from tabellion.cli import main; main()"
BRANCHES = 500
HEADINGS = ("Système", "Code", "Libellé", "Libellé::en", "Libellé::es", "Définition", "Parent", "Propriétés")
MAP_HEADINGS = ("Table", "Système source", "Code source", "Système cible", "Code cible", "Équivalence", "Commentaire")


def write_guide(root: Path, concepts: int, suffix: str) -> None:
    """Write a guide with a code system of this many concepts, in a workbook or (`suffix` csv) in a text file."""
    import xlsxwriter

    sources = root / "sources"
    sources.mkdir(parents=True)
    sheets: dict[str, list[tuple[str, ...]]] = {
        "Guide": GUIDE,
        "Réception": [("Institution", "Version", "Date de réception"), ("Banc d'essai", "1", "2024-01-31")],
        "Systèmes de codes": [("Identifiant", "Nom", "Titre", "Contenu"), ("actes", "Actes", "Actes", "complet")],
        "Jeux de valeurs": [("Identifiant", "Nom", "Titre", "Règle"), ("tous", "Tous", "Tous les actes", "actes")],
        "Tables de correspondance": [
            ("Identifiant", "Nom", "Titre", "Jeu source"),
            ("vers-nouveaux", "VersNouveaux", "Vers les nouveaux", "tous"),
        ],
    }
    large = {
        "Concepts des systèmes": [HEADINGS, *(_concept(number) for number in range(concepts))],
        "Correspondances": [MAP_HEADINGS, *(_mapping(number) for number in range(concepts // 10))],
    }
    if suffix == "csv":
        for name, rows in large.items():
            with (sources / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, delimiter=";").writerows(rows)
    else:
        sheets |= large
    with xlsxwriter.Workbook(str(sources / "guide.xlsx"), {"constant_memory": False}) as book:
        for name, content in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(content):
                for column, text in enumerate(row):
                    if text:
                        sheet.write_string(number, column, text)


def _concept(number: int) -> tuple[str, ...]:
    parent = f"A{number % BRANCHES:06}" if number >= BRANCHES else ""
    properties = (
        f"chapitre = C{number % 20}",
        f"tarif = {number % 900}.{number % 10}",
        "notSelectable = false",
        f"rang = {number}",
        f"depuis = 20{number % 20 + 4:02}-01-01",
    )
    return (
        "actes",
        f"A{number:06}",
        f"Acte numéro {number}",
        f"Procedure number {number}",
        f"Procedimiento número {number}",
        f"Ce que l'acte {number} comprend.",
        parent,
        "\n".join(properties),
    )


def _mapping(number: int) -> tuple[str, ...]:
    """One for ten concepts, to the concept after it."""
    comment = f"Vu le {number % 27 + 1} du mois."
    return ("vers-nouveaux", "actes", f"A{number * 10:06}", "actes", f"A{number * 10 + 1:06}", "plus large", comment)


def write_fsh(root: Path, concepts: int) -> None:
    """Write the sources of SUSHI for a code system of this many concepts and a value set of all of them."""
    (root / "input" / "fsh").mkdir(parents=True)
    config = ("id: bench.example", "canonical: https://bench.example/fhir", "name: Bench", "status: draft")
    more = ("version: 0.1.0", "fhirVersion: 4.0.1", "FSHOnly: true", "")
    (root / "sushi-config.yaml").write_text("\n".join((*config, *more)), encoding="utf-8")
    types = {"chapitre": "string", "tarif": "decimal", "rang": "integer", "depuis": "dateTime"}
    lines = ["CodeSystem: Actes", "Id: actes", 'Title: "Actes"']
    for number, (name, type_) in enumerate(types.items()):
        lines += [f"* ^property[{number}].code = #{name}", f"* ^property[{number}].type = #{type_}"]
    for concept in range(concepts):
        _, code, label, english, spanish, definition, _, stated = _concept(concept)
        lines.append(f'* #{code} "{label}" "{definition}"')
        said = dict(line.split(" = ") for line in stated.split("\n"))
        for number, (name, type_) in enumerate(types.items()):
            value = f'"{said[name]}"' if type_ == "string" else said[name]
            key = f"value{type_[0].upper()}{type_[1:]}"
            lines += [f"* #{code} ^property[{number}].code = #{name}", f"* #{code} ^property[{number}].{key} = {value}"]
        for number, (lang, text) in enumerate((("en", english), ("es", spanish))):
            lines += [f"* #{code} ^designation[{number}].language = #{lang}"]
            lines += [f'* #{code} ^designation[{number}].value = "{text}"']
    lines += ["", "ValueSet: Tous", "Id: tous", 'Title: "Tous"', "* include codes from system Actes", ""]
    (root / "input" / "fsh" / "actes.fsh").write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", default="20000,100000")
    options.add_argument("--steps", default="read,check,build")
    options.add_argument(
        "--fsh", type=Path, help="write the sources of SUSHI there, of the first size, and measure nothing"
    )
    chosen = options.parse_args()
    if chosen.fsh is not None:
        write_fsh(chosen.fsh, int(chosen.sizes.partition(",")[0]))
        return
    with tempfile.TemporaryDirectory(prefix="tabellion-benchmark-") as folder:
        print(f"{'concepts':>9} {'from':>5} " + " ".join(f"{step:>27}" for step in chosen.steps.split(",")))
        for size in (int(item) for item in chosen.sizes.split(",")):
            for suffix in ("xlsx", "csv"):
                project = Path(folder) / f"{size}-{suffix}"
                write_guide(project, size, suffix)
                commands = {
                    "read": [sys.executable, "-c", READ, str(project / "sources"), str(size)],
                    "check": [sys.executable, "-c", COMMAND, "check", "--project", str(project)],
                    "build": [sys.executable, "-c", COMMAND, "build", "--no-site", "--project", str(project)],
                }
                print(f"{size:9} {suffix:>5}", end="")
                for step in chosen.steps.split(","):
                    wall, seconds, memory = run(commands[step])
                    print(f" {wall:7.2f} {seconds:7.2f} s {memory:5.0f} MiB", end="", flush=True)
                print()
                shutil.rmtree(project)


if __name__ == "__main__":
    main()
