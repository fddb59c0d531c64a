"""Every page of a guide in one language, as Markdown and HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tabellion.artifacts.kinds import shown_kinds
from tabellion.guide.artifact import Artifact
from tabellion.publish.contents import with_contents
from tabellion.publish.guide_table import tables_of
from tabellion.publish.narrative import Narrative
from tabellion.publish.navigation import navigation, pages_of
from tabellion.publish.pages.elements import ElementView
from tabellion.publish.pages.frame import frame_of
from tabellion.publish.pages.page import Contents
from tabellion.publish.pages.profile import ProfilePage
from tabellion.publish.pages.reading import Link, Reading, Text
from tabellion.publish.pages.registry import guide_pages, kind_pages
from tabellion.publish.pages.resource_files import downloads_of
from tabellion.publish.pages.review_comments import comment_pages
from tabellion.publish.render import Renderer

Views = list[tuple[Artifact, Sequence[ElementView]]]


@dataclass(frozen=True, slots=True)
class Made:
    """The pages of a language by path; what people wrote; the elements of each profile as shown; tables by name."""

    reading: Reading
    pages: Mapping[str, str]
    narrative: Sequence[Narrative]
    views: Views
    tables: Mapping[str, bytes]


class Maker:
    """Makes the pages of one language."""

    def __init__(self, reading: Reading, renderer: Renderer, narrative: Sequence[Narrative]) -> None:
        self._reading = reading
        self._renderer = renderer
        self._narrative = narrative
        self._pages: dict[str, str] = {}
        self.views: Views = []
        renderer.add_to_footer([(page.title, page.path) for page in narrative if page.section == "footer"])

    def make(self, downloads: Mapping[str, bytes]) -> Made:
        """Every page; `downloads` are files to download by name, beside the tables that are made here."""
        for artifact in self._reading.edition.artifacts:
            self._artifact(artifact)
        self._rows()
        self._written()
        tables = tables_of(self._reading, self.views)
        written = [(page.title, page.path) for page in self._narrative]
        self._once(Contents(self._reading, self.views, written, {**downloads, **tables}))
        for shown in comment_pages(self._reading):
            self._put("review_comments.j2", shown)
        listed = set(pages_of(navigation(self._reading, self._narrative)))
        for path in self._pages.keys() - listed:
            self._pages[path] = with_contents(self._pages[path], self._reading.say("contents"))
        return Made(self._reading, self._pages, self._narrative, self.views, tables)

    def _put(self, template: str, page: Any, **more: Any) -> None:
        self._pages[page.frame.path] = self._renderer.page(template, page, **more)

    def _artifact(self, artifact: Artifact) -> None:
        reading = self._reading
        path = reading.addresses.of(artifact)
        files = downloads_of(artifact, reading, path)
        words_page = reading.here(reading.addresses.single("reading"), path)
        kind = kind_pages()[artifact.kind]
        shown = kind.page(artifact, reading)
        if isinstance(shown, ProfilePage):
            self.views.append((artifact, shown.elements))
        self._put(kind.template, shown, files=files, words_page=words_page)

    def _rows(self) -> None:
        """The pages of the rows of kinds that have no artifacts."""
        for name, shown in shown_kinds().items():
            if shown.rows == "pages":
                kind = kind_pages()[name]
                for row in self._reading.rows_of(name):
                    self._put(kind.template, kind.page(row, self._reading))

    def _written(self) -> None:
        for item in self._narrative:
            crumbs = [Link(self._reading.say("home"), self._reading.here("index.html", item.path))]
            frame = frame_of(
                item.path, Text(item.title), self._reading, crumbs=crumbs if item.path != "index.html" else ()
            )
            self._pages[item.path] = self._renderer.page("narrative.j2", None, frame=frame, content=item.text)

    def _once(self, contents: Contents) -> None:
        """The pages of the guide itself, but for a home page that people wrote."""
        for page in guide_pages().values():
            has_written = page.name == "home" and any(item.section == "home" for item in self._narrative)
            if page.is_there(self._reading) and not has_written:
                self._put(page.template, page.page(contents))
