"""Files of the page and exports of trackers: the same record, and nothing that a contributor has no say in."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path
from typing import Any

import pytest

import tabellion.files.change
from review.grids import DEBIT, imported
from tabellion.review.record.submission import Submission
from tabellion.review.register.frozen import FrozenReview
from tabellion.review.register.register import Register
from tabellion.review.register.writing import writing

AT = datetime.datetime(2024, 3, 10, 12, tzinfo=datetime.UTC)
URL = "https://souffle.example/fhir/StructureDefinition/debit-de-pointe-observation"
ANCHOR = {"type": "element", "version": "0.4.0", "artifact": URL, "element": "Observation.method", "facet": "binding"}


def handed(comments: Any, **more: Any) -> str:
    """A file as the page makes it."""
    return json.dumps({"format": "tabellion-review", "review": "CONC-2024-01", "comments": comments, **more})


FILES: list[tuple[str, str, dict[str, Any], list[str]]] = [
    ("as the page makes it", handed([{"anchor": ANCHOR, "comment": "Quoi ?"}]), {"element": "Observation.method"}, []),
    (
        "forged fields",
        handed([{"anchor": ANCHOR, "comment": "Quoi ?", "number": "C-2024-0999", "state": "published", "decision": "accepted",
                 "received": "1999-01-01T00:00:00Z", "late": True, "door": "grid", "answer": "Oui."}]),
        {"number": "C-2024-0001", "state": "received", "decision": "", "late": False, "door": "form", "answer": ""},
        [],
    ),
    (
        "a forged anchor",
        handed([{"anchor": {"type": "x", "artifact": "javascript:alert(1)", "url": "javascript:alert(1)"}, "comment": "Quoi ?"}]),
        {"type": "guide"},
        ["RV034"],
    ),
    (
        "an anchor by its artifact and element alone",
        handed([{"anchor": {"type": "code", "artifact": DEBIT, "element": "Observation.method"}, "comment": "Quoi ?"}]),
        {"type": "element", "artifact": URL},
        [],
    ),
    ("another version", handed([{"anchor": ANCHOR | {"version": "9.9"}, "comment": "Quoi ?"}]), {"version": "9.9"}, ["RV025"]),
    ("values of a wrong form", handed([{"anchor": 3, "comment": "Quoi ?", "nature": ["x"], "attachments": 5}]), {"nature": "question"}, []),
    (
        "issues of a tracker",
        json.dumps([{"title": "Méthode", "body": "Laquelle ?", "html_url": "https://x.example/1", "user": {"login": "zoe"}}]),
        {"door": "tracker", "comment": "Méthode\n\nLaquelle ?", "author_name": "zoe"},
        [],
    ),
    (
        "an issue that the page filled in",
        json.dumps([{"title": "x", "body": f"Bonjour\n```json\n{handed([{'anchor': ANCHOR, 'comment': 'Quoi ?'}])}\n```\n"}]),
        {"door": "tracker", "element": "Observation.method", "comment": "Quoi ?"},
        [],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("what", "text", "wanted", "codes"), FILES, ids=[row[0] for row in FILES])
def test_what_a_file_may_say(
    tmp_path: Path, review: FrozenReview, what: str, text: str, wanted: dict[str, Any], codes: list[str]
) -> None:
    (tmp_path / "f.json").write_text(text, encoding="utf-8")
    _, report = imported(tmp_path / "f.json", review, AT)
    (comment,) = Register(review.folder).comments
    assert codes == report.codes()
    assert wanted == {
        key: getattr(comment, key) if hasattr(comment, key) else getattr(comment.anchor, key) for key in wanted
    }
    assert comment.received == AT.isoformat()


PATTERNS: list[tuple[str, list[str]]] = [
    ("." * 20_000, ["RV020"]),
    ("\n" * 19_999 + "x", []),
    ("pj " * 6_000, []),
    (" -" * 10_000, ["RV020"]),
    ("1) " * 6_000, []),
    ("patient nommé " * 1_400, []),
    ("1 " * 10_000, []),
    ("- a\n" * 5_000, ["RV022"]),
    ("x" * 20_001, ["RV032"]),
    ("\n- x" * 5_001, ["RV032"]),
]


@pytest.mark.parametrize(("text", "codes"), PATTERNS, ids=range(len(PATTERNS)))
def test_texts_made_to_be_slow(tmp_path: Path, review: FrozenReview, text: str, codes: list[str]) -> None:
    """Patterns are looked for in time in proportion to a text: one of 20,000 signs is answered like any other."""
    (tmp_path / "f.json").write_text(handed([{"comment": text}]), encoding="utf-8")
    assert codes == imported(tmp_path / "f.json", review, AT)[1].codes()


@pytest.mark.parametrize("field", ["artifact", "element", "section", "quoted", "url", "fingerprint"])
def test_an_anchor_longer_than_any(tmp_path: Path, review: FrozenReview, field: str) -> None:
    (tmp_path / "f.json").write_text(handed([{"anchor": {field: "x" * 20_001}, "comment": "Quoi ?"}]), encoding="utf-8")
    report = imported(tmp_path / "f.json", review, AT)[1]
    assert (["RV032"], ()) == (report.codes("error"), Register(review.folder).comments)


def test_an_issue_full_of_records(tmp_path: Path, review: FrozenReview) -> None:
    """One that begins a record a hundred thousand times and ends none is a text, too long to be a comment."""
    (tmp_path / "f.json").write_text(json.dumps([{"title": "x", "body": "```json {" * 100_000}]), encoding="utf-8")
    report = imported(tmp_path / "f.json", review, AT)[1]
    assert (["RV032"], ()) == (report.codes("error"), Register(review.folder).comments)


def test_another_review_is_refused(tmp_path: Path, review: FrozenReview) -> None:
    text = handed([{"anchor": ANCHOR, "comment": "Quoi ?"}]).replace("CONC-2024-01", "CONC-1999-01")
    (tmp_path / "f.json").write_text(text, encoding="utf-8")
    _, report = imported(tmp_path / "f.json", review, AT)
    assert (["RV026"], ()) == (report.codes(), Register(review.folder).comments)


def test_support_counts_organizations(tmp_path: Path, review: FrozenReview) -> None:
    first = handed([{"anchor": ANCHOR, "comment": "Quoi ?"}], contributor={"organization": "Bal SA"})
    said = [{"number": number, "reaction": "support"} for number in ("C-2024-0001", "C-2024-0099")]
    more = handed([], contributor={"organization": "Tens SA"}, reactions=[*said, 5, {"number": "C-2024-0001"}])
    codes = []
    for text in (first, more, more, handed([], reactions=said[:1])):
        (tmp_path / "f.json").write_text(text, encoding="utf-8")
        codes.append(imported(tmp_path / "f.json", review, AT)[1].codes())
    assert [[], ["RV037"], ["RV037"], ["RV037"]] == codes
    assert [("Tens SA",)] == [comment.supports for comment in Register(review.folder).comments]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("step", [0, 1, 3, 6, 7, 8])
def test_killed_at_any_moment_all_or_nothing(review: FrozenReview, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that dies while files are put in place leaves the register as it was, or as it should be."""
    child = os.fork()
    if child == 0:
        moves = iter(range(1000))
        move = tabellion.files.change.move

        def dying(source: Path, target: Path) -> None:
            if next(moves) == step:
                os._exit(9)
            move(source, target)

        monkeypatch.setattr(tabellion.files.change, "move", dying)
        try:
            with writing(review.folder, review.id) as change:
                for number in range(3):
                    change.receive(Submission(comment=f"Remarque {number}", author_email="zoe@bal.example"), AT)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    with writing(review.folder, review.id) as change:
        assert len(change.comments) in (0, 3)
    assert {comment.author_email for comment in Register(review.folder).comments} <= {"zoe@bal.example"}
