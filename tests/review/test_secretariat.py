"""What a secretariat does, by acts and in the grid: nothing skipped, nothing without reason, nothing merged by itself."""

from __future__ import annotations

import datetime
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from review.grids import DEBIT, GOOD, POSITION, filled, imported
from tabellion.cli.app import app
from tabellion.diagnostics import Report
from tabellion.review.export.fhir import assessments
from tabellion.review.export.shapes import exported
from tabellion.review.record.decisions import DECISIONS, find_decision
from tabellion.review.register.frozen import FrozenReview
from tabellion.review.register.register import Register
from tabellion.review.register.writing import writing
from tabellion.review.secretariat.acts import Secretariat
from tabellion.review.secretariat.duplicates import proposed_duplicates

AT = datetime.datetime(2024, 3, 10, 12, tzinfo=datetime.UTC)
AFTER = datetime.datetime(2024, 5, 10, 12, tzinfo=datetime.UTC)
ONE = "C-2024-0001"


@pytest.fixture
def register(tmp_path: Path, review: FrozenReview) -> FrozenReview:
    """A review with three comments: two near ones about the same point, and one of two points."""
    rows = [GOOD, GOOD | {"comment": "Quelle méthode pour un petit enfant ?"}]
    rows.append(GOOD | {"element": "Observation.value[x]", "comment": "L'unité manque. La valeur aussi."})
    imported(filled(tmp_path / "g.xlsx", review, rows), review, AT)
    return review


def act(review: FrozenReview, done: Callable[[Secretariat], object]) -> list[str]:
    """Do something as the secretariat; the codes of what was refused."""
    report = Report()
    with writing(review.folder, review.id) as change:
        done(Secretariat(change, review.anchors, report, by="Zoé", at=AFTER))
    return report.codes()


REFUSED: list[tuple[str, Callable[[Secretariat], object], str]] = [
    ("no such comment", lambda desk: desk.admit("C-2024-0099"), "RV040"),
    ("decided before it is admitted", lambda desk: desk.decide(ONE, "accepted", "Oui."), "RV041"),
    ("inadmissible without reason", lambda desk: desk.admit(ONE, "inadmissible"), "RV044"),
    ("refused without answer", lambda desk: (desk.admit(ONE), desk.decide(ONE, "not accepted")), "RV042"),
    ("accepted without answer", lambda desk: (desk.admit(ONE), desk.decide(ONE, "accepté")), "RV042"),
    ("later without version", lambda desk: (desk.admit(ONE), desk.decide(ONE, "later", "Oui.")), "RV042"),
    ("referred without link", lambda desk: (desk.admit(ONE), desk.decide(ONE, "transmis", "Ailleurs.")), "RV042"),
    ("duplicate of nothing", lambda desk: (desk.admit(ONE), desk.decide(ONE, "doublon")), "RV042"),
    ("an unknown decision", lambda desk: (desk.admit(ONE), desk.decide(ONE, "peut-être", "x")), "RV043"),
    ("split into other words", lambda desk: desk.split("C-2024-0003", ["L'unité manque.", "Inventé."]), "RV047"),
    ("published with comments undecided", lambda desk: desk.publish(), "RV045"),
]


@pytest.mark.parametrize(("what", "done", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_refused(register: FrozenReview, what: str, done: Callable[[Secretariat], object], code: str) -> None:
    assert [code] == act(register, done)


def test_a_comment_from_reception_to_publication(register: FrozenReview) -> None:
    """Admitted, grouped, assigned, decided with the cell to change, applied, published, disputed and decided again."""

    def done(desk: Secretariat) -> None:
        desk.admit(ONE)
        desk.group([ONE], "Méthodes")
        desk.assign(ONE, "Collège")
        decided = desk.decide(ONE, "Persuasive with modification", "Oui, autrement.", impact="compatible")
        assert decided is not None and "Liaisons" in decided.source_cell, "the cell is that of the facet's origin"
        desk.apply(ONE, "0.5.0", "changes.html#1")
        desk.duplicate("C-2024-0002", ONE)
        for number in ("C-2024-0002", "C-2024-0003"):
            desk.admit(number)
        desk.decide("C-2024-0002", "doublon")
        assert 2 == len(desk.split("C-2024-0003", ["L'unité manque.", "La valeur aussi."]))
        for number in ("C-2024-0004", "C-2024-0005"):
            desk.admit(number)
            desk.decide(number, "question answered", "Non.")
        assert desk.publish()
        desk.opinion(ONE, "not-satisfied", "Ce n'est pas ma question.")

    assert [] == act(register, done)
    found = Register(register.folder)
    assert ("disputed", "0.5.0", "Méthodes") == (found[ONE].state, found[ONE].applied_version, found[ONE].group)
    assert {"published"} == {comment.state for comment in found.comments if comment.number != ONE}
    assert ("C-2024-0003", "inadmissible") == (found["C-2024-0004"].split_from, found["C-2024-0003"].settled_as)
    assert "L'unité manque. La valeur aussi." == found["C-2024-0003"].comment
    history = [event.action for event in found[ONE].events]
    assert ["receive", "admit", "group", "assign", "decide", "apply", "publish", "opinion"] == history


def test_duplicates_are_proposed_and_never_merged(register: FrozenReview) -> None:
    comments = Register(register.folder).comments
    (pair,) = proposed_duplicates(comments)
    assert (ONE, "C-2024-0002", False) == (pair.first.number, pair.second.number, pair.exact)
    assert {"received"} == {comment.state for comment in comments}


def test_the_grid_does_what_commands_do(register: FrozenReview, tmp_path: Path) -> None:
    """A secretariat in Excel alone: the full grid, filled in, comes back as the same acts; sent again it does nothing."""
    content = exported("full", Register(register.folder).comments, register, "fr")[1]
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Commentaires"]
    typed = {
        2: {"admission": "recevable", "group": "Méthodes", "instructor": "Collège", "decision": "accepté avec modification",
            "answer": "=1+1 n'est pas une formule", "impact": "substantiel compatible"},
        3: {"admission": "recevable", "duplicate_of": ONE, "decision": "doublon"},
        4: {"admission": "irrecevable", "answer": "Deux points."},
    }  # fmt: skip
    for row, values in typed.items():
        for key, value in values.items():
            sheet.cell(row, POSITION[key], value).data_type = "s"
    path = tmp_path / "full.xlsx"
    book.save(path)
    root = register.folder.parents[1]
    for _ in range(2):
        result = CliRunner().invoke(
            app, ["review", "import", str(path), "--secretariat", "--project", str(root), "--at", AFTER.isoformat()]
        )
        assert 0 == result.exit_code, result.output
    found = Register(register.folder)
    assert ("decided", "accepted-modified", "Méthodes", "Collège", "compatible") == (
        found[ONE].state, found[ONE].decision, found[ONE].group, found[ONE].instructor, found[ONE].impact,
    )  # fmt: skip
    assert ("duplicate", ONE) == (found["C-2024-0002"].decision, found["C-2024-0002"].duplicate_of)
    assert ("inadmissible", "Deux points.") == (found["C-2024-0003"].state, found["C-2024-0003"].state_reason)
    assert ["receive", "admit", "group", "assign", "decide"] == [event.action for event in found[ONE].events]


def acts_in_the_grid(review: FrozenReview, path: Path, rows: list[tuple[str, str, str]], at: datetime.datetime) -> str:
    """The full grid with these rows in its sheet of acts, received as a secretariat's; what the command says."""
    content = exported("full", Register(review.folder).comments, review, "fr")[1]
    book = openpyxl.load_workbook(io.BytesIO(content))
    for number, row in enumerate(rows, 2):
        for column, text in enumerate(row, 1):
            book["Actes"].cell(number, column, text)
    book.save(path)
    command = ["review", "import", str(path), "--secretariat", "--project", str(review.folder.parents[1])]
    return CliRunner().invoke(app, [*command, "--at", at.isoformat(), "--lang", "fr"]).output


def test_the_sheet_of_acts_does_what_no_column_says(register: FrozenReview, tmp_path: Path) -> None:
    """Split, masked, revised, anonymised, extended: as by commands; the same sheet sent again does nothing more."""
    imported(
        filled(
            tmp_path / "h.xlsx",
            register,
            [GOOD | {"comment": "Quelle méthode, pour un enfant ?", "nature": "correction"}],
        ),
        register,
        AT,
    )
    rows = [
        ("C-2024-0003", "découper", "L'unité manque.\n\nLa valeur aussi."),
        (ONE, "garder hors du public", "nomme un patient"),
        ("C-2024-0002", "Anonymiser", ""),
        ("", "prolonger la concertation", "2024-04-30T23:59+02:00 à la demande"),
    ]
    for _ in range(2):
        acts_in_the_grid(register, tmp_path / "full.xlsx", rows, AT)
        found = Register(register.folder)
        assert (True, True) == (found[ONE].masked, found["C-2024-0002"].anonymised)
        assert ["L'unité manque.", "La valeur aussi."] == [
            comment.comment for comment in found.comments if comment.split_from == "C-2024-0003"
        ]
        review = FrozenReview.read(register.folder)
        assert "2024-04-30T23:59:00+02:00" == review.closes.isoformat()
    assert 2 == (register.folder / "events.jsonl").read_text(encoding="utf-8").count("\n")


WRONG_ACTS = [
    ((ONE, "supprimer", ""), "RV049"),
    ((ONE, "garder hors du public", ""), "RV044"),
    ((ONE, "effacer les fichiers joints", ""), "RV044"),
    (("", "anonymiser", ""), "RV040"),
    (("C-2024-0099", "anonymiser", ""), "RV040"),
    ((ONE, "découper", "Un seul."), "RV047"),
    (("", "publier le bilan", ""), "RV046"),
    (("", "prolonger la concertation", "demain"), "RV054"),
    (("", "prolonger la concertation", "2024-04-30T23:59+02:00"), "RV053"),
    (("", "prolonger la concertation", "2024-04-01T23:59+02:00 plus tôt"), "RV053"),
]


@pytest.mark.parametrize(("row", "code"), WRONG_ACTS, ids=[f"{row[1]} {row[2]}" for row, _ in WRONG_ACTS])
def test_acts_that_are_refused(register: FrozenReview, tmp_path: Path, row: tuple[str, str, str], code: str) -> None:
    before = Register(register.folder).comments
    said = acts_in_the_grid(register, tmp_path / "full.xlsx", [row], AT)
    assert code in said and "Actes!" in said
    assert before == Register(register.folder).comments


def test_published_from_the_grid_in_one_stroke(register: FrozenReview, tmp_path: Path) -> None:
    """The answers and the date of the result come into the register together, once."""
    for number in (ONE, "C-2024-0002", "C-2024-0003"):
        act(
            register, lambda desk, number=number: (desk.admit(number), desk.decide(number, "question answered", "Oui."))
        )  # type: ignore[misc]
    for _ in range(2):
        acts_in_the_grid(register, tmp_path / "full.xlsx", [("", "publier le bilan", "")], AFTER)
        assert AFTER.isoformat() == FrozenReview.read(register.folder).published_at
        assert {"published"} == {comment.state for comment in Register(register.folder).comments}
    assert 2 == (register.folder / "events.jsonl").read_text(encoding="utf-8").count("\n")


def test_the_whole_by_commands(root: Path, tmp_path: Path, review: FrozenReview) -> None:
    """Every command of the family, as a secretariat types them."""
    grid = filled(tmp_path / "envoi.xlsx", review, [GOOD])

    def run(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, ["review", *words, "--project", str(root)])
        assert code == result.exit_code, result.output
        return result.output

    run("import", str(grid), "--at", "2024-03-10T10:00+01:00")
    assert (tmp_path / "envoi.recu.xlsx").is_file()
    assert ONE in run("list") and "Quelle méthode" in run("show", ONE)
    run("publish", "--at", "2024-03-10T10:00+01:00", code=1)
    run("publish", "--at", "2024-05-10T10:00+01:00", code=1)
    run("admit", ONE, "--by", "Zoé")
    run("decide", ONE, "--as", "question answered", "--answer", "Le débitmètre.")
    run("extend", "--closes", "2024-04-30T23:59+02:00", "--reason", "à la demande", "--at", "2024-04-16T10:00+02:00")
    assert "2024-04-30" in FrozenReview.read(review.folder).closes.isoformat()
    run("publish", "--at", "2024-05-10T10:00+01:00")
    run("anonymise", ONE)
    run("verify")
    for shape in ("xlsx", "full", "csv", "json", "hl7", "iso", "fhir"):
        run("export", "--as", shape, "-o", str(tmp_path / shape))
    run("grid", "debit-de-pointe-observation", "-o", str(tmp_path / "some.xlsx"))
    run("show", "C-2024-0099", code=2)
    assert {DEBIT} == {
        str(row[5].value) for row in openpyxl.load_workbook(tmp_path / "some.xlsx")["Commentaires"].iter_rows(min_row=2)
    }


def test_the_frozen_edition_tells_when_it_was_touched(review: FrozenReview) -> None:
    assert [] == review.altered()
    name = next(name for name in review.files if name.startswith("output/"))
    path = review.folder / "frozen" / name
    path.write_bytes(path.read_bytes() + b" ")
    assert [name] == review.altered()


def test_every_decision_has_its_words() -> None:
    for decision in DECISIONS:
        assert decision is find_decision(decision.label.fr) is find_decision(decision.label.en)


def test_the_register_in_fhir(register: FrozenReview) -> None:
    """Each comment with its answer, and nothing that is not public."""
    act(register, lambda desk: (desk.admit(ONE), desk.decide(ONE, "not accepted", "Non.")))
    with writing(register.folder, register.id) as change:
        change.add(change.register["C-2024-0002"], "mask", {"masked": True}, by="x", at=AFTER)
    text = json.dumps(assessments(Register(register.folder).comments, register), ensure_ascii=False)
    assert "not-persuasive" in text and "Non." in text and "petit enfant" not in text


def test_the_sample_review_holds_every_ending() -> None:
    """The review of the sample: some thirty comments by every door, each with its answer, none open."""
    root = Path(__file__).resolve().parents[2] / "reviews" / "CONC-2022-01"
    if not root.is_dir():
        pytest.skip("the sample guide is not here")
    found = Register(root)
    assert 30 <= len(found.comments) <= 40 and not found.damaged
    assert not [comment.number for comment in found.comments if comment.is_open]
    assert {decision.code for decision in DECISIONS} == {comment.decision for comment in found.comments} - {""}
    assert {"form", "grid", "tracker", "email"} == {comment.door for comment in found.comments}
    assert {"fr", "en"} == {comment.lang for comment in found.comments}
    assert shutil.which("git") is None or not list(root.glob("frozen/site.zip"))
