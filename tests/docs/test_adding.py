"""The pages that say how to add to the program, followed to the letter in a copy of it."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from projects import REGISTRY

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("adding-a-kind.md", "adding-a-diagnostic.md", "pages.md")
# a block belongs to the file that the text before it names last
BLOCK = re.compile(r"`(?P<path>[^`\n]+/[^`\n]+\.\w+)`:\n\n```\w+\n(?P<block>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Copy:
    """A copy of the program and its documentation with what the pages add, and a guide that uses it, built."""

    root: Path
    project: Path

    def run(self, *command: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run Python with the copy in the place of the program."""
        return subprocess.run(
            [sys.executable, *command],
            cwd=folder or self.root,
            env={**os.environ, "PYTHONPATH": str(self.root / "generator"), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def page(self, name: str) -> str:
        """A page as it is given to MkDocs, characters for their references."""
        return html.unescape((self.project / "output" / "pages" / name).read_text(encoding="utf-8"))

    def resource(self, name: str) -> dict[str, object]:
        return dict(json.loads((self.project / "output" / name).read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Every block of the pages written where the page says, then a build."""
    root = tmp_path_factory.mktemp("copy")
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for folder in ("generator", "docs"):
        shutil.copytree(ROOT / folder, root / folder, ignore=ignored)
    project = root / "guide"
    shutil.copytree(REGISTRY / "sources", project / "sources")
    for name in PAGES:
        for match in BLOCK.finditer((ROOT / "docs" / name).read_text(encoding="utf-8")):
            folder = project if match["path"].startswith("sources/") else root / "generator" / "tabellion"
            path = folder / match["path"]
            assert not path.exists(), f"{name} writes {match['path']}, which is there"
            path.parent.mkdir(exist_ok=True)
            path.write_text(match["block"], encoding="utf-8", newline="\n")
    made = Copy(root, project)
    done = made.run("-m", "tabellion", "build", "--project", str(project))
    assert done.returncode == 0, done.stdout + done.stderr
    return made


def test_every_block_of_code_is_followed() -> None:
    """A block that names no file would be an example that nobody tries; the drawing and commands aside."""
    for name in PAGES:
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        assert len(re.findall(r"^```\w+$", text, re.MULTILINE)) == len(BLOCK.findall(text)), name


def test_the_kind_is_made(copy: Copy) -> None:
    """The resource in FHIR's order, with the narrative of its kind and its entry in the ImplementationGuide."""
    made = copy.resource("Library-dossiers.json")
    narrative = made.pop("text")
    assert isinstance(narrative, dict)
    assert "<td><code>urn:ietf:rfc:3986</code></td><td>urn:oid:1.2.250.1.213.1.4.99</td>" in narrative["div"]
    assert made == {
        "resourceType": "Library",
        "id": "dossiers",
        "language": "fr",
        "url": "https://registre.example/fhir/Library/dossiers",
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": "urn:oid:1.2.250.1.213.1.4.99"}],
        "version": "0.2.0",
        "name": "Dossiers",
        "title": "Dossiers du registre",
        "_title": {
            "extension": [
                {
                    "url": "http://hl7.org/fhir/StructureDefinition/translation",
                    "extension": [
                        {"url": "lang", "valueCode": "en"},
                        {"url": "content", "valueString": "Registry files"},
                    ],
                }
            ]
        },
        "status": "draft",
        "type": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/library-type", "code": "asset-collection"}]
        },
        "date": "2024-03-15",
        "publisher": "Registre de l'audition",
        "contact": [
            {
                "name": "Registre de l'audition",
                "telecom": [{"system": "email", "value": "contact@registre.example"}],
            }
        ],
        "description": "Le numéro d'un dossier.",
        "jurisdiction": [{"coding": [{"system": "urn:iso:std:iso:3166", "code": "FR"}]}],
    }
    assert list(made) == [
        *("resourceType", "id", "language", "url", "identifier", "version", "name", "title", "_title", "status"),
        *("type", "date", "publisher", "contact", "description", "jurisdiction"),
    ]
    guide = json.dumps(copy.resource("ImplementationGuide-exemple.fhir.registre.json"))
    assert "Library/dossiers" in guide
    assert "Library/envois" in guide


def test_the_kind_is_placed_among_the_others(copy: Copy) -> None:
    """In the index of artifacts after code systems, before what comes later."""
    index = json.loads((copy.project / "output" / "pages" / "fr" / "artefacts.json").read_text(encoding="utf-8"))
    kinds = list(dict.fromkeys(item["kind"] for item in index["artifacts"]))
    assert kinds == ["profile", "extension", "valueset", "codesystem", "library", "example"]


def test_the_kind_has_its_page(copy: Copy) -> None:
    """In both languages, under its folder, with its own template, breadcrumbs and files."""
    french = copy.page("fr/bibliotheques/dossiers.md")
    english = copy.page("en/bibliotheques/dossiers.md")
    assert "# Dossiers du registre" in french
    assert "# Registry files" in english
    for page, words in ((french, "Bibliothèques"), (english, "Libraries")):
        assert "<code>1.2.250.1.213.1.4.99</code>" in page
        assert f'#library">{words}</a>' in page
        assert "Library/dossiers.xml" in page


def test_readers_are_led_to_the_kind(copy: Copy) -> None:
    """The list of artifacts, the home page, the plan, the menu, the counts and the search have it."""
    address = "bibliotheques/dossiers"
    assert "## Bibliothèques {: #library }" in copy.page("fr/conformite/index.md")
    assert f"../{address}.html" in copy.page("fr/conformite/index.md")
    assert 'href="conformite/index.html#library">' in copy.page("fr/index.md")
    assert f"{address}.html" in copy.page("fr/plan.md")
    assert "Bibliothèques" in copy.page("fr/qualite.md")
    assert f"{address}.md" in (copy.project / "output" / "mkdocs.fr.yml").read_text(encoding="utf-8")
    search = (copy.project / "output" / "pages" / "fr" / "assets" / "search-index.js").read_text(encoding="utf-8")
    assert re.search(rf'"{address}\.html", "Bibliothèque", \d+, \[[^\]]*1\.2\.250\.1\.213\.1\.4\.99', search)


def test_an_old_name_of_the_kind_leads_to_the_new(copy: Copy) -> None:
    """At its page in each language and at its canonical place."""
    site = copy.project / "site"
    for old, target in (
        ("bibliotheques/numeros.html", "dossiers.html"),
        ("en/bibliotheques/numeros.html", "dossiers.html"),
        ("Library/numeros/index.html", "../../bibliotheques/dossiers.html"),
    ):
        assert f'content="0; url={target}"' in (site / old).read_text(encoding="utf-8")


def test_faults_in_the_rows_of_the_kind_are_told(copy: Copy, tmp_path: Path) -> None:
    """A reference to nothing, a double id, a double name, an old name that is still there, the rule of its own."""
    project = tmp_path / "guide"
    shutil.copytree(copy.project / "sources", project / "sources")
    (project / "sources" / "Bibliothèques.csv").write_text(
        "Identifiant;Nom;Titre;OID;Voir aussi;Statut\n"
        "dossiers;Dossiers;Dossiers;1.2.250.1.213.1.4.99;envoi;\n"
        "envois;dossiers;Envois;1.2.250.1.213.1.4.99;anciens;\n"
        "Envois;Sorties;Envois;1.2.250.1.213.1.4.97;;\n"
        "anciens;Anciens;Anciens;1.2.250.1.213.1.4.96;;retiré\n",
        encoding="utf-8",
    )
    (project / "sources" / "Renommages.csv").write_text(
        "Version;Ancien artefact;Nouvel artefact\n0.2.0;Library/numeros;Library/dosiers\n0.2.0;envois;dossiers\n",
        encoding="utf-8",
    )
    done = copy.run("-m", "tabellion", "check", "--project", str(project), "--format", "csv", "--lang", "en")
    assert done.returncode == 1
    own = "Bibliothèques.csv"
    told = [line for line in done.stdout.splitlines() if own in line or "Renommages.csv" in line]
    for code, file, cell in (
        ("RF001", own, "E2"),  # envoi
        ("SD019", own, "B3"),  # a name with a small letter
        ("RF007", own, "B3"),
        ("CS099", own, "D3"),
        ("RF005", own, "E3"),  # withdrawn
        ("RF006", own, "A4"),
        ("ED001", "Renommages.csv", "C2"),
        ("ED003", "Renommages.csv", "B3"),
    ):
        assert [line for line in told if code in line and file in line and cell in line], (code, cell, told)
    assert len(told) == 8, told


def test_the_page_of_the_guide_is_there(copy: Copy) -> None:
    """With its words in both languages, in the menu, on the home page and in the plan."""
    assert "# Changements" in copy.page("fr/changements.md")
    assert "<code>Library/numeros</code>" in copy.page("fr/changements.md")
    assert "# Changes" in copy.page("en/changements.md")
    assert '"Changements": "changements.md"' in (copy.project / "output" / "mkdocs.fr.yml").read_text(encoding="utf-8")
    for name in ("fr/index.md", "fr/plan.md"):
        assert '<a href="changements.html">Changements</a>' in copy.page(name)


def test_the_rule_is_explained_and_stands_in_the_reference(copy: Copy) -> None:
    """`tabellion explain` prints its page; the index of rules and the authoring reference know rule and sheet."""
    assert "# CS099 oid-of-two-libraries" in copy.run("-m", "tabellion", "explain", "CS099").stdout
    done = copy.run("docs/reference.py")
    assert done.returncode == 0, done.stderr
    assert "CS099.md) oid-of-two-libraries" in (copy.root / "docs" / "rules" / "index.en.md").read_text("utf-8")
    assert "### Libraries\n" in (copy.root / "docs" / "authoring-reference.en.md").read_text("utf-8")


def test_the_tests_hold_for_what_was_added(copy: Copy) -> None:
    """Those of kinds, pages, words and rules, run against the copy; the pages of the rule give what they say."""
    names = (
        "publish/test_kinds.py",
        "publish/test_words.py",
        "diagnostics/test_pages.py",
        "diagnostics/test_messages.py",
    )
    files = [f"tests/{name}" for name in names]
    chosen = "test_kinds or test_words or test_messages or every_rule or same_example or CS099"
    done = copy.run("-m", "pytest", "-v", "-p", "no:cacheprovider", "-k", chosen, *files, folder=ROOT)
    assert done.returncode == 0, done.stdout[-3000:]
    for lang in ("fr", "en"):
        assert re.search(rf"\[{lang}-CS099\] PASSED", done.stdout)


def test_the_code_is_typed_and_linted(copy: Copy) -> None:
    """What the pages show is what the project accepts."""
    added = [match["path"] for name in PAGES for match in BLOCK.finditer((ROOT / "docs" / name).read_text("utf-8"))]
    files = [str(copy.root / "generator" / "tabellion" / path) for path in added if path.endswith(".py")]
    for command in (("ruff", "check"), ("ruff", "format", "--check"), ("mypy", "--strict", "--ignore-missing-imports")):
        config = ("--config", str(ROOT / "pyproject.toml")) if command[0] == "ruff" else ()
        done = copy.run("-m", *command, *config, *files, folder=copy.root / "generator")
        assert done.returncode == 0, done.stdout + done.stderr
