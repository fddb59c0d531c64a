"""The sequence of a flow: who asks whom for what, and what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.publish.drawings.canvas import box, drawing, line, path, text, width_of


@dataclass(frozen=True, slots=True)
class Step:
    """A message; `back` for one from the right to the left, `note` in small type below it."""

    words: str
    note: str = ""
    back: bool = False


def sequence(title: str, description: str, left: str, right: str, steps: Sequence[Step]) -> str:
    """Two parties and the messages between them, from the top to the bottom."""
    room = max([width_of(one.words) for one in steps] + [width_of(one.note, 11) for one in steps] + [220]) + 60
    wide = max(width_of(left), width_of(right)) + 32
    x1, x2 = wide / 2 + 4, wide / 2 + 4 + room
    height = 64 + 56 * len(steps) + 20
    parts = [line(x1, 44, x1, height - 10, "dashed"), line(x2, 44, x2, height - 10, "dashed")]
    for x, name in ((x1, left), (x2, right)):
        parts += [box(x - wide / 2, 8, wide, 36), text(x, 31, name, "strong", "middle")]
    for number, step in enumerate(steps):
        y = 92 + 56 * number
        start, end = (x2, x1) if step.back else (x1, x2)
        tip = 8 if step.back else -8
        parts.append(line(start, y, end, y, "dashed-strong" if step.back else "strong-line"))
        parts.append(path(f"M{end + tip:g} {y - 5} L{end:g} {y} L{end + tip:g} {y + 5}", "strong-line"))
        parts.append(text((x1 + x2) / 2, y - 8, step.words, "", "middle"))
        if step.note:
            parts.append(text((x1 + x2) / 2, y + 15, step.note, "muted", "middle", 11))
    return drawing(x2 + wide / 2 + 4, height, title, description, parts)
