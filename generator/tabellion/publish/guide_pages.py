"""Every page of a guide in one language, as Markdown and HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from tabellion.artifacts.kinds import shown_kinds
from tabellion.guide.artifact import Artifact
from tabellion.publish.contents import with_contents, with_text
from tabellion.publish.guide_table import tables_of
from tabellion.publish.later import LaterMapping, LaterSequence
from tabellion.publish.narrative import Narrative
from tabellion.publish.navigation import navigation, pages_of
from tabellion.publish.page_head import lead_of
from tabellion.publish.pages.elements import ElementView
from tabellion.publish.pages.frame import frame_of
from tabellion.publish.pages.page import Contents, GuidePage, KindPage
from tabellion.publish.pages.profile import ProfilePage, profile_page
from tabellion.publish.pages.reading import Link, Reading, Text
from tabellion.publish.pages.registry import guide_pages, kind_pages
from tabellion.publish.pages.resource_files import downloads_of
from tabellion.publish.pages.review_comments import comment_pages
from tabellion.publish.render import Renderer
from tabellion.tables.table import Row

Views = list[tuple[Artifact, Sequence[ElementView]]]
Planned = tuple[str, Callable[[], str]]


@dataclass(frozen=True, slots=True)
class Made:
    """The pages of a language by path; what people wrote; the elements of each profile as shown; tables by name.

    `within` are the texts that stand within a page of the guide.
    """

    reading: Reading
    pages: Mapping[str, str]
    narrative: Sequence[Narrative]
    views: Views
    tables: Mapping[str, bytes]
    within: Sequence[Narrative] = ()


class Maker:
    """Makes the pages of one language, all of them or one that somebody asks for.

    `downloads` gives the files to download by name, beside the tables that are made here; it is called when a page
    needs them.
    """

    def __init__(
        self,
        reading: Reading,
        renderer: Renderer,
        narrative: Sequence[Narrative],
        downloads: Callable[[], Mapping[str, bytes]] = dict,
    ) -> None:
        self.reading = reading
        self.narrative = [page for page in narrative if page.section != "within"]
        self.within = [page for page in narrative if page.section == "within"]
        self._renderer = renderer
        self._elements: dict[str, Sequence[ElementView]] = {}
        self._contents = Contents(
            reading,
            LaterSequence(lambda: self._views),
            [(page.title, page.path) for page in self.narrative],
            LaterMapping(lambda: {**downloads(), **self._tables}),
        )
        renderer.add_to_footer([(page.title, page.path) for page in narrative if page.section == "footer"])

    def make(self) -> Made:
        """Every page."""
        pages = {path: self.page(path) for path in self.paths}
        return Made(self.reading, pages, self.narrative, self._views, self._tables, self.within)

    def page(self, path: str) -> str:
        """The Markdown of the page at a path. Raises `KeyError` where there is none."""
        made = self.paths[path]()
        for text in self.within:
            if text.path == path:
                made = with_text(made, text.text)
        return made if path in self._listed else with_contents(made, self.reading.say("contents"))

    @cached_property
    def paths(self) -> Mapping[str, Callable[[], str]]:
        """What makes each page, by its path."""
        return dict((*self._of_artifacts(), *self._of_rows(), *self._of_people(), *self._once(), *self._of_reviews()))

    @cached_property
    def _listed(self) -> set[str]:
        return set(pages_of(navigation(self.reading, self.narrative)))

    @cached_property
    def _views(self) -> Views:
        return [
            (artifact, self._elements.get(artifact.reference) or profile_page(artifact, self.reading).elements)
            for artifact in self.reading.edition.artifacts
            if kind_pages()[artifact.kind].page is profile_page
        ]

    @cached_property
    def _tables(self) -> Mapping[str, bytes]:
        return tables_of(self.reading, self._views)

    def _of_artifacts(self) -> Iterator[Planned]:
        for artifact in self.reading.edition.artifacts:
            yield self.reading.addresses.of(artifact), partial(self._artifact, artifact)

    def _artifact(self, artifact: Artifact) -> str:
        reading = self.reading
        path = reading.addresses.of(artifact)
        files = downloads_of(artifact, reading, path)
        words_page = reading.here(reading.addresses.single("reading"), path)
        kind = kind_pages()[artifact.kind]
        shown = kind.page(artifact, reading)
        if isinstance(shown, ProfilePage):
            self._elements[artifact.reference] = shown.elements
        return self._renderer.page(kind.template, shown, files=files, words_page=words_page)

    def _of_rows(self) -> Iterator[Planned]:
        """The pages of the rows of kinds that have no artifacts."""
        for name, shown in shown_kinds().items():
            if shown.rows == "pages":
                for row in self.reading.rows_of(name):
                    yield self.reading.addresses.pages[name, row["id"]], partial(self._row, kind_pages()[name], row)

    def _row(self, kind: KindPage, row: Row) -> str:
        return self._renderer.page(kind.template, kind.page(row, self.reading))

    def _of_people(self) -> Iterator[Planned]:
        for item in self.narrative:
            yield item.path, partial(self._written, item)

    def _written(self, item: Narrative) -> str:
        crumbs = [Link(self.reading.say("home"), self.reading.here("index.html", item.path))]
        frame = frame_of(
            item.path,
            Text(item.title),
            self.reading,
            crumbs=crumbs if item.path != "index.html" else (),
            description=lead_of(item.text),
        )
        return self._renderer.page("narrative.j2", None, frame=frame, content=item.text)

    def _once(self) -> Iterator[Planned]:
        """The pages of the guide itself, but for a home page that people wrote."""
        for page in guide_pages().values():
            has_written = page.name == "home" and any(item.section == "home" for item in self.narrative)
            if page.is_there(self.reading) and not has_written:
                yield self.reading.addresses.single(page.name), partial(self._single, page)

    def _single(self, page: GuidePage) -> str:
        return self._renderer.page(page.template, page.page(self._contents))

    def _of_reviews(self) -> Iterator[Planned]:
        for shown in comment_pages(self.reading):
            yield shown.frame.path, partial(self._renderer.page, "review_comments.j2", shown)
