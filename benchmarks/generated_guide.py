# ruff: noqa: E501 - rows of tables read best as one line each
"""A guide of any size for measurements: profiles of Observation with value sets, extensions and examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

GUIDE = [
    ("Élément", "Valeur"),
    ("Identifiant du paquet", "exemple.fhir.mesure"),
    ("Canonique", "https://mesure.example/fhir"),
    ("Nom", "GuideEngendre"),
    ("Titre", "Guide engendré"),
    ("Version", "1.0.0"),
    ("Statut", "brouillon"),
    ("Date de l'édition", "2024-01-31"),
    ("Éditeur", "Banc d'essai"),
    ("Langues", "fr|en"),
]
SETS = 20


def write_guide(root: Path, profiles: int) -> None:
    """Write the workbook of a guide with this many profiles, as a team would keep it."""
    write_workbook(root, sheets_of(profiles))


def write_workbook(root: Path, sheets: Mapping[str, Sequence[Sequence[str]]]) -> None:
    """Write the sheets of a guide, each with its headings first, as the only workbook of a project."""
    import xlsxwriter

    (root / "sources").mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(root / "sources" / "guide.xlsx")) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)


def sheets_of(profiles: int) -> dict[str, list[tuple[str, ...]]]:
    """The sheets of a guide with this many profiles, by name."""
    numbers = range(1, profiles + 1)
    sets = range(1, SETS + 1)
    return {
        "Guide": GUIDE,
        "Réception": [("Institution", "Version", "Date de réception"), ("Banc d'essai", "1", "2024-01-31")],
        "Profils": [
            ("Identifiant", "Nom", "Titre", "Titre::en", "Type", "Parent", "Description"),
            *((f"mesure-{n}", f"Mesure{n}", f"Mesure {n}", f"Measure {n}", "Observation", "vitalsigns", f"La mesure {n}.") for n in numbers),
        ],
        "Éléments": [
            ("Profil", "Chemin", "Cardinalité", "À prendre en charge", "Type", "Motif de valeur", "Libellé court", "Libellé court::en"),
            *(row for n in numbers for row in _elements(n)),
        ],
        "Extensions": [
            ("Identifiant", "Nom", "Titre", "Description", "Contexte", "Type ou sous-extensions"),
            ("motif", "Motif", "Motif", "Le motif de la mesure.", "Observation", "string"),
        ],
        "Jeux de valeurs": [
            ("Identifiant", "Nom", "Titre"),
            *((f"methodes-{n}", f"Methodes{n}", f"Méthodes {n}") for n in sets),
        ],
        "Concepts": [
            ("Jeu de valeurs", "Système", "Code", "Libellé français"),
            *((f"methodes-{n}", "methodes", f"M{n}-{code}", f"Méthode {n}-{code}") for n in sets for code in range(10)),
        ],
        "Systèmes de codes": [("Identifiant", "Nom", "Titre", "Contenu"), ("methodes", "Methodes", "Méthodes", "fragment")],
        "Liaisons": [
            ("Mesure", "Chemin", "Jeu de valeurs", "Force"),
            *((f"mesure-{n}", "Observation.method", f"methodes-{n % SETS + 1}", "obligatoire") for n in numbers),
        ],
        "Unités": [
            ("Mesure", "Code UCUM", "Libellé français", "Préférée"),
            *((f"mesure-{n}", "kg", "kilogramme", "oui") for n in numbers),
        ],
        "Exemples": [
            ("Identifiant", "Titre", "Profil", "Attendu"),
            *((f"exemple-{n}", f"Exemple {n}", f"mesure-{n}", "valide") for n in numbers),
        ],
        "Valeurs d'exemple": [("Exemple", "Chemin", "Valeur"), *(row for n in numbers for row in _values(n))],
    }  # fmt: skip


def _elements(n: int) -> list[tuple[str, ...]]:
    profile = f"mesure-{n}"
    return [
        (profile, "Observation.code", "", "", "", f"methodes#C{n}", f"Code de la mesure {n}", f"Code of measure {n}"),
        (profile, "Observation.subject", "1..1", "oui", "Reference(Patient)", "", "Le patient", "The patient"),
        (profile, "Observation.effective[x]", "1..1", "oui", "dateTime", "", "Date", "Date"),
        (profile, "Observation.value[x]", "1..1", "oui", "", "", f"Valeur {n}", f"Value {n}"),
        (profile, "Observation.extension:motif", "0..1", "", "Extension(motif)", "", "Motif", "Reason"),
        (profile, "Observation.interpretation", "0..1", "", "", "", "Interprétation", "Interpretation"),
        (profile, "Observation.device", "0..1", "oui", "Reference(Device)", "", "Appareil", "Device"),
        (profile, "Observation.referenceRange", "0..1", "", "", "", "Valeurs de référence", "Reference values"),
        (profile, "Observation.component", "0..0", "", "", "", "Sans composant", "No component"),
    ]


def _values(n: int) -> list[tuple[str, ...]]:
    return [
        (f"exemple-{n}", "Observation.status", "final"),
        (f"exemple-{n}", "Observation.subject", "Patient/quelqu-un"),
        (f"exemple-{n}", "Observation.effectiveDateTime", "2024-01-15"),
        (f"exemple-{n}", "Observation.valueQuantity.value", f"{n}.50"),
    ]
