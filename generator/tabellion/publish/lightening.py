"""Built pages without the blank space that only a theme's templates need."""

from __future__ import annotations

import re

# space means something in these
KEPT = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)", re.DOTALL)
BETWEEN_LINES = re.compile(r"[ \t]*\n\s*")


def without_blank_space(page: str) -> str:
    """A page of HTML with no blank line and no space around its lines, as a browser shows it anyway."""
    parts = KEPT.split(page)
    # three by three: what is between, what is kept, the name of its tag
    return "".join(
        BETWEEN_LINES.sub("\n", part) if number % 3 == 0 else part
        for number, part in enumerate(parts)
        if number % 3 != 2
    )
