"""A guide with rows in every sheet and a heading for every column, of which single cells can be spoilt."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Place, Report
from tabellion.tables.columns import Column, Sheet
from tabellion.tables.grid import RawCell
from tabellion.tables.values import read_cell

SOUFFLE = Path(__file__).parent / "guides" / "souffle" / "sources"
# the sheets that the guide about breath has no need of
MORE = {
    "Réception": """
        Institution;Rôle;Version;Date de réception;Contact;Fichiers;Tient
        Collège du souffle;assureur;3;2024-02-01;souffle@souffle.example;Mesures.csv;Mesures › Libellé
    """,
    "Tables reçues": """
        Fichier;Feuille reçue;Ligne de titres;Bloc;Feuille cible;Colonne reçue;Colonne cible;Lecture;Valeur;Séparateur
        usages-recus.csv;usages;1;soir;Cas d'usage;Quand;Identifiant;copie;;
        usages-recus.csv;usages;1;soir;Cas d'usage;Quoi;Titre;partie;1;/
        usages-recus.csv;usages;1;soir;Cas d'usage;Quoi;Scénario;partie;2-;/
    """,
    "usages-recus": """
        Quand;Quoi
        soir;Le soir / La personne souffle au coucher.
    """,
    "Cas d'usage": """
        Identifiant;Titre;Titre::en;Acteurs;Acteurs::en;Scénario;Scénario::en;Mesures
        matin;Le matin;In the morning;La personne;The person;Elle souffle au lever.;She blows when she rises.;debit-de-pointe
    """,
    "Règles communes": """
        Périmètre;Chemin;Libellé court;Libellé court::en
        signes-vitaux;Observation.note;Note de la personne;Note of the person
    """,
    "Retraits": """
        Version;Artefact;Motif;Motif::en;Remplacé par
        0.4.0;StructureDefinition/debit-du-soir;Fondu dans le débit.;Merged into the flow.;StructureDefinition/debit-de-pointe-observation
    """,
    "Avertissements acceptés": """
        Règle;Artefact;Chemin;Motif;Motif::en;Date;Décidé par
        Type_Specific_Checks_DT_URL_Resolve;StructureDefinition/debit-de-pointe-observation;;Voulu.;Meant.;2024-03-01;le collège
    """,
    "Arbitrages": """
        Mesure;Chemin;Facette;Feuille;Ligne;Colonne;Valeur de l'assureur vue;Valeur du centre vue;Valeur de l'équipe vue;Décision;Valeur retenue;Motif;Décidé par;Date
        debit-de-pointe;Observation.value[x];unité;;;;L/s;mL/s;;autre valeur;L/min;Celle des débitmètres.;le collège;2024-03-01
        ;;;Mesures;debit-de-pointe;Libellé;Débit;;Flux;autre valeur;Débit de pointe;Le mot du collège.;le collège;2024-03-01
    """,
    "Désignations": """
        Système;Code;Libellé;Libellé::en
        LOINC;33452-4;Débit de pointe;Peak flow
    """,
    "Tables de correspondance": """
        Identifiant;Nom;Titre;Titre::en;Description;Description::en;Jeu source;Jeu cible
        positions-loinc;PositionsLoinc;Positions et LOINC;Positions and LOINC;De nos positions à LOINC.;From our positions to LOINC.;position-souffle;
    """,
    "Systèmes de nommage": """
        Identifiant;Nom;Titre;Titre::en;Description;Description::en;Nature;Adresse du système;OID;Responsable;Usage;Usage::en
        dossiers;Dossiers;Dossiers du souffle;Files of breath;Le numéro d'un dossier.;The number of a file.;système d'identifiants;https://souffle.example/ids/dossier;1.2.250.1.213.1.4.98;Collège du souffle;Dans les messages.;In messages.
    """,
    "Correspondances": """
        Table;Système source;Code source;Libellé source;Libellé source::en;Équivalence;Système cible;Code cible;Libellé cible;Libellé cible::en;Commentaire;Commentaire::en
        positions-loinc;positions;debout;Debout;Standing;plus large;LOINC;LA11870-2;Debout;Standing;LOINC ne dit pas le dos.;LOINC does not tell the back.
    """,
    "Concertation": """
        Identifiant;Titre;Titre::en;Objet;Objet::en;Version;Ouverture;Heure d'ouverture;Clôture;Heure de clôture;Fuseau horaire;Tolérance;Date du bilan;Où écrire;Récepteur;Règles;Règles::en;Qui décide;Qui décide::en;Instructeurs;Remarque
        CONC-2024-01;Avis sur le souffle;Views about breath;Le débit suffit-il ?;Does the flow suffice?;0.4.0;2024-03-01;09:00;2024-04-15;18:00;Europe/Paris;1;2024-07-01;avis@souffle.example;https://souffle.example/avis;Chacun a une réponse.;Each gets an answer.;Le collège décide.;The college decides.;Collège;à annoncer
    """,
    "Questions": """
        Identifiant;Concertation;Question;Question::en;Artefact;Chemin;Remarque
        Q1;CONC-2024-01;Faut-il l'heure du lever ?;Is the hour of rising needed?;StructureDefinition/debit-de-pointe-observation;Observation.method;à voir
    """,
}  # fmt: skip

# what no column means, but for those that hold a text of people
NONSENSE = {
    "punctuation": "« xyzzy !! »",
    "negative zero": "-0",
    "signs": "x###",
    "20,000 digits": "9" * 20_000,
    "date": "12/03/2024",
    "emoji": "🦆",
    "JSON": '{"a": 1}',
    "formula": "=SOMME(A1:A3)",
    "blanks": "a\u00a0 b",
}

Rows = list[list[str]]


def every_sheet(root: Path) -> dict[str, Rows]:
    """The tables of the guide by the name of their sheet, written below `root`: each with all its columns, the first
    row the headings."""
    shutil.copytree(SOUFFLE, root / "sources")
    for name, text in MORE.items():
        lines = [line.strip() for line in text.strip().splitlines()]
        (root / "sources" / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    tables = {sheet.fr: _with_all_columns(root, sheet) for sheet in sheets()}
    for name, rows in tables.items():
        write(root, name, rows)
    return tables


def _with_all_columns(root: Path, sheet: Sheet) -> Rows:
    with (root / "sources" / f"{sheet.fr}.csv").open(encoding="utf-8", newline="") as file:
        headings, *rows = csv.reader(file, delimiter=";")
    missing = [column.fr for column in sheet.columns if column.fr not in headings]
    width = len(headings) + len(missing)
    return [headings + missing, *([*row, *[""] * (width - len(row))] for row in rows)]


def write(root: Path, name: str, rows: Rows) -> None:
    """A table of the guide."""
    with (root / "sources" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\n").writerows(rows)


def nonsense_that_reads(column: Column) -> dict[str, str]:
    """The kinds of nonsense that a cell of a column takes, so that only what else there is can tell it."""
    return {kind: text for kind, text in NONSENSE.items() if reads_as(text, column)}


def reads_as(text: str, column: Column) -> bool:
    """Whether a text is read as a value of a column without a finding."""
    report = Report()
    read_cell(RawCell(text), column, Place(), report)
    return len(report) == 0


def columns() -> Iterator[tuple[Sheet, Column]]:
    """Every column of every sheet."""
    return ((sheet, column) for sheet in sheets() for column in sheet.columns)
