"""Files beside the pages: redirects, the index, tables, XML, the site map, the settings of the site."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Report
from tabellion.fhir.conversion import convert
from tabellion.publish.csv_table import csv_bytes, safe_cell
from tabellion.publish.guide_table import as_csv, as_workbook
from tabellion.publish.mkdocs_settings import menu_of, read_project_settings, settings
from tabellion.publish.offline import zip_of
from tabellion.publish.pages.elements import elements_of
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.resource_files import downloads_of
from tabellion.publish.pages.terminology import codes_files
from tabellion.publish.root_files import artifact_index, redirect, root_files, sitemap


@pytest.fixture(scope="module")
def files(french: Reading, english: Reading) -> dict[str, bytes]:
    return root_files([french, english])


def test_canonical_addresses_lead_to_page_and_json(files: dict[str, bytes]) -> None:
    """`Type/id` is a page that leads on, `Type/id.json` the resource."""
    name = "StructureDefinition/debit-de-pointe-observation"
    assert b'content="0; url=../../mesures/debit-de-pointe.html"' in files[f"{name}/index.html"]
    assert "debit-de-pointe-observation" == json.loads(files[f"{name}.json"])["id"]
    assert f"{'ImplementationGuide'}/exemple.fhir.souffle.json" in files


def test_old_addresses_of_renamed_artifacts_lead_to_the_new(files: dict[str, bytes]) -> None:
    """A row of Renamings keeps the old page in each language, and the old canonical."""
    assert b"url=../mesures/debit-de-pointe.html" in files["profils/debit-observation.html"]
    assert b"url=../mesures/debit-de-pointe.html" in files["en/profils/debit-observation.html"]
    assert b"url=../../mesures/debit-de-pointe.html" in files["StructureDefinition/debit-observation/index.html"]


def test_old_anchors_of_renamed_elements_stay(edition: Edition, french: Reading) -> None:
    """The block of an element answers to its former names as well."""
    row = edition.rows("renamings")[0]
    cells = dict(row.cells)
    for key, value in (
        ("new_artifact", "debit-de-pointe-observation"),
        ("old_path", "Observation.code"),
        ("new_path", "method"),
    ):
        cells[key] = replace(row.cell(key), value=value)
    table = replace(edition.tables["renamings"], rows=[replace(row, cells=cells)])
    renamed = replace(edition, tables={**edition.tables, "renamings": table})
    artifact = edition.by_reference["StructureDefinition/debit-de-pointe-observation"]
    views = {item.id: item for item in elements_of(artifact, replace(french, edition=renamed), "mesures/a.html")}
    assert ["Observation.code"] == list(views["Observation.method"].aliases)


def test_a_redirect_keeps_the_anchor_and_works_without_script() -> None:
    made = redirect('a"b.html', "<b>").decode()
    assert "location.hash" in made
    assert 'http-equiv="refresh" content="0; url=a&quot;b.html"' in made
    assert "<b>" not in made


def test_the_index_lists_every_artifact(edition: Edition, french: Reading, english: Reading) -> None:
    """With titles in every language, page, JSON and its sum."""
    found = json.loads(artifact_index([french, english]))
    assert len(edition.artifacts) == len(found["artifacts"])
    item = next(artifact for artifact in found["artifacts"] if artifact["id"] == "debit-de-pointe-observation")
    assert {"fr": "Débit de pointe", "en": "Peak flow"} == item["title"]
    assert ("mesures/debit-de-pointe.html", 64) == (item["page"], len(item["sha256"]))


@pytest.mark.parametrize(
    ("text", "safe"), [("=1+1", "'=1+1"), ("-a", "'-a"), ("@x", "'@x"), ("8302-2", "8302-2"), ("", "")]
)
def test_no_cell_is_a_formula(text: str, safe: str) -> None:
    assert safe == safe_cell(text)


@pytest.mark.parametrize("at", [0, 1, 999, 1_000, 2_499])
@pytest.mark.parametrize("text", ["=1+1", "-a", "@x", "+1", "\tx"])
def test_a_long_table_has_no_formula_either(text: str, at: int) -> None:
    rows = [["code", f"label {number}\n= b", "c"] for number in range(2_500)]
    rows[at][at % 3] = text
    read = list(csv.reader(io.StringIO(csv_bytes(rows).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [[safe_cell(cell) for cell in row] for row in rows] == read


def test_the_table_has_a_row_for_each_element(edition: Edition, french: Reading) -> None:
    """In both forms, every cell text, the same bytes each time."""
    artifact = edition.by_reference["StructureDefinition/debit-de-pointe-observation"]
    views = [(artifact, elements_of(artifact, french, "mesures/debit-de-pointe.html"))]
    rows = list(csv.reader(io.StringIO(as_csv(french, views).decode("utf-8-sig")), delimiter=";"))
    book = as_workbook(french, views)
    assert book == as_workbook(french, views)
    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    cells = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert len(views[0][1]) + 1 == len(rows) == len(cells)
    assert [safe_cell(cell) for cell in cells[5]] == rows[5]
    assert {"s", "n"} >= {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert not any(isinstance(value, (int, float)) for row in cells for value in row)
    method = next(row for row in rows if row[2] == "Observation.method")
    assert "debit-de-pointe" == method[1]
    assert "À prendre en charge" == method[4]


def test_codes_are_a_table(edition: Edition, french: Reading) -> None:
    found = codes_files(edition.by_reference["ValueSet/position-souffle"], [french])[
        "ValueSet/position-souffle.fr.csv"
    ].decode("utf-8-sig")
    assert "Code;Libellé;Libellé (en);Libellé officiel;Système\r\n" == found.splitlines(keepends=True)[0]
    assert found.splitlines()[1].startswith("debout;Debout;")


def test_every_resource_is_there_in_json_and_in_xml(edition: Edition, files: dict[str, bytes]) -> None:
    """And the two say the same."""
    names = [*(artifact.reference for artifact in edition.artifacts), f"ImplementationGuide/{edition.info.package_id}"]
    for name in names:
        report = Report()
        read_back = convert(files[f"{name}.xml"], "json", edition.definitions, report)
        assert ([], files[f"{name}.json"].decode()) == (report.brief(), read_back)


def test_an_example_to_be_refused_that_has_no_form_in_xml_offers_none(edition: Edition, french: Reading) -> None:
    """One with an unknown element, for instance; one that only breaks a rule is there in both."""
    refused = edition.by_reference["Observation/debit-trop-fort"]
    assert ["JSON", "XML"] == [item.label for item in downloads_of(refused, french, "a.html")]
    unknown = replace(refused, resource={**refused.resource, "colour": "red"})
    changed = replace(
        edition, artifacts=tuple(unknown if artifact is refused else artifact for artifact in edition.artifacts)
    )
    reading = replace(french, edition=changed)
    assert ["JSON"] == [item.label for item in downloads_of(unknown, reading, "a.html")]
    assert "Observation/debit-trop-fort.xml" not in root_files([reading])


def test_the_site_map_has_every_language(french: Reading, english: Reading) -> None:
    made = sitemap([french, english], ["index.html"])
    assert "<loc>https://souffle.example/guide/en/index.html</loc>" in made
    assert 2 == made.count("<url>")
    nowhere = replace(french, edition=replace(french.edition, info=replace(french.edition.info, site="")))
    assert "" == sitemap([nowhere], ["index.html"])


def test_an_archive_has_no_clock(tmp_path: Path) -> None:
    """The same files give the same bytes whenever they were written."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.html").write_text("c", encoding="utf-8")
    (tmp_path / "a.html").write_text("a", encoding="utf-8")
    archive = zipfile.ZipFile(io.BytesIO(zip_of(tmp_path)))
    assert ["a.html", "b/c.html"] == archive.namelist()
    assert {(1980, 1, 1, 0, 0, 0)} == {item.date_time for item in archive.infolist()}


def test_a_projects_settings_are_laid_over_ours(tmp_path: Path) -> None:
    """Keys of a mapping one by one; what the program has to say is not theirs to say."""
    path = tmp_path / "mkdocs.yml"
    path.write_text(
        "site_name: X\ntheme: {logo: a.svg}\nnav: [a.md]\nextra: {menu: {start: [b.md]}}\n", encoding="utf-8"
    )
    project = read_project_settings(path)
    made = settings("fr", "Titre <b>", "https://x.example/", "pages/fr", "site", [{"A": "a.md"}], project)
    assert ("X", "a.svg", "material") == (made["site_name"], made["theme"]["logo"], made["theme"]["name"])
    assert ([{"A": "a.md"}], False, []) == (made["nav"], made["use_directory_urls"], made["plugins"])
    assert {"start": ["b.md"]} == menu_of(project)
    assert "Titre &lt;b&gt;" == settings("fr", "Titre <b>", "", "p", "s", [], {})["site_name"]
    assert {} == read_project_settings(tmp_path / "none.yml")


def test_settings_that_are_not_yaml_are_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "mkdocs.yml"
    path.write_text("a: [", encoding="utf-8")
    with pytest.raises(ValueError, match="expected"):
        read_project_settings(path)
