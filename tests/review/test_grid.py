"""Grids: what a row may hold, what refuses it, what becomes of it, and files that mean harm."""

from __future__ import annotations

import datetime
import io
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from needs import program
from review.grids import DEBIT, GOOD, POSITION, comments, filled, imported, table
from tabellion.diagnostics import Report
from tabellion.review.export.sheets import HL7_HEADINGS, ISO_HEADINGS
from tabellion.review.grid.columns import COLUMNS
from tabellion.review.grid.rows import point_row
from tabellion.review.grid.workbook import grid_workbook
from tabellion.review.intake.imports import read_file, receipt
from tabellion.review.register.frozen import FrozenReview
from tabellion.review.register.register import Register

AT = datetime.datetime(2024, 3, 10, 12, tzinfo=datetime.UTC)
LATE = datetime.datetime(2024, 4, 16, 12, tzinfo=datetime.UTC)


def test_the_grid_has_the_columns_lists_and_points(review: FrozenReview) -> None:
    points = [point for point in review.anchors.points if point.reference == DEBIT and point.own]
    rows = [point_row(point, review.id, review.version, "fr") for point in points]
    content = grid_workbook(review, "fr", rows)
    assert content == grid_workbook(review, "fr", rows), "the same bytes each time"
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert ["Lisez-moi", "Organisme", "Commentaires", "Références", "Pièces jointes", "Listes"] == book.sheetnames
    sheet = book["Commentaires"]
    headings = [str(cell.value).rstrip("*") for cell in sheet[1]]
    assert [column.heading.fr for column in COLUMNS] == headings and len(headings) == 31
    assert all(cell.comment is not None for cell in sheet[1])
    assert (sheet.freeze_panes, sheet.max_row) == ("C2", len(points) + 1)
    assert not sheet.merged_cells.ranges and len(sheet.data_validations.dataValidation) >= 6
    assert book["Références"].max_row == len(review.anchors.points) + 1


def test_three_rows_one_good_two_explained(tmp_path: Path, review: FrozenReview) -> None:
    """One without a comment, one with an unknown element: one is accepted, two explained with their cells."""
    rows = [GOOD, GOOD | {"comment": None}, GOOD | {"element": "Observation.metod", "comment": "Autre."}]
    read, report = imported(filled(tmp_path / "g.xlsx", review, rows), review, AT)
    assert ["Quelle méthode pour un enfant ?"] == comments(review)
    assert [("RV020", "g.xlsx › Commentaires!M3"), ("RV024", "g.xlsx › Commentaires!G4")] == [
        (code, place) for code, place in report.brief()
    ]
    unknown = next(finding for finding in report if finding.code == "RV024")
    assert "Observation.method" == unknown.suggestion
    assert read is not None
    book = openpyxl.load_workbook(io.BytesIO(receipt(read, review, "fr")))
    results = [row[-1].value for row in book["Commentaires"].iter_rows(min_row=2)]
    assert results[0] == "accepté : C-2024-0001" and [text[:8] for text in results[1:]] == ["refusé :", "refusé :"]
    assert "M3" in results[1] and "G4" in results[2]


ROWS: list[tuple[str, dict[str, Any], str | None]] = [
    ("right", {}, None),
    ("English words", {"type": "element", "nature": "wording", "severity": "major"}, None),
    ("without accents or case", {"nature": "REDACTION", "severity": "Majeur"}, None),
    ("of the whole guide", {"type": "guide", "artifact": None, "element": None}, None),
    ("something missing", {"type": "il manque", "element": "Observation.heure"}, None),
    ("a question of the authors", {"type": "question", "artifact": None, "element": "Q1"}, None),
    ("another version", {"version": "0.3.0"}, "RV025"),
    ("see attached", {"comment": "Voir pièce jointe."}, "RV021"),
    ("see attached in English", {"comment": "see attached file"}, "RV021"),
    ("an attachment is only mentioned", {"comment": "La pièce jointe d'un document doit être un PDF."}, None),
    ("several points", {"comment": "1) la méthode manque 2) l'unité est fausse"}, "RV022"),
    ("no nature", {"nature": None}, "RV028"),
    ("an unknown severity", {"severity": "énorme"}, "RV027"),
    ("an unknown artifact", {"artifact": "StructureDefinition/debit-de-pointe-observatio"}, "RV023"),
    ("no proposal", {"nature": "correction"}, "RV029"),
    ("a formula", {"comment": '=HYPERLINK("http://x.example","gagné")'}, "RV030"),
    ("formula-like text", {"comment": "'=1+1 est écrit dans l'exemple"}, None),
    ("too long", {"comment": "a" * 20_001}, "RV032"),
    ("another review", {"review": "CONC-2023-09"}, "RV026"),
    ("a social security number", {"comment": "Le patient 2 85 07 75 123 456 12 n'est pas trouvé."}, "RV033"),
    ("a named patient", {"comment": "Pour la patiente Mme Durand, le débit manque."}, "RV033"),
    ("numbers that are no person's", {"comment": "Le code 33452-4 et l'OID 1.2.250.1.213.1.1.5.456 manquent."}, None),
    ("SQL", {"comment": "'; DROP TABLE comments; --"}, None),
    ("a script", {"comment": "<script>alert(1)</script>", "quoted": "<img src=x onerror=alert(1)>"}, None),
    ("forged link and number", {"url": "https://evil.example", "number": "C-2024-9999", "decision": "accepté"}, None),
]


@pytest.mark.parametrize(("what", "changed", "code"), ROWS, ids=[row[0] for row in ROWS])
def test_what_a_row_may_hold(
    tmp_path: Path, review: FrozenReview, what: str, changed: dict[str, Any], code: str | None
) -> None:
    _, report = imported(filled(tmp_path / "g.xlsx", review, [GOOD | changed, GOOD | {"comment": "Bon."}]), review, AT)
    assert ([code] if code else []) == report.codes()
    refused = code is not None and report.failed
    found = {comment.comment: comment for comment in Register(review.folder).comments}
    assert len(found) == 1 + (not refused) and "Bon." in found
    if not refused:
        other = next(comment for text, comment in found.items() if text != "Bon.")
        assert ("", False) == (other.decision, other.number == "C-2024-9999") and "evil" not in other.anchor.url
        assert other.masked == (code == "RV033")


def test_sent_again_nothing_doubles_and_nothing_goes(tmp_path: Path, review: FrozenReview) -> None:
    """The receipt copy with one change: one revision, nothing new; the first file again: nothing; a row left out stays."""
    rows = [GOOD, GOOD | {"comment": "L'unité manque."}, GOOD | {"comment": "Le libellé est long."}]
    first = filled(tmp_path / "g.xlsx", review, rows)
    read, _ = imported(first, review, AT)
    assert read is not None and read.counts()["new"] == 3
    again, _ = imported(first, review, AT)
    assert again is not None and {"same": 3} == {key: count for key, count in again.counts().items() if count}
    copy = filled(
        tmp_path / "copy.xlsx", review, [{"comment": "Une tout autre question."}], start=receipt(read, review, "fr")
    )
    book = openpyxl.load_workbook(copy)
    book["Commentaires"].delete_rows(4)
    book.save(copy)
    revised, _ = imported(copy, review, AT)
    assert revised is not None
    assert {"same": 1, "revised": 1} == {key: count for key, count in revised.counts().items() if count}
    assert ["Une tout autre question.", "L'unité manque.", "Le libellé est long."] == comments(review)
    late, _ = imported(copy, review, LATE)
    assert late is not None and late.counts()["same"] == 2


def test_three_colleagues_send_once(tmp_path: Path, review: FrozenReview) -> None:
    """Each row keeps its author; the same words of two colleagues are one comment."""
    for name in ("Zoé", "Luc"):
        rows = [GOOD | {"author_name": name}, GOOD | {"comment": f"Remarque propre à {name}.", "author_name": name}]
        imported(filled(tmp_path / f"{name}.xlsx", review, rows), review, AT)
    assert ["Zoé", "Zoé", "Luc"] == [comment.author_name for comment in Register(review.folder).comments]


def test_late_rows_are_marked(tmp_path: Path, review: FrozenReview) -> None:
    read, report = imported(filled(tmp_path / "g.xlsx", review, [GOOD]), review, LATE)
    assert read is not None and not report.failed
    assert [True] == [comment.late for comment in Register(review.folder).comments]
    book = openpyxl.load_workbook(io.BytesIO(receipt(read, review, "fr")))
    assert "hors délai" in str(book["Commentaires"].cell(2, 32).value)


OTHERS: list[tuple[str, tuple[str, ...], dict[str, Any], dict[str, Any]]] = [
    (
        "ISO/IEC",
        ISO_HEADINGS,
        {"MB/NC": "AFNOR", "Clause/Subclause": "debit-de-pointe-observation", "Type of comment": "te",
         "Paragraph/Figure/Table": "Observation.method", "Comments": "Wrong.", "Proposed change": "Right."},
        {"organization": "AFNOR", "nature": "correction", "element": "Observation.method", "proposal": "Right."},
    ),
    (
        "ISO/IEC without an anchor",
        ISO_HEADINGS,
        {"MB/NC": "DIN", "Clause/Subclause": "7.3", "Type of comment": "ed", "Comments": "A typo."},
        {"organization": "DIN", "nature": "wording", "element": "", "section": "7.3"},
    ),
    (
        "HL7",
        HL7_HEADINGS,
        {"Artifact ID": "debit-de-pointe-observation", "Vote and Type": "Neg-Mj", "Existing Wording": "was",
         "Ballot Comment": "No.", "Proposed Wording": "Yes.", "Organization": "Bal SA", "Submitted By": "Zoé",
         "Commenter Email": "zoe@bal.example"},
        {"severity": "blocking", "nature": "correction", "author_email": "zoe@bal.example", "proposal": "Yes."},
    ),
    (
        "HL7 question",
        HL7_HEADINGS,
        {"Vote and Type": "A-Q", "Ballot Comment": "Why?"},
        {"severity": "minor", "nature": "question", "type": "guide"},
    ),
    (
        "IEEE",
        ("Category", "Page", "Sub-clause", "Line #", "Comment", "Must Be Satisfied", "Proposed Change"),
        {"Category": "Editorial", "Sub-clause": "debit-de-pointe-observation", "Comment": "A typo.", "Must Be Satisfied": "Yes"},
        {"nature": "wording", "severity": "blocking", "type": "artifact"},
    ),
    (
        "tracker",
        ("Title", "Body", "Author", "URL"),
        {"Title": "Méthode", "Body": "Elle manque.", "Author": "zoe", "URL": "https://x.example/1"},
        {"door": "tracker", "comment": "Elle manque.", "author_name": "zoe"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("whose", "headings", "row", "wanted"), OTHERS, ids=[row[0] for row in OTHERS])
def test_grids_of_others_are_taken(
    tmp_path: Path,
    review: FrozenReview,
    whose: str,
    headings: tuple[str, ...],
    row: dict[str, Any],
    wanted: dict[str, Any],
) -> None:
    path = table(tmp_path / "x.xlsx", headings, [[row.get(name) for name in headings]], above=[f"{whose} template"])
    _, report = imported(path, review, AT)
    assert not report.failed
    (comment,) = Register(review.folder).comments
    found = {key: getattr(comment, key, None) or getattr(comment.anchor, key, "") for key in wanted}
    assert wanted == found
    missing = comment.anchor.type == "section"
    assert ("RV034" in report.codes()) == missing, "missing anchors are listed to complete"


def test_a_merged_row_is_refused_with_its_range(tmp_path: Path, review: FrozenReview) -> None:
    path = filled(tmp_path / "g.xlsx", review, [GOOD, GOOD | {"comment": "Bon."}])
    book = openpyxl.load_workbook(path)
    book["Commentaires"].merge_cells("M2:N2")
    book.save(path)
    _, report = imported(path, review, AT)
    assert (["RV031"], ["Bon."]) == (report.codes("error"), comments(review))
    assert "M2:N2" in report.errors()[0].message("fr")


def test_columns_may_move_and_go_but_for_the_comment(tmp_path: Path, review: FrozenReview) -> None:
    path = filled(tmp_path / "g.xlsx", review, [GOOD])
    book = openpyxl.load_workbook(path)
    book["Commentaires"].delete_cols(POSITION["reason"], 17)
    book["Commentaires"].insert_cols(1)
    book.save(path)
    imported(path, review, AT)
    assert 1 == len(comments(review))
    book["Commentaires"].delete_cols(POSITION["comment"] + 1)
    book.save(path)
    _, report = imported(path, review, AT)
    assert ["RV011"] == report.codes()


def with_part(path: Path, name: str, content: bytes) -> Path:
    """A workbook with a further part."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


def many_rows(path: Path, review: FrozenReview) -> Path:
    """A grid of 100,000 rows."""
    content = grid_workbook(review, "fr", ({"comment": "x"} for _ in range(100_000)))
    path.write_bytes(content)
    return path


SHEET = "xl/worksheets/sheet3.xml"


def changed(path: Path, review: FrozenReview, part: str, old: bytes, new: bytes) -> Path:
    """A filled grid with some bytes of a part replaced by others."""
    filled(path, review, [GOOD])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part]
    assert old in text or b"?>" == old
    parts[part] = text.replace(old, new, 1) if old in text else b'<?xml version="1.0"' + new + text
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def document(path: Path, comment: str, *, formula: str = "", rows: int = 1) -> Path:
    """An OpenDocument grid with one comment, written by hand."""
    heads = ("Type de cible", "Nature", "Gravité", "Commentaire")

    def cell(inner: str, more: str = "") -> str:
        return f'<table:table-cell office:value-type="string"{more}>{inner}</table:table-cell>'

    first = "".join(cell(f"<text:p>{text}</text:p>") for text in heads)
    typed = "".join(cell(f"<text:p>{text}</text:p>") for text in ("guide", "question", "mineur"))
    typed += cell(comment, f' table:formula="{formula}"' if formula else "")
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<office:document-content{names} office:version="1.3"><office:body><office:spreadsheet>'
        f'<table:table table:name="Commentaires"><table:table-row>{first}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="{rows}">{typed}</table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return path


HOSTILE: list[tuple[str, Any, str, int]] = [
    ("macros", lambda path, review: with_part(filled(path, review, [GOOD]), "xl/vbaProject.bin", b"x"), "RV012", 1),
    (
        "external links",
        lambda path, review: with_part(filled(path, review, [GOOD]), "xl/externalLinks/externalLink1.xml", b"<x/>"),
        "RV012",
        1,
    ),
    (
        "a zip bomb",
        lambda path, review: with_part(filled(path, review, [GOOD]), "xl/worksheets/sheet9.xml", b"0" * 220_000_000),
        "RV010",
        0,
    ),
    ("100,000 rows", many_rows, "RV010", 0),
    ("a picture under this name", lambda path, _: (path.write_bytes(b"\x89PNG"), path)[1], "FI002", 0),
    ("a file cut short", lambda path, _: (path.write_bytes(b"PK\x03\x04" + b"x" * 50), path)[1], "FI002", 0),
    (
        "everything merged",
        lambda path, review: changed(
            path,
            review,
            SHEET,
            b"</sheetData>",
            b"""</sheetData><mergeCells>
        <mergeCell ref="A1:XFD1048576"/></mergeCells>""",
        ),
        "RV010",
        0,
    ),
    (
        "entities that multiply",
        lambda path, review: changed(
            path,
            review,
            SHEET,
            b"?>",
            b"""?><!DOCTYPE l [
        <!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>""",
        ),
        "",
        1,
    ),
    (
        "a part outside of the file",
        lambda path, review: with_part(filled(path, review, [GOOD]), "../../evil", b"x"),
        "",
        1,
    ),
    (
        "a formula in other quotes",
        lambda path, review: changed(
            path,
            review,
            SHEET,
            b'r="M2" t="inlineStr"><is><t>Quelle m',
            b"r='M2' t='str'><f>1+1</f><v>2</v></c><c r='N2' t='inlineStr'><is><t>m",
        ),
        "RV030",
        0,
    ),
    (
        "blanks by the billion",
        lambda path, review: document(path.with_suffix(".ods"), '<text:p>a<text:s text:c="2000000000"/>b</text:p>'),
        "RV032",
        0,
    ),
    (
        "a formula of OpenDocument",
        lambda path, review: document(path.with_suffix(".ods"), "<text:p>3</text:p>", formula="of:=1+2"),
        "RV030",
        0,
    ),
    (
        "rows by the billion",
        lambda path, review: document(path.with_suffix(".ods"), "<text:p>a</text:p>", rows=2_000_000_000),
        "FI002",
        0,
    ),
    ("no comment sheet", lambda path, _: table(path, ("A", "B"), [("x", "y")]), "RV011", 0),
]


@pytest.mark.parametrize(("what", "made", "code", "count"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_files_that_mean_harm(
    tmp_path: Path, review: FrozenReview, what: str, made: Any, code: str, count: int
) -> None:
    _, report = imported(made(tmp_path / "g.xlsx", review), review, AT)
    assert (code in report.codes()) if code else not report.failed
    assert count == len(comments(review))


def test_a_csv_with_semicolons_is_a_grid(tmp_path: Path, review: FrozenReview) -> None:
    path = tmp_path / "g.csv"
    lines = [
        "Type de cible;Artefact;Élément;Nature;Gravité;Commentaire",
        f"élément;{DEBIT};Observation.method;question;mineur;Quoi ?",
    ]
    path.write_text("\n".join(lines).replace("Élément;N", "Élément ou section;N"), encoding="cp1252")
    _, report = imported(path, review, AT)
    assert (["Quoi ?"], []) == (comments(review), report.codes())


def test_nothing_written_is_a_formula(tmp_path: Path, review: FrozenReview) -> None:
    """Texts that look like formulas are text in every workbook and CSV that goes out."""
    from tabellion.review.export.shapes import exported

    texts = ('=HYPERLINK("http://x.example")', "+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "\t=1")
    rows = [[DEBIT.rpartition("/")[2], "A-Q", f"'{text}"] for text in texts]
    path = tmp_path / "x.csv"
    import csv

    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([["Artifact ID", "Vote and Type", "Ballot Comment"], *rows])
    path.write_text(path.read_text(encoding="utf-8").replace("'", ""), encoding="utf-8")
    imported(path, review, AT)
    found = list(Register(review.folder).comments)
    assert len(found) == len(texts)
    for shape in ("xlsx", "full", "hl7", "iso"):
        book = openpyxl.load_workbook(io.BytesIO(exported(shape, found, review, "fr")[1]))
        assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    content = exported("csv", found, review, "fr")[1].decode("utf-8-sig")
    cells = [cell for row in csv.reader(content.splitlines(), delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@\t" and cell]


def test_a_file_that_is_nothing_of_ours(tmp_path: Path, review: FrozenReview) -> None:
    for name, content in (("a.json", b"{}"), ("b.json", b"[" * 5000), ("c.pdf", b"%PDF"), ("d.json", b"\xff\xfe")):
        (tmp_path / name).write_bytes(content)
        report = Report()
        assert read_file(tmp_path / name, review, report, "fr") is None
        assert ["RV013"] == report.codes()


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_grid_as_libreoffice_saves_it(tmp_path: Path, review: FrozenReview, kind: str) -> None:
    """Saved again by LibreOffice, in either format, a filled grid says the same."""
    office = program("soffice", "libreoffice")
    path = filled(tmp_path / "g.xlsx", review, [GOOD, GOOD | {"comment": "=1+1 n'est pas lu"}])
    book = openpyxl.load_workbook(path)
    book["Commentaires"].cell(3, POSITION["comment"]).data_type = "s"
    book.save(path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    _, report = imported(tmp_path / "out" / f"g.{kind}", review, AT)
    assert (["Quelle méthode pour un enfant ?", "=1+1 n'est pas lu"], []) == (comments(review), report.codes())
