"""Text made safe for the place it goes to: HTML, Markdown, and descriptions that authors write in Markdown."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

SPECIAL = re.compile(r"[\\`*_{}\[\]()#+\-.!|~^:=<>&\"'$@]")
SAFE_LINK = re.compile(r"(https?:|mailto:|#|\.{0,2}/|[A-Za-z0-9_\-]+(\.html|\.md)?(#|$)|[A-Za-z0-9_\-./]+\.(html|md))")
NEAR_PICTURE = re.compile(r"(?!//)[^\\:\t\r\n]+\Z")
PRE = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)


def in_markdown(text: object) -> Markup:
    """A text as Markdown that shows just this text: every character that means something becomes a reference."""
    flat = " ".join(str(text).split())
    return Markup(SPECIAL.sub(lambda match: f"&#{ord(match.group())};", flat))


class _SafeLinks(Treeprocessor):  # type: ignore[misc]
    """Takes away links and pictures that lead to a script, and pictures from elsewhere."""

    def run(self, root: Element) -> None:
        for item in root.iter():
            for name, safe in (("href", SAFE_LINK), ("src", NEAR_PICTURE)):
                target = item.get(name)
                if target is not None and not safe.match(target.strip()):
                    del item.attrib[name]


class _NoHtml(Extension):  # type: ignore[misc]
    """HTML in a cell is text."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_SafeLinks(md), "safe_links", 0)


@lru_cache(maxsize=4096)
def from_markdown(text: str) -> Markup:
    """A description that an author wrote in Markdown, as HTML; HTML in it comes out as text.

    Headings become bold paragraphs, so that the outline of a page stays the page's own.
    """
    html = Markdown(extensions=["tables", "sane_lists", _NoHtml()]).convert(text)
    html = re.sub(r"<h[1-6]>(.*?)</h[1-6]>", r"<p><strong>\1</strong></p>", html)
    return Markup(html)


def block(html: str) -> Markup:
    """HTML as one block of Markdown: no blank line in it, lines begin at the margin, preformatted text untouched."""
    parts = PRE.split(html)
    for number in range(0, len(parts), 2):
        parts[number] = "\n".join(line.strip() for line in parts[number].splitlines() if line.strip())
        if number and parts[number]:
            parts[number] = "\n" + parts[number]
        if number + 1 < len(parts) and parts[number]:
            parts[number] += "\n"
    return Markup("\n" + "".join(parts).strip() + "\n")
