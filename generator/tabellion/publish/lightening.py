"""Built pages without the blank space that only a theme's templates need."""

from __future__ import annotations

import re

# space means something in these
KEPT = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)", re.DOTALL)
BETWEEN_LINES = re.compile(r"[ \t]*\n\s*")
# and nothing around these, which are laid out as blocks
BLOCKS = r"body|main|nav|header|footer|article|section|div|form|[uod]l|li|d[td]|p|h\d|table|caption|thead|tbody|t[dhr]"
AROUND_BLOCKS = re.compile(rf"\n?(</?(?:{BLOCKS})\b[^>]*>)\n?")


def without_blank_space(page: str) -> str:
    """A page of HTML with no blank line and no space around its lines and blocks, as a browser shows it anyway."""
    parts = KEPT.split(page)
    # three by three: what is between, what is kept, the name of its tag
    return "".join(
        AROUND_BLOCKS.sub(r"\1", BETWEEN_LINES.sub("\n", part)) if number % 3 == 0 else part
        for number, part in enumerate(parts)
        if number % 3 != 2
    )
