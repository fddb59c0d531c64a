"""Builds the site of one language with MkDocs, its pages set and lightened as they are written.

    python -m tabellion.publish.mkdocs_build CONFIGURATION SITE LANG

A program of its own, so that languages are built side by side.
"""

from __future__ import annotations

import re
import sys
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin

from tabellion.publish.lightening import without_blank_space
from tabellion.publish.page_head import with_head, with_skip_link
from tabellion.publish.typography import typeset
from tabellion.publish.written_tables import with_named_tables

# where the theme puts a page: search looks there and nowhere else, not into menus nor links to skip them
CONTENT = '<article class="md-content__inner'
INDEXED = '<article data-pagefind-body class="md-content__inner'

# what templates mark as HTML from end to end, and what stands for it meanwhile
WHOLE = re.compile(r"<!--whole-->\n?(.*?)<!--/whole-->", re.DOTALL)
PLACE = '<div data-whole="{}"></div>'


class Finishing(BasePlugin):  # type: ignore[misc, no-untyped-call, type-arg]
    """Sets the texts of each page as a language wants them, and takes away what weighs and is not seen."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang
        self._whole: dict[str, list[str]] = {}

    def on_page_markdown(self, markdown: str, page: Any, **_: Any) -> str:
        """The Markdown without what is HTML already and long: to look through it for Markdown takes most of a build."""
        parts = WHOLE.split(markdown)
        self._whole[page.file.src_uri] = parts[1::2]
        return "".join(part if at % 2 == 0 else PLACE.format(at // 2) for at, part in enumerate(parts))

    def on_page_content(self, html: str, page: Any, **_: Any) -> str:
        """The page with that in its place again."""
        for at, part in enumerate(self._whole.pop(page.file.src_uri, ())):
            html = html.replace(PLACE.format(at), part, 1)
        return html

    def on_post_page(self, output: str, *, page: Any, config: Any, **_: Any) -> str:
        """The page as it is written, marked for the search."""
        return finished(
            with_head(output, self._lang, config.site_name, page.meta, page.canonical_url or ""), self._lang
        )


def finished(page: str, lang: str) -> str:
    """A page as the theme makes it, as it is published: set, lightened, with a link to its heading, marked for the
    search."""
    return with_skip_link(with_named_tables(typeset(without_blank_space(page), lang)), lang).replace(
        CONTENT, INDEXED, 1
    )


def main(configuration: str, site: str, lang: str) -> int:
    """Build; 1 with the reason on standard output when it cannot be done."""
    try:
        config = load_config(configuration, site_dir=site)
        config.plugins["tabellion"] = Finishing(lang)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    except MkDocsException as fault:
        print(fault)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
