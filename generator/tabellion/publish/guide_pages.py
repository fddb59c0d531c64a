"""Every page of a guide in one language, as Markdown and HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tabellion.guide.artifact import Artifact
from tabellion.publish.contents import with_contents
from tabellion.publish.guide_table import tables_of
from tabellion.publish.narrative import Narrative
from tabellion.publish.navigation import navigation, pages_of
from tabellion.publish.pages.downloads import downloads_page
from tabellion.publish.pages.elements import ElementView
from tabellion.publish.pages.flows import errors_page, flow_page, overview_page
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.kinds import page_kinds
from tabellion.publish.pages.lists import conformance_page, home_page, measures_page
from tabellion.publish.pages.profile import ProfilePage
from tabellion.publish.pages.quality import quality_page
from tabellion.publish.pages.reading import Link, Reading, Text
from tabellion.publish.pages.resource_files import downloads_of
from tabellion.publish.pages.site_map import site_map_page
from tabellion.publish.render import Renderer
from tabellion.publish.root_files import INDEX

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
        footer = [(page.title, page.path) for page in narrative if page.section == "footer"]
        renderer.share(footer_pages=footer)

    def make(self, downloads: Mapping[str, bytes]) -> Made:
        """Every page; `downloads` are files to download by name, beside the tables that are made here."""
        for artifact in self._reading.edition.artifacts:
            self._artifact(artifact)
        self._lists()
        self._exchanges()
        self._written()
        tables = tables_of(self._reading, self.views)
        self._about({**downloads, **tables})
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
        kind = page_kinds()[artifact.kind]
        shown = kind.page(artifact, reading)
        if isinstance(shown, ProfilePage):
            self.views.append((artifact, shown.elements))
        self._put(kind.template, shown, files=files, words_page=words_page)

    def _lists(self) -> None:
        reading = self._reading
        if not any(page.section == "home" for page in self._narrative):
            self._put("list.j2", home_page(reading))
        self._put("list.j2", conformance_page(reading))
        if reading.measured:
            self._put("list.j2", measures_page(reading))

    def _exchanges(self) -> None:
        reading = self._reading
        flows = reading.edition.rows("flows")
        if flows or reading.measured:
            self._put("overview.j2", overview_page(reading))
        for row in flows:
            self._put("flow.j2", flow_page(row, reading))
        if reading.edition.rows("errors"):
            self._put("errors.j2", errors_page(reading))

    def _written(self) -> None:
        for item in self._narrative:
            crumbs = [Link(self._reading.say("home"), self._reading.here("index.html", item.path))]
            frame = frame_of(
                item.path, Text(item.title), self._reading, crumbs=crumbs if item.path != "index.html" else ()
            )
            self._pages[item.path] = self._renderer.page("narrative.j2", None, frame=frame, content=item.text)

    def _about(self, downloads: Mapping[str, bytes]) -> None:
        reading = self._reading
        info = reading.edition.info
        self._put("downloads.j2", downloads_page(reading, downloads, INDEX[reading.addresses.lang]))
        self._put("quality.j2", quality_page(reading, self.views))
        self._plain("reading", "reading.j2")
        contact = info.contact.removeprefix("mailto:")
        href = contact if contact.startswith("http") else f"mailto:{contact}"
        self._plain("accessibility", "accessibility.j2", contact=contact, contact_href=href)
        self._put("sitemap.j2", site_map_page(reading, [(page.title, page.path) for page in self._narrative]))

    def _plain(self, name: str, template: str, **more: Any) -> None:
        path = self._reading.addresses.single(name)
        self._pages[path] = self._renderer.page(template, None, frame=self._frame(name), **more)

    def _frame(self, name: str) -> PageFrame:
        path = self._reading.addresses.single(name)
        crumbs = [Link(self._reading.say("home"), self._reading.here("index.html", path))]
        return frame_of(path, Text(self._reading.say(f"{name}_title")), self._reading, crumbs=crumbs)
