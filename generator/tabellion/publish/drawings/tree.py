"""A profile as a tree: what it is made of, how often, of what type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.publish.drawings.canvas import circle, drawing, link, path, text, width_of

ROW, STEP = 22, 20


@dataclass(frozen=True, slots=True)
class Node:
    """An element: depth below the root, name, cardinality, a word on its type or value, where it leads, what it is."""

    depth: int
    name: str
    cardinality: str
    note: str
    href: str
    kind: str


def tree(title: str, description: str, nodes: Sequence[Node]) -> str:
    """The drawing. Mandatory elements have a full disc, others a ring, prohibited ones a struck line."""
    parts: list[str] = []
    last: dict[int, int] = {}
    right = 0
    for number, node in enumerate(nodes):
        x, y = 10 + STEP * node.depth, 14 + ROW * number
        if node.depth and node.depth - 1 in last:
            above = 14 + ROW * last[node.depth - 1]
            parts.append(path(f"M{x - STEP} {above + 5} V{y} H{x - 5}"))
        last[node.depth] = number
        parts.append(circle(x, y, 4, "dot" if node.kind in ("mandatory", "within") else "ring"))
        css = "code struck" if node.kind == "prohibited" else "code"
        parts.append(link(node.href, text(x + 11, y + 4, node.name, css, size=12)))
        after = x + 11 + round(len(node.name) * 7.4) + 12
        parts.append(text(after, y + 4, f"{node.cardinality}  {node.note}".rstrip(), "muted", size=11))
        right = max(right, after + width_of(f"{node.cardinality}  {node.note}", 11))
    return drawing(max(right, 120), 14 + ROW * len(nodes), title, description, parts)
