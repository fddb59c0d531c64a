"""What programs and spreadsheets read: the index, canonical addresses, tables, the archive; weight; rebuilding."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sample_site import KINDS, LANGS, SampleSite, is_external, opened, parsed, target
from tabellion.pipeline.building import build
from tabellion.pipeline.project import Project

pytestmark = pytest.mark.xdist_group("site")

INDEX = "artefacts.json"
# the limits for any page without assets, and for the page of a measure
HEAVY, HEAVY_MEASURE = 230_000, 195_000


def index_of(site: SampleSite) -> dict[str, Any]:
    """The index of artifacts."""
    found: dict[str, Any] = json.loads((site.folder / INDEX).read_text(encoding="utf-8"))
    return found


def downloads(site: SampleSite, ending: str, lang: str = "fr") -> list[Path]:
    """The files of an ending that the page of downloads offers."""
    page = site.path(KINDS["downloads"], lang)
    hrefs = parsed(page).xpath("//*[contains(@class, 'md-content')]//a/@href")
    return [target(page, href)[0] for href in hrefs if not is_external(href) and href.endswith(ending)]


def test_the_index_names_each_artifact_with_its_page_and_its_sum(site: SampleSite) -> None:
    """Page and JSON of each artifact exist, and the sum is that of the JSON."""
    artifacts = index_of(site)["artifacts"]
    assert len(artifacts) >= 80
    for artifact in artifacts:
        assert (site.folder / artifact["page"]).is_file(), artifact
        content = (site.folder / artifact["json"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == artifact["sha256"], artifact["id"]
        resource = json.loads(content)
        assert (artifact["resourceType"], artifact["id"]) == (resource["resourceType"], resource["id"])
        assert {"fr", "en"} == set(artifact["title"])


def test_canonical_addresses_lead_to_the_page_and_to_json(site: SampleSite) -> None:
    """The path of a canonical is a page that leads on, and with `.json` the resource."""
    index = index_of(site)
    for artifact in index["artifacts"]:
        if "url" not in artifact or not artifact["url"].startswith(index["canonical"]):
            continue
        path = artifact["url"].removeprefix(index["canonical"]).strip("/")
        page = site.folder / path / "index.html"
        (refresh,) = parsed(page).xpath("//meta[@http-equiv='refresh']/@content")
        assert target(page, refresh.partition("url=")[2])[0] == site.folder / artifact["page"]
        assert (site.folder / f"{path}.json").is_file()


def test_a_canonical_address_keeps_the_element_that_it_names(site: SampleSite, chromium: Any) -> None:
    """What stands after `#` survives the way to the page."""
    item = next(artifact for artifact in index_of(site)["artifacts"] if artifact["page"] == KINDS["measure"])
    with opened(chromium, f"{site.address}StructureDefinition/{item['id']}/index.html#Observation.status") as page:
        page.wait_for_url(f"{site.url(KINDS['measure'])}#Observation.status")
        assert page.locator("[id='Observation.status']").is_visible()


@pytest.mark.parametrize("lang", LANGS)
def test_the_table_of_elements_is_text_in_both_forms(site: SampleSite, lang: str) -> None:
    """Workbook and CSV have the same rows, codes stay text, and no cell is taken for a formula."""
    (book,) = downloads(site, f".{lang}.xlsx", lang)
    (plain,) = downloads(site, f".{lang}.csv", lang)
    sheet = openpyxl.load_workbook(book).worksheets[0]
    rows = [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()]
    assert {"s"} == {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert sheet.auto_filter.ref
    text = plain.read_text(encoding="utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(table) == len(rows)
    unmarked = [[cell.removeprefix("'") for cell in row] for row in table]
    assert [[cell.removeprefix("'").replace("\r\n", "\n") for cell in row] for row in rows] == unmarked
    assert not any(cell[:1] in ("=", "+", "-", "@") for row in table for cell in row)
    profiles = {row[0] for row in rows[1:]}
    kinds = {artifact["id"] for artifact in index_of(site)["artifacts"] if artifact["kind"] == "profile"}
    assert kinds == profiles


def test_checksums_are_those_of_the_files(site: SampleSite) -> None:
    """The page of downloads gives the sum of the package, and the package is there."""
    (package,) = downloads(site, ".tgz")
    text = parsed(site.path(KINDS["downloads"])).text_content()
    assert hashlib.sha256(package.read_bytes()).hexdigest() in text
    assert package.read_bytes() == (site.root / "output" / package.name).read_bytes()


def test_the_archive_is_the_site_and_works_alone(site: SampleSite, chromium: Any, tmp_path: Path) -> None:
    """Unpacked without a network, pages open with their style, and search works; the archive has no clock."""
    (archive,) = downloads(site, ".zip")
    with zipfile.ZipFile(archive) as opened_archive:
        entries = opened_archive.infolist()
        opened_archive.extractall(tmp_path)
    names = [entry.filename for entry in entries]
    assert sorted(names, key=lambda name: name.split("/")) == names
    assert {(1980, 1, 1, 0, 0, 0)} == {entry.date_time for entry in entries}
    pages = {item.relative_to(site.folder).as_posix() for item in site.pages()}
    assert pages <= set(names)
    failed: list[str] = []
    with opened(chromium, "about:blank", offline=True) as page:
        page.on("requestfailed", lambda request: failed.append(request.url))
        page.goto((tmp_path / KINDS["measure"]).as_uri())
        page.keyboard.press("/")
        page.locator(".tb-search input").fill("8480-6")
        page.wait_for_selector(".tb-search li a")
        assert "pression-arterielle" in page.locator(".tb-search li a").first.get_attribute("href")
    assert [] == failed


def test_a_lost_address_gets_a_page_that_helps(site: SampleSite) -> None:
    """The page for lost addresses speaks both languages and leads to home."""
    page = parsed(site.folder / "404.html")
    assert set(LANGS) <= set(page.xpath("//@lang"))
    assert page.xpath("//a/@href")


def test_the_site_map_has_every_page_type(site: SampleSite) -> None:
    """The map for readers leads to every page type."""
    page = site.path(KINDS["site map"])
    linked = {target(page, item)[0] for item in parsed(page).xpath("//a/@href") if not is_external(item)}
    assert [] == [kind for kind, name in KINDS.items() if site.path(name) not in linked and kind != "site map"]


def test_pages_are_light(site: SampleSite) -> None:
    """No page is heavy without its assets, a measure page least of all."""
    weights = {page.relative_to(site.folder).as_posix(): page.stat().st_size for page in site.pages()}
    measures = {name: weight for name, weight in weights.items() if "mesures/" in name and "index" not in name}
    assert len(measures) >= 20
    assert {} == {name: weight for name, weight in weights.items() if weight >= HEAVY}
    assert {} == {name: weight for name, weight in measures.items() if weight >= HEAVY_MEASURE}


def test_a_second_build_leaves_the_site_alone(site: SampleSite) -> None:
    """Where no page changed, the site is not built again, and no file of it is touched."""
    before = {item: item.stat().st_mtime_ns for item in site.folder.rglob("*")}
    result = build(Project(site.root))
    assert result.site is not None
    assert not result.site.built
    assert before == {item: item.stat().st_mtime_ns for item in site.folder.rglob("*")}


# a build of pages in a process of its own, where sets have another order
BUILD_PAGES = """
import sys
from pathlib import Path
from tabellion.pipeline.building import build
from tabellion.pipeline.project import Project
from tabellion.publish import site
site._build = lambda *rest: True
assert build(Project(Path(sys.argv[1]))).site.pages
"""


def test_two_builds_give_the_same_pages(site: SampleSite, tmp_path: Path) -> None:
    """In another folder and another process, pages and files come out byte for byte."""
    for name in ("sources", "packages", "reviews", "mkdocs.yml"):
        if (site.root / name).exists():
            (tmp_path / name).symlink_to(site.root / name)
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", BUILD_PAGES, str(tmp_path)], check=True, env=environment, timeout=300)
    assert contents(site.root / "output" / "pages") == contents(tmp_path / "output" / "pages")


def contents(folder: Path) -> dict[str, str]:
    """The sum of each file by path."""
    files = (item for item in sorted(folder.rglob("*")) if item.is_file())
    return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.mark.parametrize(("lang", "status"), [("fr", "Version de travail"), ("en", "Working version")])
def test_every_page_has_its_version_its_status_and_a_contact(site: SampleSite, lang: str, status: str) -> None:
    """Addresses that only lead on have none of them, nor have those that lead nowhere any more."""
    own = [path for path in site.pages() if parsed(path).xpath("//article")]
    of_lang = [path for path in own if path.relative_to(site.folder).as_posix().startswith("en/") == (lang == "en")]
    without = [
        path.name
        for path in of_lang
        if not {"1.2.0-concertation", status}
        <= {word for word in ("1.2.0-concertation", status) if word in parsed(path).text_content()}
        or not parsed(path).xpath("//a[starts-with(@href, 'mailto:') or contains(@href, 'contact')]")
    ]
    assert of_lang
    assert [] == without
