"""The theme laid around one page, by MkDocs in this process, as its build of the whole site does it."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence

from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from tabellion.publish.mkdocs_build import Finishing
from tabellion.publish.mkdocs_settings import ASSETS


class Theme:
    """The theme of one language of a site.

    `configuration` are the settings of MkDocs, `file` the file that their paths are relative to, `paths` those of all
    pages, without their content: it is given when a page is asked for.
    """

    def __init__(self, configuration: str, file: str, paths: Sequence[str], lang: str) -> None:
        logging.getLogger("mkdocs").setLevel(logging.CRITICAL)  # what it would tell, the build of the whole site tells
        stream = io.BytesIO(configuration.encode("utf-8"))
        stream.name = file
        self._config = load_config(stream, docs_dir=str(ASSETS))
        self._lang = lang
        self._files = Files([self._file(path) for path in paths])
        self._environment = self._config.theme.get_env()
        self._files.add_files_from_theme(self._environment, self._config)
        set_exclusions(self._files, self._config)
        self._navigation = get_navigation(self._files, self._config)

    def page(self, path: str, markdown: str) -> bytes:
        """The page at a path, as it stands in the site."""
        file = self._files.get_file_from_path(_source(path))
        assert file is not None
        file.content_string = markdown
        page = file.page or Page(None, file, self._config)
        finishing = Finishing(self._lang)
        page.read_source(self._config)
        page.markdown = finishing.on_page_markdown(page.markdown or "", page=page)
        page.render(self._config, self._files)
        page.content = finishing.on_page_content(page.content or "", page=page)
        page.active = True
        try:
            context = get_context(self._navigation, self._files, self._config, page)
            made = self._environment.get_template(page.meta.get("template", "main.html")).render(context)
        finally:
            page.active = False
        published = finishing.on_post_page(made, page=page, config=self._config)
        return published.encode("utf-8", errors="xmlcharrefreplace")

    def _file(self, path: str) -> File:
        return File(_source(path), None, self._config.site_dir, self._config.use_directory_urls)


def _source(path: str) -> str:
    return f"{path.removesuffix('.html')}.md"
