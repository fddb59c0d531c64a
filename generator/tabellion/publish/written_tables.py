"""Tables and headings that people write in Markdown, as reachable as those that the guide makes."""

from __future__ import annotations

import re
from html import escape, unescape

_PIECE = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>|(<table>.*?</table>)", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_HEADING = re.compile(r"^(#{2,6})[ \t]+(.+?)[ \t]*#*[ \t]*$")
_STATED = re.compile(r"\{:?[^}]*#\S+[^}]*\}\s*$")
_FENCE = re.compile(r"^\s*(```|~~~)")


def with_named_tables(page: str) -> str:
    """The HTML of a page, its tables of Markdown in a region that the keyboard scrolls, named by the heading above."""
    name = ""

    def piece(match: re.Match[str]) -> str:
        nonlocal name
        if match[2] is None:
            name = " ".join(unescape(_TAG.sub("", match[1])).split())
            return match[0]
        return f'<div class="tb-scroll" tabindex="0" role="region" aria-label="{escape(name)}">{match[2]}</div>'

    return _PIECE.sub(piece, page)


def with_anchors(text: str) -> str:
    """The Markdown of a page in which no two headings have the same words for their anchor: of those that would, each
    but the first has the words of the heading above it before its own."""
    from markdown.extensions.toc import slugify

    taken: set[str] = set()
    above: dict[int, str] = {}
    lines, fenced = [], False
    for line in text.split("\n"):
        fenced = not fenced if _FENCE.match(line) else fenced
        found = None if fenced else _HEADING.match(line)
        if found is None or _STATED.search(line):
            lines.append(line)
            continue
        level, own = len(found[1]), slugify(_TAG.sub("", found[2]), "-")
        anchor, holders = own, [above[depth] for depth in sorted(above, reverse=True) if depth < level]
        for holder in holders:
            anchor = f"{holder}-{anchor}" if anchor in taken else anchor
        number = 2
        while anchor in taken:
            anchor, number = f"{own}-{number}", number + 1
        taken.add(anchor)
        above = {depth: words for depth, words in above.items() if depth < level} | {level: own}
        lines.append(line if anchor == own else f"{found[1]} {found[2]} {{: #{anchor} }}")
    return "\n".join(lines)
