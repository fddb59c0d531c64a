"""Whether a value of an instance is what an element states (R4 ElementDefinition.fixed[x], pattern[x])."""

from __future__ import annotations

from decimal import Decimal
from typing import Any


def same(stated: Any, value: Any) -> bool:
    """Whether two values are equal as fixed values are: exactly, numbers by value, never `true` as 1."""
    if isinstance(stated, dict):
        return (
            isinstance(value, dict)
            and stated.keys() == value.keys()
            and all(same(statement, value[key]) for key, statement in stated.items())
        )
    if isinstance(stated, list):
        return (
            isinstance(value, list)
            and len(stated) == len(value)
            and all(same(statement, two) for statement, two in zip(stated, value, strict=True))
        )
    if isinstance(stated, bool) or isinstance(value, bool):
        return stated is value
    if isinstance(stated, int | Decimal) and isinstance(value, int | Decimal):
        return Decimal(stated) == Decimal(value)
    return isinstance(value, str) and bool(stated == value)


def matches(pattern: Any, value: Any) -> bool:
    """Whether a value has at least what a pattern states (R4 ElementDefinition.pattern[x])."""
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(
            key in value and matches(item, value[key]) for key, item in pattern.items()
        )
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(matches(item, two) for two in value) for item in pattern)
    return same(pattern, value)


def contradict(pattern: Any, other: Any) -> bool:
    """Whether no value can have what two patterns state: items of lists may stand beside each other."""
    if isinstance(pattern, dict) and isinstance(other, dict):
        return any(contradict(pattern[key], other[key]) for key in pattern.keys() & other.keys())
    if isinstance(pattern, list) and isinstance(other, list):
        return False
    return not same(pattern, other)


def together(pattern: Any, other: Any) -> Any:
    """The pattern of the values that have what two patterns state; where they contradict each other, the second."""
    if isinstance(pattern, dict) and isinstance(other, dict):
        return {key: together(item, other[key]) if key in other else item for key, item in pattern.items()} | {
            key: item for key, item in other.items() if key not in pattern
        }
    if isinstance(pattern, list) and isinstance(other, list):
        return [*(item for item in pattern if not any(matches(item, stated) for stated in other)), *other]
    return other
