"""What a built page says to machines and to the keyboard: description, Open Graph, languages, a link to its title.

The theme writes some of it for some pages; here every page gets it, in the way of its own metadata.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Any

SKIP = {"fr": "Aller au contenu", "en": "Skip to content"}
LOCALES = {"fr": "fr_FR", "en": "en_GB"}
UNFOLDED = "<noscript><style>details::details-content{content-visibility:visible;block-size:auto}</style></noscript>"
"""What is folded is shown where no script opens it for an address."""
_HEADING = re.compile(r'<h1 id="([^"]+)"')
_SKIP = re.compile(r'(<div data-md-component="skip">).*?(</div>)', re.DOTALL)
LONGEST = 200
FEED = "editions.atom"
"""The feed of the editions, at the root of the site."""


def with_skip_link(page: str, lang: str) -> str:
    """The page with a first link that leads to its heading, whatever headings it has below."""
    heading = _HEADING.search(page)
    if heading is None:
        return page
    link = f'<a href="#{heading[1]}" class="md-skip">{SKIP.get(lang, SKIP["en"])}</a>'
    return _SKIP.sub(lambda match: match[1] + link + match[2], page, count=1)


def with_head(page: str, lang: str, name: str, meta: Mapping[str, Any], address: str) -> str:
    """The page with what search engines and messengers read; `meta` is its metadata, `name` that of the guide.

    Links to other languages have a second word in `rel`: the theme asks the site of each that has but one for its map.
    """
    # pages state both as HTML, since themes print them as they are
    title, description = unescape(str(meta.get("title") or name)), unescape(str(meta.get("description") or ""))
    lines = [
        _property("og:type", "article"),
        _property("og:site_name", unescape(name)),
        _property("og:title", title),
        _property("og:description", description),
        _property("og:url", address),
        _property("og:locale", LOCALES.get(lang, lang)),
    ]
    for other in meta.get("alternates") or ():
        lang, href = escape(str(other["lang"])), escape(str(other["href"]))
        lines.append(f'<link rel="alternate translation" hreflang="{lang}" href="{href}">')
    lines.append(UNFOLDED)
    if meta.get("feed"):
        lines.append(f'<link rel="alternate feed" type="application/atom+xml" href="{escape(str(meta["feed"]))}">')
    if description and '<meta name="description"' not in page:
        lines.insert(0, f'<meta name="description" content="{escape(description)}">')
    return page.replace("</head>", "\n".join(filter(None, lines)) + "\n</head>", 1)


def _property(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{escape(value)}">' if value else ""


def lead_of(text: str) -> str:
    """The first paragraph of a page of Markdown."""
    parts = (part.strip() for part in text.split("\n\n"))
    return next((part for part in parts if part and not part.startswith(("#", "<", "{", "|", "`", "!"))), "")


def shortened(text: str) -> str:
    """A text as a description: without marks of Markdown, cut after its first sentence or after a word."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)|[*_`#]|<[^>]+>|\{\{.*?\}\}", r"\1", text)
    plain = " ".join(plain.split())
    if len(plain) <= LONGEST:
        return plain
    return plain[:LONGEST].rpartition(" ")[0].rstrip(" ,;:") + "…"
