"""The rules about files, which a table in a page cannot show: each is given by the file that its page describes."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font

from rule_examples import write_project, write_workbook
from tabellion.pipeline.building import build, check
from tabellion.pipeline.project import Project

RECEPTION = [["Institution", "Version", "Date de réception"], ["Collège", "1", "2024-03-01"]]
VALUE_SETS = [["Identifiant", "Nom", "Titre"], ["position-souffle", "PositionSouffle", "Position"]]
COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small guide without any fault."""
    return write_project(tmp_path, "", "fr")


def found(project: Project) -> list[tuple[str, str]]:
    """Code and place of every fault, but for the profile of the small guide that has no example."""
    return [item for item in check(project).report.brief() if item[0] != "EX012"]


def test_the_small_guide_has_no_fault(project: Project) -> None:
    """What the other tests find is theirs alone."""
    assert [] == found(project)


@pytest.mark.parametrize("with_folder", [True, False])
def test_no_sources(tmp_path: Path, with_folder: bool) -> None:
    """A folder without tables, or none at all; that the Guide sheet is missing goes without saying."""
    if with_folder:
        (tmp_path / "sources" / "pages").mkdir(parents=True)
    assert [("FI001", "sources")] == found(Project(tmp_path))


def test_not_a_workbook(project: Project) -> None:
    """A web page saved under the name of a workbook, and an archive that is none."""
    (project.sources / "mesures.xlsx").write_text("<html>404</html>", encoding="utf-8")
    (project.sources / "unités.xlsx").write_bytes(b"PK\x05\x06" + bytes(18))
    assert [("FI002", "mesures.xlsx"), ("FI002", "unités.xlsx")] == found(project)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"Code;Titre\n", "it is something else under this name"),
        (b"PK\x03\x04 and then nothing", "it is cut short or damaged"),
        (None, "it is a folder"),
    ],
)
def test_why_a_file_is_not_a_workbook(project: Project, content: bytes | None, reason: str) -> None:
    """The reason tells the author what to look for; nothing that the file may hold is said to be missing."""
    path = project.sources / "mesures.xlsx"
    path.mkdir() if content is None else path.write_bytes(content)
    (project.sources / "Profils.csv").unlink()
    assert [f"the file is not a readable workbook ({reason})"] == [
        diagnostic.message("en") for diagnostic in check(project).report
    ]


def test_protected_by_password(project: Project) -> None:
    """An encrypted workbook is a compound file with an encrypted package inside."""
    content = COMPOUND_FILE + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    (project.sources / "mesures.xlsx").write_bytes(content)
    assert ("FI003", "mesures.xlsx") in found(project)


def test_locked_file(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the system does not let us open is said to be so; the lock file beside it is ignored."""
    write_workbook(project.sources / "mesures.xlsx", {"Réception": RECEPTION})
    (project.sources / "~$mesures.xlsx").write_bytes(b"somebody")
    opened = Path.open

    def refuse(path: Path, *arguments: object, **options: object) -> object:
        if path.name == "mesures.xlsx":
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    assert ("FI004", "mesures.xlsx") in found(project)


def test_old_workbook_format(project: Project) -> None:
    """A workbook of the nineties, whatever its extension."""
    (project.sources / "mesures.xls").write_bytes(COMPOUND_FILE + bytes(504))
    assert [("FI005", "mesures.xls")] == found(project)


@pytest.mark.parametrize("content", [b"Code;Titre\na\x00b;c\n", b"Code;Titre\n\x81;\x8d\n"])
def test_unreadable_text_file(project: Project, content: bytes) -> None:
    """Null bytes, and bytes that no encoding of ours has."""
    (project.sources / "Liaisons.csv").write_bytes(content)
    assert [("FI006", "Liaisons.csv")] == found(project)


def test_unknown_file(project: Project) -> None:
    """A table that is named after no sheet, and a document."""
    (project.sources / "liste-des-termes.csv").write_text("Code\na\n", encoding="utf-8")
    (project.sources / "compte-rendu.docx").write_bytes(b"PK")
    assert [("FI007", "compte-rendu.docx"), ("FI007", "liste-des-termes.csv")] == found(project)


def test_the_same_file_twice(project: Project) -> None:
    """A copy left beside a workbook is one fault, not one for each of its rows."""
    (project.sources / "Jeux de valeurs.csv").unlink()
    write_workbook(project.sources / "termes.xlsx", {"Jeux de valeurs": VALUE_SETS, "Réception": RECEPTION})
    content = (project.sources / "termes.xlsx").read_bytes()
    (project.sources / "termes - Copie.xlsx").write_bytes(content)
    assert [("FI008", "termes.xlsx")] == found(project)
    (item,) = (fault for fault in check(project).report if fault.code == "FI008")
    assert "each row would appear twice" in item.message("en")
    assert ["termes - Copie.xlsx"] == [str(place) for place in item.related]


def test_sheets_of_the_template_as_files(project: Project) -> None:
    """The lists and the notes of a template, saved as CSV with its other sheets, are no tables and need no word."""
    for name in ("Listes", "termes-Listes", "termes_Lisez-moi", "README"):
        (project.sources / f"{name}.csv").write_text("Code\na\n", encoding="utf-8")
    assert [] == found(project)


@pytest.mark.parametrize(
    ("type_cell", "line"),
    [("", "2"), ("XYZ", "2"), ("JDV", "3")],
    ids=["no type", "unknown type", "no column of codes"],
)
def test_unreadable_nomenclature_file(project: Project, type_cell: str, line: str) -> None:
    """A file that begins as those of the national repository and does not go on like them."""
    column = "Cod" if type_cell == "JDV" else "Code"
    text = f"<OID>;<Type fichier>;<Nom>\n2.999.7;{type_cell};X\n<OID>;<{column}>;<Libellé>\n2.999.8;assis;Assis\n"
    (project.sources / "JDV_S01.csv").write_text(text, encoding="utf-8", newline="\n")
    assert [("TB028", f"JDV_S01.csv › {line}")] == found(project)


def test_missing_sheet(project: Project) -> None:
    """The Guide sheet is named where it is missing, with a sheet that is like it; the tables are checked all the same."""
    (project.sources / "Guide.csv").unlink()
    write_workbook(project.sources / "guide.xlsx", {"Giude": [["Sujet", "Texte"]], "Réception": RECEPTION})
    (project.sources / "Profils.csv").write_text(
        "Identifiant;Nom;Titre;Type;Parent;Description\np;P;P;Observation;Obsrevation;Un profil.\n", encoding="utf-8"
    )
    report = check(project).report
    assert ["TB001", "TB049", "SD007"] == [finding.code for finding in report.in_order()]
    assert [None, None, "Observation"] == [finding.suggestion for finding in report.in_order()]


def test_merged_cells(project: Project) -> None:
    """Merged cells in the data; merged cells above the headings are decoration."""
    with xlsxwriter.Workbook(project.sources / "termes.xlsx") as book:
        _sheet(book, "Réception", RECEPTION)
        sheet = _sheet(book, "Liaisons", [["# note"], ["Mesure", "Chemin", "Jeu de valeurs", "Force"]])
        sheet.merge_range("C1:D1", "# lu par tous")
        sheet.merge_range("A3:A4", "debit-de-pointe")
        for row, path in ((2, "Observation.method"), (3, "Observation.bodySite")):
            sheet.write_row(row, 1, [path, "position-souffle", "préférée"])
    assert [("TB006", "termes.xlsx › Liaisons!A3")] == found(project)


def test_error_value(project: Project) -> None:
    """A formula whose result is an error."""
    (project.sources / "Jeux de valeurs.csv").unlink()
    with xlsxwriter.Workbook(project.sources / "termes.xlsx") as book:
        _sheet(book, "Réception", RECEPTION)
        _sheet(book, "Jeux de valeurs", VALUE_SETS).write_formula("C2", "=NA()", value="#N/A")
    assert [("TB007", "termes.xlsx › Jeux de valeurs!C2")] == found(project)


def test_uncalculated_formula(project: Project) -> None:
    """A formula that no spreadsheet program has calculated."""
    (project.sources / "Jeux de valeurs.csv").unlink()
    book = openpyxl.Workbook()
    book.active.title = "Réception"
    for row in RECEPTION:
        book["Réception"].append(row)
    book.create_sheet("Jeux de valeurs")
    for row in [*VALUE_SETS[:1], ["position-souffle", "PositionSouffle", '="Position"&" assise"']]:
        book["Jeux de valeurs"].append(row)
    book.save(project.sources / "termes.xlsx")
    assert [("TB008", "termes.xlsx › Jeux de valeurs!C2")] == found(project)


def test_empty_formatted_rows(project: Project) -> None:
    """Thousands of rows with a colour and nothing else."""
    (project.sources / "Jeux de valeurs.csv").unlink()
    with xlsxwriter.Workbook(project.sources / "termes.xlsx") as book:
        _sheet(book, "Réception", RECEPTION)
        sheet = _sheet(book, "Jeux de valeurs", VALUE_SETS)
        colour = book.add_format({"bg_color": "#EEEEEE"})
        for row in range(2, 1500):
            sheet.write_blank(row, 0, None, colour)
    assert [("TB023", "termes.xlsx › Jeux de valeurs!3")] == found(project)


def test_struck_out_row(project: Project) -> None:
    """A row that is struck out still counts, and somebody is told."""
    (project.sources / "Jeux de valeurs.csv").unlink()
    path = project.sources / "termes.xlsx"
    write_workbook(path, {"Réception": RECEPTION, "Jeux de valeurs": VALUE_SETS})
    book = openpyxl.load_workbook(path)
    for cell in book["Jeux de valeurs"][2]:
        cell.font = Font(strike=True)
    book.save(path)
    assert [("TB026", "termes.xlsx › Jeux de valeurs!2")] == found(project)


def test_missing_reception(project: Project) -> None:
    """A workbook that does not say whose it is; a CSV file cannot say so and need not, nor one of notes only."""
    (project.sources / "Jeux de valeurs.csv").unlink()
    write_workbook(project.sources / "termes.xlsx", {"Jeux de valeurs": VALUE_SETS, "Réception": RECEPTION})
    assert [] == found(project)
    for name, sheet, rows in (("termes", "Jeux de valeurs", VALUE_SETS), ("notes", "_mes notes", [["a"]])):
        (project.sources / "termes.xlsx").unlink(missing_ok=True)
        with xlsxwriter.Workbook(project.sources / f"{name}.xlsx") as book:
            _sheet(book, sheet, rows)
        if name == "termes":
            assert [("GU010", "termes.xlsx")] == found(project)


def test_foreign_file_in_output(project: Project) -> None:
    """What somebody put into the output stays there and is named."""
    build(project, site=False)
    (project.output / "notes.txt").write_text("mine", encoding="utf-8")
    assert ("OU001", "output/notes.txt") in build(project, site=False).report.brief()


def test_output_not_writable(project: Project) -> None:
    """Where the folder should be, something else stands."""
    project.output.write_text("a file", encoding="utf-8")
    result = build(project, site=False)
    assert ("OU002", "output") in result.report.brief()
    assert result.written is None


def _sheet(book: xlsxwriter.Workbook, name: str, rows: list[list[str]]) -> xlsxwriter.worksheet.Worksheet:
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    return sheet
