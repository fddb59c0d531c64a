"""What can be decided about a comment, with the words that HL7 and ISO/IEC have for it, and what it must come with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tabellion.diagnostics import Term
from tabellion.review.record.vocabulary import plain

Need = Literal["answer", "answer-unless-wording", "version", "link", "number"]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision: its code, its label, HL7's disposition, the habit of ISO/IEC and IEEE, and what it needs: an answer
    (`answer-unless-wording`: of anything but a typo), a version, a link, the number of another comment.

    `disposition` is the code of ArtifactAssessment.disposition (R5 value set artifactassessment-disposition), `changes`
    whether it leads to a change.
    """

    code: str
    label: Term
    hl7: str
    iso: str
    ieee: str
    disposition: str
    needs: tuple[Need, ...]
    changes: bool = False


DECISIONS = (
    Decision(
        "accepted",
        Term("accepté", "accepted"),
        "Persuasive",
        "Accepted",
        "Accepted",
        "persuasive",
        ("answer-unless-wording",),
        changes=True,
    ),
    Decision(
        "accepted-modified",
        Term("accepté avec modification", "accepted with modification"),
        "Persuasive with modification",
        "Accepted in part",
        "Revised",
        "persuasive-with-modification",
        ("answer",),
        changes=True,
    ),
    Decision(
        "not-accepted",
        Term("non retenu", "not accepted"),
        "Not persuasive",
        "Rejected",
        "Rejected",
        "not-persuasive",
        ("answer",),
    ),
    Decision(
        "not-accepted-other-change",
        Term("non retenu, autre changement", "not accepted, another change"),
        "Not persuasive with modification",
        "Rejected/modified",
        "Revised",
        "not-persuasive-with-modification",
        ("answer",),
        changes=True,
    ),
    Decision(
        "answered",
        Term("réponse apportée", "question answered"),
        "Considered - Question answered",
        "Noted",
        "Rejected",
        "not-persuasive",
        ("answer",),
    ),
    Decision(
        "later",
        Term("pris en compte plus tard", "considered for a later version"),
        "Considered for future use",
        "Noted for next edition",
        "Rejected",
        "not-persuasive",
        ("answer", "version"),
    ),
    Decision(
        "no-action",
        Term("sans suite nécessaire", "no action required"),
        "Considered - No action required",
        "Noted",
        "Rejected",
        "not-persuasive",
        ("answer",),
    ),
    Decision(
        "out-of-scope",
        Term("hors périmètre", "out of scope"),
        "Not related",
        "Out of scope",
        "Rejected",
        "not-persuasive",
        ("answer",),
    ),
    Decision(
        "referred",
        Term("transmis", "referred"),
        "Not related",
        "Referred",
        "Rejected",
        "not-persuasive",
        ("answer", "link"),
    ),
    Decision(
        "duplicate", Term("doublon", "duplicate"), "Duplicate", "Noted", "Rejected", "not-persuasive", ("number",)
    ),
    Decision(
        "considered-before",
        Term("déjà examiné", "considered before"),
        "Previously considered",
        "Noted",
        "Rejected",
        "not-persuasive",
        ("number",),
    ),
    Decision("retracted", Term("retiré", "retracted"), "Retracted", "Withdrawn", "Rejected", "not-persuasive", ()),
)


def decision(code: str) -> Decision:
    """The decision of a code. Raises `KeyError` for a code that none has."""
    for found in DECISIONS:
        if found.code == code:
            return found
    raise KeyError(code)


def find_decision(text: str) -> Decision | None:
    """The decision that a person means by a code, a label in either language, or HL7's word for it."""
    wanted = plain(text)
    for found in DECISIONS:
        if wanted in {plain(word) for word in (found.code, found.label.fr, found.label.en, found.hl7)}:
            return found
    return next((found for found in DECISIONS if wanted in {plain(found.iso), plain(found.ieee)}), None)
