"""Tables that many institutions deliver: the system that is plainly theirs, and the rows that a proposal makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Report
from tabellion.pipeline.building import check
from tabellion.pipeline.project import Project
from tabellion.pipeline.received_file import Proposed, proposal_for, workbook_of
from tabellion.tables.mapping.proposal.plain_systems import PLAIN_SYSTEMS
from tabellion.terminology.known_systems import BY_URL

GUIDE = Path(__file__).parents[2] / "diagnostics" / "base" / "Guide.csv"
LOINC = "LOINC_NUM,COMPONENT,PROPERTY,SYSTEM,SCALE_TYP,STATUS,CLASSTYPE,LONG_COMMON_NAME"
RF2 = "id\teffectiveTime\tactive\tmoduleId\tconceptId\tlanguageCode\ttypeId\tterm\tcaseSignificanceId"
FSN, SYNONYM = "900000000000003001", "900000000000013009"
OMOP = (
    "concept_id\tconcept_name\tdomain_id\tvocabulary_id\tconcept_class_id\tstandard_concept\tconcept_code"
    "\tvalid_start_date\tvalid_end_date\tinvalid_reason"
)
OPENEHR = "Path;Node ID;Name;RM Type;Occurrences;Description"
PRESSURE = "/content[openEHR-EHR-OBSERVATION.blood_pressure.v2]/data[at0001]"

# by what is delivered: the name of the file, its text, the sheet of ours, columns of it, and the rows that are made
TABLES: dict[str, tuple[str, str, str, tuple[str, ...], list[tuple[str, ...]]]] = {
    "LOINC's own table": (
        "Loinc.csv",
        f"{LOINC}\n2345-7,Glucose,MCnc,Ser/Plas,Qn,ACTIVE,1,Glucose in Serum\n1-8,Acyclovir,Susc,Isolate,OrdQn,DEPRECATED,1,Acyclovir\n",
        "system-concepts",
        ("system", "code", "display", "code_status"),
        [
            ("http://loinc.org", "2345-7", "Glucose in Serum", "active"),
            ("http://loinc.org", "1-8", "Acyclovir", "retired"),
        ],
    ),
    "descriptions of SNOMED CT, as they are released": (
        "sct2_Description_Snapshot-en_INT_20240101.txt",
        f"{RF2}\n1\t20170731\t1\t900000000000207008\t27113001\ten\t{SYNONYM}\tBody weight\t9\n"
        f"2\t20170731\t1\t900000000000207008\t27113001\ten\t{FSN}\tBody weight (observable entity)\t9\n"
        f"3\t20170731\t0\t900000000000207008\t50373000\ten\t{FSN}\tHeight (observable entity)\t9\n",
        "system-concepts",
        ("system", "code", "display"),
        [("http://snomed.info/sct", "27113001", "Body weight (observable entity)")],
    ),
    "a reference set of SNOMED CT": (
        "der2_Refset_SimpleSnapshot.txt",
        "id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId\n"
        "a\t20170731\t1\t900000000000207008\t450970008\t27113001\nb\t20170731\t0\t900000000000207008\t450970008\t50373000\n",
        "concepts",
        ("system", "code"),
        [("http://snomed.info/sct", "27113001")],
    ),
    "vocabularies of OMOP": (
        "CONCEPT.csv",
        f'{OMOP}\n1\tGlucose "random"\tMeasurement\tLOINC\tLab Test\tS\t2345-7\t19700101\t20991231\t\n'
        "2\tDiabetes\tCondition\tICD10CM\t4-char\t\tE11.9\t20020131\t20200101\tD\n",
        "system-concepts",
        ("system", "code", "display", "start", "end", "code_status"),
        [
            ("LOINC", "2345-7", 'Glucose "random"', "", "", ""),
            ("http://hl7.org/fhir/sid/icd-10-cm", "E11.9", "Diabetes", "20020131", "20200101", "retired"),
        ],
    ),
    "a classification by the name of its codes": (
        "export.csv",
        "ICD-10-GM Code;Titel;Gültig ab;Gültig bis\nA00.0;Cholera;01.01.2024;31.12.9999\nA01.1;Paratyphus;01.01.2024;31.12.2024\n",
        "system-concepts",
        ("system", "code", "display", "start", "end"),
        [
            ("http://fhir.de/CodeSystem/bfarm/icd-10-gm", "A00.0", "Cholera", "01.01.2024", ""),
            ("http://fhir.de/CodeSystem/bfarm/icd-10-gm", "A01.1", "Paratyphus", "01.01.2024", "31.12.2024"),
        ],
    ),
    "the classification of medicines": (
        "atc.csv",
        "ATC code,ATC level name,DDD\nA,ALIMENTARY TRACT,\nA01,STOMATOLOGICALS,\nA01A,STOMATOLOGICALS,\nA01AA,Caries,1.1\n",
        "system-concepts",
        ("system", "code", "display", "parent"),
        [
            ("http://www.whocc.no/atc", "A", "ALIMENTARY TRACT", ""),
            ("http://www.whocc.no/atc", "A01", "STOMATOLOGICALS", "A"),
            ("http://www.whocc.no/atc", "A01A", "STOMATOLOGICALS", "A01"),
            ("http://www.whocc.no/atc", "A01AA", "Caries", "A01A"),
        ],
    ),
    "a catalogue with codes of its own beside LOINC's": (
        "catalogue.csv",
        "Code analyse;Libellé analyse;LOINC;Unité\nGLU;Glucose;2345-7;mmol/L\nHB;Hémoglobine;718-7;g/L\n",
        "system-concepts",
        ("system", "code", "display"),
        [("catalogue", "GLU", "Glucose"), ("catalogue", "HB", "Hémoglobine")],
    ),
    "codes of LOINC with labels of an institution": (
        "bilan.csv",
        "Code LOINC;Libellé\n2345-7;Glucose\n718-7;Hémoglobine\n8302-2;Taille\n",
        "concepts",
        ("valueset", "system", "code", "label"),
        [
            ("bilan", "http://loinc.org", "2345-7", "Glucose"),
            ("bilan", "http://loinc.org", "718-7", "Hémoglobine"),
            ("bilan", "http://loinc.org", "8302-2", "Taille"),
        ],
    ),
    "a catalogue of medicines with their class": (
        "refdata.csv",
        "GTIN;Produktname;ATC\n7680123450012;A 500 mg;N02BA01\n7680123450029;B;N02BA01\n7680123450036;C;N02BE01\n",
        "system-concepts",
        ("system", "code", "display"),
        [("refdata", "7680123450012", "A 500 mg"), ("refdata", "7680123450029", "B"), ("refdata", "7680123450036", "C")],
    ),
    "tables of HL7 version 2": (
        "tables.csv",
        "Table,Value,Description,Comment\n0001,F,Female,\n0001,M,Male,\n0002,S,Single,x\n",
        "system-concepts",
        ("system", "code", "display"),
        [
            ("http://terminology.hl7.org/CodeSystem/v2-0001", "F", "Female"),
            ("http://terminology.hl7.org/CodeSystem/v2-0001", "M", "Male"),
            ("http://terminology.hl7.org/CodeSystem/v2-0002", "S", "Single"),
        ],
    ),
    "a segment of HL7 version 2": (
        "pid.csv",
        "SEQ,LEN,DT,OPT,RP/#,TBL#,ITEM #,ELEMENT NAME\n1,4,SI,O,,,00104,Set ID\n3,20,ST,R,Y,,00106,Identifier\n8,1,IS,O,,0001,00111,Sex\n",
        "data",
        ("id", "label", "type", "obligation", "repeats"),
        [
            ("00104", "Set ID", "number", "optional", ""),
            ("00106", "Identifier", "text", "mandatory", "Y"),
            ("00111", "Sex", "code", "optional", ""),
        ],
    ),
    "a context group of DICOM": (
        "cid_4.csv",
        "Coding Scheme Designator,Code Value,Code Meaning\nSCT,80891009,Heart\nLN,8302-2,Height\n",
        "concepts",
        ("system", "code", "display"),
        [("SCT", "80891009", "Heart"), ("http://loinc.org", "8302-2", "Height")],
    ),
    "a template of openEHR": (
        "template.csv",
        f"{OPENEHR}\n{PRESSURE};at0000;Blood pressure;OBSERVATION;0..*;The pressure\n"
        f"{PRESSURE}/items[at0004];at0004;Systolic;DV_QUANTITY;1..1;Peak\n"
        f"{PRESSURE}/items[at0008];at0008;Positions;DV_CODED_TEXT;0..*;The position\n",
        "data",
        ("id", "label", "type", "obligation", "repeats", "description"),
        [
            ("at0004", "Systolic", "quantity", "mandatory", "no", "Peak"),
            ("at0008", "Positions", "code", "optional", "yes", "The position"),
        ],
    ),
    "a web template of openEHR": (
        "web.csv",
        "id,aqlPath,name,rmType,min,max,nodeId\nsystolic,/a,Systolic,DV_QUANTITY,1,1,at0004\nposition,/b,Position,DV_CODED_TEXT,0,-1,at0008\n",
        "data",
        ("id", "label", "type", "obligation", "repeats"),
        [("systolic", "Systolic", "quantity", "mandatory", "no"), ("position", "Position", "code", "optional", "yes")],
    ),
    "terms of an archetype": (
        "terms.csv",
        "Archetype ID;at-code;Text;Description\no;at0000;Pressure;The pressure\no;at0004;Systolic;Peak\n",
        "system-concepts",
        ("code", "display", "definition"),
        [("at0000", "Pressure", "The pressure"), ("at0004", "Systolic", "Peak")],
    ),
    "a form of research of which only what has to be there is marked": (
        "redcap.csv",
        "Variable / Field Name,Form Name,Field Type,Field Label,Required Field?\nsex,a,radio,Sex,y\nbmi,a,calc,BMI,\n",
        "data",
        ("id", "label", "type", "obligation"),
        [("sex", "Sex", "code", "mandatory"), ("bmi", "BMI", "number", "optional")],
    ),
}  # fmt: skip


def proposed(folder: Path, name: str) -> Proposed:
    file, text, *_ = TABLES[name]
    folder.mkdir(exist_ok=True)
    (folder / file).write_text(text, encoding="utf-8")
    return proposal_for(folder / file, (), "", "en", Report())


@pytest.mark.parametrize("name", TABLES)
def test_the_rows_that_are_made(tmp_path: Path, name: str) -> None:
    *_, target, keys, expected = TABLES[name]
    ((sheet, grid),) = [(sheet, grid) for sheet, grid in proposed(tmp_path, name).made if sheet.key == target]
    top, *numbers = sorted(grid.rows)
    columns = {str(cell.value): place for place, cell in grid.rows[top].items()}
    made = [
        tuple(str(cells[columns[key]].value) if key in columns and columns[key] in cells else "" for key in keys)
        for _, cells in sorted(grid.rows.items())[1:]
    ]
    assert expected == made
    assert sheet.key == target
    assert len(numbers) == len(expected)


@pytest.mark.parametrize(
    ("name", "systems"),
    [
        ("the classification of medicines",
         [("atc", "http://www.whocc.no/atc", "fragment", "WHO Collaborating Centre for Drug Statistics Methodology")]),
        ("vocabularies of OMOP", [("ICD10CM", "http://hl7.org/fhir/sid/icd-10-cm", "fragment", "")]),
        ("tables of HL7 version 2",
         [(f"v2-{n}", f"http://terminology.hl7.org/CodeSystem/v2-{n}", "fragment", "") for n in ("0001", "0002")]),
        ("terms of an archetype", [("terms", "", "complete", "")]),
    ],
)  # fmt: skip
def test_the_systems_that_are_declared(tmp_path: Path, name: str, systems: list[tuple[str, ...]]) -> None:
    """Of what others own, a fragment at its own address; what is licensed is not declared (CS005); a table of its own is
    a system named after it."""
    ((_, grid),) = [(sheet, grid) for sheet, grid in proposed(tmp_path, name).made if sheet.key == "codesystems"]
    top, *rows = [cells for _, cells in sorted(grid.rows.items())]
    columns = {str(cell.value): place for place, cell in top.items()}
    wanted = [columns.get(key, -1) for key in ("id", "url", "content", "publisher")]
    assert systems == [tuple(str(row[place].value) if place in row else "" for place in wanted) for row in rows]


def test_systems_are_called_as_elsewhere() -> None:
    """What is known here and by the checks of codes has one address and one name."""
    for system in PLAIN_SYSTEMS:
        if system.url in BY_URL:
            assert system.name == BY_URL[system.url].title


@pytest.mark.parametrize("name", ["LOINC's own table", "vocabularies of OMOP", "the classification of medicines"])
def test_a_proposal_that_needs_no_correction(tmp_path: Path, name: str) -> None:
    """Put beside the file, it is read without an error."""
    sources = tmp_path / "sources"
    found = proposed(sources, name)
    (sources / "mapping.xlsx").write_bytes(workbook_of(found.proposals, "en"))
    (sources / "Guide.csv").write_bytes(GUIDE.read_bytes())
    report = check(Project(tmp_path)).report
    errors = [finding for finding in report if finding.severity == "error"]
    assert [] == [(finding.code, finding.message("en")) for finding in errors]
    assert {sheet.key for sheet, _ in found.made} <= {sheet.key for sheet in sheets()}
