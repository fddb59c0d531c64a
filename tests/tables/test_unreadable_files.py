"""Files that cannot be read: each gives its diagnostic, and the other files are read all the same."""

from __future__ import annotations

import errno
import zipfile
from pathlib import Path

import pytest

from tables.writing import faults, open_document, read, text_file, texts, values, workbook

COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
ROWS = [["Identifiant", "Code"], ["ouie", "89024-4"]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Sources with one good file."""
    return texts(tmp_path / "sources" / "bon.xlsx", {"Épreuves": ROWS})


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("envoi.xlsx", b"", "FI002"),
        ("envoi.xlsx", b"<html>Connectez-vous</html>", "FI002"),
        ("envoi.xlsm", b"PK\x03\x04 cut short", "FI002"),
        ("envoi.ods", b"PK\x03\x04 cut short", "FI002"),
        ("envoi.xls", b"Identifiant;Code", "FI002"),
        ("envoi.xlsx", COMPOUND_FILE + "EncryptedPackage".encode("utf-16-le"), "FI003"),
        ("envoi.xls", COMPOUND_FILE + "Workbook".encode("utf-16-le"), "FI005"),
        ("Épreuves.csv", b"Identifiant\x00", "FI006"),
        ("Épreuves.csv", b"\xff\xfeI", "FI006"),
        ("envoi.docx", b"PK", "FI007"),
        ("releve.csv", b"Nom;Taille\nX;3", "FI007"),
    ],
)
def test_a_file_that_cannot_be_read(folder: Path, name: str, content: bytes, code: str) -> None:
    """The file is named with what is wrong with it."""
    (folder / name).write_bytes(content)
    assert [(code, name)] == faults(folder)
    assert ["89024-4"] == [row["code"] for row in read(folder)[0]]


def test_a_zip_that_is_no_workbook(folder: Path) -> None:
    """A zip of something else is not a workbook, whatever its name."""
    for name in ("archive.xlsx", "archive.ods"):
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr("lisez-moi.txt", "bonjour")
    assert [("FI002", "archive.ods"), ("FI002", "archive.xlsx")] == faults(folder)


def test_a_workbook_without_sheet(folder: Path) -> None:
    """A workbook from which no sheet comes is said to be unreadable, not silently empty."""
    open_document(folder / "vide.ods", "")
    path = folder / "vide.ods"
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml").decode()
    start, end = content.index("<table:table "), content.index("</table:table>") + len("</table:table>")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", content[:start] + content[end:])
    assert [("FI002", "vide.ods")] == faults(folder)


def test_a_damaged_workbook(folder: Path) -> None:
    """A part that is cut short makes the workbook unreadable."""
    with zipfile.ZipFile(folder / "bon.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(folder / "abîmé.xlsx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
    assert [("FI002", "abîmé.xlsx")] == faults(folder)


def test_a_password_on_an_open_document(folder: Path) -> None:
    """An OpenDocument file tells in its manifest that it is encrypted."""
    open_document(folder / "secret.ods", "")
    with zipfile.ZipFile(folder / "secret.ods", "a") as archive, pytest.warns(UserWarning):
        archive.writestr("META-INF/manifest.xml", "<m:manifest xmlns:m='urn:x'><m:encryption-data/></m:manifest>")
    assert [("FI003", "secret.ods")] == faults(folder)


def test_files_of_editors_are_ignored(folder: Path) -> None:
    """Lock files of Excel and LibreOffice, hidden and private files are no sources."""
    for name in ("~$bon.xlsx", ".~lock.bon.xlsx#", ".DS_Store", "_brouillon.xlsx"):
        (folder / name).write_bytes(b"x")
    (folder / "dossier").mkdir()
    assert [] == faults(folder)


@pytest.mark.parametrize("name", ["ouvert.xlsx", "Épreuves.csv"])
def test_a_locked_file(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that another program holds open, as Excel does on Windows, is said to be locked."""
    path = folder / name
    path.write_bytes(b"x")
    opened, read_bytes = Path.open, Path.read_bytes

    def refuse(item: Path) -> None:
        if item == path:
            raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", lambda item, *a, **k: refuse(item) or opened(item, *a, **k))
    monkeypatch.setattr(Path, "read_bytes", lambda item: refuse(item) or read_bytes(item))
    _, report = read(folder)
    assert [("FI004", name)] == report.brief()
    assert "fermez-le dans Excel, ou rendez-le lisible, puis relancez" == next(iter(report)).help("fr")


def test_no_source_at_all(tmp_path: Path) -> None:
    """An empty folder, or one that is not there, has no sources."""
    assert [("FI001", "rien")] == faults(tmp_path / "rien")


def test_a_missing_sheet(tmp_path: Path) -> None:
    """A required sheet that is nowhere is named, with the unknown sheet that probably stands for it."""
    folder = texts(tmp_path / "bon.xlsx", {"Epreuve": [["Autre"], ["x"]], "Listes": ROWS, "_privée": ROWS})
    _, report = read(folder)
    assert [("TB001", ""), ("TB049", "bon.xlsx › Epreuve")] == report.brief()
    assert [None, None] == [diagnostic.suggestion for diagnostic in report.in_order()]


@pytest.mark.parametrize("file", ["bon.xlsx", "Epreuve.csv"])
def test_a_misspelt_sheet(tmp_path: Path, file: str) -> None:
    """A sheet with the headings and nearly the name of a missing one is one fault, and its rows are read."""
    if file.endswith(".xlsx"):
        folder = texts(tmp_path / file, {"Epreuve": ROWS, "Divers": ROWS})
    else:
        folder = tmp_path
        lines = "\n".join(";".join(map(str, row)) for row in ROWS)
        (folder / file).write_text(f"{lines}\n", encoding="utf-8")
    table, report = read(folder)
    assert "TB034" == report.in_order()[0].code
    assert ["TB034"] == report.codes("error")
    assert len(ROWS) - 1 == len(list(table))


def test_strict_open_xml(tmp_path: Path) -> None:
    """The option « Classeur Open XML strict » of Excel gives the same rows."""
    from tables.writing import rewritten

    folder = texts(tmp_path / "bon.xlsx", {"Épreuves": ROWS})
    for part in ("spreadsheetml", "officeDocument"):
        usual, strict = f"http://schemas.openxmlformats.org/{part}/2006/", f"http://purl.oclc.org/ooxml/{part}/"
        rewritten(folder / "bon.xlsx", usual, strict, "")
    assert ["89024-4"] == values(folder, "code")


def test_a_workbook_of_another_program(tmp_path: Path) -> None:
    """Macros are neither read nor run; an .xlsm is read as an .xlsx."""
    workbook(tmp_path / "a.xlsx", *ROWS)
    (tmp_path / "a.xlsx").rename(tmp_path / "a.xlsm")
    assert ["89024-4"] == values(tmp_path, "code")


def test_text_of_an_unknown_table(tmp_path: Path) -> None:
    """A CSV file takes its sheet's name, whole or after a dot, a dash, an underscore or a blank."""
    for number, name in enumerate(("Épreuves", "cgts.epreuves", "2024-tests", "envoi_Tests", "envoi 3 ÉPREUVES")):
        text_file(tmp_path / f"{name}.csv", f"Identifiant\na{number}\n")
    assert {"a0", "a1", "a2", "a3", "a4"} == set(values(tmp_path, "id"))
