"""The states of a comment, and which may follow which. A draft and an abandoned one stay with their author."""

from __future__ import annotations

from collections.abc import Mapping

from tabellion.diagnostics import Term
from tabellion.review.record.vocabulary import Word

RECEIVED, TO_COMPLETE, ADMISSIBLE, INADMISSIBLE = "received", "to-complete", "admissible", "inadmissible"
UNDER_ANALYSIS, AWAITING, DECIDED, DISPUTED = "under-analysis", "awaiting-third-party", "decided", "disputed"
APPLIED, PUBLISHED, WITHDRAWN = "applied", "published", "withdrawn"

STATES = (
    Word(RECEIVED, Term("reçu", "received"), aliases=("submitted",)),
    Word(TO_COMPLETE, Term("à compléter", "to complete"), aliases=("waiting for input",)),
    Word(ADMISSIBLE, Term("recevable", "admissible"), aliases=("triaged",)),
    Word(INADMISSIBLE, Term("irrecevable", "inadmissible")),
    Word(UNDER_ANALYSIS, Term("en instruction", "under analysis")),
    Word(AWAITING, Term("en attente d'un tiers", "awaiting a third party"), aliases=("en attente",)),
    Word(DECIDED, Term("décidé", "decided")),
    Word(DISPUTED, Term("contesté", "disputed")),
    Word(APPLIED, Term("appliqué", "applied")),
    Word(PUBLISHED, Term("publié", "published")),
    Word(WITHDRAWN, Term("retiré", "withdrawn")),
)
NEXT: Mapping[str, frozenset[str]] = {
    RECEIVED: frozenset({TO_COMPLETE, ADMISSIBLE, INADMISSIBLE, WITHDRAWN}),
    TO_COMPLETE: frozenset({ADMISSIBLE, INADMISSIBLE, WITHDRAWN}),
    ADMISSIBLE: frozenset({UNDER_ANALYSIS, TO_COMPLETE, INADMISSIBLE, AWAITING, DECIDED, WITHDRAWN}),
    INADMISSIBLE: frozenset({ADMISSIBLE, PUBLISHED}),
    UNDER_ANALYSIS: frozenset({AWAITING, DECIDED, TO_COMPLETE, WITHDRAWN}),
    AWAITING: frozenset({UNDER_ANALYSIS, DECIDED, WITHDRAWN}),
    DECIDED: frozenset({DECIDED, DISPUTED, APPLIED, PUBLISHED, UNDER_ANALYSIS}),
    DISPUTED: frozenset({UNDER_ANALYSIS, DECIDED}),
    APPLIED: frozenset({APPLIED, PUBLISHED, DISPUTED}),
    PUBLISHED: frozenset({DISPUTED, APPLIED}),
    WITHDRAWN: frozenset({PUBLISHED}),
}
"""The states that may follow a state."""
OPEN = frozenset({RECEIVED, TO_COMPLETE, ADMISSIBLE, UNDER_ANALYSIS, AWAITING, DISPUTED})
"""The states of a comment that somebody still has to answer: none may be left when the result is published."""


class TransitionError(ValueError):
    """A comment cannot go from its state to another one."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__(f"{before} -> {after}")
        self.before = before
        self.after = after


def check_transition(before: str, after: str) -> None:
    """Raises `TransitionError` where `after` does not follow `before`."""
    if after not in NEXT[before]:
        raise TransitionError(before, after)
