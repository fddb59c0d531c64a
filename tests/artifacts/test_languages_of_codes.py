"""What codes are called in any language, with its region: columns, resources, the questions of the terminal, pages, files."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from artifacts.writing import clean, write
from tabellion.cli.app import app
from tabellion.pipeline.building import build

BIRDS = """
[Systèmes de codes]
Identifiant;Nom;Titre;Contenu
oiseaux;Oiseaux;Oiseaux;complet
[Concepts des systèmes]
Système;Code;Libellé;Libellé::fr_ca;Libellé::en;Libellé::zh-hant-TW;Définition;Définition::fr-CA;Parent
oiseaux;b;Oiseau;;Bird;;Tous les oiseaux.;;
oiseaux;o;Chouette;Hibou;Owl;貓頭鷹;De nuit.;Nocturne.;b
[Jeux de valeurs]
Identifiant;Nom;Titre;Règle
tous;Tous;Tous;oiseaux
"""


def test_a_twin_with_a_region_is_published(tmp_path: Path) -> None:
    """The tag as BCP 47 writes it, whatever the case and the sign between its parts; no language of codes is said to be
    on no page."""
    owl = clean(tmp_path, BIRDS).resource("CodeSystem/oiseaux")["concept"][0]["concept"][0]
    assert "Chouette" == owl["display"]
    assert [("en", "Owl"), ("fr-CA", "Hibou"), ("zh-Hant-TW", "貓頭鷹")] == [
        (item["language"], item["value"]) for item in owl["designation"]
    ]
    extension = owl["_definition"]["extension"][0]["extension"]
    assert ["fr-CA", "Nocturne."] == [extension[0]["valueCode"], extension[1]["valueString"]]


@pytest.mark.parametrize(
    ("lang", "name"),
    [
        ("fr", "Chouette"),
        ("fr-CA", "Hibou"),
        ("fr_ca", "Hibou"),
        ("fr-BE", "Chouette"),
        ("en", "Owl"),
        ("en-GB", "Owl"),
        ("zh-Hant", "貓頭鷹"),
        ("de", "Chouette"),
    ],
)
def test_a_name_in_the_language_asked_for(tmp_path: Path, lang: str, name: str) -> None:
    """That of the region before that of none, and that before another region's."""
    write(tmp_path, BIRDS)
    for command in (("lookup", "oiseaux", "o"), ("expand", "tous")):
        found = CliRunner().invoke(app, [*command, "--project", str(tmp_path), "--lang", lang])
        assert (0, True) == (found.exit_code, f"  {name}" in found.stdout), found.output


def test_what_is_no_language_is_wrong_use(tmp_path: Path) -> None:
    write(tmp_path, BIRDS)
    assert 2 == CliRunner().invoke(app, ["expand", "tous", "--project", str(tmp_path), "--lang", "!"]).exit_code


def test_pages_and_files_have_every_language(tmp_path: Path) -> None:
    """The page's own language has the name of no region; the others have columns, in the page and in the CSV."""
    project = write(tmp_path, BIRDS)
    assert not build(project).report.failed
    lines = (project.root / "site" / "ValueSet" / "tous.fr.csv").read_text(encoding="utf-8-sig").splitlines()
    assert "Code;Libellé;Libellé (en);Libellé (fr-CA);Libellé (zh-Hant-TW);Libellé officiel;Système" == lines[0]
    assert "o;Chouette;Owl;Hibou;貓頭鷹;" == lines[2].partition(";https")[0]
    page = (project.root / "site" / "systemes-de-codes" / "oiseaux.html").read_text(encoding="utf-8")
    assert '<td>Chouette</td><td lang="en">Owl</td><td lang="fr-CA">Hibou</td><td lang="zh-Hant-TW">貓頭鷹</td>' in page
