"""Files that come with comments: kept apart until somebody has read them, never more than they may be, gone for good when
deleted."""

from __future__ import annotations

import base64
import datetime
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from review.grids import GOOD, filled, imported
from tabellion.cli.app import app
from tabellion.diagnostics import Report
from tabellion.review.export.shapes import exported
from tabellion.review.intake.imports import receipt
from tabellion.review.record.attachment import LARGEST, Attached, bare_name
from tabellion.review.register.frozen import FrozenReview
from tabellion.review.register.register import Register, attachment_content
from tabellion.review.register.writing import writing
from tabellion.review.secretariat.acts import Secretariat

AT = datetime.datetime(2024, 3, 10, 12, tzinfo=datetime.UTC)
SAMPLE = b'{"resourceType": "Observation", "status": "final"}'
PATIENT = b'{"resourceType": "Patient", "birthDate": "1985-07-14"}'
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
FILES: list[tuple[str, bytes, list[str]]] = [
    ("exemple.json", SAMPLE, []),
    ("Exemple.XML", b"<Observation xmlns='http://hl7.org/fhir'/>", []),
    ("photo.png", PNG, []),
    ("patient.json", PATIENT, ["RV036"]),
    ("message.hl7", b"MSH|^~\\&|A\rx\nPID|1||12345", ["RV036"]),
    ("vide.json", b"", ["RV035"]),
    ("grand.txt", b"x" * (LARGEST + 1), ["RV035"]),
    ("page.html", b"<script>alert(1)</script>", ["RV035"]),
    ("dessin.svg", b"<svg onload='alert(1)'/>", ["RV035"]),
    ("photo.jpg", b"<html><script>alert(1)</script>", ["RV035"]),
    ("macros.xlsm", b"PK\x03\x04", ["RV035"]),
    ("octets.txt", b"\x00\xff", ["RV035"]),
]


def handed(*files: tuple[str, bytes], **more: Any) -> str:
    """A file of the page with one comment and its files."""
    attached = [{"name": name, "data": base64.b64encode(content).decode()} for name, content in files]
    comment = {"comment": "Voici un exemple.", "attachments": attached, "organization": "Bal SA", **more}
    return json.dumps({"format": "tabellion-review", "review": "CONC-2024-01", "comments": [comment]})


def received(tmp_path: Path, review: FrozenReview, text: str) -> Report:
    """What was said of a file of the page that was received."""
    (tmp_path / "f.json").write_text(text, encoding="utf-8")
    return imported(tmp_path / "f.json", review, AT)[1]


def acted(review: FrozenReview, act: str, *given: Any, **more: Any) -> list[str]:
    """What refused an act of the secretariat."""
    report = Report()
    with writing(review.folder, review.id) as change:
        getattr(Secretariat(change, None, report, by="Zoé", at=AT), act)(*given, **more)
    return report.codes()


def public_bytes(review: FrozenReview) -> bytes:
    """All that stands in the files of the register that may be published."""
    paths = sorted(path for path in review.folder.rglob("*") if path.is_file())
    return b"".join(path.read_bytes() for path in paths if not {"private", "frozen"} & set(path.parts))


@pytest.mark.parametrize(("name", "content", "codes"), FILES, ids=[row[0] for row in FILES])
def test_which_files_are_kept(
    tmp_path: Path, review: FrozenReview, name: str, content: bytes, codes: list[str]
) -> None:
    """The comment is received whatever its file is; a file that is kept is the bytes that were sent, and apart."""
    report = received(tmp_path, review, handed((name, content)))
    (comment,) = Register(review.folder).comments
    assert (codes, "RV035" in codes) == (report.codes(), comment.attachments == ())
    for item in comment.attachments:
        assert (hashlib.sha256(content).hexdigest(), content) == (
            item.sha256,
            attachment_content(review.folder, item.sha256),
        )
    assert name.encode() not in public_bytes(review) and (not content or content not in public_bytes(review))


def test_three_at_most(tmp_path: Path, review: FrozenReview) -> None:
    report = received(tmp_path, review, handed(*((f"{number}.json", b"%d" % number) for number in range(5))))
    (comment,) = Register(review.folder).comments
    assert (["RV035"], 3) == (report.codes(), len(comment.attachments))


def test_shown_kept_apart_again_and_deleted(tmp_path: Path, review: FrozenReview) -> None:
    received(tmp_path, review, handed(("exemple.json", SAMPLE)))
    number = Register(review.folder).comments[0].number
    assert [] == acted(review, "show_attachments", number)
    assert SAMPLE in public_bytes(review) and b"exemple.json" in public_bytes(review)
    assert [] == acted(review, "mask", number, "à relire")
    assert SAMPLE not in public_bytes(review) and b"exemple.json" not in public_bytes(review)
    assert [] == acted(review, "mask", number, "relu", masked=False)
    assert SAMPLE in public_bytes(review)
    assert ["RV048"] == acted(review, "drop_attachments", number, " ")
    assert [] == acted(review, "drop_attachments", number, "nomme un patient")
    everything = b"".join(path.read_bytes() for path in sorted(review.folder.rglob("*")) if path.is_file())
    assert SAMPLE not in everything and "nomme un patient" in everything.decode("utf-8", "replace")


def test_a_file_of_two_comments_stays_while_one_has_it(tmp_path: Path, review: FrozenReview) -> None:
    received(tmp_path, review, handed(("a.json", SAMPLE)))
    received(tmp_path, review, handed(("b.json", SAMPLE), comment="Autre chose, sur le même exemple."))
    first, second = Register(review.folder).comments
    acted(review, "drop_attachments", first.number, "à la demande")
    assert SAMPLE == attachment_content(review.folder, second.attachments[0].sha256)


def test_anonymised_with_its_files(tmp_path: Path, review: FrozenReview) -> None:
    received(tmp_path, review, handed(("durand.json", SAMPLE)))
    acted(review, "show_attachments", "C-2024-0001")
    acted(review, "anonymise", "C-2024-0001")
    everything = b"".join(path.read_bytes() for path in review.folder.rglob("*") if path.is_file())
    assert SAMPLE not in everything and b"durand" not in everything
    assert "Voici un exemple." == Register(review.folder).comments[0].comment


def test_sent_again_a_file_is_neither_doubled_nor_taken_back(tmp_path: Path, review: FrozenReview) -> None:
    uid = "0e2c8a26-8a2e-4a3a-9f5e-1d2f3a4b5c6d"
    for files in ([("a.json", SAMPLE)], [("a.json", SAMPLE)], [], [("a.json", PATIENT)]):
        received(tmp_path, review, handed(*files, uid=uid))
    (comment,) = Register(review.folder).comments
    assert [hashlib.sha256(PATIENT).hexdigest()] == [item.sha256 for item in comment.attachments]
    assert ["receive", "revise"] == [event.action for event in comment.events]


def test_files_beside_a_grid(tmp_path: Path, review: FrozenReview) -> None:
    """Named in the sheet Attachments by the number of the row; never one of another folder."""
    (tmp_path / "envoi").mkdir()
    (tmp_path / "secret.json").write_bytes(b"{}")
    (tmp_path / "envoi" / "exemple.json").write_bytes(SAMPLE)
    path = filled(tmp_path / "envoi" / "g.xlsx", review, [GOOD, GOOD | {"comment": "Sans fichier."}])
    book = openpyxl.load_workbook(path)
    sheet = book["Pièces jointes"]
    for row, (line, name) in enumerate([("1", "exemple.json"), ("1", "../secret.json"), ("1", "absent.json")], 2):
        sheet.cell(row, 1, line)
        sheet.cell(row, 2, name)
    book.save(path)
    read, report = imported(path, review, AT)
    first, second = Register(review.folder).comments
    assert (["exemple.json"], ()) == ([item.name for item in first.attachments], second.attachments)
    assert ["RV035"] == report.codes()
    assert read is not None
    copy = path.with_name("copie.xlsx")
    copy.write_bytes(receipt(read, review, "fr"))
    again, _ = imported(copy, review, AT)
    assert again is not None and again.counts()["same"] == 2


def test_commands_and_exports(tmp_path: Path, root: Path, review: FrozenReview) -> None:
    received(tmp_path, review, handed(("exemple.json", SAMPLE)))

    def run(*words: str) -> str:
        result = CliRunner().invoke(app, ["review", *words, "--project", str(root), "--lang", "fr"])
        assert 0 == result.exit_code, result.output
        return result.output

    assert "gardé à part" in run("show", "C-2024-0001", "--save", str(tmp_path / "lus"))
    assert [SAMPLE] == [path.read_bytes() for path in (tmp_path / "lus").iterdir()]
    public = exported("json", Register(review.folder).comments, review, "fr")[1]
    run("attachments", "C-2024-0001", "--as", "shown")
    shown = exported("json", Register(review.folder).comments, review, "fr")[1]
    assert "attachments" not in json.loads(public)[0] and "exemple.json" in shown.decode()
    book = openpyxl.load_workbook(io.BytesIO(exported("xlsx", Register(review.folder).comments, review, "fr")[1]))
    assert ("1", "exemple.json") == tuple(cell.value for cell in book["Pièces jointes"][2])
    run("attachments", "C-2024-0001", "--as", "deleted", "--reason", "doute")
    assert () == Register(review.folder).comments[0].attachments


@given(st.text(max_size=300))
def test_a_name_is_a_name_alone(name: str) -> None:
    """No folder, nothing that nobody sees; on the pages nothing that a browser runs."""
    bare = bare_name(name)
    assert not set("/\\\x00\n") & set(bare) and len(bare) <= 112 and bare_name(bare) == bare
    attached = Attached(bare, b"{}")
    if not attached.fault:
        published = attached.attachment.published_name
        assert published.endswith(".txt") and published.isascii() and "/" not in published
