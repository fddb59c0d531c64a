"""The site of a guide as a whole: built, left alone, kept when a build fails; the same tree with another builder."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

from needs import needs
from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Report
from tabellion.publish.pages_check import SiteFolders
from tabellion.publish.site import write_site

GUIDE = Path(__file__).parents[1] / "guides" / "souffle"


def folders(root: Path) -> SiteFolders:
    return SiteFolders(GUIDE / "sources" / "pages", root / "mkdocs.yml", root / "output", root / "site")


@pytest.fixture(scope="module")
def built(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide about breath and hearing with its site."""
    root = tmp_path_factory.mktemp("souffle")
    (root / "output").mkdir()
    report = Report()
    made = write_site(edition, folders(root), report)
    assert report.brief() == []
    assert made.built
    return root


def article(path: Path) -> str | None:
    """What a reader reads on a page, spaces and typography aside; `None` for a page that only leads on."""
    found = html.document_fromstring(path.read_text(encoding="utf-8")).xpath("//article")
    return "".join(found[0].text_content().replace("’", "'").split()) if found else None


def test_a_site_from_the_same_pages_is_left_alone(edition: Edition, built: Path) -> None:
    """No file of it is touched."""
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.is_file()}
    made = write_site(edition, folders(built), Report())
    assert not made.built
    assert before == {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.is_file()}


def test_a_script_in_a_cell_is_text_on_every_page(built: Path) -> None:
    """Labels of the guide hold tags: no page has them as tags."""
    shown = 0
    for path in (built / "site").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "<script>alert" not in text, path
        assert "<b>gras" not in text, path
        shown += "&lt;script&gt;alert(1)" in text
    assert shown


def test_a_build_that_fails_leaves_the_former_site(edition: Edition, built: Path, tmp_path: Path) -> None:
    """The fault names the settings and says what the builder said."""
    root = tmp_path / "copy"
    shutil.copytree(built, root)
    (root / "mkdocs.yml").write_text("theme: {name: nobody-has-this}\n", encoding="utf-8", newline="\n")
    before = (root / "site" / "index.html").read_bytes()
    report = Report()
    made = write_site(edition, folders(root), report)
    assert not made.built
    assert [("PG004", "mkdocs.yml")] == report.brief()[:1]
    assert before == (root / "site" / "index.html").read_bytes()
    assert ["mkdocs.yml", "output", "site"] == sorted(path.name for path in root.iterdir())


def test_settings_that_cannot_be_read_are_told(edition: Edition, tmp_path: Path) -> None:
    """Nothing is written then."""
    (tmp_path / "mkdocs.yml").write_text("a: [", encoding="utf-8")
    report = Report()
    assert 0 == write_site(edition, folders(tmp_path), report).pages
    assert [("PG003", "mkdocs.yml")] == report.brief()
    assert ["mkdocs.yml"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize(("lang", "below"), [("fr", ""), ("en", "en")])
def test_the_same_tree_builds_with_zensical(built: Path, tmp_path: Path, lang: str, below: str) -> None:
    """Another builder makes the same pages: what a reader reads is the same, page by page."""
    needs(importlib.util.find_spec("zensical"), "zensical")
    shutil.copytree(built / "output", tmp_path / "output")
    settings = tmp_path / "output" / f"mkdocs.{lang}.yml"
    command = [sys.executable, "-P", "-m", "zensical", "build", "--config-file", str(settings)]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=False)
    assert 0 == ran.returncode, ran.stdout.decode("utf-8", "replace") + ran.stderr.decode("utf-8", "replace")
    other = tmp_path / "output" / f"site-{lang}"
    read = 0
    for path in sorted((built / "site" / below).rglob("*.html")):
        name = path.relative_to(built / "site" / below)
        expected = None if lang == "fr" and name.parts[0] == "en" else article(path)
        if expected is not None and name.name != "404.html":
            assert expected == article(other / name), name
            read += 1
    assert read > 20
