"""How artifacts hang together: structures on the left, what they use on the right, a line for each use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.publish.drawings.canvas import SIZE, circle, drawing, link, path, text, width_of

ROW = 24


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing by its id, with its label and where it leads."""

    id: str
    label: str
    href: str


def relations(
    title: str, description: str, left: Sequence[Thing], right: Sequence[Thing], uses: Sequence[tuple[str, str]]
) -> str:
    """The drawing; `uses` are pairs of ids from the left to the right."""
    wide = max([width_of(item.label) for item in left] + [60])
    far = max([width_of(item.label) for item in right] + [60])
    x1, x2 = wide + 14, wide + 190
    tall = max(len(left), len(right)) * ROW + 16
    where: dict[str, float] = {}
    parts: list[str] = []
    for x, things in ((x1, left), (x2, right)):
        gap = (tall - 16) / max(len(things), 1)
        for number, thing in enumerate(things):
            y = 8 + gap * (number + 0.5)
            where[f"{x}{thing.id}"] = y
            end = x == x1
            label = text(x - 10 if end else x + 10, y + SIZE * 0.35, thing.label, "", "end" if end else "start")
            parts += [circle(x, y, 3.5, "dot"), link(thing.href, label)]
    curves = []
    for user, used in uses:
        y1, y2 = where.get(f"{x1}{user}"), where.get(f"{x2}{used}")
        if y1 is not None and y2 is not None:
            curves.append(path(f"M{x1 + 4:g} {y1:g} C{x1 + 90:g} {y1:g} {x2 - 90:g} {y2:g} {x2 - 4:g} {y2:g}"))
    return drawing(x2 + far + 14, tall, title, description, [*curves, *parts])
