"""The plan of the site: every page by what it is, in the order of the menu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.publish.pages.essentials import flow_link
from tabellion.publish.pages.flows import measure_link
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.kinds import page_kinds
from tabellion.publish.pages.reading import Link, Reading, Text


@dataclass(frozen=True, slots=True)
class SiteMapPage:
    """The plan: titles, each with its pages."""

    frame: PageFrame
    sections: Sequence[tuple[str, Sequence[Link]]]


def site_map_page(reading: Reading, written: Sequence[tuple[str, str]]) -> SiteMapPage:
    """`written` are title and path of the pages that people wrote, in the order of the menu."""
    page = reading.addresses.single("sitemap")
    home = Link(reading.say("home"), reading.here("index.html", page))
    sections = [
        (reading.say("pages"), _pages(reading, page, home, written)),
        (reading.say("measures"), _measures(reading, page)),
        (reading.say("flows"), _flows(reading, page)),
        (reading.say("conformance"), _conformance(reading, page)),
        *((reading.say(f"kinds_{kind}"), _artifacts(kind, reading, page)) for kind in page_kinds()),
    ]
    frame = frame_of(page, Text(reading.say("sitemap_title")), reading, crumbs=[home])
    return SiteMapPage(frame, [(title, links) for title, links in sections if links])


def _pages(reading: Reading, page: str, home: Link, written: Sequence[tuple[str, str]]) -> list[Link]:
    links = [Link(title, reading.here(path, page)) for title, path in written if path != "index.html"]
    singles = [_single(name, f"{name}_title", reading, page) for name in ("reading", "accessibility")]
    return [home, *links, *singles]


def _single(name: str, title: str, reading: Reading, page: str) -> Link:
    return Link(reading.say(title), reading.here(reading.addresses.single(name), page))


def _measures(reading: Reading, page: str) -> list[Link]:
    rows = reading.edition.rows("measures")
    if not rows:
        return []
    listed = Link(reading.say("measures_list"), reading.here(reading.addresses.index("measure"), page))
    return [listed, *(item for item in (measure_link(row, reading, page) for row in rows) if item.href)]


def _flows(reading: Reading, page: str) -> list[Link]:
    rows, errors = reading.edition.rows("flows"), reading.edition.rows("errors")
    links = [flow_link(row, reading, page) for row in rows]
    if rows or reading.measured:
        links.insert(0, Link(reading.say("overview_title"), reading.here(reading.addresses.index("flow"), page)))
    if errors:
        links.append(Link(reading.say("errors_catalogue"), reading.here(reading.addresses.index("error"), page)))
    return links


def _conformance(reading: Reading, page: str) -> list[Link]:
    listed = Link(reading.say("conformance_title"), reading.here(reading.addresses.index("conformance"), page))
    return [
        listed,
        _single("downloads", "downloads", reading, page),
        _single("quality", "quality_title", reading, page),
    ]


def _artifacts(kind: str, reading: Reading, page: str) -> list[Link]:
    """The artifacts of a kind, but the profiles that are pages of measures."""
    folder = reading.addresses.index("measure").removesuffix("index.html")
    found = [artifact for artifact in reading.edition.of(kind) if not reading.addresses.of(artifact).startswith(folder)]
    return [reading.artifact_link(match, page) for match in found]
