"""National nomenclatures as XML (IHE Sharing Value Sets): one value set, several, in several languages, and what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.writing import GUIDE, Made
from tabellion.diagnostics import Report
from tabellion.fhir.json import Json
from tabellion.pipeline.project import Project, read_edition

SPACE = 'xmlns="urn:ihe:iti:svs:2008"'
SNOMED = "2.16.840.1.113883.6.96"
SYSTEM = f'codeSystem="{SNOMED}"'
ONE = f"""<?xml version="1.0" encoding="UTF-8"?>
<svs:RetrieveValueSetResponse xmlns:svs="urn:ihe:iti:svs:2008">
  <svs:ValueSet id="2.999.7" displayName="JDV_J901-Position" version="20231215120000">
    <svs:ConceptList xml:lang="fr-FR">
      <svs:Concept code="33586001" {SYSTEM} displayName="Assis"/>
      <svs:Concept code="10904000" {SYSTEM} displayName="Debout &amp; droit" dateFin="20200101"/>
    </svs:ConceptList>
    <svs:ConceptList xml:lang="en-US">
      <svs:Concept code="33586001" {SYSTEM} displayName="Sitting"/>
    </svs:ConceptList>
  </svs:ValueSet>
</svs:RetrieveValueSetResponse>
"""
LIST = f'<ConceptList><Concept code="33586001" {SYSTEM} displayName="Assis"/></ConceptList>'
SEVERAL = (
    f"<RetrieveMultipleValueSetsResponse {SPACE}>"
    '<DescribedValueSet ID="2.999.8" displayName="Une" version="7"><Definition>La première.</Definition>'
    f"<EffectiveDate>2020-01-01</EffectiveDate>{LIST}</DescribedValueSet>"
    f'<DescribedValueSet ID="2.999.9" displayName="Autre" version="8">{LIST}</DescribedValueSet>'
    "</RetrieveMultipleValueSetsResponse>"
)


def made(root: Path, text: str) -> Made:
    (root / "sources").mkdir(parents=True)
    (root / "sources" / "Guide.csv").write_text(GUIDE.strip() + "\n", encoding="utf-8", newline="\n")
    (root / "sources" / "recu.xml").write_text(text, encoding="utf-8", newline="\n")
    report = Report()
    edition, _ = read_edition(Project(root), report)
    assert edition is not None
    return Made(edition, report)


def listed(resource: Json) -> list[tuple[str, dict[str, str]]]:
    """The codes of a value set, each with its names by language."""
    return [
        (item["code"], {each["language"]: each["value"] for each in item["designation"]})
        for item in resource["compose"]["include"][0]["concept"]
    ]


def test_a_value_set(tmp_path: Path) -> None:
    """Its identity, and its codes once, with their names in the languages of the lists; places are lines of the file."""
    found = made(tmp_path, ONE)
    value_set = found.resource("ValueSet/JDV-J901-Position")
    assert ["JDV_J901_Position", "20231215120000", "urn:oid:2.999.7"] == [
        value_set["name"],
        value_set["version"],
        value_set["identifier"][0]["value"],
    ]
    names = [("10904000", {"fr": "Debout & droit"}), ("33586001", {"en": "Sitting", "fr": "Assis"})]
    assert names == listed(value_set)
    ends = {row["code"]: str(row["end"]) for row in found.edition.rows("concepts")}
    assert {"33586001": "None", "10904000": "2020-01-01"} == ends
    origin = found.edition.by_reference["ValueSet/JDV-J901-Position"].origin("", "10904000")
    assert "recu.xml › B6 (code)" == str(origin[0])


def test_lists_of_two_regions(tmp_path: Path) -> None:
    """The first list of a language gives the plain names, one of another region its own."""
    lists = "".join(
        f'<ConceptList xml:lang="{tag}"><Concept code="33586001" {SYSTEM} displayName="{name}"/></ConceptList>'
        for tag, name in (("fr-FR", "Assis"), ("fr-CA", "En position assise"), ("en-GB", "Sitting"))
    )
    text = f'<RetrieveValueSetResponse {SPACE}><ValueSet id="2.999.7" displayName="P">{lists}</ValueSet></RetrieveValueSetResponse>'
    found = made(tmp_path, text)
    names = {"fr": "Assis", "fr-CA": "En position assise", "en": "Sitting"}
    assert ([], [("33586001", names)]) == (found.faults, listed(found.resource("ValueSet/P")))


def test_what_has_no_column_is_told(tmp_path: Path) -> None:
    """The version of the system of a code, once for the file; the system's name says nothing more than its identifier."""
    text = ONE.replace(
        'displayName="Sitting"', 'displayName="Sitting" codeSystemName="SNOMED CT" codeSystemVersion="2024-01"'
    )
    found = made(tmp_path, text)
    told = [item for item in found.report if item.code == "TB004"]
    assert ["codeSystemVersion"] == [str(item.parameters["heading"]) for item in told]
    assert "33586001" in [code for code, _ in listed(found.resource("ValueSet/JDV-J901-Position"))]


def test_several_value_sets(tmp_path: Path) -> None:
    """Each by itself, though all stand on one line."""
    found = made(tmp_path, SEVERAL)
    assert [] == found.faults
    first, other = found.resource("ValueSet/Une"), found.resource("ValueSet/Autre")
    assert ["7", "La première.", "8"] == [first["version"], first["description"], other["version"]]
    assert [("33586001", {"fr": "Assis"})] == listed(first) == listed(other)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (ONE[:400], ("TB064", "recu.xml › 5:64")),
        (f'<!DOCTYPE x [<!ENTITY a "b">]>\n<RetrieveValueSetResponse {SPACE}/>', ("TB064", "recu.xml › 1:1")),
        (f"<RetrieveValueSetResponse {SPACE}/>", ("TB064", "recu.xml")),
        (f'<RetrieveValueSetResponse {SPACE}><ValueSet displayName="X"/></RetrieveValueSetResponse>', ("TB028", "")),
        ("<other/>", ("FI007", "recu.xml")),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, text: str, fault: tuple[str, str]) -> None:
    """A file that stops, that declares entities, that has no value set, that has one without an identifier; another
    XML is not for us."""
    code, place = made(tmp_path, text).report.brief()[0]
    assert fault[0] == code
    assert place.startswith(fault[1].partition(" ")[0])


def test_a_code_twice_in_one_list(tmp_path: Path) -> None:
    twice = f'<Concept code="33586001" {SYSTEM} displayName="Assise"/></ConceptList></DescribedValueSet></Retrieve'
    text = SEVERAL.replace("</ConceptList></DescribedValueSet></Retrieve", twice)
    assert ["TB025"] == [code for code, _ in made(tmp_path, text).faults]
