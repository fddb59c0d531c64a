"""The secretariat's grid: what changed in its columns becomes acts, row by row."""

from __future__ import annotations

from tabellion.review.grid.reading import GridRow
from tabellion.review.record.comment import Comment
from tabellion.review.record.decisions import find_decision
from tabellion.review.record.reaction import NOT_SATISFIED, SATISFIED, Reaction
from tabellion.review.record.states import ADMISSIBLE, APPLIED, AWAITING, STATES, WITHDRAWN
from tabellion.review.record.vocabulary import IMPACTS, find
from tabellion.review.secretariat.acts import Secretariat


def act_on(row: GridRow, desk: Secretariat) -> bool:
    """Do what a row of the secretariat's grid asks of the comment that it names; whether it named one.

    Nothing is asked by a cell that is empty or says what the register says.
    """
    number = row.said("number")
    if not number:
        return False
    desk.place = row.place("number")
    comment = desk.find(number)
    if comment is None:
        return True
    _admission(row, comment, desk)
    desk.place = row.place("group")
    if row.said("group") and row.said("group") != comment.group:
        desk.group([number], row.said("group"))
    desk.place = row.place("duplicate_of")
    if row.said("duplicate_of") and row.said("duplicate_of") != comment.duplicate_of:
        desk.duplicate(number, row.said("duplicate_of"))
    desk.place = row.place("instructor")
    if row.said("instructor") and row.said("instructor") != comment.instructor:
        desk.assign(number, row.said("instructor"))
    _decision(row, comment, desk)
    _status(row, comment, desk)
    said = Reaction.typed(number, row.said("author_opinion"))
    if said is not None and said.kind in (SATISFIED, NOT_SATISFIED) and said.kind != comment.author_opinion:
        desk.place = row.place("author_opinion")
        desk.opinion(number, said.kind, said.reason)
    return True


def _admission(row: GridRow, comment: Comment, desk: Secretariat) -> None:
    verdict = find(STATES, row.said("admission")) if row.said("admission") else None
    desk.place = row.place("admission")
    if (
        verdict is not None
        and verdict.code != comment.state
        and comment.state in ("received", "to-complete", "admissible")
    ):
        desk.admit(comment.number, verdict.code, row.said("answer"))
    elif comment.state == "received" and (row.said("instructor") or row.said("decision")):
        desk.admit(comment.number, ADMISSIBLE)


def _decision(row: GridRow, comment: Comment, desk: Secretariat) -> None:
    if not row.said("decision"):
        return
    wanted = find_decision(row.said("decision"))
    impact = find(IMPACTS, row.said("impact")) if row.said("impact") else None
    code = impact.code if impact is not None else ""
    same = wanted is not None and wanted.code == comment.decision
    if same and row.said("answer") == comment.answer and code in ("", comment.impact):
        return
    desk.place = row.place("decision")
    desk.decide(
        comment.number,
        row.said("decision"),
        row.said("answer"),
        version=row.said("applied_version"),
        same_as=row.said("duplicate_of"),
        impact=code,
        cell=row.said("source_cell"),
    )


def _status(row: GridRow, comment: Comment, desk: Secretariat) -> None:
    state = find(STATES, row.said("state")) if row.said("state") else None
    desk.place = row.place("state")
    if state is None or state.code == comment.state:
        return
    if state.code == APPLIED:
        desk.apply(comment.number, row.said("applied_version"), row.said("change"), row.said("source_cell"))
    elif state.code == AWAITING:
        desk.wait_for(comment.number, row.said("answer"))
    elif state.code == WITHDRAWN:
        desk.withdraw(comment.number, row.said("answer"))
