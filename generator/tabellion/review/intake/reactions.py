"""What people say of comments that are there: each organization counts once, the author is known by the uid."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from tabellion.diagnostics import Place, Term, rule
from tabellion.review.intake.remarks import Remark
from tabellion.review.intake.rules import LONGEST, names_a_patient
from tabellion.review.record.comment import Comment
from tabellion.review.record.reaction import NOT_SATISFIED, OPPOSE, SUPPORT, Reaction
from tabellion.review.record.states import DISPUTED, NEXT
from tabellion.review.record.submission import Submission
from tabellion.review.record.vocabulary import REACTIONS, plain, word_of
from tabellion.review.register.changes import CommentChanges

REACTION_NOT_TAKEN = rule(
    "RV037",
    "reaction-not-taken",
    "error",
    "business-rule",
    fr="l'avis « {said} » sur {value} n'est pas reçu : {why}",
    en="the opinion `{said}` on {value} is not received: {why}",
    help_fr="complétez-le et renvoyez-le ; les autres lignes sont reçues",
    help_en="complete it and send it again; the other rows are received",
)
WHY = {
    "number": Term("aucun commentaire n'a ce numéro", "no comment has this number"),
    "organization": Term(
        "les soutiens et les désaccords se comptent par organisme, nommez le vôtre",
        "support and disagreement are counted by organization, name yours",
    ),
    "reason": Term("un désaccord demande son motif", "disagreement takes its reason"),
    "answer": Term("ce commentaire n'a pas encore de réponse", "this comment has no answer yet"),
    "long": Term("le motif est trop long", "the reason is too long"),
    "person": Term("le motif semble nommer un patient", "the reason seems to name a patient"),
}


@dataclass(slots=True)
class HandedReaction:
    """A reaction of a file or a post, for an organization; what is said about it, once it was looked at."""

    reaction: Reaction
    organization: str
    place: Place
    remark: Remark | None = None
    key: str = ""


def react(handed: HandedReaction, change: CommentChanges, by_number: Mapping[str, str], at: datetime.datetime) -> None:
    """Take a reaction into the register, or say why it is not."""
    said = handed.reaction
    uid = by_number.get(said.number)
    comment = change.comments[uid] if uid is not None else None
    fault = _fault(handed, comment)
    if fault or comment is None:
        told: dict[str, object] = {"said": word_of(REACTIONS, said.kind).label, "why": WHY[fault or "number"]}
        handed.remark = Remark(REACTION_NOT_TAKEN, "author_opinion", said.number, parameters=told)
    elif said.kind in (SUPPORT, OPPOSE):
        _count(handed, comment, change, at)
    else:
        _judge(handed, comment, change, at)


def _fault(handed: HandedReaction, comment: Comment | None) -> str:
    said = handed.reaction
    if comment is None:
        return "number"
    if said.kind in (SUPPORT, OPPOSE):
        if not plain(handed.organization):
            return "organization"
    elif not comment.decision:
        return "answer"
    if said.kind in (OPPOSE, NOT_SATISFIED) and not said.reason and not said.uid:
        return "reason"
    if len(said.reason) > LONGEST:
        return "long"
    return "person" if names_a_patient(Submission(comment=said.reason)) else ""


def _count(handed: HandedReaction, comment: Comment, change: CommentChanges, at: datetime.datetime) -> None:
    """An organization is on one side, once; it may change its mind. Its own comment needs no support of its own."""
    said, name = handed.reaction, handed.organization
    supports, opposed = (
        tuple(item for item in side if plain(item) != plain(name)) for side in (comment.supports, comment.opposed)
    )
    if said.kind == SUPPORT and plain(name) != plain(comment.organization):
        supports = (*supports, name) if len(supports) == len(comment.supports) else comment.supports
    elif said.kind == OPPOSE:
        opposed = (*opposed, name) if len(opposed) == len(comment.opposed) else comment.opposed
    notes = _with_note(comment, handed)
    values = {"supports": supports, "opposed": opposed, "notes": notes}
    change.add(comment, said.kind, values, by="contributor", at=at)


def _judge(handed: HandedReaction, comment: Comment, change: CommentChanges, at: datetime.datetime) -> None:
    """What the author says of the answer. Who has not the uid is not known to be the author: a note, until the
    secretariat has asked."""
    said = handed.reaction
    if said.uid != comment.uid:
        change.add(comment, "note", {"notes": _with_note(comment, handed)}, by="contributor", at=at)
        return
    values: dict[str, object] = {"author_opinion": said.kind, "opinion_reason": said.reason or comment.opinion_reason}
    if said.kind == NOT_SATISFIED and comment.author_opinion != said.kind and DISPUTED in NEXT[comment.state]:
        values["state"] = DISPUTED
    change.add(comment, "opinion", values, by="contributor", at=at)


def _with_note(comment: Comment, handed: HandedReaction) -> tuple[str, ...]:
    said = handed.reaction
    if not said.reason:
        return comment.notes
    note = f"{handed.organization or '?'} – {word_of(REACTIONS, said.kind).label.fr}: {said.reason}"
    return comment.notes if note in comment.notes else (*comment.notes, note)
