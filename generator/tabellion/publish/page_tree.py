"""The pages of the site as the ImplementationGuide names them: ImplementationGuide.definition.page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tabellion.artifacts.kinds import shown_kinds
from tabellion.artifacts.texts import put_text
from tabellion.fhir.json import Json
from tabellion.publish.pages.page import SECTIONS, GuidePage
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.registry import pages_in
from tabellion.tables.table import Localized

if TYPE_CHECKING:
    from tabellion.publish.narrative import Narrative

    Written = tuple[Reading, Sequence[Narrative]]


@dataclass(frozen=True, slots=True)
class TreePage:
    """A page with those below it; `generation` is a code of FHIR's guide-page-generation."""

    path: str
    title: str
    generation: str
    below: Sequence[TreePage] = ()


def with_pages(guide: Json, languages: Sequence[Written]) -> Json:
    """An ImplementationGuide that names every page but those of its resources, with the titles of each language;
    `languages` begin with the guide's own."""
    root = guide.get("definition", {}).get("page")
    if not root:
        return guide
    (main, written), *_ = languages
    titles = {reading.lang: dict(_titles(_pages(reading, pages))) for reading, pages in languages}
    is_named = "name" in root  # R5 tells where a page comes from and what it is called
    below = [_page(page, titles, main.lang, is_named) for page in _pages(main, written)]
    page = root | {"page": below} if below else root
    return guide | {"definition": guide["definition"] | {"page": page}}


def _pages(reading: Reading, written: Sequence[Narrative]) -> list[TreePage]:
    """The pages below the home page: of each section the page that heads it, with the others below it."""
    found: list[TreePage] = []
    for section in SECTIONS:
        pages = sorted(pages_in(reading, section), key=lambda page: page.order)
        heads = [page for page in pages if not page.order][:1]
        texts = [TreePage(page.path, page.title, "markdown") for page in written if page.section == section]
        below = [*texts, *(_guide_page(page, reading) for page in pages if page not in heads)]
        found += [] if heads else below
        for heading in (_guide_page(page, reading) for page in heads):
            found.append(TreePage(heading.path, heading.title, heading.generation, [*heading.below, *below]))
    texts = [TreePage(page.path, page.title, "markdown") for page in written if page.section == "footer"]
    return [*found, *texts, *(_guide_page(page, reading) for page in pages_in(reading, "footer"))]


def _guide_page(page: GuidePage, reading: Reading) -> TreePage:
    """A page that the guide has once, with the pages of rows that it lists, by address: rows have no order."""
    rows: list[TreePage] = []
    if page.kind and shown_kinds()[page.kind].rows == "pages":
        for row in reading.rows_of(page.kind):
            path = reading.addresses.pages.get((page.kind, row["id"]))
            if path:
                rows.append(TreePage(path, reading.text(row.title).text, "generated"))
    below = sorted(rows, key=lambda row: row.path)
    return TreePage(reading.addresses.single(page.name), reading.say(page.label), "generated", below)


def _titles(pages: Sequence[TreePage]) -> Iterator[tuple[str, str]]:
    for page in pages:
        yield page.path, page.title
        yield from _titles(page.below)


def _page(page: TreePage, titles: Mapping[str, Mapping[str, str]], lang: str, is_named: bool) -> Json:
    """ImplementationGuide.definition.page, as the version of FHIR has it."""
    made: Json = {"sourceUrl": page.path, "name": page.path} if is_named else {"nameUrl": page.path}
    words = {other: found[page.path] for other, found in titles.items() if page.path in found}
    put_text(made, "title", Localized(words, {}, lang), lang)
    made["generation"] = page.generation
    if page.below:
        made["page"] = [_page(below, titles, lang, is_named) for below in page.below]
    return made
