"""Ranges of values, and shares of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.publish.drawings.canvas import box, circle, drawing, line, text, width_of

BAR, ROW = 280, 26
NEAR = 34.0


@dataclass(frozen=True, slots=True)
class ScaleValue:
    """A value on a scale; `refused` for one that has to be refused."""

    at: float
    label: str
    refused: bool = False


def span(
    title: str, description: str, low: float, high: float, shown: tuple[str, str], values: Sequence[ScaleValue]
) -> str:
    """A range with the values of examples on it; values outside are drawn beyond its ends."""
    reach = [low, high, *(value.at for value in values)]
    smallest, largest = min(reach), max(reach)
    breadth = (largest - smallest) or 1.0

    def x(value: float) -> float:
        return 16 + (value - smallest) / breadth * BAR

    parts = [line(16, 30, 16 + BAR, 30), box(x(low), 24, max(x(high) - x(low), 2), 12, "range", 2)]
    parts += [text(x(low), 52, shown[0], "muted", "start", 11), text(x(high), 52, shown[1], "muted", "end", 11)]
    written = -NEAR
    for item in sorted(values, key=lambda value: value.at):
        parts.append(circle(x(item.at), 30, 5, "ring refused" if item.refused else "dot"))
        if x(item.at) - written < NEAR:
            continue  # two labels would cover each other; the description has them all
        written = x(item.at)
        anchor = "start" if x(item.at) < 60 else "end" if x(item.at) > BAR - 40 else "middle"
        parts.append(text(x(item.at), 17, item.label, "strong", anchor, 11))
    return drawing(BAR + 32, 58, title, description, parts)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole."""

    label: str
    part: int
    whole: int


def shares(title: str, description: str, lines: Sequence[Share]) -> str:
    """A bar for each line, its filled part in the accent of the page, the numbers beside it."""
    first = max([width_of(item.label) for item in lines] + [60]) + 20
    most = max([item.whole for item in lines] + [1])
    parts = []
    for number, item in enumerate(lines):
        y = 6 + ROW * number
        parts.append(text(0, y + 14, item.label))
        parts.append(box(first, y + 4, BAR * item.whole / most, 12, "track", 2))
        if item.part:
            parts.append(box(first, y + 4, BAR * item.part / most, 12, "band", 2))
        parts.append(text(first + BAR * item.whole / most + 8, y + 14, f"{item.part}/{item.whole}", "muted", size=12))
    return drawing(first + BAR + 60, 12 + ROW * len(lines), title, description, parts)
