"""`tabellion mirror`: workbooks in version control, as text that git shows and merges."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import xlsxwriter
from typer.testing import CliRunner, Result

from office import converted
from tabellion.cli.app import app
from tables.mapping.mapped import write_book

UNITS = [["Mesure", "Code UCUM", "Libellé français"], ["poids", "kg", "kilogramme"], ["taille", "cm", "centimètre"]]


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["mirror", *arguments, "--project", str(root), "--lang", "fr"])


def project(root: Path) -> Path:
    write_book(root / "sources" / "termes.xlsx", {"Unités": UNITS, "Notes <1>": [["À faire"], ["relire"]]})
    return root


def test_a_file_without_its_option(tmp_path: Path) -> None:
    """A file that nobody would look at is not passed over."""
    result = CliRunner().invoke(app, ["mirror", str(tmp_path / "termes.xlsx"), "--lang", "en"])
    assert (2, True) == (result.exit_code, "--text" in result.stderr)


def test_a_file_for_each_sheet_and_back(tmp_path: Path) -> None:
    """A change of the text is a change of the workbook; one that says what its text says is not touched."""
    root = project(tmp_path)
    made = run(root)
    assert 0 == made.exit_code, made.output
    folder = root / "mirror" / "termes.xlsx"
    assert ["Notes _1_.txt", "Unités.txt", "sheets.txt"] == sorted(path.name for path in folder.iterdir())
    before = (root / "sources" / "termes.xlsx").read_bytes()
    assert 0 == run(root, "--apply").exit_code
    assert before == (root / "sources" / "termes.xlsx").read_bytes()
    text = (folder / "Unités.txt").read_text(encoding="utf-8")
    (folder / "Unités.txt").write_text(text.replace("kilogramme", "kilo"), encoding="utf-8")
    assert 0 == run(root, "--apply").exit_code
    assert "kilo" == openpyxl.load_workbook(root / "sources" / "termes.xlsx")["Unités"]["C2"].value
    assert f"{root / 'mirror'} : 1 classeurs, 0 fichiers changés\n" == run(root).stdout


def test_sheets_that_are_gone(tmp_path: Path) -> None:
    """The mirror follows: what no workbook says any more is removed from it."""
    root = project(tmp_path)
    run(root)
    write_book(root / "sources" / "termes.xlsx", {"Unités": UNITS})
    run(root)
    assert ["Unités.txt", "sheets.txt"] == sorted(path.name for path in (root / "mirror" / "termes.xlsx").iterdir())


def test_what_does_not_read(tmp_path: Path) -> None:
    """A conflict that stands, a text that is no mirror, a file that is no workbook: told, and nothing is written."""
    root = project(tmp_path)
    run(root)
    path = root / "mirror" / "termes.xlsx" / "Unités.txt"
    before = (root / "sources" / "termes.xlsx").read_bytes()
    path.write_text(path.read_text(encoding="utf-8") + "\n<<<<<<< ours\n", encoding="utf-8")
    made = run(root, "--apply")
    assert (1, before) == (made.exit_code, (root / "sources" / "termes.xlsx").read_bytes())
    assert "un conflit que personne n'a réglé" in made.output
    (root / "sources" / "faux.xlsx").write_bytes(b"nothing")
    assert "n'est pas un classeur lisible" in run(root).output
    assert (2, 2) == (run(root, "--merge", "a").exit_code, run(root, "--text").exit_code)


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    name = ["-c", "user.name=T", "-c", "user.email=t@t.example", "-c", "core.quotepath=off"]
    return subprocess.run(["git", *name, *arguments], cwd=folder, capture_output=True, text=True, check=False)


def test_git_shows_and_merges(tmp_path: Path) -> None:
    """With the settings of the documentation: a diff of a workbook shows the cell, and two authors who add a row each at
    the same end of a sheet have no conflict."""
    root = project(tmp_path)
    command = f"'{sys.executable}' -m tabellion mirror"
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "diff.tabellion.textconv", f"{command} --text")
    git(root, "config", "merge.tabellion.driver", f"{command} --merge %O %A %B")
    (root / ".gitattributes").write_text("*.xlsx diff=tabellion\nmirror/**/*.txt merge=tabellion\n", encoding="utf-8")
    run(root)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")
    for branch, row in (("one", ["poids", "g", "gramme"]), ("two", ["taille", "m", "mètre"])):
        git(root, "checkout", "-q", "-b", branch, "main")
        write_book(root / "sources" / "termes.xlsx", {"Unités": [*UNITS, row], "Notes <1>": [["À faire"], ["relire"]]})
        run(root)
        if branch == "one":
            assert "+\tLibellé français: gramme" in git(root, "diff", "--", "sources").stdout
        git(root, "checkout", "main", "--", "sources")
        git(root, "add", "mirror")
        git(root, "commit", "-qm", branch)
    merged = git(root, "merge", "-q", "--no-edit", "one")
    assert 0 == merged.returncode, merged.stdout + merged.stderr
    assert 0 == run(root, "--apply").exit_code
    found = openpyxl.load_workbook(root / "sources" / "termes.xlsx")["Unités"]
    assert {"kg", "cm", "g", "m"} == {cell.value for cell in found["B"][1:]}


def test_authors_of_libreoffice(tmp_path: Path) -> None:
    """An .ods is mirrored, merged and made again as a workbook of Excel is."""
    root = project(tmp_path)
    converted([root / "sources" / "termes.xlsx"], "ods", tmp_path)
    assert 0 == run(root).exit_code
    path = root / "mirror" / "termes.ods" / "Unités.txt"
    base = path.read_text(encoding="utf-8")
    sides = [tmp_path / name for name in ("base", "theirs")]
    path.write_text(base.replace("kilogramme", "kilo"), encoding="utf-8")
    sides[0].write_text(base, encoding="utf-8")
    sides[1].write_text(base.replace("centimètre", "centi"), encoding="utf-8")
    assert 0 == run(root, "--merge", str(sides[0]), str(path), str(sides[1])).exit_code
    assert 0 == run(root, "--apply").exit_code
    made = path.read_text(encoding="utf-8")
    assert ("kilo" in made, "centi\n" in made) == (True, True)
    assert f"{root / 'mirror'} : 1 classeurs, 0 fichiers changés\n" == run(root).stdout
    converted([root / "sources" / "termes.ods"], "xlsx", tmp_path)
    found = openpyxl.load_workbook(root / "sources" / "termes.xlsx")["Unités"]
    assert ["kilo", "centi"] == [cell.value for cell in found["C"][1:]]


def test_a_control_character_in_the_text(tmp_path: Path) -> None:
    """It is told with its file and line, and nothing is written: no workbook can hold it."""
    root = project(tmp_path)
    run(root)
    path = root / "mirror" / "termes.xlsx" / "Unités.txt"
    before = (root / "sources" / "termes.xlsx").read_bytes()
    path.write_text(path.read_text(encoding="utf-8").replace("kilogramme", r'"kilo\u0007"'), encoding="utf-8")
    made = run(root, "--apply")
    assert (1, before) == (made.exit_code, (root / "sources" / "termes.xlsx").read_bytes())
    assert f"{path} : ligne 9 : un caractère de contrôle (U+0007)" in made.output
    (path.parent / "sheets.txt").write_text("", encoding="utf-8")
    assert "au moins une feuille" in run(root, "--apply").output


def test_a_rich_workbook_keeps_all_that_its_text_does_not_tell(tmp_path: Path) -> None:
    """One cell says something else; every part of the archive but its sheet is the same, byte for byte."""
    root = project(tmp_path)
    path = root / "sources" / "riche.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Unités")
        for number, row in enumerate(UNITS):
            sheet.write_row(number, 0, row)
        sheet.set_column(0, 2, 30)
        sheet.data_validation("A2:A9", {"validate": "list", "source": ["poids", "taille"]})
        sheet.write_comment("A1", "Le nom de la mesure.")
        sheet.insert_textbox("E2", "À ne pas perdre")
        sheet.write_rich_string("C3", "centi", book.add_format({"bold": True}), "mètre")
        sheet.add_sparkline("F2", {"range": "Unités!A2:C2"})
    run(root)
    with zipfile.ZipFile(path) as archive:
        before = {name: archive.read(name) for name in archive.namelist()}
    text = root / "mirror" / "riche.xlsx" / "Unités.txt"
    text.write_text(text.read_text(encoding="utf-8").replace("kilogramme", "kilo"), encoding="utf-8")
    assert 0 == run(root, "--apply").exit_code
    with zipfile.ZipFile(path) as archive:
        after = {name: archive.read(name) for name in archive.namelist()}
    assert ["xl/worksheets/sheet1.xml"] == [name for name in before if before[name] != after.get(name)]
    assert before.keys() == after.keys()
    found = openpyxl.load_workbook(path)["Unités"]
    assert ("kilo", "Le nom de la mesure.") == (found["C2"].value, found["A1"].comment.text)
    assert '"poids,taille"' == found.data_validations.dataValidation[0].formula1
    converted([path], "ods", tmp_path)
