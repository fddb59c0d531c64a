"""The three-way table: what the owner says, what another says, what was published."""

from __future__ import annotations


def same(text: str, other: str) -> bool:
    """Whether two cells say one thing: blanks do not count, nor a code's system where one of them leaves it out."""
    if ("#" in text) != ("#" in other):
        text, other = text.rpartition("#")[2], other.rpartition("#")[2]
    return text.split() == other.split()


def outcome_of(owned: str, proposed: str, published: str) -> str:
    """How two values stand against the last edition: `other-proposes`, `owner-changed` or `conflict`."""
    if published and same(published, owned):
        return "other-proposes"
    if published and same(published, proposed):
        return "owner-changed"
    return "conflict"
