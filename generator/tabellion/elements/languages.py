"""Which of several texts says a thing in a language (BCP 47; RFC 4647, "lookup")."""

from __future__ import annotations

from collections.abc import Iterable


def in_language(said: Iterable[tuple[str, str]], wanted: str) -> str | None:
    """Of texts with their languages the one in the language wanted, `None` without one: that of the region asked for
    before one of no region, and that before another region's; of two alike, the first."""
    best: tuple[int, str] | None = None
    for language, text in said:
        distance = _distance(language, wanted)
        if distance is not None and (best is None or distance < best[0]):
            best = distance, text
    return best[1] if best is not None else None


def _distance(known: str, wanted: str) -> int | None:
    """How far a language is from the one wanted: 0 for the same, `None` for another language."""
    ours, theirs = known.casefold().split("-"), wanted.casefold().split("-")
    if ours[0] != theirs[0]:
        return None
    shared = 0
    while shared < min(len(ours), len(theirs)) and ours[shared] == theirs[shared]:
        shared += 1
    # what adds a region that nobody asked for is further away than what says less
    return (len(theirs) - shared) + 10 * (len(ours) - shared)
