"""Colours for findings on a terminal that has them; `NO_COLOR` (https://no-color.org) takes them away."""

from __future__ import annotations

import os
import re
from typing import TextIO

RED, YELLOW, BLUE, BOLD, FAINT, PLAIN = "\033[31m", "\033[33m", "\033[34m", "\033[1m", "\033[2m", "\033[0m"
SEVERITIES = {"erreur": RED, "error": RED, "avertissement": YELLOW, "warning": YELLOW, "note": BLUE}
FINDING = re.compile(rf"^({'|'.join(SEVERITIES)})(\[\w+\])", re.M)
PLACE = re.compile(r"^  -->.*$", re.M)
MORE = re.compile(r"^  (?:plus|more) ?: .*$", re.M)


def has_colours(stream: TextIO) -> bool:
    """Whether a stream is a terminal that shows colours, and its user wants them."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def coloured(text: str) -> str:
    """Findings as text, their severities in colour, their places in bold."""
    text = FINDING.sub(lambda match: f"{SEVERITIES[match[1]]}{BOLD}{match[1]}{match[2]}{PLAIN}", text)
    text = PLACE.sub(lambda match: f"{BOLD}{match[0]}{PLAIN}", text)
    return MORE.sub(lambda match: f"{FAINT}{match[0]}{PLAIN}", text)
