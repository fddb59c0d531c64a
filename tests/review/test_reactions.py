"""What people say of comments that are there, by the page, the grid and the tracker: one record, counted once."""

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from review.grids import GOOD, POSITION, filled, imported
from tabellion.diagnostics import Report
from tabellion.review.export.shapes import exported
from tabellion.review.intake.imports import receipt
from tabellion.review.record.comment import Comment
from tabellion.review.register.frozen import FrozenReview
from tabellion.review.register.register import Register
from tabellion.review.register.writing import writing
from tabellion.review.secretariat.acts import Secretariat

AT = datetime.datetime(2024, 3, 10, 12, tzinfo=datetime.UTC)
AFTER = datetime.datetime(2024, 5, 10, 12, tzinfo=datetime.UTC)
ONE, TWO = "C-2024-0001", "C-2024-0002"


@pytest.fixture
def register(tmp_path: Path, review: FrozenReview) -> FrozenReview:
    """Two comments of Bal SA, the first decided."""
    rows = [GOOD, GOOD | {"element": "Observation.value[x]", "comment": "L'unité manque."}]
    imported(filled(tmp_path / "g.xlsx", review, rows), review, AT)
    with writing(review.folder, review.id) as change:
        desk = Secretariat(change, review.anchors, Report(), by="Zoé", at=AFTER)
        desk.admit(ONE)
        desk.decide(ONE, "not accepted", "Elle est dite ailleurs.")
    return review


def record(organization: str, *reactions: dict[str, str]) -> dict[str, Any]:
    """What the page hands in."""
    return {
        "format": "tabellion-review", "review": "CONC-2024-01", "contributor": {"organization": organization},
        "comments": [], "reactions": list(reactions),
    }  # fmt: skip


def by_page(path: Path, review: FrozenReview, organization: str, *reactions: dict[str, str]) -> Path:
    """A file of the page."""
    path = path / "avis.json"
    path.write_text(json.dumps(record(organization, *reactions)), encoding="utf-8")
    return path


def by_tracker(path: Path, review: FrozenReview, organization: str, *reactions: dict[str, str]) -> Path:
    """An issue that the page filled in, as a tracker exports it."""
    body = f"Bonjour\n```json\n{json.dumps(record(organization, *reactions))}\n```\n"
    path = path / "issues.json"
    path.write_text(json.dumps([{"title": "Avis", "body": body}]), encoding="utf-8")
    return path


def by_grid(path: Path, review: FrozenReview, organization: str, *reactions: dict[str, str]) -> Path:
    """The published register, with the column of opinions filled."""
    content = exported("xlsx", Register(review.folder).comments, review, "fr")[1]
    rows: list[dict[str, Any]] = [{}, {}]
    for said in reactions:
        text = " : ".join(text for text in (said["reaction"], said.get("reason", "")) if text)
        rows[int(said["number"][-1]) - 1] = {"author_opinion": text} | ({"uid": said["uid"]} if "uid" in said else {})
    return filled(path / "avis.xlsx", review, rows, organization={"organization": organization}, start=content)


DOORS = pytest.mark.parametrize("door", [by_page, by_tracker, by_grid])


def told(review: FrozenReview, path: Path) -> tuple[Comment, Comment, list[str]]:
    """The comments after a file, received twice, and what was said about it."""
    imported(path, review, AFTER)
    first = Register(review.folder).comments
    report = imported(path, review, AFTER)[1]
    assert first == Register(review.folder).comments and 2 == len(first), "sent again it changes nothing"
    return first[0], first[1], report.codes("error")


@DOORS
def test_support_and_disagreement(tmp_path: Path, register: FrozenReview, door: Any) -> None:
    said = {"number": TWO, "reaction": "oppose", "reason": "L'unité est dans le profil."}
    _, second, codes = told(register, door(tmp_path, register, "Tens SA", said))
    assert ((), ("Tens SA",), []) == (second.supports, second.opposed, codes)
    assert any("dans le profil" in note for note in second.notes)
    _, second, codes = told(register, door(tmp_path, register, "TENS SA", {"number": TWO, "reaction": "support"}))
    assert (("TENS SA",), (), []) == (second.supports, second.opposed, codes), "who changes their mind counts once"
    _, second, codes = told(register, door(tmp_path, register, "Tens SA", {"number": TWO, "reaction": "oppose"}))
    assert ["RV037"] == codes, "disagreement takes its reason"


@DOORS
def test_whether_an_answer_suits(tmp_path: Path, register: FrozenReview, door: Any) -> None:
    """Its author is known by the uid; of anybody else it is a note. An answer that does not suit is looked at again."""
    said = {"number": ONE, "reaction": "not-satisfied", "reason": "Ce n'est pas ma question."}
    first, _, codes = told(register, door(tmp_path, register, "Bal SA", said))
    assert ("decided", "", []) == (first.state, first.author_opinion, codes)
    assert any("pas ma question" in note for note in first.notes)
    first, _, codes = told(register, door(tmp_path, register, "Bal SA", said | {"uid": first.uid}))
    assert ("disputed", "not-satisfied", "Ce n'est pas ma question.", []) == (
        first.state, first.author_opinion, first.opinion_reason, codes,
    )  # fmt: skip


@DOORS
def test_an_answer_that_is_not_there(tmp_path: Path, register: FrozenReview, door: Any) -> None:
    _, second, codes = told(register, door(tmp_path, register, "Bal SA", {"number": TWO, "reaction": "satisfied"}))
    assert ("", ["RV037"]) == (second.author_opinion, codes)


def test_the_published_register_sent_back_changes_nothing(tmp_path: Path, register: FrozenReview) -> None:
    """Somebody else fills in one cell of it: the rows are no comments of theirs."""
    read, report = imported(by_grid(tmp_path, register, "Tens SA"), register, AFTER)
    assert read is not None and 2 == read.counts()["same"] == len(Register(register.folder).comments)
    assert [] == report.codes("error")


def test_a_receipt_copy_says_what_suits(tmp_path: Path, register: FrozenReview) -> None:
    """The copy has the uid: an opinion in it is its author's."""
    read, _ = imported(tmp_path / "g.xlsx", register, AFTER)
    assert read is not None
    book = openpyxl.load_workbook(io.BytesIO(receipt(read, register, "fr")))
    book["Commentaires"].cell(2, POSITION["author_opinion"], "satisfait : merci")
    book.save(tmp_path / "copie.xlsx")
    _, report = imported(tmp_path / "copie.xlsx", register, AFTER)
    first = Register(register.folder)[ONE]
    assert ([], "satisfied", "merci", "decided") == (
        report.codes("error"), first.author_opinion, first.opinion_reason, first.state,
    )  # fmt: skip
