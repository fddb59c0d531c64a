"""Regular expressions (FHIRPath N1, 5.6.9 and 5.6.10), which may be written to exhaust whoever runs them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from tabellion.fhirpath.errors import FHIRPathError

SECONDS_OF_MATCH = 1.0
"""After so long a match raises `TimeoutError`."""
NODES_OF_TIMEOUT = 1_500_000
"""What a match that was given up counts as, so that few of them use up what an evaluation may cost."""
_LONGEST, _LARGEST = 10_000, 100_000
_PART = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d{1,9})(?:,\d*)?\}|.", re.DOTALL)
_GROUP = re.compile(r"\$(?:\{(\w+)\}|(\d+))")


@lru_cache(maxsize=1024)
def compiled(expression: str) -> Any:
    """A regular expression ready to match. Raises `FHIRPathError` for what is none, or is too large."""
    import regex

    try:
        if len(expression) > _LONGEST or _size(expression) > _LARGEST:
            raise regex.error("too large")
        return regex.compile(expression, regex.DOTALL)
    except (regex.error, RecursionError, OverflowError):
        shown = expression if len(expression) <= 100 else expression[:100] + "…"
        raise FHIRPathError(
            f"« {shown} » n'est pas une expression régulière", f"`{shown}` is not a regular expression"
        ) from None


def _size(expression: str) -> int:
    """How large an expression is when what it repeats a number of times is written out, as its compiler does."""
    groups, last = [0], 0
    for match in _PART.finditer(expression):
        part = match[0]
        if part == "(":
            groups[-1] += last
            groups.append(0)
            last = 0
        elif part == ")" and len(groups) > 1:
            last += groups.pop()
        elif match[1] is not None:
            last *= max(int(match[1]), 1)
        else:
            groups[-1] += last
            last = 1
    return sum(groups) + last


def replaced(value: str, expression: str, substitution: str) -> str:
    """`value` with every match replaced; groups are called `$1` and `${name}` in the substitution."""
    if not expression:
        return value
    import regex

    template = _GROUP.sub(r"\\g<\1\2>", substitution.replace("\\", r"\\"))
    try:
        return str(compiled(expression).sub(template, value, timeout=SECONDS_OF_MATCH))
    except (regex.error, IndexError):
        raise FHIRPathError(
            f"« {substitution} » nomme un groupe qui n'existe pas", f"`{substitution}` names a group that is not there"
        ) from None
