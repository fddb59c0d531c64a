"""Tables in the layouts of institutions, each with the mapping that reads it: written into a folder of sources."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import xlsxwriter

from tables.mapping.mapped import write_book
from tables.mapping.quoted import QUOTED, TERMINOLOGIES, line

Layout = Callable[[Path], str]
ROWS = 36


def write_text(path: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8", delimiter: str = ";") -> None:
    """A text table with the line ends of Windows; cells that need quotes have them."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))


def system(start: str, name: str, title: str) -> str:
    """The rows of a mapping that make a code system of each received table."""
    return f"""
    {start};Systèmes de codes;;Identifiant;;{name}
    {start};Systèmes de codes;;Nom;;{{feuille:nom}}
    {start};Systèmes de codes;;Titre;;{title}
    {start};Systèmes de codes;;Contenu;;complet
    {start};Concepts des systèmes;;Système;;{name}
    """


def reception(start: str) -> str:
    """The rows of a mapping that say who sent a received workbook."""
    return f"""
    {start};Réception;;Institution;;Agence des tables
    {start};Réception;;Version;;2024-03
    {start};Réception;;Date de réception;;2024-03-01
    """


def national_nomenclatures(folder: Path) -> str:
    """Forty sheets: lines about the nomenclature above the headings, up to three levels, headings that drift."""
    sheets = {}
    for number in range(40):
        rows: list[list[str]] = [["Nomenclature", f"Nomenclature numéro {number}"], ["Mise à jour", "03/2024"], []]
        rows.append(["Code", "Niveau 1*", "Niveau 2*", "Niveau\n3*", "Remarques"] if number % 2 else ["code ", "niveau 1", "Niveau_2", "NIVEAU 3", "Remarques"])  # fmt: skip
        for chapter in range(3):
            rows.append([f"{chapter}", f"Chapitre {chapter}", "", ""])
            for block in range(3):
                rows.append([f"{chapter}{block}", "", f"Bloc {chapter}{block}", ""])
                rows += [[f"{chapter}{block}{leaf}", "", "", f"Acte {chapter}{block}{leaf}"] for leaf in range(3)]
        rows.append(["Total", f"{len(rows)} lignes"])
        sheets[f"NOM_{number:02}"] = rows
    write_book(folder / "nomenclatures 2024.xlsx", sheets)
    start = "nomenclatures*.xlsx;NOM_*;;"
    return f"""
    {system(start, "{feuille:identifiant}", "{B1}")}
    {start};Concepts des systèmes;code;Code
    {start};Concepts des systèmes;niveau *;Libellé;libellé du niveau
    {start};Concepts des systèmes;niveau *;Parent;parent;code
    {start};Concepts des systèmes;code;;ligne omise;Total
    {start};;Remarques;;non repris
    {reception("nomenclatures*.xlsx;NOM_00;;")}
    """


def classification_of_diseases(folder: Path) -> str:
    """19,000 lines of codes that begin with others, as a text file of Windows."""
    rows = [["Classification des maladies", "", ""], ["Version", "2024", ""], ["code", "libellé complet", "type MCO"]]
    for chapter in "ABCDEFGHIJKLMNOPQRS":
        for category in range(100):
            rows.append([f"{chapter}{category:02}", f"Catégorie {chapter}{category:02}, sans précision", "0"])
            rows += [[f"{chapter}{category:02}.{sub}", f"Affection « {sub} » de l'œil", "3"] for sub in range(9)]
    write_text(folder / "CIM10_2024.csv", rows, "cp1252")
    start = "CIM10_*.csv;;;"
    return f"""
    {system(start, "cim", "Classification des maladies {B2}")}
    {start};Concepts des systèmes;code;Code
    {start};Concepts des systèmes;libellé complet;Libellé
    {start};Concepts des systèmes;code;Parent;parent par préfixe
    {start};;type MCO;;non repris
    """


def data_dictionary(folder: Path) -> str:
    """An insurer's dictionary: semicolons, Windows-1252, line breaks inside cells, and rows that are no data."""
    rows = [["Nom", "Libellé", "Définition", "Type", "Obligatoire ?", "Long.", "Valeurs possibles"]]
    for number in range(ROWS):
        kind = ("N", "A", "D", "L")[number % 4]
        rows.append(
            [
                f"DON_{number:03}",
                f"Donnée n° {number}",
                f"Ce que dit la donnée {number} :\r\n- « d'abord » ;\r\n- l'œuvre…",
                kind,
                "ROCN"[number % 4],
                str(number),
                f"JDV_{number}" if kind == "L" else "",
            ]
        )
    rows += [["Nombre de données", str(ROWS)], ["(1) voir la notice", ""]]
    write_text(folder / "Dictionnaire V3.csv", rows, "cp1252")
    start = "dictionnaire *.csv;;;"
    return f"""
    {start};Mesures;;Identifiant;;remboursement
    {start};Mesures;;Libellé;;Remboursement
    {start};Mesures;;Famille;;autre
    {start};Mesures;;Alimentation;;oui
    {start};Mesures;;Consultation;;oui
    {start};Mesures;;Profil;;sans objet
    {start};Données;;Mesure;;remboursement
    {start};Données;nom;Identifiant donnée;identifiant
    {start};Données;libelle;Libellé
    {start};Données;Définition;Description
    {start};Données;type;Type métier;mots;N = nombre¶A = texte¶D = date¶L = code
    {start};Données;obligatoire;Obligation métier;mots;R = obligatoire¶O = facultative¶C = conditionnelle¶N = interdite
    {start};Données;obligatoire;Condition;mots;C = voir la notice¶* =
    {start};Données;Valeurs possibles;Remarque
    {start};;Nom;;ligne omise;Nombre*¶(*
    {start};;Long.;;non repris
    """


def message_model(folder: Path) -> str:
    """A model of messages: settings on top, levels in columns, cardinality as one text, ticks, hidden rows."""
    settings = ("schema", "perimeter", "rootElement", "package", "automaticGeneration", "subschema", "header", "xmlns")
    rows = [[name, "valeur"] for name in settings] + [[], QUOTED["message model"]]
    for number in range(ROWS):
        level = (1, 2, 3, 2)[number % 4]
        tag = f"balise{number}"
        cells = {f"Donnée (Niveau {level})": f"Donnée {number}", "Balise": tag, "Description": f"Elle dit {number}."}
        cells |= {"Cardinalité": ("1..1", "0..1", "1..n", "0..n")[number % 4], "Exemples": "x"}
        cells |= {"Objet": "X" if level < 3 else "", "Format (ou type)": ("objet", "string", "datetime", "codeAndLabel")[number % 4]}  # fmt: skip
        rows.append(line("message model", **cells, **{"15-15": "X" if number != 35 else ""}))
    with xlsxwriter.Workbook(folder / "modele.xlsx") as book:
        sheet = book.add_worksheet("RS-EDA")
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                if text:
                    sheet.write_string(number, column, text)
        for number in (12, 13):
            sheet.set_row(number, None, None, {"hidden": True})
        book.add_worksheet("#brouillon").write_string(0, 0, "rien")
    start = "modele.xlsx;RS-EDA;;"
    return f"""
    {reception(start)}
    {start};Mesures;;Identifiant;;affaire
    {start};Mesures;;Libellé;;Affaire
    {start};Mesures;;Famille;;autre
    {start};Mesures;;Alimentation;;oui
    {start};Mesures;;Consultation;;oui
    {start};Mesures;;Profil;;sans objet
    {start};Données;;Mesure;;affaire
    {start};Données;Donnée (Niveau *);Identifiant donnée;chemin;Balise
    {start};Données;Donnée (Niveau *);Libellé;libellé du niveau
    {start};Données;Description;Description
    {start};Données;Cardinalité;Obligation métier;mots;1* = obligatoire¶0* = facultative
    {start};Données;Cardinalité;Répétable;mots;*n = oui¶*1 = non
    {start};Données;Format (ou type);Type métier;mots;objet = texte¶string = texte¶datetime = date-heure¶codeAndLabel = code
    {start};Données;Exemples;Exemple
    {start};;15-15;;ligne gardée
    {start};;Objet¶Détails de format¶15-SMUR;;non repris
    """


def process_dictionaries(folder: Path) -> str:
    """One sheet for each process: notes to authors above the headings, two dozen columns and a group for each
    terminology; each group makes rows of its own in the concept map."""
    sheets = {"COVER": [["Tabs", "Description"]], "READ ME": [["Notes"]]}
    relations = ("Equivalent", "Related to", "Source is narrower than target", "Source is broader than target")
    for process in ("ANC.A Registration", "ANC.B Contact"):
        rows = [["Notes to authors: do not change", "", ""], QUOTED["dictionary"]]
        letter = process[4]
        for number in range(ROWS):
            cells = {"Activity ID*": f"ANC.{letter}", "Activity name*": process[6:]}
            cells |= {
                "Data element ID*": f"ANC.{letter}.DE{number}",
                "Data element label*": f"Element {letter}{number}",
            }
            cells |= {"Description and definition*": f"What {number} says", "Data type*": "Boolean"}
            cells |= {"Optionality*": "ROC"[number % 3]}
            for position, (name, (code, uri, title)) in enumerate(TERMINOLOGIES.items()):
                if number % 7 != position:
                    cells |= {code: f"{name[0]}{number}.{position}", title: f"{name} {number}", uri: f"https://x.example/{number}"}  # fmt: skip
                    cells |= {f"{name} relationship": relations[number % 4], f"{name} comments": "seen"}
            rows.append(line("dictionary", **cells))
        sheets[process] = rows
    write_book(folder / "dictionary.xlsx", sheets)
    start = "dictionary.xlsx;ANC.*;;"
    words = "Equivalent = équivalent¶Related to = voisin¶Source is narrower than target = plus large¶Source is broader than target = plus étroit"  # fmt: skip
    groups = "".join(
        f"""
    dictionary.xlsx;ANC.*;;{name};Correspondances;;Table;;elements
    dictionary.xlsx;ANC.*;;{name};Correspondances;;Système source;;elements
    dictionary.xlsx;ANC.*;;{name};Correspondances;Data element ID*;Code source
    dictionary.xlsx;ANC.*;;{name};Correspondances;Data element label;Libellé source
    dictionary.xlsx;ANC.*;;{name};Correspondances;{name} relationship;Équivalence;mots;{words}
    dictionary.xlsx;ANC.*;;{name};Correspondances;;Système cible;;https://terms.example/{name.lower()}
    dictionary.xlsx;ANC.*;;{name};Correspondances;{code};Code cible
    dictionary.xlsx;ANC.*;;{name};Correspondances;{title};Libellé cible
    dictionary.xlsx;ANC.*;;{name};Correspondances;{name} comments;Commentaire
    dictionary.xlsx;ANC.*;;{name};Correspondances;{code};;ligne omise
    dictionary.xlsx;ANC.*;;;;{uri};;non repris
    """
        for name, (code, uri, title) in TERMINOLOGIES.items()
    )
    return f"""
    {reception("dictionary.xlsx;ANC.A *;;")}
    dictionary.xlsx;ANC.A *;;;Systèmes de codes;;Identifiant;;elements
    dictionary.xlsx;ANC.A *;;;Systèmes de codes;;Nom;;Elements
    dictionary.xlsx;ANC.A *;;;Systèmes de codes;;Titre;;Données des processus
    dictionary.xlsx;ANC.A *;;;Systèmes de codes;;Contenu;;complet
    dictionary.xlsx;ANC.A *;;;Tables de correspondance;;Identifiant;;elements
    dictionary.xlsx;ANC.A *;;;Tables de correspondance;;Nom;;ElementsTerminologies
    dictionary.xlsx;ANC.A *;;;Tables de correspondance;;Titre;;Données et terminologies
    {start};Concepts des systèmes;;Système;;elements
    {start};Concepts des systèmes;Data element ID*;Code
    {start};Concepts des systèmes;Data element label*;Libellé
    {start};Concepts des systèmes;Description and definition;Définition
    {groups}
    """


# elements of Observation that a profile may state, with the cardinality of the base
ELEMENTS = {
    "identifier": "0..*", "basedOn": "0..*", "partOf": "0..*", "status": "1..1", "category": "0..*", "code": "1..1",
    "subject": "0..1", "focus": "0..*", "encounter": "0..1", "effective[x]": "0..1", "issued": "0..1",
    "performer": "0..*", "value[x]": "0..1", "dataAbsentReason": "0..1", "interpretation": "0..*", "note": "0..*",
    "bodySite": "0..1", "method": "0..1", "specimen": "0..1", "device": "0..1", "referenceRange": "0..*",
    "referenceRange.low": "0..1", "referenceRange.high": "0..1", "referenceRange.type": "0..1",
    "referenceRange.appliesTo": "0..*", "referenceRange.age": "0..1", "referenceRange.text": "0..1",
    "hasMember": "0..*", "derivedFrom": "0..*", "component": "0..*", "component.code": "1..1",
    "component.value[x]": "0..1", "component.dataAbsentReason": "0..1", "component.interpretation": "0..*",
}  # fmt: skip
PARENT = "http://hl7.org/fhir/StructureDefinition/Observation"


def profile(start: str, name: str) -> str:
    """The rows of a mapping that make a profile of each received table."""
    return f"""
    {start};Profils;;Identifiant;;{name}
    {start};Profils;;Nom;;{name.title()}
    {start};Profils;;Titre;;Profil {name}
    {start};Profils;;Type;;Observation
    {start};Profils;;Parent;;{PARENT}
    {start};Profils;;Description;;Un profil reçu.
    {start};Éléments;;Profil;;{name}
    """


def profile_spreadsheet(folder: Path) -> str:
    """HL7's spreadsheet authoring: a sheet for each structure, rows of comments that begin with an exclamation mark."""
    rows = [QUOTED["structure"], line("structure", Element="!Observation", Definition="not read")]
    for path, cardinality in ELEMENTS.items():
        cells = {
            "Element": f"Observation.{path}",
            "Card.": cardinality,
            "Must Support": "Y",
            "Short Name": f"The {path}",
        }
        rows.append(line("structure", **cells, Definition=f"What {path} says.", Comments="As agreed."))
    metadata = [["Name", "Value"], ["title", "Souffle"], ["published.structure", "souffle"]]
    write_book(folder / "observation-spreadsheet.xlsx", {"Metadata": metadata, "souffle": rows})
    start = "observation-spreadsheet.xlsx;souffle;;"
    return f"""
    {reception(start)}
    {profile(start, "souffle")}
    {start};Éléments;Element;Chemin
    {start};Éléments;Card.;Cardinalité
    {start};Éléments;Must Support;À prendre en charge
    {start};Éléments;Short Name;Libellé court
    {start};Éléments;Definition;Définition
    {start};Éléments;Comments;Consigne
    {start};;Element;;ligne omise;!*
    """


def structure_export(folder: Path) -> str:
    """The export of a StructureDefinition by the IG Publisher: minimum and maximum in two columns, the root first."""
    rows = [QUOTED["elements"], line("elements", ID="Observation", Path="Observation", Min="0", Max="*")]
    for path, cardinality in ELEMENTS.items():
        low, high = cardinality.split("..")
        cells = {
            "ID": f"Observation.{path}",
            "Path": f"Observation.{path}",
            "Min": low,
            "Max": high,
            "Must Support?": "Y",
        }
        rows.append(line("elements", **cells, Short=f"The {path}", Definition=f"What {path} says."))
    write_book(folder / "export.xlsx", {"Metadata": [QUOTED["metadata"], ["Name", "Souffle"]], "Elements": rows})
    start = "export.xlsx;Elements;;"
    return f"""
    {reception(start)}
    {profile(start, "export")}
    {start};Éléments;ID;Chemin
    {start};Éléments;Min;Min
    {start};Éléments;Max;Max
    {start};Éléments;Must Support?;À prendre en charge
    {start};Éléments;Short;Libellé court
    {start};Éléments;Definition;Définition
    {start};;ID;;ligne omise;Observation
    export.xlsx;Metadata;;;;;;non repris
    """


def payer_dictionary(folder: Path) -> str:
    """A payer's dictionary: the path indented over columns, type and cardinality in one cell, flags by letter."""
    rows = [QUOTED["payer profile"], line("payer profile", L0="Observation", Cardinality="0..*")]
    for path, cardinality in ELEMENTS.items():
        *above, last = path.split(".")
        cells = {f"L{len(above) + 1}": last, "Flag": "S", "Cardinality / DataType": f"{cardinality} / any"}
        rows.append(line("payer profile", **cells, Description=f"What {path} says."))
    write_book(folder / "payer.xlsx", {"Observation": rows, "Rules": [["1. Read this"]]})
    start = "payer.xlsx;Observation;;"
    return f"""
    {reception(start)}
    {profile(start, "payer")}
    {start};Éléments;L0¶L1¶L2¶L3¶L4;Chemin;chemin
    {start};Éléments;Cardinality / DataType;Cardinalité;partie;1;/
    {start};Éléments;Flag;À prendre en charge;mots;S = oui
    {start};Éléments;Description;Définition
    {start};;L0;;ligne omise;Observation
    payer.xlsx;Rules;;;;;;non repris
    """


def form(folder: Path) -> str:
    """A table of questions and one of choices, of which the lists come once for each name."""
    questions = [
        line("survey", type=("text", "integer", "date", "select_one liste0")[number % 4], name=f"question_{number}",
             label=f"Question {number} ?", required="yes" if number % 2 else "")
        for number in range(ROWS)
    ]  # fmt: skip
    choices = [[f"liste{number // 6}", f"c{number}", f"Choix {number}"] for number in range(ROWS)]
    write_book(
        folder / "form.xlsx",
        {
            "survey": [QUOTED["survey"], *questions],
            "choices": [QUOTED["choices"], *choices],
            "settings": [QUOTED["settings"]],
        },
    )
    start, lists = "form.xlsx;survey;;", "form.xlsx;choices;;"
    return f"""
    {reception(start)}
    {start};Mesures;;Identifiant;;questionnaire
    {start};Mesures;;Libellé;;Questionnaire
    {start};Mesures;;Famille;;autre
    {start};Mesures;;Alimentation;;oui
    {start};Mesures;;Consultation;;oui
    {start};Mesures;;Profil;;sans objet
    {start};Données;;Mesure;;questionnaire
    {start};Données;name;Identifiant donnée;identifiant
    {start};Données;label;Libellé
    {start};Données;type;Type métier;mots;text = texte¶integer = nombre¶date = date¶select_one * = code
    {start};Données;type;Liste de valeurs;après;select_one
    {start};Données;required;Obligation métier;mots;yes = obligatoire¶vide = facultative
    {lists};Systèmes de codes;list_name;Identifiant;identifiant
    {lists};Systèmes de codes;list_name;Nom;nom informatique
    {lists};Systèmes de codes;list_name;Titre
    {lists};Systèmes de codes;list_name;Contenu;mots;* = complet
    {lists};Systèmes de codes;list_name;;première fois
    {lists};Jeux de valeurs;list_name;Identifiant
    {lists};Jeux de valeurs;list_name;Nom;nom informatique
    {lists};Jeux de valeurs;list_name;Titre
    {lists};Jeux de valeurs;list_name;Règle
    {lists};Jeux de valeurs;list_name;;première fois
    {lists};Concepts des systèmes;list_name;Système;identifiant
    {lists};Concepts des systèmes;name;Code
    {lists};Concepts des systèmes;label;Libellé
    """


def message_mappings(folder: Path) -> str:
    """Mappings in two rows of headings: groups above, headings that both of them have, a group that is not read."""
    rows = [
        ["HL7 v2", "", "", "HL7 FHIR", "", "", "Comments"],
        ["Identifier", "Name", "Data Type", "Resource", "Attribute", "Data Type", ""],
    ]
    rows += [
        [f"OBX-{number}", f"Field {number}", "ST", "Observation", f"element{number}", "string", f"Note {number}"]
        for number in range(1, ROWS + 1)
    ]
    write_book(folder / "v2.xlsx", {"OBX": rows}, [("OBX", "A1:C1", "HL7 v2"), ("OBX", "D1:F1", "HL7 FHIR")])
    start = "v2.xlsx;OBX;1-2;"
    return f"""
    {reception(start)}
    {start};Tables de correspondance;;Identifiant;;obx
    {start};Tables de correspondance;;Nom;;Obx
    {start};Tables de correspondance;;Titre;;De OBX à Observation
    {start};Correspondances;;Table;;obx
    {start};Correspondances;;Système source;;http://terminology.hl7.org/CodeSystem/v2-tables
    {start};Correspondances;HL7 v2 > Identifier;Code source
    {start};Correspondances;HL7 v2 > Name;Libellé source
    {start};Correspondances;;Équivalence;;équivalent
    {start};Correspondances;;Système cible;;https://terms.example/elements
    {start};Correspondances;;Code cible;modèle;{{Resource}}.{{Attribute}}
    {start};Correspondances;Comments;Commentaire
    {start};;HL7 v2 > Data Type¶HL7 FHIR > Data Type;;non repris
    """


def nomenclature_files(folder: Path) -> str:
    """The files of the French repository: a TRE and a JDV as they are, an ASS by a mapping."""
    identity = ["<OID>", "<Type fichier>", "<Nom fichier>", "<Description>", "<URL fichier>", "<Date valid>", "<Date fin>", "<Date MàJ>"]  # fmt: skip
    oid = "1.2.250.1.213.9.9.1"

    def head(kind: str, name: str, number: str) -> list[list[str]]:
        return [identity, [number, kind, name, name, "", "20240101000000", "", "20240101000000"]]

    codes = [[oid, f"{number:02}", f"Métier {number}", "", "", "20240101000000", "", ""] for number in range(ROWS)]
    write_text(folder / "TRE_G15.tabs", [*head("TRE", "TRE_G15", oid), QUOTED["TRE"], *codes])
    write_text(
        folder / "JDV_J01.tabs",
        [*head("JDV", "JDV_J01", "1.2.250.1.213.9.9.2"), QUOTED["JDV"], *(row[:3] for row in codes)],
    )
    pairs = [[f"{number:02}", f"{ROWS - number - 1:02}"] for number in range(ROWS)]
    write_text(
        folder / "ASS_A01.tabs",
        [*head("ASS", "ASS_A01", "1.2.250.1.213.9.9.3"), [f"<{oid}> TRE_G15", f"<{oid}> TRE_G16"], *pairs],
    )
    start = "ASS_*.tabs;;3;"
    return f"""
    {start};Tables de correspondance;;Identifiant;;ass-a01
    {start};Tables de correspondance;;Nom;;{{C2:nom}}
    {start};Tables de correspondance;;Titre;;{{D2}}
    {start};Correspondances;;Table;;ass-a01
    {start};Correspondances;;Système source;;tre-g15
    {start};Correspondances;* TRE_G15;Code source
    {start};Correspondances;;Équivalence;;voisin
    {start};Correspondances;;Système cible;;tre-g15
    {start};Correspondances;* TRE_G16;Code cible
    """


LAYOUTS: dict[str, Layout] = {
    layout.__name__: layout
    for layout in (
        national_nomenclatures,
        classification_of_diseases,
        data_dictionary,
        message_model,
        process_dictionaries,
        profile_spreadsheet,
        structure_export,
        payer_dictionary,
        form,
        message_mappings,
        nomenclature_files,
    )
}
