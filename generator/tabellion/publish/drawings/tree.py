"""A profile as a tree: what it is made of, how often, of what type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from tabellion.publish.drawings.canvas import drawing, link, path, width_of

ROW, STEP = 22, 20


@dataclass(frozen=True, slots=True)
class TreeNode:
    """An element: depth below the root, name, cardinality, a word on its type or value, where it leads, what it is."""

    depth: int
    name: str
    cardinality: str
    note: str
    href: str
    kind: str


def tree(title: str, description: str, nodes: Sequence[TreeNode]) -> str:
    """The drawing. Mandatory elements have a full disc, others a ring, prohibited ones a struck line.

    Each node is one line of text, so that a drawing of a hundred nodes stays light.
    """
    lines: list[str] = []
    parts: list[str] = []
    last: dict[int, int] = {}
    right = 0
    for number, node in enumerate(nodes):
        x, y = 10 + STEP * node.depth, 14 + ROW * number
        if node.depth and node.depth - 1 in last:
            lines.append(f"M{x - STEP} {19 + ROW * last[node.depth - 1]}V{y}H{x - 5}")
        last[node.depth] = number
        sign = "●" if node.kind in ("mandatory", "within") else "○"
        name = escape(node.name, quote=False)
        if node.kind == "prohibited":
            name = f'<tspan class="struck">{name}</tspan>'
        words = f"{node.cardinality} {node.note}".strip()
        note = f' <tspan class="muted">{escape(words, quote=False)}</tspan>' if words else ""
        parts.append(f'<text x="{x - 5}" y="{y + 4}">{sign}\N{EN SPACE}{link(node.href, name)}{note}</text>')
        right = max(right, x + 12 + width_of(f"{node.name}  {words}"))
    return drawing(max(right, 120), 14 + ROW * len(nodes), title, description, [path("".join(lines)), *parts], "tree")
