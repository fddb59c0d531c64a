"""The register: append-only files, merged without loss, all or nothing, personal values apart."""

from __future__ import annotations

import datetime
import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tabellion.review.export.sheets import hl7_row
from tabellion.review.record.anchor import Anchor
from tabellion.review.record.comment import comment_of
from tabellion.review.record.event import Event, FieldChange
from tabellion.review.record.states import NEXT, STATES, TransitionError
from tabellion.review.record.submission import Submission
from tabellion.review.register.reception import Became, Desk
from tabellion.review.register.register import Register
from tabellion.review.register.writing import BusyError, DamagedRegisterError, writing

REVIEW = "CONC-2022-01"
AT = datetime.datetime(2022, 2, 10, 9, 30, tzinfo=datetime.UTC)
CLOSES = datetime.datetime(2022, 4, 15, 21, 59, 59, tzinfo=datetime.UTC)
LATE = datetime.datetime(2022, 4, 20, 8, 0, tzinfo=datetime.UTC)
POIDS = Anchor("element", "1.0.0", "https://x.example/StructureDefinition/poids", "Observation.method", "binding")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a review."""
    return tmp_path / "reviews" / REVIEW


def said(text: str = "La liaison manque.", **more: Any) -> Submission:
    """What a contributor of Bal SA hands in."""
    values: dict[str, Any] = {"organization": "Bal SA", "author_name": "Zoé Martin", "author_email": "zoe@bal.example"}
    return Submission(anchor=POIDS, comment=text, **(values | more))


def received(folder: Path, *submissions: Submission, at: datetime.datetime = AT) -> list[Became]:
    """What became of the submissions of one delivery."""
    with writing(folder, REVIEW) as change:
        desk = Desk(change, CLOSES)
        return [desk.receive(item, at).became for item in submissions]


def texts(folder: Path) -> str:
    """All that stands in files that may be published."""
    paths = [path for path in folder.rglob("*") if path.is_file() and "private" not in path.parts]
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(paths))


def test_a_comment_is_read_as_it_was_received(folder: Path) -> None:
    assert received(folder, said(proposal="TAB-173")) == [Became.new]
    (comment,) = Register(folder).comments
    assert ("C-2022-0001", POIDS, "La liaison manque.", "TAB-173", "received", False) == (
        comment.number, comment.anchor, comment.comment, comment.proposal, comment.state, comment.late,
    )  # fmt: skip
    assert comment.received == AT.isoformat()


def test_personal_values_stand_apart_and_come_back(folder: Path) -> None:
    received(folder, said(), said("Anonyme.", publication="anonymous"), said("Nommé.", publication="name"))
    published = texts(folder)
    assert ("zoe@" in published, published.count("Zoé"), published.count("Bal SA")) == (False, 1, 2)
    assert {"zoe@bal.example"} == {comment.author_email for comment in Register(folder).comments}
    assert "/private/" in (folder / ".gitignore").read_text()


def test_confidential_and_masked_texts_stand_apart(folder: Path) -> None:
    received(folder, said("Secret industriel.", confidential=True), said("Mme Durand, 12 rue Haute."))
    with writing(folder, REVIEW) as change:
        comment = change.register["C-2022-0002"]
        change.add(comment, "mask", {"masked": True, "state_reason": "nomme une patiente"}, by="Secrétariat", at=AT)
    published = texts(folder)
    assert ("Secret" in published, "Durand" in published, "nomme une patiente" in published) == (False, False, True)
    assert [comment.is_withheld for comment in Register(folder).comments] == [True, True]
    assert Register(folder)["C-2022-0002"].comment == "Mme Durand, 12 rue Haute."


def test_what_a_confidential_comment_quotes_stands_apart(folder: Path) -> None:
    """The point that it is about is public, the sentence that its author wrote for it is not, in no file and no sheet."""
    anchor = replace(POIDS, quoted="Notre protocole secret.")
    received(folder, replace(said("Secret.", confidential=True), anchor=anchor))
    assert "protocole secret" not in texts(folder) and "Observation.method" in texts(folder)
    (comment,) = Register(folder).comments
    assert anchor == comment.anchor and "" == hl7_row(comment)["Existing Wording"]
    (folder / "private" / f"{comment.uid}.jsonl").unlink()
    assert replace(anchor, quoted="") == Register(folder).comments[0].anchor


def test_anonymise_leaves_the_record_and_takes_the_person_out(folder: Path) -> None:
    received(folder, said(publication="name"))
    with writing(folder, REVIEW) as change:
        change.anonymise(change.register["C-2022-0001"], by="Secrétariat", at=LATE)
    everything = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file())
    assert not any(word in everything for word in ("Zoé", "zoe@", "Bal SA"))
    (comment,) = Register(folder).comments
    assert ("La liaison manque.", "", "") == (comment.comment, comment.published_author, comment.author_email)


SECOND = "Autre chose, sans rapport : l'unité est fausse."
AGAIN: list[tuple[str, dict[str, Any], datetime.datetime, Became]] = [
    ("the same file", {}, AT, Became.same),
    ("the same in other case", {"comment": "la liaison MANQUE"}, AT, Became.same),
    ("reworded without uid", {"comment": "La liaison manque vraiment."}, AT, Became.proposed),
    ("another point", {"comment": SECOND}, AT, Became.new),
    ("the same words from another organisation", {"organization": "Tens SA"}, AT, Became.new),
    ("the receipt copy", {"uid": "known"}, AT, Became.same),
    ("the receipt copy reworded", {"uid": "known", "comment": SECOND}, AT, Became.revised),
    ("the receipt copy, graver", {"uid": "known", "severity": "blocking"}, AT, Became.revised),
    ("the receipt copy reworded after the closing", {"uid": "known", "comment": SECOND}, LATE, Became.noted),
    ("the uid of somebody else", {"uid": "known", "comment": SECOND, "organization": "Tens"}, AT, Became.noted),
    ("a forged uid", {"uid": "../../etc/passwd", "comment": SECOND}, AT, Became.new),
]


@pytest.mark.parametrize(("given", "changed", "at", "became"), AGAIN, ids=[row[0] for row in AGAIN])
def test_what_is_sent_again_neither_doubles_nor_erases(
    folder: Path, given: str, changed: dict[str, Any], at: datetime.datetime, became: Became
) -> None:
    received(folder, said())
    (first,) = Register(folder).comments
    values = {"comment": "La liaison manque."} | changed
    if values.get("uid") == "known":
        values["uid"] = first.uid
    again = said(values.pop("comment"), **values)
    assert received(folder, again, at=at) == [became]
    assert received(folder, again, at=at) == [Became.same]
    known = Register(folder).comments
    assert len(known) == 1 + (became in (Became.new, Became.proposed))
    assert any("La liaison manque." in json.dumps(event.line(), ensure_ascii=False) for event in known[0].events)


def test_one_row_twice_in_one_delivery_is_one_comment(folder: Path) -> None:
    assert received(folder, said(), said(), said(SECOND)) == [Became.new, Became.same, Became.new]


def test_late_comments_are_kept_and_marked(folder: Path) -> None:
    received(folder, said(), at=LATE)
    assert [comment.late for comment in Register(folder).comments] == [True]


def test_only_states_that_follow_are_taken(folder: Path) -> None:
    received(folder, said())
    with pytest.raises(TransitionError), writing(folder, REVIEW) as change:
        change.add(change.register["C-2022-0001"], "apply", {"state": "applied"}, by="x", at=AT)
    assert {item.code for item in STATES} == set(NEXT)
    assert {"received"} == {comment.state for comment in Register(folder).comments}


def git(folder: Path, *words: str) -> None:
    """Run git as somebody."""
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def test_two_branches_merge_without_loss(tmp_path: Path) -> None:
    """Each branch receives a comment, under one number, and each decides the same one: all is there after the merge."""
    folder = tmp_path / "reviews" / REVIEW
    received(folder, said())
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "a")
    for branch, text, group in (("left", "À gauche.", "codes"), ("right", "Tout autre chose.", "unités")):
        git(tmp_path, "checkout", "-b", branch, "main")
        received(folder, said(text, organization=f"Org {branch}"))
        with writing(folder, REVIEW) as change:
            supports = (f"Org {branch}",)
            known = change.register["C-2022-0001"]
            at = AT + datetime.timedelta(days=1)
            change.add(known, "group", {"group": group, "supports": supports}, by=branch, at=at)
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-m", branch)
    git(tmp_path, "merge", "left", "-m", "both")
    register = Register(folder)
    assert [] == register.damaged
    assert ["C-2022-0001", "C-2022-0002"] == [comment.number[:11] for comment in register.comments[:2]]
    assert {"La liaison manque.", "À gauche.", "Tout autre chose."} == {item.comment for item in register.comments}
    first = register["C-2022-0001"]
    assert ({"Org left", "Org right"}, frozenset({"group"})) == (set(first.supports), first.conflicts)
    assert {"left", "right"} == {event.by for event in first.events if event.action == "group"}


def test_the_same_event_of_two_branches_counts_once() -> None:
    event = Event("u", AT, "x", "receive", {"comment": FieldChange(None, "a")}).identified()
    assert len(comment_of("u", (event, event)).events) == 1


def test_a_line_that_is_no_event_stops_changes_and_no_reading(folder: Path) -> None:
    received(folder, said())
    path = next((folder / "comments").iterdir())
    path.write_text(path.read_text(encoding="utf-8") + "<<<<<<< HEAD\n", encoding="utf-8")
    assert len(Register(folder).comments) == 1
    with pytest.raises(DamagedRegisterError), writing(folder, REVIEW):
        pass


def test_nothing_is_written_when_the_block_fails(folder: Path) -> None:
    received(folder, said())
    before = texts(folder)
    with pytest.raises(ZeroDivisionError), writing(folder, REVIEW) as change:
        change.receive(said(SECOND), AT)
        raise ZeroDivisionError
    assert before == texts(folder)


def test_one_process_at_a_time(folder: Path) -> None:
    with writing(folder, REVIEW), pytest.raises(BusyError), writing(folder, REVIEW, wait=0):
        pass
