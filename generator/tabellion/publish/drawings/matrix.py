"""Lines by columns, a mark in each field: what may be sent and asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.publish.drawings.canvas import circle, drawing, line, link, text, width_of

ROW = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its label, where that leads, and a state (`yes`, `no`, `computed`, `""`) for each column."""

    label: str
    href: str
    states: Sequence[str]


def matrix(title: str, description: str, columns: Sequence[str], lines: Sequence[Line], legend: Sequence[str]) -> str:
    """The drawing; `legend` says in words what the marks for yes, computed and no mean."""
    first = max([width_of(item.label) for item in lines] + [80]) + 10
    widths = [max(width_of(column, 12) + 10, 70) for column in columns]
    total = first + sum(widths)
    height = 40 + ROW * len(lines) + 34
    parts = []
    x = first
    for name, width in zip(columns, widths, strict=True):
        parts.append(text(x + width / 2, 24, name, "strong", "middle", 12))
        x += width
    for number, item in enumerate(lines):
        y = 40 + ROW * number
        parts.append(line(0, y, total, y))
        parts.append(link(item.href, text(4, y + 20, item.label)))
        x = first
        for state, width in zip(item.states, widths, strict=True):
            parts.append(mark(x + width / 2, y + ROW / 2, state))
            x += width
    y = 40 + ROW * len(lines)
    parts.append(line(0, y, total, y))
    after = 10
    for state, words in zip(("yes", "computed", "no"), legend, strict=True):
        parts += [mark(after, y + 20, state), text(after + 12, y + 24, words, "muted", size=11)]
        after += width_of(words, 11) + 40
    return drawing(max(total, after), height, title, description, parts, "matrix")


def mark(x: float, y: float, state: str) -> str:
    """A full disc for yes, half of one for computed, a struck ring for no: told apart without colour."""
    if state == "yes":
        return circle(x, y, 6, "dot")
    if state == "computed":
        half = f'<path d="M{x:g} {y - 6:g} a6 6 0 0 1 0 12 z" class="dot"/>'
        return circle(x, y, 6, "ring") + half
    if state == "no":
        return circle(x, y, 6, "ring") + line(x - 4.2, y + 4.2, x + 4.2, y - 4.2, "strong-line")
    return ""
