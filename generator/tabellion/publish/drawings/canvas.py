"""What every drawing is made of: a canvas with a title, texts, lines and boxes. Colours are classes of the page."""

from __future__ import annotations

import hashlib
from html import escape

# the mean width of a letter, in parts of the font size: good enough to keep texts out of each other's way
LETTER = 0.5
SIZE = 13


def width_of(text: str, size: int = SIZE) -> int:
    """The room that a text takes, in pixels."""
    return round(len(text) * size * LETTER)


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "start", size: int = SIZE) -> str:
    """A line of text; `kind` is a class: `muted`, `strong`, `code`, `accent`."""
    attribute = f' text-anchor="{anchor}"' if anchor != "start" else ""
    css = f' class="{kind}"' if kind else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}"{attribute}{css}>{escape(words, quote=False)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str = "line") -> str:
    """A straight line; `kind` is a class: `line`, `strong-line`, `dashed`."""
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" class="{kind}"/>'


def path(d: str, kind: str = "line") -> str:
    """A path."""
    return f'<path d="{d}" class="{kind}"/>'


def box(x: float, y: float, width: float, height: float, kind: str = "box", radius: int = 4) -> str:
    """A rectangle."""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius}" class="{kind}"/>'


def circle(x: float, y: float, radius: float, kind: str = "dot") -> str:
    """A circle."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" class="{kind}"/>'


def link(href: str, inside: str) -> str:
    """Something drawn that leads to a page."""
    return f'<a href="{escape(href, quote=True)}">{inside}</a>' if href else inside


def drawing(width: float, height: float, title: str, description: str, parts: list[str], kind: str = "") -> str:
    """The whole drawing. It shrinks with the page and never grows over its own size; `kind` is a class of its own."""
    name = hashlib.sha256(f"{title}{description}{width}{height}".encode()).hexdigest()[:8]
    role = "group" if any("<a " in part for part in parts) else "img"
    css = f"tb-drawing {kind}".strip()
    return (
        f'<svg class="{css}" role="{role}" aria-labelledby="t{name} d{name}" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}"><title id="t{name}">{escape(title, quote=False)}</title>'
        f'<desc id="d{name}">{escape(description, quote=False)}</desc>{"".join(parts)}</svg>'
    )
