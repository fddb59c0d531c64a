"""`tabellion map`: what it shows, what it writes, and what it refuses."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from tabellion.cli.app import app

TABLE = "Dictionnaire;;\nNom;Libellé;Divers\nPOIDS;Poids;x\nTAILLE;Taille de la personne debout ou couchée;y\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["map", *arguments])


def received(folder: Path) -> Path:
    path = folder / "dictionnaire.csv"
    path.write_text(TABLE, encoding="cp1252")
    return path


def test_what_is_shown_and_written(tmp_path: Path) -> None:
    """The guess, what is to be placed, and the first rows; the file received stays as it is."""
    path = received(tmp_path)
    made = run(str(path), "--to", "Données", "--lang", "fr")
    assert 0 == made.exit_code, made.output
    shown = made.stdout.splitlines()
    assert "dictionnaire → Données" == shown[0]
    assert {"  Nom → Identifiant donnée", "  Libellé → Libellé", "  à placer : Divers"} <= set(shown)
    assert "Données, à partir de dictionnaire.csv › 3 :" in shown
    assert ["  POIDS               Poids", "  TAILLE              Taille de la personne debou…"] == shown[-2:]
    assert {"dictionnaire.csv", "dictionnaire - tables reçues.xlsx"} == {item.name for item in tmp_path.iterdir()}
    assert TABLE.encode("cp1252") == path.read_bytes()


def test_what_is_there_is_not_replaced(tmp_path: Path) -> None:
    """A workbook that was corrected is kept, unless its author says otherwise."""
    path = received(tmp_path)
    assert 0 == run(str(path), "--lang", "en").exit_code
    written = tmp_path / "dictionnaire - received tables.xlsx"
    written.write_bytes(b"mine")
    refused = run(str(path), "--lang", "en")
    assert (2, b"mine") == (refused.exit_code, written.read_bytes())
    assert "--force" in refused.output
    assert 0 == run(str(path), "--lang", "en", "--force").exit_code
    assert b"mine" != written.read_bytes()


def test_a_name_that_nothing_has(tmp_path: Path) -> None:
    refused = run(str(received(tmp_path)), "--to", "Donnees metier", "--lang", "fr")
    assert 2 == refused.exit_code
    near = run(str(received(tmp_path)), "--to", "Doonnées", "--lang", "fr")
    assert "vouliez-vous dire « Données » ?" in near.output


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """Its finding is told, and nothing is written."""
    path = tmp_path / "vide.xlsx"
    path.write_bytes(b"")
    made = run(str(path), "--lang", "fr")
    assert (1, ["vide.xlsx"]) == (made.exit_code, [item.name for item in tmp_path.iterdir()])
    assert "FI002" in made.output
