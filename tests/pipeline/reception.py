"""Three deliveries about breath, without a fault: what an insurer, a terminology centre and a specification team send."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from tabellion.pipeline.project import Project

INSURER = """
[Réception]
Institution;Rôle;Version;Date de réception
Caisse du souffle;assureur;3;12/03/2024
[Mesures]
Identifiant*;Libellé*;Famille;Alimentation;Consultation;Unité métier;Min plausible;Max plausible;Profil
debit;Débit de pointe;autre;oui;oui;L/min;30;900;debit
reversibilite;Réversibilité;autre;non;oui;%;0;100;reversibilite
seuil;Seuil auditif;autre;oui;oui;;;;seuil
[Données]
Mesure;Identifiant donnée;Libellé;Obligation métier;Type métier;Chemin FHIR proposé;Liste de valeurs
debit;valeur;Débit mesuré;obligatoire;quantité;Observation.value[x];
debit;position;Position;facultative;code;Observation.method;positions du souffle
"""
TERMINOLOGY = """
[Réception]
Institution;Rôle;Version;Date de réception
Centre de terminologies;terminologie;2024.1;2024-03-01
[Codes]
Mesure;Système;Code;Libellé français
debit;LOINC;33452-4;Débit expiratoire de pointe
reversibilite;LOINC;69970-2;Réversibilité
[Unités]
Mesure;Code UCUM;Libellé français;Préférée
debit;L/min;litres par minute;oui
reversibilite;%;pour cent;oui
[Jeux de valeurs]
Identifiant;Nom;Titre
positions;PositionsDuSouffle;Positions du souffle
[Concepts]
Jeu de valeurs;Système;Code;Libellé français
positions;postures;assis;Assis
positions;postures;debout;Debout
[Systèmes de codes]
Identifiant;Nom;Titre;Contenu
postures;Postures;Postures du corps;complet
[Concepts des systèmes]
Système;Code;Libellé
postures;assis;Assis
postures;debout;Debout
[Liaisons]
Mesure;Chemin;Jeu de valeurs;Force
debit;Observation.method;positions;obligatoire
"""
SPECIFICATION = """
[Réception]
Institution;Rôle;Version;Date de réception
Équipe de spécification;spécification;0.1;2024-03-15
[Guide]
Élément;Valeur
Identifiant du paquet;exemple.fhir.souffle
Canonique;https://souffle.example/fhir
Nom;Souffle
Titre;Mesures du souffle
Version;0.1.0
Statut;brouillon
Date de l'édition;15/03/2024
Éditeur;Collège du souffle
[Profils]
Identifiant;Nom;Titre;Type;Parent;Description
debit;Debit;Débit de pointe;Observation;Observation;Le débit le plus fort.
reversibilite;Reversibilite;Réversibilité;Observation;Observation;Le gain de débit.
seuil;Seuil;Seuil auditif;Observation;Observation;Le son le plus faible.
[Éléments]
Profil;Chemin;Cardinalité;À prendre en charge;Type;Libellé court;Jeu de valeurs;Force de la liaison
debit;Observation.subject;1..1;oui;Reference(Patient);Personne;;
debit;Observation.value[x];1..1;oui;Quantity;Débit mesuré;;
debit;Observation.method;0..1;oui;;Position;;
reversibilite;Observation.subject;1..1;oui;Reference(Patient);Personne;;
reversibilite;Observation.value[x];1..1;oui;Quantity;Gain de débit;;
seuil;Observation.subject;1..1;oui;Reference(Patient);Personne;;
[Exemples]
Identifiant;Titre;Profil;Attendu
debit-minimal;Un débit;debit;valide
gain-minimal;Un gain;reversibilite;valide
seuil-minimal;Un seuil;seuil;valide
[Valeurs d'exemple]
Exemple;Chemin;Valeur
debit-minimal;Observation.status;final
debit-minimal;Observation.subject;Patient/exemple
debit-minimal;Observation.valueQuantity.value;410
gain-minimal;Observation.status;final
gain-minimal;Observation.subject;Patient/exemple
gain-minimal;Observation.valueQuantity.value;12
seuil-minimal;Observation.status;final
seuil-minimal;Observation.code;seuil auditif
seuil-minimal;Observation.subject;Patient/exemple
"""
FILES = {
    "cnam-mesures.xlsx": INSURER,
    "cgts-terminologies.xlsx": TERMINOLOGY,
    "guide-profils.xlsx": SPECIFICATION,
}


def sheets_of(text: str) -> dict[str, list[list[str]]]:
    """The rows of each sheet of a delivery."""
    sheets: dict[str, list[list[str]]] = {}
    for line in text.strip().splitlines():
        if line.startswith("["):
            rows = sheets.setdefault(line.strip("[]"), [])
        else:
            rows.append(line.split(";"))
    return sheets


def received(root: Path, changes: Mapping[str, object] | None = None) -> Project:
    """The project of the three deliveries, with some cells changed: `guide-profils › Éléments!C2` to its value.

    Texts are written as text; a sheet that is not there yet is added.
    """
    sources = root / "sources"
    sources.mkdir(parents=True)
    for file, text in FILES.items():
        book = Workbook()
        book.remove(book.active)
        for name, rows in sheets_of(text).items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append([cell or None for cell in row])
        for place, value in (changes or {}).items():
            stem, _, address = place.partition(" › ")
            name, _, cell = address.rpartition("!")
            if f"{stem}.xlsx" == file:
                sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
                letters, row_number = coordinate_from_string(cell)
                sheet.cell(row_number, column_index_from_string(letters)).value = value
        book.save(sources / file)
    return Project(root)
