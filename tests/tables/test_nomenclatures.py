"""Files of the French national repository of nomenclatures, as they are published: JDV, TRE and ASS."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from artifacts.writing import GUIDE, Made
from needs import shared
from tabellion.diagnostics import Report
from tabellion.fhir.json import Json
from tabellion.pipeline.project import Project, read_edition
from tabellion.tables import textfile

FIRST = "<OID>;<Type fichier>;<Nom fichier>;<Description>;<URL fichier>;<Date valid>;<Date fin>;<Date MàJ>"
NOS = "https://mos.esante.gouv.fr/NOS/"
EFFECTIVE = "http://hl7.org/fhir/StructureDefinition/resource-effectivePeriod"
TRE = f"""{FIRST}
1.2.250.1.213.9.1;TRE;TRE_R901-Souffle;Les façons de souffler;{NOS}TRE_R901-Souffle/TRE_R901-Souffle.tabs;20200101000000;;20240201120000
<OID>;<Code>;<Libellé>;<Libellé court>;<Libellé long>;<Date valid>;<Date fin>;<Date MAJ>
1.2.250.1.213.9.1;01;Doucement;Douc.;Doucement, longtemps;20200101000000;;20200101000000
1.2.250.1.213.9.1;02;Fort;;Fort;20200101000000;20231231000000;20240201000000
1.2.250.1.213.9.1;03;Bientôt;;Bientôt;20990101000000;;20240201000000
"""
JDV = f"""{FIRST}
1.2.250.1.213.9.2;JDV;JDV_J901-Souffle-TEST;Les façons permises;{NOS}JDV_J901-Souffle-TEST/JDV_J901-Souffle-TEST.tabs;20200101000000;;20240201120000
<OID>;<Code>;<Libellé>
1.2.250.1.213.9.1;01;Doucement
1.2.250.1.213.9.1;02;Fort
"""
ASS = f"""{FIRST}
1.2.250.1.213.9.3;ASS;ASS_A901-Souffle-Sexe;Qui souffle;{NOS}ASS_A901-Souffle-Sexe/ASS_A901-Souffle-Sexe.tabs;20200101000000;20231231000000;20240201120000
<1.2.250.1.213.9.1> TRE_R901-Souffle;<2.16.840.1.113883.5.1> Sexe;<1.2.250.1.213.9.9> Autre
01;F;x
02;M;
"""


def made(root: Path, date: str = "2024-03-15", **files: str) -> Made:
    """The edition that the files make, beside the Guide sheet alone; `_` stands for `-` and a file ends in `.tabs`."""
    (root / "sources").mkdir(parents=True)
    (root / "sources" / "Guide.csv").write_text(
        GUIDE.replace("2024-03-15", date).strip() + "\n", encoding="utf-8", newline="\n"
    )
    for name, text in files.items():
        ending = "" if "." in name else ".tabs"
        (root / "sources" / f"{name}{ending}").write_text(text, encoding="utf-8", newline="\n")
    report = Report()
    edition, _ = read_edition(Project(root), report)
    assert edition is not None
    return Made(edition, report)


def without(resource: Json, *keys: str) -> Json:
    return {key: value for key, value in resource.items() if key not in keys}


@pytest.mark.parametrize("large", [1_000_000, 0])
def test_a_code_system(large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second line is its identity; dates of codes are properties, and say which of them are inactive."""
    monkeypatch.setattr(textfile, "LARGE", large)
    found = made(tmp_path, TRE=TRE)
    assert [] == found.report.brief()
    resource = found.resource("CodeSystem/TRE-R901-Souffle")
    assert {
        "resourceType": "CodeSystem",
        "id": "TRE-R901-Souffle",
        "url": f"{NOS}TRE_R901-Souffle/FHIR/TRE-R901-Souffle",
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": "urn:oid:1.2.250.1.213.9.1"}],
        "version": "20240201120000",
        "name": "TRE_R901_Souffle",
        "title": "TRE_R901-Souffle",
        "description": "Les façons de souffler",
        "extension": [{"url": EFFECTIVE, "valuePeriod": {"start": "2020-01-01"}}],
        "caseSensitive": True,
        "content": "complete",
        "count": 3,
    } == without(resource, "concept", "property")
    by_code = {
        concept["code"]: {item["code"]: next(v for k, v in item.items() if k != "code") for item in concept["property"]}
        for concept in resource["concept"]
    }
    assert {
        "01": {"effectiveDate": "2020-01-01", "dateMaj": "2020-01-01", "libelleCourt": "Douc."},
        "02": {
            "effectiveDate": "2020-01-01",
            "retirementDate": "2023-12-31",
            "inactive": True,
            "dateMaj": "2024-02-01",
        },
        "03": {"effectiveDate": "2099-01-01", "inactive": True, "dateMaj": "2024-02-01"},
    } == by_code


@pytest.mark.parametrize("large", [1_000_000, 0])
def test_a_value_set(large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is declared by its own file; a code that its system has ended is inactive in it, and said so."""
    monkeypatch.setattr(textfile, "LARGE", large)
    found = made(tmp_path, TRE=TRE, JDV=JDV)
    resource = found.resource("ValueSet/JDV-J901-Souffle-TEST")
    assert (f"{NOS}JDV_J901-Souffle-TEST/FHIR/JDV-J901-Souffle-TEST", "20240201120000", "Les façons permises") == tuple(
        resource[key] for key in ("url", "version", "description")
    )
    assert [("01", None), ("02", True)] == [
        (item["code"], item.get("inactive")) for item in resource["expansion"]["contains"]
    ]
    assert [("VS009", "JDV.tabs › B5")] == found.report.brief()


def test_systems_that_nobody_declares(tmp_path: Path) -> None:
    """The OID of a system that packages know is that system; that of no known system is an address; neither is
    published."""
    text = JDV.replace("1.2.250.1.213.9.1;01;Doucement", "2.16.840.1.113883.5.1;F;Femme")
    found = made(tmp_path, JDV=text)
    assert [] == found.report.brief()
    compose = found.resource("ValueSet/JDV-J901-Souffle-TEST")["compose"]
    assert ["http://terminology.hl7.org/CodeSystem/v3-AdministrativeGender", "urn:oid:1.2.250.1.213.9.1"] == sorted(
        include["system"] for include in compose["include"]
    )
    assert ["ValueSet"] == [artifact.type for artifact in found.edition.artifacts]


def test_an_association(tmp_path: Path) -> None:
    """The first column of codes is set against each of the others; what has ended is retired."""
    found = made(tmp_path, TRE=TRE, ASS=ASS)
    assert [] == found.report.brief()
    artifact = found.edition.by_reference["ConceptMap/ASS-A901-Souffle-Sexe"]
    resource = artifact.resource
    assert "retired" == resource["status"]
    own = f"{NOS}TRE_R901-Souffle/FHIR/TRE-R901-Souffle"
    assert [
        (
            own,
            "http://terminology.hl7.org/CodeSystem/v3-AdministrativeGender",
            [("01", "F", "relatedto"), ("02", "M", "relatedto")],
        ),
        (own, "urn:oid:1.2.250.1.213.9.9", [("01", "x", "relatedto")]),
    ] == [
        (
            group["source"],
            group["target"],
            [
                (element["code"], target["code"], target["equivalence"])
                for element in group["element"]
                for target in element["target"]
            ],
        )
        for group in resource["group"]
    ]


@pytest.mark.parametrize(
    ("days", "taken"),
    [
        # (valid, end, updated) of two editions, and the codes of that which is in force on 2024-03-15
        ((("20200101", "", "20200101"), ("20240101", "", "20240101")), "new"),
        ((("20200101", "", "20200101"), ("20250101", "", "20240201")), "old"),
        ((("20200101", "20241231", "20200101"), ("20240101", "20240131", "20240101")), "old"),
        ((("20190101", "20191231", "20190101"), ("20200101", "20201231", "20200101")), "new"),
    ],
)
def test_two_editions_side_by_side(tmp_path: Path, days: tuple[tuple[str, ...], ...], taken: str) -> None:
    """The one in force on the date of the guide's edition is taken, the other is named."""
    files = {
        name: JDV.replace(
            "20200101000000;;20240201120000", ";".join(f"{each}000000" if each else "" for each in some)
        ).replace(";01;Doucement", f";{name};Doucement")
        for name, some in zip(("old", "new"), days, strict=True)
    }
    found = made(tmp_path, **files)
    other = "new" if taken == "old" else "old"
    assert [("TB060", f"{other}.tabs")] == found.report.brief()
    concepts = found.resource("ValueSet/JDV-J901-Souffle-TEST")["compose"]["include"][0]["concept"]
    assert taken in [concept["code"] for concept in concepts]


@pytest.mark.parametrize(
    ("date", "edition", "faults"),
    [
        # the value sets of the health measures guide as their first edition had them, and as they are since 2024
        ("2022-06-01", "2021-2022", [("TB025", "JDV_J157-MomentGlucose-ENS.2021.tabs › D7")]),
        ("2026-01-01", "2024-2025", []),
    ],
)
def test_the_real_value_sets(tmp_path: Path, date: str, edition: str, faults: list[tuple[str, str]]) -> None:
    """Both editions lie side by side; what is known to be wrong in one is found at its line."""
    with shared("reference/jdv-codes.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["code"].startswith("(")]
    files: dict[str, list[str]] = {}
    for row in rows:
        name = f"{row['nom']}.{row['edition'][:4]}.tabs"
        url = row["url"].replace("/FHIR/", "/")
        version = row["version"] if row["version"].isdigit() else ""
        head = f"{row['oid']};JDV;{row['nom']};{row['nom']};{url};{version};;{version}"
        lines = files.setdefault(name, [FIRST, head, "<OID>;<Code>;<Libellé>"])
        label = row["libelle_fr"] or row["code"]
        lines.append(f'{row["oid_designation"] or row["systeme"]};{row["code"]};"{label}"')
    found = made(tmp_path, date=date, **{name: "\n".join(lines) + "\n" for name, lines in files.items()})
    told = [(code, place) for code, place in found.report.brief() if code != "TB060"]
    assert faults == told
    expected = {
        (row["oid"], row["code"]) for row in rows if row["edition"] == edition or _has_one_edition(row["nom"], rows)
    }
    assert expected == {
        (artifact.resource["identifier"][0]["value"].removeprefix("urn:oid:"), concept["code"])
        for artifact in found.edition.artifacts
        for include in artifact.resource["compose"]["include"]
        for concept in include["concept"]
    }
    assert {artifact.type for artifact in found.edition.artifacts} == {"ValueSet"}
    urls = {row["url"] for row in rows}
    assert {artifact.url for artifact in found.edition.artifacts} <= urls


def _has_one_edition(name: str, rows: list[dict[str, str]]) -> bool:
    return len({row["edition"] for row in rows if row["nom"] == name}) == 1


def second(**parts: str) -> str:
    """A TRE whose second line says other things."""
    stated = {"oid": "1.2.250.1.213.9.1", "start": "20200101000000", "end": "", "updated": "20240201120000"} | parts
    url = f"{NOS}TRE_R901-Souffle/TRE_R901-Souffle.tabs"
    line = ";".join(
        (stated["oid"], "TRE", "TRE_R901-Souffle", "Les façons", url, stated["start"], stated["end"], stated["updated"])
    )
    return f"{FIRST}\n{line}\n<OID>;<Code>;<Libellé>\n1.2.250.1.213.9.1;01;{parts.get('label', 'Doux')}\n"


@pytest.mark.parametrize(
    ("parts", "version", "faults"),
    [
        ({"updated": "01/02/2024"}, "20240201", []),  # as Excel writes it again
        ({"updated": "1/2/2024 12:00", "start": "01/01/2020"}, "20240201", []),
        ({"updated": "2024-02-01T12:00:00"}, "20240201120000", []),
        ({"updated": ""}, "20200101000000", []),
        ({"updated": "hier"}, "", [("TB016", "H2")]),
        ({"start": "20201399000000"}, "20240201120000", [("TB016", "F2")]),
        ({"oid": ""}, None, [("TB028", "A2")]),
    ],
)
def test_the_second_line(
    tmp_path: Path, parts: dict[str, str], version: str | None, faults: list[tuple[str, str]]
) -> None:
    """Days in the forms that programs give them; one that is none is told at its cell, as the file has it."""
    found = made(tmp_path, TRE=second(**parts))
    assert faults == [(item.code, item.place.cell) for item in found.report if item.severity == "error"]
    if version is not None:
        assert version == found.resource("CodeSystem/TRE-R901-Souffle").get("version", "")


@pytest.mark.parametrize(
    ("updated", "taken"),
    [
        (("20230101000000", "20240101000000", "20250101000000"), "b"),  # the last one was not there on that day
        (("31/12/2022", "01/02/2024", "01/03/2023"), "b"),
        (("20250101000000", "20260101000000", "20270101000000"), "c"),
    ],
)
def test_the_edition_of_the_day(tmp_path: Path, updated: tuple[str, ...], taken: str) -> None:
    """Of editions that all hold, the one changed last before the day of the guide; the others are told."""
    files = {name: second(updated=day, label=name) for name, day in zip("abc", updated, strict=True)}
    found = made(tmp_path, date="2024-03-15", **files)
    assert taken == found.resource("CodeSystem/TRE-R901-Souffle")["concept"][0]["display"]
    assert ["TB060", "TB060"] == [item.code for item in found.report if item.code == "TB060"]


def test_columns_that_the_files_do_not_usually_have(tmp_path: Path) -> None:
    """Of a TRE they are properties; of a JDV and an ASS they are told, but for private ones."""
    more = TRE.replace("<Libellé court>", "<Libellé d'usage>").replace("<Libellé long>", "<_privé>")
    found = made(
        tmp_path,
        TRE=more,
        JDV=JDV.replace("<Libellé>", "<Libellé>;<Ordre>;<_privé>"),
        ASS=ASS.replace("> Autre", "> Autre;<Date fin>").replace("01;F;x", "01;F;x;20230101000000"),
    )
    first = found.resource("CodeSystem/TRE-R901-Souffle")["concept"][0]
    assert {"code": "libelleDUsage", "valueString": "Douc."} in first["property"]
    assert not any(item["code"] == "prive" for item in first["property"])
    told = [(item.place.file, item.place.cell) for item in found.report if item.code == "TB004"]
    assert [("ASS.tabs", "D3"), ("JDV.tabs", "D3")] == sorted(told)


def test_a_workbook(tmp_path: Path) -> None:
    """A file of the repository saved as a workbook reads as the text, days as days; places name its sheet."""
    import datetime

    import openpyxl

    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "Guide.csv").write_text(GUIDE.strip() + "\n", encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Feuil1"
    for line in TRE.replace(";Doucement;Douc.", ";;Douc.").strip().split("\n"):
        sheet.append([text or None for text in line.split(";")])
    sheet["F2"] = datetime.datetime(2020, 1, 1)
    sheet["G4"] = datetime.datetime(2030, 1, 1)
    book.save(tmp_path / "sources" / "TRE.xlsx")
    report = Report()
    edition, _ = read_edition(Project(tmp_path), report)
    assert edition is not None
    assert [("TB009", "TRE.xlsx › Feuil1!C4 (display)")] == [(item.code, str(item.place)) for item in report]
    resource = Made(edition, report).resource("CodeSystem/TRE-R901-Souffle")
    assert [{"url": EFFECTIVE, "valuePeriod": {"start": "2020-01-01"}}] == resource["extension"]
    assert {"code": "retirementDate", "valueDateTime": "2030-01-01"} in resource["concept"][0]["property"]
    assert "20240201120000" == resource["version"]


def test_codes_of_another_system_in_a_file(tmp_path: Path) -> None:
    """A row of a TRE with the OID of something else is told: nothing publishes it."""
    found = made(tmp_path, TRE=TRE + "1.2.250.1.213.9.77;04;Ailleurs;;;;;\n")
    assert [("CS024", "A7")] == [(item.code, item.place.cell) for item in found.report]
