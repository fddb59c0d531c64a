"""The plan of the site: every page by what it is, in the order of the menu."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tabellion.artifacts.kinds import shown_kinds
from tabellion.diagnostics import Term
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.page import SECTIONS, Contents, GuidePage
from tabellion.publish.pages.reading import Link, Reading, Text
from tabellion.publish.pages.registry import pages_in


@dataclass(frozen=True, slots=True)
class SiteMapPage:
    """The plan: titles, each with its pages."""

    frame: PageFrame
    sections: Sequence[tuple[str, Sequence[Link]]]


def site_map_page(contents: Contents) -> SiteMapPage:
    """The plan of a guide."""
    reading = contents.reading
    page = reading.addresses.single("sitemap")
    home = Link(reading.say("home"), reading.here("index.html", page))
    written = [Link(title, reading.here(path, page)) for title, path in contents.written if path != "index.html"]
    sections = [
        (reading.say("pages"), [home, *written, *_links(reading, page, "start", "footer")]),
        *((reading.say(name), list(_links(reading, page, name))) for name in SECTIONS if name != "start"),
        *((reading.say(f"kinds_{kind}"), _artifacts(kind, reading, page)) for kind in shown_kinds()),
    ]
    frame = frame_of(page, Text(reading.say("sitemap_title")), reading, crumbs=[home])
    return SiteMapPage(frame, [(title, links) for title, links in sections if links])


def _links(reading: Reading, page: str, *sections: str) -> Iterator[Link]:
    """The pages of sections; after the list of a kind those of its rows."""
    for item in pages_in(reading, *sections):
        target = reading.addresses.single(item.name)
        if target != page:
            yield Link(reading.say(item.label), reading.here(target, page))
        if item.kind and shown_kinds()[item.kind].rows != "list":
            yield from _rows(item.kind, reading, page)


def _rows(kind: str, reading: Reading, page: str) -> Iterator[Link]:
    for row in reading.rows_of(kind):
        target = reading.addresses.find(kind, row["id"])
        if target:
            label = reading.text(row.title)
            yield Link(label.text, reading.here(target, page), lang=label.lang)


def _artifacts(kind: str, reading: Reading, page: str) -> list[Link]:
    """The artifacts of a kind, but the profiles that are pages of measures."""
    return [reading.artifact_link(artifact, page) for artifact in reading.listed(kind)]


PAGES = (
    GuidePage(
        name="sitemap",
        label="sitemap_title",
        template="sitemap.j2",
        page=site_map_page,
        path=Term("plan", "site-map"),
        section="footer",
        order=20,
    ),
)
