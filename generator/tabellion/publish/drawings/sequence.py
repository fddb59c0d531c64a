"""The sequence of a flow: who asks whom for what, and what comes back."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.publish.drawings.canvas import box, drawing, line, path, text, width_of

LINE, GAP = 17, 26
# the room between the parties: on a laptop, and on the narrowest phone
WIDE, NARROW = 440, 196


@dataclass(frozen=True, slots=True)
class Step:
    """A message; `back` for one from the right to the left, `note` in small type below it."""

    words: str
    note: str = ""
    back: bool = False


def sequence(title: str, description: str, left: str, right: str, steps: Sequence[Step], room: int = WIDE) -> str:
    """Two parties and the messages between them, from the top to the bottom; long messages take several lines."""
    wide = max(width_of(left), width_of(right)) + 24
    x1, x2 = wide / 2 + 2, wide / 2 + 2 + room
    middle, parts, y = (x1 + x2) / 2, [], 52
    for step in steps:
        for words in _wrapped(step.words, room):
            y += LINE
            parts.append(text(middle, y, words, "", "middle"))
        y += 9
        start, end = (x2, x1) if step.back else (x1, x2)
        tip = 8 if step.back else -8
        parts.append(line(start, y, end, y, "dashed-strong" if step.back else "strong-line"))
        parts.append(path(f"M{end + tip:g} {y - 5} L{end:g} {y} L{end + tip:g} {y + 5}", "strong-line"))
        for note in _wrapped(step.note, room, 11):
            y += 15
            parts.append(text(middle, y, note, "muted", "middle", 11))
        y += GAP
    lines = [line(x, 44, x, y, "dashed") for x in (x1, x2)]
    parties = []
    for x, name in ((x1, left), (x2, right)):
        parties += [box(x - wide / 2, 8, wide, 36), text(x, 31, name, "strong", "middle")]
    return drawing(x2 + wide / 2 + 2, y + 4, title, description, [*lines, *parties, *parts])


def _wrapped(words: str, room: int, size: int = 13) -> list[str]:
    """A text in lines that fit between the parties."""
    return textwrap.wrap(words, max(8, int((room - 20) / width_of("m", size))))
