"""What a contributor says, before it is received and ever after."""

from __future__ import annotations

from dataclasses import dataclass, field

from tabellion.review.record.anchor import Anchor


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a contributor says of one point.

    Codes are those of `record.vocabulary`; what is not said is empty. `uid` is made by the page or by the first import
    and never published; it is empty for a row of a grid that was never received. `written` is an instant (ISO 8601), as
    the sender's clock had it.
    """

    uid: str = ""
    anchor: Anchor = field(default_factory=Anchor)
    nature: str = "question"
    severity: str = "minor"
    comment: str = ""
    proposal: str = ""
    reason: str = ""
    author_name: str = ""
    author_email: str = ""
    organization: str = ""
    organization_kind: str = ""
    system_role: str = ""
    publication: str = "organization"
    confidential: bool = False
    confidential_reason: str = ""
    lang: str = "fr"
    written: str = ""
    door: str = "grid"
