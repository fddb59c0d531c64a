"""What the terminology centre says of the codes and units of a profile, on the profile's page."""

from __future__ import annotations

import shutil

import pytest

from projects import write_table
from publish.filled_guide import SOUFFLE
from tabellion.diagnostics import Report
from tabellion.pipeline.project import Project, read_edition
from tabellion.publish.pages.coded_rows import CodedTable
from tabellion.publish.pages.profile import profile_page
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.registry import read_in

CODES = """
    Mesure;Chemin;Système;Version du système;Code;Libellé français;Rôle;Équivalence;Statut du code;Remplacé par
    debit-de-pointe;;LOINC;2.77;20150-9;Débit ancien;alternatif;plus large;déprécié;33452-4
    """
UNITS = """
    Mesure;Chemin;Code UCUM;Libellé français;Préférée;Facteur vers la préférée
    seuil-auditif;Observation.referenceRange.low;dB;décibels;oui;1,5
    *;Observation.referenceRange.high;mm;millimètres;non;
    *;Device.property.valueQuantity;m;mètres;non;
    """


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    root = tmp_path_factory.mktemp("guide")
    shutil.copytree(SOUFFLE / "sources", root / "sources")
    write_table(root, "Encore Codes", CODES)
    write_table(root, "Encore Unités", UNITS)
    edition, _ = read_edition(Project(root), Report())
    assert edition is not None
    return read_in(edition, "fr")


def table_of(reading: Reading, profile: str, title: str) -> CodedTable:
    page = profile_page(reading.edition.by_reference[f"StructureDefinition/{profile}"], reading)
    return next(table for table in page.coded if table.title == title)


def test_an_alternative_code_says_what_it_is_worth(reading: Reading) -> None:
    """How it relates to the main code, whether it is still good, what replaces it, in which version it was found."""
    table = table_of(reading, "debit-de-pointe-observation", "Codes")
    (row,) = (row for row in table.rows if row[0].text == "20150-9")
    said = dict(zip(table.headings, map(str, row), strict=True))
    said = {heading: said[heading] for heading in said if heading != "Libellé officiel"}
    assert {
        "Code": "20150-9",
        "Système": "LOINC",
        "Version du système": "2.77",
        "Libellé français": "Débit ancien",
        "Rôle": "alternatif",
        "Équivalence": "plus large",
        "Statut du code": "déprécié",
        "Remplacé par": "33452-4",
    } == {heading: text for heading, text in said.items() if heading != "Chemin"}


def test_units_have_their_factor_and_stand_where_their_element_is(reading: Reading) -> None:
    """A row about everything is on the pages of profiles that have its element."""
    table = table_of(reading, "seuil-auditif-observation", "Unités")
    said = [dict(zip(table.headings, map(str, row), strict=True)) for row in table.rows]
    assert ("oui", "1,5") == next(
        (row["Préférée"], row["Facteur vers la préférée"])
        for row in said
        if row["Chemin"] == "Observation.referenceRange.low"
    )
    assert ["mm"] == [row["Code UCUM"] for row in said if row["Préférée"] == "non"]
