"""A mapping proposed for a file: what is placed and how, and that no column is forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Report
from tabellion.pipeline.building import check
from tabellion.pipeline.project import Project
from tabellion.pipeline.received_file import Proposed, UnknownSheetError, proposal_for, workbook_of
from tabellion.tables.mapping.headings import columns_named, headings_of
from tabellion.tables.mapping.proposal.looks import look_of
from tabellion.tables.mapping.proposal.proposing import heading_row
from tabellion.tables.mapping.proposal.words import pairs_for
from tables.mapping.layouts import LAYOUTS
from tables.mapping.mapped import write_book
from tables.mapping.quoted import QUOTED

GUIDE = Path(__file__).parents[2] / "diagnostics" / "base" / "Guide.csv"

# by layout: the sheet of ours, and received columns with the column of ours and the reading
PLACED: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "national_nomenclatures": (
        "Concepts des systèmes",
        [
            ("code", "Code", ""),
            ("niveau 1\nNiveau_2\nNIVEAU 3", "Libellé", "label"),
            ("niveau 1\nNiveau_2\nNIVEAU 3", "Parent", "parent"),
        ],
    ),
    "classification_of_diseases": (
        "Concepts des systèmes",
        [("code", "Code", ""), ("libellé complet", "Libellé", ""), ("code", "Parent", "prefix")],
    ),
    "data_dictionary": (
        "Données",
        [
            ("Nom", "Identifiant donnée", ""),
            ("Libellé", "Libellé", ""),
            ("Type", "Type métier", "words"),
            ("Obligatoire ?", "Obligation métier", "words"),
        ],
    ),
    "message_model": (
        "Données",
        [("Cardinalité", "Obligation métier", "words"), ("Cardinalité", "Répétable", "words"), ("Exemples", "Exemple", "")],
    ),
    "process_dictionaries": (
        "Données",
        [
            ("Data element ID*", "Identifiant donnée", ""),
            ("Data element label*", "Libellé", ""),
            ("Data type*", "Type métier", "words"),
            ("Optionality*", "Obligation métier", "words"),
        ],
    ),
    "profile_spreadsheet": (
        "Éléments",
        [("Element", "Chemin", ""), ("Card.", "Cardinalité", ""), ("Must Support", "À prendre en charge", "")],
    ),
    "structure_export": (
        "Éléments",
        [("ID", "Chemin", ""), ("Min", "Min", ""), ("Binding Value Set", "Jeu de valeurs", "")],
    ),
    "payer_dictionary": (
        "Éléments",
        [("L0\nL1\nL2\nL3\nL4", "Chemin", "path"), ("Flag", "À prendre en charge", "words")],
    ),
    "form": ("Données", [("name", "Identifiant donnée", ""), ("label::English (en)", "Libellé::en", "")]),
}  # fmt: skip


def proposed(folder: Path, lang: str = "fr", to: str = "") -> Proposed:
    (path,) = folder.iterdir()
    return proposal_for(path, (), to, lang, Report())


@pytest.mark.parametrize("layout", PLACED)
def test_what_is_placed(tmp_path: Path, layout: str) -> None:
    target, expected = PLACED[layout]
    LAYOUTS[layout](tmp_path)
    rows = [row for proposal in proposed(tmp_path).proposals for row in proposal.rows]
    found = {
        (row.get("received"), row.get("column"), row.get("reading", "")) for row in rows if row.get("target") == target
    }
    assert [] == [item for item in expected if item not in found], found


@pytest.mark.parametrize("name", [name for name, headings in QUOTED.items() if len(headings) > 1])
def test_no_column_is_forgotten(tmp_path: Path, name: str) -> None:
    """Every heading that institutions use is in the proposal: placed, to be placed, or said to be empty."""
    headings = QUOTED[name]
    rows = [[f"{heading[:3]}{number}" for heading in headings] for number in range(3)]
    write_book(tmp_path / "t.xlsx", {"T": [["Instructions to authors"], headings, *rows]})
    found = proposed(tmp_path)
    (proposal,) = found.proposals
    (grid,) = found.grids
    received = headings_of(grid, 2, 2)
    said = [row.get("received", "") for row in proposal.rows]
    said += [row["value"] for row in proposal.rows if row.get("reading") in ("path", "parent") and "value" in row]
    names = {line for text in said for line in str(text).split("\n") if line}
    told = {heading.column for line in names for heading in columns_named(line, received)}
    assert set(range(1, len(headings) + 1)) == told
    assert {2} == {int(str(row["top"])) for row in proposal.rows}


def test_a_proposal_that_needs_no_correction(tmp_path: Path) -> None:
    """Put beside the file, it is read: what is undecided gives warnings, and nothing is an error."""
    sources = tmp_path / "sources"
    sources.mkdir()
    LAYOUTS["national_nomenclatures"](sources)
    (sources / "lecture.xlsx").write_bytes(workbook_of(proposed(sources).proposals, "fr"))
    (sources / "Guide.csv").write_bytes(GUIDE.read_bytes())
    report = check(Project(tmp_path)).report
    assert {"TB009"} >= {found.code for found in report if found.severity == "error"}, report.brief()
    assert ["GU010"] == [found.code for found in report if found.severity == "warning"], report.brief()


LOOKS = {
    "loinc": ["8302-2", "29463-7", "33452-4"],
    "snomed": ["27113001", "50373000"],
    "ucum": ["mg/dL", "kg", "mm[Hg]", "10*9/L", "%"],
    "oid": ["1.2.250.1.213.1.4.99"],
    "url": ["https://souffle.example/fhir"],
    "cardinality": ["0..1", "1..*", "1..n"],
    "path": ["Observation.code", "Observation.value[x]"],
    "date": ["2024-03-01", "01/03/2024"],
    "number": ["1", "2,5"],
    "yes-no": ["oui", "non", "X"],
    "code": ["A01", "B02.3", "C-4"],
    "fr": ["Le débit de pointe est mesuré debout", "La personne souffle dans l'appareil"],
    "en": ["The peak flow is measured standing", "The person blows into the device"],
    "": [],
}


@pytest.mark.parametrize("kind", LOOKS)
def test_what_a_column_looks_like(kind: str) -> None:
    assert kind == look_of(LOOKS[kind]).kind


def test_a_sheet_that_nobody_has(tmp_path: Path) -> None:
    LAYOUTS["form"](tmp_path)
    (path,) = tmp_path.iterdir()
    with pytest.raises(UnknownSheetError):
        proposal_for(path, ("surveys",), "", "fr", Report())
    with pytest.raises(UnknownSheetError):
        proposal_for(path, (), "Donées", "fr", Report())


def test_headings_in_two_rows(tmp_path: Path) -> None:
    """Headings that are repeated are told apart by the groups above them."""
    LAYOUTS["message_mappings"](tmp_path)
    (proposal,) = proposed(tmp_path, to="Correspondances").proposals
    names = {str(row.get("received", "")) for row in proposal.rows}
    assert {"HL7 v2 > Data Type", "HL7 FHIR > Data Type", "Comments"} <= names
    assert {"1-2"} == {str(row["top"]) for row in proposal.rows}


def test_for_one_sheet_of_ours(tmp_path: Path) -> None:
    """With the sheet named, everything is for it, in the language asked."""
    LAYOUTS["form"](tmp_path)
    found = proposed(tmp_path, "en", "Concepts")
    assert {"Concepts", "Value sets"} >= {
        row["target"] for item in found.proposals for row in item.rows if "target" in row
    }


def test_headings_below_other_lines(tmp_path: Path) -> None:
    """The row of headings is found below settings, notes and titles."""
    LAYOUTS["message_model"](tmp_path)
    (grid, _) = proposed(tmp_path).grids
    assert 10 == heading_row(grid, sheets())


# tables of other fields, three rows each: headings, a row, the sheet of ours and what is placed
OTHERS: dict[str, tuple[list[list[str]], str, dict[str, str]]] = {
    "vocabularies of research": (
        [["concept_id", "concept_name", "domain_id", "concept_code", "valid_start_date"],
         ["3004{n}", "Glucose {n}", "Measurement", "234{n}-7", "1970-01-01"]],
        "Concepts des systèmes",
        {"concept_code": "Code", "concept_name": "Libellé", "valid_start_date": "Début"},
    ),
    "a catalogue of medicines": (
        [["Code UCD", "Nom court", "Taux", "Date début", "Date fin"], ["940000{n}", "SPECIALITE {n}", "65%", "01/02/2020", ""]],
        "Concepts des systèmes",
        {"Code UCD": "Code", "Nom court": "Libellé", "Date début": "Début"},
    ),
    "a form of research": (
        [["Variable / Field Name", "Field Type", "Field Label", "Required Field?"], ["var_{n}", "radio", "Question {n}", "y"]],
        "Données",
        {"Variable / Field Name": "Identifiant donnée", "Field Label": "Libellé", "Required Field?": "Obligation métier"},
    ),
    "codes of two classifications": (
        [["Source", "", "Cible", "", ""], ["Code", "Libellé", "Code", "Libellé", "Relation"],
         ["A0{n}", "Maladie {n}", "1A0{n}", "Disease {n}", "="]],
        "Correspondances",
        {"Source > Code": "Code source", "Source > Libellé": "Libellé source", "Cible > Code": "Code cible",
         "Cible > Libellé": "Libellé cible", "Relation": "Équivalence"},
    ),
    "units of a laboratory": (
        [["Catalogue"], [], ["Examen", "Code UCUM", "Borne basse"], ["Glucose {n}", "mmol/L", "3,9"]],
        "Unités",
        {"Examen": "Libellé français", "Code UCUM": "Code UCUM"},
    ),
    "vocabularies by their system": (
        [["concept_id", "concept_name", "vocabulary_id", "concept_code"], ["300{n}", "Glucose {n}", "LOINC", "234{n}-7"]],
        "Concepts des systèmes",
        {"concept_name": "Libellé", "vocabulary_id": "Système", "concept_code": "Code"},
    ),
    "the axes of LOINC": (
        [["LOINC_NUM", "COMPONENT", "SYSTEM", "SCALE_TYP", "LONG_COMMON_NAME"],
         ["234{n}-7", "Glucose", "Ser/Plas", "Qn", "Glucose {n}"]],
        "Concepts des systèmes",
        {"LOINC_NUM": "Code", "LONG_COMMON_NAME": "Libellé"},
    ),
    "medicines of a country": (
        [["Code CIS", "Dénomination du médicament", "Forme pharmaceutique"], ["6000228{n}", "MEDICAMENT {n} mg", "comprimé"]],
        "Concepts des systèmes",
        {"Code CIS": "Code", "Dénomination du médicament": "Libellé"},
    ),
    "acts of physicians": (
        [["Code", "Texte", "Activité", "Phase"], ["AAFA00{n}", "Exérèse de tumeur {n}", "1", "0"]],
        "Concepts des systèmes",
        {"Code": "Code", "Texte": "Libellé"},
    ),
    "products and services": (
        [["CODE_TIPS", "NOM_COURT", "RMO", "DATE_FIN"], ["110002{n}", "APPAREIL {n}", "0", ""]],
        "Concepts des systèmes",
        {"CODE_TIPS": "Code", "NOM_COURT": "Libellé"},
    ),
    "data elements of a health information system": (
        [["UID", "Name", "Short name", "Description", "Value type", "Option set"],
         ["fbfJHSPpUQ{n}", "Visit {n}", "V {n}", "The visit of number {n}", "NUMBER", ""]],
        "Données",
        {"UID": "Identifiant donnée", "Name": "Libellé", "Value type": "Type métier"},
    ),
    "items of a study": (
        [["ItemOID", "Name", "DataType", "CodeListRef", "Question", "Mandatory"],
         ["I.WT{n}", "Weight {n}", "float", "", "What is the weight {n}?", "Yes"]],
        "Données",
        {"ItemOID": "Identifiant donnée", "Question": "Libellé", "DataType": "Type métier",
         "Mandatory": "Obligation métier"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_tables_of_other_fields(tmp_path: Path, name: str) -> None:
    """What a person would place is placed, in the sheet that it belongs to."""
    rows, sheet, placed = OTHERS[name]
    *head, row = rows
    path = tmp_path / "r.xlsx"
    write_book(path, {"Feuil1": [*head, *([cell.format(n=n) for cell in row] for n in range(1, 4))]})
    (found,) = proposed(tmp_path).proposals
    assert (sheet, placed) == (
        found.target.fr if found.target is not None else None,
        {match.received.name: match.column.fr for match in found.placed if match.received.name in placed},
    )


@pytest.mark.parametrize(
    ("words", "meanings"),
    [
        (["O", "N"], ["O = obligatoire", "N = facultative"]),
        (["Y", "N"], ["Y = obligatoire", "N = facultative"]),
        (["O", "F", "C"], ["O = obligatoire", "F = facultative", "C = conditionnelle"]),
        (["R", "O", "C"], ["R = obligatoire", "O = facultative", "C = conditionnelle"]),
    ],
)
def test_letters_that_say_what_is_obligatory(words: list[str], meanings: list[str]) -> None:
    """O is yes beside no, obligatory beside F, and optional beside R."""
    column = next(sheet for sheet in sheets() if sheet.key == "data").column("obligation")
    assert meanings == pairs_for(words, column, "fr")
