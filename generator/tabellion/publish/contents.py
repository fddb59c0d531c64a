"""What is on a page that the menu does not show: its headings, beside it."""

from __future__ import annotations

import re

TITLE = re.compile(r"^# .+$", re.MULTILINE)
# titles are escaped for Markdown, which is HTML as well
HEADING = re.compile(r"^## (.+) \{: #(\S+) \}$", re.MULTILINE)
FEWEST = 3


def with_contents(page: str, label: str) -> str:
    """The Markdown of a page with links to its headings below its title, where there are enough of them."""
    headings = HEADING.findall(page)
    if len(headings) < FEWEST:
        return page
    links = "".join(f'<li><a href="#{anchor}">{title}</a></li>' for title, anchor in headings)
    nav = f'<nav class="tb-contents" aria-label="{label}" data-pagefind-ignore><ul>{links}</ul></nav>'
    return TITLE.sub(lambda title: f"{title[0]}\n\n{nav}", page, count=1)


def with_text(page: str, text: str) -> str:
    """The Markdown of a page with what people wrote about its subject before its first heading; their title is its."""
    body = TITLE.sub("", text, count=1).strip()
    first = HEADING.search(page)
    if first is None:
        return f"{page.rstrip()}\n\n{body}\n"
    return f"{page[: first.start()]}{body}\n\n{page[first.start() :]}"
