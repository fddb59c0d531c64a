"""What somebody says of a comment that is there: support, disagreement, whether its answer suits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tabellion.review.record.anchor import encodable
from tabellion.review.record.vocabulary import REACTIONS, find

OPPOSE, NOT_SATISFIED, SATISFIED, SUPPORT = "oppose", "not-satisfied", "satisfied", "support"


@dataclass(frozen=True, slots=True)
class Reaction:
    """What is said of the comment of a number. `kind` is a code of `vocabulary.REACTIONS`; `uid` is that of the
    comment, which its author alone has."""

    number: str
    kind: str
    reason: str = ""
    uid: str = ""

    @classmethod
    def of(cls, json: object) -> Reaction | None:
        """A reaction from JSON; `None` for what is none."""
        if not isinstance(json, Mapping):
            return None
        number, kind, reason, uid = (
            encodable(value) if isinstance(value := json.get(key, ""), str) else ""
            for key in ("number", "reaction", "reason", "uid")
        )
        word = find(REACTIONS, kind) if kind else None
        return None if word is None or not number else cls(number.strip().upper(), word.code, reason.strip(), uid)

    @classmethod
    def typed(cls, number: str, text: str, uid: str = "") -> Reaction | None:
        """A reaction as people type it into a cell: the word, then the reason after a colon."""
        word, _, reason = text.partition(":")
        return cls.of({"number": number, "reaction": word, "reason": reason, "uid": uid})
