"""Acts of the secretariat on comments of a register under change; what is refused is a finding, and changes nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from tabellion.diagnostics import Place, Report, Term
from tabellion.review.anchors.index import AnchorIndex
from tabellion.review.record.comment import TEXTS, Comment
from tabellion.review.record.contribution import Contribution
from tabellion.review.record.decisions import DECISIONS, Decision, Need, find_decision
from tabellion.review.record.states import (
    ADMISSIBLE,
    APPLIED,
    AWAITING,
    DECIDED,
    DISPUTED,
    INADMISSIBLE,
    NEXT,
    PUBLISHED,
    STATES,
    TO_COMPLETE,
    UNDER_ANALYSIS,
    WITHDRAWN,
)
from tabellion.review.record.submission import Submission
from tabellion.review.record.vocabulary import plain, word_of
from tabellion.review.register.changes import CommentChanges
from tabellion.review.register.frozen import ReviewEvent
from tabellion.review.secretariat.rules import (
    ATTACHMENT_DELETED_WITHOUT_REASON,
    DECISION_WITHOUT_REASON,
    NOTHING_TO_SPLIT,
    REFUSAL_WITHOUT_REASON,
    REVIEW_NOT_EXTENDED,
    REVIEW_STILL_OPEN,
    STATE_DOES_NOT_FOLLOW,
    UNDECIDED_COMMENT,
    UNKNOWN_COMMENT,
    UNKNOWN_DECISION,
)

DAYS_TO_EXTEND = 5
"""Days after the closing in which a review may still be extended."""
NEEDS: Mapping[Need, Term] = {
    "answer": Term("une réponse motivée", "an answer with its reason"),
    "answer-unless-wording": Term("une réponse motivée, sauf pour une coquille", "an answer, but for a typo"),
    "version": Term("la version visée", "the version that is aimed at"),
    "link": Term("un lien vers l'organisme saisi", "a link to the body that was asked"),
    "number": Term("le numéro de l'autre commentaire", "the number of the other comment"),
}


class Secretariat:
    """What the organiser does: `by` whom and `at` what instant. Every act gives the comment as it is then, or `None`
    where it was refused; refusals are in the report at `place`."""

    def __init__(
        self, change: CommentChanges, index: AnchorIndex | None, report: Report, *, by: str, at: datetime.datetime
    ) -> None:
        self._change = change
        self._index = index
        self._report = report
        self._by = by
        self._at = at
        self._numbers = {comment.number: comment.uid for comment in change.comments.values()}
        self.place = Place()

    def find(self, number: str) -> Comment | None:
        """The comment of a number, as it is now."""
        uid = self._numbers.get(number.strip().upper())
        if uid is None:
            self._report.add(UNKNOWN_COMMENT, self.place, value=number)
            return None
        return self._change.comments[uid]

    def admit(self, number: str, verdict: str = ADMISSIBLE, reason: str = "") -> Comment | None:
        """Declare a comment admissible, inadmissible or to be completed; the last two need a reason."""
        comment = self.find(number)
        if comment is None:
            return None
        if verdict in (INADMISSIBLE, TO_COMPLETE) and not (reason or comment.state_reason):
            after = word_of(STATES, verdict).label
            self._report.add(REFUSAL_WITHOUT_REASON, self.place, number=comment.number, after=after)
            return None
        return self._to(comment, verdict, "admit", {"state_reason": reason or comment.state_reason})

    def split(self, number: str, texts: Sequence[str]) -> list[Comment]:
        """Make a comment of each point of another, which stays as it is and says so; texts are words of its author."""
        comment = self.find(number)
        if comment is None:
            return []
        known = {plain(item.comment) for item in self._change.comments.values() if item.split_from == comment.number}
        if texts and all(plain(text) in known for text in texts):
            return []
        said = plain(" ".join((comment.comment, comment.proposal, comment.reason)))
        if len(texts) < 2 or not all(plain(text) and plain(text) in said for text in texts):
            self._report.add(NOTHING_TO_SPLIT, self.place, number=comment.number)
            return []
        received = datetime.datetime.fromisoformat(comment.received) if comment.received else self._at
        values = {key: value for key, value in _handed_in(comment).items() if key not in TEXTS}
        made = []
        for text in texts:
            submission = Submission(**values | {"comment": text})
            part = self._change.receive(
                submission,
                max(received, self._at),
                split_from=comment.number,
                received=comment.received,
                late=comment.late,
            )
            self._numbers[part.number] = part.uid
            made.append(part)
        named = ", ".join(part.number for part in made)
        note = f"→ {named}"
        self._add(comment, "split", {"notes": (*comment.notes, note)})
        self._to(self._change.comments[comment.uid], INADMISSIBLE, "split", {"state_reason": note})
        return made

    def group(self, numbers: Iterable[str], name: str) -> None:
        """Put comments under one theme; each keeps its own decision."""
        for number in numbers:
            comment = self.find(number)
            if comment is not None:
                self._add(comment, "group", {"group": name})

    def assign(self, number: str, instructor: str) -> Comment | None:
        """Give a comment to whoever looks into it: it is under analysis then."""
        comment = self.find(number)
        if comment is None:
            return None
        if comment.state in (ADMISSIBLE, AWAITING):
            return self._to(comment, UNDER_ANALYSIS, "assign", {"instructor": instructor})
        return self._add(comment, "assign", {"instructor": instructor})

    def wait_for(self, number: str, whom: str) -> Comment | None:
        """Wait for another body, which is named."""
        comment = self.find(number)
        return None if comment is None else self._to(comment, AWAITING, "await", {"state_reason": whom})

    def decide(
        self,
        number: str,
        decision: str,
        answer: str = "",
        *,
        version: str = "",
        link: str = "",
        same_as: str = "",
        impact: str = "",
        cell: str = "",
        decided_by: str = "",
    ) -> Comment | None:
        """Decide a comment, with what the decision needs. The cell to change is that of the anchor unless one is
        given."""
        comment, wanted = self.find(number), find_decision(decision)
        if wanted is None:
            words = Term(*(", ".join(item.label[lang] for item in DECISIONS) for lang in ("fr", "en")))
            self._report.add(UNKNOWN_DECISION, self.place, value=decision, choices=words)
        if comment is None or wanted is None:
            return None
        same = same_as or comment.duplicate_of
        if same and self.find(same) is None:
            return None
        missing = _missing(wanted, comment, answer or comment.answer, version, link, same)
        for need in missing:
            self._report.add(
                DECISION_WITHOUT_REASON, self.place, number=comment.number, decision=wanted.label, need=NEEDS[need]
            )
        if missing:
            return None
        values = {
            "decision": wanted.code,
            "answer": answer or comment.answer,
            "decided_at": self._at.isoformat(),
            "decided_by": decided_by or self._by,
            "decision_version": version,
            "decision_link": link,
            "impact": impact or comment.impact,
            "source_cell": cell or comment.source_cell or (self.cell_of(comment) if wanted.changes else ""),
        }
        if "number" in wanted.needs:
            values["duplicate_of"] = same
        known = {key: getattr(comment, key) for key in values}
        if comment.decision and values | {"decided_at": "", "decided_by": ""} == known | {
            "decided_at": "",
            "decided_by": "",
        }:
            return comment
        after = WITHDRAWN if wanted.code == "retracted" and WITHDRAWN in NEXT[comment.state] else DECIDED
        return self._to(comment, after, "decide", values)

    def cell_of(self, comment: Comment) -> str:
        """The cell that says what a comment is about, from the origin of the facet; `""` where no cell says it."""
        point = self._index.of(comment.anchor) if self._index is not None else None
        if point is None:
            return ""
        facet = comment.anchor.facet
        return point.cells.get(facet) or next(iter(point.cells.values()), "")

    def apply(self, number: str, version: str, change: str = "", cell: str = "") -> Comment | None:
        """Say that an edition holds the change, and which line of its change log tells it."""
        comment = self.find(number)
        if comment is None:
            return None
        values = {
            "applied_version": version,
            "change": change or comment.change,
            "source_cell": cell or comment.source_cell,
        }
        return self._to(comment, APPLIED, "apply", values)

    def opinion(self, number: str, opinion: str, reason: str = "") -> Comment | None:
        """What the author says of the answer; one that does not satisfy goes back to the deciders."""
        comment = self.find(number)
        if comment is None:
            return None
        values = {"author_opinion": opinion, "opinion_reason": reason}
        if opinion == "not-satisfied" and DISPUTED in NEXT[comment.state]:
            return self._to(comment, DISPUTED, "opinion", values)
        return self._add(comment, "opinion", values)

    def withdraw(self, number: str, reason: str = "") -> Comment | None:
        """Withdraw a comment for its author; it stays in the register."""
        comment = self.find(number)
        return None if comment is None else self._to(comment, WITHDRAWN, "withdraw", {"state_reason": reason})

    def mask(self, number: str, reason: str, *, masked: bool = True) -> Comment | None:
        """Keep the texts of a comment from the public, or give them back; number, reason and date stay."""
        comment = self.find(number)
        if comment is None:
            return None
        return self._add(comment, "mask", {"masked": masked, "state_reason": reason})

    def show_attachments(self, number: str, *, shown: bool = True) -> Comment | None:
        """Show the public the files that a comment came with, or keep them apart again."""
        comment = self.find(number)
        return None if comment is None else self._add(comment, "attachments", {"attachments_shown": shown})

    def drop_attachments(self, number: str, reason: str) -> Comment | None:
        """Delete the files that a comment came with; that there were some, and why they went, stays."""
        comment = self.find(number)
        if comment is None:
            return None
        if not reason.strip():
            self._report.add(ATTACHMENT_DELETED_WITHOUT_REASON, self.place, number=comment.number)
            return None
        values = {"attachments": (), "attachments_shown": False, "notes": (*comment.notes, f"✂ {reason}")}
        return self._add(comment, "attachments", values) if comment.attachments else comment

    def duplicate(self, number: str, of: str) -> Comment | None:
        """Mark a comment as a duplicate of another, which its organization then supports."""
        comment, first = self.find(number), self.find(of)
        if comment is None or first is None or comment.uid == first.uid:
            return None
        name = comment.organization
        if name and not any(plain(name) == plain(item) for item in (*first.supports, first.organization)):
            self._add(first, "support", {"supports": (*first.supports, name)})
        return self._add(comment, "duplicate", {"duplicate_of": first.number})

    def confirm_revision(self, number: str) -> Comment | None:
        """Take a comment for the revision that it seems to be: the first one says what it says, and it is withdrawn."""
        comment = self.find(number)
        first = self.find(comment.revision_of) if comment is not None and comment.revision_of else None
        if comment is None or first is None:
            return None
        self._add(first, "revise", {key: getattr(comment, key) for key in (*TEXTS, "nature", "severity")})
        return self._to(comment, WITHDRAWN, "revise", {"state_reason": f"→ {first.number}"})

    def anonymise(self, number: str) -> Comment | None:
        """Take the person out of a comment and of every file."""
        comment = self.find(number)
        return None if comment is None else self._change.anonymise(comment, by=self._by, at=self._at)

    def publish(self, closes: datetime.datetime | None = None) -> bool:
        """Publish the answers, after the review closes: not one comment may be left without. Nothing changes where one
        is."""
        if closes is not None and self._at <= closes:
            review = self._change.review
            self._report.add(REVIEW_STILL_OPEN, self.place, review=review, closes=closes.isoformat())
            return False
        comments = sorted(self._change.comments.values(), key=lambda item: item.number)
        for comment in comments:
            if comment.is_open:
                before = word_of(STATES, comment.state).label
                self._report.add(UNDECIDED_COMMENT, self.place, number=comment.number, before=before)
        if any(comment.is_open for comment in comments):
            return False
        published = [self._to(item, PUBLISHED, "publish", {}) for item in comments if item.state != PUBLISHED]
        if published or not self._change.is_published:
            self._change.review_events.append(ReviewEvent(self._at, self._by, "publish"))
            self._change.is_published = True
        return True

    def extend(self, closes: datetime.datetime, wanted: datetime.datetime, reason: str) -> bool:
        """Extend the review from one closing to another, while it is open or some days after; whether it was."""
        if wanted == closes:
            return True
        days = datetime.timedelta(days=DAYS_TO_EXTEND)
        if self._at > closes + days or wanted < closes or not reason.strip():
            told = {"review": self._change.review, "wanted": wanted.isoformat(), "closes": closes.isoformat()}
            self._report.add(REVIEW_NOT_EXTENDED, self.place, **told, days=DAYS_TO_EXTEND)  # type: ignore[arg-type]
            return False
        values = {"closes": wanted.isoformat(), "before": closes.isoformat(), "reason": reason.strip()}
        self._change.review_events.append(ReviewEvent(self._at, self._by, "extend", values))
        return True

    def _to(self, comment: Comment, state: str, action: str, values: Mapping[str, Any]) -> Comment | None:
        if state != comment.state and state not in NEXT[comment.state]:
            before, after = (word_of(STATES, code).label for code in (comment.state, state))
            path = Term(
                *(
                    " → ".join(word_of(STATES, code).label[lang] for code in _path(comment.state, state)) or "—"
                    for lang in ("fr", "en")
                )
            )
            self._report.add(
                STATE_DOES_NOT_FOLLOW, self.place, number=comment.number, before=before, after=after, path=path
            )
            return None
        return self._add(comment, action, {**values, "state": state})

    def _add(self, comment: Comment, action: str, values: Mapping[str, Any]) -> Comment:
        return self._change.add(comment, action, values, by=self._by, at=self._at)


def _missing(wanted: Decision, comment: Comment, answer: str, version: str, link: str, same: str) -> list[Need]:
    there = {
        "answer": bool(answer.strip()),
        "answer-unless-wording": bool(answer.strip()) or comment.nature == "wording",
        "version": bool(version),
        "link": bool(link) or "http" in answer,
        "number": bool(same),
    }
    return [need for need in wanted.needs if not there[need]]


def _handed_in(comment: Comment) -> dict[str, Any]:
    values = {item.name: getattr(comment, item.name) for item in fields(Contribution) if item.name != "uid"}
    return values | {"anchor": replace(comment.anchor)}


def _path(before: str, after: str) -> list[str]:
    """The states that lead from one to another, the shortest way."""
    ways = [[before]]
    seen = {before}
    while ways:
        way = ways.pop(0)
        if way[-1] == after:
            return way
        for state in sorted(NEXT[way[-1]] - seen):
            seen.add(state)
            ways.append([*way, state])
    return []
