"""Comments and submissions as rows of the grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tabellion.review.anchors.index import Point
from tabellion.review.record.comment import Comment
from tabellion.review.record.decisions import DECISIONS
from tabellion.review.record.states import STATES
from tabellion.review.record.submission import Submission
from tabellion.review.record.vocabulary import (
    FACETS,
    IMPACTS,
    NATURES,
    OPINIONS,
    ORGANIZATION_KINDS,
    PUBLICATIONS,
    SEVERITIES,
    SYSTEM_ROLES,
    TARGETS,
    Word,
)

_YES = {"fr": "oui", "en": "yes"}
_LATE = {"fr": "hors délai", "en": "late"}
ADMISSIONS = ("admissible", "to-complete", "inadmissible")


def label(words: Sequence[Word], code: str, lang: str) -> str:
    """The label of a code, the code where no word has it."""
    return next((word.label[lang] for word in words if word.code == code), code)


def row_of(said: Submission | Comment, lang: str) -> dict[str, str]:
    """The columns of a contributor."""
    anchor = said.anchor
    return {
        "version": anchor.version,
        "type": label(TARGETS, anchor.type, lang),
        "artifact": _reference(anchor.artifact),
        "element": anchor.element or anchor.section,
        "facet": label(FACETS, anchor.facet, lang),
        "url": anchor.url,
        "quoted": anchor.quoted,
        "nature": label(NATURES, said.nature, lang),
        "severity": label(SEVERITIES, said.severity, lang),
        "comment": said.comment,
        "proposal": said.proposal,
        "reason": said.reason,
        "author_name": said.author_name,
        "confidential": _YES[lang] if said.confidential else "",
    }


def register_row(comment: Comment, lang: str, *, public: bool) -> dict[str, str]:
    """All columns of a comment; in `public` without what is kept from the public."""
    row = row_of(comment, lang)
    if public:
        row["author_name"] = comment.published_author
        if comment.is_withheld:
            row |= dict.fromkeys(("comment", "proposal", "reason", "quoted"), "")
    decided = next((item.label[lang] for item in DECISIONS if item.code == comment.decision), comment.decision)
    late = f" / {_LATE[lang]}" if comment.late else ""
    return row | {
        "uid": "" if public else comment.uid,
        "review": comment.review,
        "number": comment.number,
        "received": comment.received[:10] + late,
        "admission": label(STATES, comment.state, lang) if comment.state in ADMISSIONS else "",
        "group": comment.group,
        "duplicate_of": comment.duplicate_of,
        "instructor": comment.instructor,
        "decision": decided,
        "answer": comment.answer,
        "impact": label(IMPACTS, comment.impact, lang),
        "applied_version": comment.applied_version or comment.decision_version,
        "change": comment.change,
        "source_cell": "" if public else comment.source_cell,
        "state": label(STATES, comment.state, lang),
        "author_opinion": _opinion(comment, lang),
    }


def point_row(point: Point, review: str, version: str, lang: str) -> dict[str, str]:
    """A row that is filled beforehand with a point of the edition."""
    return {
        "review": review,
        "version": version,
        "type": label(TARGETS, point.type, lang),
        "artifact": point.reference,
        "element": point.element or point.section,
        "url": point.url,
        "quoted": point.said().partition("\ndefinition:")[0][:1000],
    }


def organization_of(submissions: Iterable[Submission], lang: str) -> dict[str, str]:
    """What the sheet about the organization says, from the first comment that says it."""
    for said in submissions:
        return {
            "organization": said.organization,
            "organization_kind": label(ORGANIZATION_KINDS, said.organization_kind, lang),
            "author_name": said.author_name,
            "author_email": said.author_email,
            "system_role": label(SYSTEM_ROLES, said.system_role, lang),
            "publication": label(PUBLICATIONS, said.publication, lang),
        }
    return {}


def _reference(artifact: str) -> str:
    """Type and id of a canonical address, which a person can read."""
    return "/".join(artifact.rsplit("/", 2)[-2:]) if "://" in artifact else artifact


def _opinion(comment: Comment, lang: str) -> str:
    """What the author said of the answer, as a cell has it: the word, then the reason."""
    word = label(OPINIONS, comment.author_opinion, lang)
    shown = "" if comment.is_withheld else comment.opinion_reason
    return f"{word} : {shown}" if shown else word
